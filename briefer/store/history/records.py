"""What the archive answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HitKind = Literal["claim", "person", "article"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A brief that is kept, in its latest revision."""

    id: str
    revision: int
    #: Of its profile.
    name: str
    title: str
    #: ISO date-time, as the brief has it.
    created: str
    #: How many it tells.
    stories: int
    #: How many texts it holds, those carried along from earlier briefs among them.
    articles: int
    #: SHA-256 of its bundle; see `briefer.contract.digest`.
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was looked for and found in a brief."""

    kind: HitKind
    #: Ids of the brief, of its story and of the claim there; story and claim are empty where none tells of it.
    brief: str
    story: str
    claim: str
    #: Whose claim it is, as far as it is somebody's; the name of the person; the article's headline.
    title: str
    #: The claim; the person's role and organisation; empty for an article.
    text: str
    #: The sentence that it rests on, or words of the article around what was found.
    words: str
    outlet: str | None
    url: str | None
    #: ISO: when the article was published, else the day of the brief.
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said once."""

    #: ISO: when the article was published, else the day of the brief.
    day: str
    text: str
    sentence: str
    outlet: str | None
    url: str | None
    #: The article's headline; empty where it has none.
    title: str
    #: Ids of the brief, of its story and of the claim there.
    brief: str
    story: str
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, or an organisation, that briefs tell of."""

    name: str
    #: Other forms of the name, the most frequent first.
    aliases: tuple[str, ...]
    #: As they were told, the latest first.
    roles: tuple[str, ...]
    #: The latest first.
    said: tuple[Said, ...]
    #: Whether it is no name, so that other stories can mean others by it: "the hospital".
    described: bool = False
    #: What was asked for: a name, or a role that this person holds.
    found_by: Literal["name", "role"] = "name"
