"""What goes with a mail: the brief in other formats, and the pictures of its page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from briefer import plugins
from briefer.errors import BrieferError, TemplateError
from briefer.formats.eml.headers import file_name
from briefer.formats.eml.message import Attachment
from briefer.templating import Format, Page

#: Pictures that mail programs show, by their endings; they show no SVG.
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}
#: A picture of the template's folder in a page: `<img src="cid:logo.png" alt="…">`.
_SHOWN = re.compile(r"""(<img\b[^>]*?\ssrc=["'])cid:([^"']*)(["'])""", re.IGNORECASE)


def attached(page: Page, formats: Sequence[str]) -> tuple[list[Attachment], list[str]]:
    """The brief in each of these formats, once, and remarks on what is not attached.

    A calendar without entries is none that a program takes, so it stays away.
    """
    files: list[Attachment] = []
    remarks: list[str] = []
    for name in dict.fromkeys(formats):
        if name == "eml":
            raise BrieferError("a mail cannot be attached to itself", hint="attach another format, as in pdf or docx")
        found = plugins.load("briefer.formats", name)
        adapter: Format = found() if isinstance(found, type) else found
        made = adapter.render(page)
        content = made.encode() if isinstance(made, str) else made
        kind = adapter.media_type
        if kind == "text/calendar":
            if b"BEGIN:VEVENT" not in content:
                remarks.append("no calendar is attached: no next step has a date")
                continue
            # Without it Outlook takes the entries for invitations (RFC 5546, section 3.2.1).
            kind += "; method=PUBLISH"
        title = file_name(_title(page))
        files.append(Attachment(name=title + adapter.suffixes[0], media_type=kind, content=content))
    return files, remarks


def _title(page: Page) -> str:
    """Title and day, as a folder of briefs is sorted by; the day alone where the title has it."""
    values = page.helpers(page.locale).get("values", {})
    if values.get("today") == "":
        return page.title
    zone = ZoneInfo(page.brief.timezone)
    return f"{page.title} {datetime.fromisoformat(page.brief.created).astimezone(zone).date().isoformat()}"


def with_pictures(page: Page, html: str) -> tuple[str, list[Attachment]]:
    """The page with the pictures that it names in its template's folder, each under a name that no other mail has."""
    found: dict[str, Attachment] = {}

    def named(match: re.Match[str]) -> str:
        picture = found.get(match[2]) or found.setdefault(match[2], _picture(page, match[2]))
        return f"{match[1]}cid:{picture.cid}{match[3]}"

    html = _SHOWN.sub(named, html)
    return html, list(found.values())


def _picture(page: Page, name: str) -> Attachment:
    stem, _, ending = name.rpartition(".")
    kind = PICTURES.get(ending.lower())
    file = page.template.find(name) if kind and re.fullmatch(r"[\w-]+", stem, re.ASCII) else None
    if kind is None or file is None:
        raise TemplateError(
            f"the mail shows “cid:{name}”, and the template “{page.template.name}” has no such picture",
            hint=f"put a file of that name beside template.toml; it may end in {', '.join(PICTURES)}",
            template=page.template.name,
        )
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:24]
    # Nobody's domain (RFC 2606): the name has to be unlike all others, and nothing more (RFC 2392).
    return Attachment(name=name, media_type=kind, content=content, cid=f"{stem}.{digest}@briefer.invalid")
