"""A name where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.language.names.given_names import FEMALE, MALE
from briefer.model import ActorKind


@dataclass(slots=True)
class Name:
    """One place where a name stands."""

    first: int
    last: int
    text: str
    words: tuple[str, ...]
    #: The parser's own label, or ``.
    label: str
    sentence: int
    #: Tokens of the office before it: "Prime Minister".
    title: tuple[int, int] | None = None
    #: Lower case, of the address before it: "mr".
    honorific: str = ""
    #: The name that stands right before its title: "Norrmark" in "Norrmark Prime Minister Ada Brandt".
    prefix: Name | None = None
    kind: ActorKind | None = None

    @property
    def key(self) -> str:
        """What spellings of one name share."""
        return self.text.replace("’", "'").lower()


def is_given(word: str) -> bool:
    """Whether a word is a common given name."""
    low = word.lower()
    return low in MALE or low in FEMALE
