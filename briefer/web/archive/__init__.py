"""Everything that was recorded, as local pages: briefs, stories over time, people, steps, and search over all of it."""

from __future__ import annotations

from briefer.web.archive.site import Archive, application

__all__ = ["Archive", "application"]
