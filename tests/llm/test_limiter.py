"""How many calls run at once, how fast they start, who comes next: in simulated time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from briefer.engines.openai.limiter import Limiter


def answer(limiter: Limiter, signs: str) -> None:
    """Tells of calls that ended just now: `+` answered, `-` refused."""

    async def tell() -> None:
        for sign in signs:
            async with limiter.slot(limiter.ticket()) as regime:
                limiter.answered(regime, refused=sign == "-")

    asyncio.run(tell())


def test_no_more_than_the_limit_run_at_once(simulated: Any) -> None:
    limiter = Limiter(3, clock=simulated)
    running = peak = 0

    async def call() -> None:
        nonlocal running, peak
        async with limiter.slot(limiter.ticket()):
            running += 1
            peak = max(peak, running)
            await simulated.sleep(1)
            running -= 1

    async def work() -> None:
        await asyncio.gather(*(call() for _ in range(9)))

    simulated.run(work())
    assert peak == 3
    assert simulated.seconds == 3


@pytest.mark.parametrize(
    ("signs", "limit"),
    [
        ("+++++++---", 20),  # 3 of the last 20
        ("+-" * 5, 20),  # 5 of the last 20
        ("+-" * 8, 10),  # 8 of 20 are 40 %
        ("-" * 7, 20),  # many, but not yet 40 % of 20
        ("-" * 8, 10),
    ],
)
def test_only_many_refusals_let_fewer_run(simulated: Any, signs: str, limit: int) -> None:
    limiter = Limiter(20, clock=simulated)
    answer(limiter, signs)
    assert limiter.limit == limit


def test_a_small_limit_looks_at_the_last_ten(simulated: Any) -> None:
    limiter = Limiter(4, clock=simulated)
    answer(limiter, "---")
    assert limiter.limit == 4
    answer(limiter, "-")
    assert limiter.limit == 2


def test_the_limit_never_falls_below_one(simulated: Any) -> None:
    limiter = Limiter(4, clock=simulated)
    answer(limiter, "-" * 40)
    assert limiter.limit == 1


def test_a_refusal_of_a_call_that_began_before_the_change_says_nothing_of_it(simulated: Any) -> None:
    limiter = Limiter(20, clock=simulated)

    async def burst() -> None:
        async def refused() -> None:
            async with limiter.slot(limiter.ticket()) as regime:
                await simulated.sleep(1)
                limiter.answered(regime, refused=True)

        await asyncio.gather(*(refused() for _ in range(20)))

    simulated.run(burst())
    assert limiter.limit == 10


def test_the_limit_grows_fast_to_what_was_good_and_slowly_beyond(simulated: Any) -> None:
    limiter = Limiter(20, clock=simulated)
    answer(limiter, "-" * 8)
    assert limiter.limit == 10
    answer(limiter, "+" * 5)
    assert limiter.limit == 15
    answer(limiter, "+" * 14)
    assert limiter.limit == 15
    answer(limiter, "+")
    assert limiter.limit == 16
    answer(limiter, "+" * 200)
    assert limiter.limit == 20


def test_a_pace_spreads_the_starts(simulated: Any) -> None:
    limiter = Limiter(10, clock=simulated)
    starts: list[float] = []

    async def call() -> None:
        async with limiter.slot(limiter.ticket()):
            starts.append(simulated.now())
            await simulated.sleep(5)

    async def work() -> None:
        await asyncio.gather(call(), call())
        limiter.pace(60)
        await asyncio.gather(*(call() for _ in range(4)))

    simulated.run(work())
    assert starts == [0, 0, 6, 7, 8, 9]


def test_a_faster_pace_than_the_known_one_is_not_believed(simulated: Any) -> None:
    limiter = Limiter(10, clock=simulated)
    starts: list[float] = []

    async def call() -> None:
        async with limiter.slot(limiter.ticket()):
            starts.append(simulated.now())

    async def work() -> None:
        limiter.pace(60)
        limiter.pace(6000)
        await asyncio.gather(call(), call())

    simulated.run(work())
    assert starts == [1, 2]


def test_who_came_first_goes_first_again(simulated: Any) -> None:
    limiter = Limiter(1, clock=simulated)
    order: list[str] = []

    async def call(name: str, ticket: int) -> None:
        async with limiter.slot(ticket):
            order.append(name)
            await simulated.sleep(1)

    async def work() -> None:
        first, *others = (limiter.ticket() for _ in range(4))

        async def twice() -> None:
            await call("first", first)
            await simulated.sleep(0.5)
            await call("first again", first)

        await asyncio.gather(twice(), *(call(f"other {n}", ticket) for n, ticket in enumerate(others, 1)))

    simulated.run(work())
    assert order == ["first", "other 1", "first again", "other 2", "other 3"]


def test_who_gives_up_waiting_takes_no_place(simulated: Any) -> None:
    limiter = Limiter(1, clock=simulated)
    done: list[str] = []

    async def call(name: str) -> None:
        async with limiter.slot(limiter.ticket()):
            await simulated.sleep(1)
            done.append(name)

    async def work() -> None:
        tasks = [asyncio.create_task(call(name)) for name in "abc"]
        await simulated.sleep(0.5)
        tasks[1].cancel()  # waits
        tasks[0].cancel()  # runs
        await asyncio.gather(*tasks, return_exceptions=True)
        await call("d")

    simulated.run(work())
    assert done == ["c", "d"]


@pytest.mark.parametrize("cap", [1, 3, 8, 20])
def test_a_server_that_takes_few_at_once_is_used_well(simulated: Any, cap: int) -> None:
    limiter = Limiter(50, clock=simulated)
    running = sent = 0

    async def call(number: int) -> None:
        nonlocal running, sent
        ticket = limiter.ticket()
        while True:
            async with limiter.slot(ticket) as regime:
                sent += 1
                refused = running >= cap
                if not refused:
                    running += 1
                    await simulated.sleep(1)
                    running -= 1
                limiter.answered(regime, refused=refused)
            if not refused:
                return
            await simulated.sleep(0.5 + number % 7 / 10)

    async def work() -> None:
        await asyncio.gather(*(call(number) for number in range(200)))

    simulated.run(work())
    assert simulated.seconds <= 1.5 * 200 / cap
    # Growing again and again to one too many costs refusals, most of all where one more is twice as many.
    assert sent <= (6 if cap == 1 else 3) * 200
