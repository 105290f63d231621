"""What invented outlets have published so far, as feeds and pages on this machine, some of them broken for a while."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "servers"))

from chronicle.kinds import OUTLETS
from website import Answer, Website, page

from briefer.model import Article

#: Days that an item stays in its feed.
SHOWN = 3
#: Outlets, by number, whose feeds are broken, from one day up to another.
BROKEN = {1: (1, 3), 2: (3, 4), 3: (4, 5)}
#: The outlet that says nothing from that day on.
SILENT, SILENT_FROM = 4, 4
#: The day of which a page fails at first.
FAILING = 2


@dataclass(slots=True)
class Press:
    """What the outlets have published so far, as feeds and pages."""

    site: Website
    outlets: Sequence[str] = OUTLETS
    #: Address of the page -> the day on which it came out.
    published: dict[str, int] = field(default_factory=dict)
    _items: defaultdict[str, list[tuple[int, str, Article]]] = field(default_factory=lambda: defaultdict(list))

    def url(self, path: str) -> str:
        """The address on this machine."""
        return f"http://127.0.0.1:{self.site.port}{path}"

    def feed(self, outlet: str) -> str:
        """Where the outlet's feed is."""
        return self.url(f"/{outlet.lower().replace(' ', '-')}/feed")

    def publish(self, day: int, articles: Sequence[Article]) -> None:
        """One day's articles, and every feed as it stands that evening."""
        for article in articles:
            outlet = article.outlet or ""
            if outlet == self.outlets[SILENT] and day >= SILENT_FROM:
                continue
            path = f"/{outlet.lower().replace(' ', '-')}/{article.id}"
            self.published[self.url(path)] = day
            self._items[outlet].append((day, path, article))
            good = _page(article, self.url(path))
            broken = day == FAILING and article is articles[0]
            self.site.put(path, *([Answer(status=500)] * 2 if broken else []), good)
        for number, outlet in enumerate(self.outlets):
            begins, ends = BROKEN.get(number, (0, 0))
            kept = [item for item in self._items[outlet] if item[0] > day - SHOWN]
            answer = self._rss(outlet, kept)
            if begins <= day < ends:
                # In turn: a server error, half a feed, a page in place of the feed.
                answer = (Answer(status=503), Answer(body=answer.body[: len(answer.body) // 2]), page("Down", "Soon."))[
                    number % 3
                ]
            self.site.put(f"/{outlet.lower().replace(' ', '-')}/feed", answer)

    def _rss(self, outlet: str, items: Sequence[tuple[int, str, Article]]) -> Answer:
        rows = "".join(
            f"<item><title>{escape(article.title or '')}</title><link>{self.url(path)}</link>"
            f"<pubDate>{format_datetime(datetime.fromisoformat(article.published or ''))}</pubDate></item>"
            for _, path, article in reversed(items)
        )
        body = f'<rss version="2.0"><channel><title>{outlet}</title><link>{self.url("/")}</link>{rows}</channel></rss>'
        return Answer(body=body.encode(), headers={"content-type": "application/rss+xml"})


def _page(article: Article, url: str) -> Answer:
    text = "".join(f"<p>{escape(line)}.</p>" for line in article.text.rstrip(".").split(". "))
    head = (
        f'<title>{escape(article.title or "")}</title><link rel="canonical" href="{url}">'
        f'<meta property="og:site_name" content="{escape(article.outlet or "")}">'
        f'<meta property="article:published_time" content="{article.published}">'
    )
    body = f"<!DOCTYPE html><html lang=en><head>{head}</head><body><article><h1>{escape(article.title or '')}</h1>{text}</article></body></html>"
    return Answer(body=body.encode(), headers={"content-type": "text/html; charset=utf-8"})
