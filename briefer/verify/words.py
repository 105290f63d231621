"""Words as the gates compare them: stems, content words, and the lists that rules stand on."""

from __future__ import annotations

import functools
import re

from briefer.language.dates.calendar import MONTHS, WEEKDAYS

#: A word, with what is written into it: "U.S", "two-thirds", "Halgren's", "1,600", "2.5".
WORD = re.compile(r"[^\W_]+(?:[.,:’'\-‑][^\W_]+)*")
_INNER = re.compile(r"[-‑]")

#: Months and weekdays as news writes them, without case, to their full names.
CALENDAR = {
    **{name: name for name in (*MONTHS, *WEEKDAYS)},
    **{name[:3]: name for name in (*MONTHS, *WEEKDAYS)},
    "sept": "september", "tues": "tuesday", "thur": "thursday", "thurs": "thursday",
}  # fmt: skip
#: Words that carry no content of their own.
FUNCTION_WORDS = frozenset(
    "a an the and or but nor so yet if then than that this these those which who whom whose what when where why how "
    "i you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself himself "
    "herself itself themselves there here be is are was were been being am do does did done doing have has had having "
    "will would shall should can could may might must ought of in on at by for with to from into onto upon about "
    "as per via over under between among amid during after before since until while though although because due "
    "through against within without across along around toward towards out off up down again also just only very too "
    "more most much many such some any all both each every either neither other another own same not no never s t "
    "something anything nothing everything someone anyone somebody anybody nobody everybody everyone "
    "said say says saying told tell tells according".split()
)

#: Forms that no suffix rule leads back.
_IRREGULAR: dict[str, str] = {
    form: base
    for base, forms in {
        "rise": "rose risen", "fall": "fell fallen", "grow": "grew grown", "shrink": "shrank shrunk",
        "win": "won", "lose": "lost loss losses", "meet": "met", "go": "went gone", "come": "came",
        "give": "gave given", "take": "took taken", "make": "made", "know": "knew known", "see": "saw seen",
        "begin": "began begun", "break": "broke broken", "bring": "brought", "build": "built", "buy": "bought",
        "catch": "caught", "choose": "chose chosen choice", "draw": "drew drawn", "drive": "drove driven",
        "eat": "ate eaten", "fight": "fought", "find": "found", "fly": "flew flown", "forget": "forgot forgotten",
        "freeze": "froze frozen", "get": "got gotten", "hold": "held", "keep": "kept", "lead": "led",
        "leave": "left", "lend": "lent", "mean": "meant", "pay": "paid", "run": "ran", "sell": "sold sale sales",
        "send": "sent", "shake": "shook shaken", "shoot": "shot", "sink": "sank sunk", "speak": "spoke spoken",
        "spend": "spent", "stand": "stood", "steal": "stole stolen", "strike": "struck stricken",
        "swear": "swore sworn", "teach": "taught", "think": "thought", "throw": "threw thrown", "wear": "wore worn",
        "withdraw": "withdrew withdrawn withdrawal", "write": "wrote written", "seek": "sought", "become": "became",
        "feel": "felt", "hear": "heard", "show": "shown", "bear": "bore borne", "man": "men", "woman": "women",
        "child": "children", "person": "people", "die": "died dying dead death deaths", "lie": "lay lain",
        "undergo": "underwent", "overcome": "overcame", "arise": "arose", "forbid": "forbade forbidden",
        "wage": "waging", "foot": "feet", "life": "lives", "half": "halves", "uphold": "upheld",
    }.items()
    for form in forms.split()
}  # fmt: skip

_SUFFIXES = (
    ("ational", "ate"), ("isation", "ise"), ("ization", "ise"), ("ements", ""), ("ement", ""), ("ments", ""),
    ("ment", ""), ("nesses", ""), ("ness", ""), ("ingly", ""), ("edly", ""), ("ations", ""), ("ation", ""),
    ("ies", "y"), ("ied", "y"), ("ions", ""), ("ion", ""), ("ings", ""), ("ing", ""), ("ised", "ise"),
    ("ized", "ise"), ("ers", ""), ("ed", ""), ("er", ""), ("es", ""), ("ly", ""), ("s", ""),
)  # fmt: skip


@functools.lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word's stem, good enough to find "agreement" in "agreed"; not a word itself."""
    word = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or not word.isalpha():
        return word
    if len(word) == 4:
        return word[:-1] if word[-1] == "e" or (word[-1] == "s" and word[-2] != "s") else word
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not (suffix == "s" and word.endswith("ss")):
            word = word[: -len(suffix)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


def parts(word: str) -> list[str]:
    """A compound's pieces: "five-hour" gives "five" and "hour"."""
    return [word] if word.isalnum() else [piece for piece in _INNER.split(word) if piece]


def is_content(word: str) -> bool:
    """Whether the word carries content."""
    lower = word.lower()
    return lower not in FUNCTION_WORDS and len(lower) > 1
