"""Values of options come out as Typer makes them, and what is wrong is told in its words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
import typer.main

from briefer.cli.values import light

GIVEN: dict[str, Any] = {}


def doubled(value: int | None) -> int | None:
    return value * 2 if value else value


def command(
    names: list[str],
    *,
    word: str | None = None,
    words: Annotated[list[str] | None, typer.Option("--words")] = None,
    number: Annotated[int, typer.Option(min=1, max=64)] = 1,
    twice: Annotated[int | None, typer.Option(callback=doubled)] = None,
    share: Annotated[float | None, typer.Option(min=0.0)] = None,
    file: Path | None = None,
    flag: bool = False,
) -> None:
    GIVEN.clear()
    GIVEN.update(locals())


class Outcome:
    """What becomes of a command line, with and without `light`."""

    def __init__(self, said: pytest.CaptureFixture[str]) -> None:
        self.said = said

    def __call__(self, *arguments: str, quick: bool) -> tuple[Any, dict[str, Any], str]:
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command()(command)
        made: Any = typer.main.get_command(app)
        if quick:
            light(made)
        GIVEN.clear()
        with pytest.raises(SystemExit) as end:
            made.main(list(arguments), prog_name="briefer")
        return end.value.code, dict(GIVEN), "".join(self.said.readouterr())


@pytest.fixture
def outcome(capsys: pytest.CaptureFixture[str]) -> Outcome:
    return Outcome(capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "a",
        "a b --word w --words x --words y --number 64 --twice 4 --share 0.5 --flag",
        "a --word=",
        "a --number 0",
        "a --number 65",
        "a --number -3",
        "a --number 1_0",
        "a --number 7.0",
        "a --number ٣",
        "a --number many",
        "a --twice x",
        "a --share -1",
        "a --file nowhere",
        "a --file .",
        "a --nothing",
        "--help",
    ],
)
def test_a_value_is_what_typer_makes_of_it(outcome: Outcome, arguments: str) -> None:
    given = arguments.split()
    assert outcome(*given, quick=True) == outcome(*given, quick=False)


def test_a_file_that_cannot_be_read_is_told_by_typer(outcome: Outcome, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x", "utf-8")
    secret.chmod(0)
    assert outcome("a", "--file", str(secret), quick=True) == outcome("a", "--file", str(secret), quick=False)
