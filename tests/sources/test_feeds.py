"""Feeds: a table of odd and broken ones, and mutations of them; none ever raises or takes long."""

from __future__ import annotations

import random
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from briefer.contract import check_published
from briefer.sources.feed_entries import FeedEntry, FeedText, newest_first, parse_feed, sniff

TABLE = tomllib.loads(Path(__file__).with_name("feeds.toml").read_text(encoding="utf-8"))["feed"]
BASE = "https://harbour.example/news/feed"
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
FRAMES = {
    "rss": f'<rss version="2.0" {NAMESPACES}><channel><title>T</title><link>https://site.example/</link>INSIDE</channel></rss>',
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:t</id>INSIDE</feed>',
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    f" {NAMESPACES}><channel><title>T</title></channel>INSIDE</rdf:RDF>",
    "json": '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [INSIDE]}',
    "none": "INSIDE",
}


def bytes_of(row: dict[str, Any]) -> bytes:
    frame = row.get("frame", "rss")
    text = FRAMES[frame].replace("INSIDE", row["inside"])
    declared = row.get("declared", "utf-8")
    if frame in ("rss", "atom", "rdf") and declared:
        text = f'<?xml version="1.0" encoding="{declared}"?>{text}'
    text = f"{row.get('before', '')}{text}{row.get('after', '')}"
    return text.encode(row.get("encoding", "utf-8")).replace(b"@@", bytes.fromhex(row.get("raw", "")))


def read(row: dict[str, Any]) -> FeedText:
    return parse_feed(bytes_of(row), base=row.get("base", BASE) or None, content_type=row.get("content_type"))


def as_row(entry: FeedEntry) -> list[str]:
    return [entry.title or "-", entry.link or "-", entry.published or "-", ", ".join(entry.authors) or "-"]


@pytest.mark.parametrize("row", TABLE, ids=[row["name"] for row in TABLE])
def test_what_is_read_of_a_feed(row: dict[str, Any]) -> None:
    found = read(row)
    wanted = [entry.split(" | ") for entry in row["entries"]]
    got = [as_row(entry) for entry in found.entries]
    assert len(got) == len(wanted), got
    for have, want in zip(got, wanted, strict=True):
        assert [mine if yours == "*" else yours for mine, yours in zip(have, want, strict=True)] == have
    if "damaged" in row:
        assert bool(found.problems) == row["damaged"], found.problems
    if "content" in row:
        assert row["content"] in (found.entries[0].content or "")
    if "not_in_content" in row:
        assert row["not_in_content"] not in (found.entries[0].content or "")


def test_the_table_is_large_and_its_names_are_its_own() -> None:
    assert len(TABLE) >= 60
    assert len({row["name"] for row in TABLE}) == len(TABLE)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The feed with some bytes cut, doubled, changed or put elsewhere."""
    for _ in range(chance.randint(1, 4)):
        if not data:
            return data
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice((1, 1, 2, 8, 40)))
        piece = data[start:end]
        match chance.randrange(6):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:start] + piece * chance.choice((2, 50)) + data[end:]
            case 2:
                data = data[:start] + chance.randbytes(len(piece)) + data[end:]
            case 3:
                data = data[:start]
            case 4:
                data = data[:start] + chance.choice((b"<", b"&", b"]]>", b"<![CDATA[", b"\0", b"<item>")) + data[end:]
            case _:
                there = chance.randrange(len(data))
                data = data[:there] + piece + data[there:]
    return data


def law(found: FeedText) -> None:
    """What holds for every feed, whatever it is made of."""
    for entry in found.entries:
        assert entry.link is None or entry.link.startswith(("https://", "http://"))
        assert entry.title is None or (entry.title.isprintable() and entry.title == entry.title.strip())
        if entry.published is not None:
            check_published(entry.published)
    assert len(newest_first(found.entries)) == len(found.entries)


@pytest.mark.parametrize("seed", range(6))
def test_mutated_feeds_neither_raise_nor_take_long(seed: int) -> None:
    chance = random.Random(seed)
    for row in TABLE:
        data = mutated(bytes_of(row), chance)
        begun = time.process_time()
        law(parse_feed(data, base=BASE))
        assert time.process_time() - begun < 2, data


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel>" + b"<item><title>" * 60_000,
        b"<rss><channel><item>" + b"<a>" * 200_000,
        b"<rss version='2.0'><channel>" + b"&amp;" * 400_000,
        b"<rss version='2.0'><channel><item><title>" + b"&" * 600_000,
        b"<rss version='2.0'><channel><item><description>" + b"<![CDATA[" * 100_000,
        b"<rss version='2.0'><channel><item><description>" + b"<" * 500_000,
        b"<rss " + b"x " * 500_000,
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='" + b"../" * 200_000,
        b"<!--" * 200_000 + b"<rss>",
        b"<rss version='2.0'><channel><item><pubDate>" + b"1" * 500_000,
        b"\0" * 1_000_000,
        b"<rss version='2.0'><channel><item><title>" + b"&" * 9_000_000,
        b"<rss version='2.0'><channel>" + b"<item><title>R&D</title></item>" * 300_000,
        b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 300_000 + b"</channel></rss>",
        b"\xff\xe9" * 4_000_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": [' + b'{"id":1},' * 100_000 + b"{}]}",
    ],
    ids=range(17),
)
def test_hostile_feeds_take_no_longer_than_two_seconds(data: bytes) -> None:
    begun = time.process_time()
    law(parse_feed(data, base=BASE))
    assert time.process_time() - begun < 2


def test_a_large_broken_feed_gives_its_first_items_in_time() -> None:
    item = (
        "<item><title>Story {0}</title><link>/{0}</link><description>"
        + "Some words of it. " * 40
        + "</description></item>"
    )
    items = "".join(item.format(i) for i in range(9000))
    data = f"<rss version='2.0'><channel><x a=1/>{items}</channel></rss>".encode()
    begun = time.process_time()
    found = parse_feed(data, base=BASE)
    assert time.process_time() - begun < 2
    assert len(found.entries) > 500
    assert found.entries[7].link == "https://harbour.example/7"
    assert any("only its first" in problem for problem in found.problems)


@pytest.mark.parametrize(
    ("data", "media_type", "kind"),
    [
        (b"<?xml version='1.0'?><rss>", "text/html", "xml"),
        (b"\xef\xbb\xbf <!-- x --><feed xmlns='x'>", None, "xml"),
        ("<?xml version='1.0'?><rdf:RDF>".encode("utf-16"), None, "xml"),
        (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', "application/json", "json"),
        (b'{"items": []}', "application/feed+json", "json"),
        (b'{"text": "x"}', "application/json", None),
        (b"<opml version='2.0'>", "text/xml", "opml"),
        (b"<!DOCTYPE html><html><body><p>about &lt;rss> <rss>", "text/html", None),
        (b"<html><head></head>", "application/xml", None),
        (b"<svg xmlns='x'>", "image/svg+xml", None),
        (b"Plain words about <rss> feeds", "text/plain", None),
        (b"", None, None),
    ],
)
def test_a_feed_is_known_by_its_first_bytes(data: bytes, media_type: str | None, kind: str | None) -> None:
    assert sniff(data, media_type) == kind


def test_the_newest_come_first_and_what_has_no_date_stays_where_it_was() -> None:
    dates = ["2026-11-01", None, "2026-11-19T06:00:00+01:00", "2026-11-19T05:30:00Z", None, "2026-11"]
    entries = [FeedEntry(title=str(i), published=date) for i, date in enumerate(dates)]
    assert [entry.title for entry in newest_first(entries)] == ["3", "4", "2", "0", "1", "5"]
