"""What the properties of a PDF file say of its article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefer.read.properties import usable_names, usable_title

if TYPE_CHECKING:
    from pypdf import PdfReader

#: D:YYYYMMDDHHmmSSOHH'mm, of which only the year must be there: ISO 32000-1, 7.9.4.
_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?\s*(?:(Z)(?:00'?00'?)?|([+-])(\d\d)'?(\d\d)?'?)?'?\s*\Z"
)
#: Programs that print a page: the file is as old as the print, not as the article.
_PRINTS = re.compile(
    r"skia|chrom|firefox|mozilla|safari|quartz|wkhtml|print to pdf|prince|pdf24|cutepdf", re.IGNORECASE
)


def about_of(reader: PdfReader) -> dict[str, Any]:
    """Title, authors, outlet, date and language, as far as they are declared and can be meant."""
    info = {key: _text(value) for key, value in (reader.metadata or {}).items()}
    xmp = _xmp(reader)
    names = xmp.get("authors") or [info.get("/Author", "")]
    found = {
        "title": usable_title(xmp.get("title", "")) or usable_title(info.get("/Title", "")),
        "authors": usable_names(names),
        "outlet": xmp.get("publisher"),
        "published": xmp.get("published") or _published(info),
        "language": _text(reader.root_object.get("/Lang", "")) or None,
    }
    return {key: value for key, value in found.items() if value}


def as_iso(value: str) -> str | None:
    """A date of PDF as ISO, its own offset kept; None where it is none."""
    found = _DATE.match(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, zulu, sign, hours, minutes = found.groups()
    date = f"{year}-{month}-{day}"
    if hour is None:
        return date
    offset = "+00:00" if zulu else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return f"{date}T{hour}:{minute}:{second or '00'}{offset}"


def _published(info: dict[str, str]) -> str | None:
    if _PRINTS.search(f"{info.get('/Producer', '')} {info.get('/Creator', '')}"):
        return None
    return as_iso(info.get("/CreationDate", ""))


def _text(value: Any) -> str:
    """The value as one line; pypdf gives bytes where it knows no encoding."""
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    return " ".join(str(value).replace("\0", "").split()) if value is not None else ""


def _xmp(reader: PdfReader) -> dict[str, Any]:
    """What the embedded description says with Dublin Core; it is often broken, and then says nothing."""
    try:
        xmp = reader.xmp_metadata
        if xmp is None:
            return {}
        titles = dict(xmp.dc_title or {})
        dates = [str(date) for date in xmp.dc_date or []]
        found: dict[str, Any] = {
            "title": _text(titles.get("x-default") or next(iter(titles.values()), "")),
            "authors": [_text(name) for name in xmp.dc_creator or []],
            "publisher": _text(next(iter(xmp.dc_publisher or []), "")),
            "published": dates[0] if len(dates) == 1 else None,
        }
    except Exception:  # noqa: BLE001 - a description that cannot be read describes nothing
        return {}
    return {key: value for key, value in found.items() if value}
