"""Asks the model, whatever server it lives on, until there is a whole answer or a reason why not."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, MutableMapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from briefer.engines.openai import forms, troubles
from briefer.engines.openai.budget import CHARACTERS_A_TOKEN, Bill, Budget
from briefer.engines.openai.forms import Dialect, Envelope, Form
from briefer.engines.openai.limiter import Clock, Limiter, WallClock
from briefer.engines.openai.outcomes import (
    BadReply,
    Completion,
    Filtered,
    Outcome,
    Prompt,
    Refused,
    TooLong,
    Truncated,
    Unavailable,
)
from briefer.engines.openai.settings import ModelSettings
from briefer.engines.openai.wire import Call, Failure, Wire
from briefer.errors import EngineError
from briefer.model import Usage

#: How often one prompt is sent before a kind of trouble is taken for lasting; every late call has cost its whole
#: time, and every bad reply its tokens.
TRIES = {"status": 5, "dropped": 5, "broken": 5, "unreachable": 5, "late": 2, "reply": 4}
#: Seconds that one article waits at most for a server that says that it is busy.
PATIENCE = 600.0
#: Seconds before the second try; each further one waits twice as long.
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
#: A server that counted fewer than this share of the tokens that a prompt must have has read only a part of it.
CUT_SHARE = 0.5
#: Statuses after which the same request may well succeed.
_PASSING = (408, 409, 425, 500, 502, 504, 520, 522, 524)
_BUSY = (429, 503, 529)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Asking:
    """How far one prompt has come."""

    prompt: Prompt
    ticket: int
    #: Tokens that the reply may have.
    limit: int
    began: float
    tries: dict[str, int]
    #: Answers in a row that said "busy".
    busy: int = 0
    steps: int = 0
    #: Whether the reply gets only what the context leaves.
    fitted: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Again:
    """That the prompt is to be sent once more, after so many seconds."""

    wait: float = 0.0


class Transport:
    """One run's calls to one server and model.

    `remembered` is what earlier runs learnt of servers, by base URL and model; it is read and written.
    `note` is told what the user should know, once, and `called` of every call, in the thread of the calls.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        remembered: MutableMapping[str, str] | None = None,
        note: Callable[[str], None] = log.warning,
        called: Callable[[Call], None] | None = None,
        clock: Clock | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._settings = settings
        self._remembered = remembered if remembered is not None else {}
        self._key = f"{settings.url} {settings.model}"
        self._call_seconds = settings.call_seconds
        self._dialect = Dialect.parse(self._remembered.get(self._key, ""))
        #: The last one that was looked up there, and kept where it was new.
        self._kept: Dialect | None = None
        self._note = note
        self._clock = clock or WallClock()
        # Chance only spreads calls in time.
        self._chance = chance or random.Random()  # noqa: S311
        self._limiter = Limiter(settings.at_once, clock=self._clock)
        self._budget = Budget(settings)
        self._wire = Wire(settings, called)
        # The schema, what goes around an article, and the schema's characters: one for each kind of request.
        self._envelopes: dict[tuple[str, str, Dialect], tuple[dict[str, Any], Envelope, int]] = {}
        self._ends: float | None = None
        self._reached = False
        self._answers = 0
        self._warned = False
        #: What ended the run, if something did: no further call is made then.
        self._fatal: EngineError | None = None

    @property
    def usage(self) -> Usage:
        """Answered calls, their tokens and cost so far."""
        return self._budget.usage

    def metered(self) -> AbstractContextManager[Callable[[], Usage]]:
        """Tells what the calls made within the block have used."""
        return self._budget.metered()

    def beside(self, model: str) -> Transport:
        """Asks another model of the same server, under the same limits, budget and deadline; to be closed as well."""
        other = Transport(
            replace(self._settings, model=model),
            remembered=self._remembered,
            note=self._note,
            called=self._wire.called,
            clock=self._clock,
            chance=self._chance,
        )
        other._limiter, other._budget, other._ends = self._limiter, self._budget, self._ends
        return other

    async def open(self) -> None:
        """Makes ready ahead of the first call; `ask` does so by itself."""
        await self._wire.open()

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._limiter.aclose()
        await self._wire.aclose()

    async def models(self) -> tuple[str, ...]:
        """The models that the server offers; none where it does not tell.

        `EngineError` where it cannot be reached or asks for another key.
        """
        answer = await self._wire.models(timeout=self._settings.call_seconds)
        if not isinstance(answer, Failure):
            return answer
        if answer.kind != "status" or answer.status in (401, 403):
            raise troubles.of_run(answer, self._settings)
        return ()

    async def ask(self, prompt: Prompt) -> Completion:
        """The model's whole answer.

        Raises an `Outcome` where this prompt gets none, and `EngineError` where none would.
        """
        now = self._clock.now()
        if self._ends is None and self._settings.deadline is not None:
            self._ends = now + self._settings.deadline
        asking = _Asking(prompt=prompt, ticket=self._limiter.ticket(), limit=prompt.max_tokens, began=now, tries={})
        while True:
            result = await self._call(asking)
            if isinstance(result, Completion):
                return result
            if result.wait:
                await self._clock.sleep(result.wait)

    async def _call(self, asking: _Asking) -> Completion | _Again:
        """One request, and what follows from its answer."""
        async with self._limiter.slot(asking.ticket) as regime:
            if self._fatal is not None:
                raise self._ended(self._fatal)
            timeout = self._call_seconds
            if self._ends is not None:
                timeout = min(timeout, self._ends - self._clock.now())
                if timeout <= 0:
                    raise Unavailable("the run's deadline has passed")
            if not asking.tries and not asking.busy:
                asking.began = self._clock.now()
            dialect, prompt, answers = self._dialect, asking.prompt, self._answers
            envelope, schema = self._envelope(prompt, dialect)
            characters = envelope.characters + len(prompt.user)
            # Hosted servers count the schema too, others take it for a grammar; the budget expects the dearer.
            async with self._budget.call(characters + schema, dialect.allowed(asking.limit)) as bill:
                answer = await self._wire.chat(envelope.around(prompt.user, asking.limit), timeout=timeout)
                if isinstance(answer, dict):
                    self._count(answer, asking, characters, bill)
            refused = isinstance(answer, Failure) and answer.status == 429
            if refused or isinstance(answer, dict):
                self._limiter.answered(regime, refused=refused)
        if isinstance(answer, Failure):
            # The time of calls that a slow server queues runs out before their turn; one that was lost is no sign.
            slow = answer.kind == "late" and self._settings.local and self._answers - answers < self._limiter.limit
            if slow and self._limiter.alone():
                self._note(f"{self._settings.server} is slow, so it is asked one thing at a time from now on")
            return await self._after(answer, asking, dialect)
        self._reached = True
        self._answers += 1
        return self._read(answer, asking, dialect)

    def _envelope(self, prompt: Prompt, dialect: Dialect) -> tuple[Envelope, int]:
        """What goes around the article, and the characters of the schema as JSON."""
        key = (prompt.system, prompt.schema_name, dialect)
        known = self._envelopes.get(key)
        # Prompts of one name share their schema, but who else asks may not know that.
        if known is None or (known[0] is not prompt.schema and known[0] != prompt.schema):
            wishes: dict[str, Any] = {}
            if "openrouter.ai" in self._settings.server and dialect.form is not Form.PLAIN:
                # Else it may pick a provider that passes over the form in silence.
                wishes["provider"] = {"require_parameters": True}
            settings = self._settings
            envelope = Envelope(prompt, dialect, model=settings.model, temperature=settings.temperature, **wishes)
            size = len(json.dumps(prompt.schema, separators=(",", ":")))
            known = self._envelopes[key] = (prompt.schema, envelope, size)
        return known[1:]

    def _count(self, answer: dict[str, Any], asking: _Asking, characters: int, bill: Bill) -> None:
        """Enters what the server counted, or an estimate where it does not count."""
        usage = answer.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        tokens_in, tokens_out = (
            value if isinstance(value := usage.get(name), int) and value >= 0 else None
            for name in ("prompt_tokens", "completion_tokens")
        )
        if tokens_in is not None and tokens_in < characters / CHARACTERS_A_TOKEN * CUT_SHARE:
            asking.cut = True
            self._warn_of_cut(tokens_in, int(characters / CHARACTERS_A_TOKEN))
        if tokens_in is None:
            tokens_in = self._budget.tokens(characters)
        if tokens_out is None:
            choice = forms.first_choice(answer)
            tokens_out = self._budget.tokens(len(forms.reply_text(choice.get("message") or {})))
        bill.pay(tokens_in, tokens_out)
        asking.tokens_in += tokens_in
        asking.tokens_out += tokens_out

    def _warn_of_cut(self, counted: int, expected: int) -> None:
        if not self._warned:
            self._warned = True
            self._note(
                f"{self._settings.server} read about {counted} tokens of a prompt of about {expected}: it seems to cut "
                f"long prompts without a word. {troubles.LARGER}"
            )

    def _read(self, answer: dict[str, Any], asking: _Asking, dialect: Dialect) -> Completion | _Again:
        """The reply in an answer of status 200."""
        choice = forms.first_choice(answer)
        message = choice.get("message") or {}
        why = choice.get("finish_reason")
        if refusal := message.get("refusal"):
            raise Refused(f"the model declined: {troubles.brief(str(refusal))}")
        if why == "content_filter":
            raise Filtered("the server's content filter held the reply back")
        if why == "length":
            return self._longer(asking, dialect, answer)
        text = forms.salvage(forms.reply_text(message))
        if text is None:
            return self._again("reply", asking, BadReply("the model's reply was no JSON object"))
        self._remember(dialect)
        return Completion(
            text=text,
            tokens_in=asking.tokens_in,
            tokens_out=asking.tokens_out,
            cost=self._budget.cost(asking.tokens_in, asking.tokens_out),
            form=dialect.form,
            cut=asking.cut,
        )

    def _longer(self, asking: _Asking, dialect: Dialect, answer: dict[str, Any]) -> _Again:
        """Twice the tokens, once: a reply that was cut is never read."""
        if (full := forms.full(answer, dialect.allowed(asking.limit))) is not None:
            raise TooLong(troubles.too_long(f"it was full after {full} tokens"))
        longest = dialect.most or 2 * asking.prompt.max_tokens
        if asking.fitted or asking.limit > asking.prompt.max_tokens or asking.limit >= longest:
            raise Truncated(
                f"the reply did not end within {min(asking.limit, longest)} tokens; small models may find no end"
            )
        asking.limit = min(2 * asking.prompt.max_tokens, longest)
        return _Again()

    async def _after(self, failure: Failure, asking: _Asking, dialect: Dialect) -> _Again:
        """What follows from a failure: another dialect, a wait, an outcome, or the end of the run."""
        if failure.kind == "unreachable" and not self._reached and asking.tries:
            # Nobody was there before, and nobody was a moment ago.
            raise self._ended(troubles.of_run(failure, self._settings))
        if failure.kind != "status":
            return self._again(failure.kind, asking, self._lasting(failure))
        if outcome := troubles.of_article(failure):
            if isinstance(outcome, TooLong) and _fit(asking, failure):
                return _Again()
            raise outcome
        if troubles.quota_is_gone(failure):
            raise self._ended(troubles.of_run(failure, self._settings))
        if failure.status in _BUSY:
            return self._parked(failure, asking)
        if failure.status in _PASSING:
            return self._again("status", asking, self._lasting(failure), failure.retry_after)
        if failure.status in (400, 422) or troubles.no_provider(failure):
            if self._dialect != dialect or self._step(failure, dialect):
                return self._stepped(asking)
        models: tuple[str, ...] = ()
        if failure.status == 404 or troubles.model_is_unknown(failure):
            offered = await self._wire.models(timeout=self._settings.call_seconds)
            models = () if isinstance(offered, Failure) else offered
        elif failure.status >= 500 or (self._reached and failure.status in (400, 422)):
            # Where others are answered, what it does not like must be this article.
            raise self._lasting(failure)
        raise self._ended(troubles.of_run(failure, self._settings, models))

    def _step(self, failure: Failure, dialect: Dialect) -> bool:
        """Changes to what the server may take instead, if its refusal says so."""
        if troubles.model_is_unknown(failure):
            return False
        refusal = troubles.refusal(failure)
        if troubles.no_provider(failure):
            refusal = forms.Refusal(message="", param="tools" if dialect.form is forms.Form.TOOL else "response_format")
        other = forms.stepped(dialect, refusal)
        if other is None:
            return False
        self._dialect = other
        return True

    def _stepped(self, asking: _Asking) -> _Again:
        # More often than there are things to change, something goes round in a circle.
        asking.steps += 1
        if asking.steps > 12:
            raise Unavailable("the server takes no form of request that was tried")
        return _Again()

    def _remember(self, dialect: Dialect) -> None:
        """Keeps what worked, and only where it is not what a new server is asked first."""
        if dialect is self._kept or dialect != self._dialect:
            return
        self._kept, words = dialect, str(dialect)
        if self._remembered.get(self._key, str(Dialect())) != words:
            self._remembered[self._key] = words

    def _parked(self, failure: Failure, asking: _Asking) -> _Again:
        """A wait outside for the one that was refused; the others go on."""
        if failure.per_minute is not None and failure.status == 429:
            self._limiter.pace(failure.per_minute)
        asking.busy += 1
        wait = failure.retry_after
        if wait is None:
            wait = self._backoff(asking.busy)
        else:
            # Those that were told the same moment must not come back in one.
            wait += self._chance.uniform(0, max(0.25, wait / 10))
        if self._clock.now() + wait - asking.began > PATIENCE:
            raise Unavailable(f"{self._settings.server} stayed busy: {troubles.brief(failure.message)}")
        return self._waiting(wait, failure.message)

    def _again(self, kind: str, asking: _Asking, last: Outcome | EngineError, wait: float | None = None) -> _Again:
        """Another try after a wait; `last` when there are none left."""
        asking.tries[kind] = tried = asking.tries.get(kind, 0) + 1
        if tried >= TRIES[kind]:
            if isinstance(last, EngineError):
                raise self._ended(last)
            raise last
        # A bad reply is nobody's overload.
        return self._waiting(0.0 if kind == "reply" else max(wait or 0.0, self._backoff(tried)), str(last))

    def _waiting(self, wait: float, why: str) -> _Again:
        if self._ends is not None and self._clock.now() + wait >= self._ends:
            raise Unavailable(f"the run's deadline comes before another try could: {troubles.brief(why)}")
        return _Again(wait)

    def _backoff(self, times: int) -> float:
        return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(times - 1, 10)) * self._chance.uniform(0.5, 1.0)

    def _lasting(self, failure: Failure) -> Outcome | EngineError:
        """What it is when the failure does not go away."""
        if failure.kind == "unreachable" or (failure.kind in ("dropped", "broken") and not self._reached):
            return troubles.of_run(failure, self._settings)
        if failure.kind == "late":
            return Unavailable(troubles.late(failure, self._settings))
        status = f" ({failure.status})" if failure.status else ""
        return Unavailable(f"{self._settings.server} gave no answer{status}: {troubles.brief(failure.message)}")

    def _ended(self, error: EngineError) -> EngineError:
        """The error to raise, that of the first call that met trouble; what still waits for its turn is not sent."""
        first = self._fatal = self._fatal or error
        # Each article gets its own: a raised error gathers a traceback.
        return EngineError(first.message, hint=first.hint)


def _fit(asking: _Asking, failure: Failure) -> bool:
    """Shortens the reply to what the context leaves, once, and where that is not too little."""
    room = forms.room(troubles.refusal(failure))
    if asking.fitted or room is None or not asking.limit / 4 <= room < asking.limit:
        return False
    asking.fitted, asking.limit = True, room
    return True
