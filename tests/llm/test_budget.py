"""What a run may use: checked before each call, never taken as free."""

from __future__ import annotations

import asyncio

import pytest

from briefer.engines.openai.budget import Budget
from briefer.engines.openai.outcomes import OverBudget
from briefer.engines.openai.settings import ModelSettings, Prices
from briefer.errors import EngineError
from briefer.model import Usage

#: A cent for a thousand tokens read, three for a thousand written.
PRICES = Prices(input=10, output=30)


async def spend(budget: Budget, characters: int, longest: int, tokens: tuple[int, int] | None) -> None:
    async with budget.call(characters, longest) as bill:
        if tokens is not None:
            bill.pay(*tokens)


def test_an_unknown_price_is_asked_for() -> None:
    with pytest.raises(EngineError, match="what m costs is not known") as caught:
        Budget(ModelSettings(model="m", max_cost=1))
    assert "prices = { input = …, output = … }" in str(caught.value.hint)


def test_a_price_of_nothing_is_a_price() -> None:
    budget = Budget(ModelSettings(model="m", max_cost=0, prices=Prices(input=0, output=0)))
    asyncio.run(spend(budget, 4000, 1000, (1000, 10)))
    assert budget.usage.cost == 0


def test_without_prices_the_cost_is_unknown_and_not_zero() -> None:
    budget = Budget(ModelSettings(model="m"))
    asyncio.run(spend(budget, 4000, 1000, (1000, 10)))
    assert budget.usage.cost is None
    assert budget.usage.tokens_in == 1000


def test_usage_counts_what_the_server_counted() -> None:
    budget = Budget(ModelSettings(model="m", prices=PRICES))
    asyncio.run(spend(budget, 4000, 1000, (900, 100)))
    asyncio.run(spend(budget, 4000, 1000, None))
    usage = budget.usage
    assert (usage.calls, usage.tokens_in, usage.tokens_out, usage.currency) == (1, 900, 100, "USD")
    assert usage.cost == pytest.approx(0.012)


@pytest.mark.parametrize(("cap", "fits"), [(0.0400, False), (0.0401, True)])
def test_a_call_goes_only_if_its_longest_reply_fits_the_money(cap: float, fits: bool) -> None:
    budget = Budget(ModelSettings(model="m", max_cost=cap, prices=PRICES))
    call = spend(budget, 4000, 1000, None)  # 1,001 tokens in, 1,000 out
    if fits:
        asyncio.run(call)
    else:
        with pytest.raises(OverBudget, match=r"may cost 0\.0400 and 0\.0400 is left of 0\.04"):
            asyncio.run(call)


@pytest.mark.parametrize(("cap", "fits"), [(2000, False), (2001, True)])
def test_a_call_goes_only_if_its_longest_reply_fits_the_tokens(cap: int, fits: bool) -> None:
    budget = Budget(ModelSettings(model="m", max_tokens=cap))
    call = spend(budget, 4000, 1000, None)
    if fits:
        asyncio.run(call)
    else:
        with pytest.raises(OverBudget, match="may take 2001 tokens and 2000 are left of 2000"):
            asyncio.run(call)


def test_calls_under_way_are_waited_for_and_their_rest_is_used() -> None:
    budget = Budget(ModelSettings(model="m", max_tokens=2500))
    order: list[str] = []

    async def work() -> None:
        answered = asyncio.Event()

        async def first() -> None:
            async with budget.call(4000, 1000) as bill:
                order.append("first")
                await answered.wait()
                bill.pay(300, 50)
            order.append("first done")

        async def second() -> None:
            async with budget.call(4000, 1000):
                order.append("second")

        tasks = [asyncio.create_task(first()), asyncio.create_task(second())]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        answered.set()
        await asyncio.gather(*tasks)

    asyncio.run(work())
    assert order == ["first", "first done", "second"]


def test_a_meter_counts_the_calls_of_its_own_block() -> None:
    budget = Budget(ModelSettings(model="m", prices=Prices(input=1.0, output=2.0)))

    async def article(calls: int) -> Usage:
        async def one() -> None:
            async with budget.call(40, 10) as bill:
                await asyncio.sleep(0)
                bill.pay(100, 10)

        with budget.metered() as used:
            # Tasks that are begun within count too, as the parts of a long article do.
            await asyncio.gather(*(one() for _ in range(calls)))
        return used()

    async def both() -> list[Usage]:
        return list(await asyncio.gather(article(1), article(3), article(0)))

    once, thrice, never = asyncio.run(both())
    assert (once.calls, once.tokens_in, once.tokens_out) == (1, 100, 10)
    assert (thrice.calls, thrice.tokens_in, thrice.cost) == (3, 300, pytest.approx(3 * 120e-6))
    assert never == Usage()
    assert budget.usage.calls == 4


def test_fractions_of_money_leave_nobody_waiting() -> None:
    budget = Budget(ModelSettings(model="m", max_cost=0.3, prices=Prices(input=100, output=0)))

    async def work() -> None:
        await asyncio.gather(*(spend(budget, 3996, 1, None) for _ in range(7)))
        await asyncio.wait_for(spend(budget, 3 * 3996, 1, None), 5)

    asyncio.run(work())


def test_the_estimate_learns_from_the_server() -> None:
    budget = Budget(ModelSettings(model="m"))
    assert budget.tokens(4000) == 1001
    asyncio.run(spend(budget, 4000, 10, (2000, 10)))
    assert budget.tokens(4000) == 2001
