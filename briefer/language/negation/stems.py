"""Word forms made comparable without a parser."""

from __future__ import annotations

import re
from functools import lru_cache

_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "am is are was were been being", "have": "has had having", "do": "does did done doing", "go": "goes went gone",
        "say": "said", "tell": "told", "meet": "met", "make": "made", "take": "took taken", "give": "gave given", "get": "got gotten",
        "come": "came", "become": "became", "begin": "began begun", "bring": "brought", "buy": "bought", "build": "built",
        "break": "broke broken", "choose": "chose chosen", "cut": "cutting", "deal": "dealt", "draw": "drew drawn", "drive": "drove driven",
        "fall": "fell fallen", "feel": "felt", "fight": "fought", "find": "found", "fly": "flew flown", "forget": "forgot forgotten",
        "grow": "grew grown", "hear": "heard", "hide": "hid hidden", "hold": "held", "keep": "kept", "know": "knew known", "lay": "laid",
        "lead": "led", "leave": "left", "lend": "lent", "lose": "lost", "mean": "meant", "pay": "paid", "rise": "rose risen", "run": "ran",
        "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent", "shoot": "shot", "show": "shown", "sink": "sank sunk",
        "speak": "spoke spoken", "spend": "spent", "stand": "stood", "steal": "stole stolen", "strike": "struck", "swear": "swore sworn",
        "teach": "taught", "think": "thought", "throw": "threw thrown", "understand": "understood", "win": "won",
        "withdraw": "withdrew withdrawn", "write": "wrote written", "die": "died dying dead", "lie": "lay lying",
    }.items()
    for form in forms.split()
}  # fmt: skip
_ENDING = re.compile(r"(?:ies|ied|ying|ing|ed|es|s|e|y)$")
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")


def past(word: str) -> bool:
    """Whether it is a form that tells of the past: "met", "agreed", "taken"; what has one form alone is none."""
    word = word.lower()
    return word.endswith("ed") or (word in _IRREGULAR and not word.endswith(("s", "ing")))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """What the forms of one word share: "agreed", "agrees" and "agree" give the same; no word of its own."""
    word = word.lower()
    if word in _IRREGULAR:
        word = _IRREGULAR[word]
    if len(word) < 4:
        return word
    short = _ENDING.sub("", word)
    if len(short) < 3 or word.endswith(("ss", "us", "is")):
        return word
    return _DOUBLED.sub(r"\1", short.removesuffix("e"))
