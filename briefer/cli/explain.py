"""`briefer explain`: why each sentence was read as it was."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from briefer.cli import options


class View(StrEnum):
    """How the explanation is shown."""

    text = "text"
    html = "html"


def command(
    input: Annotated[str, typer.Argument(metavar="ARTICLE", help="A file with one article, or - for standard input.")],
    *,
    sentence: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the sentence of this number, as the output counts.")
    ] = None,
    format: Annotated[
        View | None, typer.Option(help="text for a terminal, html for a page with the words marked.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write; .html makes a page.")
    ] = None,
) -> None:
    """Show why the rules attributed each sentence as they did."""
    from briefer.cli.explanation import as_html, as_text, explained, print_text
    from briefer.cli.outputs import check_paths, staged
    from briefer.cli.screen import Screen
    from briefer.errors import BrieferError, NothingToBrief, UsageError
    from briefer.model import Skipped
    from briefer.pipeline import Briefer, Watch

    to_file = output is not None and str(output) != "-"
    if output is not None and to_file:
        check_paths([output], [input])
    page = format is View.html or (format is None and output is not None and output.suffix.lower() in {".html", ".htm"})
    screen = Screen()
    found = Briefer(watch=Watch(skipped=screen.skipped)).read(options.once([input]))
    articles = [item.article for item in found if not isinstance(item, Skipped)]
    if not articles:
        message = "no article was read"
        raise BrieferError(message) if screen.left_out["failed"] else NothingToBrief(message)
    if len(articles) > 1:
        raise UsageError(f"{input} has {len(articles)} articles", hint="explain takes one: name a file that holds one")
    article = explained(articles[0], only=sentence)
    if to_file and output is not None:
        with staged(output) as stream:
            stream.write((as_html(article) if page else as_text(article)).encode())
        screen.note(f"written: {output}")
    elif page:
        sys.stdout.write(as_html(article))
    elif sys.stdout.isatty():
        print_text(article)
    else:
        sys.stdout.write(as_text(article))
