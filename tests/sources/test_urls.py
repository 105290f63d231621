"""Addresses, feeds and lists of feeds among the inputs: in order, side by side, each accounted for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from website import Answer, Website, moved, page

from briefer.errors import BrieferError, ConfigError
from briefer.gather import Fetching, gather
from briefer.http import Limits, WebSettings
from briefer.model import Document, Skipped
from briefer.pipeline import Briefer
from briefer.read import Reading

TEXT = (
    "The weir at Vardo stayed shut on Monday, and the ferry to Aune waited below it for the whole morning.\n\n"
    "“Nobody told us,” said Marte Holm, who runs the ferry. The harbour office promised to open it on Friday."
)
LONG = (
    "<p>"
    + "</p><p>".join(f"The weir at Vardo stayed shut on day {i}, said the harbour office." for i in range(30))
    + "</p>"
)


def fetching(site: Website, **settings: object) -> Fetching:
    given = {"limits": Limits(seconds=2.0, retries=0), "allow_private": True, **settings}
    return Fetching(settings=WebSettings(**given), resolve=site.resolve)  # type: ignore[arg-type]


def articles(site: Website, *inputs: object, **settings: object) -> list[Reading | Skipped]:
    return list(Briefer(fetching=fetching(site, **settings)).read(list(inputs)))  # type: ignore[arg-type]


def story(number: int, *, lead: str = "") -> Answer:
    return page(f"Story {number}", f"{lead}This is story number {number}. {TEXT}")


def rss(*items: str, title: str = "Harbour news") -> Answer:
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'
    return Answer(body=body.encode(), headers={"content-type": "application/rss+xml"})


def item(link: str | None, *, title: str = "An item", day: int = 18, text: str = "A teaser.") -> str:
    where = f"<link>{link}</link>" if link else ""
    from html import escape

    return (
        f"<item><title>{title}</title>{where}<pubDate>Wed, {day} Nov 2026 06:15:00 +0100</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )


def test_inputs_of_all_kinds_come_in_their_order(site: Website, tmp_path: Path) -> None:
    site.put("/slow", Answer(body=story(1).body, headers=story(1).headers, latency=0.3))
    site.put("/fast", story(2))
    site.put("/feed", rss(item("/three"), item("/four")))
    for i, name in ((3, "/three"), (4, "/four"), (5, "/five")):
        site.put(name, story(i))
    (tmp_path / "feed.xml").write_bytes(rss(item(site.url("/five"))).body)
    (tmp_path / "notes.txt").write_text(f"Note. {TEXT}")
    places = [
        site.url("/slow"),
        str(tmp_path / "notes.txt"),
        site.url("/fast"),
        site.url("/feed"),
        tmp_path / "feed.xml",
    ]
    found = articles(site, *places)
    names = [name.rsplit("/", 1)[-1] for name in (each.input for each in found)]
    assert names == ["slow", "notes.txt", "fast", "three", "four", "five"]
    assert all(isinstance(each, Reading) for each in found)


def test_a_page_knows_its_address_after_redirects(site: Website) -> None:
    site.put("/a", moved("/b"))
    site.put("/b", story(1))
    (found,) = articles(site, site.url("/a"))
    assert isinstance(found, Reading)
    assert (found.input, found.article.url, found.article.title) == (site.url("/a"), site.url("/b"), "Story 1")


@pytest.mark.parametrize(
    ("said", "written", "meta"),
    [
        ("utf-8", "utf-8", None),
        ("iso-8859-1", "cp1252", None),
        (None, "utf-8", None),
        (None, "cp1252", "windows-1252"),
        ("windows-1251", "windows-1251", None),
        ("utf-8", "cp1252", "windows-1252"),
        ("iso-8859-1", "utf-8", None),
        ("no-such-charset", "utf-8", None),
        ("utf-16", "utf-8", "utf-8"),
    ],
)
def test_character_sets_named_wrongly_or_not_at_all(
    site: Website, said: str | None, written: str, meta: str | None
) -> None:
    word = "Приказ" if written == "windows-1251" else "Vårdö – «é»"
    mark = f'<meta charset="{meta}">' if meta else ""
    body = f"<!DOCTYPE html><html><head>{mark}<title>{word}</title></head><body><article><h1>{word}</h1><p>{word} {TEXT}</p></article>"
    kind = f"text/html; charset={said}" if said else "text/html"
    encoded = body.replace("“", '"').replace("”", '"').encode(written)
    site.put("/a", Answer(body=encoded, headers={"content-type": kind}))
    (found,) = articles(site, site.url("/a"))
    assert isinstance(found, Reading), found
    assert found.article.title == word


def test_an_item_is_read_from_its_page_and_the_feed_tells_what_the_page_does_not(site: Website) -> None:
    body = f"<html><body><article><p>{TEXT}</p></article></body></html>".encode()
    site.put("/a", Answer(body=body, headers={"content-type": "text/html"}))
    site.put("/feed", rss(item("/a", title="Shut &amp;amp; locked")))
    (found,) = articles(site, site.url("/feed"))
    assert isinstance(found, Reading)
    assert (found.article.title, found.article.published) == ("Shut & locked", "2026-11-18T06:15:00+01:00")


def test_the_page_knows_better_than_the_feed(site: Website) -> None:
    site.put("/a", story(7))
    site.put("/feed", rss(item("/a", title="Another title")))
    (found,) = articles(site, site.url("/feed"))
    assert isinstance(found, Reading)
    assert found.article.title == "Story 7"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=403), "HTTP 403"),
        (Answer(status=404), "HTTP 404"),
        (page("Wait", "Checking."), "gives no article"),
        (Answer(body=b"%PDF-nonsense", headers={"content-type": "application/x-thing"}), "gives no article"),
    ],
)
def test_a_feeds_own_text_counts_where_the_page_gives_nothing_and_the_account_says_so(
    site: Website, answer: Answer, why: str
) -> None:
    site.put("/a", answer)
    site.put("/feed", rss(item("/a", title="Day by day", text=LONG)))
    (found,) = articles(site, site.url("/feed"))
    assert isinstance(found, Reading), found
    assert found.input.startswith(site.url("/a"))
    assert "the feed's own text" in found.input
    assert why in found.input
    assert (found.article.title, found.article.url) == ("Day by day", site.url("/a"))
    assert "day 29" in found.article.text
    assert "<p>" not in found.article.text


def test_robots_txt_does_not_forbid_what_the_feed_itself_says(site: Website) -> None:
    site.put("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /closed\n"))
    site.put("/feed", rss(item("/closed/a", text=LONG), item("/closed/b")))
    first, second = articles(site, site.url("/feed"))
    assert isinstance(first, Reading)
    assert "robots.txt" in first.input
    assert isinstance(second, Skipped)
    assert (second.outcome, second.code, second.title) == ("skipped", "robots", "An item")


def test_a_teaser_is_no_article(site: Website) -> None:
    site.put("/a", Answer(status=404))
    site.put("/feed", rss(item("/a", title="A teaser")))
    (found,) = articles(site, site.url("/feed"))
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code, found.title, found.url) == ("failed", "not_found", "A teaser", site.url("/a"))


def test_an_item_without_an_address_is_read_where_its_text_is_long_enough(site: Website) -> None:
    site.put("/feed", rss(item(None, title="Whole", text=LONG), item(None, title="Short")))
    whole, short = articles(site, site.url("/feed"))
    assert isinstance(whole, Reading)
    assert "Whole" in whole.input
    assert isinstance(short, Skipped)
    assert (short.code, short.title) == ("empty", "Short")


def test_the_newest_items_are_read_and_the_others_are_told(site: Website) -> None:
    days = (3, 19, 7, 20, 11)
    for day in days:
        site.put(f"/{day}", story(day))
    site.put("/feed", rss(*(item(f"/{day}", day=day) for day in days)))
    chosen = Fetching(settings=fetching(site).settings, resolve=site.resolve, items=3)
    found = list(Briefer(fetching=chosen).read(site.url("/feed")))
    assert [each.input.rsplit("/", 1)[-1] for each in found if isinstance(each, Reading)] == ["20", "19", "11"]
    assert isinstance(rest := found[-1], Skipped)
    assert (rest.outcome, rest.code) == ("skipped", "filtered")
    assert "2 older items" in rest.reason


def test_a_broken_feed_gives_what_it_can_and_says_what_is_wrong(site: Website) -> None:
    site.put("/a", story(1))
    body = b'<rss version="2.0"><channel><title>R&D</title><item><title>One</title><link>/a</link></item><item><title>T'
    site.put("/feed", Answer(body=body, headers={"content-type": "text/xml"}))
    found = articles(site, site.url("/feed"))
    assert isinstance(found[0], Reading)
    assert isinstance(last := found[-1], Skipped)
    assert (last.outcome, last.code) == ("skipped", "damaged")
    assert "not well-formed" in last.reason


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<rss><channel></channel></rss>", "empty"),
        (b"<rss><chan", "damaged"),
        (b'{"version": "https://jsonfeed.org/version/1"', "damaged"),
    ],
)
def test_a_feed_without_items_is_accounted_for(site: Website, body: bytes, code: str) -> None:
    site.put("/feed", Answer(body=body, headers={"content-type": "application/xml"}))
    (found,) = articles(site, site.url("/feed"))
    assert isinstance(found, Skipped)
    assert found.code == code


def test_a_feed_that_is_named_so_and_is_none_is_failed(site: Website, tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text("no feed at all")
    (tmp_path / "b.xml").write_text("<config><item>1</item></config>")
    found = articles(site, tmp_path / "a.rss", tmp_path / "b.xml", tmp_path / "gone.atom", tmp_path / "gone.opml")
    assert [(each.outcome, each.code) for each in found if isinstance(each, Skipped)] == [
        ("failed", "not_a_feed"),
        ("failed", "not_a_feed"),
        ("failed", "missing"),
        ("failed", "missing"),
    ]


def test_a_json_feed_is_told_from_rows_of_articles(site: Website, tmp_path: Path) -> None:
    site.put("/a", story(1))
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", "url": site.url("/a")}]}
    (tmp_path / "feed.json").write_text(json.dumps(feed))
    (tmp_path / "rows.json").write_text(json.dumps([{"text": f"Row. {TEXT}"}]))
    found = articles(site, tmp_path / "feed.json", tmp_path / "rows.json")
    assert [isinstance(each, Reading) for each in found] == [True, True]


def test_a_list_of_feeds_leads_to_all_of_their_articles(site: Website, tmp_path: Path) -> None:
    for i in range(4):
        site.put(f"/{i}", story(i))
    site.put("/one", rss(item("/0"), item("/1")))
    site.put("/two", rss(item("/2")))
    outlines = (
        f'<outline xmlUrl="{site.url("/one")}"/><outline text="Group"><outline xmlUrl="/two" title="Two"/></outline>'
    )
    opml = f'<opml version="2.0"><body>{outlines}<outline xmlUrl="/gone"/></body></opml>'
    site.put("/list.opml", Answer(body=opml.encode(), headers={"content-type": "text/x-opml"}))
    (tmp_path / "list.opml").write_text(opml.replace('xmlUrl="/', f'xmlUrl="{site.url("/")}'))
    for place in (site.url("/list.opml"), str(tmp_path / "list.opml")):
        found = articles(site, place)
        assert [each.input.rsplit("/", 1)[-1] for each in found] == ["0", "1", "2", "gone"]
        assert isinstance(found[-1], Skipped)
        assert found[-1].code == "not_found"


def test_lists_that_name_each_other_end(site: Website) -> None:
    opml = '<opml version="2.0"><body><outline xmlUrl="/list"/></body></opml>'
    site.put("/list", Answer(body=opml.encode(), headers={"content-type": "text/xml"}))
    (found,) = articles(site, site.url("/list"))
    assert isinstance(found, Skipped)
    assert (found.outcome, found.code) == ("failed", "not_a_feed")


def test_the_same_page_from_two_feeds_is_one_article(site: Website) -> None:
    site.put("/a", story(1))
    site.put("/one", rss(item("/a")))
    site.put("/two", rss(item("/a")))
    first, second = articles(site, site.url("/one"), site.url("/two"))
    assert isinstance(first, Reading)
    assert isinstance(second, Skipped)
    assert (second.outcome, second.code) == ("skipped", "duplicate")
    assert len(site.asked("/a")) == 1


def test_one_story_under_two_addresses_is_one_article(site: Website) -> None:
    link = f'<link rel="canonical" href="{site.url("/a")}">'
    for i, path in enumerate(("/a?utm_source=one", "/a?utm_source=two")):
        body = f"<!DOCTYPE html><html><head>{link}</head><body><article><p>{TEXT}</p><p>Read {i + 3} times so far.</p></article></body></html>"
        site.put(path, Answer(body=body.encode(), headers={"content-type": "text/html"}))
    first, second = articles(site, site.url("/a?utm_source=one"), site.url("/a?utm_source=two"))
    assert isinstance(first, Reading)
    assert isinstance(second, Skipped)
    assert (second.outcome, second.code) == ("skipped", "duplicate")


def test_rows_of_a_table_of_links_are_fetched(site: Website, tmp_path: Path) -> None:
    site.put("/a", story(1))
    link = Document(
        input="links.csv:2", data=site.url("/a").encode(), media_type="text/uri-list", given={"outlet": "Wire"}
    )

    class Table:
        def documents(self) -> Iterator[Document]:
            yield link

    (found,) = articles(site, Table())
    assert isinstance(found, Reading)
    assert (found.input, found.article.outlet, found.article.url) == ("links.csv:2", "Wire", site.url("/a"))


def test_servers_are_asked_ahead_and_local_files_are_not_read_before_their_turn(site: Website, tmp_path: Path) -> None:
    for i in range(6):
        site.put(f"/{i}", Answer(body=story(i).body, headers=story(i).headers, latency=0.2))
    places = [site.url(f"/{i}", host=f"h{i}.example") for i in range(6)]
    given = gather([places[0], str(tmp_path / "later.txt"), *places[1:]], fetching=fetching(site))
    next(given)
    (tmp_path / "later.txt").write_text(TEXT)
    assert isinstance(next(given), Document)
    list(given)
    assert len({request.host for request in site.requests}) == 6


def test_leaving_early_ends_the_thread(site: Website) -> None:
    site.put("/a", story(1))
    site.put("/b", Answer(hang=True))
    given = gather([site.url("/a"), site.url("/b")], fetching=fetching(site))
    next(given)
    given.close()  # type: ignore[attr-defined]
    assert not [thread for thread in threading.enumerate() if thread.name == "briefer-web"]


def test_a_secret_that_is_missing_stops_the_run(site: Website) -> None:
    def secret() -> dict[str, str]:
        raise ConfigError("the variable EXAMPLE holds no cookie", hint="set it")

    site.put("/a", story(1))
    with pytest.raises(ConfigError, match="EXAMPLE"):
        articles(site, site.url("/a"), headers={"news.example": secret})


def test_a_folder_that_cannot_be_written_stops_the_run(site: Website, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BrieferError, match="cannot be saved"):
        articles(site, site.url("/a"), save=tmp_path / "file")


def test_a_brief_can_be_made_again_from_saved_pages(site: Website, tmp_path: Path) -> None:
    site.put("/a", story(1))
    site.put("/feed", rss(item("/a"), item("/gone")))
    first = articles(site, site.url("/feed"), save=tmp_path)
    before = len(site.requests)
    second = articles(site, site.url("/feed"), saved=tmp_path)
    assert second[0] == first[0]
    assert [getattr(each, "code", None) for each in second] == [None, "not_saved"]
    assert len(site.requests) == before


def test_progress_is_told_while_one_waits(site: Website) -> None:
    told: list[tuple[int, int, str]] = []
    site.put("/a", Answer(body=story(1).body, headers=story(1).headers, latency=0.6))
    given = fetching(site)
    watched = Fetching(settings=given.settings, resolve=site.resolve, progress=lambda *how: told.append(how))
    list(gather([site.url("/a")], fetching=watched))
    assert told
    assert told[0] == (0, 1, site.url("/a"))
    assert told[-1] == (1, 1, "")


def test_pages_are_asked_for_anew_only_when_a_run_has_used_them(site: Website, tmp_path: Path) -> None:
    from collections.abc import Iterator as Several
    from contextlib import contextmanager

    from briefer.store import Store
    from briefer.store.pages import Pages

    @contextmanager
    def shelf() -> Several[Pages]:
        with Store(tmp_path / "store.db") as store:
            yield Pages(store)

    site.put("/a", story(1))
    given = fetching(site)

    def once() -> Fetching:
        return Fetching(settings=given.settings, shelf=shelf, resolve=site.resolve)

    # All was fetched, and whoever asked for it never came to its end.
    list(gather([site.url("/a")], fetching=once()))
    list(Briefer(fetching=once()).read(site.url("/a")))
    assert len(site.asked("/a")) == 1
    list(Briefer(fetching=once()).read(site.url("/a")))
    assert len(site.asked("/a")) == 2


def test_a_feed_that_is_piped_in_is_a_feed(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    site.put("/a", story(1))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rss(item(site.url("/a"))).body)))
    (found,) = articles(site, "-")
    assert isinstance(found, Reading)
    assert found.input == site.url("/a")


def test_an_error_page_under_the_name_of_a_feed_is_a_page(site: Website) -> None:
    body = story(1).body
    site.put("/feed", Answer(body=body, headers={"content-type": "application/rss+xml"}))
    (found,) = articles(site, site.url("/feed"))
    assert isinstance(found, Reading)
    assert found.article.title == "Story 1"


def test_the_account_of_a_brief_names_everything_that_a_feed_led_to(site: Website) -> None:
    site.put("/a", page("Story", f"Norrmark and Vellany failed to agree on Monday, the basin council said. {TEXT}"))
    site.put("/feed", rss(item("/a"), item("/gone"), item("/refused", title="Day by day", text=LONG)))
    site.put("/refused", Answer(status=403))
    brief = Briefer(fetching=fetching(site)).brief(site.url("/feed"))
    told = {each.input.split(" ")[0].rsplit("/", 1)[-1]: each for each in brief.account.articles}
    outcomes = {name: each.outcome.replace("merged", "used") for name, each in told.items()}
    assert outcomes == {"a": "used", "gone": "failed", "refused": "used"}
    assert told["gone"].reason == "there is no such page (HTTP 404)"
    assert "the feed's own text: the server refuses it (HTTP 403)" in told["refused"].input


def test_a_page_in_place_of_a_feed_names_its_feed(site: Website, tmp_path: Path) -> None:
    head = "<link rel='alternate' type=\"application/rss+xml\" title='x' href='/news/feed?a=1&amp;b=2'>"
    (tmp_path / "page.rss").write_text(f"<!DOCTYPE html><html><head>{head}</head><body></body></html>")
    (found,) = articles(site, tmp_path / "page.rss")
    assert isinstance(found, Skipped)
    assert found.code == "not_a_feed"
    site.put("/", Answer(body=(tmp_path / "page.rss").read_bytes(), headers={"content-type": "text/html"}))
    from briefer.sources.feed import Feed

    ((named,),) = [list(gather([Feed(site.url("/"))], fetching=fetching(site)))]
    assert isinstance(named, Skipped)
    assert site.url("/news/feed?a=1&b=2") in named.reason
