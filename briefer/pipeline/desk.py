"""A person's edits put into a finished brief, under the same gates as everything else in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefer.model import Analysis, Brief, Claim, ClaimKind, Edit

if TYPE_CHECKING:
    from briefer.store.database import Database


def edited(brief: Brief, edits: Sequence[Edit], *, by: str | None = None, at: str | None = None) -> Brief:
    """The next revision of the brief; `by` and `at` (ISO, UTC) go on record.

    Articles are analysed only where the words of a claim that cites them are replaced.
    """
    from briefer.compose.edits import apply

    articles = {article.id: article for article in brief.articles}
    analyses: dict[str, Analysis] = {}

    def check(kind: ClaimKind, claim: Claim) -> Claim:
        from briefer.language import analyse
        from briefer.verify import check_edited

        for name in {span.article for span in claim.evidence} & articles.keys() - analyses.keys():
            analyses[name] = analyse(articles[name])
        return check_edited(brief, kind, claim, analyses)

    return apply(brief, edits, check=check, by=by, at=at)


def revised(store: Database, brief: Brief) -> bool:
    """Lets the archive and the ledger have a revision of a brief that they know; whether they know it.

    What the desk has taken out or put otherwise is then found as it is now, and what was never recorded stays so.
    """
    from briefer.changes.ledger import told
    from briefer.store.history import History
    from briefer.store.ledger import Ledger

    with store.together():
        history = History(store)
        if not history.knows(brief.id):
            return False
        history.record(brief)
        Ledger(store).record(brief, told)
    return True
