"""The shape of a title: the outlet behind it, the label before it, and where it may be cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from briefer.language.clauses import CONDITIONS
from briefer.language.typography import normalise
from briefer.model import Article

#: Words that a cut title has at least, and as a last resort.
ENOUGH, FEWEST = 5, 3
#: A tail that one of these opens tells of the circumstances.
_TAILS = frozenset("after while when following amid who which that as".split())
#: A tail that one of these opens tells where; the brief gives the place beside the headline.
_WHERE = frozenset({"in", "at", "near", "on"})
_CLAUSE = re.compile(rf" (?:{'|'.join(sorted(_TAILS))}|but) |: ")
#: A phrase ends before these.
_EDGES = _TAILS | _WHERE | frozenset("with for by from to over against and but".split())
#: Behind these "to" says what, and no aim.
_AIMED = frozenset(
    "urge urges urged ask asks asked tell tells told order orders ordered want wants allow allows force forces forced call "
    "calls called invite invites warn warns warned help helps get gets persuade expect expects appeal appeals set ready due "
    "plan plans planned bid deal deals effort efforts move moves offer offers vote votes decision agreement attempt attempts "
    "promise promises refusal refuses right chance pressure order proposal law bill agree agrees agreed vow vows pledge "
    "pledges fail fails failed try tries decide decides need needs continue able unable begin begins likely between both".split()
)
_SMALL = _EDGES | frozenset("a an the is are was were be of his her its their by".split())
#: "For the first time", "in 108 years": how rare it is.
_RARE = re.compile(r"(?:for (?:the )?(?:\w+) time|in \d+ (?:years|months|weeks|decades))\b", re.I)
#: Who died and was hurt does not say what happened.
_TOLL = frozenset(
    "dead death deaths die dies died killed kills kill injured injures hurt wounded missing several dozens scores "
    "killing injuring wounding leaving hundreds thousands many people one two three four five six seven eight nine ten at least more than".split()
)
#: Words that colour a title and say nothing that happened.
COLOUR = frozenset(
    "amazing brutal chilling desperate devastating dramatic emotional epic even extraordinary finally heartbreaking "
    "heroic historic horrific horror huge incredible just massive narrowly shock shocking spectacular stunning "
    "terrifying thrilling tragic very".split()
)
#: "podium-winning", "long-awaited": what is left says less, and nothing else.
_COMPOUND = re.compile(r"[a-z]+-[a-z]+(?:ing|ed)")
_LINKS = frozenset("and in or has have had been was were are is a an the".split())
_QUOTING = re.compile(r"^[\"“”‘'«]")
#: "…, say police": whose words they are stands at the end.
_TOLD = re.compile(
    r",\s+(?:[\w’'-]+\s+){0,4}(?:says?|said|claims?|warns?|finds?|suggests?|reveals?|hears?|told|reports?|according)\b",
    re.I,
)


def own_words(article: Article) -> str:
    """The title without the name of the outlet behind it."""
    title = " ".join((article.title or "").split()).partition(" | ")[0]
    for mark in (" - ", " – ", " — ", ": "):
        head, _, tail = title.rpartition(mark)
        if head and article.outlet and normalise(tail).casefold() in normalise(article.outlet).casefold():
            return head
    return title


def parts(title: str, *, names_an_event: Callable[[str], bool]) -> tuple[str, ...]:
    """What may stand alone of it: without the label before a colon, or the quotation behind it.

    A label that names the event stays where it can: "Arvel tram crash: last victims named".
    """
    label, _, rest = title.partition(": ")
    if not rest:
        return (title,)
    if _QUOTING.match(rest):
        return (label,)
    return (title, rest) if names_an_event(label) else (rest, title)


def matter(article: Article) -> str:
    """What the title tells, without the outlet, a label and a quotation."""
    title = own_words(article)
    label, _, rest = title.partition(": ")
    return label if _QUOTING.match(rest) else rest or title


def says_what(words: Sequence[str]) -> bool:
    """Whether the words say more than who died and was hurt."""
    return any(w.strip(",").lower() not in _TOLL and w.lower() not in _LINKS and not w[0].isdigit() for w in words)


def label_of(title: str, part: str) -> str:
    """What stands before the part in the title, up to the colon."""
    return title.partition(": ")[0] if not title.startswith(part) else ""


def cuts(part: str, *, is_clause: Callable[[str], bool], is_where: Callable[[str], bool]) -> Iterator[str]:
    """The part cut before the circumstances, the shortest that says enough first, then whole, then cut shorter.

    `is_clause` says whether words tell of something done, `is_where` whether they tell of a place.
    """
    words = part.split()
    if _TOLD.search(part):
        yield part
        return
    ends = [i for i in range(FEWEST, len(words)) if _may_end(words, i, is_clause, is_where)]
    small = next((i for i, w in enumerate(words) if w.lower() in _SMALL), len(words))
    tight = small == ENOUGH - 1 <= len(words) - small - 1 and is_clause(" ".join(words[1:small]))
    enough = small if tight else ENOUGH
    long = [i for i in ends if i >= enough]
    joined = [i for i in range(ENOUGH, len(words)) if _may_break(words, i)]
    for i in (*long, len(words), *(i for i in reversed(ends) if i < enough), *reversed(joined)):
        yield " ".join(words[:i]).rstrip(",;")


def clauses(title: str) -> list[str]:
    """The title in pieces, each of which tells one thing."""
    return _CLAUSE.split(title)


def _may_end(words: list[str], i: int, is_clause: Callable[[str], bool], is_where: Callable[[str], bool]) -> bool:
    """Whether the title may end before this word."""
    word, before, rest = words[i].lower(), words[i - 1], words[i:]
    if any(w.lower().strip(",") in CONDITIONS for w in rest) or not says_what(words[:i]):
        return False
    if before.lower() in _EDGES or _open(words[:i]):
        return False
    if before.endswith(";"):
        return True
    if before.endswith(","):
        # "Miners end strike, return to pit": the first deed stands alone; "Corvo, miners, union talk" has one only.
        first = " ".join(words[1:i])
        deed = "," not in first[:-1] and is_clause(first)
        again = word.islower() and is_clause(word) and deed
        # "Toll rises to 38, army called in": another clause begins.
        other = deed and words[i][0].isupper() and len(rest) > 1 and is_clause(" ".join(rest[1:3]))
        return ((word.endswith("ing") or again) and word not in _TOLL) or other
    phrase = _phrase(rest)
    if _RARE.match(" ".join(rest)):
        return True
    if word == "with":
        return rest[1][:1].islower()
    if word == "as":
        return is_clause(" ".join(phrase))
    if word in _WHERE:
        return is_where(" ".join(phrase)) and not is_clause(" ".join(phrase))
    return word in _TAILS


def _may_break(words: list[str], i: int) -> bool:
    """Whether an aim or a second deed begins here: "win the cup | to end a drought | and earn praise"; not "rises to 38"."""
    if words[i].lower() == "to" and not words[min(i + 1, len(words) - 1)][0].isalpha():
        return False
    bound = {w.lower().strip(",") for w in words[:i]} & _AIMED
    return words[i].lower() in ("to", "and") and not bound and words[i - 1][-1].isalnum() and not _open(words[:i])


def _phrase(rest: list[str]) -> list[str]:
    """The words up to where another phrase begins."""
    end = next((i for i, w in enumerate(rest[1:], 1) if w.lower() in _EDGES), len(rest))
    return rest[1:end]


def _open(words: list[str]) -> bool:
    """Whether a quotation or a bracket is left open."""
    text = " ".join(words)
    single = re.search(r"(?:^|\s)['‘]\w", text) is not None and re.search(r"\w['’](?=$|[\s,])", text) is None
    return (
        single or text.count('"') % 2 == 1 or text.count("“") != text.count("”") or text.count("(") != text.count(")")
    )


def in_title_case(title: str) -> bool:
    """Whether every word of weight has a capital."""
    words = [w for w in title.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) > 3 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


def uncoloured(title: str, missing: set[str]) -> str:
    """The title without the colouring words that are missing from the text."""
    kept = [w for w in title.split() if not (w.lower() in missing and (w.lower() in COLOUR or _COMPOUND.fullmatch(w)))]
    for i, word in enumerate(kept[:-1]):
        if word in ("a", "an") and len(kept) < len(title.split()):
            kept[i] = "an" if kept[i + 1][0].lower() in "aeiou" else "a"
    return " ".join(kept)
