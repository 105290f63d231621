"""`briefer extract`: rows of articles in, rows of checked findings out."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from briefer.cli import options
from briefer.cli.engines import Asked, chosen
from briefer.cli.fetching import FromTheWeb
from briefer.cli.journal import Journal

#: A row a line, whatever a text of its own contains.
_LINE = ("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085")


@options.spread
def command(  # noqa: PLR0913 - each is an option of the command
    inputs: options.Inputs,
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write the rows (JSON lines).")
    ] = None,
    asked: Asked,
    web: FromTheWeb,
    config: options.Config = None,
    brief: options.Brief = None,
    workers: options.Workers = 1,
    strict: options.Strict = False,
    log: Journal,
) -> None:
    """Write checked findings as JSON lines, a row for each article."""
    from briefer.cli.outputs import check_paths, staged
    from briefer.cli.screen import Screen, cost_of, count, unanswered
    from briefer.config import load
    from briefer.contract import dump_findings
    from briefer.errors import BrieferError, NothingToBrief
    from briefer.pipeline import LEFT_OUT, Briefer

    log.begin("extract")
    inputs = options.once(inputs)
    if output is not None and str(output) != "-":
        check_paths([output], inputs)
    settings = load(config)
    profile = asked.profile(settings.profile(brief))
    screen = Screen()
    rows = usable = withheld = 0
    answered: set[str] = set()
    with ExitStack() as stack:
        reader = stack.enter_context(chosen(asked, settings, screen.note, log.called))
        log.engine(reader)
        for line in reader.lines:
            screen.note(line)
        to_file = output is not None and str(output) != "-"
        stream: BinaryIO = stack.enter_context(staged(output)) if output and to_file else sys.stdout.buffer
        watch = stack.enter_context(screen.watching(bar=to_file or not sys.stdout.isatty(), usage=reader.usage))
        briefer = Briefer(
            profile=profile,
            workers=workers,
            watch=log.watching(watch),
            fetching=web.fetching(settings, screen.fetching, screen.note),
            **reader.arguments,
        )
        for found in briefer.extract(inputs):
            stream.write(_line(dump_findings(found)))
            if not to_file:
                stream.flush()
            rows += 1
            usable += found.status not in LEFT_OUT
            withheld += sum(check.status == "withheld" for check in found.checks)
            answered |= found.custom.keys()
    screen.note(
        f"{count(rows, 'row')} written{f' to {output}' if to_file else ''}; {count(withheld, 'claim')} withheld"
    )
    if spent := cost_of(briefer.usage, lambda: reader.listed):
        screen.note(spent)
    if each := screen.an_article(briefer.usage):
        screen.note(each)
    if usable and (left_out := unanswered(profile, answered, briefer.engine.info)):
        screen.note(left_out)
    if not usable:
        failed = screen.left_out["failed"]
        message = f"there was nothing to read: {rows} inputs gave no article, {failed} of them failed"
        raise BrieferError(message) if failed else NothingToBrief(message)
    if strict and withheld:
        raise typer.Exit(3)
    if screen.left_out["failed"]:
        raise typer.Exit(5)


def _line(row: dict[str, object]) -> bytes:
    text = json.dumps(row, ensure_ascii=False)
    for raw, escaped in _LINE:
        text = text.replace(raw, escaped)
    return f"{text}\n".encode()
