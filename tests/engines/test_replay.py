"""Recorded findings come back unchecked and under today's ids."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefer.contract import dump_findings
from briefer.engines.replay import ReplayEngine
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
    Sentence,
    Span,
    with_ids,
)

TEXT = "The council met in Arvel. It agreed on nothing."
VERIFIED = Check(status="verified", gates={"ids": "pass"})


def analysis(text: str = TEXT, *, id: str = "today") -> Analysis:
    article = Article.of(text, id=id, language="en")
    return Analysis(article=article, sentences=(Sentence(0, len(text), 0),), quotations=(), numbers=(), dates=())


def recording(text: str = TEXT, *, id: str = "recorded", model: str | None = "a-model") -> Findings:
    article = Article.of(text, id=id, language="en")
    event = Event(text="The council met in Arvel.", evidence=(Span(id, 0, 25),), check=VERIFIED)
    engine = EngineInfo(name="openai", model=model)
    found = Findings(article=article.info(), engine=engine, what=(event,), headline="The council met in Arvel")
    return with_ids(replace(found, headline_evidence=(Span(id, 0, 25),), headline_check=VERIFIED))


def write(path: Path, *found: Findings) -> Path:
    path.write_text("\n".join(json.dumps(dump_findings(f)) for f in found) + "\n", encoding="utf-8")
    return path


def test_an_article_is_found_by_its_text(tmp_path: Path) -> None:
    engine = ReplayEngine(write(tmp_path / "r.jsonl", recording()))
    found = engine.read(analysis(), Profile())
    assert found.article.id == "today"
    assert found.what[0].evidence == (Span("today", 0, 25),)
    assert found.headline_evidence == (Span("today", 0, 25),)
    assert found.what[0].text == "The council met in Arvel."


def test_no_old_check_survives(tmp_path: Path) -> None:
    found = ReplayEngine(write(tmp_path / "r.jsonl", recording())).read(analysis(), Profile())
    assert found.what[0].check == UNCHECKED
    assert found.headline_check is None


def test_ids_are_recomputed(tmp_path: Path) -> None:
    altered = replace(recording(), what=(replace(recording().what[0], id="0" * 16),))
    found = ReplayEngine(write(tmp_path / "r.jsonl", altered)).read(analysis(), Profile())
    assert found.what[0].id == recording().what[0].id


def test_an_article_may_be_found_by_its_id(tmp_path: Path) -> None:
    engine = ReplayEngine(write(tmp_path / "r.jsonl", recording(id="same")))
    assert engine.read(analysis(TEXT + " More.", id="same"), Profile()).status == "ok"


def test_a_span_of_another_article_stays_for_the_gates(tmp_path: Path) -> None:
    strange = replace(recording().what[0], evidence=(Span("elsewhere", 0, 5),))
    engine = ReplayEngine(write(tmp_path / "r.jsonl", replace(recording(), what=(strange,))))
    assert engine.read(analysis(), Profile()).what[0].evidence == (Span("elsewhere", 0, 5),)


def test_an_article_without_a_recording_is_a_failure_of_its_own(tmp_path: Path) -> None:
    found = ReplayEngine(write(tmp_path / "r.jsonl", recording())).read(analysis("Other words."), Profile())
    assert found.status == "failed"
    assert found.problem is not None
    assert found.problem.code == "no_recording"
    assert found.article.id == "today"


def test_a_folder_holds_json_and_jsonl(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", recording())
    (tmp_path / "b.json").write_text(
        json.dumps(dump_findings(recording("Other words. " * 3)), indent=1), encoding="utf-8"
    )
    (tmp_path / "notes.txt").write_text("no findings", encoding="utf-8")
    engine = ReplayEngine(tmp_path)
    assert engine.read(analysis(), Profile()).status == "ok"
    assert engine.read(analysis("Other words. " * 3), Profile()).status == "ok"


def test_it_names_what_was_recorded_and_reads_everything(tmp_path: Path) -> None:
    engine = ReplayEngine(write(tmp_path / "r.jsonl", recording()))
    assert (engine.info.name, engine.info.model) == ("replay", "a-model")
    assert engine.reads("fr")
    assert engine.reads(None)
    unnamed = ReplayEngine(write(tmp_path / "s.jsonl", recording(model=None)))
    assert unnamed.info.model == "openai"


@pytest.mark.parametrize("content", ["{", '{"schema": "briefer.findings/1"}', "[]"])
def test_a_broken_recording_stops_with_its_place(tmp_path: Path, content: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EngineError, match=r"r\.jsonl, line 1"):
        ReplayEngine(path)


def test_a_missing_recording_stops(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        ReplayEngine(tmp_path / "none.jsonl")
