"""Whether a text is an article at all: long enough, not too long, and more than menus and notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefer.read.notices import NOTICES, TAKEN_BACK
from briefer.read.refusal import Refusal

#: Below it there is nothing to brief.
MIN_WORDS = 20
#: Some 17,000 words, more than the longest magazine report; the parser's memory grows with a text's length.
MAX_CHARACTERS = 100_000
#: Of what an article is taken out of, with all around it: the converters take seconds from here on, and minutes soon.
MAX_SOURCE = 400_000
_WORD = re.compile(r"\w+")
#: Chinese and Japanese put no spaces between words: there each character counts.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# A pattern of so many characters takes a millisecond to make, so it is made where it is used first.
_WORD_OR_CHARACTER = r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+"
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*(?:\s|\Z)")
_SEPARATOR = re.compile(r"[|•·›»]|\s/\s")
#: A notice speaks to its reader; news seldom does.
#: Its first letter is looked for before the edge of the word: so most of a text is passed over without a try.
_TO_THE_READER = re.compile(r"[YyWwOoUu](?<!\w.)(?i:(?<=y)ou(?:rs?)?|(?<=w)e|(?<=o)ur|(?<=u)s)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^“”]*[“”]|«[^»]*»")
_TO_THE_READER_SHARE = 0.04
#: Longer texts are no notices.
_NOTICE_WORDS = 500
#: So many words of a notice hold at least one of its set phrases.
_WORDS_PER_PHRASE = 40
#: Where nothing counts who is spoken to, it takes more of them: one in so many words.
_WORDS_PER_PHRASE_ALONE = 25


def count_words(text: str) -> int:
    """Words as people count them; in scripts without spaces each character."""
    return len(re.findall(_WORD_OR_CHARACTER, text) if _UNSPACED.search(text) else _WORD.findall(text))


def judge_source(characters: int) -> Refusal | None:
    """Why a page or Markdown of so many characters is not even converted, or None."""
    if characters <= MAX_SOURCE:
        return None
    reason = f"it holds {characters:,} characters of text, more than any article with all around it: split it"
    return Refusal("too_large", reason)


def judge(text: str) -> Refusal | None:
    """Why the text is no article that can be briefed, or None."""
    if len(text) > MAX_CHARACTERS:
        reason = f"its text has {len(text):,} characters, more than any news article ({MAX_CHARACTERS:,}): split it"
        return Refusal("too_large", reason)
    words = count_words(text)
    if words < MIN_WORDS and not _compiled(TAKEN_BACK).search(text):
        return Refusal("empty", f"it has only {words} words of text" if words else "it is empty")
    if notice := _notice(text, words):
        return Refusal("not_an_article", f"it is {notice}, not an article")
    if _running_words(text) < MIN_WORDS and not _compiled(TAKEN_BACK).search(text):
        return Refusal("not_an_article", "it holds menus or links and no running text")
    return None


def _notice(text: str, words: int) -> str | None:
    """What kind of notice the text is, where it is one; what somebody says in quotation marks addresses no reader."""
    if words > _NOTICE_WORDS:
        return None
    said = _QUOTED.sub("", text)
    addressed = len(_TO_THE_READER.findall(said)) >= _TO_THE_READER_SHARE * words
    for name, english, elsewhere in NOTICES:
        if addressed and _has(english, text, max(2, words / _WORDS_PER_PHRASE)):
            return name
        if _has(elsewhere, said, max(4, words / _WORDS_PER_PHRASE_ALONE)):
            return name
    return None


def _has(phrases: Sequence[str], text: str, enough: float) -> bool:
    """Whether the text has so many of the phrases; none is looked for where there are not so many."""
    if enough > len(phrases):
        return False
    return sum(bool(_compiled(phrase).search(text)) for phrase in phrases) >= enough


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile(phrase, re.IGNORECASE)


def _running_words(text: str) -> int:
    """The words that stand in sentences rather than in menus, counted until there are enough for an article."""
    words = 0
    for paragraph in re.split(r"\n\s*\n", text):
        words += count_words(paragraph) if _runs(paragraph) else 0
        if words >= MIN_WORDS:
            break  # more of them change nothing
    return words


def _runs(paragraph: str) -> bool:
    lines = [line for line in paragraph.splitlines() if line.strip()]
    menu = len(lines) > 2 and count_words(paragraph) < 4.5 * len(lines)
    if menu or len(_SEPARATOR.findall(paragraph)) > 3:
        return False
    return len(paragraph) > 100 or _SENTENCE_END.search(paragraph) is not None
