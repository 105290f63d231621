"""What a run does with the brief of an earlier one: never an earlier revision after a later one, nobody waits for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from daily_world import READERS, Crash, World

from briefer.contract import dump_brief, load_brief
from briefer.deliver import Tries
from briefer.errors import BrieferError
from briefer.model import Addressee, Brief
from briefer.pipeline.daily import _free, rehearse
from briefer.pipeline.mailing import Mailing, addressed
from briefer.pipeline.sending import LEFT, Report, drop_left, open_delivery, send
from briefer.store import History, Outbox, Store
from briefer.store.runs import Runs


def break_off(world: World, step: str = "send") -> Path:
    """A run that ends before the mails; the brief as JSON."""
    world.publish(1)
    world.crash = step
    with pytest.raises(Crash):
        world.run()
    world.crash = None
    return world.folder / "briefs" / "morning-2026-11-20.json"


def edited(bundle: Path) -> Brief:
    return replace(load_brief(json.loads(bundle.read_text())), revision=2, title="As the desk has it")


def sent_by_hand(world: World, brief: Brief, *readers: str) -> Report:
    mailing = Mailing(
        brief=brief,
        mail=world.mail.settings(),
        readers=addressed([Addressee(email=email, briefs=("morning",)) for email in readers or READERS]),
        edition=brief.id,
        now=world.now,
    )
    tries = Tries(sleep=lambda _: None, waits=())
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        return send(outbox, [mailing], partial(open_delivery, mailing.mail), tries)


def test_a_brief_that_the_desk_has_sent_in_its_words_does_not_follow_in_the_first_ones(world: World) -> None:
    sent_by_hand(world, edited(break_off(world)), "ann@example.org")
    world.tomorrow()
    world.publish(2)
    left, new = world.run().finished
    assert left.window.held == "it was edited, and revision 2 goes out by your hand"
    assert left.sent is None
    assert new.sent is not None
    # One of the desk, and today's for each.
    assert world.mails() == sorted(["ann@example.org", *READERS])
    assert world.kept()[0] == []
    with Store(world.folder / "briefer.db") as store:
        assert [window.outcome for window in Runs(store).windows("morning")] == ["held", "sent"]


@pytest.mark.parametrize("held", [True, False])
def test_a_brief_that_was_edited_and_not_sent_is_held(world: World, held: bool) -> None:
    bundle = break_off(world)
    made = dump_brief(edited(bundle))
    # By `briefer edit`, or by other hands.
    bundle.write_text(json.dumps(made if held else {**made, "revision": 1, "digest": "0" * 64}))
    left = world.run().finished[0]
    assert left.window.held is not None
    assert ("edited" in left.window.held) is held
    assert world.mails() == []


def test_who_has_a_later_revision_never_gets_an_earlier_one(world: World) -> None:
    second = edited(break_off(world))
    first = replace(second, revision=1)
    assert sent_by_hand(world, second, "ann@example.org").status == 0
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        outbox.add(first.id, 1, first.title, addressed([Addressee(email="ann@example.org")]))
    report = sent_by_hand(world, first)
    assert (report.ahead, report.count("sent"), len(report.entries)) == (1, 2, 2)
    assert world.mails() == sorted(READERS)
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        (row,) = [e for e in outbox.entries(revision=1) if e.address == "ann@example.org"]
    assert (row.state, row.reason) == ("refused", "replaced by revision 2")


def test_mails_of_yesterday_do_not_make_today_wait(world: World) -> None:
    world.publish(1)
    world.mail.steps["RCPT"] = lambda _, who: "450 later" if who.startswith("ben") else None
    world.run()
    # A second try of the same morning has time.
    world.now += timedelta(minutes=20)
    world.run()
    world.tomorrow()
    world.publish(2)
    world.run()
    assert world.patient == [True, True, False, True]


def test_who_is_no_longer_a_recipient_gets_nothing_that_is_pending(world: World) -> None:
    brief = replace(edited(break_off(world)), revision=1)
    world.mail.steps["RCPT"] = lambda *_: "450 later"
    sent_by_hand(world, brief, "ann@example.org", "ben@example.org")
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        assert drop_left(outbox, "evening", []) == []
        (gone,) = drop_left(outbox, "morning", ["ANN@example.org"])
        assert gone.address == "ben@example.org"
        assert [(e.state, e.reason) for e in outbox.entries() if e.id == gone.id] == [("refused", LEFT)]
        assert [e.address for e in outbox.entries(states=("pending",))] == ["ann@example.org"]


def waiting_for_ann(outbox: Outbox, *editions: str) -> None:
    """Each has a mail for Ann, who got both briefs when it was made."""
    ann = Addressee(email="ann@example.org", briefs=("morning", "evening"))
    for edition in editions:
        outbox.add(edition, 1, "Brief", addressed([ann]))


def test_who_leaves_one_brief_still_gets_what_is_pending_of_another(world: World) -> None:
    morning = break_off(world)
    world.with_profile(name="evening")
    world.crash = "send"
    with pytest.raises(Crash):
        world.run()
    by_run, archived = load_brief(json.loads(morning.read_text())), replace(world.briefs()[-1], id="archived")
    with Store(world.folder / "briefer.db") as store:
        History(store).record(archived)
        (window,) = Runs(store).windows("evening")
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        waiting_for_ann(outbox, by_run.id, f"{by_run.id}/test-1", window.brief, "archived")
        # Another run left a mail of each kind, and she is among the readers of the evening brief alone.
        gone = drop_left(outbox, "morning", [])
        assert [e.edition for e in gone] == [by_run.id, f"{by_run.id}/test-1"]
        assert [e.edition for e in outbox.entries(states=("pending",))] == [window.brief, "archived"]
        assert drop_left(outbox, "evening", ["ann@example.org"]) == []
        assert len(drop_left(outbox, "evening", [])) == 2
        assert {(e.state, e.reason) for e in outbox.entries()} == {("refused", LEFT)}


def test_a_mail_of_a_brief_that_nobody_knows_is_settled_when_its_reader_has_left_all(world: World) -> None:
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        waiting_for_ann(outbox, "by-hand")
        assert drop_left(outbox, "morning", []) == []
        assert drop_left(outbox, "evening", ["ann@example.org"]) == []
        assert [(e.state, e.reader.briefs) for e in outbox.entries()] == [("pending", ("evening",))]
        (gone,) = drop_left(outbox, "evening", [])
        assert [(e.state, e.reason) for e in outbox.entries(ids=[gone.id])] == [("refused", LEFT)]


@pytest.mark.parametrize("broken_off", [True, False])
def test_to_forget_mails_doubles_none_of_a_brief_that_is_still_to_be_delivered(world: World, broken_off: bool) -> None:
    world.publish(1)
    if broken_off:
        world.crash = "close"
        with pytest.raises(Crash):
            world.run()
        world.crash = None
    else:
        world.mail.steps["RCPT"] = lambda _, who: "452 mailbox full" if who.startswith("cyr") else None
        world.run()
        world.mail.steps.clear()
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        assert outbox.purge(world.now + timedelta(days=1)) == 0
    world.now += timedelta(minutes=20)
    world.run()
    assert world.mails() == sorted(READERS)
    with Outbox(world.folder / "briefer.db", now=lambda: world.now) as outbox:
        assert outbox.purge(world.now + timedelta(days=1)) == 3


# --- files ----------------------------------------------------------------------------------------------


def test_files_that_somebody_else_put_there_meanwhile_are_not_taken_for_ours(world: World) -> None:
    bundle = break_off(world, "write")
    bundle.parent.mkdir()
    bundle.write_text('{"id": "another"}')
    (left,) = world.run().finished
    assert [path.name for path in left.files] == ["morning-2026-11-20-2.html", "morning-2026-11-20-2.json"]
    assert bundle.read_text() == '{"id": "another"}'
    assert load_brief(json.loads(left.files[1].read_text())).id == left.brief.id
    assert world.mails() == sorted(READERS)


def test_names_that_differ_in_signs_alone_have_files_of_their_own(world: World) -> None:
    names = set()
    with Store(world.folder / "briefer.db") as store:
        for name in ("a/b", "a b", "a-b"):
            world.with_profile(name=name)
            names.add(_free(world.job(store), Runs(store), world.now))
    assert len(names) == 3
    assert "a-b-2026-11-20" in names
    assert not any("/" in name for name in names)


def test_a_folder_that_is_closed_is_told_before_anything_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish(1)
    stat = Path.stat

    def closed(path: Path, **given: bool) -> object:
        if path.parent == world.folder / "briefs":
            raise PermissionError(13, "Permission denied")
        return stat(path, **given)

    monkeypatch.setattr(Path, "stat", closed)
    for run in (world.run, lambda: _rehearsed(world)):
        with pytest.raises(BrieferError, match=r"cannot look into .*briefs: Permission denied"):
            run()
    assert world.mails() == []
    assert world.told() == []


def _rehearsed(world: World) -> object:
    with Store(world.folder / "briefer.db") as store:
        return rehearse(world.job(store))
