"""Engines by name, and the one factory of those that ask a server."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from briefer import plugins
from briefer.config import EngineSettings, PriceList
from briefer.errors import ConfigError
from briefer.model import Engine
from briefer.model.protocols import RemoteEngine

if TYPE_CHECKING:
    from briefer.engines.openai.outcomes import Completion
    from briefer.engines.openai.prices import Listed
    from briefer.engines.openai.settings import ModelSettings, Prices
    from briefer.engines.openai.transport import Transport
    from briefer.engines.openai.wire import Call

_log = logging.getLogger(__name__)

#: Articles open beside the calls that a server takes at once: analysed ones that wait, and some that were told to.
_BESIDE = 32


def open_engine(name: str = "extractive", *, recordings: Path | None = None) -> Engine:
    """The engine of that name that works on this machine; `recordings` is for those that replay."""
    if name == "openai":
        raise ConfigError(
            "the engine “openai” needs to know a model and its server",
            hint="on the command line: --model NAME; in Python: briefer.pipeline.open_model(model_server(…))",
        )
    adapter = plugins.load("briefer.engines", name)
    if recordings is not None and name != "replay":
        raise ConfigError(f"the engine “{name}” takes no recordings", hint="recordings are for --engine replay")
    if recordings is None and name == "replay":
        raise ConfigError("the engine “replay” needs recordings", hint="name their file or folder with --recordings")
    engine: Engine = adapter() if recordings is None else adapter(recordings)
    return engine


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """A model and its server, with all that is needed to ask them."""

    settings: ModelSettings

    @property
    def host(self) -> str:
        """Who receives text."""
        return self.settings.server

    @property
    def ahead(self) -> int:
        """Articles to have open at once: so many that parsing goes first, and the rules work while the server reads."""
        return 4 * self.settings.at_once + _BESIDE

    @property
    def listed(self) -> Listed | None:
        """The list's price that the run is counted at; None where the user named one, or none is known."""
        from briefer.engines.openai.prices import listed_price

        return None if self.settings.prices is not None else listed_price(self.settings)


def model_server(
    settings: EngineSettings, *, key: bool = True, ask: Callable[[str], PriceList] | None = None
) -> ModelServer:
    """The server that the settings name; its key is looked up here and kept nowhere else.

    `key=False` leaves the key out, for whoever only wants to know where the server is. `ask` is asked for the price
    of a model that a run is to be capped by and that nobody knows; without it that is a `ConfigError`.
    """
    from briefer.engines.openai.settings import ModelSettings

    if not settings.model:
        raise ConfigError(
            "the engine “openai” needs a model, and there is no default",
            hint="name one with --model, or as [engine] model in briefer.toml",
        )
    if settings.base_url is not None and not _is_address(settings.base_url):
        raise ConfigError(
            f"“{_without_user(settings.base_url)}” is no base URL",
            hint="write it with http:// or https:// and a host, as in http://localhost:11434/v1; a key has no place in it",
        )
    made = ModelSettings(
        model=settings.model,
        base_url=settings.base_url,
        api_key=_key(settings) if key else None,
        api_version=settings.api_version,
        concurrency=settings.concurrency,
        timeout=settings.timeout,
        deadline=settings.deadline,
        max_cost=settings.max_cost,
        max_tokens=settings.max_tokens,
        prices=_prices(settings.prices) if settings.prices else None,
        second_look=_second_look(settings),
    )
    server = ModelServer(settings=made)
    if made.max_cost is None or made.prices is not None or server.listed is not None:
        return server
    if ask is None:
        raise ConfigError(
            f"a cap of {made.max_cost:g} needs the model's prices, and those of {made.model} are not known",
            hint="say in briefer.toml: [engine] prices = {input = 0.0, output = 0.0}, for a million tokens; "
            "or cap the tokens with --max-tokens",
        )
    return ModelServer(settings=replace(made, prices=_prices(ask(made.model))))


def open_model(
    server: ModelServer,
    *,
    remembered: MutableMapping[str, str] | None = None,
    note: Callable[[str], None] | None = None,
    called: Callable[[Call], None] | None = None,
    prompts: tuple[Path, ...] = (),
) -> RemoteEngine:
    """The engine that asks this server.

    `remembered` is what is known of the ways that servers are asked, `note` is told what the user should know,
    `called` of every call, and `prompts` are folders of prompts of one's own.
    """
    from briefer.engines.openai.later import Later
    from briefer.engines.openai.prompt import Prompts

    def transport() -> Transport:
        from briefer.engines.openai.transport import Transport

        return Transport(server.settings, remembered=remembered, note=note or _log.warning, called=called)

    adapter = plugins.load("briefer.engines", "openai")
    return cast("RemoteEngine", adapter(Later(transport), settings=server.settings, prompts=Prompts(prompts)))


async def try_model(server: ModelServer, *, note: Callable[[str], None]) -> Completion:
    """The model's answer to one sentence, asked as an article is, with the form that the server took."""
    from briefer.engines.openai.outcomes import Prompt
    from briefer.engines.openai.transport import Transport

    schema = {
        "type": "object",
        "properties": {"sentence": {"type": "string", "maxLength": 200}},
        "required": ["sentence"],
        "additionalProperties": False,
    }
    prompt = Prompt(
        system="Answer with one JSON object.",
        user='Say that you are ready, in one short sentence: {"sentence": "..."}',
        schema_name="sentence",
        schema=schema,
        max_tokens=500,
    )
    transport = Transport(server.settings, note=note)
    try:
        return await transport.ask(prompt)
    finally:
        await transport.aclose()


def _prices(given: PriceList) -> Prices:
    from briefer.engines.openai.settings import Prices

    return Prices(input=given.input, output=given.output, currency=given.currency)


def _second_look(settings: EngineSettings) -> str | None:
    """The model that is asked about flagged claims; naming one says that it is, unless the settings say no."""
    named = settings.second_look_model
    wanted = named is not None if settings.second_look is None else settings.second_look
    return (named or settings.model) if wanted else None


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _without_user(url: str) -> str:
    before, at, after = url.rpartition("@")
    return f"…@{after}" if at and before else url


def _key(settings: EngineSettings) -> str | None:
    """The key that the settings point at, else the usual variable's; only OpenAI and Azure cannot do without one."""
    if settings.api_key is not None:
        return settings.api_key.value()
    name = "AZURE_OPENAI_API_KEY" if settings.api_version else "OPENAI_API_KEY"
    found = os.environ.get(name, "").strip()
    if not found and (settings.base_url is None or settings.api_version):
        raise ConfigError(
            f"there is no key for the model {settings.model}",
            hint=f'set {name}, or say where the key is: [engine] api_key = {{env = "NAME"}}',
        )
    return found or None
