"""Stand-ins for a reader's name and address, so that one rendering serves all who get the same.

Pages say whom they are for, and a rendering takes some hundred times as long as putting a name into one. A stand-in is
replaced afterwards. It notices when a template does more with it than to print it or to ask whether it is there (it is
compared, measured or taken apart): then that page is rendered for each reader.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

#: Methods that cleaning a text for a page calls on it, and that leave letters and digits as they are.
_HARMLESS = frozenset({"isprintable", "isascii", "strip"})
#: Characters that a page, or a link in it, might write otherwise than they are.
_ESCAPED = frozenset('<>&"\\`%|*[]{}')


class StandIn(str):
    """Letters and digits that stand nowhere else."""

    __slots__ = ("used",)
    used: list[str]

    @classmethod
    def new(cls) -> StandIn:
        """One that is like no other."""
        made = cls(f"Zq{secrets.token_hex(8)}")
        made.used = []
        return made

    @property
    def touched(self) -> bool:
        """Whether more was done with it than to print it."""
        return bool(object.__getattribute__(self, "used"))

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("__") and name not in _HARMLESS and name not in ("used", "touched"):
            object.__getattribute__(self, "used").append(name)
        return super().__getattribute__(name)

    def _note(self, what: str) -> None:
        object.__getattribute__(self, "used").append(what)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        self._note("==")
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        self._note("!=")
        return super().__ne__(other)

    def __hash__(self) -> int:
        self._note("hash")
        return super().__hash__()

    def __lt__(self, other: str) -> bool:
        self._note("<")
        return super().__lt__(other)

    def __gt__(self, other: str) -> bool:
        self._note(">")
        return super().__gt__(other)

    def __contains__(self, part: object) -> bool:
        self._note("in")
        return isinstance(part, str) and super().__contains__(part)

    def __len__(self) -> int:
        self._note("len")
        return super().__len__()

    def __iter__(self) -> Iterator[str]:
        self._note("iter")
        return super().__iter__()

    def __getitem__(self, key: Any) -> str:
        self._note("[]")
        return super().__getitem__(key)


def plain(text: str) -> bool:
    """Whether the text stands in every page as it is, so that it can take a stand-in's place."""
    return text.isprintable() and " ".join(text.split()) == text and not _ESCAPED.intersection(text)
