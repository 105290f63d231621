"""What one call is asked, what it gives back, and the trouble that is the article's and not the run's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question to the model; `schema` keeps to the strict subset of JSON Schema."""

    system: str
    user: str
    #: Letters, digits, `_` and `-` only, as servers ask for.
    schema_name: str
    schema: dict[str, Any]
    #: How long the reply may get.
    max_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A whole reply: one JSON object, without thoughts or fences."""

    text: str
    #: Of all calls that this reply took.
    tokens_in: int
    tokens_out: int
    #: In the currency of the prices given; None where they are not.
    cost: float | None
    #: The request form that the server took.
    form: str
    #: Whether the server seems to have read only a part of the prompt.
    cut: bool = False


class Outcome(Exception):
    """An article that this server and model cannot read, and why; the run goes on."""

    #: For `problem.code` in the findings.
    code: ClassVar[str] = "outcome"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Refused(Outcome):
    """The model declined to answer."""

    code = "refused"


class Filtered(Outcome):
    """The server's content filter held the article or the reply back."""

    code = "content_filter"


class Truncated(Outcome):
    """The reply was cut at the token limit, and again at twice that."""

    code = "truncated"


class TooLong(Outcome):
    """Prompt and reply do not fit into the model's context."""

    code = "too_long"


class BadReply(Outcome):
    """What came back was no JSON object, however often it was asked for."""

    code = "bad_reply"


class Unavailable(Outcome):
    """Tries, patience or the run's deadline were used up."""

    code = "unavailable"


class OverBudget(Outcome):
    """The call might have cost more than what is left of the budget."""

    code = "over_budget"
