"""Adapters by name, through entry points: built-in ones and guests take the same road.

A package offers one by an entry point in its own `pyproject.toml`, for instance
`[project.entry-points."briefer.formats"]` with `name = "module:attribute"`.
"""

from __future__ import annotations

from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import Any, Literal

from briefer.errors import PluginError

Group = Literal["briefer.sources", "briefer.engines", "briefer.formats", "briefer.deliveries", "briefer.templates"]

_OWN = "briefer"


@cache
def _all() -> Any:
    """Those of all packages, to `select` from; it takes a file of each, so it is done once."""
    return entry_points()


@cache
def _found(group: Group) -> dict[str, EntryPoint]:
    """Entry points by name; a guest never replaces a built-in adapter of the same name."""
    by_name: dict[str, EntryPoint] = {}
    for point in sorted(_all().select(group=group), key=lambda p: p.value.partition(".")[0] != _OWN):
        by_name.setdefault(point.name, point)
    return by_name


@cache
def _own(group: Group) -> dict[str, EntryPoint]:
    """Our own, by name: to look at one package takes a tenth of the time."""
    with suppress(PackageNotFoundError):
        return {point.name: point for point in distribution(_OWN).entry_points.select(group=group)}
    return {}


def is_own(group: Group, name: str) -> bool:
    """Whether the adapter of that name came with briefer; no other package need be looked at then."""
    return name in _own(group)


def names(group: Group) -> tuple[str, ...]:
    """The names that `load` knows, sorted."""
    return tuple(sorted(_found(group)))


def load(group: Group, name: str) -> Any:
    """The adapter of that name, imported now; `PluginError` where there is none or it cannot be imported."""
    what = group.removeprefix("briefer.").removesuffix("s").replace("deliverie", "delivery")
    point = _own(group).get(name) or _found(group).get(name)
    if point is None:
        near = get_close_matches(name, names(group), 1)
        known = ", ".join(names(group)) or "none: is briefer installed?"
        raise PluginError(
            f"there is no {what} “{name}”",
            hint=f"did you mean “{near[0]}”? There are: {known}" if near else f"there are: {known}",
        )
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        raise PluginError(
            f"the {what} “{name}” ({point.value}) cannot be loaded: {error}",
            hint="install what it needs, or reinstall the package that offers it",
        ) from error
