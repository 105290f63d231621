"""`briefer diff`: what a brief says that an earlier one did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefer.model import Article, Brief, ChangeItem, Span

_TITLES: dict[str, str] = {
    "changed": "Changed positions",
    "due": "Due today",
    "overdue": "Came due, and nothing tells of it",
    "new": "New",
    "not_heard": "Not heard on this since",
}


def command(
    old: Annotated[str, typer.Argument(metavar="OLD.json", help="The earlier brief, written with -o NAME.json.")],
    new: Annotated[str, typer.Argument(metavar="NEW.json", help="The later brief.")],
    *,
    format: Annotated[
        Literal["markdown", "json"], typer.Option("--format", help="Format of the output: markdown or json.")
    ] = "markdown",
) -> None:
    """Show what changed between two briefs. Positions with both sentences, new stories, steps that came due."""
    import json

    from briefer.changes import compared
    from briefer.cli.bundles import load_bundle
    from briefer.cli.screen import give_markdown
    from briefer.contract import dump_brief, load_brief

    before, after = load_brief(load_bundle(old)), load_brief(load_bundle(new))
    made = compared(after, [before])
    if format == "json":
        bundle = dump_brief(made)
        rows = {"old": before.id, "new": after.id, "changes": bundle["changes"]}
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    give_markdown("\n".join(_lines(before, made)))


def _lines(before: Brief, after: Brief) -> Iterator[str]:
    from briefer.templating.escaping import escape_markdown, one_line

    def words(text: str) -> str:
        return escape_markdown(one_line(text))

    articles = {article.id: article for article in after.articles}
    headlines = {story.id: story.headline for story in after.stories}
    yield f"# {words(_dated(before))} → {words(_dated(after))}"
    yield ""
    repeated = sum(p.change is not None and p.change.kind == "repeated" for s in after.stories for p in s.positions)
    if not after.changes:
        yield "Nothing is new, changed or due."
    for kind, title in _TITLES.items():
        items = [item for item in after.changes if item.kind == kind]
        if items:
            yield f"## {title}"
            yield ""
            for item in items:
                yield from _item(item, headlines, articles, words)
            yield ""
    if repeated:
        yield f"Positions repeated from the earlier brief: {repeated}."


def _dated(brief: Brief) -> str:
    """The brief's title with the moment at which it was made, in its own zone."""
    from briefer.render.dates import Calendar

    calendar = Calendar.of(brief)
    return f"{brief.title}, {calendar.time() if calendar.today() in brief.title else calendar.now()}"


def _item(
    item: ChangeItem, headlines: Mapping[str, str], articles: Mapping[str, Article], words: Callable[[str], str]
) -> Iterator[str]:
    headline = headlines.get(item.story or "") if item.claim is not None or item.kind == "not_heard" else None
    story = f" ({words(headline)})" if headline else ""
    since = f", {item.since}" if item.since and item.kind != "changed" else ""
    yield f"- **{words(item.text)}**{since}{story}"
    for label, spans in (("now", item.now), ("before", item.before)):
        for sentence in _sentences(spans, articles):
            yield f"    - {label}: {words(sentence)}"


def _sentences(spans: Iterable[Span], articles: Mapping[str, Article]) -> Iterator[str]:
    """The cited sentences, each with its outlet and day."""
    for span in spans:
        if article := articles.get(span.article):
            source = ", ".join(
                part for part in (article.outlet or article.title, (article.published or "")[:10]) if part
            )
            yield f"{article.text[span.start : span.end]}{f' ({source})' if source else ''}"
