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
from briefer.store.ledger import Ledger
from briefer.web.archive.frame import Choice, Frame, counted, number_in, page_number, paged, to
from briefer.web.guard import own_origin

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MarkState = Literal["open", "done", "dropped"]

#: How a reader may mark a step: the state, what the button says, and what is said when it is done.
_MARKS: dict[MarkState, tuple[str, str]] = {
    "done": ("Done", "Marked as done"),
    "dropped": ("Drop", "Dropped"),
    "open": ("Open again", "Open again"),
}
#: The views, what they are called, and what stands where they are empty.
_VIEWS = {
    "": ("Open", "No step is open."),
    "due": ("Due within a week", "No step is due within a week."),
    "overdue": ("Overdue", "No step is overdue."),
    "settled": ("Settled", "No step is settled yet."),
}
_SETTLED: tuple[EntryState, ...] = ("kept", "contradicted", "done", "dropped")
_BECAME = {"kept": "Taken", "cancelled": "Called off", "postponed": "Put off", "moved": "Moved", "denied": "Denied"}
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


def shown_steps(entries: Iterable[Entry], now: datetime) -> list[Step]:
    """The entries as they are shown at a moment, in its zone."""
    numbers = count(1)
    return [_step(entry, Calendar(now), numbers) for entry in entries]


def _step(entry: Entry, calendar: Calendar, numbers: Any) -> Step:
    when = When(entry.when or "", Span("", 0, 0), entry.from_, entry.to) if entry.from_ or entry.to else None
    step = NextStep(text=entry.text, kind=entry.kind, when=when)
    settled = entry.settled
    became = ""
    if settled is not None:
        became = f"{_BECAME[settled.how]}: {settled.outlet or 'unknown outlet'}, {calendar.stamp(settled.day)}"
    elif entry.state in ("done", "dropped"):
        became = f"Marked as {entry.state}"
    doer = entry.actor if entry.actor and entry.actor.casefold() not in entry.text.casefold() else None
    facts = [entry.kind, f"says {entry.says}" if entry.says else "", f"to be done by {doer}" if doer else ""]
    facts += [f"told in {counted(entry.told, 'brief', 'briefs')}", "edited by hand" if entry.edited else ""]
    open_ = entry.state == "open"
    return Step(
        number=entry.number,
        text=entry.text,
        when=calendar.when(when) or (entry.when or "no date"),
        due=calendar.due(step) if open_ else "",
        facts=" · ".join(fact for fact in facts if fact),
        proof=Proof(next(numbers), entry.evidence) if entry.evidence else None,
        brief=entry.brief,
        story=entry.story,
        became=became,
        becoming=Proof(next(numbers), (settled,)) if settled is not None else None,
        marks=tuple((state, _MARKS[state][0]) for state in (("done", "dropped") if open_ else ("open",))),
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
        entries, paging = paged(self._entries(view), number, "/steps", "Earlier", "Later", show=view)
        return "steps.html.j2", {
            "title": "Steps",
            "view": view,
            "views": [Choice(name, label, to("/steps", show=name)) for name, (label, _) in _VIEWS.items()],
            "nothing": _VIEWS[view][1],
            "steps": shown_steps(entries, self._now()),
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

        if request.headers.get("origin") != own_origin(request):
            raise HTTPException(403, "A step is marked only by a form of this page.")
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _FORM:
                raise HTTPException(413, "This is longer than any form of this page.")
        form = {name: values[-1] for name, values in parse_qs(body.decode("ascii", "replace")).items()}
        if not secrets.compare_digest(form.get("form_key", "").encode(), self._form_key.encode()):
            raise HTTPException(403, "The form is of an earlier start of this page: load the page again.")
        number, state = number_in(request.path_params["number"]), _state(form.get("state"))
        if number is None:
            raise HTTPException(404)
        if state is None:
            raise HTTPException(400, "A step can be marked as done or dropped, or opened again.")
        try:
            await run_in_threadpool(self._write, number, state)
        except BrieferError as error:
            raise HTTPException(404, "There is no such step.") from error
        view = form.get("show", "") if form.get("show", "") in _VIEWS else ""
        page = page_number(form.get("page"))
        where = to("/steps", show=view, page=str(page) if page > 1 else "", marked=str(number), **{"as": state})
        return RedirectResponse(where, 303)

    def _write(self, number: int, state: MarkState) -> None:
        self._ledger.mark(number, state, at=self._now())

    def _entries(self, view: str) -> list[Entry]:
        today: date = self._now().date()
        if view == "due":
            return self._ledger.entries(due_until=today + timedelta(days=7))
        if view == "overdue":
            return self._ledger.entries(overdue_on=today)
        return self._ledger.entries(states=_SETTLED) if view == "settled" else self._ledger.entries()

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
        return {"number": entry.number, "what": _MARKS[state][1], "text": entry.text, "undo": state != "open"}


def _state(said: str | None) -> MarkState | None:
    return next((state for state in _MARKS if state == said), None)
