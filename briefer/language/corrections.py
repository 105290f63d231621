"""Articles that correct an earlier report, by their own words."""

from __future__ import annotations

import re

#: A correction says so at its beginning.
BEGINNING = 600
_HEADED = re.compile(r"\s*(?:Corrections?|Corrected|Corrigendum|Erratum|Clarification)\b\s*[:.–—-]", re.IGNORECASE)
_REPORT = r"(?:article|story|report|item|piece|dispatch)"
_SAYS_SO = re.compile(
    rf"\bearlier versions? of (?:this|the|our) {_REPORT}\b"
    rf"|\b(?:in|an?|our|this)\b[^.!?“\"]{{0,40}}\b{_REPORT}\b[^.!?“\"]{{0,120}}?"
    r"\b(?:wrongly|incorrectly|mistakenly|erroneously)\s+(?:report|sa(?:id|ys?)|stat|gave|nam|describ|identif|attribut|quot)\w*",
    re.IGNORECASE,
)


def is_correction(title: str | None, text: str) -> bool:
    """Whether an English article is headed as a correction, or begins with what an earlier report had wrong."""
    return bool(_HEADED.match(title or "") or _HEADED.match(text) or _SAYS_SO.search(text, 0, BEGINNING))
