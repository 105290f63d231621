"""Gate `names`: every name of the claim stands in the cited sentences, or is what a mention there resolves to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from briefer.language.names.countries import by_demonym, by_name
from briefer.verify.lines import Line, stands_in
from briefer.verify.objection import Objection, fail, weak
from briefer.verify.passage import Passage, fold
from briefer.verify.words import CALENDAR, FUNCTION_WORDS, WORD, parts, stem

_HONORIFICS = frozenset(
    "mr mrs ms miss dr prof sir lady lord dame president minister premier chancellor king queen prince princess pope "
    "senator governor mayor general colonel captain judge justice ambassador secretary chairman chairwoman chief "
    "spokesman spokeswoman spokesperson prime foreign deputy vice the".split()
)
_JOINERS = frozenset("of the de del della di da do dos du la le el al bin ibn von van der den ter zu and for".split())
#: Endings that make a people's name of a country's, on either side.
_PEOPLES = frozenset("n an ian ean ese ish i s ns ans ians eans ic er ers nian".split())
_COUNTRIES = frozenset(("", "a", "y", "e", "ia", "o", "land", "lands", "way", "en", "ey", "s"))
_SENTENCE_END = re.compile(r"[.!?:]['”)]*\s+$|^\W*$")


def check_name(name: str | None, passage: Passage, *, claim: Line, derived: Sequence[Line] = ()) -> Iterator[Objection]:
    """What is against a name in a field of its own (a holder, an actor): it must be somebody's whole name."""
    if not name:
        return
    cited = (*passage.lines, *derived)
    if any(stands_in(name, line.text) or line.has_folded(fold(name)) for line in cited) or passage.mentions(name):
        return
    if passage.knows(name):
        folded = fold(name)
        if passage.widen(claim, lambda line: line.has_folded(folded)) is None:
            yield weak(f"“{name}” stands elsewhere in the article, not in the cited sentences")
        return
    words = [w for w in Line(name).lower if w not in _HONORIFICS]
    if words and any(_same_person(words, form) for form in _forms(passage)):
        return
    yield fail(f"the name {name} does not stand in the article")


def _forms(passage: Passage) -> Iterator[list[str]]:
    """The words of every name and alias that the passage's articles have."""
    for ground in passage.grounds.values():
        for entity in ground.analysis.entities:
            for name in (entity.name, *entity.aliases):
                yield [w for w in Line(name).lower if w not in _HONORIFICS]


def _same_person(words: Sequence[str], form: Sequence[str]) -> bool:
    """Whether one is the other with or without titles and given names ("President Corvo", "Teodor Corvo")."""
    return bool(form) and words[-1] == form[-1] and set(words) <= set(form)


def check_names(claim: Line, passage: Passage) -> Iterator[Objection]:
    """What is against the names in a claim's own words; widens the passage where they stand elsewhere."""
    titled = _in_title_case(claim)
    for name in names_in(claim):
        missing = [word for word in name if not _known(word, passage.lines)]
        if not missing or passage.mentions(" ".join(name)) or _written_short(name, passage.lines):
            continue
        if not all(_known(word, passage.whole) for word in missing) and not _written_short(name, passage.whole):
            words = " ".join(name)
            if titled:
                yield weak(f"“{words}” does not stand in the article")
            else:
                yield fail(f"the name {words} does not stand in the article")
        elif passage.widen(claim, lambda line, missing=missing: all(_known(w, [line]) for w in missing)) is None:  # type: ignore[misc]
            yield weak(f"“{' '.join(name)}” stands elsewhere in the article, not in the cited sentences")


def names_in(claim: Line) -> list[tuple[str, ...]]:
    """Runs of capitalised words; the first word of a sentence only where it is no ordinary word."""
    found: list[tuple[str, ...]] = []
    run: list[str] = []
    last = 0
    for match in WORD.finditer(claim.plain):
        word = match.group().removesuffix("'s")
        between = claim.plain[last : match.start()]
        if run and between.strip(" "):
            _close(run, found)
        last = match.end()
        lower = word.casefold()
        if word[0].isupper() and lower not in CALENDAR and lower not in _HONORIFICS and len(word) > 1:
            opening = bool(_SENTENCE_END.search(claim.plain[: match.start()]))
            if not (opening and (lower in FUNCTION_WORDS or not _is_name(word, claim.plain))):
                run.append(word)
                continue
        if not (run and lower in _JOINERS and between == " "):
            _close(run, found)
    _close(run, found)
    return found


def _close(run: list[str], found: list[tuple[str, ...]]) -> None:
    if run:
        found.append(tuple(run))
    run.clear()


def _is_name(word: str, text: str) -> bool:
    """Whether a capitalised first word is a name: the parser is asked, since its capital says nothing."""
    return not word.islower() and (any(c.isupper() for c in word[1:]) or word in _proper(text))


@lru_cache(maxsize=512)
def _proper(text: str) -> frozenset[str]:
    """The proper nouns of a claim's words."""
    from briefer.language.parse import parse
    from briefer.language.passages import find_sentences
    from briefer.language.typography import repair

    repaired = repair(text)
    (tokens,) = parse([(repaired, find_sentences(repaired))])
    return frozenset(t.text for t in tokens if t.pos == "PROPN" or t.ent in ("GPE", "PERSON"))


def _in_title_case(claim: Line) -> bool:
    words = [w for w in claim.words if len(w) > 3 and w[0].isalpha()]
    return len(words) > 4 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


def _known(word: str, lines: Sequence[Line]) -> bool:
    """Whether the word, a people of the country, or a country of the people, stands in the lines."""
    lower = word.casefold()
    if any(lower in line.vocabulary for line in lines):
        return True
    if "-" in lower and all(any(p in line.vocabulary for line in lines) for p in parts(lower)):
        return True
    # Only a state, or the people of one, may begin with other letters; to look at these first is cheaper.
    near = lines if lower in _states() else [line for line in lines if lower[:3] in line.beginnings]
    return any(_same_people(lower, other) for line in near for other in line.vocabulary)


@cache
def _states() -> dict[str, str]:
    """Names of states and of their people, without case, to one name."""
    table = {name: country.names[0] for name, country in (*by_demonym().items(), *by_name().items())}
    return {name.casefold(): to for name, to in table.items()}


def _same_people(a: str, b: str) -> bool:
    states = _states()
    if a in states and states[a] == states.get(b):
        return True
    if a[:3] != b[:3]:
        return False
    if stem(a) == stem(b) and abs(len(a) - len(b)) <= 2 and (a.rstrip("s") == b.rstrip("s")):
        return True
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    ends = (a[shared:], b[shared:])
    return shared >= 4 and any(
        people in _PEOPLES and country in _COUNTRIES and people != country for people, country in (ends, ends[::-1])
    )


def same_name(one: str, other: str) -> bool:
    """Whether two words name one, or a country and its people."""
    a, b = one.casefold().removesuffix("'s"), other.casefold().removesuffix("'s")
    return a == b or _same_people(a, b)


def _written_short(name: Sequence[str], lines: Sequence[Line]) -> bool:
    """Whether the lines have the name's initials, or spell out these initials."""
    initials = "".join(word[0] for word in name).casefold()
    short = "".join(name).casefold().replace(".", "")
    for line in lines:
        if len(initials) > 1 and (initials in line.vocabulary or ".".join(initials) in line.vocabulary):
            return True
        if "".join(name).isupper() and 1 < len(short) <= 6 and _spelt_out(short, line):
            return True
    return False


def _spelt_out(initials: str, line: Line) -> bool:
    heads = "".join(w[0] if w[0].isupper() else " " for w in line.words if w.casefold() not in _JOINERS)
    return initials in heads.casefold()
