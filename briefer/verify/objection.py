"""What a gate has against a claim, and how objections become a check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from briefer.model import Check, Gate, GateResult, Reason

#: In the order in which a check lists them.
GATES: tuple[Gate, ...] = ("ids", "quote", "numbers", "names", "negation", "speaker", "step", "support")
_WORST: tuple[GateResult, ...] = ("pass", "not_run", "weak", "fail")


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that a gate has against a claim; a gate without any passes."""

    result: Literal["weak", "fail", "not_run"]
    #: In words that a reader understands.
    text: str


NOT_RUN = Objection("not_run", "the rules that this gate needs do not read this language")


def weak(text: str) -> Objection:
    """An objection that flags."""
    return Objection("weak", text)


def fail(text: str) -> Objection:
    """An objection that withholds."""
    return Objection("fail", text)


def to_check(gates: Mapping[Gate, Iterable[Objection]], *, score: float | None = None) -> Check:
    """The check that these gates come to: one `fail` withholds, anything else against the claim flags.

    What several gates say in the same words is told once.
    """
    results: dict[Gate, GateResult] = {}
    reasons: dict[str, Reason] = {}
    for gate in GATES:
        if gate in gates:
            found = list(gates[gate])
            results[gate] = max((o.result for o in found), key=_WORST.index, default="pass")
            for objection in found:
                reasons.setdefault(objection.text, Reason(gate, objection.text))
    worst = max(results.values(), key=_WORST.index, default="not_run")
    status = {"pass": "verified", "fail": "withheld"}.get(worst, "flagged")
    return Check(status=status, gates=results, reasons=tuple(reasons.values()), score=score)  # type: ignore[arg-type]
