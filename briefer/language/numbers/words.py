"""Number words: their values, and the pattern that finds them."""

from __future__ import annotations

import re

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
VALUES: dict[str, float] = {word: float(i) for i, word in enumerate(_ONES.split())}
VALUES |= {w: float(10 * i) for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
BIG = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
    " seventeenth eighteenth nineteenth twentieth"
)
ORDINALS: dict[str, float] = {word: float(i) for i, word in enumerate(_ORDINALS.split(), 1)}
ORDINALS |= {"thirtieth": 30.0, "fortieth": 40.0, "fiftieth": 50.0, "hundredth": 100.0}
FRACTIONS: dict[str, float] = {word: n for word, n in ORDINALS.items() if n >= 3} | {"half": 2.0, "quarter": 4.0}
#: "dozens", "tens of thousands": no single value.
VAGUE = {"dozens": "dozen", "scores": "score", "hundreds": "hundred", "thousands": "thousand", "millions": "million",
         "billions": "billion", "trillions": "trillion"}  # fmt: skip

_value = "|".join(sorted(VALUES, key=lambda w: -len(w)))
_tens = "|".join(w for w in VALUES if w.endswith("ty"))
_big = "|".join(BIG)
_fraction = "|".join(sorted((w for w in FRACTIONS if w not in {"half", "quarter"}), key=lambda w: -len(w)))
_ordinal = "|".join(sorted(ORDINALS, key=lambda w: -len(w)))
#: One of `vague`, `fraction` (with `of`), `half`, `cardinal`, `ordinal`.
WORDS = re.compile(
    rf"\b(?:(?P<vague>(?:(?:tens|hundreds|thousands) of )?(?:{'|'.join(VAGUE)})(?! of (?:thou|mill|hund|bill)))"
    rf"|(?P<over>an?|one|two|three|four|five|seven|nine)[ -](?P<fraction>(?:{_fraction}|quarter)s?|half|halves)"
    rf"|(?P<half>half)(?= (?:of|the|its|their|his|her|our|as|an?)\b| (?:{_big}))"
    rf"|(?P<tens>{_tens})-(?P<last>{_ordinal})|(?P<cardinal>(?:(?:{_value})(?:[ -](?:{_value}))?|an?(?= (?:{_big})))(?:[ -](?:and (?:a|one) half )?(?:{_big})(?:(?:,? and | |-)"
    rf"(?:{_value})(?:-(?:{_value}))?(?![ -](?:percent|per cent)))?)*(?: and (?:a half|one half|a quarter))?)"
    rf"|(?P<ordinal>{_ordinal}))\b",
    re.IGNORECASE,
)
#: A match of `WORDS` starts with one of these, or with "a" before one.
ANCHORS = frozenset(
    [*VALUES, *BIG, *ORDINALS, *VAGUE, "tens", "half", "quarter", "halves", *(f"{w}s" for w in FRACTIONS)]
)
#: Words, which is where an anchor can be.
WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[a-z]+")


def cardinal(words: str) -> float:
    """The value of "two hundred and fifty thousand", "one and a half million", "a dozen"."""
    total = current = 0.0
    seen = _WORD.findall(words.lower())
    for i, word in enumerate(seen):
        if word in VALUES and not (word == "one" and seen[i + 1 : i + 2] == ["half"]):
            current += VALUES[word]
        elif word == "half":
            current += 0.5
        elif word == "quarter":
            current += 0.25
        elif word in BIG:
            scale = BIG[word]
            if scale <= 100:
                current = (current or 1.0) * scale
            else:
                total += (current or 1.0) * scale
                current = 0.0
                # "two million and a half" adds half a million; "two million, three hundred" does not.
                if seen[i + 1 :] in (["and", "a", "half"], ["and", "one", "half"]):
                    return total + scale / 2
    return total + current
