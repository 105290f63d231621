"""A folder on a real IMAP server (Debian's dovecot) to documents: read, and left as it was."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefer.cli import app
from briefer.config import load
from briefer.gather import gather
from briefer.model import Document, Skipped
from briefer.pipeline.sources import open_sources
from briefer.read import Reading, read
from briefer.sources import imap
from briefer.sources.imap import Mailbox

pytestmark = pytest.mark.system

STORY = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council "
    "said after a day of talks. Both governments will meet again next Tuesday in Port Oke."
)


def mail(subject: str, text: str = STORY) -> bytes:
    message = EmailMessage()
    message["From"] = "Northern Wire <news@northernwire.example>"
    message["Subject"] = subject
    message["Date"] = "Wed, 20 May 2026 19:40:00 +0200"
    message["List-Id"] = "<daily.northernwire.example>"
    message.set_content(text)
    return message.as_bytes().replace(b"\n", b"\r\n")


def context(server: Any) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(server.authority))


def mailbox(server: Any, folder: str, **more: Any) -> Mailbox:
    port = more.pop("port", server.port)
    place = f"imap://{server.user}@{server.host}:{port}/{folder}"
    return Mailbox(place, password=lambda: server.password, tls=context(server), **more)


@pytest.fixture(scope="module")
def filled(dovecot: Any) -> Iterator[Any]:
    dovecot.put(mail("No deal on Vardo water"), "Newsletters")
    dovecot.put(mail("Ferries stay in port", STORY.replace("water", "ferry")), "Newsletters", "\\Seen")
    dovecot.put(mail("Gauges are read anew", STORY.replace("summer", "winter")), "Newsletters", "\\Flagged")
    return dovecot


def test_each_mail_is_a_document_of_its_own_bytes_and_stays_as_it_was(filled: Any) -> None:
    before = filled.messages("Newsletters")
    found = list(mailbox(filled, "Newsletters").documents())
    assert [item.data for item in found if isinstance(item, Document)] == [body for _, body in before]
    assert {item.media_type for item in found if isinstance(item, Document)} == {"message/rfc822"}
    place = f"imap://{filled.user}@{filled.host}:{filled.port}/Newsletters"
    assert [item.input for item in found] == [f"{place}:1", f"{place}:2", f"{place}:3"]

    def kept(flags: str) -> set[str]:
        return {flag for flag in flags.split() if flag != "\\Recent"}

    after = filled.messages("Newsletters")
    assert [(kept(flags), body) for flags, body in after] == [(kept(flags), body) for flags, body in before]
    assert [kept(flags) for flags, _ in after] == [set(), {"\\Seen"}, {"\\Flagged"}]


def test_the_mails_become_articles(filled: Any) -> None:
    articles = [
        r.article for d in mailbox(filled, "Newsletters").documents() for r in read(d) if isinstance(r, Reading)
    ]  # type: ignore[arg-type]
    assert [a.title for a in articles] == ["No deal on Vardo water", "Ferries stay in port", "Gauges are read anew"]
    assert {(a.outlet, a.published) for a in articles} == {("Northern Wire", "2026-05-20T19:40:00+02:00")}


def test_only_the_newest_are_read_and_the_others_counted(filled: Any) -> None:
    older, last = mailbox(filled, "Newsletters", newest=1).documents()
    assert isinstance(older, Skipped)
    assert (older.code, older.outcome) == ("older", "skipped")
    assert "2 older mails" in older.reason
    assert isinstance(last, Document)
    assert b"Gauges" in last.data


def test_the_plain_port_is_used_with_starttls_only(filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(imap._PORTS, filled.plain_port, "starttls")
    found = list(mailbox(filled, "Newsletters", port=filled.plain_port).documents())
    assert len([item for item in found if isinstance(item, Document)]) == 3


def test_a_mail_over_the_limit_is_left_on_the_server(filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "MAX_MAIL", 300)
    found = list(mailbox(filled, "Newsletters").documents())
    assert [item.code for item in found if isinstance(item, Skipped)] == ["too_large"] * 3


def test_names_of_folders_may_have_any_letters(filled: Any) -> None:
    name = "Übersee & Küste/日本"
    written = "&ANw-bersee &- K&APw-ste/&ZeVnLA-"
    filled.put(mail("No deal on Vardo water"), written)
    (found,) = mailbox(filled, name.replace(" ", "%20").replace("&", "%26")).documents()
    assert isinstance(found, Document)


@pytest.mark.parametrize(
    ("folder", "password", "code", "words"),
    [
        ("Nowhere", None, "missing", "no such folder"),
        ("INBOX", None, "empty", "empty"),
        ("Newsletters", "wrong", "refused", "does not let"),
    ],
)
def test_what_cannot_be_had_is_said(filled: Any, folder: str, password: str | None, code: str, words: str) -> None:
    source = mailbox(filled, folder)
    if password:
        source._password = lambda: password
    (found,) = source.documents()
    assert isinstance(found, Skipped)
    assert (found.code, words in found.reason) == (code, True)
    assert filled.password not in found.reason


def test_a_certificate_that_nobody_vouches_for_ends_it_before_the_password_is_said(filled: Any) -> None:
    place = f"imap://{filled.user}@{filled.host}:{filled.port}/Newsletters"
    (found,) = Mailbox(place, password=lambda: filled.password).documents()
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == ("failed", "unreachable")
    assert "certificate" in found.reason.lower()


def test_the_command_reads_a_folder(filled: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(filled.authority))
    monkeypatch.setenv("BRIEFER_IMAP_PASSWORD", filled.password)
    result = CliRunner().invoke(app, ["read", f"imap://{filled.user}@{filled.host}:{filled.port}/Newsletters"])
    assert result.exit_code == 0, result.output
    assert "Ferries stay in port" in result.stdout
    assert filled.password not in result.output


def test_the_configuration_names_a_mailbox_and_where_its_password_is(
    filled: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(filled.authority))
    monkeypatch.setenv("DESK_PASSWORD", filled.password)
    place = f"imap://{filled.user}@{filled.host}:{filled.port}/Newsletters"
    (tmp_path / "briefer.toml").write_text(
        f'[[source]]\nmailbox = "{place}"\npassword = {{env = "DESK_PASSWORD"}}\nmax_items = 2\n', encoding="utf-8"
    )
    older, *mails = gather(open_sources(load(tmp_path / "briefer.toml").sources))
    assert isinstance(older, Skipped)
    assert [type(item) for item in mails] == [Document, Document]
