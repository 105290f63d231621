"""What a run of `briefer daily` did and took, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

#: The counts of a report that are told, in their order.
_COUNTS = {
    "articles": ("in", "seen", "used", "merged", "skipped", "failed"),
    "claims": ("made", "verified", "flagged", "withheld", "shown"),
    "recipients": ("sent", "refused", "unknown", "pending"),
}
_WORDS = {"seen": "seen before", "not_heard": "not heard"}


def facts(report: Mapping[str, Any], moment: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """The facts of a run's report (`briefer.store.runs.Run.report`), each with a word on what it is about.

    What there was none of is left out. `moment` writes a time, given in ISO's form, for whoever reads.
    """
    if report.get("problem"):
        yield "problem", report["problem"]
    if window := report.get("window"):
        yield "window", f"{moment(window['since'])} to {moment(window['until'])}"
    if (sources := report.get("sources")) and sources["number"]:
        yield "sources", f"{sources['number']}, {len(sources['failed'])} failed, {len(sources['quiet'])} gone quiet"
    yield from _counted(report, "articles")
    if report.get("stories"):
        changes = (f"{number} {_WORDS.get(kind, kind)}" for kind, number in (report.get("changes") or {}).items())
        yield "stories", ", ".join([str(report["stories"]), *changes])
    yield from _counted(report, "claims")
    yield from _counted(report, "recipients")
    if report.get("held"):
        yield "held", report["held"]
    for file in report.get("files") or ():
        yield "file", file
    if (usage := report.get("usage")) and usage["calls"]:
        yield "model", _spent(usage)
    for step in report.get("steps") or ():
        spent = f", {_spent(step)}" if step["calls"] else ""
        yield step["step"], f"{step['seconds']:.2f} s{spent}"


def _counted(report: Mapping[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """The counts that are not nought; nothing where all are."""
    counts = report.get(what) or {}
    if told := [f"{counts[name]} {_WORDS.get(name, name)}" for name in _COUNTS[what] if counts.get(name)]:
        yield what, ", ".join(told)


def _spent(usage: Mapping[str, Any]) -> str:
    calls = "1 call" if usage["calls"] == 1 else f"{usage['calls']} calls"
    money = f", {usage['cost']:.4f} {usage.get('currency') or ''}".rstrip() if usage.get("cost") is not None else ""
    return f"{calls}, {usage['tokens_in']:,} tokens read and {usage['tokens_out']:,} written{money}"
