"""The addresses of the archive, who may ask for them, and what they may load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefer.errors import BrieferError
from briefer.store.history import History
from briefer.store.ledger import Ledger
from briefer.store.runs import Runs
from briefer.templating import ENGLISH, Locale
from briefer.web.archive.frame import Frame, style
from briefer.web.entrance import Entrance
from briefer.web.guard import guard

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

#: What a page may load: its style sheet, and nothing of others.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, kw_only=True)
class Archive:
    """What the pages show."""

    history: History
    ledger: Ledger
    runs: Runs
    #: The present moment, in the zone that days are shown in.
    now: Callable[[], datetime]
    #: How the pages speak; a brief is shown in its own language.
    locale: Locale = ENGLISH


def application(archive: Archive, entrance: Entrance) -> Starlette:
    """The local site; it answers who has come through the entrance, and changes nothing but the state of a step."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.middleware import Middleware
    from starlette.middleware.base import BaseHTTPMiddleware
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import Route

    from briefer.web.archive.pages import Pages
    from briefer.web.archive.steps import Steps

    frame = Frame(archive.now, archive.locale)
    gettext = archive.locale.gettext

    def shown(place: str, file: str, values: dict[str, Any], status: int = 200) -> Response:
        return HTMLResponse(frame.filled(file, place=place, **values), status_code=status)

    def page(path: str, made: Callable[[Request], tuple[str, dict[str, Any]]]) -> Route:
        place = "/" + path.split("/")[1]

        def endpoint(request: Request) -> Response:
            return shown(place, *made(request))

        return Route(path, endpoint)

    def trouble(title: str, words: str, hint: str | None, status: int) -> Response:
        return shown("", "trouble.html.j2", {"title": title, "words": words, "hint": hint}, status)

    def refused(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        titles = {404: gettext("There is no such page"), 405: gettext("This cannot be done here")}
        title = titles.get(status) or gettext("This was refused")
        words = {404: gettext("Nothing is kept under this address, or it is kept no longer.")}.get(status, "")
        answer = trouble(title, words or str(getattr(error, "detail", "")), None, status)
        answer.headers.update(getattr(error, "headers", None) or {})
        return answer

    def failed(_: Request, error: Exception) -> Response:
        hint = error.hint if isinstance(error, BrieferError) else None
        return trouble(gettext("This did not work"), str(error), hint, 500)

    def sheet(_: Request) -> Response:
        return Response(style(), media_type="text/css")

    async def kept_to_itself(request: Request, call: Any) -> Response:
        answer: Response = await call(request)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        # Under the guard's own `no-referrer` a browser says `Origin: null` of our own form.
        answer.headers.setdefault("Referrer-Policy", "same-origin")
        return answer

    pages, steps = Pages(archive, frame), Steps(archive.ledger, frame, archive.now)
    return Starlette(
        routes=[
            page("/", pages.start),
            page("/briefs", pages.briefs),
            page("/briefs/{id}", pages.brief),
            page("/stories", pages.stories),
            page("/stories/{id}/{story}", pages.story),
            page("/people", pages.people),
            page("/search", pages.search),
            page("/steps", steps.page),
            Route("/steps/{number}", steps.mark, methods=["POST"]),
            Route("/style.css", sheet),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=each) for each in (guard, kept_to_itself, entrance)],
        exception_handlers={HTTPException: refused, BrieferError: failed},
    )
