"""Which language a text is in, where nobody said so."""

from __future__ import annotations

import functools
import re
from typing import Any

from briefer.read.judge import count_words

#: Shorter texts are guessed wrong too often.
_MIN_WORDS = 20
#: What the guess is made from: more makes it slower, not better.
_LOOKED_AT = 5000
#: Below this probability the guess counts for nothing.
_SURE = 0.5
_WORD = re.compile(r"[^\W\d_]+")
#: Frequent words of English that its neighbours do not share; they spare most runs the large model of the guess.
_ENGLISH = frozenset(("the", "and", "that", "with", "from", "which", "were", "they", "been", "would"))
#: Of all words; English news has 9 to 16 in a hundred, no other language more than a stray one.
_ENGLISH_SHARE = 0.06


def guess(text: str) -> str | None:
    """The BCP 47 tag of the text's language; None where it is too short or too mixed to tell."""
    start = text[:_LOOKED_AT]
    count = count_words(start)
    if count < _MIN_WORDS:
        return None
    if sum(word in _ENGLISH for word in _WORD.findall(start.lower())) >= _ENGLISH_SHARE * count:
        return "en"
    tag, probability = _identifier().classify(start)
    return str(tag) if probability >= _SURE else None


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
