"""What the run may use, what it has used, and what the next call may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from briefer.engines.openai.outcomes import OverBudget
from briefer.engines.openai.settings import ModelSettings, Prices
from briefer.errors import EngineError
from briefer.model import Usage

#: Characters that make a token, before a server has said better.
CHARACTERS_A_TOKEN = 4.0


#: What the calls made for one article take, where somebody wants to know.
_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@dataclass(slots=True)
class Meter:
    """Counts the calls of one article, side by side with those of others."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(slots=True)
class Bill:
    """What one call took; without `pay` nothing."""

    tokens_in: int = 0
    tokens_out: int = 0

    def pay(self, tokens_in: int, tokens_out: int) -> None:
        """Sets what the server counted."""
        self.tokens_in, self.tokens_out = tokens_in, tokens_out


class Budget:
    """Tokens and money of one run. A call is let go only if even its longest reply fits what is left."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        if settings.max_cost is not None and self._prices is None:
            raise EngineError(
                f"what {settings.model} costs is not known, so a run cannot be kept to a cost of {settings.max_cost:g}",
                hint="give its prices for a million tokens: prices = { input = …, output = … } under [engine] "
                "(0 for a server of your own), or cap the tokens instead",
            )
        self._max_cost = settings.max_cost
        self._max_tokens = settings.max_tokens
        self._calls = 0
        self._tokens_in = 0
        self._tokens_out = 0
        # What the calls under way may take at most.
        self._under_way = 0
        self._held_tokens = 0
        self._held_cost = 0.0
        self._freed: list[asyncio.Future[None]] = []
        # Learnt from the server's own counts.
        self._characters = 0
        self._counted = 0

    @cached_property
    def _prices(self) -> Prices | None:
        """Those of the user, else the listed ones; looked up when the first call is priced and not before."""
        if self._settings.prices is not None:
            return self._settings.prices
        from briefer.engines.openai.prices import listed_price

        return listed.prices if (listed := listed_price(self._settings)) else None

    @property
    def usage(self) -> Usage:
        """What the run has used so far."""
        return self._usage(self._calls, self._tokens_in, self._tokens_out)

    @contextmanager
    def metered(self) -> Iterator[Callable[[], Usage]]:
        """Tells what the calls made within the block have used, those of tasks begun there included."""
        meter = Meter()
        token = _METER.set(meter)
        try:
            yield lambda: self._usage(meter.calls, meter.tokens_in, meter.tokens_out)
        finally:
            _METER.reset(token)

    def _usage(self, calls: int, tokens_in: int, tokens_out: int) -> Usage:
        if not calls:
            return Usage()
        return Usage(
            calls=calls,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost=self.cost(tokens_in, tokens_out),
            currency=self._prices.currency if self._prices else None,
        )

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """The price of so many tokens; None where prices are not known."""
        return self._prices.cost(tokens_in, tokens_out) if self._prices else None

    def tokens(self, characters: int) -> int:
        """About how many tokens that many characters are, in the server's own measure once it has counted some."""
        share = self._counted / self._characters if self._counted else 1 / CHARACTERS_A_TOKEN
        return int(characters * share) + 1

    @asynccontextmanager
    async def call(self, characters: int, longest: int) -> AsyncIterator[Bill]:
        """Keeps free what a call may take while it runs; `OverBudget` when that is more than what is left.

        What the calls under way may still give back is waited for.
        """
        tokens_in = self.tokens(characters)
        tokens = tokens_in + longest
        cost = self.cost(tokens_in, longest) or 0.0
        while not self._fits(tokens + self._held_tokens, cost + self._held_cost):
            if not self._fits(tokens, cost):
                raise OverBudget(self._too_much(tokens, cost))
            freed = asyncio.get_running_loop().create_future()
            self._freed.append(freed)
            await freed
        self._under_way += 1
        self._held_tokens += tokens
        self._held_cost += cost
        bill = Bill()
        try:
            yield bill
        finally:
            self._under_way -= 1
            self._held_tokens -= tokens
            # Sums of fractions leave crumbs, and for a crumb nobody should wait.
            self._held_cost = self._held_cost - cost if self._under_way else 0.0
            self._enter(bill, characters)

    def _enter(self, bill: Bill, characters: int) -> None:
        if bill.tokens_in or bill.tokens_out:
            self._calls += 1
            self._tokens_in += bill.tokens_in
            self._tokens_out += bill.tokens_out
            self._characters += characters
            self._counted += bill.tokens_in
            if (meter := _METER.get()) is not None:
                meter.calls += 1
                meter.tokens_in += bill.tokens_in
                meter.tokens_out += bill.tokens_out
        waiting, self._freed = self._freed, []
        for freed in waiting:
            if not freed.done():
                freed.set_result(None)

    def _fits(self, tokens: int, cost: float) -> bool:
        if self._max_tokens is not None and self._tokens_in + self._tokens_out + tokens > self._max_tokens:
            return False
        return self._max_cost is None or (self.usage.cost or 0.0) + cost <= self._max_cost

    def _too_much(self, tokens: int, cost: float) -> str:
        spent = self.usage
        if self._max_cost is not None and (spent.cost or 0.0) + cost > self._max_cost:
            return (
                f"the next call may cost {cost:.4f} and {max(0.0, self._max_cost - (spent.cost or 0.0)):.4f} "
                f"is left of {self._max_cost:g}"
            )
        left = (self._max_tokens or 0) - spent.tokens_in - spent.tokens_out
        return f"the next call may take {tokens} tokens and {max(0, left)} are left of {self._max_tokens}"
