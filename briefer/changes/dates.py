"""The days on which things were said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from briefer.model import Article, Brief, Span

_ISO_DAY = 10


def day_of(evidence: Iterable[Span], articles: Mapping[str, Article], made: date) -> str:
    """The first day on which an article printed it, where that is known, else that on which the brief was made."""
    days = [
        published[:_ISO_DAY]
        for span in evidence
        if (article := articles.get(span.article)) and (published := article.published) and len(published) >= _ISO_DAY
    ]
    return min(days, default=made.isoformat())


def local_day(brief: Brief) -> date:
    """The day on which a brief was made, where it is read."""
    return datetime.fromisoformat(brief.created).astimezone(ZoneInfo(brief.timezone)).date()
