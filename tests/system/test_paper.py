"""A brief on paper: where its pages break, what stands on each, and what a screen reader finds in it."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pypdf
import pytest
from chromium import CHROMIUM, FLAGS

from briefer.contract import load_brief
from briefer.errors import BrieferError
from briefer.model import Brief
from briefer.render import render

SAMPLES = Path(__file__).resolve().parents[2] / "templates" / "samples"
TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")
MARKING = "HARBOUR DESK EYES"

pytestmark = [
    pytest.mark.system,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def _sample(name: str) -> Brief:
    """The sample; `long` is thirty stories under a marking, with a table of steps that no sheet holds."""
    brief = load_brief(
        json.loads((SAMPLES / f"{'thirty' if name == 'long' else name}.json").read_text(encoding="utf-8"))
    )
    if name != "long":
        return brief
    story = brief.stories[0]
    step = next(s for other in brief.stories for s in other.next_steps if s.when)
    steps = tuple(
        replace(step, id=f"many{n}", text=f"the harbour board counts ferry number {n} again") for n in range(90)
    )
    return replace(
        brief, set={**brief.set, "marking": MARKING}, stories=(replace(story, next_steps=steps), *brief.stories[1:])
    )


@cache
def _ours(template: str, sample: str = "long") -> bytes:
    try:
        made = render(_sample(sample), template=f"builtin:{template}", format="pdf")
    except BrieferError as error:
        pytest.skip(str(error))
    assert isinstance(made, bytes)
    return made


@cache
def _browsers(template: str, sample: str = "long") -> bytes:
    """What Chromium prints of the page."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api")
    page_text = render(_sample(sample), template=f"builtin:{template}", format="html")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.set_content(page_text)
        made: bytes = page.pdf(format="A4", tagged=True)
        browser.close()
    return made


def _lines(page: Any) -> list[str]:
    """The lines of a sheet from top to bottom, its margins' own left out."""
    told = [" ".join(line.split()) for line in page.extract_text().splitlines()]
    return [line for line in told if line and not re.fullmatch(r"\d+ / \d+", line) and line != MARKING]


def _headings(template: str, sample: str) -> set[str]:
    page = render(_sample(sample), template=f"builtin:{template}", format="html")
    assert isinstance(page, str)
    found = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", page, re.DOTALL)
    return {
        " ".join(unescape(re.sub(r"<button.*?</button>|<[^>]*>", "", text)).replace("\u2060", "").split())
        for text in found
    }


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_sheet_has_its_marking_title_and_number(template: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(_ours(template)))
    last = len(reader.pages)
    assert last > 1
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert MARKING in text
        assert _sample("long").title in text
        assert f"{number} / {last}" in text
        box = page.mediabox
        assert (round(float(box.width)), round(float(box.height))) == (595, 842)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_screen_reader_finds_headings_lists_and_tables(template: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(_ours(template)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    kinds: Counter[str] = Counter()
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        kinds[str(node.get("/S", ""))] += 1
        kids = node.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        waiting += [kid for kid in kids if hasattr(kid.get_object(), "get")]
    assert kinds["/H1"] == 1
    assert kinds["/H2"] >= 1
    assert kinds["/P"] >= 3
    assert kinds["/LI"] >= 10
    assert kinds["/TH"] >= 2 or template == "short"
    assert not reader.attachments
    assert "/OpenAction" not in root
    assert "/JavaScript" not in root.get("/Names", {})


@pytest.mark.parametrize("printer", [_ours, _browsers], ids=["pdf", "browser"])
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("sample", ["complete", "long"])
def test_no_heading_is_left_alone_at_the_foot_of_a_sheet(template: str, printer: Any, sample: str) -> None:
    headings = _headings(template, sample)
    reader = pypdf.PdfReader(io.BytesIO(printer(template, sample)))
    assert len(reader.pages) > 1
    title = _sample(sample).title
    for page in reader.pages:
        lines = [line for line in _lines(page) if line != title]
        assert lines
        foot = re.sub(r"\s*\d+$", "", lines[-1])
        assert foot not in headings, foot


@pytest.mark.parametrize("printer", [_ours, _browsers], ids=["pdf", "browser"])
@pytest.mark.parametrize("template", ["daily", "ministerial", "lookahead"])
def test_the_head_of_a_table_stands_on_each_of_its_sheets(template: str, printer: Any) -> None:
    reader = pypdf.PdfReader(io.BytesIO(printer(template)))
    held = [page.extract_text() for page in reader.pages]
    rows = [text for text in held if len(re.findall(r"counts ferry number", text)) > 3]
    assert len(rows) > 1
    for text in rows:
        flat = " ".join(text.split())
        assert "Who and what" in flat
        assert flat.index("Who and what") < flat.rindex("ferry number")
