"""Reports that their own outlet has withdrawn: they are no voice any more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefer.language.meaning import gist
from briefer.merge.voices import moment_of
from briefer.model import Article

#: A notice says so at its beginning.
_BEGINNING = 400
#: A report is the one that is meant when the notice has so much of its title, and so many words.
_MEANT, _WORDS = 0.5, 2
_REPORT = r"(?:report|article|story|account|item|piece|dispatch)"
_QUOTED = re.compile(r"“[^”]*”")
#: What opens a notice, whoever speaks.
_HEADED = re.compile(r"\s*(?:Retraction|Withdrawn|Withdrawal)\b\s*[:.–—-]", re.IGNORECASE)
_TAKES_BACK = rf"(?:withdr[ae]w(?:s|n|ing)?|retract(?:s|ed|ing)?|tak(?:es?|ing|en) back)\b[^.]{{0,60}}?\b{_REPORT}\b"
_OURS = r"(?:we|this (?:newspaper|paper|site|website|station|agency|outlet)|the (?:editors|newsroom))"


def withdrawn(articles: Sequence[Article]) -> dict[str, str]:
    """Why articles are left out, by their ids: those that a later notice of their outlet withdraws, and the notice.

    A notice whose report is not among them is an article like any other.
    """
    found: dict[str, str] = {}
    for notice in articles:
        said = _said(notice)
        if said is None:
            continue
        for report in _reports(notice, articles):
            found[report.id] = f"withdrawn by {notice.outlet}: “{said}”"
            found[notice.id] = f"withdraws another article, “{report.title or report.id}”"
    return found


def _said(article: Article) -> str | None:
    """The sentence with which an outlet takes back what it reported; None where it does not."""
    if not article.outlet:
        return None
    text = article.text[:_BEGINNING]
    headed = _HEADED.match(article.title or "") or _HEADED.match(text)
    own = re.compile(
        rf"\b(?:{re.escape(article.outlet)}|{_OURS})\b(?:[\s,]+\w+){{0,3}}?\s+{_TAKES_BACK}", re.IGNORECASE
    )
    plain = _QUOTED.sub(lambda match: "x" * len(match[0]), text)
    match = own.search(plain) or (re.search(_TAKES_BACK, plain, re.IGNORECASE) if headed else None)
    if match is None:
        return None
    start = max(text.rfind(". ", 0, match.start()) + 2 if ". " in text[: match.start()] else 0, 0)
    stop = re.compile(r"[.!?](?=\s|$)").search(plain, match.end())
    return " ".join(text[start : stop.end() if stop else len(text)].split())


def _reports(notice: Article, articles: Sequence[Article]) -> Iterator[Article]:
    """The earlier reports of the outlet that the notice means: the one whose title it has most of."""
    at = moment_of(notice.published)
    words = gist(notice.text[:_BEGINNING]).stems
    shared: list[tuple[float, Article]] = []
    for other in articles:
        before = moment_of(other.published)
        if other.id == notice.id or (other.outlet or "").casefold() != (notice.outlet or "").casefold():
            continue
        if at is None or before is None or before >= at or not other.title or _said(other) is not None:
            continue
        if other.title in notice.text:
            shared.append((1.0, other))
            continue
        title = gist(other.title).stems
        if len(title & words) >= _WORDS:
            shared.append((len(title & words) / len(title), other))
    best = max((share for share, _ in shared), default=0.0)
    if best >= _MEANT:
        yield from (article for share, article in shared if share == best)
