"""What sites ask of programs in their robots.txt (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from protego import Protego

from briefer.http.settings import PRODUCT
from briefer.http.troubles import Trouble

#: As much of it as is read; the standard asks for 500 KiB at least.
MOST = 512 * 1024
#: Troubles that the page itself would have in the same words.
_SAME = ("unreachable", "private_address", "certificate", "timeout", "bad_address")
#: Fetches a robots.txt: its bytes, None where the site has none, or why that cannot be told.
Get = Callable[[str], Awaitable[bytes | Trouble | None]]
#: What a site asks, and how many seconds it wants between two requests.
Rules = Protego | Trouble | None


class Robots:
    """Asks each site once in a run."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self._known: dict[str, asyncio.Task[Rules]] = {}

    async def refusal(self, url: str) -> Trouble | None:
        """Why this page may not be fetched."""
        rules = await self._rules(url)
        if rules is None:
            return None
        if isinstance(rules, Trouble):
            # The standard: while the rules cannot be had, everything is to be taken for forbidden.
            if rules.code in _SAME:
                return rules
            return Trouble(rules.code, f"its site's robots.txt cannot be had: {rules.reason}", rules.outcome)
        if rules.can_fetch(url, PRODUCT):
            return None
        return Trouble("robots", "the site asks programs not to fetch it (robots.txt)", "skipped")

    async def delay(self, url: str) -> float:
        """Seconds that the site wants between two requests."""
        rules = await self._rules(url)
        if rules is None or isinstance(rules, Trouble):
            return 0.0
        return float(rules.crawl_delay(PRODUCT) or 0.0)

    async def _rules(self, url: str) -> Rules:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.lower()}"
        if site not in self._known:
            self._known[site] = asyncio.ensure_future(self._read(f"{site}/robots.txt"))
        return await asyncio.shield(self._known[site])

    async def _read(self, url: str) -> Rules:
        found = await self._get(url)
        if found is None or isinstance(found, Trouble):
            return found
        return Protego.parse(found[:MOST].decode("utf-8", "replace"))
