"""A headline: the article's own title where the text bears it out, else a clause cut short."""

from __future__ import annotations

from briefer.language.clauses import Tree
from briefer.language.headlines.cuts import MOST, Headline, cut_headline, event_subject
from briefer.language.headlines.titles import borne_title

__all__ = ["MOST", "Headline", "event_subject", "headline"]


def headline(tree: Tree) -> Headline | None:
    """The main event in at most 14 words and the sentences that carry it; None where nothing can stand alone."""
    title = borne_title(tree)
    return Headline(*title) if title is not None else cut_headline(tree)
