"""Articles to groups: copies of one text first, then reports of one event by their words and actors."""

from __future__ import annotations

from briefer.group.grouping import Group, group

__all__ = ["Group", "group"]
