"""Daily runs: what belongs to which brief, and that nothing is lost or sent twice wherever a run breaks off."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from daily_world import MORNING, READERS, Crash, World, text
from website import Answer, page

from briefer.config import SourceSettings
from briefer.contract import load_brief
from briefer.errors import BrieferError
from briefer.pipeline.daily import APPROVAL, rehearse
from briefer.store import Store
from briefer.store.locks import Busy
from briefer.store.outbox import Outbox
from briefer.store.pages import Pages
from briefer.store.runs import Runs

STEPS = ("open", "read", "understand", "compose", "store", "write", "send", "close")


def reconciles(world: World) -> None:
    for brief in world.briefs():
        outcomes = [one.outcome for one in brief.account.articles]
        assert len(outcomes) == sum(outcomes.count(o) for o in ("used", "merged", "skipped", "failed"))
        claims = brief.account.claims
        assert claims.made == claims.verified + claims.flagged + claims.withheld


def test_a_morning(world: World) -> None:
    world.publish(1)
    world.publish(2)
    done = world.run()
    assert done.status == 0
    assert sorted(world.told()) == ["1", "2"]
    assert world.mails() == sorted(READERS)
    (page_file, bundle) = done.finished[0].files
    assert (page_file.name, bundle.name) == ("morning-2026-11-20.html", "morning-2026-11-20.json")
    brief = load_brief(json.loads(bundle.read_text()))
    assert brief.id == world.briefs()[0].id
    assert world.kept()[0] == []
    (run,) = world.kept()[1]
    assert (run.brief, run.status) == (brief.id, 0)
    assert [step["step"] for step in run.report["steps"]] == list(STEPS)
    assert run.report["recipients"] == {"sent": 3, "refused": 0, "unknown": 0, "pending": 0}
    reconciles(world)


def test_the_next_morning_brings_only_what_is_new_and_says_what_changed(world: World) -> None:
    world.publish(1)
    world.run()
    world.tomorrow()
    world.publish(2)
    done = world.run()
    assert done.brief is not None
    assert done.stretch is not None
    assert (done.stretch.since, done.stretch.until) == (MORNING, MORNING + timedelta(days=1))
    assert world.told() == ["1", "2"]
    assert done.seen == 1
    reasons = [one.reason for one in done.brief.account.articles if one.outcome == "skipped"]
    assert reasons == ["seen before, on 20 November 2026"]
    assert done.brief.changes
    # Composing goes on after the comparison, and is one step all the same.
    steps = [step["step"] for step in world.kept()[1][0].report["steps"]]
    assert steps == [*STEPS[: STEPS.index("compose") + 1], "compare", *STEPS[STEPS.index("store") :]]
    assert len(world.mails()) == 6


def test_another_text_at_a_known_address_is_an_update(world: World) -> None:
    world.publish(1)
    world.run()
    world.tomorrow()
    world.publish(1, who="Ines Marr")
    done = world.run()
    assert done.brief is not None
    (used,) = [one for one in done.brief.account.articles if one.outcome == "used"]
    assert used.reason == "an update: seen before with other words, on 20 November 2026"


def test_a_copy_at_another_address_is_told_of_once_and_seen_from_then_on(world: World) -> None:
    world.publish(1)
    world.publish(6)
    world.site.put("/6", page("Pier 4", text(1)))
    done = world.run()
    assert done.outcomes == {"used": 1, "skipped": 1}
    world.tomorrow()
    done = world.run()
    assert done.seen == 2


def test_briefs_of_two_names_know_nothing_of_each_other(world: World) -> None:
    world.publish(1)
    world.run()
    world.with_profile(name="evening")
    world.run()
    assert world.told() == ["1", "1"]


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_breaks_off_is_completed_by_the_next_one(world: World, step: str) -> None:
    world.publish(1)
    world.crash = step
    with pytest.raises(Crash):
        world.run()
    world.crash = None
    world.now += timedelta(minutes=20)
    world.publish(2)
    assert world.run().status == 0
    assert world.mails() == sorted(READERS)
    assert len(list((world.folder / "briefs").iterdir())) == 2
    world.tomorrow()
    world.publish(3)
    world.run()
    assert sorted(world.told()) == ["1", "2", "3"]
    assert len(world.mails()) == 6
    assert world.kept()[0] == []
    reconciles(world)


@pytest.mark.parametrize("step", ["understand", "store", "write", "send"])
def test_days_of_crashes_lose_and_double_nothing(world: World, step: str) -> None:
    for day in range(4):
        world.publish(day)
        world.crash = step if day in (0, 2) else None
        if world.crash:
            with pytest.raises(Crash):
                world.run()
        else:
            world.run()
        world.tomorrow()
    told = world.told()
    assert sorted(told) == ["0", "1", "2", "3"]
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        assert {entry.state for entry in outbox.entries()} == {"sent"}
        assert len(outbox.entries()) == len(world.mails()) == 3 * len(world.briefs())
    reconciles(world)


def test_storing_is_all_or_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(1)
    with monkeypatch.context() as patched:
        patched.setattr(Runs, "store", lambda *_, **__: (_ for _ in ()).throw(Crash()))
        with pytest.raises(Crash):
            world.run()
    assert world.briefs() == []
    with Store(world.folder / "briefer.db") as store:
        first = Runs(store).unfinished("morning", regular=True)
        assert first is not None
        assert store.do("SELECT count(*) FROM seen") == [(0,)]
    world.run()
    assert [brief.id for brief in world.briefs()] == [first.brief]
    assert world.told() == ["1"]


def test_a_mail_that_may_have_arrived_is_not_sent_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(1)
    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "settle", lambda *_: (_ for _ in ()).throw(Crash()))
        with pytest.raises(Crash):
            world.run()
    assert len(world.mails()) == 1
    done = world.run()
    assert done.status == 5
    assert world.mails() == sorted(READERS)
    assert world.kept()[0] == []


def test_a_server_that_is_away_keeps_the_window_open_and_the_day_is_made_up_for(world: World) -> None:
    world.publish(1)
    port, world.mail.port = world.mail.port, 1
    done = world.run()
    assert done.status == 1
    (window,) = world.kept()[0]
    world.mail.port = port
    world.tomorrow()
    world.publish(2)
    done = world.run()
    assert done.status == 0
    assert done.finished[0].window.id == window.id
    assert len(world.mails()) == 6
    assert world.told() == ["1", "2"]


def test_a_retry_delivers_to_those_who_were_put_off_and_to_nobody_else(world: World) -> None:
    world.publish(1)
    world.mail.steps["RCPT"] = lambda _, who: "450 later" if who.startswith("ben") else None
    assert world.run().status == 5
    world.mail.steps.clear()
    world.now += timedelta(minutes=30)
    world.publish(2)
    done = world.run()
    assert done.status == 0
    # Too soon for a brief of its own.
    assert done.brief is None
    assert world.mails() == sorted(READERS)
    assert world.kept()[0] == []


def test_a_mail_that_no_server_takes_is_given_up_and_the_days_go_on(world: World) -> None:
    world.publish(1)
    world.mail.steps["RCPT"] = lambda _, who: "450 later" if who.startswith("ben") else None
    for _ in range(5):
        world.run()
        world.tomorrow()
    with Store(world.folder / "briefer.db") as store:
        assert store.do("SELECT outcome FROM windows ORDER BY id LIMIT 1") == [("given_up",)]
    assert len(world.kept()[0]) == 4


def test_who_is_refused_is_told_and_the_window_closes(world: World) -> None:
    world.publish(1)
    world.mail.steps["RCPT"] = lambda _, who: "550 nobody here" if who.startswith("ben") else None
    assert world.run().status == 5
    assert world.kept()[0] == []


def test_with_approval_the_brief_is_held_and_never_goes_out_by_itself(world: World) -> None:
    world.publish(1)
    done = world.run(approval=True)
    assert done.status == 0
    assert done.finished[0].window.held == APPROVAL
    assert all(path.exists() for path in done.finished[0].files)
    world.tomorrow()
    world.publish(2)
    world.run(approval=True)
    assert world.mails() == []
    assert world.kept()[0] == []
    assert world.told() == ["1", "2"]


def test_a_late_brief_is_held_and_what_was_left_before_still_goes_out(world: World) -> None:
    world.publish(1)
    world.crash = "send"
    with pytest.raises(Crash):
        world.run()
    world.crash = None
    world.tomorrow()
    world.publish(2)
    done = world.run(late="it is late")
    assert [finished.window.held for finished in done.finished] == [None, "it is late"]
    assert world.mails() == sorted(READERS)


def test_a_retry_keeps_what_the_desk_has_written(world: World) -> None:
    world.publish(1)
    world.crash = "send"
    with pytest.raises(Crash):
        world.run()
    bundle = world.folder / "briefs" / "morning-2026-11-20.json"
    bundle.write_text("edited")
    world.crash = None
    world.run()
    assert bundle.read_text() == "edited"


def test_files_of_a_day_are_numbered_and_overwrite_nothing(world: World) -> None:
    (world.folder / "briefs").mkdir()
    (world.folder / "briefs" / "morning-2026-11-20.json").write_text("of somebody else")
    world.publish(1)
    world.run()
    world.now += timedelta(hours=6)
    world.publish(2)
    done = world.run()
    assert [path.name for path in done.finished[0].files] == ["morning-2026-11-20-3.html", "morning-2026-11-20-3.json"]


# --- empty days -----------------------------------------------------------------------------------------


def test_an_empty_day_sends_a_note(world: World) -> None:
    world.publish(1)
    world.run()
    world.tomorrow()
    done = world.run()
    assert done.status == 0
    assert done.brief is not None
    assert done.brief.title == "Morning brief: nothing new in 1 source"
    assert done.brief.stories == ()
    assert len(world.mails()) == 6
    assert b"nothing new in 1 source" in world.mail.taken[-1][1]


def test_an_empty_day_sends_nothing_where_that_is_asked_for(world: World) -> None:
    world.with_profile(empty="nothing")
    done = world.run()
    assert done.status == 0
    assert world.mails() == []
    assert not (world.folder / "briefs").exists()
    assert world.kept()[0] == []
    # The archive has it all the same.
    assert len(world.briefs()) == 1


def test_a_second_run_so_soon_that_brings_nothing_tells_nobody(world: World) -> None:
    world.publish(1)
    world.run()
    world.now += timedelta(minutes=10)
    done = world.run()
    assert done.status == 0
    assert done.short
    assert len(world.mails()) == 3
    world.tomorrow()
    done = world.run()
    assert done.stretch is not None
    assert done.stretch.since == MORNING


# --- sources --------------------------------------------------------------------------------------------


def test_one_failing_source_stops_no_other(world: World) -> None:
    world.publish(1)
    world.sources = [
        SourceSettings(kind="feed", place=world.site.url("/gone"), name="Gone"),
        SourceSettings(kind="feed", place=world.site.url("/feed"), name="Example"),
    ]
    done = world.run()
    assert done.status == 5
    assert world.told() == ["1"]
    assert done.failed == 1
    assert world.mails() == sorted(READERS)
    reconciles(world)


def test_when_no_source_can_be_had_the_window_stays_open(world: World) -> None:
    world.publish(1)
    feed = world.items
    world.site.put("/feed", Answer(status=500))
    with pytest.raises(BrieferError, match="the source cannot be had"):
        world.run()
    assert world.mails() == []
    world.items = feed
    world.tomorrow()
    world.publish(2)
    done = world.run()
    assert done.stretch is not None
    assert done.stretch.since == MORNING - timedelta(days=1)
    assert sorted(world.told()) == ["1", "2"]


def test_a_dead_link_alone_is_an_empty_day_and_no_failure_of_its_source(world: World) -> None:
    world.publish(1)
    world.site.put("/1", Answer(status=404))
    done = world.run()
    assert done.status == 5
    assert done.brief is not None
    assert done.brief.title == "Morning brief: nothing new in 1 source"
    assert world.kept()[0] == []


def test_a_page_that_fails_is_tried_again_the_next_day(world: World) -> None:
    world.publish(1)
    world.publish(2)
    world.site.put("/2", Answer(status=404))
    assert world.run().status == 5
    world.site.put("/2", page("Pier", text(2)))
    world.tomorrow()
    world.run()
    assert sorted(world.told()) == ["1", "2"]


def test_a_page_that_gives_no_article_is_told_of_once_until_it_is_another_one(world: World) -> None:
    world.publish(1)
    world.publish(2)
    world.site.put("/2", page("Subscribe", "The rest is for subscribers."))
    done = world.run()
    assert done.outcomes == {"used": 1, "skipped": 1}
    world.tomorrow()
    done = world.run()
    assert (done.seen, done.outcomes) == (2, {"skipped": 2})
    world.site.put("/2", page("Pier", text(2)))
    world.tomorrow()
    assert world.run().outcomes["used"] == 1
    assert sorted(world.told()) == ["1", "2"]


def test_the_first_run_takes_a_day_and_later_ones_take_what_comes_late(world: World) -> None:
    world.publish(1, ago=timedelta(hours=30))
    world.publish(2, ago=timedelta(hours=20))
    world.publish(3, ago=None)
    world.run()
    assert sorted(world.told()) == ["2", "3"]
    world.tomorrow()
    world.publish(4, ago=timedelta(days=3))
    world.publish(5, ago=timedelta(days=5))
    done = world.run()
    assert sorted(world.told()) == ["2", "3", "4"]
    assert done.brief is not None
    reasons = {str(one.url).rpartition("/")[2]: one.reason for one in done.brief.account.articles}
    assert str(reasons["5"]).startswith("older than this brief’s window")
    # What was too old on the first day does not come back as late.
    assert str(reasons["1"]).startswith("seen before")


def test_what_lies_in_a_folder_is_meant_however_old_it_is(world: World) -> None:
    folder = world.folder / "articles"
    folder.mkdir()
    (folder / "old.md").write_text(f"---\npublished: 2025-03-01\n---\n\n{text(1)}\n")
    world.sources = [SourceSettings(kind="files", place=str(folder), name="articles")]
    done = world.run()
    assert done.outcomes["used"] == 1


def test_a_source_that_has_gone_quiet_is_named(world: World) -> None:
    for day in range(8):
        world.publish(day, ago=timedelta(days=8 - day))
    world.run()
    world.now += timedelta(days=9)
    done = world.run()
    assert done.brief is not None
    (line,) = [one for one in done.brief.account.articles if one.article is None]
    assert (line.input, line.outcome) == ("Example", "skipped")
    assert line.reason == "gone quiet: nothing new since 19 November 2026"
    world.crash = "read"
    with pytest.raises(Crash):
        world.run()
    # A run that broke off while it asked says nothing of the source.
    with Store(world.folder / "briefer.db") as store:
        assert len(Pages(store).visits(f"feed {world.site.url('/feed')}")) == 2


# --- windows --------------------------------------------------------------------------------------------


def test_a_named_window_that_joins_on_moves_the_regular_one(world: World) -> None:
    world.publish(1)
    world.run()
    world.tomorrow()
    world.publish(2)
    world.run(since=MORNING - timedelta(days=2))
    assert world.told() == ["1", "2"]
    world.tomorrow()
    done = world.run()
    assert done.stretch is not None
    assert done.stretch.since == MORNING + timedelta(days=1)


def test_a_named_window_that_stands_alone_leaves_the_regular_one_as_it_is(world: World) -> None:
    world.publish(1)
    world.run()
    world.tomorrow()
    world.publish(2, ago=timedelta(hours=10))
    world.publish(3, ago=timedelta(hours=1))
    world.run(since=world.now - timedelta(hours=4))
    assert world.told() == ["1", "3"]
    done = world.run()
    assert done.stretch is not None
    assert done.stretch.since == MORNING
    assert world.told() == ["1", "3", "2"]


def test_a_clock_that_is_set_back_loses_and_doubles_nothing(world: World) -> None:
    world.publish(1)
    world.run()
    world.now -= timedelta(days=2)
    world.publish(2)
    assert world.run().status == 0
    world.tomorrow()
    world.publish(3)
    world.run()
    assert sorted(world.told()) == ["1", "2", "3"]
    assert len(world.mails()) == 9


def test_a_clock_that_was_ahead_loses_nothing(world: World) -> None:
    world.now += timedelta(days=40)
    world.run()
    world.now = MORNING
    world.publish(1)
    world.run()
    assert world.told() == ["1"]


@pytest.mark.parametrize(
    ("first", "days"),
    [(datetime(2026, 3, 28, 5, 30, tzinfo=UTC), (23, 24)), (datetime(2026, 10, 24, 4, 30, tzinfo=UTC), (25, 24))],
)
def test_days_on_which_the_clocks_change(world: World, first: datetime, days: tuple[int, ...]) -> None:
    world.with_profile(timezone="Europe/Brussels")
    world.now = first
    world.publish(1)
    world.run()
    for number, hours in enumerate(days, 2):
        # 06:30 in Brussels each time.
        world.now += timedelta(hours=hours)
        world.publish(number)
        done = world.run()
        assert done.stretch is not None
        assert done.stretch.until - done.stretch.since == timedelta(hours=hours)
        assert done.finished[0].files[0].name == f"morning-{(first + timedelta(days=number - 1)).date()}.html"
    assert world.told() == ["1", "2", "3"]


def test_names_that_are_no_utf8_stop_no_run(world: World, tmp_path: Path) -> None:
    inside, briefs = (Path(os.fsdecode(os.fsencode(tmp_path) + name)) for name in (b"/in\xe9", b"/out\xe9"))
    try:
        inside.mkdir()
    except OSError:
        pytest.skip("the system has no such names")
    for number, name in enumerate((b"/caf\xe8.txt", b"/caf\xe9.txt", b"/caf\xe9.bin")):
        Path(os.fsdecode(os.fsencode(inside) + name)).write_text(text(number), "utf-8")
    world.sources = [SourceSettings(kind="files", place=str(tmp_path), name="Folder")]
    done = world.run(folder=briefs)
    assert done.status == 0
    (brief,) = world.briefs()
    told = {one.input.rpartition("in\\xe9")[2] for one in brief.account.articles if one.outcome == "used"}
    assert told == {"/caf\\xe8.txt", "/caf\\xe9.txt"}
    assert world.mails() == sorted(READERS)
    ((run,), files) = world.kept()[1], done.finished[0].files
    assert all(path.exists() for path in files)
    assert run.report["files"] == [f"{tmp_path}/out\\xe9/{path.name}" for path in files]


# --- two at once, and rehearsals ------------------------------------------------------------------------


def test_of_two_runs_one_works_and_one_is_told_so(world: World) -> None:
    with Store(world.folder / "briefer.db") as store, Runs(store).alone("morning"):
        with pytest.raises(Busy) as caught:
            world.run()
        assert caught.value.status == 75
        # Another brief is another matter.
        with Runs(store).alone("evening"):
            pass


@pytest.mark.parametrize(
    "name", ["morning", "a/b", "a" * 224, "Утренний обзор прессы", "Morgen" * 60, "外交部每日新闻" * 9]
)
def test_a_name_of_any_length_has_a_lock_of_its_own(world: World, name: str) -> None:
    with Store(world.folder / "briefer.db") as store, Runs(store).alone(name):
        with pytest.raises(Busy), Runs(store).alone(name):
            pass
        with Runs(store).alone(f"{name}2"):
            pass


@pytest.mark.parametrize("letter", ["a", "ж", "简", "𐌰"])
def test_a_brief_of_a_long_name_has_its_files(world: World, letter: str) -> None:
    names = [letter * 140 + end for end in ("", letter)]
    files = []
    for name in names:
        world.with_profile(name=name)
        world.publish(1)
        finished = world.run().finished
        files += [path.name for one in finished for path in one.files]
    assert len(set(files)) == len(files) > 2


def test_a_lock_is_called_as_ever_where_that_is_short_enough(world: World) -> None:
    with Store(world.folder / "briefer.db") as store:
        for name in ("é1", "a" * 230, "a" * 231):
            with Runs(store).alone(name):
                pass
    found = {path.name for path in world.folder.glob("*.daily-*") if not path.name.endswith("-journal")}
    hashed = hashlib.sha256(b"a" * 231).hexdigest()
    assert found == {f"briefer.db.daily-{name}" for name in ("-e9-1", "a" * 230, hashed)}


def test_the_lock_ends_with_its_process(world: World) -> None:
    code = (
        "import sys, os; from pathlib import Path; from briefer.store import Store; from briefer.store.runs import Runs\n"
        f"held = Runs(Store(Path({str(world.folder / 'briefer.db')!r}))).alone('morning'); held.__enter__()\n"
        "print('held', flush=True); sys.stdin.read(1); os._exit(9)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy):
            world.run()
        other.stdin.write(b"x")
        other.stdin.close()
        other.wait()
    assert world.run().status == 0


def test_a_rehearsal_keeps_writes_and_sends_nothing(world: World) -> None:
    world.publish(1)
    tables = ("seen", "windows", "runs", "visits", "outbox")
    with Store(world.folder / "briefer.db") as store:
        done, files = rehearse(world.job(store))
        assert [store.do(f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 5  # noqa: S608
    assert done.outcomes["used"] == 1
    assert [path.name for path, _ in files] == ["morning-2026-11-20.html", "morning-2026-11-20.json"]
    assert world.mails() == []
    assert not (world.folder / "briefs").exists()
    assert world.briefs() == []
    world.crash = "send"
    with pytest.raises(Crash):
        world.run()
    world.crash = None
    world.tomorrow()
    with Store(world.folder / "briefer.db") as store:
        assert rehearse(world.job(store))[0].left == 1


def test_strict_ends_with_3_where_claims_were_withheld(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(1)
    done = world.run(strict=True)
    assert done.brief is not None
    assert done.status == 0
    claims = replace(done.brief.account.claims, withheld=1)
    done.brief = replace(done.brief, account=replace(done.brief.account, claims=claims))
    assert done.status == 3


def test_an_error_is_on_record(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise BrieferError("the engine is gone")

    world.publish(1)
    monkeypatch.setattr(Path, "write_bytes", broken)
    with pytest.raises(BrieferError):
        world.run()
    (run,) = world.kept()[1]
    assert (run.status, run.report["problem"]) == (1, "the engine is gone")


def test_pages_and_mails_count_what_earlier_briefs_had_and_the_bundle_names_it(world: World) -> None:
    for number in range(5):
        world.publish(number)
    world.run()
    world.tomorrow()
    world.publish(5)
    done = world.run()
    page_file, bundle = done.finished[0].files
    assert "5 articles of earlier briefs" in page_file.read_text()
    assert page_file.read_text().count("seen before") == 1
    assert bundle.read_text().count("seen before, on 20 November 2026") == 5
    mail = world.mail.taken[-1][1]
    assert mail.count(b"seen before") == 2
