"""From findings to what there is to tell of each event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from briefer.model import Article, Findings, Material

if TYPE_CHECKING:
    from briefer.merge import ClaimCheck

#: What an article's findings say when it is no part of the brief.
LEFT_OUT = ("skipped", "failed")


def materials(findings: Sequence[Findings], articles: Mapping[str, Article], check: ClaimCheck) -> list[Material]:
    """The articles of which something holds, brought together by event, each event's claims merged."""
    from briefer.group import group
    from briefer.merge import merge

    holding = {found.article.id: found for found in findings if found.status not in LEFT_OUT and _holds(found)}
    actors = {name: [actor.name for actor in found.who] for name, found in holding.items()}
    return [
        merge([holding[name] for name in one.articles], articles, one.copies, check=check)
        for one in group([articles[name] for name in holding], actors=actors)
    ]


def _holds(found: Findings) -> bool:
    """Whether any of its claims passed the gates."""
    headline = found.headline_check is not None and found.headline_check.status == "verified"
    own = (claim for section in found.custom.values() for claim in section.claims)
    claims = (*found.what, *found.positions, *found.next_steps, *own)
    return headline or any(claim.check.status == "verified" for claim in claims)
