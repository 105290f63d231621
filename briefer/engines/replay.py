"""Recorded findings given back, for tests, examples and anyone without a key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from briefer.contract import load_findings
from briefer.errors import ContractError, EngineError
from briefer.model import UNCHECKED, Analysis, Claim, EngineInfo, Findings, Problem, Profile, Span, with_ids

__all__ = ["ReplayEngine"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReplayEngine:
    """Answers with the recorded findings of an article, found by its SHA-256, else by its id.

    What was recorded comes back unchecked, so that the gates run anew over today's text of record. An
    article without a recording comes back as `failed`.
    """

    #: A JSON or JSONL file of `briefer.findings/1`, or a folder of such files.
    path: Path
    _recorded: dict[str, Findings] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))
        recorded: dict[str, Findings] = {}
        for findings in _load(self.path):
            # The first recording wins: later ones are rarer than mistakes.
            recorded.setdefault(findings.article.sha256, findings)
            recorded.setdefault(findings.article.id, findings)
        object.__setattr__(self, "_recorded", recorded)

    @property
    def info(self) -> EngineInfo:
        """`replay`, with the model, or else the engine, that was recorded."""
        names = {f.engine.model or f.engine.name for f in self._recorded.values()}
        return EngineInfo(name="replay", model=", ".join(sorted(names)) or None)

    def reads(self, language: str | None) -> bool:  # noqa: ARG002  (the engine's protocol)
        """Any language: whoever was recorded has read it."""
        return True

    def read(self, analysis: Analysis, profile: Profile) -> Findings:  # noqa: ARG002  (likewise)
        """The recording, as if it had just been made."""
        article = analysis.article
        recorded = self._recorded.get(article.sha256) or self._recorded.get(article.id)
        if recorded is None:
            problem = Problem(code="no_recording", text=f"{self.path} has no findings for this article")
            return Findings(article=article.info(), engine=self.info, status="failed", problem=problem)
        engine = replace(self.info, model=recorded.engine.model or recorded.engine.name)
        fresh = _as_new(replace(recorded, engine=engine), recorded.article.id, article.id)
        return with_ids(replace(fresh, article=article.info(), headline_check=None))


def _as_new(value: T, recorded: str, article: str) -> T:
    """The value with unchecked claims, and with spans into the article under the id that it has today."""
    new: Any = value
    if isinstance(value, Span):
        new = replace(value, article=article) if value.article == recorded else value
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _as_new(getattr(value, f.name), recorded, article) for f in fields(value)}
        if isinstance(value, Claim):
            changed |= {"check": UNCHECKED, "change": None}
        new = replace(value, **changed)
    elif isinstance(value, Mapping):
        new = {key: _as_new(v, recorded, article) for key, v in value.items()}
    elif isinstance(value, tuple):
        new = tuple(_as_new(v, recorded, article) for v in value)
    return new  # type: ignore[no-any-return]


def _load(path: Path) -> Iterator[Findings]:
    """Every recording in the file, or in the folder's `.json` and `.jsonl` files by name."""
    files = sorted(p for p in path.iterdir() if p.suffix in (".json", ".jsonl")) if path.is_dir() else [path]
    for file in files:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise EngineError(
                f"the recorded findings {file} cannot be read: {error}", hint="name a .json or .jsonl file of findings"
            ) from error
        yield from _rows(file, text)


def _rows(file: Path, text: str) -> Iterator[Findings]:
    rows = [(1, text)] if file.suffix == ".json" else list(enumerate(text.split("\n"), 1))
    for number, row in rows:
        if not row.strip():
            continue
        try:
            yield load_findings(json.loads(row))
        except (ValueError, ContractError) as error:
            raise EngineError(
                f"{file}, line {number}: no recorded findings: {error}",
                hint="record them with: briefer extract ARTICLES.jsonl -o FILE.jsonl",
            ) from error
