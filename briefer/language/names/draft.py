"""An entity in the making."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from briefer.language.names.countries import Country
from briefer.language.names.name import Name
from briefer.model import ActorKind

Gender = Literal["m", "f", "n", "unknown"]


class Place(NamedTuple):
    """First and last token of a mention, and its kind."""

    first: int
    last: int
    kind: Literal["name", "pronoun", "description"]


@dataclass(slots=True)
class Role:
    """What somebody is, by tokens of the text."""

    first: int
    last: int
    #: Lower case of the noun: "envoy" in "special envoy".
    noun: str
    #: Tokens of whose it is: "Corvo" or "his".
    organisation: tuple[int, int] | None = None
    #: The token of a possessive pronoun that is still to be resolved.
    pronoun: int | None = None
    #: Where the person it belongs to is named.
    at: int = 0
    #: Higher is better evidence.
    weight: float = 0.0


@dataclass(slots=True)
class Draft:
    """One actor or place, before it is handed out."""

    kind: ActorKind
    names: list[Name]
    country: Country | None = None
    gender: Gender = "unknown"
    roles: list[Role] = field(default_factory=list)
    role: Role | None = None
    #: Tokens of the organisation that somebody without a role is "of" or "at".
    house: tuple[int, int] | None = None
    #: Index of the draft that a possessive pronoun before the role stands for.
    role_of: int | None = None
    #: Common nouns that the text calls it: "agency", "carmaker".
    nouns: set[str] = field(default_factory=set)
    mentions: list[Place] = field(default_factory=list)
    #: True for a surname that two people share: it blocks a guess and is never handed out.
    hidden: bool = False

    @property
    def sure(self) -> bool:
        """Whether somebody is certainly a person: named in full, with a title or a role, or often."""
        introduced = any(len(n.words) > 1 or n.title or n.honorific for n in self.names)
        return introduced or bool(self.roles) or len(self.names) > 2

    def __post_init__(self) -> None:
        self.mentions.extend(Place(n.first, n.last, "name") for n in self.names)
