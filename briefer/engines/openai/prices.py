"""What models cost where the user has not said: the list that comes inside the package `genai-prices`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from briefer.engines.openai.settings import ModelSettings, Prices

#: Tokens of a usual call: some models cost more a token from a certain length on.
_IN, _OUT = 8_000, 2_000
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A model's prices with where they are from."""

    prices: Prices
    #: As in `gpt-4.1-mini of OpenAI, genai-prices 0.2.3`.
    source: str


def listed_price(settings: ModelSettings) -> Listed | None:
    """The model's prices at its server; None where the list does not have them, and for this machine's own servers.

    Where a second model is asked too, both count as the dearer. Nothing is fetched: the list is as old as the
    installed package.
    """
    if settings.local:
        return None
    found = [_look_up(name, settings.url) for name in dict.fromkeys([settings.model, settings.second_look]) if name]
    known = [listed for listed in found if listed is not None]
    if len(known) < len(found):
        return None
    return Listed(
        prices=Prices(
            input=max(listed.prices.input for listed in known), output=max(listed.prices.output for listed in known)
        ),
        source=" and ".join(listed.source for listed in known) + f", {_version()}",
    )


@lru_cache(maxsize=8)
def _look_up(model: str, url: str) -> Listed | None:
    # 90 ms, and only a run that asks a server elsewhere needs it.
    import genai_prices

    usage = genai_prices.Usage(input_tokens=_IN, output_tokens=_OUT)
    try:
        found = genai_prices.calc_price(
            usage, model, provider_api_url=url, genai_request_timestamp=datetime.now(tz=UTC)
        )
    except LookupError:
        return None
    # What the list leaves open, or counts by the call, would come out as nothing.
    listed = found.model_price
    if listed.input_mtok is None or listed.output_mtok is None or listed.requests_kcount:
        return None
    return Listed(
        prices=Prices(
            input=round(float(found.input_price) / _IN * _MILLION, 6),
            output=round(float(found.output_price) / _OUT * _MILLION, 6),
        ),
        source=f"{found.model.id} of {found.provider.name}",
    )


def _version() -> str:
    import genai_prices

    return f"genai-prices {genai_prices.__version__}"
