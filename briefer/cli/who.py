"""`briefer who`: what somebody has said in recorded briefs, each time with the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from briefer.cli import options
from briefer.errors import BrieferError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefer.store import History, Person

#: Names that are offered where one is not known.
_NEAR = 5


def command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A person, an organisation, or a role; a surname will do.")
    ],
    *,
    format: Annotated[
        Literal["markdown", "json"], typer.Option("--format", help="Format of the output: markdown or json.")
    ] = "markdown",
    config: options.Config = None,
) -> None:
    """Show what somebody has said in recorded briefs. A person or an organisation, the latest first, with sentences."""
    from dataclasses import asdict

    from briefer.cli.archive_shown import as_json
    from briefer.cli.archive_shown import people as shown
    from briefer.cli.screen import give_markdown
    from briefer.config import load
    from briefer.store import History, open_store

    with open_store(load(config).store.path) as store:
        history = History(store)
        people = history.who(name) or _nobody(name, history)
    if format == "json":
        typer.echo(as_json([asdict(person) for person in people]), nl=False)
    else:
        give_markdown(shown(people, name))


def _nobody(name: str, history: History) -> Sequence[Person]:
    if not (names := history.near(name, limit=_NEAR)) and not history.recorded(limit=1):
        raise BrieferError(
            "the archive is empty", hint="briefs come into it by briefer daily, or briefer brief --record"
        )
    hint = f"did you mean {'; or '.join(names)}? " if names else ""
    raise BrieferError(
        f"no recorded brief tells of “{name}”, as a name or as a role",
        hint=f"{hint}briefer archive search looks for any words",
    )
