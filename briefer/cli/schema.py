"""`briefer schema`: the JSON Schema of what goes in and what comes out."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Contract(StrEnum):
    """What has a schema."""

    article = "article"
    findings = "findings"
    brief = "brief"


def command(
    name: Annotated[Contract, typer.Argument(help="An input row of extract, an output row of it, or a brief.")],
) -> None:
    """Print a JSON Schema."""
    from briefer.contract import schema

    typer.echo(json.dumps(schema(name.value), ensure_ascii=False, indent=2))
