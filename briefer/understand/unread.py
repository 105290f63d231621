"""Findings of articles that were not read, each with its reason."""

from __future__ import annotations

import traceback
from pathlib import Path

from briefer.model import Article, EngineInfo, Findings, Problem

_LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


def broken(article: Article, engine: EngineInfo, error: Exception) -> Findings:
    """An article that broke a rule on the way: `failed`, with the place in the program."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return failed(article, engine, "engine", f"it could not be read: {type(error).__name__}: {error} ({place})")


def failed(article: Article, engine: EngineInfo, code: str, text: str) -> Findings:
    """An article that should have been read and was not."""
    return Findings(article=article.info(), engine=engine, status="failed", problem=Problem(code=code, text=text))


def not_read(article: Article, engine: EngineInfo) -> Findings:
    """An article in a language that the engine does not read: `skipped`."""
    tag = article.language or "und"
    name = _LANGUAGES.get(tag.split("-")[0].lower())
    text = (
        f"it is in {f'{name} ({tag})' if name else f'the language “{tag}”'}, which the {engine.name} engine"
        " does not read: give it in translation, or say --language en where this is a wrong guess"
    )
    return Findings(
        article=article.info(), engine=engine, status="skipped", problem=Problem(code="language", text=text)
    )
