"""The sentences that a claim rests on, found among an article's: few, and each for what the others lack."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from briefer.verify.lines import Line
from briefer.verify.passage import MOST_SENTENCES
from briefer.verify.words import stem

#: How much more than another word a name and a figure count, since a claim is about them.
_NAME, _FIGURE = 1.5, 2.5
#: What a word counts of which only so many first letters stand in the sentence.
_BEGINNING, _BEGUN = 5, 0.5
#: What neighbouring words in common add, each pair, and words that another sentence carries already.
_PAIR, _AGAIN = 0.6, 0.1
#: A sentence beside a chosen one counts so much more: the words that belong together stand together.
_BESIDE = 2.0
#: A further sentence must add so much of the claim, and be so much of what the first one was.
_ADDS, _OF_FIRST = 0.08, 0.3


def find_evidence(claim: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """Indices of the sentences that carry most of the claim together, in text order; none where no word is shared.

    Each is chosen for the words that the ones before it lack, weighted by their rarity among the sentences.
    """
    line, lines = Line(claim), [Line(sentence) for sentence in sentences]
    weights = _weights(line, lines)
    carried = [_carried(weights, sentence) for sentence in lines]
    pairs = [_PAIR * len(line.pairs & sentence.pairs) for sentence in lines]
    whole = sum(weights.values())
    chosen: list[int] = []
    covered: dict[str, float] = {}
    first = 0.0
    while len(chosen) < MOST_SENTENCES:
        best, most, adds = -1, 0.0, 0.0
        for i, words in enumerate(carried):
            new = sum(max(0.0, weight - covered.get(word, 0.0)) for word, weight in words.items())
            if i in chosen or not new:
                continue
            new *= _BESIDE if i - 1 in chosen or i + 1 in chosen else 1.0
            gain = new + _AGAIN * sum(words.values()) + pairs[i]
            if gain > most:
                best, most, adds = i, gain, new
        if best < 0 or (chosen and (adds < _ADDS * whole or most < _OF_FIRST * first)):
            break
        first = first or most
        chosen.append(best)
        for word, weight in carried[best].items():
            covered[word] = max(weight, covered.get(word, 0.0))
    return tuple(sorted(chosen))


def _weights(claim: Line, sentences: Sequence[Line]) -> dict[str, float]:
    """What each of the claim's content words counts."""
    frequency = Counter(word for sentence in sentences for word in sentence.stem_set)
    names = {stem(word) for word in claim.words if word[0].isupper()}
    weights = {}
    for word in dict.fromkeys(claim.stems):
        rarity = math.log((len(sentences) + 1) / (frequency[word] + 0.5))
        weights[word] = rarity * (_FIGURE if word[:1].isdigit() else _NAME if word in names else 1.0)
    return weights


def _carried(weights: dict[str, float], sentence: Line) -> dict[str, float]:
    """What the sentence carries of each word."""
    begun = {word[:_BEGINNING] for word in sentence.stem_set if len(word) >= _BEGINNING}
    found = {}
    for word, weight in weights.items():
        if word in sentence.stem_set:
            found[word] = weight
        elif len(word) >= _BEGINNING and word[:_BEGINNING] in begun:
            found[word] = weight * _BEGUN
    return found
