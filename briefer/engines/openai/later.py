"""What carries prompts, made when there is one to carry: where all is kept, its parts need not even be imported."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING

from briefer.engines.openai.outcomes import Completion, Prompt
from briefer.model import Usage

if TYPE_CHECKING:
    from briefer.engines.openai.engine import Asks


class Later:
    """Asks through what `make` gives at the first need."""

    def __init__(self, make: Callable[[], Asks]) -> None:
        self._make = make

    @cached_property
    def _asks(self) -> Asks:
        return self._make()

    @property
    def _made(self) -> bool:
        return "_asks" in self.__dict__

    @property
    def usage(self) -> Usage:
        """Calls, tokens and cost so far."""
        return self._asks.usage if self._made else Usage()

    def metered(self) -> AbstractContextManager[Callable[[], Usage]]:
        """Tells what the calls made within the block have used."""
        return self._asks.metered()

    async def ask(self, prompt: Prompt) -> Completion:
        """The model's reply."""
        return await self._asks.ask(prompt)

    async def open(self) -> None:
        """Makes ready ahead of the first prompt."""
        await self._asks.open()

    def beside(self, model: str) -> Asks:
        """Another model of the same server."""
        return self._asks.beside(model)

    async def aclose(self) -> None:
        """Closes the connections, if there are any."""
        if self._made:
            await self._asks.aclose()
