"""`briefer read`: what briefer reads in an input, before anything is made of it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.cli.fetching import FromTheWeb

if TYPE_CHECKING:
    from briefer.read import Reading


#: What could steer a terminal, and what stands for it there.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNSEEN = "\ufffd"


class Layout(StrEnum):
    """How an article is shown."""

    text = "text"
    markdown = "markdown"
    json = "json"


@options.spread
def command(  # noqa: PLR0913 - each is an option of the command
    inputs: options.Inputs,
    *,
    format: Annotated[
        Layout, typer.Option(help="text for people, markdown to keep, json for rows that extract reads.")
    ] = Layout.text,
    title: options.Title = None,
    outlet: options.Outlet = None,
    url: options.Url = None,
    published: options.Published = None,
    language: options.Language = None,
    web: FromTheWeb,
    config: options.Config = None,
) -> None:
    """Show the article that is read from each input. Title, outlet, date, language and text."""
    from briefer.cli.screen import Screen
    from briefer.config import load
    from briefer.errors import BrieferError, NothingToBrief
    from briefer.model import Skipped
    from briefer.pipeline import Briefer, Watch

    inputs = options.once(inputs)
    given = options.about(title=title, outlet=outlet, url=url, published=published, language=language)
    screen = Screen()
    shown = 0
    fetching = web.fetching(load(config), note=screen.note)
    for item in Briefer(watch=Watch(skipped=screen.skipped), fetching=fetching).read(inputs, given=given):
        if not isinstance(item, Skipped):
            typer.echo(("\n" if shown and format is not Layout.json else "") + _LAYOUTS[format](item))
            shown += 1
    if not shown:
        message = "no article was read"
        raise BrieferError(message) if screen.left_out["failed"] else NothingToBrief(message)
    if screen.left_out["failed"]:
        raise typer.Exit(5)


def _as_json(item: Reading) -> str:
    from briefer.contract import ARTICLE_KEYS

    fields = asdict(item.article)
    return json.dumps({key: fields[key] for key in ARTICLE_KEYS}, ensure_ascii=False)


def _as_text(item: Reading) -> str:
    article = item.article
    facts = {
        "input": item.input,
        "title": article.title,
        "outlet": article.outlet,
        "authors": ", ".join(article.authors),
        "published": article.published,
        "address": article.url,
        "language": article.language,
        "words": f"{len(article.text.split()):,}",
    }
    lines = [f"{name:<10} {_CONTROLS.sub(_UNSEEN, value or 'not given')}" for name, value in facts.items()]
    text = "\n".join(_CONTROLS.sub(_UNSEEN, line.replace("\t", "    ")) for line in article.text.strip().splitlines())
    return "\n".join(lines) + f"\n\n{text}"


def _as_markdown(item: Reading) -> str:
    from briefer.templating import escape_markdown

    article = item.article
    facts = ("title", "outlet", "url", "published", "language")
    front = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key in facts if (value := getattr(article, key))]
    front += [f"authors: [{', '.join(article.authors)}]"] if article.authors else []
    body = "\n\n".join(escape_markdown(block) for block in article.text.splitlines() if block.strip())
    return "\n".join(("---", *front, "---", "", body))


_LAYOUTS = {Layout.text: _as_text, Layout.markdown: _as_markdown, Layout.json: _as_json}
