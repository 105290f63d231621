"""What a template lays out: holders side by side, steps by date, each thing said once, the account in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefer.model import (
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    Claim,
    Contradiction,
    Event,
    NextStep,
    Position,
    Span,
    Stance,
    Statement,
    Story,
)
from briefer.render.dates import Calendar
from briefer.render.words import attribution, headline, repeats, told, words
from briefer.templating import Locale, one_line, translated
from briefer.templating.locale import primary, well_formed

#: Who stands against whom.
OPPONENTS: dict[Stance, tuple[Stance, ...]] = {
    "support": ("oppose", "conditional"),
    "oppose": ("support", "conditional"),
    "conditional": ("oppose", "support"),
    "neutral": (),
    "unclear": (),
}
#: Words of `--set` with a place of their own; others are shown after them.
ROUTE = ("to", "from", "date", "deadline", "for", "reference")
#: Words of `--set` that stand elsewhere in a page.
APART = ("marking", "recommendation", "title")


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words."""

    text: str
    #: BCP 47 where it is not the brief's language, else empty.
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One position as a page shows it."""

    position: Position
    #: Empty where it would only repeat the quotations.
    paraphrase: str
    quotes: tuple[Quote, ...]
    #: Who spoke and how it reached the article; empty where the holder said it to the article itself.
    said_by: str
    #: BCP 47 of the words where it is not the brief's language, else empty.
    language: str
    #: The stance, where the holder has several.
    stance: Stance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody with all that they said."""

    name: str
    role: str
    #: Those that words carry, strongest first; `unclear` alone where there is none.
    stances: tuple[Stance, ...]
    target: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A next step with its date in words."""

    step: NextStep
    text: str
    #: `26 May`; empty without a date.
    date: str
    #: The article's own words of time, where they say it otherwise.
    words: str
    #: `overdue`, `due today`, `date passed` or empty.
    due: str
    #: Who stated it, where the text does not say so.
    says: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the claims that do not agree."""

    claim: Claim
    text: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """The helper filters that need to know the brief."""

    brief: Brief
    calendar: Calendar
    _articles: dict[str, Article]

    @classmethod
    def of(cls, brief: Brief, calendar: Calendar) -> Views:
        """The filters for one brief."""
        return cls(brief, calendar, {article.id: article for article in brief.articles})

    @property
    def locale(self) -> Locale:
        """The words of the page."""
        return self.calendar.locale

    def article(self, id: str) -> Article | None:
        """The article of that id."""
        return self._articles.get(id)

    def articles(self, story: Story) -> tuple[Article, ...]:
        """The story's articles."""
        return tuple(a for name in story.articles if (a := self.article(name)) is not None)

    def role(self, name: str | None, story: Story, role: str | None = None) -> str:
        """The role of somebody in the story, with what it belongs to: `water commissioner, Norrmark`."""
        actor = next((a for a in story.who if name and words(a.name) == words(name)), None)
        return self.actor_role(actor, story, role) if actor else one_line(role or "")

    def actor_role(self, actor: Actor, story: Story, role: str | None = None) -> str:
        """An actor's role with what it belongs to, joined as the articles join them where they do.

        `harbour minister`, `head of the port`; `Orvel’s special envoy` where it belongs to a person of the story.
        """
        title, house = one_line(role or actor.role or ""), one_line(actor.organisation or "")
        if not house or set(words(house)) <= set(words(title)):
            return title
        if not title:
            return house
        # As the articles have it: `harbour minister`, `professor at the University of Arvel`.
        joined = re.compile(
            rf"\b{re.escape(house)} {re.escape(title)}\b|\b{re.escape(title)} (?:of|at|for|in) (?:the )?{re.escape(house)}\b"
        )
        for article in self.articles(story):
            if found := joined.search(one_line(article.text)):
                return found[0]
        if primary(self.brief.language) != "en":
            return f"{title}, {house}"
        people = [words(a.name) for a in story.who if a.kind == "person" and a is not actor]
        if any(words(house)[-1] in name for name in people):
            return f"{house}’s {title}"
        if house.islower() and set(words(house.removeprefix("the "))) & set(words(title)):
            return title  # "Port director" says "of the port authority" already
        if house.startswith("the "):
            return f"{title} of {house}"
        return f"{title} of the {house}" if house.islower() else f"{title}, {house}"

    def holders(self, story: Story) -> tuple[Holder, ...]:
        """One block for each holder, opponents next to each other, else in the order of weight."""
        blocks: dict[tuple[str, ...], list[Position]] = {}
        for position in story.positions:
            blocks.setdefault(tuple(words(position.holder or "")), []).append(position)
        holders = [self._holder(positions, story) for positions in blocks.values()]
        ordered: list[Holder] = []
        while holders:
            ordered.append(holders.pop(0))
            against = [h for h in holders if _opposed(ordered[-1], h)]
            if against:
                holders.remove(against[0])
                ordered.append(against[0])
        return tuple(ordered)

    def _holder(self, positions: Sequence[Position], story: Story) -> Holder:
        first = positions[0]
        carried = tuple(dict.fromkeys(p.stance for p in positions if p.stance != "unclear"))
        role = next((p.holder_role for p in positions if p.holder_role), None)
        targets = {p.target for p in positions if p.target and p.stance != "unclear"}
        return Holder(
            name=self._named(first.holder or first.speaker),
            role=self.role(first.holder, story, role),
            stances=carried or ("unclear",),
            target=one_line(targets.pop() or "") if len(targets) == 1 and len(carried) == 1 else "",
            sayings=tuple(self._saying(p, story, several=len(carried) > 1) for p in positions),
        )

    def _saying(self, position: Position, story: Story, *, several: bool) -> Saying:
        quotes = tuple(q for span in position.quotes if (q := self.quote(span)).text)
        text = one_line(position.text)
        if quotes and repeats(text, [" ".join(q.text for q in quotes)]):
            text = ""
        elif quotes and all(_quoted_in(q.text, text) for q in quotes):
            quotes = ()
        places = [*position.content, *position.evidence]
        return Saying(
            position=position,
            paraphrase=text,
            quotes=quotes,
            said_by=attribution(position, self._speaker_role(position, story), named=False, locale=self.locale),
            language=self.language(places[0]) if places and not position.translation else "",
            stance=position.stance if several and position.stance != "unclear" else None,
        )

    def _speaker_role(self, position: Position, story: Story) -> str:
        if position.speaker and words(position.speaker) == words(position.holder or ""):
            return self.role(position.speaker, story, position.holder_role)
        return self.role(position.speaker, story)

    def attribution(self, position: Position, story: Story) -> str:
        """Who spoke, in full: `Halgren, harbour minister, as cited by the Norrmark Courier`."""
        return attribution(position, self._speaker_role(position, story), locale=self.locale)

    def _named(self, holder: str | None) -> str:
        """A holder's name as a heading; a word that names nobody is shown as such."""
        if not holder:
            return self.locale.gettext("Speaker not identified")
        name = one_line(holder)
        if name.lower() in UNRESOLVED:
            return self.locale.gettext("“%(word)s”, not identified", word=name)
        return name[:1].upper() + name[1:]

    def quote(self, span: Span) -> Quote:
        """The words of a span without the comma that only the sentence around them needs."""
        article = self.article(span.article)
        text = one_line(article.text[span.start : span.end]) if article else ""
        return Quote(text.rstrip(",").rstrip(), self.language(span))

    def language(self, span: Span) -> str:
        """The language of the span's article where it is not the brief's, else nothing."""
        article = self.article(span.article)
        return self.foreign(article) if article else ""

    def foreign(self, article: Article) -> str:
        """The article's language where it is not the brief's, else nothing."""
        own = well_formed(article.language or "")
        return "" if primary(own) == primary(self.brief.language) else own

    def made(self) -> str:
        """When the brief was made; the time alone where its title has the date."""
        return self.calendar.time() if self.calendar.today() in self.title() else self.calendar.now()

    def title(self) -> str:
        """The brief's title; one that briefer gave it is in the page's words."""
        return translated(self.brief.title, self.locale)

    def subject(self) -> str:
        """What a brief on one subject is called: its single story's headline, else its title."""
        return headline(self.brief.stories[0].headline) if len(self.brief.stories) == 1 else self.title()

    def nothing(self) -> str:
        """The sentence of an empty day; nothing where there are stories, or steps that came due."""
        if self.brief.stories or self.brief.changes:
            return ""
        # Folders, feeds and pages that gave none have a line in the account too.
        number = sum(outcome.article is not None for outcome in self.brief.account.articles)
        if not number:
            return self.locale.gettext("Nothing to report: no article came in.")
        return self.locale.ngettext(
            "Nothing to report: %(num)d article came in, none gave a story. The account says why.",
            "Nothing to report: %(num)d articles came in, none gave a story. The account says why.",
            number,
        )

    def steps(self, story: Story) -> tuple[Step, ...]:
        """The next steps by date, those without one last."""
        dated = sorted(story.next_steps, key=lambda s: _date(s) or "9999")
        return tuple(self._step(step) for step in dated)

    def _step(self, step: NextStep) -> Step:
        text = one_line(step.text)
        if step.actor and not set(words(step.actor)) <= set(words(text)):
            text = self.locale.gettext("%(label)s: %(value)s", label=one_line(step.actor), value=text)
        says = one_line(step.says or "")
        return Step(
            step=step,
            text=text,
            date=self.calendar.when(step.when),
            words=one_line(self.calendar.words(step.when)),
            due=self.calendar.due(step),
            says="" if says and set(words(says)) <= set(words(text)) else says,
        )

    def bottom_line(self, page_title: str = "") -> tuple[Statement, ...]:
        """The bottom line without what the page's title, or a single story's headline, says already."""
        shown = [page_title, *([self.brief.stories[0].headline] if len(self.brief.stories) == 1 else [])]
        return tuple(s for s in self.brief.bottom_line if not repeats(s.text, shown))

    def opening(self, story: Story) -> tuple[Statement | Event, ...]:
        """What happened: the lead, then events, without what headline, bottom line or each other say already."""
        shown = [story.headline, *(s.text for s in self.brief.bottom_line)]
        kept: list[Statement | Event] = []
        claims: list[Statement | Event] = [*story.lead, *story.what]
        for claim in claims:
            if not repeats(claim.text, shown):
                kept.append(claim)
                shown.append(claim.text)
        return tuple(kept)

    def actors(self, story: Story) -> tuple[Actor, ...]:
        """Who matters and is more than a name."""
        return tuple(a for a in story.who if a.role or a.organisation or a.why)

    def others(self, story: Story) -> tuple[Actor, ...]:
        """Who is named without a role."""
        return tuple(a for a in story.who if not (a.role or a.organisation or a.why))

    def sides(self, contradiction: Contradiction, story: Story) -> tuple[Side, ...]:
        """The claims that do not agree, each with its outlets."""
        claims: list[Claim] = [*story.lead, *story.who, *story.what, *story.positions, *story.next_steps]
        return tuple(
            Side(claim, told(claim, self.locale), self._outlets(claim))
            for name in contradiction.claims
            for claim in claims
            if claim.id == name
        )

    def _outlets(self, claim: Claim) -> tuple[str, ...]:
        found = (self.article(span.article) for span in claim.evidence)
        return tuple(dict.fromkeys(a.outlet or a.title or "" for a in found if a))

    def route(self, hidden: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
        """To, from, date, deadline and all else that `--set` gave, as pairs of label and value."""
        given = {key: value for key, value in self.brief.set.items() if value and key not in (*APART, *hidden)}
        if "date" not in hidden:
            given.setdefault("date", self.calendar.now())
        order = [key for key in ROUTE if key in given] + [key for key in given if key not in ROUTE]
        return tuple((self._label(key), given[key]) for key in order)

    def _label(self, key: str) -> str:
        _ = self.locale.gettext
        known = {
            "to": _("To"),
            "from": _("From"),
            "date": _("Date"),
            "deadline": _("Deadline"),
            "for": _("For"),
            "reference": _("Reference"),
        }
        return known.get(key) or self.locale.translated(key.replace("_", " ").capitalize())

    def coverage(self) -> str:
        """`14 articles from 6 outlets, 3 stories; 1 skipped`."""
        outcomes = [o.outcome for o in self.brief.account.articles]
        read = sum(o in ("used", "merged") for o in outcomes)
        # An earlier brief's article is here for a sentence of it, and was not read for this one.
        used = {o.article for o in self.brief.account.articles if o.outcome in ("used", "merged")}
        outlets = {a.outlet for a in self.brief.articles if a.outlet and a.id in used}
        _, ngettext = self.locale.gettext, self.locale.ngettext
        told = ngettext("%(num)d article", "%(num)d articles", read)
        if outlets:
            named = ngettext("%(num)d outlet", "%(num)d outlets", len(outlets))
            told = _("%(articles)s from %(outlets)s", articles=told, outlets=named)
        told += ", " + ngettext("%(num)d story", "%(num)d stories", len(self.brief.stories))
        lost: list[str] = []
        if skipped := outcomes.count("skipped"):
            lost.append(ngettext("%(num)d skipped", "%(num)d skipped", skipped))
        if failed := outcomes.count("failed"):
            lost.append(ngettext("%(num)d failed", "%(num)d failed", failed))
        return told + _("; ") + ", ".join(lost) if lost else told

    def outcome(self, outcome: ArticleOutcome) -> str:
        """What became of one input: `used for “Headline”`, `skipped: nearly empty`."""
        story = next((s for s in self.brief.stories if s.id == outcome.into), None)
        _ = self.locale.gettext
        if story and len(self.brief.stories) > 1:
            line = headline(one_line(story.headline))
            used = outcome.outcome == "used"
            text = _("used for “%(story)s”", story=line) if used else _("merged into “%(story)s”", story=line)
        else:
            text = {"used": _("used"), "merged": _("merged"), "skipped": _("skipped"), "failed": _("failed")}[
                outcome.outcome
            ]
        if not outcome.reason:
            return text
        return _("%(label)s: %(value)s", label=text, value=translated(one_line(outcome.reason), self.locale))


def _opposed(one: Holder, other: Holder) -> bool:
    return any(o in OPPONENTS[s] for s in one.stances for o in other.stances)


def _quoted_in(quote: str, text: str) -> bool:
    """Whether the text holds the quotation between marks of its own."""
    place = text.find(quote)
    return place > 0 and text[place - 1] in "“\"‘'«„"


#: Holders that the rules could not resolve to a name.
UNRESOLVED = frozenset("he she they it i we you who his her their".split())


def _date(step: NextStep) -> str | None:
    if step.when is None:
        return None
    return step.when.from_ or step.when.to
