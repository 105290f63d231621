"""Articles to checked findings, in order, by an engine of this machine or by one that asks a server."""

from __future__ import annotations

from briefer.understand.leads import Unwritten, write_leads
from briefer.understand.local import CHUNK, understand
from briefer.understand.remote import Memory, Remote, understand_remotely

__all__ = ["CHUNK", "Memory", "Remote", "Unwritten", "understand", "understand_remotely", "write_leads"]
