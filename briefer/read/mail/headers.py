"""What the headers of a mail say of its article."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

#: Marks that answers, forwards and lists put before a subject, in the languages of Europe.
_PREFIX = re.compile(
    r"\A(?:\s*(?:(?:re|fwd?|wg|aw|tr|rv|i|vs|sv|vl|odp|pd|enc|res|doorst|antw)\s*(?:\[\d+\])?\s*:|\[[^\]]{1,40}\]))+\s*",
    re.I,
)
#: Words of organisations: such a sender is no person.
_BODY = re.compile(
    r"\b(?:news|wire|times|post|press|media|daily|weekly|letter|newsletter|ministry|ministère|ministerium|ministerio"
    r"|department|office|team|desk|agency|service|council|commission|committee|bank|group|centre|center|institute"
    r"|university|union|association|foundation|alert|alerts|digest|update|updates|briefing|bulletin|redaktion"
    r"|rédaction|presse|zeitung|journal|tribune|herald|gazette|today|online|info|no-?reply|the|of|at|from|via|by)\b"
    r"|[@|·•:&]|\d",
    re.IGNORECASE,
)
_PERSON_AT = re.compile(
    r"\A(?P<person>[^,|·@]+?)\s*(?:\s(?:at|from|of|via|for)\s(?:the\s)?|,\s*|\s[|·–—-]\s)(?P<outlet>\S.*)\Z"
)


def decoded(value: Any) -> str:
    """A header's words on one line; what is not decodable comes out as it stands."""
    try:
        parts = decode_header(str(value))
        text = "".join(_part(data, charset) for data, charset in parts)
    except (HeaderParseError, ValueError):
        text = str(value)
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _part(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    for name in (charset, "utf-8", "cp1252"):
        try:
            if name and name != "unknown-8bit":
                return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return data.decode("latin-1")


def about_of(message: Message) -> dict[str, Any]:
    """Title, outlet, authors, date and address, as far as the headers say them."""
    said = {name: decoded(message.get(name, "")) for name in ("Subject", "Date", "Organization", "Archived-At")}
    listed = any(message.get(name) for name in ("List-Id", "List-Unsubscribe", "List-Post"))
    outlet, person = sender_of(decoded(message.get("From", "")), listed=listed)
    list_name = decoded(message.get("List-Id", "")).partition("<")[0].strip(' "')
    about = {
        "title": subject_of(said["Subject"]),
        "outlet": outlet or said["Organization"] or list_name,
        "authors": [person] if person else [],
        "published": date_of(said["Date"]),
        "url": said["Archived-At"].strip("<>"),
    }
    return {key: value for key, value in about.items() if value}


def subject_of(value: str) -> str:
    """The subject without the marks of answers, forwards and lists."""
    return _PREFIX.sub("", value) or value


def sender_of(value: str, *, listed: bool) -> tuple[str | None, str | None]:
    """The outlet and the person that the sender is: what a list sends is an outlet's."""
    name = parseaddr(value)[0].strip(" '\"")
    if not name or "@" in name:
        return None, None
    if (found := _PERSON_AT.match(name)) and _is_person(found["person"]) and not _is_person(found["outlet"]):
        return found["outlet"], found["person"]
    if _is_person(name) and not listed:
        return None, name
    return name, None


def _is_person(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and _BODY.search(name) is None and sum(word[:1].isupper() for word in words) >= 2


def date_of(value: str) -> str | None:
    """The date as ISO, its own offset kept; -0000 says that the offset is not known, and then none is."""
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
