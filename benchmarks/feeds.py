"""How long feeds take: a thousand entries, well-formed, with bare ampersands, and broken throughout; and how right.

`python benchmarks/feeds.py --entries 1000 --rounds 5` prints a table; `plain` is the time of the quickest feed parser
that people use (fastfeedparser), where it is installed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib.util import find_spec

from briefer.sources.feed_entries import FeedText, parse_feed

#: What a well-formed feed of a thousand entries may take, in milliseconds.
REACH = 40.0
BASE = "https://harbour.example/news/feed"
_TEASER = "The weir at Vardo stayed shut on Monday, and the ferry waited below it. " * 4
_WHOLE = "<p>The weir at Vardo stayed shut on Monday, said the harbour office.</p>" * 16


def rss(entries: int) -> bytes:
    """A feed as news sites write them: teaser, whole text, author, date, category."""
    items = "".join(
        f"<item><title>Story {i} of the weir &amp; the ferry</title><link>https://harbour.example/2026/story-{i}</link>"
        f'<guid isPermaLink="false">harbour-{i}</guid><pubDate>Wed, 18 Nov 2026 {i % 24:02}:15:00 +0100</pubDate>'
        f"<dc:creator>Ada Lind</dc:creator><category>Harbour</category><description>{_TEASER}</description>"
        f"<content:encoded><![CDATA[{_WHOLE}]]></content:encoded></item>"
        for i in range(entries)
    )
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    title = "<title>Harbour news</title><link>https://harbour.example/</link>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {spaces}><channel>{title}{items}</channel></rss>'.encode()


def atom(entries: int) -> bytes:
    """The same as Atom, its links relative to an `xml:base`."""
    items = "".join(
        f'<entry><title type="html">Story {i} of the weir &amp;amp; the ferry</title><id>urn:harbour:{i}</id>'
        f'<link href="2026/story-{i}"/><published>2026-11-18T{i % 24:02}:15:00+01:00</published>'
        f"<author><name>Ada Lind</name></author><summary>{_TEASER}</summary></entry>"
        for i in range(entries)
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/"><title>Harbour news</title>'
        f"{items}</feed>"
    ).encode()


def right(feed: FeedText) -> int:
    """How many entries have their own title, address, date and author."""
    wanted = [
        (
            f"Story {i} of the weir & the ferry",
            f"https://harbour.example/2026/story-{i}",
            f"2026-11-18T{i % 24:02}:15:00+01:00",
            ("Ada Lind",),
        )
        for i in range(len(feed.entries))
    ]
    found = [(entry.title, entry.link, entry.published, entry.authors) for entry in feed.entries]
    return sum(mine == theirs for mine, theirs in zip(found, wanted, strict=True))


def best(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the quickest of some rounds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    plain = rss(given.entries)
    feeds = {
        "RSS, well-formed": plain,
        "Atom with xml:base, well-formed": atom(given.entries),
        "RSS with bare ampersands": plain.replace(b"&amp;", b"&"),
        "RSS with entities of HTML": plain.replace(b"on Monday", b"on&nbsp;Monday"),
        "RSS, broken throughout": plain.replace(b'<guid isPermaLink="false">', b"<guid isPermaLink=false>"),
    }
    print(f"{given.entries} entries, best of {given.rounds}; a well-formed feed should take at most {REACH:g} ms")
    print(f"{'feed':<34}{'KB':>7}{'ms':>9}{'read':>8}{'right':>8}")
    for name, data in feeds.items():
        found = parse_feed(data, base=BASE)
        rounds = given.rounds if "well-formed" in name else 1
        took = best(lambda data=data: parse_feed(data, base=BASE), rounds)  # type: ignore[misc]
        print(f"{name:<34}{len(data) / 1000:>7,.0f}{took:>9.1f}{len(found.entries):>8}{right(found):>8}")
    if find_spec("fastfeedparser"):
        import fastfeedparser

        took = best(lambda: fastfeedparser.parse(plain), given.rounds)
        print(f"{'the first one with fastfeedparser':<34}{len(plain) / 1000:>7,.0f}{took:>9.1f}")


if __name__ == "__main__":
    main()
