"""Positions as a table: one row each, for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefer.model import Article, Brief, Position, Span, Story, reworded
from briefer.templating import Page, one_line

#: The columns, in order; later ones may be added at the end.
COLUMNS = (
    "story",
    "holder",
    "holder_role",
    "speaker",
    "channel",
    "via",
    "stance",
    "target",
    "text",
    "quotes",
    "status",
    "outlet",
    "published",
    "url",
    "sentences",
    "article",
    "claim",
    "before_edit",
)
#: A spreadsheet takes a cell that begins with one of these for a formula (OWASP, "CSV Injection").
#: Where the desk's spreadsheet takes semicolons between cells, one of them begins a cell.
_FORMULA = re.compile(r"(^|;)(?=[=+\-@＝＋－＠])")


class CsvFormat:
    """The positions of all stories, as RFC 4180 has it, with a byte-order mark, which Excel asks for."""

    suffixes = (".csv",)
    media_type = "text/csv"

    def render(self, page: Page) -> str:
        """The table with its header."""
        return table(COLUMNS, rows(page.brief))


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Rows under a header, with the byte-order mark; each cell one line that no spreadsheet takes for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
    return "\ufeff" + stream.getvalue()


def rows(brief: Brief) -> Iterator[dict[str, str]]:
    """One row for each position that the brief shows."""
    articles = {article.id: article for article in brief.articles}
    for story in brief.stories:
        for position in story.positions:
            edit = reworded(brief.edits, position.id)
            yield {**_row(story, position, articles), "before_edit": (edit.original or "") if edit else ""}


def _row(story: Story, position: Position, articles: dict[str, Article]) -> dict[str, str]:
    cited = [articles[name] for name in dict.fromkeys(s.article for s in position.evidence) if name in articles]

    def words(spans: tuple[Span, ...]) -> str:
        return " / ".join(articles[s.article].text[s.start : s.end] for s in spans if s.article in articles)

    return {
        "story": story.headline,
        "holder": position.holder or "",
        "holder_role": position.holder_role or "",
        "speaker": position.speaker or "",
        "channel": position.channel,
        "via": position.via or "",
        "stance": position.stance,
        "target": position.target or "",
        "text": position.text,
        "quotes": words(position.quotes),
        "status": position.check.status,
        "outlet": "; ".join(dict.fromkeys(a.outlet for a in cited if a.outlet)),
        "published": "; ".join(dict.fromkeys(a.published for a in cited if a.published)),
        "url": " ".join(dict.fromkeys(a.url for a in cited if a.url)),
        "sentences": words(position.evidence),
        "article": " ".join(a.id for a in cited),
        "claim": position.id,
    }


def _cell(text: str) -> str:
    """The visible words in one line; an apostrophe keeps a spreadsheet from reading a formula into them."""
    return _FORMULA.sub(r"\1'", one_line(text))
