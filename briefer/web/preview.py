"""A template beside real data in the browser: shown again whenever one of its files is saved."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.errors import BrieferError, TemplateError
from briefer.model import Brief, Recipient
from briefer.web.guard import guard

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

#: What a page of ours may load: nothing of others.
_FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'"
)
_BRIEF = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
WIDTHS = ("375", "768", "1280")
THEMES = ("auto", "light", "dark")
#: Lines shown on either side of a fault.
_AROUND = 3
#: Seconds between two signs of life, so that a closed browser is noticed.
_ALIVE = 15.0
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme:\s*(dark|light)\s*\)")


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What can be looked at."""

    #: The templates that can be chosen, the first one shown first.
    templates: Sequence[str]
    #: Name of a brief -> reads it anew each time, because its file may change.
    briefs: Mapping[str, Callable[[], Brief]]
    #: Folders of template folders.
    search: Sequence[Path] = ()
    #: Files and folders that are watched.
    watched: Sequence[Path] = ()
    formats: Sequence[str] = ("html", "eml", "markdown", "text")


def application(preview: Preview) -> Starlette:
    """The local site: the frame at `/`, the brief at `/brief`, a stream of changes at `/changes`."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.base import BaseHTTPMiddleware
    from starlette.responses import HTMLResponse, Response, StreamingResponse
    from starlette.routing import Route

    assets = Path(str(_folder()))

    async def frame(_: Request) -> Response:
        return HTMLResponse(_frame(preview, assets), headers={"Content-Security-Policy": _FRAME})

    async def brief(request: Request) -> Response:
        asked = dict(request.query_params)
        return await asyncio.to_thread(_brief, preview, asked)

    async def changes(_: Request) -> Response:
        return StreamingResponse(_changes(preview), media_type="text/event-stream")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        kinds = {"preview.js": "text/javascript", "preview.css": "text/css"}
        if name not in kinds:
            return Response(status_code=404)
        return Response((assets / name).read_bytes(), media_type=kinds[name])

    return Starlette(
        routes=[
            Route("/", frame),
            Route("/brief", brief),
            Route("/changes", changes),
            Route("/assets/{name}", asset),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=guard)],
    )


def _folder() -> Path:
    from briefer.templating.lookup import builtin_folder

    return builtin_folder().parent / "web"


def _frame(preview: Preview, assets: Path) -> str:
    """The page around the brief, its choices filled."""
    choices = {
        "template": preview.templates,
        "brief": tuple(preview.briefs),
        "format": preview.formats,
        "theme": THEMES,
        "width": ("full", *WIDTHS),
    }
    page = (assets / "preview.html").read_text(encoding="utf-8")
    for name, values in choices.items():
        options = "".join(f"<option>{html.escape(value)}</option>" for value in values)
        page = page.replace(f"<!-- {name} -->", options)
    return page


def _brief(preview: Preview, asked: Mapping[str, str]) -> Response:
    """The brief as it was asked for, or what is wrong with the template, in its place."""
    from starlette.responses import HTMLResponse

    headers = {"Content-Security-Policy": _BRIEF}
    try:
        return HTMLResponse(_rendered(preview, asked), headers=headers)
    except BrieferError as error:
        return HTMLResponse(_trouble(error), status_code=422, headers=headers)


def _rendered(preview: Preview, asked: Mapping[str, str]) -> str:
    """The page; formats that are no page are shown as their text."""
    from briefer.render import render
    from briefer.render.required import require

    template = asked.get("template", "")
    name, form = asked.get("brief", ""), asked.get("format", "html")
    if template not in preview.templates or name not in preview.briefs or form not in preview.formats:
        raise BrieferError("there is no such template, brief or format here")
    reader = asked.get("recipient", "").strip()
    recipient = Recipient(name=reader, email="reader@localhost.invalid") if reader else None
    brief = preview.briefs[name]()
    require(template, search=preview.search, formats=[form])
    brief = replace(brief, profile=replace(brief.profile, template=template))
    made = render(brief, format=form, template=template, search=preview.search, recipient=recipient)
    page = _mail(made) if isinstance(made, bytes) else made
    if form in ("html", "eml"):
        return _themed(page, asked.get("theme", "auto"))
    return _PLAIN.replace("<!-- text -->", html.escape(page))


def _mail(message: bytes) -> str:
    """The HTML of a mail, as its reader would see it."""
    from email import message_from_bytes, policy

    mail = message_from_bytes(message, policy=policy.default)
    body = mail.get_body(("html", "plain"))
    page = str(body.get_content()) if body is not None else ""
    for part in mail.walk():
        if name := str(part["Content-ID"] or "").strip("<>"):
            content = part.get_payload(decode=True)
            picture = base64.b64encode(content if isinstance(content, bytes) else b"").decode()
            page = page.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{picture}")
    return page


def _themed(page: str, theme: str) -> str:
    """The page as if the reader's system were light or dark."""
    if theme not in ("light", "dark"):
        return page
    return _DARK.sub(lambda m: "@media all" if m[1] == theme else "@media not all", page)


def _trouble(error: BrieferError) -> str:
    """What is wrong, with the lines around it, the faulty one marked."""
    lines = [f"<p class=what role=alert>{html.escape(error.message)}</p>"]
    if error.hint:
        lines.append(f"<p>{html.escape(error.hint)}</p>")
    if isinstance(error, TemplateError) and error.template and error.line:
        path = Path(error.template)
        if path.is_file():
            source = path.read_text(encoding="utf-8", errors="replace").split("\n")
            first = max(1, error.line - _AROUND)
            lines.append("<pre>")
            for number, text in enumerate(source[first - 1 : error.line + _AROUND], first):
                shown = f"{number:>4}  {html.escape(text)}"
                lines.append(f"<mark>{shown}</mark>" if number == error.line else shown)
            lines.append("</pre>")
    return _PLAIN.replace("<pre><!-- text --></pre>", "\n".join(lines))


async def _changes(preview: Preview) -> AsyncIterator[str]:
    """An event for each time that something watched was saved."""
    from watchfiles import awatch

    yield "retry: 500\n\n"
    paths = [path for path in preview.watched if path.exists()]
    while not paths:
        await asyncio.sleep(_ALIVE)
        yield ": still here\n\n"
    async for changed in awatch(*paths, rust_timeout=int(_ALIVE * 1000), yield_on_timeout=True, debounce=50):
        if changed:
            names = sorted({Path(path).name for _, path in changed})
            yield f"event: saved\ndata: {json.dumps(names)}\n\n"
        else:
            yield ": still here\n\n"


_PLAIN = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Preview</title>
<style>
body { margin: 1.2rem; font: 16px/1.5 system-ui, sans-serif; }
pre { font: 14px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.what { font-weight: 600; }
mark { background: #ffd9d0; color: #1d1b18; display: inline-block; min-width: 100%; }
</style></head>
<body><pre><!-- text --></pre></body></html>
"""
