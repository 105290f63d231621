"""Quotations in the reader's language, beside the original and labelled as the model's."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefer.engines.openai.mouths import spoken
from briefer.engines.openai.numbered import Numbered, fold
from briefer.engines.openai.outcomes import Prompt
from briefer.engines.openai.prompt import Prompts, foreign, named
from briefer.language.numbers import figures, find_numbers
from briefer.model import Analysis, Findings, Position, Profile, Translation

if TYPE_CHECKING:
    from briefer.engines.openai.reply import Translated

_BASE, _TOKENS = 400, 8_000
_MARKS = "\"“”„«»‘’' \u00a0\u202f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What one position quotes."""

    #: `q1` …: what the reply calls it.
    id: str
    words: str
    #: Index of the position.
    position: int


def untranslated(findings: Findings, analysis: Analysis, profile: Profile) -> tuple[Quoted, ...]:
    """The quotations that the profile wants translated: of positions that may be shown, in another language than it."""
    if not profile.translate or not foreign(profile, findings.article.language):
        return ()
    text = Numbered(analysis)
    wanted = [i for i, position in enumerate(findings.positions) if _quotes(position)]
    return tuple(
        Quoted(id=f"q{number}", words=spoken(text, findings.positions[i].quotes), position=i)
        for number, i in enumerate(wanted, 1)
    )


def _quotes(position: Position) -> bool:
    return bool(position.quotes) and position.translation is None and position.check.status != "withheld"


def translation_prompt(items: Sequence[Quoted], profile: Profile, prompts: Prompts) -> Prompt:
    """The question about all quotations of an article."""
    from briefer.engines.openai.reply import Translations
    from briefer.engines.openai.schema import schema_of

    words = "\n".join(item.words for item in items)
    user = prompts.question(
        "translate.j2",
        language=named(profile.language),
        # Nobody can write a quotation that holds the digest of itself.
        marker=hashlib.sha256(words.encode()).hexdigest()[:16],
        quotations=items,
    )
    return Prompt(
        system=prompts.instructions("translate.j2"),
        user=user,
        schema_name="translations",
        schema=schema_of(Translations),
        max_tokens=min(_TOKENS, _BASE + len(words)),
    )


def translated(
    findings: Findings, items: Sequence[Quoted], answers: Sequence[Translated], profile: Profile, model: str
) -> Findings:
    """The findings with the translations that keep their quotation's numbers; the others are dropped."""
    said = {answer.id.strip().lower(): answer.text.strip(_MARKS) for answer in reversed(answers)}
    positions = list(findings.positions)
    for item in items:
        text = said.get(item.id, "")
        if text and fold(text) != fold(item.words) and same_numbers(item.words, text):
            made = Translation(language=profile.language, text=text, by=model)
            positions[item.position] = replace(positions[item.position], translation=made)
    return replace(findings, positions=tuple(positions))


def same_numbers(original: str, translation: str) -> bool:
    """Whether the figures of both are the same; one that the other side writes as an English word counts too."""
    a, b = figures(original), figures(translation)
    return a - b <= _in_words(translation) and b - a <= _in_words(original)


def _in_words(text: str) -> set[str]:
    """Whole numbers that stand as English words; in another language none are found."""
    values = (number.value for number in find_numbers(text))
    return {str(int(value)) for value in values if value is not None and value == int(value)}
