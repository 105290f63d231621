"""Strings that mean harm, in every field of a brief, through every template and every format: they stay words."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5
from icalendar import Calendar
from markdown import Markdown
from markdown_it import MarkdownIt

from briefer.contract import dump_brief
from briefer.formats.eml import Envelope, Letter, address, message
from briefer.model import Brief, Recipient
from briefer.render import render
from briefer.templating import one_line

NOON = datetime(2026, 5, 21, 12, tzinfo=UTC)
TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")

HARM = (
    "<script>alert(1)</script>",
    "</title></style></script><img src=https://tracker.example.net/p onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\" autofocus onfocus=alert(1) x='",
    "' style='position:fixed;background:url(https://tracker.example.net/x)' ",
    "--> <!-- ]]> <![CDATA[ <?xml ?>",
    "![picture](https://tracker.example.net/p.png)",
    "[here](javascript:alert(1))",
    "[here]: javascript:alert(1) '",
    "<javascript:alert(1)> <https://tracker.example.net>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "**__~~`stress`~~__** # > + - 1. | a | b |",
    "\n\n# heading\n- item\n1. one\n| a |\n|---|\n\n    code\n```\n[^1]: note\n",
    "{{ 7*7 }} {% raw %} {# gone #} ${7*7} <%= 7*7 %> {{ brief.articles[0].text }}",
    "%(num)d %s {0} {name} &amp; &lt; &#60; &nbsp",
    "}</style> ; } * { background: url(https://tracker.example.net/x) } @import 'https://tracker.example.net/x';",
    "\x00\x07\x1b[31mred\x1b[0m\x9b2J \x7f",
    "\u202eetirw\u202c \u2066isolated\u2069 \u200e\u200f",
    "zero\u200bwidth\u200d\u2060\ufeff and\xad soft \U000e0041",
    "\ufffe \uffff",
    "\r\nBcc: everyone@example.com\r\n\r\nBEGIN:VEVENT\r\nATTACH:https://tracker.example.net",
    "=?utf-8?q?=0ABcc=3A?= ;,:\\n",
    '=HYPERLINK("https://tracker.example.net";"x") +1 -1 @SUM(1);=1+1',
    "www.evil.com desk@evil.com https://evil.com/x @everyone #1 //evil.com",
    "[" * 300 + "(" * 300,
    "\u05d0\u05d1 \u0645\u06cc\u200c\u062e 👩\u200d🚒 e\u0301 \U0001f600",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//tracker.example.net/x",
    'https://safe.example.org/"><script>alert(1)</script>',
    "https://safe.example.org/a)b](javascript:alert(1)) 'x",
    "https://safe.example.org/\u202egnp.exe",
    "https://safe.example.org/?a=1&lt;b=2&copy=3#:~:text=x",
    "https://safe.example.org/\r\nBcc: x@example.com",
    "vbscript:x",
    "file:///x",
    "https://[::1",
)
# What may stand in the elements of our own pages and mails. `style` is looked at below.
TAGS = frozenset(
    "a abbr article b blockquote body br button caption circle code col colgroup dd desc div dl dt em figcaption figure footer g h1 h2 h3 h4 h5"
    " h6 head header hr html i li line main mark meta nav ol p path q rect s section small span strong style sub sup"
    " svg table tbody td text tfoot th thead time title tr tspan ul".split()
)
# Cleaned Markdown has notes of its own.
NOTES = frozenset({"class", "href", "id", "title", "rel", "style", "start", "lang", "dir"})

NUMBER = re.compile(r"\[\^\d+\]")

LETTERS = "<>\"'`[](){}!&#*_~|\\/:;=@.-+%\n\r\t\x00\x1b\u202e\u200bwa1é"


def drawn(seed: int) -> tuple[list[str], list[str]]:
    """Harm and addresses as chance has them; the same in every run, whatever else is loaded beside."""
    chance = random.Random(seed)

    def words() -> str:
        known = chance.random() < 0.5
        return chance.choice(HARM) if known else "".join(chance.choices(LETTERS, k=chance.randint(0, 30)))

    harm = [" ".join(words() for _ in range(chance.randint(1, 3))) for _ in range(chance.randint(1, 7))]
    return harm, chance.sample(ADDRESSES, len(ADDRESSES))


every_harm = pytest.mark.parametrize(
    ("harm", "addresses"),
    [
        # Each kind of harm has its turn in many of the fields.
        *(pytest.param([*HARM[n:], *HARM[:n]], [*ADDRESSES[n:], *ADDRESSES[:n]], id=f"all-{n}") for n in (0, 5)),
        # One in all of them: their words are alike.
        pytest.param([HARM[1]], list(ADDRESSES), id="alike"),
        *(pytest.param(*drawn(seed), id=f"drawn-{seed}") for seed in (1, 2)),
    ],
)


@pytest.fixture(scope="session")
def bundles() -> ModuleType:
    """`tests/formats/planted.py`."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("planted", Path(__file__).with_name("planted.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- readers ----


def flat(text: str) -> str:
    """The words, with one space between them."""
    return " ".join(text.split())


def page_words(tree: ET.Element) -> str:
    """What a reader of the page can read, pop-ups and pictures included."""
    return flat("".join(tree.itertext()))


def read_html(page: str) -> ET.Element:
    """The page as a browser's own parser reads it (the WHATWG algorithm)."""
    return tinyhtml5.parse(page, namespace_html_elements=False)


def inert(tree: ET.Element, *, mail: bool = False) -> None:
    """No element, attribute or address that does anything, whatever the words were."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        assert tag in TAGS, tag
        for name, value in element.attrib.items():
            known = str(name).rpartition("}")[2].lower()
            assert re.fullmatch(r"[a-z][\w:-]*", known), name
            assert not known.startswith("on"), name
            assert known not in {"src", "srcset", "action", "formaction", "background", "poster", "ping", "srcdoc"}, (
                name
            )
            if known == "href":
                assert re.match(r"#|https://safe\.example\.org/|mailto:", value), value
                assert not re.search(r"[\s<>\"'()]", value), value
            if known == "style":
                assert mail or re.fullmatch(r"text-align: ?\w+;?", value), value
                assert "url" not in value, value
                assert "expression" not in value, value
        if tag == "style":
            assert "tracker" not in (element.text or "")
            assert "@import" not in (element.text or "")
        if tag == "meta":
            assert element.get("http-equiv") in {None, "Content-Security-Policy"}


def whole(made: str, planted: Iterable[str], least: int) -> None:
    """Every planted string of which the beginning is there is there to its end, capitals aside; and some are."""
    seen = 0
    shown = made.casefold()
    for text in planted:
        told = flat(one_line(text)).casefold()
        if told.partition(" ")[0] in shown:
            seen += 1
            assert told in shown, told
    assert seen >= least


@lru_cache(maxsize=1)
def readers() -> tuple[Markdown, MarkdownIt]:
    """One with the extensions that pages are made with, one as wikis have it: CommonMark, tables, HTML, live links."""
    own = Markdown(extensions=["tables", "sane_lists", "footnotes", "def_list"], output_format="html")
    return own, MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])


def made_by(brief: Brief, template: str, format: str, recipient: Recipient) -> str | bytes:
    return render(brief, template=f"builtin:{template}", format=format, recipient=recipient)


# ---- laws ----


@pytest.mark.parametrize("template", TEMPLATES)
@every_harm
def test_pages(bundles: ModuleType, template: str, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    page = made_by(planted.brief, template, "html", planted.recipient)
    assert isinstance(page, str)
    tree = read_html(page)
    inert(tree)
    assert len(tree.findall(".//style")) == 1
    assert len(tree.findall(".//title")) == 1
    whole(page_words(tree), planted.texts, least=20)
    assert not bundles.INVISIBLE.search(page)


@pytest.mark.parametrize("template", TEMPLATES)
@every_harm
def test_markdown(bundles: ModuleType, template: str, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    made = made_by(planted.brief, template, "markdown", planted.recipient)
    assert isinstance(made, str)
    assert not bundles.INVISIBLE.search(made)
    own, wiki = readers()
    # The cells of a table and the numbers of notes are no words of the brief's.
    for page, linking in ((own.reset().convert(made), False), (wiki.render(made), True)):
        tree = read_html(page)
        for element in tree.iter():
            assert element.tag in TAGS, element.tag
            assert set(element.attrib) <= NOTES, element.attrib
            if element.tag == "a":
                assert re.match(r"#fn|https://safe\.example\.org/", element.get("href") or ""), element.get("href")
        for note in tree.findall(".//sup"):
            note.text = ""
            for child in list(note):
                note.remove(child)
        shown, texts = page_words(tree), planted.texts
        if linking:
            # CommonMark knows no notes: their numbers stand as they are written.
            shown, texts = NUMBER.sub("", shown), [NUMBER.sub("", text) for text in texts]
        whole(shown, texts, least=20)


@pytest.mark.parametrize("template", TEMPLATES)
@every_harm
def test_plain_text(bundles: ModuleType, template: str, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    made = made_by(planted.brief, template, "text", planted.recipient)
    assert isinstance(made, str)
    assert not bundles.INVISIBLE.search(made)
    whole(flat(made), planted.texts, least=20)


@pytest.mark.parametrize("template", TEMPLATES)
@every_harm
def test_mails(bundles: ModuleType, template: str, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    data = made_by(planted.brief, template, "eml", planted.recipient)
    assert isinstance(data, bytes)
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert not re.search(rb"[\x80-\xff]|(?<!\r)\n|\r(?!\n)", data)
    mail = message_from_bytes(data, policy=policy.default)
    assert not mail.defects
    headers = [name.lower() for name in mail]
    assert len(headers) == len(set(headers))
    assert not {"bcc", "cc"} & set(headers)
    assert [a.addr_spec for a in mail["To"].addresses] == ["desk@example.org"]
    parts = ["multipart/alternative", "text/plain", "text/html"]
    files = list(mail.iter_attachments()) if mail.get_content_type() == "multipart/mixed" else []
    if files:
        # A page that is too large for mail programs is cut, and goes along as a file.
        assert len(data) > 100_000
        parts = ["multipart/mixed", *parts, "text/html"]
        inert(read_html(files[0].get_content()))
    assert [part.get_content_type() for part in mail.walk()] == parts
    assert not any(part.defects for part in mail.walk())
    assert not bundles.INVISIBLE.search(mail["Subject"])
    page = mail.get_body(("html",))
    assert page is not None
    tree = read_html(page.get_content())
    inert(tree, mail=True)
    assert tree.find(".//table") is not None
    # What an inbox shows beside the subject is cut, and the page below need not say it again.
    preview = tree.find(".//div[@class='preheader']")
    assert preview is not None
    told, cut = flat(" ".join(one_line(s.text) for s in planted.brief.bottom_line)), flat(preview.text or "")
    assert cut
    assert cut == told or told.startswith(cut.removesuffix("..."))
    preview.clear()
    whole(page_words(tree), planted.texts, least=15)
    text = mail.get_body(("plain",))
    assert text is not None
    whole(flat(text.get_content()), planted.texts, least=20)


def test_a_mail_that_is_cut(bundles: ModuleType) -> None:
    """So long are the words of every field that the whole brief goes along as a file."""
    test_mails(bundles, "daily", ["[" * 600], list(ADDRESSES))


@every_harm
def test_feeds(bundles: ModuleType, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    root = ET.fromstring(made_by(planted.brief, "daily", "atom", planted.recipient))  # noqa: S314 -- our own
    atom = "{http://www.w3.org/2005/Atom}"
    assert {element.tag for element in root.iter()} <= {
        atom + name
        for name in "feed id title updated author name generator entry published summary content link".split()
    }
    content = root.find(f"{atom}entry/{atom}content")
    assert content is not None
    page = read_html(content.text or "")
    inert(page)
    for element in root.iter():
        assert not bundles.INVISIBLE.search(element.text or "")
    for name in ("feed", "entry"):
        identity = (root if name == "feed" else root.find(f"{atom}entry")).findtext(f"{atom}id")
        assert re.fullmatch(r"urn:[\w.:%~-]+", identity or ""), identity


@every_harm
def test_calendars(bundles: ModuleType, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    made = made_by(planted.brief, "daily", "ics", planted.recipient)
    assert isinstance(made, str)
    calendar = Calendar.from_ical(made)
    events = calendar.walk("VEVENT")
    assert len(calendar.subcomponents) == len(events) == sum(len(s.next_steps) for s in planted.brief.stories)
    assert not made.count("\nATTACH")
    shown = ""
    for event in events:
        assert not event.errors
        assert set(event) <= set(
            "UID SEQUENCE DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION STATUS TRANSP CATEGORIES URL".split()
        )
        assert str(event.get("URL", "https://safe.example.org/")).startswith("https://safe.example.org/")
        shown += f" {event['SUMMARY']} {event['DESCRIPTION']}"
    assert not bundles.INVISIBLE.search(shown)
    whole(flat(shown), planted.texts, least=3)


@every_harm
def test_tables(bundles: ModuleType, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    made = made_by(planted.brief, "daily", "csv", planted.recipient)
    assert isinstance(made, str)
    rows = list(csv.reader(io.StringIO(made.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + sum(len(s.positions) for s in planted.brief.stories)
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@"))
        # A spreadsheet set to semicolons cuts a cell at them.
        assert not re.search(r"[;\t][=+\-@]", cell)
        assert not bundles.INVISIBLE.search(cell)
    # The apostrophe after a semicolon is the table's or the words' own.
    shown, texts = flat(" ".join(cell for row in rows for cell in row)), [one_line(text) for text in planted.texts]
    whole(shown.replace(";'", ";"), [text.replace(";'", ";") for text in texts], least=5)


@every_harm
def test_word_files(bundles: ModuleType, harm: list[str], addresses: list[str]) -> None:
    docx = pytest.importorskip("docx")
    planted = bundles.plant(harm, addresses)
    data = made_by(planted.brief, "daily", "docx", planted.recipient)
    assert isinstance(data, bytes)
    document = docx.Document(io.BytesIO(data))
    outside = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert all(address.startswith("https://safe.example.org/") for address in outside)
    fields = document.element.xpath("//w:fldSimple | //w:instrText | //w:object | //w:pict")
    assert not fields
    texts = [p.text for p in document.element.xpath("//w:p") if p.text]
    # A number above the line is no word of the brief's.
    for run in document.element.xpath("//w:r[w:rPr/w:vertAlign]"):
        run.getparent().remove(run)
    shown = flat(" ".join("".join(t.text or "" for t in p.xpath(".//w:t")) for p in document.element.xpath("//w:p")))
    assert texts
    assert not bundles.INVISIBLE.search(shown)
    whole(shown, planted.texts, least=20)


@every_harm
def test_bundles(bundles: ModuleType, harm: list[str], addresses: list[str]) -> None:
    planted = bundles.plant(harm, addresses)
    made = made_by(planted.brief, "daily", "json", planted.recipient)
    assert isinstance(made, str)
    assert json.loads(made) == json.loads(json.dumps(dump_brief(planted.brief)))
    # What a terminal or an editor would act on stands as an escape.
    assert not bundles.INVISIBLE.search(made)


@pytest.mark.parametrize("name", [*HARM, "é, everyone@example.com", "a, b@example.com", "é" * 60 + " <a@example.com>,"])
def test_a_name_is_no_recipient(name: str) -> None:
    letter = Letter(subject="Brief", text="words", html="<p>words</p>")
    for told in (name, name * 9, f"Ilse Brandt {name} of the harbour desk"):
        to = address(told, "desk@example.org")
        envelope = Envelope(sender=to, recipient=to, date=NOON, message_id="<1@example.org>", reply_to=to)
        mail = message_from_bytes(message(letter, envelope), policy=policy.default)
        for header in ("From", "To", "Reply-To"):
            assert [a.addr_spec for a in mail[header].addresses] == ["desk@example.org"]
            assert not mail[header].defects


@pytest.mark.parametrize("name", ["Brandt, Ilse", "Ilse Brandt (desk)", "Ilse Brandt", "Île, Noé"])
def test_a_short_name_stays_as_it_is(name: str) -> None:
    kept = address(name, "desk@example.org").display_name
    assert kept == (name if name.isascii() else "Île Noé")


# ---- size ----

MANY = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("planted", sys.argv[1])
planted = importlib.util.module_from_spec(spec)
spec.loader.exec_module(planted)
from briefer.render import render
long = ["[" * 20_000, "[ " * 10_000, "*_" * 10_000, "`" * 20_000, "<!--" * 5_000]
many = planted.plant([words for text in long for words in (text, *"abcdef")], ["x"])
for template in sys.argv[2].split():
    for format in ("html", "markdown", "text", "eml"):
        render(many.brief, template="builtin:" + template, format=format, recipient=many.recipient)
for format in ("atom", "ics", "csv", "docx", "json"):
    render(many.brief, format=format, recipient=many.recipient)
print("done")
"""


def test_twenty_thousand_brackets_come_to_an_end() -> None:
    """In every seventh field: what is quadratic in them would need hours."""
    command = [sys.executable, "-c", MANY, str(Path(__file__).with_name("planted.py")), " ".join(TEMPLATES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "done\n"
