"""`briefer serve` in a real browser: searching, evidence beside a claim, people, stories and steps; no script at all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from chromium import AXE, CHROMIUM, FLAGS, NODE, OVERFLOW, SIGHTS, VALIDATE, validated, violations
from recorded import record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.skipif(NODE is None, reason="Node is not installed"),
    pytest.mark.skipif(
        not (AXE.exists() and VALIDATE.exists()), reason="npm ci has not been run in tests/system: make test-system"
    ),
    # Playwright's own event loop and pipes are closed by it, not by us.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

PAGES = (
    "/",
    "/briefs",
    "/briefs/morning-2026-05-19",
    "/briefs/sample-hostile",
    "/stories?name=morning",
    "/stories/morning-2026-05-21/water",
    "/people",
    "/people?q=Teodor+Corvo",
    "/search",
    "/search?q=water",
    "/steps",
    "/steps?show=settled",
    "/nowhere",
)
Opener = Callable[..., "Page"]


class Served:
    """A page that runs in a process of its own."""

    def __init__(self, store: Path) -> None:
        command = [sys.executable, "-m", "briefer", "serve", "--port", "0"]
        environment = {**os.environ, "BRIEFER_STORE": str(store)}
        self.running = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=store.parent, env=environment
        )
        assert self.running.stderr is not None
        line = self.running.stderr.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+)(/\?key=\S+)", line)
        assert found, line + self.running.stderr.read()
        self.address, self.entrance = found.groups()

    def end(self) -> tuple[int, str]:
        """Ctrl-C; the exit status, and what else was said."""
        self.running.send_signal(signal.SIGINT)
        out, errors = self.running.communicate(timeout=20)
        return self.running.returncode, out + errors


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests, which leave the steps as they were; in the end it goes quietly."""
    store = tmp_path_factory.mktemp("served") / "store.db"
    record(store)
    served = Served(store)
    yield served
    assert served.end() == (0, "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def enter(browser: Browser, served: Served) -> Iterator[Opener]:
    """Enters by the printed address; afterwards nothing may have been asked for elsewhere, and nothing complained of."""
    trouble: list[str] = []
    contexts = []

    def enter(*, scheme: str = "light", width: int = 1280, **context: Any) -> Page:
        made = browser.new_context(
            base_url=served.address, color_scheme=scheme, viewport={"width": width, "height": 800}, **context
        )
        contexts.append(made)
        page = made.new_page()
        page.on("request", lambda r: None if r.url.startswith((served.address, "data:")) else trouble.append(r.url))
        page.on("console", lambda m: None if "404" in m.text else trouble.append(m.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
        page.goto(served.entrance)
        page.wait_for_url("/")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [375, 1280])
def test_from_a_word_to_its_sentence_its_speaker_and_what_is_to_come(enter: Opener, width: int, script: bool) -> None:
    from playwright.sync_api import expect

    page = enter(width=width, java_script_enabled=script)
    page.get_by_role("searchbox", name="Search claims, people and articles").fill("gauges settle")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("Shown: 1 claim, 1 article.")
    expect(page.get_by_role("main").locator("mark").first).to_have_text("gauges")
    # The story over time, and the sentence of a claim in it.
    page.get_by_role("link", name="story over time").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Story over time")
    claim = page.get_by_role("listitem").filter(has_text="Teodor Corvo: He would sign")
    expect(claim).to_contain_text("changed")
    button = claim.get_by_role("button", name=re.compile("Evidence"))
    button.click()
    popup = page.locator("[popover]:popover-open")
    expect(popup).to_contain_text("Teodor Corvo, agriculture minister of Vellany, said he would sign the water treaty")
    expect(popup.locator("mark")).to_have_text("he would sign the water treaty at the lake")
    link = popup.get_by_role("link", name="open at this sentence").get_attribute("href") or ""
    assert link.startswith("https://news.example.org/water21#:~:text=he%20would%20sign")
    _stands_beside(page, width)
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    # Whoever said it, over time.
    claim.get_by_role("link", name="Teodor Corvo").click()
    said = page.get_by_role("main").get_by_role("listitem")
    expect(said).to_have_count(3)
    expect(said.first).to_contain_text("21 May")
    expect(said.last).to_contain_text("He would not sign the water treaty at the lake.")
    # The brief it stands in, at its story, and evidence there.
    said.first.get_by_role("link", name="in the brief").click()
    assert page.url.endswith("/briefs/morning-2026-05-21#water")
    position = page.locator(".holder", has_text="Teodor Corvo").locator(".body p").first
    position.get_by_role("button").click()
    expect(page.locator("[popover]:popover-open mark")).to_have_text("he would sign the water treaty at the lake")
    _stands_beside(page, width)
    page.keyboard.press("Escape")
    # A step, done and undone.
    page.get_by_role("link", name="Steps", exact=True).click()
    step = page.get_by_role("main").get_by_role("listitem").filter(has_text="The negotiators will meet again")
    step.get_by_role("button", name="Done").click()
    expect(page.get_by_role("status")).to_contain_text("Marked as done: The negotiators will meet again on 26 May.")
    expect(step).to_have_count(0)
    page.get_by_role("navigation", name="Which steps").get_by_role("link", name="Settled").click()
    expect(step).to_contain_text("Marked as done")
    step.get_by_role("button", name="Open again").click()
    page.get_by_role("navigation", name="Which steps").get_by_role("link", name="Open").click()
    expect(step.get_by_role("button", name="Drop")).to_be_visible()


def _stands_beside(page: Page, width: int) -> None:
    """The open evidence covers no word of its claim: it is beside the column where there is room, else above or below."""
    popup = page.locator("[popover]:popover-open").bounding_box()
    button = page.locator("button.e:focus").bounding_box() or page.locator("button.e").first.bounding_box()
    column = page.get_by_role("main").bounding_box()
    assert popup
    assert button
    assert column
    if width == 1280:
        assert popup["x"] >= column["x"] + column["width"] - 25
        assert popup["y"] < button["y"] + button["height"] + 1
        assert popup["y"] + popup["height"] > button["y"]
    else:
        assert popup["y"] >= button["y"] + button["height"] - 1 or popup["y"] + popup["height"] <= button["y"] + 1
        assert popup["x"] >= 0
        assert popup["x"] + popup["width"] <= width


def test_the_keyboard_is_enough(enter: Opener) -> None:
    from playwright.sync_api import expect

    page = enter()

    def focused() -> str:
        return str(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name"))

    def tab_to(words: str, most: int = 40) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", focused()
            if focused() == words:
                return
        raise AssertionError(f"the keyboard does not reach “{words}”")

    page.keyboard.press("Tab")
    assert focused() == "Skip to the content"
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    tab_to("Morning brief of 21 May")
    page.keyboard.press("Enter")
    page.wait_for_url("**/briefs/morning-2026-05-21")
    tab_to("2")
    page.keyboard.press("Enter")
    expect(page.locator("[popover]:popover-open")).to_have_count(1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[popover]') !== null")
    page.keyboard.press("Escape")
    assert focused() == "2"
    page.goto("/search")
    tab_to("q", 12)
    page.keyboard.type("strike")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 claim")
    page.goto("/steps")
    tab_to("Done")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    tab_to("Undo", 2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Open again")


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read_it(enter: Opener, path: str) -> None:
    for scheme, width in SIGHTS:
        page = enter(scheme=scheme, width=width, bypass_csp=True)
        page.goto(path)
        page.add_script_tag(path=AXE)
        assert violations(page) == [], (scheme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, width)
        assert [one for one in page.evaluate(OVERFLOW) if "Skip to" not in one] == [], (scheme, width)
        evidence = page.locator("button.e:visible")
        if evidence.count():
            evidence.last.click()
            assert violations(page, "[popover]:popover-open") == [], (scheme, width)
            assert [one for one in page.evaluate(OVERFLOW) if "Skip to" not in one] == [], (scheme, width)
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == {"light": "rgb(255, 254, 251)", "dark": "rgb(23, 22, 19)"}[scheme]
        page.context.close()


def test_html_validate_finds_nothing(enter: Opener, tmp_path: Path) -> None:
    page = enter()
    files = []
    # What a brief itself consists of is looked at in the gauntlet, hostile words and all.
    for number, path in enumerate(one for one in PAGES if "hostile" not in one):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(page.request.get(path).text(), encoding="utf-8")
    assert validated([str(file) for file in files]) == []


def test_whoever_was_not_told_the_address_is_refused(served: Served) -> None:
    parts = urlsplit(served.address)

    def status(path: str = "/", **headers: str) -> int:
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    assert status() == 403
    assert status("/steps") == 403
    assert status("/?key=guess") == 403
    assert status(served.entrance, Host="briefs.example") == 403
    assert status(served.entrance) == 200
