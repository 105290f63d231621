"""The ledger of next steps as a page, and the one thing that a reader may change: how a step stands."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs

from briefer.errors import BrieferError
from briefer.model import Entry, EntryState, NextStep, Quoted, Span, When
from briefer.render.dates import Calendar
from briefer.render.terms import Terms
from briefer.store.ledger import Ledger
from briefer.templating import Locale
from briefer.web.archive.frame import Choice, Frame, number_in, page_number, paged, to
from briefer.web.guard import own_origin

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MarkState = Literal["open", "done", "dropped"]

#: How a reader may mark a step.
_MARKS: tuple[MarkState, ...] = ("done", "dropped", "open")
_VIEWS = ("", "due", "overdue", "settled")
_SETTLED: tuple[EntryState, ...] = ("kept", "contradicted", "done", "dropped")
#: Bytes of a form of ours.
_FORM = 2048


@dataclass(frozen=True, slots=True)
class Proof:
    """Sentences with their number in this page."""

    number: int
    quotes: Sequence[Quoted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An entry in the words of the page."""

    number: int
    text: str
    when: str
    #: `due today`, `overdue`, or nothing.
    due: str
    facts: str
    proof: Proof | None
    brief: str
    story: str
    #: What became of it, and the sentence that says so.
    became: str
    becoming: Proof | None
    #: State and button for each way in which it can be marked.
    marks: tuple[tuple[str, str], ...]


def shown_steps(entries: Iterable[Entry], calendar: Calendar) -> list[Step]:
    """The entries as they are shown at the calendar's moment, in its zone and language."""
    numbers = count(1)
    return [_step(entry, calendar, numbers) for entry in entries]


def _marks(locale: Locale) -> dict[MarkState, tuple[str, str]]:
    """What the button of each state says, and what is said when it is done."""
    _, pgettext = locale.gettext, locale.pgettext
    return {
        "done": (pgettext("button", "Done"), _("Marked as done")),
        "dropped": (pgettext("button", "Drop"), _("Dropped")),
        "open": (pgettext("button", "Open again"), _("Open again")),
    }


def _views(locale: Locale) -> dict[str, tuple[str, str]]:
    """What each view is called, and what stands where it is empty."""
    _, pgettext = locale.gettext, locale.pgettext
    return {
        "": (pgettext("steps", "Open"), _("No step is open.")),
        "due": (_("Due within a week"), _("No step is due within a week.")),
        "overdue": (_("Overdue"), _("No step is overdue.")),
        "settled": (_("Settled"), _("No step is settled yet.")),
    }


def _became(entry: Entry, calendar: Calendar) -> str:
    """What became of the step, and who says so."""
    _ = calendar.locale.gettext
    if entry.settled is None:
        return {"done": _("Marked as done"), "dropped": _("Marked as dropped")}.get(entry.state, "")
    how = {
        "kept": _("Taken"),
        "cancelled": _("Called off"),
        "postponed": _("Put off"),
        "moved": _("Moved"),
        "denied": _("Denied"),
    }[entry.settled.how]
    if entry.taken_back:
        how = _("Taken back")
    source = entry.settled.outlet or _("unknown outlet")
    return _("%(label)s: %(value)s", label=how, value=f"{source}, {calendar.stamp(entry.settled.day)}")


def _step(entry: Entry, calendar: Calendar, numbers: Any) -> Step:
    when = When(entry.when or "", Span("", 0, 0), entry.from_, entry.to) if entry.from_ or entry.to else None
    step = NextStep(text=entry.text, kind=entry.kind, when=when)
    settled, locale = entry.settled, calendar.locale
    _ = locale.gettext
    doer = entry.actor if entry.actor and entry.actor.casefold() not in entry.text.casefold() else None
    facts = [
        Terms(locale).kind(entry.kind),
        _("says %(name)s", name=entry.says) if entry.says else "",
        _("to be done by %(name)s", name=doer) if doer else "",
        locale.ngettext("told in %(num)d brief", "told in %(num)d briefs", entry.told),
        _("edited by hand") if entry.edited else "",
    ]
    open_ = entry.state == "open"
    return Step(
        number=entry.number,
        text=entry.text,
        when=calendar.when(when) or (entry.when or _("no date")),
        due=calendar.due(step) if open_ else "",
        facts=" · ".join(fact for fact in facts if fact),
        proof=Proof(next(numbers), entry.evidence) if entry.evidence else None,
        brief=entry.brief,
        story=entry.story,
        became=_became(entry, calendar),
        becoming=Proof(next(numbers), (settled,)) if settled is not None else None,
        marks=tuple((state, _marks(locale)[state][0]) for state in (("done", "dropped") if open_ else ("open",))),
    )


class Steps:
    """The page of steps, and the form in it."""

    def __init__(self, ledger: Ledger, frame: Frame, now: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._frame = frame
        self._now = now
        #: Stands in our forms and nowhere else, so that no other page can have one sent.
        self._form_key = secrets.token_urlsafe(24)

    def page(self, request: Request) -> tuple[str, dict[str, Any]]:
        """The steps of one view, and what was just done to one of them."""
        asked = request.query_params
        view = asked.get("show", "") if asked.get("show", "") in _VIEWS else ""
        number = page_number(asked.get("page"))
        _, views = self._frame.locale.gettext, _views(self._frame.locale)
        numbers, paging = paged(self._listed(view), number, "/steps", _("Earlier"), _("Later"), show=view)
        return "steps.html.j2", {
            "title": _("Steps"),
            "view": view,
            "views": [Choice(name, label, to("/steps", show=name)) for name, (label, _nothing) in views.items()],
            "nothing": views[view][1],
            "steps": shown_steps(self._ledger.these(numbers), self._frame.calendar()),
            "paging": paging,
            "form_key": self._form_key,
            "back": {"show": view, "page": number},
            "marked": self._marked(number_in(asked.get("marked")), asked.get("as", "")),
        }

    async def mark(self, request: Request) -> Response:
        """Marks a step, and leads back to where it was asked for."""
        from starlette.concurrency import run_in_threadpool
        from starlette.exceptions import HTTPException
        from starlette.responses import RedirectResponse

        gettext = self._frame.locale.gettext
        if request.headers.get("origin") != own_origin(request):
            raise HTTPException(403, gettext("A step is marked only by a form of this page."))
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _FORM:
                raise HTTPException(413, gettext("This is longer than any form of this page."))
        form = {name: values[-1] for name, values in parse_qs(body.decode("ascii", "replace")).items()}
        if not secrets.compare_digest(form.get("form_key", "").encode(), self._form_key.encode()):
            raise HTTPException(403, gettext("The form is of an earlier start of this page: load the page again."))
        number, state = number_in(request.path_params["number"]), _state(form.get("state"))
        if number is None:
            raise HTTPException(404)
        if state is None:
            raise HTTPException(400, gettext("A step can be marked as done or dropped, or opened again."))
        try:
            await run_in_threadpool(self._write, number, state)
        except BrieferError as error:
            raise HTTPException(404, gettext("There is no such step.")) from error
        view = form.get("show", "") if form.get("show", "") in _VIEWS else ""
        page = page_number(form.get("page"))
        where = to("/steps", show=view, page=str(page) if page > 1 else "", marked=str(number), **{"as": state})
        return RedirectResponse(where, 303)

    def _write(self, number: int, state: MarkState) -> None:
        self._ledger.mark(number, state, at=self._now())

    def _listed(self, view: str) -> list[int]:
        """The numbers of the entries of a view."""
        today: date = self._now().date()
        asked: dict[str, dict[str, Any]] = {
            "due": {"due_until": today + timedelta(days=7)},
            "overdue": {"overdue_on": today},
            "settled": {"states": _SETTLED},
        }
        return [number for number, _ in self._ledger.listed(**asked.get(view, {}))]

    def _marked(self, number: int | None, said: str) -> dict[str, Any] | None:
        """What was just done, where the address says so."""
        state = _state(said)
        if number is None or state is None:
            return None
        try:
            entry = self._ledger.entry(number)
        except BrieferError:
            # Somebody's link to a step that is no more.
            return None
        return {
            "number": entry.number,
            "what": _marks(self._frame.locale)[state][1],
            "text": entry.text,
            "undo": state != "open",
        }


def _state(said: str | None) -> MarkState | None:
    return next((state for state in _MARKS if state == said), None)
