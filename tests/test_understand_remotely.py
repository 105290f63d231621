"""Articles read by a server: order, trouble, repair, what is kept, and what a broken-off run repeats."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefer.errors import EngineError
from briefer.model import (
    UNCHECKED,
    Analysis,
    Article,
    Check,
    EngineInfo,
    Event,
    Findings,
    Profile,
    Skipped,
    Span,
    Statement,
    Story,
    Usage,
)
from briefer.model.protocols import RemoteEngine
from briefer.store import Store
from briefer.understand import CHUNK, Memory, Remote, Unwritten, understand_remotely, write_leads

NOW = datetime(2026, 5, 21, 5, 10, tzinfo=UTC)
GONE = Skipped(input="x", outcome="failed", code="missing", reason="gone")


class Trouble(Exception):
    """One article's trouble."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass
class Server:
    """Answers with the text as the only event; the first word of a text says how it behaves."""

    name: str = "one"
    pause: float = 0.0
    read_texts: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    #: What else was asked of which article.
    asked_further: list[tuple[str, str]] = field(default_factory=list)
    #: Stories whose lead was asked for.
    leads: list[str] = field(default_factory=list)
    keys: int = 0
    at_once: int = 0
    most_at_once: int = 0
    opened: int = 0
    closed: int = 0
    broken_door: bool = False
    log: Path | None = None

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(name="server", model="m")

    @property
    def usage(self) -> Usage:
        return Usage(calls=len(self.read_texts) + len(self.repaired))

    @contextmanager
    def metered(self) -> Iterator[Callable[[], Usage]]:
        yield lambda: Usage(calls=1, tokens_in=10)

    def reads(self, language: str | None) -> bool:
        return language != "fr"

    def key(self, article: Article, profile: Profile) -> str:
        self.keys += 1
        return f"{self.name} {article.text} {profile.name}"

    async def read(self, analysis: Analysis, profile: Profile, whole: Awaitable[Analysis] | None = None) -> Findings:
        text = analysis.article.text
        self.read_texts.append(text)
        self.note("asked", text)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.pause * (3 if text.startswith("slow") else 1))
        finally:
            self.at_once -= 1
        if whole is not None:
            analysis = await whole
        word = text.split()[0]
        if word == "refuse":
            raise Trouble("refused", "the model declined")
        if word == "down":
            raise Trouble("unavailable", "no answer in time")
        if word == "bug":
            raise KeyError("field")
        if word == "quota":
            raise EngineError("the quota is gone", hint="top it up")
        return self.findings(analysis.article, text)

    def findings(self, article: Article, text: str) -> Findings:
        event = Event(text=text, evidence=(Span(article.id, 0, article.characters),))
        status = "partial" if text.startswith("half") else "ok"
        return Findings(article=article.info(), engine=self.info, status=status, what=(event,))  # type: ignore[arg-type]

    async def repair(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        text = analysis.article.text
        self.repaired.append(text)
        assert findings.what[0].check.status == "withheld"
        if text == "lie down":
            raise Trouble("unavailable", "no answer in time")
        better = text if text == "lie always" else "truth"
        return replace(findings, what=(replace(findings.what[0], text=better, check=UNCHECKED),))

    async def second_look(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        return self.more("looked", findings, analysis)

    async def translate(self, findings: Findings, analysis: Analysis, profile: Profile) -> Findings:
        return self.more("translated", findings, analysis)

    def more(self, what: str, findings: Findings, analysis: Analysis) -> Findings:
        text = analysis.article.text
        # Whatever is asked further is asked of checked findings.
        assert all(event.check.status != "flagged" for event in findings.what)
        self.asked_further.append((what, text))
        if text.startswith(f"{what} "):
            raise Trouble(text.split()[1], "not this one")
        return replace(findings, gaps=(*findings.gaps, what))

    def lead_key(self, story: Story, articles: Mapping[str, Article], profile: Profile) -> str:
        return f"{self.name} {story.headline} {profile.name}"

    async def lead(self, story: Story, articles: Mapping[str, Article], profile: Profile) -> tuple[Statement, ...]:
        self.leads.append(story.id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.pause)
        self.at_once -= 1
        word = story.headline.split()[0]
        if word == "refuse":
            raise Trouble("refused", "the model declined")
        if word == "bug":
            raise KeyError("field")
        if word == "quota":
            raise EngineError("the quota is gone", hint="top it up")
        return (Statement(text=f"lead of {story.headline}"),)

    async def open(self) -> None:
        self.opened += 1
        if self.broken_door:
            raise EngineError("it does not open")

    async def aclose(self) -> None:
        self.closed += 1

    def note(self, *words: str) -> None:
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as stream:
                stream.write(" ".join(words) + "\n")


@dataclass
class Parser:
    """Counts what it analyses."""

    texts: list[str] = field(default_factory=list)

    def __call__(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        for article in articles:
            if article.text == "burst":
                raise ValueError("no sentence")
            self.texts.append(article.text)
            yield Analysis(article=article, sentences=(), quotations=(), numbers=(), dates=())


def analyse(articles: Iterable[Article]) -> Iterator[Analysis]:
    """As a worker process can have it."""
    return Parser()(articles)


def check(findings: Findings, analysis: Analysis) -> Findings:
    """Withholds what begins with “lie”."""

    def one(event: Event) -> Event:
        return replace(event, check=Check(status="withheld" if event.text.startswith("lie") else "verified"))

    return replace(findings, what=tuple(one(event) for event in findings.what))


def articles(*texts: str) -> list[Article]:
    return [Article.of(text, id=f"{i}-{text}") for i, text in enumerate(texts)]


def run(items: Iterable[Article | Skipped], server: Server, **more: object) -> Iterator[Findings | Skipped]:
    settings = {"analyse": Parser(), "engine": server, "check": check, "profile": Profile(name="p"), **more}
    return understand_remotely(items, Remote(**settings))  # type: ignore[arg-type]


def heads(found: Iterable[Findings | Skipped]) -> list[str]:
    return [
        item.input if isinstance(item, Skipped) else item.what[0].text if item.what else item.status for item in found
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db") as opened:
        yield opened


def memory(store: Store, **more: object) -> Memory:
    return Memory(**{"store": store, "version": "1", "now": lambda: NOW, **more})  # type: ignore[arg-type]


def test_the_fake_is_an_engine() -> None:
    assert isinstance(Server(), RemoteEngine)


@pytest.mark.parametrize("workers", [1, 2])
def test_order_is_kept_whatever_takes_longer(workers: int) -> None:
    texts = [f"slow {i}" if i % 5 == 0 else str(i) for i in range(3 * CHUNK + 1)]
    items: list[Article | Skipped] = [*articles(*texts), GONE, *articles("last")]
    server = Server(pause=0.01)
    assert heads(run(items, server, workers=workers, analyse=analyse)) == [*texts, "x", "last"]
    assert server.most_at_once > 1
    assert server.closed == 1
    assert not multiprocessing.active_children()
    assert "briefer-calls" not in {thread.name for thread in threading.enumerate()}


def test_only_so_many_articles_are_taken_ahead() -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield Article.of(str(taken))

    server = Server(pause=0.01)
    found = run(endless(), server, ahead=10)
    assert heads([next(found), next(found)]) == ["1", "2"]
    assert taken <= 2 + 10 + CHUNK
    found.close()  # type: ignore[attr-defined]
    assert server.most_at_once <= 10
    assert server.closed == 1


def test_one_articles_trouble_is_no_other_ones() -> None:
    found = list(run(articles("a", "refuse this", "bug", "burst", "b"), Server()))
    assert heads(found) == ["a", "failed", "failed", "failed", "b"]
    problems = [item.problem for item in found if isinstance(item, Findings) and item.problem]
    assert (problems[0].code, problems[0].text) == ("refused", "the model declined")
    assert "KeyError" in problems[1].text
    assert "ValueError" in problems[2].text


def test_a_language_that_it_does_not_read_costs_nothing() -> None:
    server, parser = Server(), Parser()
    (found,) = run([Article.of("burst", language="fr")], server, analyse=parser)
    assert isinstance(found, Findings)
    assert found.status == "skipped"
    assert not server.read_texts
    assert not parser.texts


def test_what_was_withheld_is_repaired_once() -> None:
    server = Server()
    found = list(run(articles("fine", "lie once", "lie always"), server))
    assert heads(found) == ["fine", "truth", "lie always"]
    assert sorted(server.repaired) == ["lie always", "lie once"]
    checks = [item.what[0].check.status for item in found if isinstance(item, Findings)]
    assert checks == ["verified", "verified", "withheld"]


def test_further_questions_follow_the_repair() -> None:
    server = Server()
    (found,) = run(articles("lie once"), server)
    assert isinstance(found, Findings)
    assert (found.what[0].text, found.gaps) == ("truth", ("looked", "translated"))
    assert server.asked_further == [("looked", "lie once"), ("translated", "lie once")]


@pytest.mark.parametrize(
    ("text", "gaps", "kept"),
    [
        ("looked unavailable", ("translated",), 0),
        ("translated unavailable", ("looked",), 0),
        ("looked refused", ("translated",), 1),
    ],
)
def test_a_further_question_that_fails_costs_only_its_answer(
    store: Store, text: str, gaps: tuple[str, ...], kept: int
) -> None:
    (found,) = run(articles(text), Server(), memory=memory(store))
    assert isinstance(found, Findings)
    assert (found.status, found.gaps) == ("ok", gaps)
    assert store.info().findings == kept


# --- leads -----------------------------------------------------------------------------------------------


def stories(*headlines: str) -> list[Story]:
    return [
        Story(
            id=f"s{i}",
            headline=headline,
            headline_evidence=(),
            headline_check=Check(status="verified"),
            articles=("a",),
        )
        for i, headline in enumerate(headlines, 1)
    ]


def written(server: Server, asked: list[Story], **more: int) -> tuple[dict[str, str], Unwritten | None]:
    got: dict[str, str] = {}

    def arrived(story: Story, lead: tuple[Statement, ...]) -> None:
        got[story.id] = lead[0].text

    trouble = write_leads(asked, {"a": Article.of("a", id="a")}, server, Profile(), arrived=arrived, **more)
    assert "briefer-leads" not in {thread.name for thread in threading.enumerate()}
    return got, trouble


def test_leads_are_written_several_at_once_and_the_engine_is_closed() -> None:
    server = Server(pause=0.01)
    got, trouble = written(server, stories(*(str(i) for i in range(9))), ahead=4)
    assert got == {f"s{i + 1}": f"lead of {i}" for i in range(9)}
    assert trouble is None
    assert 1 < server.most_at_once <= 4
    assert server.closed == 1


def test_without_stories_nothing_is_opened() -> None:
    server = Server()
    assert written(server, []) == ({}, None)
    assert server.closed == 0


def test_a_lead_that_does_not_come_costs_no_other_one() -> None:
    got, trouble = written(Server(), stories("a", "refuse", "bug", "b"))
    assert list(got) == ["s1", "s4"]
    assert trouble == Unwritten(2, "the model declined")


def test_what_ends_the_run_ends_the_leads_and_is_told_not_raised() -> None:
    server = Server()
    got, trouble = written(server, stories("a", "refuse", "quota", "b", "c"), ahead=1)
    assert list(got) == ["s1"]
    assert trouble == Unwritten(4, "the quota is gone", "top it up")
    assert server.leads == ["s1", "s2", "s3"]
    assert server.closed == 1


def test_leads_can_be_written_inside_a_running_loop() -> None:
    async def notebook() -> dict[str, str]:
        return written(Server(), stories("a"))[0]

    assert asyncio.run(notebook()) == {"s1": "lead of a"}


def test_a_second_run_asks_and_parses_nothing(store: Store) -> None:
    items = articles("a", "lie once", "b")
    first = list(run(items, Server(), memory=memory(store)))
    server, parser = Server(), Parser()
    assert list(run(items, server, memory=memory(store), analyse=parser)) == first
    assert (server.read_texts, server.repaired, parser.texts) == ([], [], [])
    assert "briefer-calls" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    "change",
    [
        {"engine": Server(name="two")},
        {"profile": Profile(name="q")},
        {"memory": {"version": "2"}},
        {"memory": {"refresh": True}},
    ],
)
def test_another_key_or_refresh_reads_anew(store: Store, change: dict[str, object]) -> None:
    list(run(articles("a"), Server(), memory=memory(store)))
    server = change.get("engine", Server())
    assert isinstance(server, Server)
    more = {**change, "memory": memory(store, **change.get("memory", {}))}  # type: ignore[dict-item]
    more.pop("engine", None)
    assert heads(run(articles("a"), server, **more)) == ["a"]
    assert server.read_texts == ["a"]


def test_another_date_reads_anew_and_ids_are_those_of_today(store: Store) -> None:
    list(run([Article.of("a", published="2026-05-20")], Server(), memory=memory(store)))
    server = Server()
    (found,) = run([Article.of("a", id="mine", published="2026-05-21")], server, memory=memory(store))
    assert isinstance(found, Findings)
    assert (server.read_texts, found.article.id, found.what[0].evidence[0].article) == (["a"], "mine", "mine")


def test_trouble_is_kept_until_the_next_try_makes_sense(store: Store) -> None:
    list(run(articles("refuse", "down", "bug"), Server(), memory=memory(store)))
    server = Server()
    found = list(run(articles("refuse", "down", "bug"), server, memory=memory(store)))
    assert sorted(server.read_texts) == ["bug", "down"]
    assert isinstance(found[0], Findings)
    assert found[0].problem is not None
    assert found[0].problem.text.startswith("the model declined (not asked again before 2026-05-22 05:10 UTC")
    later = memory(store, now=lambda: NOW + timedelta(days=2))
    list(run(articles("refuse"), server, memory=later))
    assert server.read_texts.count("refuse") == 1


@pytest.mark.parametrize("text", ["half", "lie down"])
def test_what_is_less_than_whole_is_not_kept(store: Store, text: str) -> None:
    for _ in range(2):
        server = Server()
        (found,) = run(articles(text), server, memory=memory(store))
        assert isinstance(found, Findings)
        assert found.what[0].text == text
        assert server.read_texts == [text]
    assert store.info().findings == 0


def test_an_engine_that_cannot_go_on_ends_the_run_and_keeps_what_is_done(store: Store) -> None:
    items = articles("slow", "a", "b", "quota")
    with pytest.raises(EngineError, match="quota") as caught:
        list(run(items, Server(pause=0.05), memory=memory(store), ahead=3))
    assert caught.value.hint is not None
    assert caught.value.hint.startswith("top it up; what was read of ")
    assert store.info().findings == 3 - (caught.value.hint.count("2 articles"))
    server = Server()
    with pytest.raises(EngineError):
        list(run(items, server, memory=memory(store)))
    assert "a" not in server.read_texts


@dataclass
class Late(Server):
    """Ends the run once something is being checked."""

    checking: threading.Event = field(default_factory=threading.Event)

    async def read(self, analysis: Analysis, profile: Profile, whole: Awaitable[Analysis] | None = None) -> Findings:
        if analysis.article.text == "quota":
            await asyncio.to_thread(self.checking.wait, 30)
            raise EngineError("the quota is gone")
        return await super().read(analysis, profile, whole)


@pytest.mark.parametrize(("text", "kept"), [("answered", 1), ("lie once", 0), ("perhaps", 0)])
def test_what_was_answered_before_the_end_is_checked_and_kept(store: Store, text: str, kept: int) -> None:
    """The run ends while the reply of its first article is being checked."""
    checking, ended = threading.Event(), threading.Event()

    def slow(findings: Findings, analysis: Analysis) -> Findings:
        checking.set()
        ended.wait(30)
        checked = check(findings, analysis)
        doubtful = replace(checked.what[0], check=Check(status="flagged"))
        return replace(checked, what=(doubtful,)) if text == "perhaps" else checked

    server = Late(checking=checking)
    desk = run(articles(text, "quota"), server, memory=memory(store), check=slow)
    # The gates are through only once the run is ending.
    threading.Timer(0.5, ended.set).start()
    with pytest.raises(EngineError, match="quota"):
        list(desk)
    assert store.info().findings == kept
    assert (server.repaired, server.asked_further) == ([], [])


def test_an_engine_that_cannot_go_on_waits_for_no_slow_article() -> None:
    server = Server()
    server.pause = 0.0

    class Patient(Server):
        async def read(
            self, analysis: Analysis, profile: Profile, whole: Awaitable[Analysis] | None = None
        ) -> Findings:
            if analysis.article.text == "forever":
                await asyncio.sleep(3600)
            return await super().read(analysis, profile, whole)

    patient = Patient()
    with pytest.raises(EngineError, match="quota"):
        list(run(articles("forever", "quota"), patient))
    assert patient.closed == 1


def test_analyses_are_kept_only_of_what_was_read(store: Store) -> None:
    list(run(articles("a"), Server(), memory=memory(store)))
    kept: list[str] = []
    items = articles("a", "b", "refuse")
    list(run(items, Server(), memory=memory(store), keep=lambda analysis: kept.append(analysis.article.text)))
    assert kept == ["b", "refuse"]


def test_a_worker_that_dies_is_an_error_with_a_hint() -> None:
    with pytest.raises(EngineError, match="died"):
        list(run(articles(*"abcdefghijk"), Server(), workers=2, analyse=dying))


def dying(articles: Iterable[Article]) -> Iterator[Analysis]:
    os._exit(9)


def test_a_question_waits_for_no_rule() -> None:
    asked = threading.Event()

    class Asked(Server):
        async def read(
            self, analysis: Analysis, profile: Profile, whole: Awaitable[Analysis] | None = None
        ) -> Findings:
            asked.set()
            return await super().read(analysis, profile, whole)

    def find(_: Analysis) -> Mapping[str, object]:
        return {"parser": "found"} if asked.wait(30) else {}

    kept: list[str | None] = []
    assert heads(run(articles("a"), Asked(), find=find, keep=lambda analysis: kept.append(analysis.parser))) == ["a"]
    assert kept == ["found"]


def breaking(analysis: Analysis) -> Mapping[str, object]:
    """A rule that breaks on one article, and one that ends the process."""
    if analysis.article.text == "exit":
        os._exit(9)
    return {"parser": str(1 // (analysis.article.text != "zero"))}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_rule_that_breaks_costs_its_own_article(workers: int, store: Store) -> None:
    server, kept = Server(), memory(store)
    items = articles("a", "zero", *"bcdefghijk")
    _, broken, *rest = run(items, server, find=breaking, analyse=analyse, workers=workers, memory=kept)
    assert isinstance(broken, Findings)
    assert broken.status == "failed"
    assert "ZeroDivisionError" in (broken.problem.text if broken.problem else "")
    assert heads(rest) == [*"bcdefghijk"]
    # It is no trouble of the article, so another run tries again.
    assert heads(run(articles("a", "zero"), Server(), memory=kept)) == ["a", "zero"]


def test_a_worker_that_dies_of_a_rule_is_an_error_with_a_hint() -> None:
    with pytest.raises(EngineError, match="died"):
        list(run(articles(*"abcdefghij", "exit", *"klm"), Server(), workers=2, analyse=analyse, find=breaking))


def process(folder: Path, *, number: int, in_flight: int) -> None:
    """What the killed process does."""
    server = Server(pause=0.05, log=folder / "log.txt")
    with Store(folder / "store.db") as store:
        for found in run(
            articles(*(f"text {i}" for i in range(number))), server, memory=memory(store), ahead=in_flight
        ):
            server.note("done", heads([found])[0])


SCRIPT = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("killed", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["killed"] = module
spec.loader.exec_module(module)
module.process(pathlib.Path(sys.argv[2]), number=int(sys.argv[3]), in_flight=int(sys.argv[4]))
"""


def started(folder: Path, number: int, in_flight: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, __file__, str(folder), str(number), str(in_flight)]
    return subprocess.Popen(command, text=True, stderr=subprocess.PIPE)


def wait_for(path: Path, lines: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if path.exists() and len(path.read_text("utf-8").splitlines()) >= lines:
            return
        time.sleep(0.01)
    raise AssertionError("the process did not get so far")


@pytest.mark.parametrize("broken", [False, True])
def test_the_engine_opens_while_other_processes_load_the_parser(broken: bool) -> None:
    server = Server(broken_door=broken)
    assert heads(run(articles("a", "b"), server, workers=2)) == ["a", "b"]
    assert (server.opened, server.closed) == (1, 1)


def test_in_one_process_the_engine_opens_when_it_is_asked() -> None:
    server = Server()
    assert heads(run(articles("a", "b"), server)) == ["a", "b"]
    assert (server.opened, server.closed) == (0, 1)


def test_a_killed_run_repeats_at_most_the_calls_in_flight(tmp_path: Path) -> None:
    in_flight = 4
    first = started(tmp_path, 40, in_flight)
    wait_for(tmp_path / "log.txt", 30)
    first.kill()
    first.communicate()
    log = (tmp_path / "log.txt").read_text("utf-8").splitlines()
    asked = {line.removeprefix("asked ") for line in log if line.startswith("asked")}
    done = {line.removeprefix("done ") for line in log if line.startswith("done")}
    assert done
    assert len(asked) < 40
    (tmp_path / "log.txt").unlink()
    second = started(tmp_path, 40, in_flight)
    said = second.communicate(timeout=60)[1]
    assert second.returncode == 0, said
    log = (tmp_path / "log.txt").read_text("utf-8").splitlines()
    again = {line.removeprefix("asked ") for line in log if line.startswith("asked")}
    assert not again & done
    assert len(again & asked) <= in_flight
    assert len(asked | again) == 40


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT to send")
def test_an_interrupted_run_ends_at_once_and_says_how_to_go_on(tmp_path: Path) -> None:
    process = started(tmp_path, 400, 4)
    wait_for(tmp_path / "log.txt", 30)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode != 0
    assert "is kept: the same command again goes on from there" in said
    with Store(tmp_path / "store.db") as store:
        assert store.info().findings > 0


def test_nothing_more_is_asked_once_the_run_is_ending_in_the_middle_of_an_article() -> None:
    """The run ends while a repaired claim is being checked."""
    checking, ended = threading.Event(), threading.Event()

    def slow(findings: Findings, analysis: Analysis) -> Findings:
        if findings.what[0].text == "truth":
            checking.set()
            ended.wait(30)
        return check(findings, analysis)

    server = Late(checking=checking)
    desk = run(articles("lie once", "quota"), server, check=slow)
    threading.Timer(0.5, ended.set).start()
    with pytest.raises(EngineError, match="quota"):
        list(desk)
    assert (server.repaired, server.asked_further) == (["lie once"], [])


def test_whoever_takes_results_slowly_gets_all_of_them() -> None:
    """All that may be open at once has been read before the next article comes."""

    def source() -> Iterator[Article]:
        for number, article in enumerate(articles(*(f"text {i}" for i in range(3 * CHUNK))), 1):
            if number == 2 * CHUNK:
                time.sleep(0.5)
            yield article

    found = []
    for one in run(source(), Server(pause=0.1), ahead=2 * CHUNK):
        found.append(one)
        time.sleep(0.05)
    assert len(found) == 3 * CHUNK
