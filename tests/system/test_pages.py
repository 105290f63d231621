"""Pages as a browser shows them: no script, no network, light and dark, narrow and on paper."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from chromium import CHROMIUM, FLAGS

from briefer.render import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BRIEFS = ["ministerial", "daily", "empty"]

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    # Playwright's own event loop and pipes are closed by it, not by us.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

# The colours of every element with words of its own and of the nearest background behind it, as [r, g, b] lists.
COLOURS = """() => {
  const rgb = c => c.match(/[0-9.]+/g).map(Number);
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility()) continue;
    let b = e, back = [0, 0, 0, 0];
    while (b && (back = rgb(getComputedStyle(b).backgroundColor), back.length === 4 && back[3] === 0)) b = b.parentElement;
    found.push({text: e.textContent.trim().slice(0, 40), fore: rgb(getComputedStyle(e).color), back});
  }
  return found;
}"""
OVERFLOW = """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() &&
  !e.matches('thead, thead *') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map(e => e.tagName + ' ' + e.textContent.slice(0, 30))"""


@pytest.fixture(scope="module")
def samples() -> ModuleType:
    path = Path(__file__).parents[1] / "render" / "samples.py"
    spec = importlib.util.spec_from_file_location("samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, samples: ModuleType, tmp_path: Path) -> Iterator[Any]:
    """Opens a sample's page from a file; afterwards nothing may have been asked for and nothing complained of."""
    trouble: list[str] = []
    contexts = []

    def open_page(name: str, *, script: bool = False, width: int = 1100, scheme: str = "light") -> Page:
        path = tmp_path / f"{name}.html"
        path.write_text(render(getattr(samples, name)(), format="html"), encoding="utf-8")
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda request: request.url != path.as_uri() and trouble.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


def _luminance(colour: list[float]) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [c / 255 for c in colour[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: list[float], other: list[float]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_superscript_opens_its_sentence_without_script(open_page: Any) -> None:
    page = open_page("ministerial")
    position = page.locator(".body p", has_text="Her side would take")
    button = position.locator("button")
    popup = page.locator(f"#{button.get_attribute('popovertarget')}")
    assert not popup.is_visible()
    button.click()
    assert popup.is_visible()
    assert popup.locator("mark").all_inner_texts() == [
        "her side would take a fifth less water if the gauges were shared"
    ]
    words = popup.inner_text()
    assert "She said her side would take a fifth less water if the gauges were shared." in words
    assert "Northern Wire, 20 May, 19:40" in words
    assert "“She” read as Signe Halgren." in words
    assert "speaker found by rule" in words
    link = popup.get_by_role("link", name="open at this sentence").get_attribute("href")
    assert link == (
        "https://news.example.org/vardo?id=7&lang=en#:~:text=her%20side%20would%20take%20a%20fifth%20less%20water"
        "%20if%20the%20gauges%20were%20shared"
    )
    popup.get_by_role("button", name="Close").click()
    assert not popup.is_visible()


def test_every_superscript_opens_what_it_cites(open_page: Any, samples: ModuleType) -> None:
    page = open_page("daily")
    sources = " ".join(" ".join(a.text.split()) for a in samples.daily().articles)
    sources = re.sub("[\u202a-\u202e\u200b]", "", sources)
    for button in page.locator("button.e").all():
        button.click()
        popup = page.locator(f"#{button.get_attribute('popovertarget')}")
        assert popup.is_visible()
        marks = popup.locator("mark").all_inner_texts()
        assert marks
        for mark in marks:
            assert " ".join(mark.split()) in sources
        page.keyboard.press("Escape")
        assert not popup.is_visible()


def test_the_keyboard_reaches_evidence_and_comes_back(open_page: Any) -> None:
    page = open_page("ministerial", script=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "e"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.locator("[popover]:popover-open").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[popover]') !== null")
    page.keyboard.press("Escape")
    assert page.locator("[popover]:popover-open").count() == 0
    assert page.evaluate("document.activeElement.className") == "e"


@pytest.mark.parametrize("name", BRIEFS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(open_page: Any, name: str, scheme: str) -> None:
    page = open_page(name, script=True, scheme=scheme)
    page.evaluate("document.querySelectorAll('[popover]').forEach(e => { e.removeAttribute('popover') })")
    grounds = set()
    for found in page.evaluate(COLOURS):
        grounds.add(tuple(found["back"][:3]))
        assert _contrast(found["fore"], found["back"]) >= 4.5, found
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
    assert (_luminance(paper) > 0.5) == (scheme == "light")


@pytest.mark.parametrize("name", BRIEFS)
@pytest.mark.parametrize("width", [320, 360, 800, 1600])
def test_no_width_needs_sideways_scrolling(open_page: Any, name: str, width: int) -> None:
    page = open_page(name, script=True, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOW) == []
    for button in page.locator("button.e").all()[:3]:
        button.click()
        assert page.evaluate(OVERFLOW) == []
        page.keyboard.press("Escape")


def test_lines_keep_a_readable_measure(open_page: Any) -> None:
    page = open_page("daily", script=True, width=1600)
    measure = page.evaluate(
        """() => { const p = document.querySelector('.what'), c = document.createElement('canvas').getContext('2d');
        c.font = getComputedStyle(p).fontSize + ' ' + getComputedStyle(p).fontFamily;
        return p.getBoundingClientRect().width / (c.measureText('the quick brown fox jumps over').width / 30) }"""
    )
    assert 60 <= measure <= 80


def test_paper_shows_notes_instead_of_pop_ups(open_page: Any) -> None:
    page = open_page("ministerial", script=True)
    page.locator("button.e").first.click()
    page.emulate_media(media="print")
    assert page.locator("[popover]").first.is_visible() is False
    assert page.locator("[popover]:popover-open").is_visible() is False
    assert page.locator(".notes li").count() >= 10
    assert all(item.is_visible() for item in page.locator(".notes li").all())
    number = page.locator("button.e").first.inner_text()
    assert "failed to agree on summer water releases" in page.locator(f"#n{number}").inner_text()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_hostile_words_are_only_words(open_page: Any) -> None:
    page = open_page("daily", script=True)
    assert page.locator("script, img, iframe").count() == 0
    assert page.locator("main b").filter(has_text="ghosts").count() == 0
    assert page.get_by_role("heading", name="Council <script>alert('x')</script> voted").count() == 1
    assert all((a.get_attribute("href") or "").startswith(("https:", "#")) for a in page.locator("a").all())


def test_right_to_left_words_run_right_to_left(open_page: Any) -> None:
    page = open_page("daily", script=True)
    quote = page.locator("q", has_text="נחזור לשולחן")
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("q", has_text="measure twice").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_a_heading_outline_that_a_screen_reader_can_follow(open_page: Any) -> None:
    page = open_page("ministerial")
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("heading", name="Who stands where", level=2).count() == 1
    assert page.get_by_role("heading", name="Teodor Corvo", level=3).count() == 1
    assert page.get_by_role("columnheader", name="Kind").count() == 1
    assert page.get_by_role("button", name=re.compile(r"^Evidence \d+$")).count() == page.locator("button.e").count()
