"""The whole brief, put together from its stories and their account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from briefer.compose.edition import LIMITS, LIMITS_ALONE, Edition
from briefer.compose.leads import LeadWriter, StatementCheck, bottom_line, lead_of
from briefer.compose.order import in_order
from briefer.compose.stories import Room, story_of
from briefer.compose.tally import Tally
from briefer.language.dates.calendar import MONTHS
from briefer.model import Article, ArticleOutcome, Brief, Findings, ProfileInfo, Skipped, Story


def compose(
    findings: Sequence[Findings],
    inputs: Sequence[tuple[str, Article] | Skipped],
    edition: Edition,
    *,
    check: StatementCheck,
    write: LeadWriter | None = None,
) -> Brief:
    """A brief of checked findings, a story for each article.

    `inputs` is all that the user gave, in order: what it was called and the article read from it, or why there is
    none. `findings` go with the articles by their ids. `check` runs the gates on the words that are composed here;
    `write` is asked once, for the leads of all stories. What the run has cost is for whoever knows it to add.
    """
    by_article = {found.article.id: found for found in findings}
    articles = {given[1].id: given[1] for given in inputs if not isinstance(given, Skipped)}
    limits = edition.limits or (LIMITS_ALONE if len(findings) == 1 else LIMITS)
    tally = Tally()
    stories: list[Story] = []
    outcomes: list[ArticleOutcome] = []
    for given in inputs:
        if isinstance(given, Skipped):
            outcomes.append(_left_out(given))
            continue
        name, article = given
        found = by_article[article.id]
        tally.count(found)
        story = story_of(found, article, Room(f"s{len(stories) + 1}", limits, edition.show_flagged), tally)
        if story is not None:
            stories.append(story)
        outcomes.append(_outcome(found, article, name, story))
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
        outcome="used" if story else "failed" if found.status == "failed" else "skipped",
        reason=reason,
        into=story.id if story else None,
    )
