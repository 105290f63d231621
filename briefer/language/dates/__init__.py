"""Words of time, resolved against an article's own date."""

from briefer.language.dates.find import find_dates

__all__ = ["find_dates"]
