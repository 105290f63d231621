"""Articles to checked findings: in order, in one process or several, whatever an article does."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefer.errors import EngineError
from briefer.model import Analysis, Article, EngineInfo, Findings, Profile, Skipped
from briefer.understand import CHUNK, understand


def analyse(articles: Iterable[Article]) -> Iterator[Analysis]:
    """An analysis that knows nothing; the text `burst` breaks it."""
    for article in articles:
        if article.text == "burst":
            raise ValueError("no sentence")
        yield Analysis(article=article, sentences=(), quotations=(), numbers=(), dates=())


def check(findings: Findings, analysis: Analysis) -> Findings:
    return findings


@dataclass(frozen=True, slots=True)
class Echo:
    """Gives the text back as the headline; some texts make it misbehave."""

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(name="echo")

    def reads(self, language: str | None) -> bool:
        return language != "fr"

    def read(self, analysis: Analysis, profile: Profile) -> Findings:
        text = analysis.article.text
        if text == "bad":
            raise KeyError("field")
        if text == "stop":
            raise EngineError("the quota is gone", hint="wait")
        if text == "die":
            os._exit(9)
        if text.startswith("slow "):
            time.sleep(5)
            Path(text.removeprefix("slow ")).touch()
        return Findings(article=analysis.article.info(), engine=self.info, headline=f"{text} for {profile.name}")


def run(items: Iterable[Article | Skipped], workers: int = 1, **more: object) -> Iterator[Findings | Skipped]:
    return understand(
        items,
        analyse=analyse,
        engine=Echo(),
        check=check,
        profile=Profile(name="p"),
        workers=workers,
        **more,  # type: ignore[arg-type]
    )


def articles(*texts: str) -> list[Article]:
    return [Article.of(text, id=f"{i}-{text}") for i, text in enumerate(texts)]


GONE = Skipped(input="x", outcome="failed", code="missing", reason="gone")


@pytest.mark.parametrize("workers", [1, 2])
def test_order_is_kept_and_what_was_skipped_passes_through(workers: int) -> None:
    items: list[Article | Skipped] = [*articles(*(str(i) for i in range(3 * CHUNK))), GONE, *articles("last")]
    found = list(run(items, workers))
    heads = [item.headline for item in found if isinstance(item, Findings)]
    assert heads == [f"{i} for p" for i in range(3 * CHUNK)] + ["last for p"]
    assert found[-2] == GONE


def test_findings_come_before_the_last_article_was_asked_for() -> None:
    asked = 0

    def endless() -> Iterator[Article]:
        nonlocal asked
        while True:
            asked += 1
            yield Article.of(str(asked))

    found = run(endless())
    assert [next(found) for _ in range(CHUNK)]
    assert asked <= 2 * CHUNK


def test_workers_take_only_a_few_chunks_ahead() -> None:
    asked = 0

    def endless() -> Iterator[Article]:
        nonlocal asked
        while True:
            asked += 1
            yield Article.of(str(asked))

    found = run(endless(), 2)
    assert next(found)
    assert asked <= 8 * CHUNK
    found.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(("text", "error"), [("bad", "KeyError"), ("burst", "ValueError")])
def test_one_article_that_breaks_stops_no_other(text: str, error: str) -> None:
    one, broken, three = run(articles("one", text, "three"))
    assert isinstance(broken, Findings)
    assert (broken.status, broken.article.id) == ("failed", f"1-{text}")
    assert broken.problem is not None
    assert error in broken.problem.text
    assert "test_understand.py" in broken.problem.text
    assert isinstance(one, Findings)
    assert isinstance(three, Findings)
    assert (one.status, three.headline) == ("ok", "three for p")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_engine_that_cannot_go_on_ends_the_run(workers: int) -> None:
    with pytest.raises(EngineError, match="quota") as caught:
        list(run(articles("one", "stop", *"abcdefghij"), workers))
    assert caught.value.hint == "wait"
    assert not multiprocessing.active_children()


def test_a_worker_that_dies_is_an_error_with_a_hint() -> None:
    with pytest.raises(EngineError, match="died") as caught:
        list(run(articles("die", *"abcdefghijk"), 2))
    assert "--workers" in (caught.value.hint or "")


def test_whoever_stops_listening_waits_for_nobody(tmp_path: Path) -> None:
    found = run(articles(*"abcdefgh", *[f"slow {tmp_path / 'done'}"] * 30), 2)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()
    assert not (tmp_path / "done").exists()


def test_a_language_that_the_engine_does_not_read_is_skipped_unparsed() -> None:
    french = Article.of("burst", language="fr")
    (found,) = run([french])
    assert isinstance(found, Findings)
    assert (found.status, found.article.language) == ("skipped", "fr")
    assert found.problem is not None
    assert found.problem.code == "language"
    assert "French (fr)" in found.problem.text
    assert "echo" in found.problem.text


def test_a_language_without_a_name_here_is_called_by_its_tag() -> None:
    @dataclass(frozen=True, slots=True)
    class Nothing(Echo):
        def reads(self, language: str | None) -> bool:
            return False

    (found,) = understand(
        [Article.of("x", language="qaa")], analyse=analyse, engine=Nothing(), check=check, profile=Profile()
    )
    assert isinstance(found, Findings)
    assert found.problem is not None
    assert "the language “qaa”" in found.problem.text


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "reads.py"
    script.write_text(
        "import itertools\n"
        "from test_understand import Article, run\n"
        "if __name__ == '__main__':\n"
        "    for found in run((Article.of('x', id=str(n)) for n in itertools.count()), 2):\n"
        "        print(found.status, flush=True)\n"
    )
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=here
    ) as of:
        assert of.stdout is not None
        of.stdout.readline()
        of.kill()
        # The pipe is every worker's too: it ends when the last of them does.
        of.communicate(timeout=20)


@pytest.mark.parametrize("workers", [1, 2])
def test_analyses_are_kept_only_when_asked_for(workers: int) -> None:
    kept: list[str] = []
    items = articles(*(str(i) for i in range(2 * CHUNK)))
    assert len(list(run(items, workers, keep=lambda analysis: kept.append(analysis.article.text)))) == len(items)
    assert kept == [article.text for article in items]


def test_long_articles_are_taken_fewer_at_once() -> None:
    taken: list[int] = []

    def counting(given: Iterable[Article]) -> Iterator[Analysis]:
        batch = list(given)
        taken.append(len(batch))
        return analyse(batch)

    items = [Article.of("x" * 30_000, id=str(i)) for i in range(4)]
    list(understand(items, analyse=counting, engine=Echo(), check=check, profile=Profile()))
    assert taken == [2, 2]
