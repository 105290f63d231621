"""A brief as mails: rendered once for all who get the same, and as if for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from mail_server import NOW

from briefer.config import MailSettings
from briefer.contract import load_brief
from briefer.errors import BrieferError, TemplateError
from briefer.model import Addressee, Brief, Corrected
from briefer.pipeline import mailing as mailing_module
from briefer.pipeline.mailing import Mailing, addressed, mails
from briefer.pipeline.standins import StandIn, plain

ROOT = Path(__file__).resolve().parents[2]
MAIL = MailSettings(sender="Fisheries desk <desk@example.org>", reply_to="press@example.org")
ANN = Addressee(email="ann@example.org", name="Ann O’Hara")
Made = dict[str, EmailMessage]


@pytest.fixture(scope="module")
def brief() -> Brief:
    return load_brief(json.loads((ROOT / "templates/samples/complete.json").read_text("utf-8")))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name that each rendering was for."""
    found: list[str] = []
    real: Callable[..., Any] = mailing_module._letter

    def letter(*arguments: Any, **named: Any) -> Any:
        found.append(str(named.get("name", "")))
        return real(*arguments, **named)

    monkeypatch.setattr(mailing_module, "_letter", letter)
    return found


def mailing(brief: Brief, *readers: Addressee, **given: Any) -> Mailing:
    usual: dict[str, Any] = {"edition": brief.id, "now": NOW, "mail": MAIL}
    return Mailing(brief=brief, readers=addressed(readers), **(usual | given))


def made(brief: Brief, *readers: Addressee, **given: Any) -> Made:
    found = dict(mails(mailing(brief, *readers, **given)))
    return {a: message_from_bytes(m, policy=policy.default) for a, m in found.items()}  # type: ignore[misc]


def words(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("template", ["daily", "ministerial", "short", "stakeholders", "lookahead"])
def test_it_reads_as_if_it_had_been_rendered_for_each(brief: Brief, template: str) -> None:
    reader = replace(ANN, template=template, topics=("fish",), timezone="Asia/Tokyo")
    asked = mailing(brief, reader)
    alike = mailing_module._alike(brief, reader)
    shared = mailing_module._rendered(asked, alike).to(reader)
    assert shared == mailing_module._letter(asked, alike, name=reader.name, email=reader.email)


def test_all_who_get_the_same_share_a_rendering(brief: Brief, rendered: list[str]) -> None:
    many = [Addressee(email=f"r{n}@example.org", name=f"Reader {n}") for n in range(50)]
    french = [Addressee(email=f"f{n}@example.org", name=f"Lecteur {n}", language="fr") for n in range(50)]
    found = made(brief, *many, *french)
    assert len(found) == 100
    assert len(rendered) == 2
    for number in (0, 49):
        english, other = found[f"r{number}@example.org"], found[f"f{number}@example.org"]
        assert f"For Reader {number} ·" in words(english, "plain")
        assert f"Sent to r{number}@example.org." in words(english, "html")
        assert f"Lecteur {number}" in words(other, "html")
        assert "Zq" not in words(english, "html") + words(english, "plain") + str(english["Subject"])
    assert len({mail["Message-ID"] for mail in found.values()}) == 100


def test_each_is_written_to_one_reader_alone(brief: Brief) -> None:
    found = made(brief, ANN, Addressee(email="ben@example.org", name="Ben, of <all@example.org>"))
    for address, mail in found.items():
        assert [a.addr_spec for a in mail["To"].addresses] == [address]
        assert mail["Cc"] is None
        assert mail["Bcc"] is None
        assert mail["Reply-To"] == "press@example.org"
        assert mail["From"].addresses[0].display_name == "Fisheries desk"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert not mail.defects


def test_an_odd_name_is_rendered_for_itself(brief: Brief, rendered: list[str]) -> None:
    odd = Addressee(email="odd@example.org", name="<b>Odd</b> & Co")
    found = made(brief, odd, Addressee(email="b@example.org", name="B"))
    assert len(rendered) == 2
    assert "&lt;b&gt;Odd&lt;/b&gt; &amp; Co" in words(found["odd@example.org"], "html")
    assert "For <b>Odd</b> & Co" in words(found["odd@example.org"], "plain")


@pytest.mark.parametrize(
    "use",
    [
        "{% if recipient.name == 'Ann O’Hara' %}for Ann alone{% endif %}",
        "{{ recipient.name|upper }}",
        "{{ recipient.name.split(' ')[0] }}",
        "{{ recipient.email|length }}",
        "{% if 'ann' in recipient.email %}for Ann alone{% endif %}",
        "{% for letter in recipient.name %}{{ letter }}.{% endfor %}",
        "{{ recipient.name|first }}",
        "{{ recipient.email[:3] }}",
        "{{ recipient.name|replace_me }}",
    ],
)
def test_a_template_that_does_more_than_print_a_name_gets_the_name(
    brief: Brief, rendered: list[str], tmp_path: Path, use: str
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "template.toml").write_text('extends = "builtin:daily"\n', "utf-8")
    (folder / "brief.txt.j2").write_text(use + "\n", "utf-8")
    readers = [replace(ANN, template="mine"), Addressee(email="ben@example.org", name="Ben Bo", template="mine")]
    if "replace_me" in use:
        with pytest.raises(TemplateError):
            made(brief, *readers, search=[tmp_path])
        return
    found = made(brief, *readers, search=[tmp_path])
    expected = {
        "{% if 'ann'": ("for Ann alone", ""),
        "{% if recip": ("for Ann alone", ""),
        "{{ recipient.name|upper": ("ANN O’HARA", "BEN BO"),
        "{{ recipient.name.split": ("Ann", "Ben"),
        "{{ recipient.email|length": ("15", "15"),
        "{% for": ("A.n.n. .O.’.H.a.r.a.", "B.e.n. .B.o."),
        "{{ recipient.name|first": ("A", "B"),
        "{{ recipient.email[": ("ann", "ben"),
    }
    wanted = next(value for key, value in expected.items() if use.startswith(key))
    assert tuple(words(mail, "plain").strip() for mail in found.values()) == wanted
    # Once with stand-ins, then for each.
    assert len(rendered) == 3


def test_a_reader_of_text_gets_text_alone(brief: Brief) -> None:
    ben = Addressee(email="ben@example.org", format="text")
    found = made(brief, ANN, ben, replace(ben, email="cem@example.org", attach=("markdown",)))
    assert [part.get_content_type() for part in found["ann@example.org"].walk()][1:] == ["text/plain", "text/html"]
    assert found["ben@example.org"].get_content_type() == "text/plain"
    for story in brief.stories:
        assert story.headline in words(found["ben@example.org"], "plain").replace("\n", " ")
    kinds = [part.get_content_type() for part in found["cem@example.org"].walk()]
    assert kinds == ["multipart/mixed", "text/plain", "text/markdown"]


def test_files_that_go_along_are_made_once(brief: Brief, rendered: list[str]) -> None:
    readers = [Addressee(email=f"r{n}@example.org", name="R", attach=("markdown", "json")) for n in range(3)]
    found = made(brief, *readers)
    assert len(rendered) == 2
    for mail in found.values():
        names = [part.get_filename() or "" for part in mail.iter_attachments()]
        assert [name.rpartition(".")[2] for name in names] == ["md", "json"]
        assert all(b"Zq" not in part.get_payload(decode=True) for part in mail.iter_attachments())


def test_a_page_that_was_cut_brings_the_whole_one_without_a_name(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the page without a name is just small enough."""
    real: Callable[..., Any] = mailing_module._letter
    asked: list[tuple[str, ...]] = []

    def letter(*arguments: Any, attach: tuple[str, ...] = (), **named: Any) -> Any:
        if named:
            # As `letter` does it for a page that is too large.
            return real(*arguments, attach=("html",), **named)
        asked.append(attach)
        return real(*arguments, attach=attach)

    monkeypatch.setattr(mailing_module, "_letter", letter)
    (mail,) = made(brief, replace(ANN, attach=("markdown",))).values()
    assert asked == [("markdown", "html")]
    files = {part.get_content_type(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert files.keys() == {"text/markdown", "text/html"}
    assert all(b"Zq" not in content and b"Ann" not in content for content in files.values())


def test_somebody_who_stands_there_twice_gets_one(brief: Brief) -> None:
    assert list(addressed([ANN, replace(ANN, email="ANN@example.org"), ANN])) == ["ann@example.org"]
    assert list(addressed([Addressee(email="post@bücher.example")])) == ["post@xn--bcher-kva.example"]
    with pytest.raises(BrieferError, match="is no mail address"):
        addressed([Addressee(email="a@b@c d")])


def test_a_test_and_a_correction_say_so(brief: Brief) -> None:
    (test,) = made(brief, ANN, mark="test").values()
    assert str(test["Subject"]).startswith("[Test] ")
    change = Corrected(kind="replaced", part="what", before="40 crowns", after="14 <crowns>")
    given: dict[str, Any] = {"mark": "correction", "changes": (change,), "before": 1}
    (mail,) = made(replace(brief, revision=2), replace(ANN, language="fr"), **given).values()
    (first,) = made(brief, ANN).values()
    assert str(mail["Subject"]).startswith("Rectification : ")
    assert mail["In-Reply-To"] == first["Message-ID"] != mail["Message-ID"]
    assert "14 &lt;crowns&gt;" in words(mail, "html")
    assert "40 crowns" in words(mail, "plain")


def test_who_wants_to_leave_finds_the_way_in_the_page_and_in_the_header(brief: Brief) -> None:
    settings = replace(MAIL, unsubscribe="https://lists.example.org/leave?b=1")
    (mail,) = made(brief, ANN, mail=settings).values()
    assert "<https://lists.example.org/leave?b=1>" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert 'href="https://lists.example.org/leave?b=1"' in words(mail, "html")
    (mail,) = made(brief, ANN).values()
    assert mail["List-Unsubscribe-Post"] is None
    assert "mailto:desk@example.org" in mail["List-Unsubscribe"]


def test_the_same_mail_has_the_same_bytes(brief: Brief) -> None:
    assert dict(mails(mailing(brief, ANN))) == dict(mails(mailing(brief, ANN)))


def test_stand_ins_notice_what_is_done_to_them() -> None:
    made = StandIn.new()
    assert f"for {made}" == "for " + str(made)
    assert bool(made)
    assert not made.touched
    assert made != "Ann"
    assert made.touched
    assert not plain("a  b")
    assert not plain("a<b")
    assert plain("Ann O'Hara-Müller, MP")
