"""Which articles a brief takes, before anything is paid for them, and which stories it leaves out once they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from briefer.model import Article, Brief, Profile, Skipped, Story
from briefer.selection.query import Query
from briefer.selection.terms import Term, Text, fold

#: What articles that were left out are skipped as.
FILTERED = "filtered"
#: A longer value is shortened where a reason names it.
_MOST = 80
#: Why the articles of a story are left out that has no room.
_OVER = "its story, “{headline}”, is number {number}, and “max_stories” is {most}"
_IS_OVER = re.compile(r"its story, “(?P<headline>.+)”, is number (?P<number>\d+), and “max_stories” is \d+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A story that had no room in the brief."""

    headline: str
    #: Of its first article that has one.
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of one brief."""

    only: Query | None = None
    outlets: tuple[str, ...] = ()
    without_outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    actors: tuple[Term, ...] = ()
    muted: tuple[Query, ...] = ()

    @classmethod
    def of(cls, profile: Profile) -> Filters:
        """Those of a profile; a `ConfigError` where a query cannot be read."""
        return cls(
            only=Query.of(profile.only) if profile.only else None,
            outlets=profile.outlets,
            without_outlets=profile.without_outlets,
            languages=profile.languages,
            # A name has no plural.
            actors=tuple(Term(actor, exact=True) for actor in profile.actors),
            muted=tuple(map(Query.of, profile.muted)),
        )

    def article(self, article: Article) -> str | None:
        """Why an article is left out before it is read; None where it is taken."""
        if self.languages and not _speaks(article, self.languages):
            if article.language is None:
                return f"its language is not known, and “languages” takes only {_listed(self.languages)}"
            return f"its language “{article.language}” is not among “languages”: {_listed(self.languages)}"
        if self.outlets and not any(_from(name, article) for name in self.outlets):
            if not (article.outlet or article.url):
                return f"its outlet is not known, and “outlets” takes only {_listed(self.outlets)}"
            return f"its outlet is not among “outlets”: {_listed(self.outlets)}"
        for name in self.without_outlets:
            if _from(name, article):
                return f"its outlet is among “without_outlets”: {name}"
        if self.only is not None and not self.only.matches(Text(article.title, article.text)):
            return f"it does not match “only”: {_short(self.only.words)}"
        return None

    def skipped(self, input: str, article: Article) -> Skipped | None:
        """An article that is left out, read from this input, for the account; None where it is taken."""
        why = self.article(article)
        return Skipped.of(article, input, code=FILTERED, reason=why) if why is not None else None

    def story(self, story: Story, articles: Mapping[str, Article]) -> str | None:
        """Why a story is left out once its articles are read; None where it is told.

        It is muted by what it is about: its headline, the titles of its articles, and what happened. It names an
        actor in any of its claims.
        """
        if self.muted:
            about = Text(story.headline, *_titles(story, articles), *(event.text for event in story.what))
            for query in self.muted:
                if query.matches(about):
                    return f"its story is muted: {_short(query.words)}"
        if self.actors:
            named = Text(story.headline, *_names(story))
            if not any(actor.found_in(named) for actor in self.actors):
                return f"its story names none of “actors”: {_listed(tuple(actor.words for actor in self.actors))}"
        return None


def over(story: Story, number: int, most: int) -> str:
    """Why the articles of a story are left out that comes as this number where only so many have room."""
    return _OVER.format(headline=story.headline, number=number, most=most)


def left_over(brief: Brief) -> tuple[LeftOver, ...]:
    """The stories that had no room in the brief, as its account has them, in their order."""
    found: dict[int, LeftOver] = {}
    for outcome in brief.account.articles:
        if outcome.outcome == "skipped" and (said := _IS_OVER.fullmatch(outcome.reason or "")):
            known = found.get(number := int(said["number"]))
            if known is None or known.url is None:
                found[number] = LeftOver(said["headline"], outcome.url)
    return tuple(found[number] for number in sorted(found))


def _speaks(article: Article, languages: tuple[str, ...]) -> bool:
    """Whether the article is in one of them; `pt` takes `pt-BR` too."""
    tag = (article.language or "").casefold()
    return any(tag == wanted.casefold() or tag.startswith(f"{wanted.casefold()}-") for wanted in languages)


def _from(name: str, article: Article) -> bool:
    """Whether the outlet has this name, or the article this host or one below it."""
    wanted = fold(name).strip()
    if article.outlet and fold(article.outlet).strip() == wanted:
        return True
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:
        return False
    wanted = wanted.removeprefix("www.")
    return "." in wanted and f".{host}".endswith(f".{wanted}")


def _titles(story: Story, articles: Mapping[str, Article]) -> Iterator[str | None]:
    return (articles[name].title for name in story.articles if name in articles)


def _names(story: Story) -> Iterator[str | None]:
    for actor in story.who:
        yield from (actor.name, actor.organisation)
    for event in story.what:
        yield event.text
    for position in story.positions:
        yield from (position.holder, position.speaker, position.text)
    for step in story.next_steps:
        yield from (step.actor, step.says, step.text)


def _listed(values: tuple[str, ...]) -> str:
    return _short(", ".join(values))


def _short(words: str) -> str:
    return words if len(words) <= _MOST else f"{words[: _MOST - 1]}…"
