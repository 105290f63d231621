"""A brief beside an earlier one: what goes on, who changed, who fell silent, and what came due."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from briefer.changes import compared, follow
from briefer.cli import app
from briefer.contract import altered_words, dump_brief, load_brief
from briefer.model import (
    Actor,
    Article,
    Brief,
    Check,
    EngineInfo,
    Event,
    NextStep,
    Position,
    ProfileInfo,
    Span,
    Story,
    When,
)

OK = Check(status="verified", gates={"ids": "pass"})
EVENT = "Norrmark and Vellany negotiated about the water of the Sild at Lake Imre."
OTHER = "The parliament of Vellany voted to close the lignite mine at Osterholt."


def brief(
    day: int,
    *said: tuple[str, str],
    event: str = EVENT,
    article: str = "",
    steps: tuple[tuple[str, int], ...] = (),
    **more: Any,
) -> Brief:
    """The brief of one story of one article, printed on that day of May."""
    lines = [event, *(f"{holder} said {text}." for holder, text in said), *(text for text, _ in steps)]
    text = "\n".join(lines)
    name = article or f"a{day}"
    source = Article.of(text, id=name, outlet="Tidende", published=f"2026-05-{day:02}T06:00:00+02:00", language="en")

    def span(line: str) -> Span:
        start = text.index(line)
        return Span(name, start, start + len(line))

    positions = tuple(
        Position(
            id=f"p{day}-{i}", holder=holder, speaker=holder, text=words, evidence=(span(f"{holder} said {words}."),),
            check=OK, salience=0.9, **more,
        )
        for i, (holder, words) in enumerate(said)
    )  # fmt: skip
    who = tuple(
        Actor(id=f"w{day}-{i}", name=holder, kind="person", evidence=(span(line),), check=OK)
        for i, (holder, line) in enumerate({h: f"{h} said {w}." for h, w in said}.items())
    )
    next_steps = tuple(
        NextStep(
            id=f"n{day}-{i}", text=line, kind="scheduled", evidence=(span(line),), check=OK,
            when=When(text="then", span=span(line), from_=f"2026-05-{to:02}", to=f"2026-05-{to:02}"),
        )
        for i, (line, to) in enumerate(steps)
    )  # fmt: skip
    story = Story(
        id="s1", headline=event.rstrip("."), headline_evidence=(span(event),), headline_check=OK, articles=(name,),
        who=who, what=(Event(id=f"e{day}", text=event, evidence=(span(event),), check=OK),), positions=positions,
        next_steps=next_steps,
    )  # fmt: skip
    return Brief(
        id=f"b{day}", created=f"2026-05-{day:02}T05:00:00Z", title=f"Brief of {day} May 2026", language="en",
        timezone="UTC", profile=ProfileInfo(name="brief", template="daily"), engine=EngineInfo(name="extractive"),
        articles=(source,), stories=(story,),
    )  # fmt: skip


SIGN = ("Teodor Corvo", "he would sign the water treaty at the lake")
NOT_SIGN = ("Teodor Corvo", "he would not sign the water treaty at the lake")
DAMS = ("Signe Halgren", "the dams upstream would open before the summer")


def kinds(made: Brief) -> list[str | None]:
    return [p.change.kind if p.change else None for s in made.stories for p in s.positions]


def test_without_an_earlier_brief_nothing_is_said() -> None:
    alone = brief(20, SIGN)
    assert compared(alone, []) == alone
    assert compared(alone, [alone]) == alone


def test_what_was_said_again_is_repeated_since_the_first_day() -> None:
    made = compared(brief(20, SIGN), [brief(18, SIGN), brief(19, SIGN)])
    (change,) = [p.change for p in made.stories[0].positions]
    assert change is not None
    assert (change.kind, change.since) == ("repeated", "2026-05-18")
    assert made.changes == ()
    assert len(made.articles) == 1


def test_a_changed_position_has_both_sentences_and_both_dates() -> None:
    made = compared(brief(20, NOT_SIGN), [brief(18, SIGN)])
    (change,) = [p.change for p in made.stories[0].positions]
    assert change is not None
    assert (change.kind, change.since) == ("changed", "2026-05-18")
    (item,) = made.changes
    assert (item.kind, item.claim, item.since) == ("changed", "p20-0", "2026-05-18")
    bundle = dump_brief(made)
    (row,) = bundle["changes"]
    assert row["before"][0]["words"] == f"Teodor Corvo said {SIGN[1]}."
    assert row["now"][0]["words"] == f"Teodor Corvo said {NOT_SIGN[1]}."
    assert {a.id: (a.published or "")[:10] for a in made.articles} == {"a20": "2026-05-20", "a18": "2026-05-18"}
    assert altered_words(bundle) == ()
    assert load_brief(json.loads(json.dumps(bundle))).changes == made.changes


def test_what_changed_yesterday_is_repeated_today() -> None:
    made = compared(brief(20, NOT_SIGN), [brief(18, SIGN), brief(19, NOT_SIGN)])
    (change,) = [p.change for p in made.stories[0].positions]
    assert change is not None
    assert (change.kind, change.since) == ("repeated", "2026-05-19")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("he would accept a cut of 10 percent of the quota", "he would accept a cut of 20 percent of the quota"),
        ("Vellany supports the plan for a dam at Sild", "Vellany opposes the plan for a dam at Sild"),
    ],
)
def test_another_number_or_the_other_side_is_a_change(before: str, now: str) -> None:
    made = compared(brief(20, ("Teodor Corvo", now)), [brief(19, ("Teodor Corvo", before))])
    assert kinds(made) == ["changed"]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (SIGN, ("Teodor Corvo", "the farmers downstream had waited for a year")),
        (SIGN, ("Signe Halgren", NOT_SIGN[1])),
        (SIGN, ("He", NOT_SIGN[1])),
        (
            ("Teodor Corvo", "about 40 people had been hurt at the dam"),
            ("Teodor Corvo", "60 people were hurt at the dam"),
        ),
    ],
)
def test_another_matter_or_mouth_is_new_and_a_growing_count_no_change_of_mind(
    before: tuple[str, str], now: tuple[str, str]
) -> None:
    assert kinds(compared(brief(20, now), [brief(19, before)])) == ["new"]


def test_another_event_is_a_new_story() -> None:
    made = compared(brief(20, ("Pavla Sirkova", "the vote was a promise"), event=OTHER), [brief(19, SIGN)])
    assert [(c.kind, c.claim, c.text) for c in made.changes] == [("new", None, OTHER.rstrip("."))]


def test_who_spoke_before_and_not_now_is_not_heard_since() -> None:
    made = compared(brief(20, SIGN), [brief(18, SIGN, DAMS)])
    assert [(c.kind, c.text, c.since) for c in made.changes] == [("not_heard", "Signe Halgren", "2026-05-18")]


def test_changes_come_first_and_new_positions_are_few() -> None:
    many = [("Signe Halgren", f"her {thing} would wait for the treaty") for thing in ("army", "fleet", "bank", "court")]
    made = compared(brief(20, *many, NOT_SIGN), [brief(19, SIGN)])
    assert [c.kind for c in made.changes] == ["changed", "new", "new", "new"]


STEP = "The ministers will meet again in the town hall of Halvorsund."


@pytest.mark.parametrize(("day", "kind"), [(20, "due"), (19, "overdue")])
def test_a_step_that_came_due_and_is_not_told_of(day: int, kind: str) -> None:
    made = compared(brief(20, SIGN), [brief(18, SIGN, steps=((STEP, day),))])
    assert [(c.kind, c.text, c.since) for c in made.changes] == [(kind, STEP, f"2026-05-{day}")]


def test_a_step_that_is_told_of_or_still_to_come_is_not_due() -> None:
    past = brief(18, SIGN, steps=((STEP, 19),))
    assert compared(brief(20, SIGN, steps=((STEP, 25),)), [past]).changes == ()
    assert compared(brief(20, SIGN), [brief(18, SIGN, steps=((STEP, 25),))]).changes == ()


def test_an_article_whose_text_was_corrected_keeps_both_texts() -> None:
    made = compared(brief(20, NOT_SIGN, article="same"), [brief(18, SIGN, article="same")])
    assert len({a.id for a in made.articles}) == 2
    bundle = dump_brief(made)
    assert altered_words(bundle) == ()
    assert bundle["changes"][0]["before"][0]["words"] == f"Teodor Corvo said {SIGN[1]}."


@given(st.permutations([16, 17, 18, 19]))
def test_the_order_of_the_earlier_briefs_does_not_matter(days: list[int]) -> None:
    past = {16: brief(16, SIGN), 17: brief(17, NOT_SIGN, DAMS), 18: brief(18, SIGN), 19: brief(19, DAMS)}
    now = brief(20, SIGN)
    assert compared(now, [past[day] for day in days]) == compared(now, list(past.values()))


def test_two_stories_never_go_on_with_one() -> None:
    now = brief(20, SIGN)
    twin = replace(now.stories[0], id="s2")
    followed = follow(replace(now, stories=(*now.stories, twin)), [brief(19, SIGN)])
    assert sorted(len(stories) for stories in followed.values()) == [0, 1]


def written(folder: Path, *briefs: Brief) -> list[str]:
    paths = []
    for made in briefs:
        path = folder / f"{made.id}.json"
        path.write_text(json.dumps(dump_brief(made)), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_diff_shows_both_sentences_on_the_screen(tmp_path: Path) -> None:
    made = CliRunner().invoke(app, ["diff", *written(tmp_path, brief(18, SIGN, DAMS), brief(20, NOT_SIGN))])
    assert made.exit_code == 0
    assert made.stdout.startswith("# Brief of 18 May 2026, 05:00 → Brief of 20 May 2026, 05:00\n")
    assert made.stdout.index("## Changed positions") < made.stdout.index("## Not heard on this since")
    assert f"now: Teodor Corvo said {NOT_SIGN[1]}. (Tidende, 2026-05-20)" in made.stdout
    assert f"before: Teodor Corvo said {SIGN[1]}. (Tidende, 2026-05-18)" in made.stdout


def test_diff_tells_briefs_of_one_title_apart_by_their_own_time(tmp_path: Path) -> None:
    old, new = (replace(brief(day, SIGN), title="Desk", timezone="Europe/Oslo") for day in (18, 20))
    made = CliRunner().invoke(app, ["diff", *written(tmp_path, old, new)])
    assert made.stdout.startswith("# Desk, 18 May 2026, 07:00 → Desk, 20 May 2026, 07:00\n")


def test_diff_as_json(tmp_path: Path) -> None:
    paths = written(tmp_path, brief(18, SIGN), brief(20, NOT_SIGN))
    made = json.loads(CliRunner().invoke(app, ["diff", *paths, "--format", "json"]).stdout)
    assert (made["old"], made["new"]) == ("b18", "b20")
    assert [change["kind"] for change in made["changes"]] == ["changed"]


def test_diff_of_a_brief_with_itself_says_so(tmp_path: Path) -> None:
    (path,) = written(tmp_path, brief(18, SIGN))
    assert "Nothing is new" in CliRunner().invoke(app, ["diff", path, path]).stdout


def test_diff_of_what_is_no_brief(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("{}", encoding="utf-8")
    made = CliRunner().invoke(app, ["diff", str(path), str(path)])
    assert made.exit_code == 1
    assert "briefer.brief/1" in made.stderr


def test_beside_briefs_without_a_story_nothing_is_new() -> None:
    quiet = replace(brief(18, SIGN), stories=())
    assert compared(brief(20, SIGN), [quiet]).changes == ()
    kinds = [item.kind for item in compared(brief(20, SIGN), [quiet, brief(16, NOT_SIGN)]).changes]
    assert kinds == ["changed"]
