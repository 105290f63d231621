"""What models cost where the user has not said: a list inside a package, nothing fetched, nothing taken as free."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from briefer.engines.openai.budget import Budget
from briefer.engines.openai.prices import listed_price
from briefer.engines.openai.settings import ModelSettings, Prices
from briefer.errors import EngineError

MISTRAL = "https://api.mistral.ai/v1"
ROUTER = "https://openrouter.ai/api/v1"


async def spend(budget: Budget) -> None:
    async with budget.call(4000, 1000) as bill:
        bill.pay(1_000_000, 100_000)


@pytest.mark.parametrize(
    ("model", "url", "name"),
    [
        ("gpt-4.1-mini", None, "gpt-4.1-mini of OpenAI"),
        ("mistral-small-latest", MISTRAL, "mistral-small-latest of Mistral"),
        ("openai/gpt-4.1-mini", ROUTER, "openai/gpt-4.1-mini of OpenRouter"),
    ],
)
def test_a_model_is_looked_up_at_its_server(model: str, url: str | None, name: str) -> None:
    listed = listed_price(ModelSettings(model=model, base_url=url))
    assert listed is not None
    assert listed.source.startswith(f"{name}, genai-prices ")
    assert 0 < listed.prices.input < listed.prices.output < 100
    assert listed.prices.currency == "USD"


@pytest.mark.parametrize(
    ("model", "url"),
    [
        ("a-model-of-nobody", None),
        ("gpt-4.1-mini", "https://models.example/v1"),
        ("gpt-4.1-mini", "http://127.0.0.1:8080/v1"),
        # The list knows it, and leaves its price open.
        ("deepseek/deepseek-chat:free", ROUTER),
        # Nothing is said of what it writes.
        ("text-embedding-3-small", None),
    ],
)
def test_what_is_not_known_is_not_nothing(model: str, url: str | None) -> None:
    settings = ModelSettings(model=model, base_url=url)
    assert listed_price(settings) is None
    budget = Budget(settings)
    asyncio.run(spend(budget))
    assert (budget.usage.tokens_in, budget.usage.cost, budget.usage.currency) == (1_000_000, None, None)
    with pytest.raises(EngineError, match="is not known"):
        Budget(ModelSettings(model=model, base_url=url, max_cost=1))


def test_known_prices_show_the_cost_and_keep_to_a_cap() -> None:
    settings = ModelSettings(model="gpt-4.1-mini", max_cost=1000)
    listed = listed_price(settings)
    assert listed is not None
    budget = Budget(settings)
    asyncio.run(spend(budget))
    assert budget.usage.cost == pytest.approx(listed.prices.input + listed.prices.output / 10)
    assert budget.usage.currency == "USD"


def test_prices_of_the_users_own_come_first() -> None:
    own = Prices(input=1, output=10, currency="EUR")
    budget = Budget(ModelSettings(model="gpt-4.1-mini", prices=own))
    asyncio.run(spend(budget))
    assert (budget.usage.cost, budget.usage.currency) == (2.0, "EUR")


def test_two_models_count_as_the_dearer_and_one_unknown_makes_both_unknown() -> None:
    cheap, dear = (listed_price(ModelSettings(model=name)) for name in ("gpt-4.1-mini", "gpt-4.1"))
    assert cheap is not None
    assert dear is not None
    assert cheap.prices.input < dear.prices.input
    both = listed_price(ModelSettings(model="gpt-4.1-mini", second_look="gpt-4.1"))
    assert both is not None
    assert both.prices == dear.prices
    assert both.source.startswith("gpt-4.1-mini of OpenAI and gpt-4.1 of OpenAI, ")
    same = listed_price(ModelSettings(model="gpt-4.1-mini", second_look="gpt-4.1-mini"))
    assert same == cheap
    assert listed_price(ModelSettings(model="gpt-4.1-mini", second_look="a-model-of-nobody")) is None


def test_the_list_is_opened_for_the_first_priced_call_and_no_address_is_reached() -> None:
    """A run that takes everything from the store counts nothing; and the list is the package's own, never fetched."""
    code = (
        "import asyncio, sys\n"
        "reached = []\n"
        "sys.addaudithook(lambda event, _: reached.append(event) if event in ('socket.connect', 'socket.getaddrinfo')"
        " else None)\n"
        "from briefer.engines.openai.budget import Budget\n"
        "from briefer.engines.openai.settings import ModelSettings\n"
        "budget = Budget(ModelSettings(model='gpt-4.1-mini'))\n"
        "assert budget.usage.calls == 0 and 'genai_prices' not in sys.modules\n"
        "async def spend():\n"
        "    async with budget.call(400, 100) as bill:\n"
        "        bill.pay(100, 10)\n"
        "asyncio.run(spend())\n"
        "assert budget.usage.cost and 'genai_prices' in sys.modules\n"
        "assert not reached, reached\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
