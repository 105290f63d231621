"""The outbox: who may send, what a row can become, and what is kept."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mail_server import NOW, SENDER, fill, mail, states

from briefer.errors import BrieferError
from briefer.model import Addressee, Receipt
from briefer.store import Outbox, Taken
from briefer.store.locks import Busy
from briefer.store.outbox import INTERRUPTED

ANN, BEN = "ann@example.org", "ben@example.org"
SENT = Receipt(outcome="sent")


def one(outbox: Outbox) -> int:
    fill(outbox, ANN)
    return outbox.entries()[0].id


def test_a_row_goes_its_way_and_its_mail_goes_when_it_is_sent(outbox: Outbox) -> None:
    row = one(outbox)
    assert outbox.message(row) == (SENDER, mail(ANN))
    outbox.begin(row)
    assert states(outbox) == {ANN: "in_flight"}
    outbox.settle(row, SENT)
    assert states(outbox) == {ANN: "sent"}
    assert outbox.message(row) is None


@pytest.mark.parametrize("outcome", ["pending", "refused", "unknown"])
def test_the_very_bytes_are_kept_until_then(outbox: Outbox, outcome: str) -> None:
    row = one(outbox)
    outbox.begin(row)
    outbox.settle(row, Receipt(outcome=outcome, reason="so it is"))  # type: ignore[arg-type]
    assert outbox.message(row) == (SENDER, mail(ANN))
    assert outbox.entries()[0].reason == "so it is"


def test_only_a_pending_row_can_be_begun(outbox: Outbox) -> None:
    row = one(outbox)
    outbox.begin(row)
    with pytest.raises(Taken):
        outbox.begin(row)
    outbox.settle(row, SENT)
    with pytest.raises(Taken):
        outbox.begin(row)


def test_of_many_that_begin_a_row_one_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "briefer.db"
    with Outbox(path, now=lambda: NOW) as outbox:
        row = one(outbox)
    won: list[int] = []

    def begin(number: int) -> None:
        with Outbox(path, now=lambda: NOW) as mine:
            try:
                mine.begin(row)
            except Taken:
                return
            won.append(number)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_adding_again_changes_nothing_also_in_other_capitals(outbox: Outbox) -> None:
    row = one(outbox)
    outbox.settle(row, SENT)
    outbox.add("b1", 1, "Morning brief", {ANN.upper(): Addressee(email=ANN.upper()), BEN: Addressee(email=BEN)})
    assert states(outbox) == {ANN: "sent", BEN: "pending"}
    outbox.add("b1", 2, "Morning brief", {ANN: Addressee(email=ANN)})
    assert [entry.revision for entry in outbox.entries()] == [1, 1, 2]


def test_all_readers_are_added_or_none(outbox: Outbox) -> None:
    with pytest.raises(BrieferError):
        outbox.add("b1", 1, "t", {ANN: Addressee(email=ANN), None: Addressee(email=BEN)})  # type: ignore[dict-item]
    assert outbox.entries() == []
    fill(outbox, BEN)
    assert states(outbox) == {BEN: "pending"}


def test_a_reader_comes_back_as_kept(outbox: Outbox) -> None:
    reader = Addressee(email=ANN, name="Ann", topics=("fish", "tax"), language="fr", attach=("pdf",))
    outbox.add("b1", 1, "t", {ANN: reader})
    assert outbox.entries()[0].reader == reader


def test_what_was_broken_off_becomes_unknown_and_stays_so(outbox: Outbox) -> None:
    row = one(outbox)
    outbox.begin(row)
    with outbox.sending() as broken_off:
        assert broken_off == 1
    assert states(outbox) == {ANN: "unknown"}
    assert outbox.entries()[0].reason == INTERRUPTED
    with outbox.sending() as broken_off:
        assert broken_off == 0
    with pytest.raises(Taken):
        outbox.begin(row)


def test_one_sends_at_a_time_and_the_others_wait(tmp_path: Path) -> None:
    path = tmp_path / "briefer.db"
    told: list[str] = []
    slept: list[float] = []
    with Outbox(path, now=lambda: NOW) as first, Outbox(path, now=lambda: NOW) as second:
        fill(first, ANN)
        with first.sending():
            first.begin(first.entries()[0].id)
            with (
                pytest.raises(Busy) as caught,
                second.sending(waiting=lambda: told.append("waits"), patience=1.0, sleep=slept.append),
            ):
                pass
            assert caught.value.status == 75
            # What another one is sending is not broken off.
            assert states(second) == {ANN: "in_flight"}
            first.settle(first.entries()[0].id, SENT)
        with second.sending() as broken_off:
            assert broken_off == 0
    assert told == ["waits"]
    assert sum(slept) == 1.0


def test_the_right_to_send_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "briefer.db"
    code = (
        "import sys, os\nfrom datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from briefer.store import Outbox\n"
        "box = Outbox(Path(sys.argv[1]), now=lambda: datetime.now(UTC))\n"
        "with box.sending():\n    print('sends', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"sends"
        with Outbox(path, now=lambda: NOW) as outbox:
            with pytest.raises(Busy), outbox.sending(patience=0):
                pass
            other.kill()
            other.wait()
            with outbox.sending(patience=5):
                pass


def test_a_person_can_say_what_became_of_a_row(outbox: Outbox) -> None:
    fill(outbox, ANN, BEN)
    rows = [entry.id for entry in outbox.entries()]
    for row in rows:
        outbox.begin(row)
        outbox.settle(row, Receipt(outcome="unknown"))
    outbox.resolve([rows[0]], "sent", "said by hand")
    outbox.reopen([rows[1]])
    assert states(outbox) == {ANN: "sent", BEN: "pending"}
    assert outbox.message(rows[0]) is None
    assert outbox.message(rows[1]) is not None


def test_old_rows_go_and_those_in_doubt_stay(tmp_path: Path) -> None:
    clock = [NOW - timedelta(days=100)]
    with Outbox(tmp_path / "briefer.db", now=lambda: clock[0]) as outbox:
        fill(outbox, ANN, BEN, "cyr@example.org")
        rows = [entry.id for entry in outbox.entries()]
        outbox.settle(rows[0], SENT)
        outbox.settle(rows[1], Receipt(outcome="unknown"))
        clock[0] = NOW
        outbox.settle(rows[2], SENT)
        assert ANN.encode() in outbox.path.read_bytes() + outbox.path.with_name("briefer.db-wal").read_bytes()
        assert outbox.purge(NOW - timedelta(days=90)) == 1
        assert ANN.encode() not in outbox.path.read_bytes() + outbox.path.with_name("briefer.db-wal").read_bytes()
        assert states(outbox) == {BEN: "unknown", "cyr@example.org": "sent"}


def test_rows_of_an_edition_that_is_not_out_stay(outbox: Outbox) -> None:
    for edition in ("b1", "b2"):
        outbox.add(edition, 1, "Brief", {ANN: Addressee(email=ANN)})
    outbox.add("b1", 2, "Brief", {BEN: Addressee(email=BEN)})
    first, second, last = (entry.id for entry in outbox.entries())
    outbox.settle(first, SENT)
    outbox.settle(second, SENT)
    later = NOW + timedelta(days=1)
    assert outbox.purge(later) == 1
    assert [entry.id for entry in outbox.old(later)] == [first]
    outbox.keep(last, SENDER, mail(BEN))
    outbox.begin(last)
    assert outbox.purge(later) == 0
    outbox.settle(last, SENT)
    assert outbox.purge(later) == 2


def test_every_change_is_on_the_disk_before_it_counts(outbox: Outbox) -> None:
    assert outbox.do("PRAGMA synchronous") == [(2,)]
    assert outbox.do("PRAGMA journal_mode") == [("wal",)]


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_nobody_else_may_read_it(outbox: Outbox) -> None:
    with outbox.sending():
        modes = {file.name: file.stat().st_mode & 0o077 for file in outbox.path.parent.glob("briefer.db*")}
    assert {"briefer.db", "briefer.db.sending"} <= modes.keys()
    assert set(modes.values()) == {0}


def test_an_older_store_gets_its_outbox(tmp_path: Path) -> None:
    from briefer.store import database

    path = tmp_path / "briefer.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(database.MIGRATIONS[0])
        old.execute(f"PRAGMA application_id = {database.APPLICATION}")
        old.execute("PRAGMA user_version = 1")
    with Outbox(path, now=lambda: datetime.now(UTC)) as outbox:
        fill(outbox, ANN)
        assert states(outbox) == {ANN: "pending"}
