"""The pages of the archive: who may see them, what they show, and the one thing that they change."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from recorded import record
from starlette.testclient import TestClient

from briefer.store import Store, open_store
from briefer.store.history import History
from briefer.store.ledger import Ledger
from briefer.store.runs import Runs
from briefer.templating import Locale
from briefer.web.archive import Archive, application
from briefer.web.entrance import Entrance

HERE = "http://127.0.0.1:8771"
NOW = datetime(2026, 5, 27, 8, 0, tzinfo=UTC)
PAGES = (
    "/",
    "/briefs",
    "/briefs/morning-2026-05-21",
    "/briefs/sample-hostile",
    "/stories",
    "/stories?name=morning",
    "/stories/morning-2026-05-21/water",
    "/people",
    "/people?q=Teodor+Corvo",
    "/steps",
    "/search",
    "/search?q=water",
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that no test writes to."""
    path = tmp_path_factory.mktemp("recorded") / "store.db"
    record(path)
    return path


@pytest.fixture
def store(recorded: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it."""
    with open_store(str(shutil.copy(recorded, tmp_path))) as opened:
        yield opened


@pytest.fixture
def entrance() -> Entrance:
    return Entrance()


@pytest.fixture
def stranger(store: Store, entrance: Entrance) -> TestClient:
    """A browser that has not come through the entrance."""
    archive = Archive(history=History(store), ledger=Ledger(store), runs=Runs(store), now=lambda: NOW)
    return TestClient(application(archive, entrance), base_url=HERE, follow_redirects=False)


@pytest.fixture
def browser(stranger: TestClient, entrance: Entrance) -> TestClient:
    """A browser that has."""
    assert stranger.get(f"/?key={entrance.key}").status_code == 200
    return stranger


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition(">")[2]).split())


# ---- who may come in ----


def test_without_the_key_nothing_is_answered(stranger: TestClient, entrance: Entrance) -> None:
    for path in (*PAGES, "/style.css", "/nowhere", "/?key=wrong", f"/briefs?key={entrance.key}"):
        answer = stranger.get(path)
        assert answer.status_code == 403, path
        assert "Corvo" not in answer.text
    assert stranger.post("/steps/1").status_code == 403
    assert stranger.get("/", headers={"Cookie": f"briefer-8771={entrance.key}"}).status_code == 403


def test_the_cookie_is_for_this_site_alone_and_no_script_sees_it(stranger: TestClient, entrance: Entrance) -> None:
    given = stranger.get(f"/?key={entrance.key}").headers["set-cookie"]
    assert given.startswith("briefer-8771=")
    assert "HttpOnly" in given
    assert "SameSite=strict" in given
    assert entrance.key not in given
    assert stranger.get("/").status_code == 200


def test_the_key_that_a_browser_is_started_with_opens_once(stranger: TestClient, entrance: Entrance) -> None:
    assert stranger.get(f"/?key={entrance.once}").status_code == 200
    stranger.cookies.clear()
    assert stranger.get(f"/?key={entrance.once}").status_code == 403
    assert stranger.get(f"/?key={entrance.key}").status_code == 200
    assert stranger.get(f"/?key={entrance.key}").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "briefs.example"},
        {"Host": "127.0.0.1.briefs.example:8771"},
        {"Origin": "https://briefs.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
    ],
)
def test_other_sites_are_refused_with_the_cookie_too(browser: TestClient, headers: dict[str, str]) -> None:
    assert browser.get("/briefs", headers=headers).status_code == 403


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/style.css"])
def test_pages_load_nothing_of_others_and_are_not_kept(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "<script" not in answer.text
    assert "style=" not in answer.text.partition("<body")[2]


# ---- what they show ----


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_and_says_where_it_is(browser: TestClient, path: str) -> None:
    page = browser.get(path).text
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert page.count('<main id="content"') == 1
    assert len(re.findall(r'<nav aria-label="Archive">.*?aria-current="page".*?</nav>', page, re.S)) == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for name in re.findall(r'(?:popovertarget|aria-describedby|aria-labelledby|for)="([^"]+)"', page):
        assert name in ids


@pytest.mark.parametrize("path", PAGES)
def test_every_link_within_leads_somewhere(browser: TestClient, path: str) -> None:
    for address in set(re.findall(r'href="(/[^"]*)"', browser.get(path).text)):
        found = browser.get(address.replace("&amp;", "&"))
        assert found.status_code == 200, address
        _, _, place = address.partition("#")
        assert not place or f'id="{place}"' in found.text, address


def test_the_start_tells_the_latest_brief_what_is_due_and_the_last_run(browser: TestClient) -> None:
    words = _words(browser.get("/").text)
    assert "Morning brief of 21 May" in words
    assert "Norrmark and Vellany negotiated for a third day about the water of the Sild" in words
    assert "Morning brief of 20 May" not in words
    assert re.search(r"by 31 May Both governments will exchange gauge readings", words)
    assert "The negotiators will meet again" not in words
    assert "2 steps of earlier days" in words
    assert "The mine at Osterholt will close" not in words
    assert "morning: went well" in words
    assert "took 42.0 s articles 1 in, 1 used gather 1.50 s" in words


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path, entrance: Entrance) -> None:
    with open_store(str(tmp_path / "empty.db")) as store:
        archive = Archive(history=History(store), ledger=Ledger(store), runs=Runs(store), now=lambda: NOW)
        browser = TestClient(application(archive, entrance), base_url=HERE)
        browser.get(f"/?key={entrance.key}")
        assert "briefer brief --record" in _words(browser.get("/").text)
        for path in ("/briefs", "/stories", "/people", "/steps", "/search?q=water", "/people?q=Corvo"):
            assert browser.get(path).status_code == 200


def test_a_brief_is_shown_as_its_readers_know_it(browser: TestClient) -> None:
    page = browser.get("/briefs/morning-2026-05-21").text
    assert page.count("<html") == page.count("<main") == page.count("<title>") == 1
    assert "Corvo" in _words(page)
    assert "<mark>he would sign the water treaty at the lake</mark>" in page
    assert '<a href="/stories/morning-2026-05-21/water">This story over time</a>' in page
    assert browser.get("/briefs/morning-2026-05-19").text.count("This story over time") == 2


def test_a_story_is_followed_back_and_forth(browser: TestClient) -> None:
    latest = _words(browser.get("/stories/morning-2026-05-21/water").text)
    assert "3 briefs tell of it, 18 May to 21 May." in latest
    days = re.split(r"(\d\d May) · Morning brief of \d\d May", latest)
    assert days[1::2] == ["21 May", "19 May", "18 May"]
    assert re.search(r"changed Teodor Corvo : He would sign the water treaty at the lake\.", days[2])
    assert "1 position was repeated" in days[4]
    # The same from its first day on.
    assert _words(browser.get("/stories/morning-2026-05-18/water").text) == latest
    assert "Osterholt" not in latest


def test_what_is_followed_is_listed_with_its_days(browser: TestClient) -> None:
    words = _words(browser.get("/stories?name=morning").text)
    assert "in 3 briefs since 18 May · 1 changed position" in words
    assert "Osterholt" not in words
    before = browser.get("/stories?name=morning&page=2").text
    assert "The lignite mine at Osterholt stood still" in _words(before)
    assert "in 2 briefs since 19 May" in _words(before)
    assert "The brief before" in _words(before)
    assert 'rel="next"' not in browser.get("/stories?name=morning&page=4").text
    assert browser.get("/stories?name=morning&page=9").status_code == 200


def test_a_person_is_followed_each_time_with_the_sentence(browser: TestClient) -> None:
    words = _words(browser.get("/people?q=teodor corvo").text)
    assert "agriculture minister of Vellany" in words
    assert "3 statements, 18 May to 21 May" in words
    assert words.index("He would sign the water treaty") < words.index("He would not sign the water treaty")
    assert "Teodor Corvo, agriculture minister of Vellany, said he would sign the water treaty at the lake." in words
    assert "Nobody of this name" in _words(browser.get("/people?q=Nobody+Known").text)
    assert "Signe Halgren" in _words(browser.get("/people").text)


def test_words_are_found_and_marked(browser: TestClient) -> None:
    page = browser.get("/search?q=gauges+settle").text
    assert "<mark>gauges</mark> were the first thing to <mark>settle</mark>" in page
    assert "later" not in _words(page)
    assert "Shown: 1 claim, 1 article." in _words(page)
    only = browser.get("/search?q=water&kind=article").text
    assert "Articles" in _words(only)
    assert 'name="kind" value="article"' in only
    assert "Nothing has all of these words: zzz" in _words(browser.get("/search?q=zzz").text)
    assert browser.get('/search?q="*-(AND').status_code == 200


def test_hostile_words_are_only_words(browser: TestClient) -> None:
    for path in (
        *PAGES,
        "/search?q=script",
        "/people?q=<script>alert(1)</script>",
        '/search?q="><img src=x onerror=alert(1)>',
        "/stories/sample-hostile/s1",
        "/briefs?name=<script>",
        "/steps?show=<script>&marked=1&as=<script>",
    ):
        page = browser.get(path).text
        assert not re.search(r"<(script|img|iframe|object|embed)\b", page), path
        assert not re.search(r'href="(?!https?:|mailto:|/|#|data:,)', page), path
    assert "&lt;script&gt;alert(&#39;briefer&#39;)&lt;/script&gt;" in browser.get("/").text


def test_long_lists_come_in_pages(browser: TestClient, store: Store) -> None:
    from dataclasses import replace

    from recorded import briefs

    one = next(iter(briefs("evening")))
    for number in range(45):
        day = f"2026-04-{number % 30 + 1:02}T{number // 30:02}:00:00Z"
        History(store).record(replace(one, id=f"evening-{number}", created=day, title=f"Evening {number}."))
    first = browser.get("/briefs?name=evening").text
    assert len(re.findall(r"Evening \d+\.", first)) == 20
    assert "page=2" in first
    assert 'rel="prev"' not in first
    last = browser.get("/briefs?name=evening&page=3").text
    assert len(re.findall(r"Evening \d+\.", last)) == 5
    assert 'rel="next"' not in last
    assert "Morning" not in first


@pytest.mark.parametrize(
    "odd", ["0", "-1", "x", "9" * 20, "9" * 5000, "٣", "%00", "%ff", "%ed%a0%80", "*", '"', "a" * 9000]
)
def test_odd_questions_have_an_answer(browser: TestClient, odd: str) -> None:
    for path in (
        f"/briefs?page={odd}&name={odd}",
        f"/briefs?page={odd}",
        f"/stories?page={odd}&name={odd}",
        f"/people?q={odd}",
        f"/people?q=Corvo&which={odd}&page={odd}",
        f"/search?q={odd}&kind={odd}&page={odd}",
        f"/steps?show={odd}&page={odd}",
    ):
        assert browser.get(path).status_code == 200, path[:80]
    for path in (f"/briefs/{odd}", f"/stories/{odd}/{odd}", f"/stories/morning-2026-05-21/{odd}"):
        assert browser.get(path).status_code == 404, path[:80]
    form = _form(browser)
    form.pop("number")
    assert _post(browser, odd, {**form, "state": "done"}) in {404, 405, 500}


@pytest.mark.parametrize(
    "path", ["/nowhere", "/briefs/none", "/stories/none/x", "/stories/morning-2026-05-21/none", "/style.css/x"]
)
def test_what_is_not_there_is_a_page_too(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_pages_are_only_read(browser: TestClient) -> None:
    for path in ("/", "/briefs", "/steps", "/search"):
        assert browser.head(path).status_code == 200
        assert browser.head(path).text == ""
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = browser.request(method, path, headers={"Origin": HERE})
            assert answer.status_code == 405, (method, path)
            assert "GET" in answer.headers["allow"]
    assert browser.get("/steps/1").status_code == 405


# ---- marking a step ----


def _form(browser: TestClient, path: str = "/steps") -> dict[str, str]:
    page = browser.get(path).text
    form = page[page.index("<form method=") :]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form.partition("</form>")[0]))
    return {**hidden, "number": re.findall(r'action="/steps/(\d+)"', form)[0]}


def _post(browser: TestClient, number: str, form: dict[str, str], origin: str | None = HERE) -> int:
    headers = {"Origin": origin} if origin else {}
    return browser.post(f"/steps/{number}", data=form, headers=headers).status_code


def test_a_step_is_marked_and_opened_again(browser: TestClient, store: Store) -> None:
    form = _form(browser, "/steps?show=due")
    number = form.pop("number")
    assert form["show"] == "due"
    answer = browser.post(f"/steps/{number}", data={**form, "state": "done"}, headers={"Origin": HERE})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/steps?show=due&marked={number}&as=done"
    assert Ledger(store).entry(int(number)).state == "done"
    after = browser.get(answer.headers["location"]).text
    assert re.search(r'role="status" tabindex="-1" autofocus>\s*<p>Marked as done: ', after)
    assert "Marked as done" in _words(browser.get("/steps?show=settled").text)
    assert _post(browser, number, {**form, "state": "open"}) == 303
    assert Ledger(store).entry(int(number)).state == "open"
    assert _post(browser, number, {**form, "state": "dropped"}) == 303
    assert Ledger(store).entry(int(number)).state == "dropped"


def test_nobody_else_marks_a_step(browser: TestClient, store: Store) -> None:
    form = _form(browser)
    number, wanted = form.pop("number"), {**form, "state": "done"}
    assert _post(browser, number, wanted, origin=None) == 403
    assert _post(browser, number, wanted, origin="null") == 403
    assert _post(browser, number, wanted, origin="https://briefs.example") == 403
    assert _post(browser, number, {**wanted, "form_key": "wrong"}) == 403
    assert _post(browser, number, {**wanted, "form_key": "ü"}) == 403
    assert _post(browser, number, {"state": "done"}) == 403
    assert _post(browser, number, {**wanted, "state": "kept"}) == 400
    assert _post(browser, number, {**wanted, "more": "x" * 5000}) == 413
    assert _post(browser, "9999", wanted) == 404
    assert browser.get("/steps?marked=9999&as=done").status_code == 200
    browser.cookies.clear()
    assert _post(browser, number, wanted) == 403
    assert {entry.state for entry in Ledger(store).entries(states=("open", "done", "dropped"))} == {"open"}


def test_a_way_back_leads_nowhere_else(browser: TestClient) -> None:
    form = _form(browser)
    number = form.pop("number")
    wanted = {**form, "show": "https://briefs.example", "page": "//briefs.example", "state": "done"}
    answer = browser.post(f"/steps/{number}", data=wanted, headers={"Origin": HERE})
    assert answer.headers["location"] == f"/steps?marked={number}&as=done"


def test_the_views_of_steps(browser: TestClient) -> None:
    overdue = _words(browser.get("/steps?show=overdue").text)
    assert re.search(r"26 May overdue The negotiators will meet again on 26 May\.", overdue)
    assert "gauge readings" not in _words(browser.get("/steps?show=overdue").text)
    assert "gauge readings" in _words(browser.get("/steps?show=due").text)
    assert "The mine at Osterholt will close" in _words(browser.get("/steps").text)
    assert "No step is settled yet." in _words(browser.get("/steps?show=settled").text)


# ---- the store's own trouble ----


def test_a_damaged_brief_is_said_plainly(browser: TestClient, store: Store) -> None:
    store.do("UPDATE briefs SET digest = 'x' WHERE brief = 'morning-2026-05-20'")
    answer = browser.get("/briefs/morning-2026-05-20")
    assert answer.status_code == 500
    assert "is not what was recorded" in answer.text
    assert "Traceback" not in answer.text
    assert browser.get("/briefs").status_code == 200


def test_a_clock_that_was_set_back_hides_no_story(browser: TestClient, store: Store) -> None:
    history = History(store)
    latest = history.brief("morning-2026-05-21")
    assert latest is not None
    # Recorded last, and made before all others by its clock.
    history.record(replace(latest, id="set-back", created="2026-01-02T06:00:00Z", title="Set back"))
    assert "Norrmark and Vellany negotiated" in _words(browser.get("/stories?name=morning").text)
    assert browser.get("/stories/morning-2026-05-21/water").status_code == 200
    assert browser.get("/stories/set-back/water").status_code == 200
    start = _words(browser.get("/").text)
    assert re.search(r"Morning brief of 21 May .* Norrmark and Vellany negotiated for a third day", start)


# ---- people, by name and by role ----


def test_whoever_holds_a_role_is_found_by_it(browser: TestClient) -> None:
    words = _words(browser.get("/people?q=minister+of+agriculture+of+Vellany").text)
    assert "Nobody is called “minister of agriculture of Vellany”; told of in this role: Teodor Corvo" in words
    assert "Role: agriculture minister of Vellany" in words
    assert "Role:" in _words(browser.get("/people?q=Teodor+Corvo").text)
    assert "told of in this role" not in _words(browser.get("/people?q=Teodor+Corvo").text)


def test_a_misspelt_name_leads_to_the_nearest_one(browser: TestClient) -> None:
    page = browser.get("/people?q=Theodor+Korvo").text
    assert "Nobody of this name or in this role is in the archive. Perhaps meant Teodor Corvo" in _words(page)
    assert 'href="/people?q=Teodor%20Corvo"' in page


# ---- another language ----


@pytest.mark.parametrize(
    "path", [*(p for p in PAGES if "hostile" not in p), "/steps?show=overdue", "/people?q=Nobody+Such", "/nowhere"]
)
def test_the_pages_speak_the_language_of_the_briefs_to_come(store: Store, entrance: Entrance, path: str) -> None:
    archive = Archive(
        history=History(store), ledger=Ledger(store), runs=Runs(store), now=lambda: NOW, locale=Locale.of("fr")
    )
    browser = TestClient(application(archive, entrance), base_url=HERE)
    assert browser.get(f"/?key={entrance.key}").status_code == 200
    page = browser.get(path).text
    assert '<html lang="fr">' in page
    # What a brief says is in its own language, and so is the report of a run.
    own = re.sub(r'<(div class="brief"|dl class="facts") lang="en".*?</(?:div>\s*</main|dl)>', "", page, flags=re.S)
    for word in ("Briefs", "Stories", "People", "Steps", "Search", "Skip to", "in the brief", "over time", "Marked"):
        assert word not in re.sub(r"<[^>]+>", " ", own), word
    assert "Note" in own


def test_steps_are_marked_in_words_of_the_page(store: Store, entrance: Entrance) -> None:
    archive = Archive(
        history=History(store), ledger=Ledger(store), runs=Runs(store), now=lambda: NOW, locale=Locale.of("fr")
    )
    browser = TestClient(application(archive, entrance), base_url=HERE)
    browser.get(f"/?key={entrance.key}")
    words = _words(browser.get("/steps").text)
    assert "26 mai" in words
    assert "en retard" in words
    assert "Abandonner" in words
