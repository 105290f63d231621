"""What a mail leaves to the whole brief, because mail programs show so much of a mail and no more."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.model import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What stands in the whole brief alone: a template names it at the place of the cut."""

    #: To be named in one line each, in the order of the brief.
    stories: tuple[Story, ...] = ()
    #: Further stories, only counted.
    more: int = 0
    #: Entries of the account that are left out.
    articles: int = 0
    #: Entries of what changed that are left out.
    changes: int = 0
    #: Where the whole brief can be read; empty: it is attached.
    url: str = ""

    @property
    def count(self) -> int:
        """How many stories are not told."""
        return len(self.stories) + self.more
