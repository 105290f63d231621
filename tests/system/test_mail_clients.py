"""What Gmail, Apple Mail and Outlook make of the built-in mails, and what a spam filter does.

The first by the tables of caniemail.com: what these programs show only in part, or not at all, stands with its reason
in `caniemail-baseline.json`. After a change on purpose: `pytest --update tests/system/test_mail_clients.py`, and write
the reasons of what is new.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from briefer.contract import load_brief
from briefer.formats.eml import Envelope, Letter, address, letter, message, message_id
from briefer.model import Brief, Recipient
from briefer.render import page_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLES = sorted((ROOT / "templates" / "samples").glob("*.json"))
TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")
TABLES = HERE / "node_modules" / "caniemail" / "data" / "caniemail.json"
BASELINE = HERE / "caniemail-baseline.json"
SPAMASSASSIN = shutil.which("spamassassin")
FAMILIES = ("gmail", "apple-mail", "outlook")
ANA = Recipient(name="Ana Prill", email="ana@desk.example", topics=("ferry",))

pytestmark = pytest.mark.system
listed = pytest.mark.skipif(not TABLES.exists(), reason="npm ci has not been run in tests/system: make test-system")
filtered = pytest.mark.skipif(SPAMASSASSIN is None, reason="SpamAssassin is not installed")


def _brief(path: Path) -> Brief:
    return load_brief(json.loads(path.read_text(encoding="utf-8")))


def _letter(brief: Brief, template: str, **more: Any) -> Letter:
    return letter(page_of(brief, template=f"builtin:{template}", recipient=ANA), **more)


@pytest.fixture(scope="module")
def htmls() -> list[str]:
    """The HTML of every sample in every template, and of one that had to be cut."""
    briefs = [_brief(path) for path in SAMPLES]
    made = [_letter(brief, template).html for brief in briefs for template in TEMPLATES]
    return [*made, _letter(_brief(ROOT / "examples" / "briefs" / "daily.json"), "daily", budget=60_000).html]


# ---- what mail programs show ----

#: Elements that have no table of their own name.
_ELEMENTS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "dl"), "html-lists"),
    **dict.fromkeys(
        ("main", "footer", "header", "section", "article", "nav", "aside", "figure", "mark", "time"), "html-semantics"
    ),
    "sup": "",
    "sub": "",
    "q": "",
    "tbody": "html-table",
    "tr": "html-table",
    "td": "html-table",
    "li": "html-lists",
    **dict.fromkeys(("html", "head", "title", "meta", "a", "b", "i", "br"), ""),
}
_FAMILY = re.compile(r"^(margin|padding|border|list-style)(?:-(?:top|right|bottom|left|color|width|style|type))+$")
_UNITS = re.compile(r"(?<![\w#.-])-?\d*\.?\d+(px|em|rem|vw|vh|%|pt|ch|ex)")
_FUNCTIONS = re.compile(r"\b(calc|clamp|min|max|rgb|rgba|light-dark|var|linear-gradient)\(")
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


class _Used(HTMLParser):
    """Names of the tables of everything that a page uses; `?NAME` where there may be none."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        if html.lower().startswith("<!doctype html>"):
            self.found.add("html-doctype")
        for sheet in _STYLE.findall(html):
            self._sheet(sheet)
        self.feed(html)

    def handle_comment(self, data: str) -> None:
        self.found.add("html-comments")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(_ELEMENTS.get(tag, f"html-{tag}"))
        for name, value in attrs:
            if name == "style":
                self._declarations(value or "")
            elif name == "href":
                kinds = {"#": "html-anchor-links", "mailto:": "html-mailto-links"}
                self.found.update(slug for start, slug in kinds.items() if (value or "").startswith(start))
            elif (name, value) == ("name", "color-scheme"):
                self.found.add("html-meta-color-scheme")
            elif name not in ("id", "class", "name", "content", "charset", "value", "border", "alt", "src", "title"):
                self.found.add(f"html-{name}")

    def _sheet(self, sheet: str) -> None:
        for condition in re.findall(r"@media([^{]*)\{", sheet):
            self.found.add("css-at-media")
            self.found.update(f"css-at-media-{name}" for name in re.findall(r"\(\s*([\w-]+)", condition))
        plain = re.sub(r"@media[^{]*\{", "", sheet)
        for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
            self._declarations(declarations)
            self._selectors(selectors.strip())

    def _selectors(self, selectors: str) -> None:
        kinds = {
            "grouping": ",",
            "class": r"\.\w",
            "id": r"#\w",
            "type": r"(?:^|[\s,>+~])[a-z]",
            "descendant": r"[\w\])][ ]+[\w.#\[*]",
            "child": ">",
            "adjacent-sibling": r"\+",
            "general-sibling": "~",
            "attribute": r"\[",
            "universal": r"\*",
            "chaining": r"[a-z]\.\w",
        }
        self.found.update(f"css-selector-{name}" for name, sign in kinds.items() if re.search(sign, selectors))
        self.found.update(f"css-pseudo-class-{name}" for name in re.findall(r"(?<!:):([\w-]+)", selectors))
        self.found.update(f"css-pseudo-element-{name}" for name in re.findall(r"::([\w-]+)", selectors))

    def _declarations(self, css: str) -> None:
        for part in css.split(";"):
            name, colon, value = (side.strip() for side in part.partition(":"))
            if not colon:
                continue
            family = _FAMILY.match(name)
            self.found.add(f"css-{family[1] if family else name}")
            if name == "display":
                self.found.add(f"css-display-{value.removesuffix('!important').strip()}")
            if "!important" in value:
                self.found.add("css-important")
            if "system-ui" in value:
                self.found.add("css-sytem-ui")  # as the table spells it
            self.found.update(f"css-unit-{'percent' if unit == '%' else unit}" for unit in _UNITS.findall(value))
            self.found.update(f"css-function-{name}" for name in _FUNCTIONS.findall(value))


def _trouble(html: str, tables: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Of each thing used, the programs that show it in part (`part`) or not (`no`); of what has no table, nothing."""
    found: dict[str, dict[str, str]] = {}
    for slug in sorted(_Used(html).found - {""}):
        if slug not in tables:
            found[slug] = {"anywhere": "unknown"}
            continue
        for family in FAMILIES:
            for platform, versions in tables[slug]["stats"].get(family, {}).items():
                # The newest of the versions, which stand in their order.
                newest = list(versions.values())[-1][:1]
                if newest in "na":
                    found.setdefault(slug, {})[f"{family}.{platform}"] = "no" if newest == "n" else "part"
    return found


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    return {table["slug"]: table for table in json.loads(TABLES.read_text(encoding="utf-8"))["data"]}


@listed
def test_nothing_new_that_a_mail_program_does_not_show(htmls: list[str], tables: dict[str, Any], update: bool) -> None:
    found: dict[str, dict[str, str]] = {}
    for html in htmls:
        for slug, programs in _trouble(html, tables).items():
            found.setdefault(slug, {}).update(programs)
    known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    if update:
        known = {s: {"why": known.get(s, {}).get("why", ""), "programs": found[s]} for s in sorted(found)}
        BASELINE.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    assert {slug: entry["programs"] for slug, entry in known.items()} == found
    assert [slug for slug, entry in known.items() if len(entry["why"].split()) < 4] == []


@listed
def test_the_search_would_find_what_is_not_shown(tables: dict[str, Any]) -> None:
    page = (
        "<!DOCTYPE html><html><head><style>p:has(b) { color: rgb(0 0 0) }</style></head><body>"
        '<div style="display: grid; border-radius: 4px; made-up: 1"><video></video><img src="x.svg" alt=""></div></body></html>'
    )
    found = _trouble(page, tables)
    assert {"css-display-grid", "html-video", "css-border-radius", "css-pseudo-class-has"} <= set(found)
    assert found["css-made-up"] == {"anywhere": "unknown"}
    assert found["html-video"]["outlook.windows"] == "no"


# ---- what a spam filter makes of them ----


def _mails() -> Iterator[tuple[str, bytes]]:
    desk = address("Harbour desk", "desk@harbour.example")
    long = _brief(ROOT / "examples" / "briefs" / "daily.json")
    sets = [(path.stem, _brief(path), ()) for path in SAMPLES] + [("long", long, ("ics", "docx", "markdown"))]
    for name, brief, attach in sets:
        for template in TEMPLATES:
            made = _letter(brief, template, attach=attach)
            envelope = Envelope(
                sender=desk,
                recipient=address(ANA.name, ANA.email),
                date=datetime.now(UTC).replace(microsecond=0),
                message_id=message_id(f"{name}-{template}", ANA.email, 1, "harbour.example"),
                list_name=brief.profile.name,
            )
            yield f"{name}-{template}", message(made, envelope)


def _points(mails: dict[str, bytes], folder: Path) -> dict[str, tuple[float, str]]:
    """Points and rules of each mail, by the filter as Debian ships it, without the network."""
    for name, data in mails.items():
        (folder / f"{name}.eml").write_bytes(data.replace(b"\r\n", b"\n"))
    # One process for all of them: its rules take a second to read.
    box = folder / "box"
    with box.open("wb") as stream:
        for name in mails:
            stream.write(b"From desk@harbour.example Thu May 21 12:00:00 2026\n")
            stream.write((folder / f"{name}.eml").read_bytes() + b"\n\n")
    home = folder / "home"
    home.mkdir()
    command = [str(SPAMASSASSIN), "-t", "-L", "-x", "--mbox", str(box)]
    env = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, check=True, timeout=300, env=env)
    found = re.findall(
        rb"^X-Spam-Status: .*?score=(-?[\d.]+) required=[\d.]+ tests=(.*?)\s+autolearn=", done.stdout, re.M | re.S
    )
    assert len(found) == len(mails), done.stderr.decode(errors="replace")[-2000:]
    return {
        name: (float(points), "".join(rules.decode().split()))
        for name, (points, rules) in zip(mails, found, strict=True)
    }


@filtered
def test_no_mail_looks_like_spam(tmp_path: Path) -> None:
    points = _points(dict(_mails()), tmp_path)
    assert len(points) == (len(SAMPLES) + 1) * len(TEMPLATES)
    assert {name: found for name, found in points.items() if found[0] >= 1.0} == {}


@filtered
def test_the_filter_would_find_a_bad_mail(tmp_path: Path) -> None:
    bad = b"From: x <x@y.example>\r\nTo: z@y.example\r\nSubject: WINNER!!! FREE MONEY\r\n\r\nCLICK HERE for FREE\r\n"
    ((points, rules),) = _points({"bad": bad}, tmp_path).values()
    assert points > 1.0, rules
    assert "MISSING_MID" in rules
