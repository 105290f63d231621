"""The whole brief, put together from its stories and their account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from briefer.compose.edition import LIMITS, LIMITS_ALONE, Edition
from briefer.compose.leads import LeadWriter, StatementCheck, bottom_line, lead_of
from briefer.compose.order import in_order
from briefer.compose.stories import Room, story_of
from briefer.compose.tally import Tally
from briefer.language.dates.calendar import MONTHS
from briefer.model import Article, ArticleOutcome, Brief, Findings, Material, ProfileInfo, Skipped, Story


def compose(
    findings: Sequence[Findings],
    inputs: Sequence[tuple[str, Article] | Skipped],
    edition: Edition,
    *,
    check: StatementCheck,
    materials: Sequence[Material] | None = None,
    write: LeadWriter | None = None,
) -> Brief:
    """A brief of checked findings.

    `inputs` is all that the user gave, in order: what it was called and the article read from it, or why there is
    none. `findings` go with the articles by their ids. `materials` are those of the stories, each article in one of
    them at most; without them, and for an article in none, an article is a story. `check` runs the gates on the words that are composed here;
    `write` is asked once, for the leads of all stories. What the run has cost is for whoever knows it to add.
    """
    by_article = {found.article.id: found for found in findings}
    articles = {given[1].id: given[1] for given in inputs if not isinstance(given, Skipped)}
    ordered_materials = _in_order_of(articles, materials or (), by_article)
    limits = edition.limits or (LIMITS_ALONE if len(ordered_materials) == 1 else LIMITS)
    tally = Tally()
    for name in articles:
        tally.count(by_article[name])
    stories: list[Story] = []
    into: dict[str, Story] = {}
    for material in ordered_materials:
        story = story_of(material, Room(f"s{len(stories) + 1}", limits, edition.show_flagged), tally)
        if story is not None:
            stories.append(story)
            into |= dict.fromkeys(material.articles, story)
    outcomes = [
        _left_out(given)
        if isinstance(given, Skipped)
        else _outcome(by_article[given[1].id], given[1], given[0], into.get(given[1].id))
        for given in inputs
    ]
    written = write(stories) if write is not None else {}
    led = [replace(s, lead=lead_of(s, written.get(s.id, ()), articles, check, tally)) for s in stories]
    ordered = in_order(led, articles, edition.profile)
    bottom = bottom_line(ordered, {a.id: a.sha256 for a in articles.values()}, check, tally)
    used = {article for story in ordered for article in story.articles}
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
        articles=tuple(article for article in articles.values() if article.id in used),
        bottom_line=bottom,
        stories=tuple(ordered),
        account=tally.account(outcomes),
    )


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


def _outcome(found: Findings, article: Article, input: str, story: Story | None) -> ArticleOutcome:
    reason = found.problem.text if found.problem else None
    if story is None and found.status not in ("failed", "skipped"):
        reason = reason or "nothing in it passed the checks"
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
