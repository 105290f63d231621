"""How the pages are filled: the templates, their filters, and the style that they share with briefs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from briefer.render.dates import Calendar
from briefer.render.terms import Terms
from briefer.render.words import sentence
from briefer.store.history import Words
from briefer.templating import ENGLISH, Folders, Locale, find_template
from briefer.templating.locale import well_formed
from briefer.templating.lookup import builtin_folder

if TYPE_CHECKING:
    from briefer.templating.environment import Sandbox

T = TypeVar("T")

#: The template that a brief is shown with, and whose folder has the other pages.
TEMPLATE = "archive"
#: Rows of one page, and the last page that can be asked for.
SIZE = 20
_LAST_PAGE = 5000
#: Of a number in an address.
_DIGITS = 9


def folder() -> Path:
    """The folder in which the template folder is found."""
    return builtin_folder().parent / "web"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views."""

    name: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list this is, and where the ones beside it are; empty where there is none.

    The labels are the page's own where they are not given.
    """

    number: int
    newer: str
    older: str
    newer_label: str = ""
    older_label: str = ""


def number_in(text: str | None) -> int | None:
    """The number that an address or a form has; None where it is none, or none of ours."""
    return int(text) if text and len(text) <= _DIGITS and text.isascii() and text.isdecimal() else None


def page_number(asked: str | None) -> int:
    """The page that an address asks for; whatever is no number is the first."""
    return min(max(number_in(asked) or 1, 1), _LAST_PAGE)


def page_of(number: int, more: bool, path: str, *labels: str, **query: str) -> Paging:
    """The way from one page of a list to its neighbours; `labels` are those of the one before and the one after."""

    def address(page: int) -> str:
        return to(path, **query, page=str(page) if page > 1 else "")

    return Paging(number, address(number - 1) if number > 1 else "", address(number + 1) if more else "", *labels)


def paged(items: list[T], number: int, path: str, *labels: str, **query: str) -> tuple[list[T], Paging]:
    """The items of one page and the way to its neighbours; `items` has all up to it and at least one more, if any."""
    more = len(items) > number * SIZE
    return items[(number - 1) * SIZE : number * SIZE], page_of(number, more, path, *labels, **query)


def to(path: str, **query: str) -> str:
    """The address of a page; what is empty is left out."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


class Frame:
    """Fills the templates of the folder, in one language; days are written as they are on `now`'s day, in its zone."""

    def __init__(self, now: Callable[[], datetime], locale: Locale = ENGLISH) -> None:
        self._now = now
        self.locale = locale
        self._environment = self._made()

    def filled(self, file: str, **values: Any) -> str:
        """The page."""
        return self._environment.get_template(file).render(places=self._places(), **values)

    def day(self, iso: str) -> str:
        """A day, or an article's own time: `20 May`, `20 May 2025, 19:40`."""
        return self.calendar().stamp(iso)

    def moment(self, iso: str) -> str:
        """A moment in the reader's own zone."""
        return Calendar(datetime.fromisoformat(iso).astimezone(self._now().tzinfo), self.locale).now()

    def calendar(self) -> Calendar:
        """How dates are written at this moment."""
        return Calendar(self._now(), self.locale)

    def _places(self) -> tuple[tuple[str, str], ...]:
        """The pages that every page leads to: address and what it is called."""
        _ = self.locale.gettext
        return (
            ("/", _("Start")),
            ("/briefs", _("Briefs")),
            ("/stories", _("Stories")),
            ("/people", _("People")),
            ("/steps", _("Steps")),
            ("/search", _("Search")),
        )

    def _made(self) -> Sandbox:
        from briefer.templating.environment import Files, Sandbox

        pages = folder() / TEMPLATE
        files = Files(lambda name: path if (path := pages / name).is_file() else None)
        environment = Sandbox("html", files, self.locale)
        environment.filters.update(
            day=self.day,
            kind=Terms(self.locale).kind,
            marks=marks,
            moment=self.moment,
            sentence=sentence,
            tag=well_formed,
        )
        return environment


def marks(text: str, asked: str) -> list[tuple[str, bool]]:
    """The text in pieces, and of each whether it was looked for."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in Words(asked).places(text):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


@cache
def style() -> str:
    """The style sheet of all pages: that of the daily brief, then their own."""
    chain = find_template(TEMPLATE, Folders([folder()])).chain()
    sheets = (template.folder / "theme.css" for template in reversed(chain))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.is_file())
