"""The options that commands share, documented where they are declared."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from briefer.errors import UsageError

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files, folders, addresses of pages and feeds (https://...), rows of articles (.jsonl .json), "
        "or - for standard input.",
        show_default=False,
    ),
]
BundleFile = Annotated[str, typer.Argument(metavar="BRIEF.json", help="A brief written with -o NAME.json, or -.")]

Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Title of the only article.")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of the only article.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="Address of the only article.")]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="ISO date, or date and time with offset, of the only article.")
]
Language = Annotated[str | None, typer.Option(metavar="TAG", help="Language of the only article, as in en or fr-CA.")]

Engine = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="What reads: extractive (built in, English, offline), openai (a model) or replay."
    ),
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="The language model that reads; its server gets the articles.")
]
BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="The model's server, as in http://localhost:11434/v1; else OpenAI.")
]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="The briefer.toml to use.")]
Brief = Annotated[
    str | None, typer.Option("--brief", metavar="NAME", help="The [brief.NAME] table of briefer.toml to follow.")
]


def _from_one(workers: int) -> int:
    """Has several workers be forked, on Linux, from a process that has loaded the parser: each takes a second for it.

    Elsewhere what a system brings along does not survive a fork.
    """
    if workers > 1 and sys.platform == "linux":
        import multiprocessing

        if multiprocessing.get_start_method(allow_none=True) is None:
            multiprocessing.set_start_method("forkserver")
            multiprocessing.set_forkserver_preload(["briefer.language.warm", "briefer.understand.worker"])
    return workers


Workers = Annotated[
    int,
    typer.Option(min=1, max=64, metavar="N", help="Processes that read side by side.", callback=_from_one),
]
Strict = Annotated[bool, typer.Option("--strict", help="End with status 3 when any claim was withheld.")]

Output = Annotated[
    list[str] | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Where to write; its ending names the format. May be repeated."
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Format of the output: markdown, html, text, json, eml, atom, ics, csv, pdf or docx."
    ),
]
Template = Annotated[str | None, typer.Option(metavar="NAME", help="The layout: daily, ministerial, or one of yours.")]
TemplateDir = Annotated[Path | None, typer.Option(metavar="FOLDER", help="A folder of template folders of your own.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A value for the template: to, from, deadline, marking ..."),
]
ShowFlagged = Annotated[
    bool, typer.Option("--show-flagged", help="Show claims that could not be fully checked, marked.")
]


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each field of a parameter that is a dataclass, where that parameter stands.

    So options that several commands share are declared once, as fields with Typer's annotations and defaults. One
    that is a context is open while the command runs.
    """
    signature = inspect.signature(command, eval_str=True)
    kinds = {name: parameter.annotation for name, parameter in signature.parameters.items()}
    groups: dict[str, type[Any]] = {n: k for n, k in kinds.items() if isinstance(k, type) and is_dataclass(k)}
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        kind = groups.get(parameter.name)
        parameters += [parameter] if kind is None else _parameters(kind)

    @wraps(command)
    def called(**given: Any) -> None:
        with ExitStack() as stack:
            for name, kind in groups.items():
                group = kind(**{field.name: given.pop(field.name) for field in fields(kind)})
                given[name] = stack.enter_context(group) if isinstance(group, AbstractContextManager) else group
            command(**given)

    called.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return called


def _parameters(kind: type[Any]) -> list[inspect.Parameter]:
    hints = get_type_hints(kind, include_extras=True)
    how = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(field.name, how, default=field.default, annotation=hints[field.name])
        for field in fields(kind)
    ]


def about(
    *, title: str | None, outlet: str | None, url: str | None, published: str | None, language: str | None
) -> dict[str, str]:
    """What was said of the only article; `UsageError` where a value cannot be kept."""
    from briefer.contract import as_language, check_published
    from briefer.errors import ContractError
    from briefer.read.metadata import as_address

    if published:
        try:
            check_published(published)
        except ContractError as error:
            raise UsageError(f"--published {published}: {error.message}", hint=error.hint) from error
    if url and as_address(url) is None:
        raise UsageError(f"--url {url} is no address of a page", hint="it begins with https:// or http://")
    if language and as_language(language) is None:
        raise UsageError(f"--language {language} is no language tag", hint="write it as en, fr or pt-BR")
    given = {"title": title, "outlet": outlet, "url": url, "published": published, "language": language}
    return {key: value for key, value in given.items() if value}


def settings_of(pairs: Sequence[str] | None) -> dict[str, str]:
    """The pairs of `--set`."""
    found: dict[str, str] = {}
    for pair in pairs or ():
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"--set {pair} has no value", hint="write it as --set to='Minister of Water'")
        found[key.strip()] = value
    return found


def template_folders(given: Path | None, config: Path | None) -> list[Path]:
    """Where templates are looked for before those that come with briefer."""
    from briefer.config import user_folder

    if given is not None and not given.is_dir():
        raise UsageError(
            f"there is no folder {given}", hint="--template-dir names a folder that holds template folders"
        )
    beside = [config.resolve().parent / "templates"] if config else []
    folders = [*([given] if given else []), *beside, user_folder() / "templates"]
    return [folder for folder in folders if folder.is_dir()]


def once(inputs: Sequence[str]) -> list[str]:
    """The inputs; standard input can be read only once."""
    if list(inputs).count("-") > 1:
        raise UsageError("- is given twice, and standard input can be read only once")
    return [os.path.normpath(i) if i != "-" and "://" not in i else i for i in inputs]
