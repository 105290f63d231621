"""The whole brief, put together from its stories and their account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from briefer.compose.choice import Choice, choose
from briefer.compose.edition import LIMITS, LIMITS_ALONE, Edition
from briefer.compose.leads import LeadWriter, StatementCheck, bottom_line, lead_of
from briefer.compose.stories import Room, headline_of, whole
from briefer.compose.tally import Tally, claims_of, verified
from briefer.language.corrections import is_correction
from briefer.language.dates.calendar import MONTHS
from briefer.model import Article, ArticleOutcome, Brief, ChangeItem, Findings, Material, ProfileInfo, Skipped, Story

#: Puts a brief beside earlier ones.
Comparison = Callable[[Brief], Brief]


def compose(
    findings: Sequence[Findings],
    inputs: Sequence[tuple[str, Article] | Skipped],
    edition: Edition,
    *,
    check: StatementCheck,
    materials: Sequence[Material] | None = None,
    write: LeadWriter | None = None,
    compare: Comparison | None = None,
) -> Brief:
    """A brief of checked findings.

    `inputs` is all that the user gave, in order: what it was called and the article read from it, or why there is
    none. `findings` go with the articles by their ids. `materials` are those of the stories, each article in one of
    them at most; an article in none is a story. `compare` says what changed since earlier briefs: it gets a brief of
    all stories, uncut and without leads, before their order is decided and what is told of them. `check` runs the
    gates on the words that are composed here; `write` is asked once, for the leads of all stories that are told. What
    the run has cost is for whoever knows it to add.
    """
    by_article = {found.article.id: found for found in findings}
    articles = {given[1].id: given[1] for given in inputs if not isinstance(given, Skipped)}
    ordered_materials = _in_order_of(articles, materials or (), by_article)
    limits = edition.limits or (LIMITS_ALONE if len(ordered_materials) == 1 else LIMITS)
    tally = Tally()
    for name in articles:
        tally.count(by_article[name])
    stories: list[Story] = []
    of: dict[str, Material] = {}
    for material in ordered_materials:
        story = whole(material, Room(f"s{len(stories) + 1}", limits, edition.show_flagged), tally)
        if story is not None:
            stories.append(story)
            of[story.id] = material
    everything = _brief(edition, stories, articles.values())
    if compare is not None:
        everything = compare(everything)
    choice = choose(everything, limits, edition.profile)
    for story in stories:
        _count(story, of[story.id], choice, tally)
    written = write(choice.stories) if write is not None else {}
    told = [replace(s, lead=lead_of(s, written.get(s.id, ()), articles, check, tally)) for s in choice.stories]
    bottom = bottom_line(told, {a.id: a.sha256 for a in articles.values()}, check, tally)
    return replace(
        everything,
        articles=tuple(_needed(everything.articles, told, choice.changes)),
        bottom_line=bottom,
        changes=choice.changes,
        stories=tuple(told),
        account=tally.account(_outcomes(inputs, by_article, stories, choice)),
    )


def _brief(edition: Edition, stories: Sequence[Story], articles: Iterable[Article]) -> Brief:
    """The brief of these stories, before anything is decided on them."""
    profile = edition.profile
    return Brief(
        id=edition.id,
        created=edition.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        title=profile.title or _dated(edition.now.astimezone(ZoneInfo(profile.timezone))),
        language=profile.language,
        timezone=profile.timezone,
        profile=ProfileInfo(
            name=profile.name,
            template=profile.template,
            sections=tuple(question.name for question in profile.questions),
            topics=profile.topics,
            us=profile.us,
        ),
        set=profile.set,
        engine=edition.engine,
        articles=tuple(articles),
        stories=tuple(stories),
    )


def _count(story: Story, material: Material, choice: Choice, tally: Tally) -> None:
    """What becomes of the verified claims of one story, its own headline among them."""
    headline = int(headline_of(material) is material.headline)
    if (own := choice.tallies.get(story.id)) is not None:
        tally.shown += headline
        tally.take(own)
        return
    claims = headline + verified(claim for _, claim in claims_of(story))
    if story.id in choice.filtered:
        tally.filter += claims
    else:
        tally.limit += claims


def _needed(articles: Iterable[Article], stories: Sequence[Story], changes: Iterable[ChangeItem]) -> Iterator[Article]:
    """The articles of the stories, and those that earlier sentences stand in."""
    used = {article for story in stories for article in story.articles}
    moved = [claim.change.evidence for s in stories for claim in (*s.positions, *s.what) if claim.change is not None]
    moved += [spans for item in changes for spans in (item.before, item.now)]
    used.update(span.article for spans in moved for span in spans)
    return (article for article in articles if article.id in used)


def _in_order_of(
    articles: Mapping[str, Article], materials: Sequence[Material], findings: Mapping[str, Findings]
) -> list[Material]:
    """The materials, with those of single articles, in the order in which their first articles came in."""
    of = {name: material for material in materials for name in material.articles}
    found: dict[int, Material] = {}
    for name, article in articles.items():
        material = of.get(name) or Material.of(findings[name], article)
        found.setdefault(id(material), material)
    return list(found.values())


#: Beside what became of an article that says so of itself.
CORRECTION = "it corrects an earlier report"


def _dated(day: datetime) -> str:
    # Not `strftime`, which writes months in the machine's language.
    return f"Brief of {day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _left_out(given: Skipped) -> ArticleOutcome:
    return ArticleOutcome(
        article=given.id,
        input=given.input,
        title=given.title,
        url=given.url,
        outcome=given.outcome,
        reason=given.reason,
    )


def _outcomes(
    inputs: Sequence[tuple[str, Article] | Skipped],
    findings: Mapping[str, Findings],
    stories: Sequence[Story],
    choice: Choice,
) -> Iterator[ArticleOutcome]:
    """What became of every input, in order."""
    into = {article: story for story in stories for article in story.articles}
    why = {**choice.filtered, **choice.over}
    for given in inputs:
        if isinstance(given, Skipped):
            yield _left_out(given)
            continue
        name, article = given
        story = into.get(article.id)
        if story is not None and story.id in why:
            yield _outcome(findings[article.id], article, name, None, why[story.id])
        else:
            yield _outcome(findings[article.id], article, name, story)


def _outcome(
    found: Findings, article: Article, input: str, story: Story | None, reason: str | None = None
) -> ArticleOutcome:
    if reason is None and found.problem:
        reason = found.problem.text
    if story is None and found.status not in ("failed", "skipped"):
        reason = reason or "nothing in it passed the checks"
    if story is not None and reason is None and is_correction(article.title, article.text):
        reason = CORRECTION
    return ArticleOutcome(
        article=article.id,
        input=input,
        title=article.title,
        url=article.url,
        outcome=_become(found, story),
        reason=reason,
        into=story.id if story else None,
    )


def _become(found: Findings, story: Story | None) -> Literal["used", "merged", "skipped", "failed"]:
    """The leading article of a story is used, the others are merged into it."""
    if story is None:
        return "failed" if found.status == "failed" else "skipped"
    return "used" if story.articles[0] == found.article.id else "merged"
