"""Which server and model read, with which limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from briefer.errors import EngineError

#: Where the `openai` package goes when no base URL is named.
OPENAI_URL = "https://api.openai.com/v1"
#: Calls at once where none are asked for: a model on this machine, and one behind a network.
AT_ONCE_LOCAL, AT_ONCE_HOSTED = 4, 16
#: Seconds that a call may take where nothing is said of it: two cores write five tokens a second, and a reply has
#: a thousand or two.
SECONDS_LOCAL, SECONDS_HOSTED = 600.0, 120.0
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost."""

    input: float
    output: float
    #: ISO 4217.
    currency: str = "USD"

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """The price of so many tokens."""
        return (tokens_in * self.input + tokens_out * self.output) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """A server, a model and what a run may use of them."""

    model: str
    #: None: OpenAI itself.
    base_url: str | None = None
    #: None where the server asks for none; nothing here ever looks into the environment.
    api_key: str | None = field(default=None, repr=False)
    #: Azure's `api-version`; it also says that the server is Azure's.
    api_version: str | None = None
    #: Calls at once at most; None: `AT_ONCE_LOCAL` or `AT_ONCE_HOSTED`.
    concurrency: int | None = None
    #: Seconds that one call may take, its last byte included; None: `SECONDS_LOCAL` or `SECONDS_HOSTED`.
    timeout: float | None = None
    #: Seconds that the whole run may take, from the first call on.
    deadline: float | None = None
    #: What the run may cost, in the prices' currency; needs `prices`.
    max_cost: float | None = None
    #: Tokens that the run may use, read and written together.
    max_tokens: int | None = None
    #: None: unknown, which is not free.
    prices: Prices | None = None
    #: The model that is asked again about flagged claims; None: nobody is.
    second_look: str | None = None
    temperature: float = 0.0

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise EngineError(
                f"“{self.url}” is no base URL",
                hint="write it with http:// or https://, as in http://localhost:11434/v1",
            )

    @property
    def url(self) -> str:
        """The base URL that is called, without a slash at its end."""
        return (self.base_url or OPENAI_URL).rstrip("/")

    @property
    def server(self) -> str:
        """Host and port, for the line that says who receives text and for errors."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 443)}"

    @property
    def local(self) -> bool:
        """Whether the server is this machine."""
        host = urlsplit(self.url).hostname or ""
        return host in ("localhost", "::1") or host.startswith("127.")

    @property
    def at_once(self) -> int:
        """Calls at once at most."""
        return self.concurrency or (AT_ONCE_LOCAL if self.local else AT_ONCE_HOSTED)

    @property
    def call_seconds(self) -> float:
        """Seconds that one call may take."""
        return self.timeout or (SECONDS_LOCAL if self.local else SECONDS_HOSTED)
