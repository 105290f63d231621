"""Hostile words in the head of a mail: no header and no recipient more than intended, on the running Python."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import getaddresses

import pytest

from briefer.errors import BrieferError
from briefer.formats.eml import Attachment, Envelope, Letter, address, header_text, letter, message, message_id
from briefer.formats.eml.headers import file_name
from briefer.model import Brief, Recipient
from briefer.render import page_of, render

NOON = datetime(2026, 5, 21, 12, tzinfo=UTC)
SENDER = address("Harbour desk", "desk@harbour.example")
ME = address("Ilse Brandt", "ilse@reader.example")
LINE_BREAKS = ["\n", "\r", "\r\n", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
#: What each of them would do if it could: a header, a body, a recipient, a part more.
EFFECTS = [
    "Bcc: spy@evil.example",
    "Bcc: spy@evil.example\r\n\r\n<script>alert(1)</script>",
    " folded on\r\nTo: spy@evil.example",
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    "\r\n.\r\nMAIL FROM:<spy@evil.example>\r\nRCPT TO:<spy@evil.example>\r\nDATA\r\n",
    "From: spy@evil.example\r\nSubject: another",
]
#: Encoded words that hide line breaks and headers, whole and broken ones, in many disguises (RFC 2047).
ENCODED = [
    f"=?{charset}?{how}?{what}?="
    for charset, how, what in itertools.product(
        ("UTF-8", "us-ascii", "utf-7", "x-none", "UTF-8*en"),
        ("Q", "q", "B", "b"),
        ("=0A", "=0D=0ABcc:_spy@evil.example", "DQpCY2M6IHNweUBldmlsLmV4YW1wbGU=", "=00", "+AA0ACg-", "?="),
    )
]
ODD = [
    "spy@evil.example, desk@harbour.example",
    "Brandt, Ilse <spy@evil.example>",
    '"Brandt" <spy@evil.example>, "x',
    "Group: spy@evil.example, other@evil.example;",
    "Ilse (comment) <spy@evil.example> (",
    "spy@evil.example>",
    "<spy@evil.example",
    "\\",
    '\\"',
    '" <spy@evil.example>, "',
    "é, spy@evil.example",
    "é <spy@evil.example>, ",
    "é; spy@evil.example;",
    "\u202egro.elpmaxe@ksed",
    "\u2066bidi\u2069 \u200eand\u200f \u061cmarks",
    "\ud800 lone \udfff surrogates \udc0a",
    "zero\u200bwidth\u200dand\ufeffmarks",
    "ilsе@rеader.example",
    "ⅰlse@reader。example",
    "spy＠evil．example",
    "Ilse\uff0cspy\uff20evil.example",
    "filename*0*=UTF-8''x.exe; filename*1=.pdf",
    'brief.pdf"; name="evil.exe',
    "brief.pdf\0.exe",
    "../../etc/passwd",
    "..\\..\\system32\\brief.pdf",
    "UTF-8''%0D%0ABcc%3A%20spy@evil.example",
    "CON",
    ".htaccess",
    "%s%n%00",
    "a" * 998,
    "a " * 998,
    "é" * 500,
    "🚢" * 300,
    "新闻简报" * 100,
    "word " * 12 + "é" * 40 + " word" * 12,
    "e\u0301" * 200,
    '"' * 150,
    "\\" * 151,
    "=" * 300,
    "=?" * 200,
    "?=" * 200,
    "=" + "?" * 100,
    "(" * 120,
    "," * 120,
    "@" * 120,
    ";" * 120,
    "\t",
    " ",
    "",
]
HARM = [
    *(f"Harbour fees{end}{effect}" for end in LINE_BREAKS for effect in EFFECTS),
    *(f"Harbour {word} fees" for word in ENCODED),
    *(f"{word}{word}" for word in ENCODED[::5]),
    *(f"é {word} {end}Bcc: spy@evil.example" for word, end in zip(ENCODED, itertools.cycle(LINE_BREAKS))),
    *ODD,
    *(f"Ilse Brandt {odd} of the harbour desk" for odd in ODD),
    *(f"Île, {odd}" for odd in ODD),
]
HEAD = (
    "From To Subject Date Message-ID Reply-To Auto-Submitted List-Id List-Unsubscribe X-Note MIME-Version Content-Type"
).split()
PARTS = {"content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version"}


def _made(harm: str) -> bytes:
    """The harm in every place that takes words."""
    envelope = Envelope(
        sender=Address(header_text(harm, 60), "desk", "harbour.example"),
        recipient=address(harm, "ilse@reader.example"),
        reply_to=address(harm, "press@harbour.example"),
        date=NOON,
        message_id=message_id(harm.encode(errors="replace").hex(), "ilse@reader.example", 1, "harbour.example"),
        list_name=harm,
        extra={"X-Note": header_text(harm) or "x"},
    )
    files = (
        Attachment(name=harm, media_type="application/pdf", content=b"%PDF"),
        Attachment(name=f"{harm}.ics", media_type="text/calendar; method=PUBLISH", content=b"BEGIN:VCALENDAR\r\n"),
        Attachment(name=f"{harm}.png", media_type="image/png", content=b"\x89PNG", cid="logo@briefer.invalid"),
    )
    return message(Letter(subject=harm, text="words\n", html="<p>words</p>\n", attachments=files), envelope)


def _heads(data: bytes) -> Iterator[tuple[str, str]]:
    """Name and value of each header as the bytes have them, before anybody decodes them."""
    head, _, _ = data.partition(b"\r\n\r\n")
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, colon, value = line.partition(b":")
        assert colon, line
        yield name.decode("ascii"), value.replace(b"\r\n", b"").strip().decode("ascii")


def test_there_is_harm_enough() -> None:
    assert len(set(HARM)) >= 400
    # Subject, name of sender, reader, reply, list, note and three files.
    assert len(set(HARM)) * 8 >= 3200


@pytest.mark.parametrize("turn", range(8))
def test_no_header_and_no_recipient_more(turn: int) -> None:
    for harm in HARM[turn::8]:
        _hold(harm)


def _hold(harm: str) -> None:
    data = _made(harm)
    assert not re.search(rb"[^\x20-\x7e\r\n\t]|(?<!\r)\n|\r(?!\n)", data), harm
    assert max(map(len, data.split(b"\r\n"))) <= 998, harm
    raw = list(_heads(data))
    assert [name for name, _ in raw] == HEAD, harm
    told = dict(raw)
    expected = {"From": "desk@harbour.example", "To": "ilse@reader.example", "Reply-To": "press@harbour.example"}
    for rule in (policy.default, policy.compat32):
        mail = message_from_bytes(data, policy=rule)  # type: ignore[arg-type]
        assert list(mail.keys()) == HEAD, harm
        assert not mail.defects
        parts = list(mail.walk())
        assert [part.get_content_type() for part in parts] == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "multipart/related",
            "text/html",
            "image/png",
            "application/pdf",
            "text/calendar",
        ], harm
        for part in parts:
            assert not part.defects, harm
            assert set(map(str.lower, part.keys())) <= (PARTS if part is not mail else set(map(str.lower, HEAD))), harm
        for part in parts[5:]:
            name = part.get_filename() or ""
            assert name == file_name(name), harm
            assert not re.search(r"[\\/:*?\"<>|\x00-\x1f\x7f]|^\.|^$", name), (harm, name)
            assert len(name) <= 120, harm
    mail = message_from_bytes(data, policy=policy.default)
    for header, wanted in expected.items():
        assert [a.addr_spec for a in mail[header].addresses] == [wanted], harm
        # Who decodes first, and only then looks for addresses, finds no other.
        decoded = str(make_header(decode_header(told[header])))
        assert [spec for _, spec in getaddresses([told[header]])] == [wanted], harm
        if told[header].startswith("=?"):
            assert [spec for _, spec in getaddresses([decoded])] == [wanted], harm
    subject = header_text(harm) or "Brief"
    assert mail["Subject"] == subject
    assert str(make_header(decode_header(told["Subject"]))) == subject
    assert not re.search(r"[\x00-\x1f\u2028\u2029\u202a-\u202e\u2066-\u2069]|=\?", subject)


def test_the_same_letter_has_the_same_bytes() -> None:
    assert _made("fees") == _made("fees")


def test_the_search_would_find_a_header_more() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Harbour fees"
    mail["Bcc"] = "spy@evil.example"
    assert [name for name, _ in _heads(mail.as_bytes().replace(b"\n", b"\r\n"))] != ["Subject"]


# ---- through the templates ----


@pytest.mark.parametrize(
    "harm",
    [
        "Fees\r\nBcc: spy@evil.example",
        ENCODED[1],
        "\ud800\u2028\u202e",
        "a" * 998,
        "é, <spy@evil.example>,",
        '"\\',
        "\0",
    ],
)
def test_hostile_titles_headlines_topics_and_readers(complete: Brief, harm: str) -> None:
    stories = (replace(complete.stories[0], headline=harm), *complete.stories[1:])
    brief = replace(
        complete, title=harm, stories=stories, profile=replace(complete.profile, name=harm), set={"marking": harm}
    )
    reader = Recipient(name=harm, email="ilse@reader.example", topics=(harm, "ferry"))
    page = page_of(brief, template="builtin:short", recipient=reader)
    made = letter(page, attach=("markdown",))
    to = address(reader.name, reader.email)
    envelope = Envelope(sender=SENDER, recipient=to, date=NOON, message_id="<1@harbour.example>", list_name=harm)
    data = message(made, envelope)
    mail = message_from_bytes(data, policy=policy.default)
    assert [name for name, _ in _heads(data)] == [name for name in HEAD if name not in {"X-Note", "Reply-To"}]
    assert [a.addr_spec for a in mail["To"].addresses] == ["ilse@reader.example"]
    assert len(list(mail.walk())) == 5
    assert not any(part.defects for part in mail.walk())
    assert mail["Subject"] == made.subject


# ---- what comes back ----

SUBJECTS = [
    "Morning brief, 21 May: The footbridge at Lower Quill",
    "Harbours and ferries, 21 May 2026: Skerrow’s harbour board raises fees from July",
    "Note du matin : hausse de 3 % à partir du 1er juillet, annonce la capitainerie du port",
    "Poranna notatka: Łódź – zażółć gęślą jaźń, a port podnosi opłaty od lipca i nie tylko",
    "Утренний обзор: портовый совет повышает сборы с июля, паромная линия под вопросом",
    "晨间简报：港务委员会七月起提高渡轮费用，夜间航线可能停运，市长要求重新表决",
    "تقرير الصباح: مجلس الميناء يرفع رسوم العبارات اعتبارا من تموز",
    "Ferries 🚢🚢🚢 and fees 💶 " * 5,
    "x" * 70 + " é " + "y" * 80,
    "An unbroken " + "w" * 150,
    "a b " * 49,
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_comes_back_as_it_was(subject: str) -> None:
    subject = header_text(subject)
    envelope = Envelope(sender=SENDER, recipient=ME, date=NOON, message_id="<1@harbour.example>")
    data = message(Letter(subject=subject, text="words\n", html="<p>words</p>\n"), envelope)
    line = data.partition(b"Subject:")[2]
    assert line.startswith(b" ")
    assert not line.startswith(b"  ")
    assert max(map(len, data.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78
    assert message_from_bytes(data, policy=policy.default)["Subject"] == subject
    raw = str(message_from_bytes(data, policy=policy.compat32)["Subject"]).replace("\r\n", "")
    assert str(make_header(decode_header(raw))) == subject


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ilse Brandt", "Ilse Brandt"),
        ("Brandt, Ilse", "Brandt, Ilse"),
        ('Ilse "the gauge" Brandt', 'Ilse "the gauge" Brandt'),
        ("Ilse Brandt (desk) of the harbour board of Lower Quill, in the", "Ilse Brandt (desk) of the harbour board of Lower Quill, in the"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        # Encoded, a comma could be taken for one between addresses by who decodes first.
        ("Żółć, Łukasz", "Żółć Łukasz"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_name_comes_back_as_it_was(name: str, kept: str) -> None:
    to = address(name, "ilse@reader.example")
    envelope = Envelope(sender=SENDER, recipient=to, date=NOON, message_id="<1@harbour.example>")
    mail = message_from_bytes(message(Letter(subject="s", text="t", html="h"), envelope), policy=policy.default)
    assert mail["To"].addresses[0].display_name == kept


@pytest.mark.parametrize(
    "email",
    [
        "", "desk", "@example.org", "desk@", "desk@exa mple.org", "a@example.org,b@example.org", "a,b@example.org",
        "desk@example.org\r\nBcc: spy@evil.example", "Ilse <desk@example.org>", '"a b"@example.org', "a@b@example.org",
        "desk@example..org", "desk@-example.org", ".desk@example.org", "de\u202esk@example.org", "desk@" + "a" * 300,
        "desk@example.org;", "desk@\ud800.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_an_error(email: str) -> None:
    with pytest.raises(BrieferError, match="is no mail address"):
        address("Ilse", email)


@pytest.mark.parametrize(
    ("email", "spec"),
    [
        ("desk@example.org", "desk@example.org"),
        (" desk+brief@mail.example.org ", "desk+brief@mail.example.org"),
        ("o'hara_x@example.org", "o'hara_x@example.org"),
        ("desk@hafenbehörde.example", "desk@xn--hafenbehrde-yfb.example"),
        ("düne@example.org", "düne@example.org"),
    ],
)
def test_addresses(email: str, spec: str) -> None:
    assert address("Ilse", email).addr_spec == spec


def test_a_local_part_beyond_ascii_is_the_only_thing_beyond_ascii() -> None:
    to = address("Düne", "düne@example.org")
    envelope = Envelope(sender=SENDER, recipient=to, date=NOON, message_id="<1@harbour.example>")
    data = message(Letter(subject="Düne", text="Düne", html="<p>Düne</p>"), envelope)
    assert data.count("düne".encode()) == 1
    assert not re.search(rb"[\x80-\xff]", data.replace("düne".encode(), b""))


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": datetime(2026, 5, 21)},  # noqa: DTZ001 -- the fault that is looked for
        {"message_id": "<1@harbour.example>\r\nBcc: spy@evil.example"},
        {"message_id": ""},
        {"answers": "<1 2>"},
        {"unsubscribe": "https://desk.example/off>, <mailto:spy@evil.example"},
        {"unsubscribe": "javascript:alert(1)"},
        {"unsubscribe": "http://desk.example/off"},
        {"unsubscribe": "https://desk.example/ö"},
        {"extra": {"Bcc": "spy@evil.example"}},
        {"extra": {"X-A\r\nBcc": "spy@evil.example"}},
        {"extra": {"Subject": "two"}},
        {"extra": {"Content-Type": "text/plain"}},
    ],
)
def test_a_header_that_cannot_be_written_is_an_error(wrong: dict[str, object]) -> None:
    envelope = Envelope(sender=SENDER, recipient=ME, date=NOON, message_id="<1@harbour.example>")
    with pytest.raises(BrieferError):
        message(Letter(subject="s", text="t", html="h"), replace(envelope, **wrong))  # type: ignore[arg-type]


# ---- which headers ----


def _headers(**more: object) -> EmailMessage:
    envelope = Envelope(sender=SENDER, recipient=ME, date=NOON, message_id="<1@harbour.example>", list_name="Morning é")
    data = message(Letter(subject="s", text="t", html="h"), replace(envelope, **more))  # type: ignore[arg-type]
    return message_from_bytes(data, policy=policy.default)  # type: ignore[return-value]


def test_a_reader_can_sort_and_leave() -> None:
    mail = _headers()
    assert mail["List-Id"] == "<morning.harbour.example>"
    assert mail["List-Unsubscribe"] == "<mailto:desk@harbour.example?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] is None
    assert mail["Auto-Submitted"] == "auto-generated"


def test_one_click_only_where_an_address_acts_on_it() -> None:
    mail = _headers(unsubscribe="https://desk.example/off?u=1")
    assert mail["List-Unsubscribe"] == (
        "<https://desk.example/off?u=1>, <mailto:desk@harbour.example?subject=unsubscribe>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mail = _headers(unsubscribe="mailto:leave@desk.example")
    assert mail["List-Unsubscribe"] == "<mailto:leave@desk.example>"
    assert mail["List-Unsubscribe-Post"] is None


def test_a_draft_says_nothing_of_machines_and_lists(complete: Brief) -> None:
    data = render(complete, format="eml", template="builtin:short")
    assert isinstance(data, bytes)
    assert [name for name, _ in _heads(data)] == [
        "From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type",
    ]  # fmt: skip


def test_a_correction_answers_the_mail_that_it_corrects() -> None:
    mail = _headers(answers="<0@harbour.example>", reply_to=address("Press", "press@harbour.example"))
    assert mail["In-Reply-To"] == mail["References"] == "<0@harbour.example>"
    assert mail["Reply-To"] == "Press <press@harbour.example>"


def test_each_try_has_the_same_id_and_each_revision_another() -> None:
    def made(**more: object) -> str:
        known = {"brief": "b", "recipient": "ilse@reader.example", "revision": 1, "domain": "harbour.example"}
        return message_id(**{**known, **more})  # type: ignore[arg-type]

    assert made() == made(recipient="Ilse@Reader.example")
    assert len({made(), made(brief="c"), made(recipient="x@y.example"), made(revision=2)}) == 4
    assert re.fullmatch(r"<[0-9a-f]{40}@harbour\.example>", made())
