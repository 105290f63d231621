"""The account in words: what became of the claims, who read, what could not be checked."""

from __future__ import annotations

from briefer.model import Brief, Stance
from briefer.render.words import count, listed


def account_lines(brief: Brief) -> tuple[str, ...]:
    """The account in sentences: claims, engine, cost, and what could not be checked."""
    claims = brief.account.claims
    lines: list[str] = []
    if claims.made:
        counted = [f"{claims.verified} verified"]
        counted += [f"{n} {word}" for word in ("flagged", "withheld") if (n := getattr(claims, word))]
        lines.append(f"{count(claims.made, 'claim')}: {listed(counted)}.")
    hidden = [
        f"{n} {why}"
        for n, why in (
            (claims.not_shown.rank, "of lower rank"),
            (claims.not_shown.limit, "over the page’s limits"),
            (claims.not_shown.filter, "filtered out"),
            (claims.not_shown.edit, "taken out by the desk"),
        )
        if n
    ]
    if hidden:
        lines.append(f"Of the verified ones {claims.shown} are shown; left out: {listed(hidden)}.")
    if claims.merged:
        lines.append(f"{claims.merged} of them say the same as another.")
    if claims.flagged:
        lines.append("Flagged claims are shown only on request, and marked.")
    lines.append(_engine(brief))
    lines += [
        f"Not checked in articles in {language_name(language)}: {listed(gates)}."
        for language, gates in brief.account.gates_not_run.items()
        if gates
    ]
    return tuple(lines)


def _engine(brief: Brief) -> str:
    engine, usage = brief.engine, brief.usage
    if engine.name == "extractive":
        return (
            "Read by the built-in extractive engine, without a language model: the words are the articles’ own, "
            "speakers were found by rule."
        )
    text = f"Read by {engine.model} ({engine.name})" if engine.model else f"Read by the engine {engine.name}"
    if usage.calls:
        tokens = usage.tokens_in + usage.tokens_out
        text += f" in {count(usage.calls, 'call')} with {count(tokens, 'token')}"
        text += ", cost unknown" if usage.cost is None else f", {usage.cost:.2f} {usage.currency or ''}".rstrip()
    return f"{text}; checked by rules."


_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "und": "an unknown language",
    "zh": "Chinese",
}


def language_name(tag: str) -> str:
    """`French` for `fr-BE`; the tag itself where we have no name."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), tag)


def kind_words(kind: str) -> str:
    """A claim's or change's kind as a word: `bottom line`, `not heard`, `actor`."""
    return {"who": "actor", "what": "event", "step": "next step", "custom": "own section"}.get(
        kind, kind.replace("_", " ")
    )


_STANCES: dict[Stance, str] = {
    "support": "supports",
    "oppose": "opposes",
    "conditional": "conditional",
    "neutral": "neutral",
    "unclear": "stance unclear",
}


def stance_words(stance: Stance) -> str:
    """`supports`, `opposes`, `conditional`, `neutral`, `stance unclear`."""
    return _STANCES[stance]
