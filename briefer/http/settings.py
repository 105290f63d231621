"""What a run may ask of the web, and how it introduces itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

#: Names of a host to the addresses that it has; an OSError where it has none.
Resolver = Callable[[str, int], Awaitable[list[str]]]
#: Headers for one host, looked up when it is first asked; a `ConfigError` stops the run.
HostHeaders = Callable[[], Mapping[str, str]]

#: The name that robots.txt knows us by: https://www.rfc-editor.org/rfc/rfc9309#section-2.2.1
PRODUCT = "briefer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one page may take; FACTS measured what news needs."""

    #: Of the body, decoded.
    bytes: int = 10 * 1024 * 1024
    #: For connections and answers of one page, redirects included; waiting for one's turn is not counted.
    seconds: float = 20.0
    redirects: int = 5
    #: Requests at once to one host, and to all.
    per_host: int = 2
    at_once: int = 100
    #: Seconds between the starts of two requests to one host, where its robots.txt does not ask for more.
    delay: float = 0.0
    #: The longest delay that a robots.txt is granted.
    longest_delay: float = 10.0
    #: The longest `Retry-After` that is waited for, and how often.
    patience: float = 60.0
    retries: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How a run fetches."""

    limits: Limits = Limits()
    user_agent: str = f"{PRODUCT} (reads news for one person's briefing notes)"
    #: Whether addresses of private networks and of this machine may be asked.
    allow_private: bool = False
    #: By host name, in lower case; sent to that host alone.
    headers: Mapping[str, HostHeaders] = field(default_factory=dict)
    #: A folder that what is fetched is also written to.
    save: Path | None = None
    #: A folder that was written so; it answers instead of the web.
    saved: Path | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
