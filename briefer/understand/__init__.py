"""Articles to checked findings, in order, by an engine of this machine or by one that asks a server."""

from __future__ import annotations

from briefer.understand.local import CHUNK, understand
from briefer.understand.remote import Memory, Remote, understand_remotely

__all__ = ["CHUNK", "Memory", "Remote", "understand", "understand_remotely"]
