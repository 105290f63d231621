"""What of a brief can be looked up: its claims and its people, each with the sentence that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from briefer.language.names.across import Names, names_nobody
from briefer.language.names.aliases import initials
from briefer.model import Article, Brief, Claim, Span, Story

_ISO_DAY = 10


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from."""

    #: The sentence.
    words: str
    #: The article's place among those of the brief; None where the evidence names none of them.
    place: int | None
    #: ISO.
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as it is looked up."""

    story: str
    claim: str
    kind: str
    #: Whose it is, as it is told.
    holder: str
    #: Who said it: what all forms of the name come to in this story; empty where it is nobody's.
    key: str
    #: The same of who uttered it for another; empty where nobody did.
    speaker: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody, or an organisation, in a story."""

    story: str
    claim: str
    key: str
    name: str
    role: str
    organisation: str
    #: The actor's, or empty for somebody who is not among the actors.
    kind: str
    #: What the name may be shortened to; empty for people.
    initials: str
    source: Source


class Sources:
    """Finds where the claims of a brief come from."""

    def __init__(self, brief: Brief) -> None:
        self._articles: Mapping[str, tuple[int, Article]] = {a.id: (i, a) for i, a in enumerate(brief.articles)}
        made = datetime.fromisoformat(brief.created)
        self._day = made.astimezone(ZoneInfo(brief.timezone)).date().isoformat()

    def of(self, evidence: Iterable[Span]) -> Source:
        """All that the first article of the evidence says of it."""
        known = [span for span in evidence if span.article in self._articles]
        if not known:
            return Source("", None, self._day)
        place, article = self._articles[known[0].article]
        return Source(_quoted(article.text, [s for s in known if s.article == article.id]), place, self.day(article))

    def day(self, article: Article) -> str:
        """The day on which the article was published, where it is known, else that of the brief."""
        published = article.published or ""
        return published[:_ISO_DAY] if len(published) >= _ISO_DAY else self._day


def _quoted(text: str, spans: Iterable[Span]) -> str:
    """The words of the spans, with an ellipsis where one does not follow upon the other."""
    quoted, end = "", None
    for span in dict.fromkeys(spans):
        if end is not None:
            quoted += " " if not text[end : span.start].strip() and end <= span.start else " … "
        quoted += text[span.start : span.end]
        end = span.end
    return quoted


def claim_rows(story: Story, names: Names, sources: Sources) -> Iterator[ClaimRow]:
    """The story's claims, each text once; its people are not among them. `names` are the story's."""
    told: set[str] = set()

    def row(
        kind: str, claim: Claim, text: str, holder: str | None = None, by: str | None = None, through: str | None = None
    ) -> ClaimRow:
        told.add(text)
        key, spoke = (names.key(name) if name and not names_nobody(name) else "" for name in (by, through))
        return ClaimRow(
            story=story.id,
            claim=claim.id,
            kind=kind,
            holder=holder or "",
            key=key,
            speaker="" if spoke == key else spoke,
            text=text,
            source=sources.of(claim.evidence),
        )

    for position in story.positions:
        yield row("position", position, position.text, position.holder, position.holder, position.speaker)
    for step in story.next_steps:
        yield row("step", step, step.text, step.actor, step.says)
    for event in story.what:
        yield row("what", event, event.text)
    for statement in chain.from_iterable(custom.claims for custom in story.custom.values()):
        yield row("custom", statement, statement.text)
    # Leads and headlines mostly repeat a claim.
    for lead in story.lead:
        if lead.text not in told:
            yield row("lead", lead, lead.text)
    if story.headline and story.headline not in told:
        yield row("headline", Claim(evidence=story.headline_evidence), story.headline)


def person_rows(story: Story, names: Names, sources: Sources) -> Iterator[PersonRow]:
    """The story's actors, and whoever else says something in it; of places only states. `names` are the story's."""
    roles = {names.key(p.holder): p.holder_role for p in story.positions if p.holder and p.holder_role}
    known: set[str] = set()
    for actor in story.who:
        if actor.kind == "place" and not names.knows(actor.name):
            continue
        known.add(key := names.key(actor.name))
        yield PersonRow(
            story=story.id,
            claim=actor.id,
            key=key,
            name=actor.name,
            role=actor.role or roles.get(key) or "",
            organisation=actor.organisation or "",
            kind=actor.kind,
            initials="" if actor.kind == "person" else acronym(actor.name),
            source=sources.of(actor.evidence),
        )
    others: list[tuple[Claim, str | None]] = [(p, name) for p in story.positions for name in (p.holder, p.speaker)]
    for claim, name in [*others, *((step, step.says) for step in story.next_steps)]:
        if name is None or names_nobody(name) or (key := names.key(name)) in known:
            continue
        known.add(key)
        yield PersonRow(
            story=story.id,
            claim=claim.id,
            key=key,
            name=name,
            role=roles.get(key) or "",
            organisation="",
            kind="",
            initials=acronym(name),
            source=sources.of(claim.evidence),
        )


def acronym(name: str) -> str:
    """What a name of several words may be shortened to; empty for others."""
    words = tuple(name.split())
    return initials(words).upper() if len(words) > 1 else ""
