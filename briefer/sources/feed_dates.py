"""Dates of feeds: ISO, as precise as they were given, in their own offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d|UTC|GMT)?)?)?", re.I
)
_USUAL = re.compile(r"(?:[A-Za-z]{3}, )?(\d\d?) ([A-Za-z]{3}) (\d{4}) (\d\d:\d\d:\d\d) (GMT|[+-]\d{4})")
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_TIME = re.compile(r"\d:\d\d(:\d\d)?\s*([+-]\d{4}|[A-Za-z]{1,5}(?![A-Za-z]))?")
#: Hours from UTC of the zones that mail allows and of some that feeds write all the same; of any other nothing is known.
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}
_ZONES |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_ZONES |= {"MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}
#: Earlier there was no feed: such a date stands for none at all.
_FIRST_YEAR = 1990


def published(said: str | None) -> str | None:
    """The date in ISO's form; None for what cannot be read."""
    said = " ".join((said or "").split())
    if not said or len(said) > 100:
        return None
    if (usual := _USUAL.fullmatch(said)) is not None and (found := _from_usual(usual)) is not None:
        return found
    iso = _ISO.fullmatch(said)
    found = _from_iso(iso) if iso is not None else _from_mail(said)
    return found if found is not None and found[:4] >= str(_FIRST_YEAR) else None


def moment(iso: str | None) -> datetime | None:
    """A moment to sort by: a date is its beginning, and without an offset UTC."""
    if iso is None:
        return None
    found = datetime.fromisoformat(iso + "-01" if len(iso) == 7 else iso)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _from_iso(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zone = match.groups()
    text = f"{year}-{month}" + (f"-{day}" if day else "")
    if hour:
        text += f"T{hour}:{minute}" + (f":{second}" if second else "")
    if zone:
        plain = zone.upper()
        text += "+00:00" if plain in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}"
    try:
        datetime.fromisoformat(text + "-01" if len(text) == 7 else text)
    except ValueError:
        return None
    return text


def _from_usual(match: re.Match[str]) -> str | None:
    """What most feeds write."""
    day, month, year, time, zone = match.groups()
    number = _MONTHS.get(month.lower())
    if number is None or int(year) < _FIRST_YEAR:
        return None
    offset = "+00:00" if zone in ("GMT", "-0000") else f"{zone[:3]}:{zone[3:]}"
    text = f"{year}-{number:02}-{int(day):02}T{time}{offset}"
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _from_mail(said: str) -> str | None:
    """The form of mail headers, with or without its day of the week, its time, its seconds and its zone."""
    timed = _TIME.search(said)
    try:
        parts = parsedate_tz(said if timed else f"{said} 00:00:00")
        if parts is None or not any(character.isalpha() for character in said):
            return None
        found = datetime(*parts[:6])  # noqa: DTZ001 - its zone, where it has one, follows
        if timed is None:
            return found.date().isoformat()
        seconds, zone = timed.groups()
        if zone and not zone[0].isalpha():
            found = found.replace(tzinfo=timezone(timedelta(seconds=parts[9] or 0)))
        elif zone and zone.upper() in _ZONES:
            found = found.replace(tzinfo=timezone(timedelta(hours=_ZONES[zone.upper()])))
        return found.isoformat(timespec="seconds" if seconds else "minutes")
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
