"""Clocks that are wrong, filters with a typo, steps on an empty day: what would be lost or told without a word."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from daily_world import MORNING, READERS, Crash, World, text
from website import page

from briefer.config import SourceSettings
from briefer.engines.extractive import ExtractiveEngine
from briefer.model import EngineInfo, Findings, Problem
from briefer.pipeline.daily import daily, rehearse
from briefer.pipeline.done import Done
from briefer.pipeline.recording import Memory
from briefer.store import Store
from briefer.store.cache import Failure
from briefer.store.history import History
from briefer.testing import FakeEngine

DUE = "The council will vote on pier 9 on 21 November, it said."


def forgotten(world: World) -> int:
    """Forgets all briefs, as somebody may."""
    with Store(world.folder / "briefer.db") as store:
        return History(store).forget(world.now + timedelta(days=1))


# --- the archive ----------------------------------------------------------------------------------------


def test_one_run_with_the_clock_years_ahead_forgets_nothing(world: World) -> None:
    for number in (1, 2):
        world.publish(number)
        world.run(keep_days=30)
        world.tomorrow()
    right = world.now
    world.now += timedelta(days=3650)
    world.publish(3)
    assert world.run(keep_days=30).forgotten == 0
    world.now = right
    world.publish(4)
    assert world.run(keep_days=30).forgotten == 0
    assert len(world.briefs()) == 4


def test_a_clock_that_jumps_forgets_nothing_however_often_it_runs(world: World) -> None:
    """Steady days count, whatever the clock says; jumps to and fro do not."""
    for jump in (0, 3650, 0, -3650, 3650, 0, -3650, 60, 0):
        world.now += timedelta(days=jump + 1)
        world.publish(world.now.toordinal())
        assert world.run(keep_days=3).forgotten == 0
    assert len(world.briefs()) == 9
    world.tomorrow()
    assert world.run(keep_days=2).forgotten == 2


def test_what_is_forgotten_is_counted(world: World) -> None:
    world.publish(1)
    world.run(keep_days=1)
    for _ in range(2):
        world.now += timedelta(days=2)
        done = world.run(keep_days=1)
    assert done.forgotten == 1


def test_what_was_read_for_briefs_that_are_forgotten_goes_with_them(world: World) -> None:
    def read() -> list[str]:
        with Store(world.folder / "briefer.db") as store:
            return sorted(key for (key,) in store.do("SELECT key FROM findings UNION SELECT key FROM failures"))

    for day in range(4):
        world.publish(day)
        world.run(keep_days=1)
        with Store(world.folder / "briefer.db") as store:
            article = world.briefs()[-1].articles[0].info()
            store.keep(f"made {day}", Findings(article=article, engine=EngineInfo(name="small")), now=world.now)
            problem = Problem(code="engine", text="it broke")
            store.keep_failure(f"failed {day}", Failure(problem=problem, retry=world.now), now=world.now)
        world.tomorrow()
    # The fourth run has forgotten the first brief.
    assert len(world.briefs()) == 3
    assert read() == [f"{what} {day}" for what in ("failed", "made") for day in (1, 2, 3)]


def test_a_brief_that_waits_for_its_readers_is_kept(world: World) -> None:
    world.publish(1)
    world.mail.steps["RCPT"] = lambda *_: "450 later"
    world.run(keep_days=1)
    (first,) = world.briefs()
    for _ in range(2):
        world.now += timedelta(days=1, hours=6)
        world.publish(2)
        world.run(keep_days=1)
    assert first.id in [brief.id for brief in world.briefs()]


def test_a_brief_that_was_forgotten_before_it_was_delivered_is_told_of(world: World) -> None:
    world.publish(1)
    world.crash = "send"
    with pytest.raises(Crash):
        world.run()
    world.crash = None
    assert forgotten(world) == 1
    world.tomorrow()
    world.publish(2)
    done = world.run()
    assert [window.until for window in done.lost] == [MORNING]
    assert done.status == 5
    world.tomorrow()
    world.publish(3)
    assert world.run().status == 0


# --- empty days -----------------------------------------------------------------------------------------


def step(world: World) -> None:
    """A brief that tells of a step which comes due the next day."""
    world.items = []
    world.publish(1)
    world.site.put("/1", page("Pier 4", f"{text(1)} {DUE}"))


@pytest.mark.parametrize("empty", ["note", "nothing"])
def test_a_day_on_which_a_step_came_due_is_not_empty(world: World, empty: str) -> None:
    world.with_profile(empty=empty)
    step(world)
    world.run()
    world.tomorrow()
    with Store(world.folder / "briefer.db") as store:
        assert len(rehearse(world.job(store))[1]) == 2
    done = world.run()
    assert done.brief is not None
    assert not done.brief.stories
    assert [item.kind for item in done.brief.changes] == ["due"]
    assert done.brief.title == "Morning brief"
    (finished,) = done.finished
    assert finished.window.outcome is None
    shown = finished.files[0].read_text(encoding="utf-8")
    assert "vote on pier 9" in shown
    assert "Nothing to report" not in shown
    assert len(world.mails()) == 2 * len(READERS)
    # The step is told of once: another run so soon has nothing to say.
    world.now += timedelta(minutes=10)
    assert world.run().short


def test_a_second_try_is_one_however_long_its_window_is(world: World) -> None:
    world.publish(1)
    world.run()
    world.now += timedelta(minutes=10)
    assert world.run(since=MORNING - timedelta(days=7)).short
    assert len(world.mails()) == len(READERS)


def test_a_run_after_a_recorded_brief_is_a_second_try(world: World) -> None:
    world.publish(1)
    world.run()
    world.now += timedelta(hours=23)
    with Store(world.folder / "briefer.db") as store:
        made = world.briefs()[0]
        later = world.now.isoformat(timespec="seconds")
        Memory(store, world.profile).record(replace(made, id="byhand", created=later), now=world.now)
    world.now += timedelta(hours=1)
    assert world.run().short
    world.now += timedelta(hours=3)
    assert not world.run().short


def test_a_new_article_that_gave_no_story_is_not_called_nothing_new(world: World) -> None:
    world.with_profile(only='"whales"')
    world.publish(1)
    done = world.run()
    assert done.brief is not None
    assert done.brief.title == "Morning brief: no story in 1 source"
    shown = done.finished[0].files[0].read_text(encoding="utf-8")
    assert "1 article came in" in shown


def test_an_empty_folder_is_no_article(world: World) -> None:
    (world.folder / "articles").mkdir()
    world.sources = [SourceSettings(kind="files", place=str(world.folder / "articles"), name="articles")]
    done = world.run()
    assert "no article came in" in done.finished[0].files[0].read_text(encoding="utf-8")


# --- filters --------------------------------------------------------------------------------------------


def test_a_typo_in_a_filter_can_be_made_good(world: World) -> None:
    world.with_profile(only="harbuor")
    world.publish(1)
    world.run()
    assert world.told() == []
    world.with_profile(only="harbour")
    world.tomorrow()
    world.run()
    assert world.told() == ["1"]


def test_a_report_that_its_outlet_has_withdrawn_is_told_of_as_an_update(world: World) -> None:
    world.publish(1)
    world.run()
    world.tomorrow()
    world.site.put("/1", page("Pier 4", "This article has been withdrawn. The council denies the closure."))
    done = world.run()
    assert done.brief is not None
    (used,) = [one for one in done.brief.account.articles if one.outcome == "used"]
    assert used.reason == "an update: seen before with other words, on 20 November 2026"
    assert "This article has been withdrawn." in done.finished[0].files[0].read_text(encoding="utf-8")


# --- languages ------------------------------------------------------------------------------------------

FRENCH = (
    "Le conseil du port de Vellany a décidé lundi de fermer le quai numéro sept, et le syndicat des dockers a rejeté ce "
    "plan. Le directeur du port a dit que le quai coûtait trop cher à la ville et à ses habitants."
)


def french(world: World, **given: Any) -> Done:
    """A run whose feed has an article in French, at two addresses."""
    for number in (1, 2):
        world.site.put(f"/{number}", page("Le quai", FRENCH, language="fr"))
    with Store(world.folder / "briefer.db") as store:
        job = world.job(store)
        job.briefer.engine = given.get("engine", job.briefer.engine)
        return daily(job)


def test_an_article_that_no_engine_read_is_told_of_once_and_read_by_another_engine(world: World) -> None:
    world.publish(1)
    world.publish(2)
    done = french(world)
    assert (done.seen, done.outcomes) == (0, {"skipped": 2})
    world.tomorrow()
    done = french(world)
    assert done.seen == 2
    world.tomorrow()
    both = FakeEngine(languages=("en", "fr"))
    assert french(world, engine=both).seen == 0
    # The other one is a copy.
    assert [analysis.article.language for analysis in both.seen] == ["fr"]
    # Whoever reads it now, it was told of.
    for engine in (both, ExtractiveEngine()):
        world.tomorrow()
        assert french(world, engine=engine).seen == 2
    assert len(both.seen) == 1


# --- clocks ---------------------------------------------------------------------------------------------


def test_what_was_too_old_by_a_clock_that_was_ahead_is_read_when_it_is_right(world: World) -> None:
    world.publish(1)
    world.run()
    right = world.now + timedelta(days=1)
    world.now += timedelta(days=400)
    world.run()
    world.now += timedelta(days=1)
    world.publish(2, ago=timedelta(days=400, hours=2))
    world.run()
    assert world.told() == ["1"]
    world.now = right
    world.run()
    assert sorted(world.told()) == ["1", "2"]
    world.tomorrow()
    world.run()
    assert sorted(world.told()) == ["1", "2"]


def test_after_a_run_with_the_clock_ahead_and_a_full_mailbox_there_is_a_brief_each_morning(world: World) -> None:
    right = world.now
    world.now += timedelta(days=60)
    world.publish(1)
    world.mail.steps["RCPT"] = lambda _, who: "452 4.2.2 mailbox full" if who.startswith("cyr") else None
    world.run()
    world.now = right
    for number in (2, 3):
        world.tomorrow()
        world.publish(number)
        assert world.run().brief is not None
    assert sorted(world.told()) == ["1", "2", "3"]


# --- what comes twice -----------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [{"url": "https://news.example/1"}, {"id": "7"}])
def test_of_two_articles_of_one_name_the_one_that_is_told_is_not_told_again(
    world: World, given: dict[str, str]
) -> None:
    folder = world.folder / "in"
    folder.mkdir()
    for number, name in enumerate("ab", 1):
        row = {**given, "text": text(number), "published": "2026-11-20T04:00:00Z"}
        (folder / f"{name}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    world.sources = [SourceSettings(kind="files", place=str(folder), name="Folder")]
    told = []
    for _ in range(4):
        done = world.run()
        assert done.brief is not None
        told += [one.input[-9:] for one in done.brief.account.articles if one.outcome == "used"]
        world.tomorrow()
    assert told.count("a.jsonl:1") == 1
    assert told.count("b.jsonl:1") <= 1
