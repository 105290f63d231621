"""The articles of a story in the order in which they are told, copies of one text as one voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from briefer.language.meaning import gist
from briefer.model import Article, Findings

#: What came out so long before the latest report is no longer what leads.
_FRESH = timedelta(days=1)
#: Other voices in whose texts the words are looked for that a voice tells first.
_BESIDE = 8


@dataclass(frozen=True, slots=True)
class Voice:
    """Articles that are copies of one text, the original first."""

    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    #: When it first came out, as far as that is known.
    published: str | None


def in_order(
    copies: Sequence[Sequence[str]], findings: Mapping[str, Findings], articles: Mapping[str, Article]
) -> tuple[Voice, ...]:
    """The voices, that first which leads: of the latest day, in most outlets, telling what the others tell too.

    The order in which they come does not matter.
    """
    voices = [_voice(names, articles) for names in copies]
    if len(voices) == 1:
        return tuple(voices)
    latest = max((moment for v in voices if (moment := moment_of(v.published))), default=None)
    told = [_told_first(voice, findings, articles) for voice in voices]
    # In an order of their own, so that it does not matter in which they come.
    texts = sorted((voice.articles[0], articles[voice.articles[0]].text.casefold()) for voice in voices)[: _BESIDE + 1]
    # What many tell in the same words is looked for once.
    words = frozenset[str]().union(*told)
    holding = {name: frozenset(word for word in words if word in text) for name, text in texts}

    def rank(i: int) -> tuple[bool, int, float, str, str]:
        voice = voices[i]
        moment = moment_of(voice.published)
        stale = latest is not None and (moment is None or latest - moment > _FRESH)
        others = [held for name, held in holding.items() if name != voice.articles[0]][:_BESIDE]
        shared = sum(len(told[i] & held) for held in others) / max(1, len(told[i]) * len(others))
        return stale, -len(voice.outlets), -round(shared, 6), voice.published or "9", voice.articles[0]

    return tuple(voices[i] for i in sorted(range(len(voices)), key=rank))


@lru_cache(maxsize=1024)
def moment_of(published: str | None) -> datetime | None:
    """The moment, where the day is known; a day without a time counts from its beginning, without its zone."""
    if not published or len(published) < len("2026-01-01"):
        return None
    try:
        if len(published) == len("2026-01-01"):
            return datetime.combine(date.fromisoformat(published), time())
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return (moment - (moment.utcoffset() or timedelta())).replace(tzinfo=None)


def _voice(names: Sequence[str], articles: Mapping[str, Article]) -> Voice:
    def original(name: str) -> tuple[str, int, str]:
        moment = moment_of(articles[name].published)
        return moment.isoformat() if moment else "9", -len(articles[name].text), name

    ordered = sorted(names, key=original)
    outlets = dict.fromkeys(outlet for name in ordered if (outlet := articles[name].outlet))
    return Voice(tuple(ordered), tuple(outlets), articles[ordered[0]].published)


def _told_first(voice: Voice, findings: Mapping[str, Findings], articles: Mapping[str, Article]) -> frozenset[str]:
    """The stems of its headline and of the first event."""
    name = voice.articles[0]
    told = [articles[name].title or "", findings[name].headline or "", *(e.text for e in findings[name].what[:1])]
    return frozenset[str]().union(*(gist(text).stems for text in told if text))
