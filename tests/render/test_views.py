"""Opponents side by side, steps by date, each thing said once."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from briefer.model import Actor, Brief, ClaimCounts, NotShown, Position, Statement, Story
from briefer.render.account import account_lines
from briefer.render.dates import Calendar
from briefer.render.views import Views


def _views(brief: Brief) -> Views:
    return Views.of(brief, Calendar.of(brief))


def _positions(*pairs: tuple[str, str]) -> tuple[Position, ...]:
    return tuple(Position(holder=name, speaker=name, text="x", stance=stance) for name, stance in pairs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pairs", "order"),
    [
        ([("A", "support"), ("B", "unclear"), ("C", "oppose")], ["A", "C", "B"]),
        ([("A", "unclear"), ("B", "oppose"), ("C", "neutral"), ("D", "support")], ["A", "B", "D", "C"]),
        ([("A", "conditional"), ("B", "neutral"), ("C", "oppose")], ["A", "C", "B"]),
        ([("B", "support"), ("A", "support")], ["B", "A"]),
        ([("A", "support"), ("B", "support"), ("A", "oppose")], ["A", "B"]),
    ],
)
def test_opponents_stand_next_to_each_other(
    samples: ModuleType, pairs: list[tuple[str, str]], order: list[str]
) -> None:
    brief = samples.ministerial()
    story = replace(brief.stories[0], positions=_positions(*pairs), who=())
    assert [h.name for h in _views(brief).holders(story)] == order


def test_one_block_holds_all_that_somebody_said(samples: ModuleType) -> None:
    brief = samples.ministerial()
    holders = _views(brief).holders(brief.stories[0])
    assert [(h.name, h.role, h.stances, len(h.sayings)) for h in holders] == [
        ("Signe Halgren", "water commissioner, Norrmark", ("conditional",), 2),
        ("Teodor Corvo", "agriculture minister, Vellany", ("oppose",), 2),
        ("An official close to the talks", "", ("unclear",), 1),
    ]


def test_several_stances_of_one_holder_are_shown_beside_their_words(samples: ModuleType) -> None:
    brief = samples.ministerial()
    story = replace(brief.stories[0], positions=_positions(("A", "support"), ("A", "oppose"), ("A", "unclear")), who=())
    (holder,) = _views(brief).holders(story)
    assert holder.stances == ("support", "oppose")
    assert [s.stance for s in holder.sayings] == ["support", "oppose", None]


def test_a_paraphrase_is_dropped_where_it_only_repeats_the_quotation(samples: ModuleType) -> None:
    brief = samples.ministerial()
    halgren, corvo, official = _views(brief).holders(brief.stories[0])
    quoted, plain = halgren.sayings
    assert (quoted.paraphrase, [q.text for q in quoted.quotes]) == (
        "",
        ["You cannot share a river that you measure twice"],
    )
    assert (plain.paraphrase, plain.quotes) == ("her side would take a fifth less water if the gauges were shared", ())
    assert corvo.sayings[0].paraphrase == "Vellany’s harvest comes before any release"
    assert corvo.sayings[0].said_by == "as cited by the Harbour Post"
    assert corvo.sayings[1].said_by == "a spokesperson for Corvo"
    # The words between marks stand in the paraphrase already.
    assert (official.sayings[0].quotes, official.sayings[0].said_by) == ((), "not named")


def test_attribution_in_full(samples: ModuleType) -> None:
    brief = samples.ministerial()
    story = brief.stories[0]
    full = [_views(brief).attribution(p, story) for p in story.positions]
    assert full == [
        "Signe Halgren, water commissioner, Norrmark",
        "Signe Halgren, water commissioner, Norrmark",
        "An official close to the talks (not named)",
        "Teodor Corvo, agriculture minister, Vellany, as cited by the Harbour Post",
        "a spokesperson for Corvo",
    ]


@pytest.mark.parametrize(
    ("role", "organisation", "shown"),
    [
        ("commissioner", "Norrmark", "commissioner, Norrmark"),
        ("president", "the council", "president of the council"),
        ("interim head", "company", "interim head of the company"),
        ("port director", "the port authority", "port director"),
        ("head of the yard", "the port authority", "head of the yard of the port authority"),
        ("envoy", "Teodor Corvo", "Teodor Corvo’s envoy"),
        ("Vellany’s minister", "Vellany", "Vellany’s minister"),
        ("data protocol", "a", "a data protocol"),
        ("spokesperson", "Corvo", "spokesperson for Corvo"),
        (None, "Norrmark", "Norrmark"),
        (None, None, ""),
    ],
)
def test_a_role_reads_as_the_articles_have_it(
    samples: ModuleType, role: str | None, organisation: str | None, shown: str
) -> None:
    brief = samples.ministerial()
    actor = Actor(name="X", role=role, organisation=organisation, kind="person")
    assert _views(brief).actor_role(actor, brief.stories[0]) == shown


def test_steps_stand_by_date_and_undated_ones_last(samples: ModuleType) -> None:
    brief = samples.ministerial()
    steps = _views(brief).steps(brief.stories[0])
    assert [(s.date, s.words, s.due, s.says) for s in steps] == [
        ("by 18 May", "", "overdue", ""),
        ("26 May", "next Tuesday", "", ""),
        ("by 31 May", "before the month is out", "", ""),
        ("", "", "", "Teodor Corvo"),
    ]
    assert steps[2].text.startswith("Maren Teale: report")


def _story(headline: str, lead: str, **values: object) -> Story:
    return Story(
        id="s1",
        headline=headline,
        headline_evidence=(),
        headline_check=Statement(text="").check,
        articles=(),
        lead=(Statement(text=lead),),
        **values,  # type: ignore[arg-type]
    )


def test_nothing_is_said_twice_between_headline_bottom_line_and_first_paragraph(samples: ModuleType) -> None:
    one = "Norrmark and Vellany failed to agree on summer water releases."
    two = "Both governments will meet again in Sankt Arvel on Tuesday morning."
    story = _story(one.rstrip("."), f"{one}", what=(samples.weir_story().what[1],))
    brief = replace(
        samples.ministerial(),
        stories=(story,),
        bottom_line=(Statement(text=one), Statement(text=two)),
    )
    views = _views(brief)
    assert [s.text for s in views.bottom_line()] == [two]
    assert [c.text for c in views.opening(story)] == ["The talks took two days."]
    # With several stories the bottom line is the first layer of the page: it stays whole.
    several = replace(brief, stories=(story, replace(story, id="s2", headline="Another thing happened entirely")))
    assert [s.text for s in _views(several).bottom_line()] == [one, two]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("ministerial", "1 article from 1 outlet, 1 story; 1 skipped, 1 failed"),
        ("daily", "3 articles from 3 outlets, 3 stories; 1 skipped, 1 failed"),
        ("empty", "0 articles, 0 stories; 1 skipped, 1 failed"),
    ],
)
def test_coverage_is_one_line(samples: ModuleType, name: str, line: str) -> None:
    assert _views(getattr(samples, name)()).coverage() == line


def test_an_empty_day_says_so(samples: ModuleType) -> None:
    brief = samples.empty()
    read = tuple(replace(one, article=f"a{n}") for n, one in enumerate(brief.account.articles))
    told = _views(replace(brief, account=replace(brief.account, articles=read))).nothing()
    assert told == "Nothing to report: 2 articles came in, none gave a story. The account says why."
    # What gave no article is none.
    assert _views(brief).nothing() == "Nothing to report: no article came in."
    bare = replace(brief, account=replace(brief.account, articles=()))
    assert _views(bare).nothing() == "Nothing to report: no article came in."
    assert _views(samples.daily()).nothing() == ""


def test_the_route_has_its_order_and_hides_nothing_that_was_set(samples: ModuleType) -> None:
    brief = samples.ministerial()
    brief = replace(
        brief, set={"copied_to": "Press office", "for": "decision", "to": "Minister", "contents_after": "2"}
    )
    assert _views(brief).route(["contents_after"]) == (
        ("To", "Minister"),
        ("Date", "21 May 2026, 07:10"),
        ("For", "decision"),
        ("Copied to", "Press office"),
    )


def test_the_account_in_words(samples: ModuleType) -> None:
    lines = " ".join(account_lines(samples.daily()))
    assert "24 claims: 20 verified, 2 flagged and 2 withheld." in lines
    assert "3 of lower rank and 1 over the page’s limits" in lines
    assert "speakers were found by rule" in lines
    assert "Not checked in articles in French: names and speaker." in lines


def test_the_account_of_a_model_says_what_it_cost(samples: ModuleType) -> None:
    brief = samples.ministerial()
    usage = replace(brief.usage, calls=3, tokens_in=1200, tokens_out=300)
    brief = replace(
        brief,
        engine=replace(brief.engine, name="openai", model="example-1"),
        usage=usage,
        account=replace(brief.account, claims=ClaimCounts(made=1, verified=1, shown=1, not_shown=NotShown())),
    )
    assert "Read by example-1 (openai) in 3 calls with 1,500 tokens, cost unknown; checked by rules." in account_lines(
        brief
    )
    priced = replace(brief, usage=replace(usage, cost=0.0421, currency="EUR"))
    assert any("0.04 EUR" in line for line in account_lines(priced))


def test_a_date_that_the_title_has_is_not_repeated(samples: ModuleType) -> None:
    brief = samples.daily()
    assert _views(brief).made() == "21 May 2026, 07:10"
    assert _views(replace(brief, title="Brief of 21 May 2026")).made() == "07:10"


@pytest.mark.parametrize(
    ("holder", "shown"),
    [("he", "“he”, not identified"), ("both sides", "Both sides"), ("Hera", "Hera"), (None, "Speaker not identified")],
)
def test_a_holder_that_names_nobody_is_shown_as_such(samples: ModuleType, holder: str | None, shown: str) -> None:
    brief = samples.ministerial()
    story = brief.stories[0]
    position = replace(story.positions[0], holder=holder, speaker=holder)
    assert _views(brief).holders(replace(story, positions=(position,)))[0].name == shown
