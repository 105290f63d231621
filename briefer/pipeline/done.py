"""What a daily run has done, step by step, and the record that is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from briefer.errors import BrieferError
from briefer.model import Brief, Usage
from briefer.pipeline.run import Briefer
from briefer.pipeline.sending import Report
from briefer.pipeline.sources import Health
from briefer.pipeline.windows import Stretch
from briefer.store.runs import Run, Runs, Window
from briefer.templating import ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A stored brief, and what became of it in this run."""

    window: Window
    brief: Brief
    files: tuple[Path, ...] = ()
    #: How its recipients stand; None: it was not sent.
    sent: Report | None = None


@dataclass(slots=True, kw_only=True)
class Done:
    """What a run has done."""

    name: str
    stretch: Stretch | None = None
    #: The brief of this run; None where it only completed earlier ones.
    brief: Brief | None = None
    #: How the sources fared.
    sources: Sequence[Health] = ()
    #: Articles that were seen before.
    seen: int = 0
    #: Articles that were not.
    fresh: int = 0
    #: Whether there was nothing new in so short a time that nothing was kept.
    short: bool = False
    #: Briefs of earlier runs that this one completed, and its own.
    finished: list[Finished] = field(default_factory=list)
    #: Windows whose brief was forgotten before it was delivered to all.
    lost: list[Window] = field(default_factory=list)
    #: Briefs that were kept long enough and are forgotten.
    forgotten: int = 0
    #: Of a rehearsal: briefs of earlier runs that a run would deliver first.
    left: int = 0
    #: For each step: its name, seconds, and what the engine's calls in it cost.
    steps: list[dict[str, Any]] = field(default_factory=list)
    strict: bool = False

    @property
    def failed(self) -> int:
        """How many inputs of the brief failed."""
        return self.outcomes["failed"]

    @property
    def outcomes(self) -> Counter[str]:
        """What became of the inputs of the brief."""
        return Counter(one.outcome for one in self.brief.account.articles) if self.brief is not None else Counter()

    @property
    def status(self) -> int:
        """The exit status: 1 a brief reached nobody, 3 strict and something withheld, 5 something failed, else 0."""
        reports = {finished.sent.status for finished in self.finished if finished.sent is not None}
        if 1 in reports:
            return 1
        if self.strict and self.brief is not None and self.brief.account.claims.withheld:
            return 3
        return 5 if self.failed or self.lost or 5 in reports else 0


def has_news(brief: Brief) -> bool:
    """Whether a brief tells of anything: a story, or a step that came due."""
    return bool(brief.stories or brief.changes)


def gone_quiet(health: Health) -> str | None:
    """Since when a source has been quiet, in a sentence; None where it is not, or cannot be had at all."""
    if health.quiet_since is None or health.error is not None:
        return None
    return f"gone quiet: nothing new since {ENGLISH.day(health.quiet_since.date(), year=True)}"


class Steps:
    """Measures each step from its beginning to that of the next one: seconds, and what the engine's calls cost.

    A step that comes again is added to.
    """

    def __init__(self, done: Done, briefer: Briefer, timer: Callable[[], float]) -> None:
        self._done = done
        self._briefer = briefer
        self._timer = timer
        self._tell = briefer.watch.step
        self._began = ("", 0.0, Usage())

    @property
    def at(self) -> str:
        """The step at hand."""
        return self._began[0]

    def begin(self, name: str) -> None:
        """Notes that a step begins, which ends the one before."""
        self.end()
        self._began = (name, self._timer(), self._briefer.usage)
        self._tell(name)

    def end(self) -> None:
        """Notes that the step at hand has ended."""
        name, began, before = self._began
        if not name:
            return
        usage = self._briefer.usage
        spent = {
            "seconds": round(self._timer() - began, 3),
            "calls": usage.calls - before.calls,
            "tokens_in": usage.tokens_in - before.tokens_in,
            "tokens_out": usage.tokens_out - before.tokens_out,
            "cost": usage.cost - (before.cost or 0.0) if usage.cost is not None else None,
        }
        # Composing goes on after the comparison, and several briefs may be written and sent.
        row = next((row for row in self._done.steps if row["step"] == name), None)
        if row is None:
            row = {"step": name, **dict.fromkeys(spent)}
            self._done.steps.append(row)
        for key, value in spent.items():
            if value is not None:
                row[key] = round((row[key] or 0) + value, 9)
        self._began = ("", 0.0, Usage())


@contextmanager
def kept(runs: Runs, done: Done, briefer: Briefer, steps: Steps, *, now: Callable[[], datetime]) -> Iterator[None]:
    """Keeps a record of the run, however it ends."""
    began = now()
    status, problem = 1, None
    try:
        yield
        status = done.status
    except BrieferError as error:
        status, problem = error.status, error.message
        raise
    except KeyboardInterrupt:
        status, problem = 130, "interrupted"
        raise
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        raise
    finally:
        steps.end()
        brief = done.brief.id if done.brief is not None and not done.short else None
        report = _report(done, briefer, problem)
        runs.keep(Run(name=done.name, brief=brief, began=began, ended=now(), status=status, report=report))


def _report(done: Done, briefer: Briefer, problem: str | None) -> dict[str, Any]:
    """The run as JSON has it."""
    brief, of = done.brief, done.stretch
    made = brief or next((finished.brief for finished in done.finished), None)
    changes = Counter(item.kind for item in brief.changes) if brief is not None else Counter()
    reports = [finished.sent for finished in done.finished if finished.sent is not None]
    return {
        "problem": problem,
        "window": {"since": of.since.isoformat(), "until": of.until.isoformat(), "regular": of.regular} if of else None,
        "engine": asdict(briefer.engine.info),
        "steps": done.steps,
        "usage": asdict(briefer.usage),
        "title": made.title if made is not None else None,
        "sources": {
            "number": len(done.sources),
            "failed": [health.name for health in done.sources if health.error is not None],
            "quiet": [health.name for health in done.sources if gone_quiet(health) is not None],
        },
        "articles": {"in": done.outcomes.total(), "seen": done.seen, **done.outcomes},
        "claims": asdict(brief.account.claims) if brief is not None else None,
        "stories": len(brief.stories) if brief is not None else 0,
        "changes": dict(changes),
        "files": [str(path) for finished in done.finished for path in finished.files],
        "held": next((f.window.held for f in done.finished if f.window.held is not None), None),
        "recipients": {s: sum(r.count(s) for r in reports) for s in ("sent", "refused", "unknown", "pending")},
    }
