"""What a failed request means: trouble of the run with its remedy, or trouble of one article."""

from __future__ import annotations

import re
from difflib import get_close_matches

from briefer.engines.openai import forms
from briefer.engines.openai.outcomes import Filtered, Outcome, TooLong
from briefer.engines.openai.settings import ModelSettings
from briefer.engines.openai.wire import Failure
from briefer.errors import EngineError

#: The money or the plan is used up; waiting does not help. "Billing" or "quota" alone says nothing: OpenAI's plain
#: rate limit names the billing page, and Gemini's speaks of the quota.
_NO_QUOTA = re.compile(
    r"insufficient[_ ](?:quota|balance|credits?|funds)|credit balance is too low|billing_hard_limit", re.I
)
_FILTER = re.compile(r"content[_ ]?(?:filter|policy|management)|moderation|flagged|ResponsibleAIPolicy", re.I)
#: What to do about a context that is too small.
LARGER = "Give the model a larger context (llama.cpp: -c; Ollama: num_ctx, or OLLAMA_CONTEXT_LENGTH)"
#: So many of a server's models are named in an error.
_NAMED = 12


def of_article(failure: Failure) -> Outcome | None:
    """The outcome, where the server will never take this article as it is."""
    if failure.kind != "status":
        return None
    said = f"{failure.code or ''} {failure.message}"
    if failure.status == 413 or (failure.status in (400, 422, 500) and forms.overflows(refusal(failure))):
        return TooLong(too_long(brief(failure.message)))
    if failure.status in (400, 403, 422) and _FILTER.search(said):
        return Filtered(f"the server's content filter refused the article: {brief(failure.message)}")
    return None


def too_long(why: str) -> str:
    """That prompt and reply are too long for the model's context, and what the user can do."""
    return f"the article does not fit the model's context: {why}. {LARGER}"


def late(failure: Failure, settings: ModelSettings) -> str:
    """That an answer took too long, and what the user can do."""
    fewer = ", or ask for less at once (--concurrency 1)" if settings.at_once > 1 else ""
    return f"{settings.server} gave {failure.message}. Give a slow model more time (--timeout){fewer}"


def refusal(failure: Failure) -> forms.Refusal:
    """The failure as the forms see it."""
    return forms.Refusal(message=failure.message, code=failure.code, param=failure.param)


def quota_is_gone(failure: Failure) -> bool:
    """Whether there is nothing left to call with."""
    return failure.status == 402 or (
        failure.status in (403, 429) and bool(_NO_QUOTA.search(f"{failure.code or ''} {failure.message}"))
    )


def no_provider(failure: Failure) -> bool:
    """OpenRouter's way to say that nobody takes the form."""
    return failure.status == 404 and "requested parameters" in failure.message


def model_is_unknown(failure: Failure) -> bool:
    """Whether it is the model that the server does not know."""
    return failure.status in (400, 404, 422) and forms.unknown_model(refusal(failure))


def of_run(failure: Failure, settings: ModelSettings, models: tuple[str, ...] = ()) -> EngineError:
    """The error that ends the run, with what to try; `models` is what the server offers, where it was asked."""
    server, said = settings.server, brief(failure.message)
    if failure.kind == "unreachable":
        return EngineError(
            f"{server} cannot be reached: {said}",
            hint="is the server running, and is its address right? The base URL is " + settings.url,
        )
    if failure.kind != "status":
        return EngineError(
            f"{server} gives no answer that can be read: {said}",
            hint=f"is it an OpenAI-compatible server? The base URL is {settings.url}; for most it ends in /v1",
        )
    if quota_is_gone(failure):
        return EngineError(
            f"{server} says that the quota is used up: {said}",
            hint="look at the account's plan and billing; what has been read is kept, and a new run goes on from there",
        )
    if failure.status == 401:
        if settings.api_key is None:
            return EngineError(f"{server} asks for a key: {said}", hint="name one with api_key under [engine]")
        return EngineError(
            f"{server} does not accept the key: {said}",
            hint="check the key, and that it belongs to this server",
        )
    if failure.status == 403:
        return EngineError(
            f"{server} does not allow this: {said}",
            hint=f"ask whether the key may use the model {settings.model}",
        )
    if model_is_unknown(failure) or (failure.status == 404 and models and settings.model not in models):
        return EngineError(f"{server} has no model {settings.model}", hint=_offer(settings.model, models))
    if failure.status == 404:
        return EngineError(
            f"{server} knows no {settings.url}/chat/completions: {said}",
            hint="check the base URL; for most servers it ends in /v1",
        )
    if 300 <= failure.status < 400:
        return EngineError(
            f"{server} sends calls elsewhere, and articles go only where you say: {said}",
            hint="if that is the right server, name it as the base URL",
        )
    return EngineError(
        f"{server} does not take the request ({failure.status}): {said}",
        hint="is it an OpenAI-compatible server, and does the model answer chats? `briefer doctor` tells more",
    )


def _offer(model: str, models: tuple[str, ...]) -> str:
    if not models:
        return "it does not say which models it has; look into its documentation"
    near = get_close_matches(model, models, 3, 0.5)
    rest = [name for name in models if name not in near]
    named = [*near, *rest][:_NAMED]
    more = f" and {len(models) - len(named)} more" if len(models) > len(named) else ""
    return f"{'did you mean ' + near[0] + '? ' if near else ''}It offers: {', '.join(named)}{more}"


def brief(message: str) -> str:
    """A server's message in one line of decent length."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in message).split()) or "it does not say why"
    return line if len(line) <= 300 else line[:299] + "…"
