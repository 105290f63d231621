"""Which story comes first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from briefer.model import Article, Profile, Story


def in_order(stories: Sequence[Story], articles: Mapping[str, Article], profile: Profile) -> list[Story]:
    """Stories that name the reader's house first, then those on the topics, else in the order that came in."""

    def rank(story: Story) -> int:
        text = " ".join(f"{articles[a].title or ''} {articles[a].text}" for a in story.articles)
        return 0 if _names_any(text, profile.us) else 1 if _names_any(text, profile.topics) else 2

    return sorted(stories, key=rank)


def _names_any(text: str, names: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names)
