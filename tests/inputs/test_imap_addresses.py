"""IMAP addresses, and what is said where a mailbox cannot be had; `tests/system/test_imap.py` has a real server."""

from __future__ import annotations

import pytest

from briefer.errors import ConfigError
from briefer.gather import gather
from briefer.model import Skipped
from briefer.sources.imap import Address, Mailbox, _quoted, address_of


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("imap://desk@mail.example/Newsletters", Address("desk", "mail.example", 993, "Newsletters")),
        ("imaps://desk@mail.example", Address("desk", "mail.example", 993, "INBOX")),
        (
            "imap://desk%40harbour.example@mail.example:143/a%20b/c/",
            Address("desk@harbour.example", "mail.example", 143, "a b/c"),
        ),
        ("imap://desk@harbour.example@mail.example/x", Address("desk@harbour.example", "mail.example", 993, "x")),
    ],
)
def test_an_address_names_user_server_and_folder(place: str, address: Address) -> None:
    assert address_of(place) == address


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("imap://mail.example/INBOX", "no user"),
        ("imap:///INBOX", "no user"),
        ("imap://desk@mail.example:port/INBOX", "cannot be read"),
        ("imap://desk:secret@mail.example/INBOX", "password has no place"),
        ("imap://desk@mail.example/a%0d%0aDELETE", "control characters"),
    ],
)
def test_an_address_that_cannot_be_used_says_why_and_repeats_no_password(place: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as error:
        address_of(place)
    assert "secret" not in f"{error.value.message} {error.value.hint}"


@pytest.mark.parametrize(
    ("folder", "written"),
    [
        ("INBOX", '"INBOX"'),
        ("News & more", '"News &- more"'),
        ("Übersee", '"&ANw-bersee"'),
        ("日本語", '"&ZeVnLIqe-"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
    ],
)
def test_a_folder_is_written_as_the_protocol_has_it(folder: str, written: str) -> None:
    assert _quoted(folder) == written


def test_without_a_password_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRIEFER_IMAP_PASSWORD", raising=False)
    (found,) = gather(["imap://desk@mail.example/Newsletters"])
    assert isinstance(found, Skipped)
    assert (found.outcome, found.input) == ("failed", "imap://desk@mail.example/Newsletters")
    assert "BRIEFER_IMAP_PASSWORD" in found.reason


def test_a_server_that_is_not_there_is_failed() -> None:
    (found,) = Mailbox("imap://desk@127.0.0.1:1/x", password=lambda: "weir").documents()
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == ("failed", "unreachable")
