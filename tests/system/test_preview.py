"""The preview in a real browser: edit a file, see the change, see an error with its line, see it vanish."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

TEMPLATE = """{% extends "builtin:daily/brief.html.j2" %}
{% block recommendation %}
<p id="ours">Signed by the harbour desk</p>
{% endblock %}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with a template of one's own."""
    folder = tmp_path / "templates" / "house"
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text(
        'name = "house"\nextends = "builtin:daily"\ncontract = "briefer.brief/1"\n', encoding="utf-8"
    )
    (folder / "brief.html.j2").write_text(TEMPLATE, encoding="utf-8")
    return folder


@pytest.fixture
def address(house: Path) -> Iterator[str]:
    """Where the preview of it runs, in a process of its own."""
    command = [sys.executable, "-m", "briefer", "templates", "preview", "house", "--no-open", "--port", "0"]
    running = subprocess.Popen(
        [*command, "--template-dir", str(house.parent)], stderr=subprocess.PIPE, text=True, cwd=house.parents[1]
    )
    assert running.stderr is not None
    line = running.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, line + running.stderr.read()
    yield found[0]
    running.terminate()
    running.wait(20)
    running.stderr.close()


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """The preview in the browser, which may ask nobody else."""
    playwright = pytest.importorskip("playwright.sync_api")
    elsewhere: list[str] = []
    with playwright.sync_playwright() as p:
        browser: Browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.on("request", lambda r: None if r.url.startswith(address) else elsewhere.append(r.url))
        page.goto(address)
        yield page
        browser.close()
    assert elsewhere == []


def _brief(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def test_a_saved_file_is_seen_and_so_is_its_error(page: Page, house: Path) -> None:
    from playwright.sync_api import expect

    file = house / "brief.html.j2"
    expect(_brief(page).locator("#ours")).to_have_text("Signed by the harbour desk")
    file.write_text(TEMPLATE.replace("harbour desk", "weir desk"), encoding="utf-8")
    expect(_brief(page).locator("#ours")).to_have_text("Signed by the weir desk")
    expect(page.locator("#state")).to_have_text("shown again: brief.html.j2")
    # A field that there is not: the error stands in the place of the brief, with its line.
    file.write_text(TEMPLATE.replace("Signed by", "{{ brief.titel }}"), encoding="utf-8")
    expect(_brief(page).get_by_role("alert")).to_contain_text("titel")
    expect(_brief(page).locator("mark")).to_contain_text("3  <p")
    file.write_text(TEMPLATE, encoding="utf-8")
    expect(_brief(page).locator("#ours")).to_have_text("Signed by the harbour desk")
    expect(_brief(page).get_by_role("alert")).to_have_count(0)


def test_what_is_shown_can_be_chosen(page: Page) -> None:
    from playwright.sync_api import expect

    expect(_brief(page).locator("#ours")).to_be_visible()
    page.get_by_label("Theme").select_option("dark")
    body = _brief(page).locator("body")
    expect(body).to_have_css("background-color", "rgb(23, 22, 19)")
    page.get_by_label("Theme").select_option("light")
    expect(body).to_have_css("background-color", "rgb(255, 254, 251)")
    page.get_by_label("Width").select_option("375")
    expect(page.locator("iframe")).to_have_css("width", "375px")
    page.get_by_label("Format").select_option("markdown")
    expect(_brief(page).locator("pre")).to_contain_text("# ")
    page.get_by_label("Brief").select_option("empty")
    expect(_brief(page).locator("pre")).to_contain_text("Nothing to report")
    # What was chosen is still chosen when the page is loaded again.
    page.reload()
    expect(page.get_by_label("Format")).to_have_value("markdown")
    expect(_brief(page).locator("pre")).to_contain_text("Nothing to report")


def test_only_this_machine_is_answered(address: str) -> None:
    from http.client import HTTPConnection
    from urllib.parse import urlsplit

    parts = urlsplit(address)

    def status(**headers: str) -> int:
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    assert status() == 200
    assert status(Host="briefs.example") == 403
    assert status(Origin="https://briefs.example") == 403
