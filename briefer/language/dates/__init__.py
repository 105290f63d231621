"""Words of time, resolved against an article's own date."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefer.language.dates.find import find_dates

__all__ = ["find_dates"]


def __getattr__(name: str) -> Any:
    # Who only needs the calendar does not wait for the patterns.
    if name != "find_dates":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from briefer.language.dates.find import find_dates

    return find_dates
