"""The `[brief.NAME]` and `[section.NAME]` tables: what a brief is to be, and what it asks of every article."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from briefer.config.tables import KINDS, check_name, named_tables, read_table, texts
from briefer.contract import as_language
from briefer.errors import ConfigError
from briefer.model import Profile, Question
from briefer.selection import Query

#: What can become of a day without news.
EMPTY = ("note", "nothing")


def profile_of(name: str, table: dict[str, Any], questions: tuple[Question, ...], where: str) -> Profile:
    """One brief; its key `sections` picks from the file's own, and without it all are asked."""
    if "sections" in table:
        questions = _picked(table["sections"], questions, where)
    made: Profile = read_table(Profile, table, where, elsewhere=("sections",), name=name, questions=questions)
    check_timezone(made.timezone, where)
    check_queries(made, where)
    check_name(made.empty, EMPTY, f"{where}: “empty” cannot be “{made.empty}”")
    languages = tuple(checked_language(tag, f"{where}: “languages”") for tag in made.languages)
    return replace(made, language=checked_language(made.language, f"{where}: “language”"), languages=languages)


def check_queries(profile: Profile, where: str) -> None:
    """`ConfigError` for a query of the profile that cannot be read."""
    for key, query in (("only", profile.only), *(("muted", muted) for muted in profile.muted)):
        try:
            if query is not None:
                Query.of(query)
        except ConfigError as error:
            raise ConfigError(f"{where}: “{key}”: {error.message}", hint=error.hint) from error


def _picked(names: Any, questions: tuple[Question, ...], where: str) -> tuple[Question, ...]:
    try:
        wanted = dict.fromkeys(texts(names))
    except TypeError as error:
        raise ConfigError(f"{where}: “sections” must be {KINDS['tuple']}", hint=f"it is {names!r}") from error
    known = {question.name: question for question in questions}
    for name in wanted:
        check_name(name, known, f"{where}: there is no [section.{name}]")
    return tuple(known[name] for name in wanted)


def questions_of(tables: Any, path: str) -> tuple[Question, ...]:
    """The sections of the user's own, in the order of the file."""
    named: dict[str, str] = {}
    made: list[Question] = []
    for name, table in named_tables(tables, path, "section", "risks").items():
        where = f"{path}, [section.{name}]"
        if not name.isidentifier():
            raise ConfigError(
                f"{where}: “{name}” is no name for a section",
                hint="it is one word of letters, digits and _, as in [section.risks]; its title is free",
            )
        if (other := named.setdefault(name.casefold(), name)) != name:
            raise ConfigError(f"{where}: there is [section.{other}] already", hint="names differ in more than capitals")
        made.append(_question(name, table, where))
    return tuple(made)


def _question(name: str, table: dict[str, Any], where: str) -> Question:
    titled = {"title": name.replace("_", " ").capitalize(), "question": "", **table}
    made: Question = read_table(Question, titled, where, name=name)
    for key in ("title", "question"):
        if not getattr(made, key).strip():
            raise ConfigError(f"{where}: “{key}” is missing", hint='as in question = "What could go wrong for us?"')
    choices = {choice.strip().casefold() for choice in made.choices}
    if made.kind == "choice" and (len(choices) < 2 or len(choices) < len(made.choices) or "" in choices):
        raise ConfigError(f"{where}: a choice is made among several", hint='as in choices = ["low", "high"]')
    if made.choices and made.kind != "choice":
        raise ConfigError(f'{where}: “choices” are for kind = "choice"', hint=f'its kind is "{made.kind}"')
    return made


def checked_language(tag: str, where: str) -> str:
    """The language tag in its usual form; `where` names it in the `ConfigError` for what is none."""
    found = as_language(tag)
    if found is None:
        raise ConfigError(f"{where} must be a language tag", hint=f"write it as en, fr or pt-BR; it is {tag!r}")
    language = found.partition("-")[0].lower()
    if language != "en" and language not in _languages():
        raise ConfigError(f"{where}: there is no language “{found}”", hint="write it as en, fr or pt-BR")
    return found


def _languages() -> Collection[str]:
    """The languages that Unicode's CLDR knows, without codes that were replaced (`in` is `id` now)."""
    import babel

    return babel.Locale("en").languages


def check_timezone(name: str, where: str) -> None:
    """`ConfigError` for what is no time zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(f"{where}: “{name}” is no time zone", hint="write it as in Europe/Brussels or UTC") from error
