"""Which story comes first, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from briefer.model import Brief, Story
from briefer.selection.terms import Term, Text

#: What is new in a story beside the last brief, the weightiest first.
Novelty = Literal["changed_position", "due", "overdue", "new_position", "new_story"]
#: A position that changed and a step that came due weigh as much as two more outlets, what is new as one.
_WEIGHTS: Mapping[Novelty, int] = {"changed_position": 2, "due": 2, "overdue": 2, "new_position": 1, "new_story": 1}

#: Characters of an article that say what it is about: its first paragraphs.
_BEGINNING = 600


@dataclass(frozen=True, slots=True)
class Interest:
    """What a reader follows."""

    us: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def mentioned(self, story: Story, brief: Brief) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the reader's house that the story's articles mention, and the topics that they are about.

        Any mention of the house counts. A topic is more than a word in passing: it stands in a title or in the
        beginning of an article, or more than once in one.
        """
        if not (self.us or self.topics):
            return (), ()
        own = [article for article in brief.articles if article.id in story.articles]
        whole = [Text(article.title, article.text) for article in own]
        first = Text(*(words for article in own for words in (article.title, article.text[:_BEGINNING])))

        def about(topic: Term) -> bool:
            return topic.found_in(first) or any(topic.found_in(text, times=2) for text in whole)

        us = tuple(name for name in self.us if any(Term(name, exact=True).found_in(text) for text in whole))
        return us, tuple(topic for topic in self.topics if about(Term(topic)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why a story stands where it stands."""

    #: Names of the reader's house that its articles mention.
    us: tuple[str, ...] = ()
    #: What they say of what the reader follows.
    topics: tuple[str, ...] = ()
    outlets: int = 0
    #: Outlets that report on their own.
    independent: int = 1
    #: None where no earlier brief is known, or nothing is new.
    novelty: Novelty | None = None

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """What stories are sorted by: the smallest first."""
        weight = self.independent + (_WEIGHTS[self.novelty] if self.novelty else 0)
        return not self.us, not self.topics, -weight


def reasons(story: Story, brief: Brief, interest: Interest | None = None) -> Reasons:
    """Why the story stands where it stands in the brief; without an interest, that of the brief's profile counts."""
    if interest is None:
        interest = Interest(us=brief.profile.us, topics=brief.profile.topics)
    us, topics = interest.mentioned(story, brief)
    return Reasons(
        us=us,
        topics=topics,
        outlets=len(story.outlets),
        independent=story.independent,
        novelty=_novelty(story, brief),
    )


def in_order(brief: Brief) -> tuple[Story, ...]:
    """The brief's stories, the weightiest first: see `Reasons.rank`; those that weigh the same stay as they stand."""
    return tuple(sorted(brief.stories, key=lambda story: reasons(story, brief).rank))


def _novelty(story: Story, brief: Brief) -> Novelty | None:
    found: set[Novelty] = set()
    for item in brief.changes:
        if item.story != story.id:
            continue
        if item.kind == "changed":
            found.add("changed_position")
        elif item.kind == "new":
            found.add("new_story" if item.claim is None else "new_position")
        elif item.kind != "not_heard":
            found.add(item.kind)
    return next((kind for kind in get_args(Novelty) if kind in found), None)
