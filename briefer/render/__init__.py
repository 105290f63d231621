"""Brief + template + format -> the whole document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefer import plugins
from briefer.errors import PluginError, UsageError
from briefer.model import Brief, Corrected, Recipient
from briefer.templating import ENGLISH, Folders, Format, Locale, Needing, Page

__all__ = ["format_names", "format_of", "render"]


def render(
    brief: Brief,
    *,
    format: str,
    template: str | None = None,
    search: Sequence[Path] = (),
    recipient: Recipient | None = None,
    language: str | None = None,
    correction: Sequence[Corrected] | None = None,
) -> str | bytes:
    """The brief as one document of this format: text, or bytes where the format is none of text.

    `format` is a name or an ending (`markdown`, `md`, `.html`). `template` is a name, `builtin:NAME` for what comes
    with briefer whatever else has that name; without one the brief's own profile decides. `search` are folders of
    template folders, looked through first; `recipient` is who this copy is for; `language` (BCP 47) is that of the
    page's own words, else the recipient's, else the brief's. `correction` is what differs from the revision that the
    reader has (`briefer.compose.correction`), empty where that is not known; None: this is none. A `TemplateError`
    names file and line.
    """
    page = page_of(
        brief, template=template, search=search, recipient=recipient, language=language, correction=correction
    )
    return load_format(format).render(page)


def page_of(
    brief: Brief,
    *,
    template: str | None = None,
    search: Sequence[Path] = (),
    recipient: Recipient | None = None,
    language: str | None = None,
    correction: Sequence[Corrected] | None = None,
) -> Page:
    """What a format needs to write this brief; the arguments are those of `render`."""
    name = template or brief.profile.template
    folders = folders_of(search)
    return Page(
        brief=brief,
        name=name,
        folders=folders,
        helpers=lambda locale: _helpers(brief, locale, correction),
        recipient=recipient,
        language=language,
    )


def folders_of(search: Sequence[Path] = ()) -> Folders:
    """Where templates are looked for."""
    return Folders(search, _guest_folder, lambda: plugins.names("briefer.templates"))


def format_names() -> tuple[str, ...]:
    """The names of all formats, sorted."""
    return plugins.names("briefer.formats")


def format_of(word: str) -> str:
    """The format that a name, an ending or a file name means; `UsageError` where none does."""
    if plugins.is_own("briefer.formats", word):
        return word
    ending = f".{word.rpartition('.')[2]}".lower()
    if plugins.is_own("briefer.formats", ending[1:]) and ending in plugins.load("briefer.formats", ending[1:]).suffixes:
        return ending[1:]
    names = format_names()
    if word in names:
        return word
    # The format that is called like the ending first: the others need not be imported then.
    for name in sorted(names, key=lambda name: name != ending[1:]):
        try:
            if ending in plugins.load("briefer.formats", name).suffixes:
                return name
        except PluginError:
            # A guest's format whose extra is missing must not stop the others.
            continue
    raise UsageError(f"“{word}” is no format that briefer writes", hint=f"there are: {', '.join(names)}")


def load_format(word: str) -> Format:
    """The adapter of a format."""
    found = plugins.load("briefer.formats", format_of(word))
    made: Format = found() if isinstance(found, type) else found
    return made


def check_format(word: str) -> None:
    """Raises a `PluginError` where the format needs what is not installed, as an extra."""
    adapter = load_format(word)
    if isinstance(adapter, Needing):
        adapter.check_installed()


def _guest_folder(name: str) -> Path | None:
    """The folder of a template that another package offers: the entry point is a path, or a function giving one."""
    if name not in plugins.names("briefer.templates"):
        return None
    found = plugins.load("briefer.templates", name)
    return Path(found() if callable(found) else found)


def _helpers(
    brief: Brief, locale: Locale = ENGLISH, correction: Sequence[Corrected] | None = None
) -> Mapping[str, Mapping[str, Any]]:
    """What templates of one page may call: filters on parts of the brief, and values that know the page so far."""
    from briefer.render.account import account_lines, folded
    from briefer.render.dates import Calendar
    from briefer.render.desk import Desk
    from briefer.render.notes import Notes
    from briefer.render.overview import Overview
    from briefer.render.pictures import Pictures
    from briefer.render.terms import Terms
    from briefer.render.views import Views
    from briefer.render.words import headline, sentence
    from briefer.templating.locale import well_formed

    calendar, terms = Calendar.of(brief, locale), Terms(locale)
    views, notes = Views.of(brief, calendar), Notes.of(brief, calendar)
    overview, desk = Overview(brief, calendar, views, locale), Desk.of(brief, locale)
    filters: dict[str, Callable[..., Any]] = {
        "actors": views.actors,
        "ahead": overview.ahead,
        "articles": views.articles,
        "attribution": views.attribution,
        "day": calendar.day,
        "desk_notes": desk.notes,
        "edited": desk.edited,
        "foreign": views.foreign,
        "headline": headline,
        "holders": views.holders,
        "language": locale.language_name,
        "listed": locale.listed,
        "matrix": overview.matrix,
        "next_step": overview.next_step,
        "note": notes.note,
        "opening": views.opening,
        "ordered": overview.ordered,
        "others": views.others,
        "outcome": views.outcome,
        "quote": views.quote,
        "reasons": overview.reasons,
        "quoted": locale.quoted,
        "kind": terms.kind,
        "role": views.actor_role,
        "sentence": sentence,
        "sides": views.sides,
        "source": terms.source,
        "stamp": calendar.stamp,
        "stance": terms.stance,
        "steps": views.steps,
        "tag": well_formed,
        "telling": overview.telling,
        "topical": overview.topical,
        "translated": terms.translated,
        "when": calendar.when,
        "when_words": calendar.words,
    }
    values = {
        "account": account_lines(brief, locale),
        "bottom_line": views.bottom_line,
        "brief": replace(
            brief,
            title=views.title(),
            account=replace(brief.account, articles=folded(brief.account.articles, locale)),
        ),
        "correction": desk.correction(correction),
        "coverage": views.coverage(),
        "created": views.made(),
        "cut": None,
        "left_over": overview.left_over(),
        "lines_to_take": desk.lines(),
        "notes": notes,
        "nothing": views.nothing(),
        "outlets": overview.outlets(),
        "pictures": Pictures(overview, locale, terms.stance),
        "route": views.route,
        "single": brief.stories[0] if len(brief.stories) == 1 else None,
        "subject": views.subject(),
        "today": overview.today(),
    }
    return {"filters": filters, "values": values}
