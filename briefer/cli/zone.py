"""The time zone of this machine."""

from __future__ import annotations


def local_timezone() -> str | None:
    """Its IANA name, as in Europe/Brussels; None where the system does not tell."""
    from zoneinfo import ZoneInfo

    from babel.localtime import get_localzone

    try:
        zone = get_localzone()
        name = str(getattr(zone, "key", None) or getattr(zone, "zone", None) or "")
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None
    return "UTC" if name in ("Etc/UTC", "Etc/UCT", "Etc/Zulu", "UCT", "Zulu", "Universal") else name or None
