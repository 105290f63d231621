"""Every built-in template's page and mail in a browser: nothing runs, nothing is asked for, everybody can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chromium import AXE, CHROMIUM, FLAGS, NODE, OVERFLOW, SIGHTS, VALIDATE, validated, violations

from briefer.contract import load_brief
from briefer.formats.eml import letter
from briefer.render import page_of, render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
SAMPLE_FILES = HERE.parents[1] / "templates" / "samples"
TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")
SAMPLES = tuple(sorted(path.stem for path in SAMPLE_FILES.glob("*.json")))
KINDS = ("page", "mail")

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.skipif(NODE is None, reason="Node is not installed"),
    pytest.mark.skipif(
        not (VALIDATE.exists() and AXE.exists()), reason="npm ci has not been run in tests/system: make test-system"
    ),
    # Playwright's own event loop and pipes are closed by it, not by us.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

RAN = """() => [window.ran, document.title.includes('ran'), document.querySelectorAll('script, iframe, object, embed, form').length]"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Path]:
    """Every sample in every template, as a page and as a mail's HTML: files by sample, template and kind."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[tuple[str, str, str], Path] = {}
    for sample in SAMPLES:
        brief = load_brief(json.loads((SAMPLE_FILES / f"{sample}.json").read_text(encoding="utf-8")))
        for template in TEMPLATES:
            page = render(brief, template=f"builtin:{template}", format="html")
            mail = render(brief, template=f"builtin:{template}", format="eml")
            assert isinstance(page, str)
            assert isinstance(mail, bytes)
            body = message_from_bytes(mail, policy=policy.default).get_body(("html",))
            assert body is not None
            for kind, text in zip(KINDS, (page, body.get_content()), strict=True):
                path = folder / f"{sample}-{template}-{kind}.html"
                path.write_text(text, encoding="utf-8")
                made[sample, template, kind] = path
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _opened(browser: Browser, path: Path, scheme: str, width: int, **context: Any) -> tuple[Page, list[str]]:
    """The page, and what it has asked for, complained of or run, itself left out; the list grows."""
    trouble: list[str] = []
    page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, **context).new_page()
    page.on("request", lambda request: None if request.url == path.as_uri() else trouble.append(request.url))
    page.on("dialog", lambda dialog: (trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("popup", lambda popup: trouble.append(f"window {popup.url}"))
    page.goto(path.as_uri())
    return page, trouble


# ---- nothing runs, nothing is asked for ----


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("guarded", [True, False], ids=["as it is", "without its policy"])
def test_hostile_words_do_nothing(
    browser: Browser, pages: dict[tuple[str, str, str], Path], template: str, kind: str, guarded: bool
) -> None:
    """The page's own policy forbids scripts; it is not what keeps them out."""
    path = pages["hostile", template, kind]
    page, trouble = _opened(browser, path, "light", 1280, bypass_csp=not guarded)
    page.evaluate("() => { window.alert = window.confirm = window.prompt = () => { window.ran = true } }")
    for button in page.locator("button").all()[:20]:
        if button.is_visible():
            button.hover()
            button.click()
            page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(50)
    assert page.evaluate(RAN) == [None, False, 0]
    assert page.evaluate("() => performance.getEntriesByType('resource').length") == 0
    words = page.evaluate("() => document.body.textContent")
    assert "<script>alert('briefer')</script>" in words
    links = page.evaluate("() => [...document.links].map(a => a.protocol)")
    assert set(links) <= {"https:", "http:", "mailto:", "file:"}
    assert page.evaluate(
        "() => [...document.querySelectorAll('a[href]')].every(a => !/tracker|^file/.test(a.getAttribute('href')))"
    )
    assert trouble == []
    page.context.close()


def test_the_count_would_see_a_script_and_a_request(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<script>window.ran = 1; alert(1)</script><img src='http://127.0.0.1:9/x'>", encoding="utf-8")
    page, trouble = _opened(browser, path, "light", 800)
    assert page.evaluate(RAN)[0] == 1
    assert {"dialog 1", "http://127.0.0.1:9/x"} <= set(trouble)
    page.context.close()


# ---- everybody can read it ----


def test_html_validate_finds_nothing(pages: dict[tuple[str, str, str], Path]) -> None:
    found = validated([str(path) for path in pages.values()])
    assert not found


def test_html_validate_would_find_something(tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text('<!DOCTYPE html><html><head></head><body><img src="x"><p><div></p></body></html>', encoding="utf-8")
    assert {rule for _, rule, _ in validated([str(path)])} >= {"element-required-attributes"} or validated([str(path)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, pages: dict[tuple[str, str, str], Path], sample: str, template: str, kind: str
) -> None:
    path = pages[sample, template, kind]
    for scheme, width in SIGHTS:
        page, trouble = _opened(browser, path, scheme, width, bypass_csp=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, width)
        assert page.evaluate(OVERFLOW) == [], (scheme, width)
        page.add_script_tag(path=AXE)
        assert violations(page) == [], (scheme, width)
        evidence = page.locator("button.e")
        if evidence.count():
            evidence.last.click()
            assert page.locator("[popover]:popover-open").count() == 1
            assert page.evaluate(OVERFLOW) == [], (scheme, width)
            assert violations(page, "[popover]:popover-open") == [], (scheme, width)
        assert trouble == []
        page.context.close()


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_that_had_to_be_cut_is_no_worse(browser: Browser, tmp_path: Path, template: str) -> None:
    brief = load_brief(json.loads((SAMPLE_FILES / "thirty.json").read_text(encoding="utf-8")))
    made = letter(page_of(brief, template=f"builtin:{template}"), budget=15_000)
    assert made.cut
    path = tmp_path / "cut.html"
    path.write_text(made.html, encoding="utf-8")
    assert not validated([str(path)])
    for scheme, width in SIGHTS:
        page, trouble = _opened(browser, path, scheme, width, bypass_csp=True)
        assert page.evaluate(OVERFLOW) == [], (scheme, width)
        page.add_script_tag(path=AXE)
        assert violations(page) == [], (scheme, width)
        assert trouble == []
        page.context.close()


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<title>x</title><p style='color:#ccc;background:#fff'>pale words<img src=''>", encoding="utf-8")
    page, _ = _opened(browser, path, "light", 800)
    page.add_script_tag(path=AXE)
    assert {rule for rule, _ in violations(page)} >= {"color-contrast", "image-alt", "html-has-lang"}
    page.context.close()
