"""Part of gate `support`: what somebody only asks or orders is nothing that happened."""

from __future__ import annotations

from collections.abc import Iterator

from briefer.language.addressed import asks
from briefer.model import Claim
from briefer.verify.lines import Line
from briefer.verify.objection import Objection, fail
from briefer.verify.passage import Ground


def check_telling(claim: Claim, line: Line, ground: Ground) -> Iterator[Objection]:
    """Whether the claim's words are no more than a part of a quoted question or order."""
    quotations = ground.analysis.quotations
    for span in claim.evidence:
        if span.article != ground.analysis.article.id or not any(
            q.start < span.end and span.start < q.end for q in quotations
        ):
            continue
        place = ground.find(line.plain, span)
        if place is not None and asks(ground.analysis, place):
            yield fail("these words are asked or ordered by somebody: they tell nothing that happened")
            return
