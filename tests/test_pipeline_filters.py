"""Filters in a run: what they leave out costs nothing, and nothing vanishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefer.errors import ConfigError, NothingToBrief
from briefer.model import Article, Brief, Profile, Skipped
from briefer.pipeline import Briefer, Watch
from briefer.testing import FakeEngine, findings_of, span_of

WATER = "Norrmark and Vellany failed to agree on water releases on Wednesday. The council meets again on Friday."
FERRY = "The harbour board of Skerrow raised its ferry fees on Tuesday. The fees rise again in June."


def articles() -> list[Article]:
    water = Article.of(WATER, id="water", title="Water talks fail", outlet="Tidende", language="en")
    ferry = Article.of(FERRY, id="ferry", title="Ferry fees rise", outlet="Courier", language="en")
    return [water, ferry]


def engine() -> FakeEngine:
    made = FakeEngine()
    for article in articles():
        first = article.text.split(". ")[0]
        made.answers[article.id] = findings_of(article, headline=first, headline_evidence=(span_of(article, first),))
    return made


@pytest.mark.parametrize(
    "profile",
    [
        Profile(only="water AND council"),
        Profile(outlets=("Tidende",)),
        Profile(without_outlets=("courier",)),
    ],
)
def test_an_article_that_is_left_out_reaches_no_engine_and_stands_in_the_account(profile: Profile) -> None:
    used, told = engine(), list[Skipped]()
    made = Briefer(profile=profile, engine=used, watch=Watch(skipped=told.append)).brief(articles())
    assert [analysis.article.id for analysis in used.seen] == ["water"]
    assert [(s.input, s.code) for s in told] == [("Ferry fees rise", "filtered")]
    assert [(o.article, o.outcome) for o in made.account.articles] == [("water", "used"), ("ferry", "skipped")]
    assert made.account.articles[1].reason == told[0].reason


def test_what_is_left_out_hides_no_copy_of_it_from_elsewhere() -> None:
    copy = Article.of(WATER, id="copy", title="Water talks fail", outlet="Courier", language="en")
    made = Briefer(profile=Profile(without_outlets=("courier",)), engine=engine()).brief([copy, articles()[0]])
    assert [(o.article, o.outcome) for o in made.account.articles] == [("copy", "skipped"), ("water", "used")]


def test_filters_are_for_briefs_alone() -> None:
    found = Briefer(profile=Profile(only="water"), engine=engine()).extract(articles())
    assert [row.status for row in found] == ["ok", "ok"]


def test_where_all_is_left_out_there_is_no_brief_and_it_is_said_why() -> None:
    briefer = Briefer(profile=Profile(only="football"), engine=engine())
    with pytest.raises(NothingToBrief) as caught:
        briefer.brief(articles())
    assert caught.value.hint == "the filters of the brief left out 2"
    empty = briefer.brief(articles(), empty=True)
    assert [o.reason for o in empty.account.articles] == ["it does not match “only”: football"] * 2


def test_a_query_that_cannot_be_read_is_told_before_anything_is_read() -> None:
    used = engine()
    with pytest.raises(ConfigError, match="nothing stands after AND"):
        Briefer(profile=Profile(only="gas AND"), engine=used).brief(articles())
    assert not used.seen


def test_what_is_new_since_the_last_brief_comes_first() -> None:
    def brief(day: int, words: str, *others: Article, earlier: tuple[Brief, ...] = ()) -> Brief:
        text = f"{words} Divers search the Sild at Tarnvik for the bus of Brisling Lines, which fell from it on Monday."
        bus = Article.of(text, id=f"bus{day}", outlet="Tidende", published=f"2026-05-{day}", language="en")
        return Briefer().brief(
            [*others, bus], now=datetime(2026, 5, day, 18, tzinfo=UTC), id=f"b{day}", earlier=earlier
        )

    water = replace(articles()[0], published="2026-05-19")
    before = brief(19, "Transport minister Mats Ulven said he would not close the bridge over the Sild.", water)
    again = "Transport minister Mats Ulven said he would close the bridge over the Sild."
    plain = brief(20, again, water)
    after = brief(20, again, water, earlier=(before,))
    assert [s.articles for s in plain.stories] == [("water",), ("bus20",)]
    assert [s.articles for s in after.stories] == [("bus20",), ("water",)]
    assert {span.article for span in after.bottom_line[0].evidence} == {"bus20"}
    assert "Changed position" in Briefer().render(after)
