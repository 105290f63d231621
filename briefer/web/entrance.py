"""Who may enter a local page: only those who were told its address, for every user of a machine reaches its ports."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: The page that follows is asked for by this one, so that the cookie, which is strict, goes with it.
_WELCOME = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/">'
    '<title>briefer</title></head><body><p><a href="/">Go on to the archive</a></p></body></html>'
)
_REFUSAL = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not allowed in – briefer</title></head>'
    "<body><main><h1>This page is private</h1><p>Open the whole address that <code>briefer serve</code> has printed: "
    "it holds a key, and the key changes each time that it is started.</p></main></body></html>"
)


class Entrance:
    """Gives a cookie for a key in the address, and answers nothing without that cookie."""

    def __init__(self) -> None:
        #: Stands in the address that is printed.
        self.key = secrets.token_urlsafe(24)
        #: Opens once only: other users see the address that a browser is started with.
        self.once = secrets.token_urlsafe(24)
        self._pass = secrets.token_urlsafe(24)
        self._keys = [self.key, self.once]

    async def __call__(self, request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        """The page, where the browser may have it."""
        from starlette.responses import HTMLResponse

        # Cookies do not tell ports apart.
        cookie = f"briefer-{request.url.port}"
        given = request.query_params.get("key")
        if request.url.path == "/" and given is not None and self._fits(given):
            answer = HTMLResponse(_WELCOME)
            answer.set_cookie(cookie, self._pass, httponly=True, samesite="strict")
            return answer
        if not _same(request.cookies.get(cookie, ""), self._pass):
            return HTMLResponse(_REFUSAL, status_code=403)
        return await call(request)

    def _fits(self, given: str) -> bool:
        fitting = [key for key in self._keys if _same(given, key)]
        if self.once in fitting:
            self._keys.remove(self.once)
        return bool(fitting)


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
