"""Names that are spelt alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from briefer.store.history.words import folded_words

#: Shorter surnames differ by a letter and are other people's: Berg and Borg.
_LONG = 5
#: Words of names are near from this likeness on; so many of each word asked for are looked at.
_NEAR, _WORDS = 0.7, 8
#: What is less near than this share of the nearest is left out.
_BEHIND = 0.7
_SMALL = frozenset("the a an of for and".split())


def misspelt(one: str, other: str) -> bool:
    """Whether one comes of the other by one letter more, fewer or other, or by two that have changed places."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LONG or len(long) - len(short) > 1 or short == long:
        return False
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    return short[start + 1 :] == long[start + 1 :] or (
        short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    )


def near(asked: str, names: Iterable[str], most: int) -> list[str]:
    """The names that come nearest to what was asked for, the nearest first: by words they share or nearly share."""
    wanted = [word for word in dict.fromkeys(folded_words(asked)) if word not in _SMALL]
    having: defaultdict[str, set[str]] = defaultdict(set)
    for name in {folded_words(name): name for name in names}.values():
        for word in folded_words(name):
            having[word].add(name)
    points: defaultdict[str, float] = defaultdict(float)
    for word in wanted:
        best: dict[str, float] = {}
        for other in get_close_matches(word, [w for w in having if w not in _SMALL], _WORDS, _NEAR):
            likeness = SequenceMatcher(None, other, word).ratio()
            for name in having[other]:
                best[name] = max(best.get(name, 0.0), likeness)
        for name, likeness in best.items():
            points[name] += likeness
    # Words in which little else stands are nearer than long ones; what is far behind the nearest is not meant.
    nearness = {name: 2 * shared / (len(folded_words(name)) + len(wanted)) for name, shared in points.items()}
    least = _BEHIND * max(nearness.values(), default=0)
    return sorted((name for name in nearness if nearness[name] >= least), key=lambda n: (-nearness[n], n))[:most]
