"""What is kept of pages: conditions, broken-off runs, saved folders, what was seen, how sources fared."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from website import Answer, Request, Website, page

from briefer.errors import BrieferError, ConfigError
from briefer.http.saved import Saved
from briefer.model import Page, Skipped
from briefer.store import Store
from briefer.store import pages as pages_module
from briefer.store.pages import Pages, Sighting, Visit

Get = Callable[..., list[Page | Skipped]]
PAGE = page("The weir", "The weir at Vardo stayed shut.", etag='"1"')
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def conditional(request: Request) -> Answer:
    """A page that has not changed since it was given."""
    known = request.headers.get("if-none-match") == '"1"' or "if-modified-since" in request.headers
    return Answer(status=304) if known else PAGE


def test_a_page_that_has_not_changed_is_taken_from_what_is_kept(site: Website, get: Get, pages: Pages) -> None:
    site.put("/a", conditional)
    (first,) = get(site.url("/a"))
    (second,) = get(site.url("/a"))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert [request.headers.get("if-none-match") for request in site.asked("/a")] == [None, '"1"']
    assert (second.sha256, second.etag) == (first.sha256, '"1"')
    assert pages.body(second.asked) == PAGE.body


def test_last_modified_serves_as_well(site: Website, get: Get) -> None:
    day = "Wed, 18 Nov 2026 06:15:00 GMT"
    site.put("/a", replace(PAGE, headers={"content-type": "text/html", "last-modified": day}), conditional)
    get(site.url("/a"))
    assert isinstance(get(site.url("/a"))[0], Page)
    assert site.asked("/a")[1].headers["if-modified-since"] == day


def test_a_304_without_a_page_that_is_kept_is_failed(site: Website, get: Get) -> None:
    site.put("/a", Answer(status=304))
    (found,) = get(site.url("/a"))
    assert isinstance(found, Skipped)
    assert found.code == "refused"


def test_a_page_that_changed_replaces_the_one_that_is_kept(site: Website, get: Get, pages: Pages) -> None:
    site.put("/a", PAGE, page("Another", "The weir was opened.", etag='"2"'))
    get(site.url("/a"))
    get(site.url("/a"))
    assert b"opened" in (pages.body(site.url("/a")) or b"")
    kept = pages.page(site.url("/a"))
    assert kept is not None
    assert kept.etag == '"2"'


def test_what_a_broken_off_run_has_fetched_is_not_asked_for_again(site: Website, get: Get) -> None:
    site.put("/a", PAGE)
    site.put("/b", PAGE)
    get(site.url("/a"), end=False)
    found = get(site.url("/a"), site.url("/b"))
    assert all(isinstance(item, Page) for item in found)
    assert [len(site.asked(path)) for path in ("/a", "/b", "/robots.txt")] == [1, 1, 1]
    get(site.url("/a"))
    assert len(site.asked("/a")) == 2


def test_what_an_old_run_has_left_is_asked_for_again(site: Website, get: Get) -> None:
    site.put("/a", PAGE)
    get(site.url("/a"), end=False, now=lambda: datetime.now(UTC) - timedelta(hours=2))
    get(site.url("/a"))
    assert len(site.asked("/a")) == 2


def test_old_pages_and_too_many_of_them_are_forgotten(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_module, "KEPT_BYTES", 5_000)
    import random

    body = random.Random(3).randbytes(2_000)
    for i, age in enumerate((1, 2, 3, 20)):
        at = NOW - timedelta(days=age)
        made = Page(asked=f"https://news.example/{i}", url="", fetched=at, sha256="", size=len(body))
        pages.keep(made, body, run="r")
    pages.end("r", now=NOW)
    assert [pages.body(f"https://news.example/{i}") is not None for i in range(4)] == [True, True, False, False]


def test_pages_are_saved_packed_with_their_hash_and_answer_in_place_of_the_web(
    site: Website, get: Get, tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    site.put("/a", PAGE)
    site.put("/b", PAGE)
    urls = (site.url("/a"), site.url("/b"), site.url("/missing"))
    first = get(*urls, save=folder)
    rows = [json.loads(line) for line in (folder / "pages.jsonl").read_text().splitlines()]
    assert {row["asked"] for row in rows} == {site.url("/a"), site.url("/b")}
    assert len({row["file"] for row in rows}) == len(list(folder.glob("*.gz"))) == 1
    before = len(site.requests)
    again = get(*urls, saved=folder)
    assert again[:2] == first[:2]
    assert isinstance(again[2], Skipped)
    assert again[2].code == "not_saved"
    assert len(site.requests) == before
    assert isinstance(again[0], Page)
    assert Saved(folder).body(again[0]) == PAGE.body


def test_a_saved_page_that_was_changed_is_an_error(site: Website, get: Get, tmp_path: Path) -> None:
    site.put("/a", PAGE)
    (saved,) = get(site.url("/a"), save=tmp_path)
    assert isinstance(saved, Page)
    (path,) = tmp_path.glob("*.gz")
    path.write_bytes(b"nonsense")
    with pytest.raises(BrieferError, match="cannot be read"):
        Saved(tmp_path).body(saved)
    import gzip

    path.write_bytes(gzip.compress(b"another"))
    with pytest.raises(BrieferError, match="not what was saved"):
        Saved(tmp_path).body(saved)


@pytest.mark.parametrize("content", [None, "{", '{"file": "x"}', "[]"])
def test_a_folder_without_saved_pages_is_an_error(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "pages.jsonl").write_text(content)
    with pytest.raises(ConfigError, match="saved pages"):
        Saved(tmp_path)


def test_articles_are_new_changed_or_seen(pages: Pages) -> None:
    assert pages.sighting("morning", "https://news.example/a", "1") is None
    pages.see("morning", [("https://news.example/a", "1"), (None, "9")], now=NOW)
    pages.see("morning", [("https://news.example/a", "1")], now=NOW + timedelta(days=1))
    found = [
        pages.sighting("morning", *article)
        for article in [
            ("https://news.example/a", "1"),
            ("https://news.example/a", "2"),
            ("https://other.example/copy", "1"),
            (None, "9"),
            (None, "8"),
            ("https://news.example/b", "3"),
        ]
    ]
    same, changed = Sighting(first=NOW, changed=False), Sighting(first=NOW, changed=True)
    assert found == [same, changed, same, same, None, None]
    assert pages.sighting("evening", "https://news.example/a", "1") is None


def test_how_sources_fared_is_kept_for_a_while(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_module, "_VISITS", 3)
    for day in range(5):
        error = "HTTP 500" if day == 2 else None
        pages.visited("https://a.example/feed", Visit(at=NOW + timedelta(days=day), items=day, error=error))
    pages.visited("https://b.example/feed", Visit(at=NOW, items=1, newest=NOW - timedelta(hours=1)))
    assert [(visit.items, visit.error) for visit in pages.visits("https://a.example/feed")] == [
        (4, None),
        (3, None),
        (2, "HTTP 500"),
    ]
    assert pages.visits("https://b.example/feed")[0].newest == NOW - timedelta(hours=1)
    assert pages.visits("https://c.example/feed") == []


def test_the_pages_of_a_store_survive_it(tmp_path: Path) -> None:
    made = Page(asked="https://news.example/", url="https://news.example/", fetched=NOW, sha256="x", size=3)
    with Store(tmp_path / "s.db") as store:
        Pages(store).keep(made, b"one", run="r")
    with Store(tmp_path / "s.db") as store:
        assert Pages(store).unread(made.asked, since=NOW - timedelta(hours=1)) == made
        assert Pages(store).unread(made.asked, since=NOW + timedelta(hours=1)) is None
        assert Pages(store).body(made.asked) == b"one"
