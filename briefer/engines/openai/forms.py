"""The ways to ask a server for JSON, which of them it takes, and the JSON in what it says."""

from __future__ import annotations

import json
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from briefer.engines.openai.outcomes import Prompt

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator


class Form(StrEnum):
    """How a reply is asked for; the members stand in the order in which they are tried."""

    STRICT = "json_schema_strict"
    SCHEMA = "json_schema"
    TOOL = "tool"
    JSON = "json_object"
    PLAIN = "plain"

    @property
    def next_rung(self) -> Form | None:
        """What to ask for when a server does not take this one."""
        rungs = list(Form)
        place = rungs.index(self) + 1
        return rungs[place] if place < len(rungs) else None


#: Keywords of a schema that only keep a reply from running on.
BOUNDS = ("maxLength", "maxItems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What one server and model take; as a text it can be remembered."""

    form: Form = Form.STRICT
    #: The name that the limit of a reply goes by; older servers know only `max_tokens`.
    limit_name: str = "max_tokens"
    #: Whether it takes schemas with `BOUNDS`.
    bounds: bool = True
    #: Whether it may be told a temperature.
    temperature: bool = True
    #: The most that a reply may be allowed, where the server said so.
    most: int | None = None

    def __str__(self) -> str:
        words: list[str] = [self.form, self.limit_name]
        if not self.bounds:
            words.append("no_bounds")
        if not self.temperature:
            words.append("no_temperature")
        if self.most is not None:
            words.append(f"most={self.most}")
        return " ".join(words)

    def allowed(self, limit: int) -> int:
        """So many tokens for a reply, or as many as the server takes."""
        return min(limit, self.most or limit)

    @classmethod
    def parse(cls, text: str) -> Dialect:
        """The dialect of that text; words that say nothing here are passed over."""
        words = text.split()
        form = next((Form(word) for word in words if word in list(Form)), Form.STRICT)
        most = next((int(word[5:]) for word in words if re.fullmatch(r"most=\d{1,9}", word)), None)
        return cls(
            form=form,
            limit_name="max_completion_tokens" if "max_completion_tokens" in words else "max_tokens",
            bounds="no_bounds" not in words,
            temperature="no_temperature" not in words,
            most=most,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a server said with a 400 or 422."""

    message: str
    code: str | None = None
    #: The parameter that it blames, where it names one by itself.
    param: str | None = None


#: Words by which a server says that it does not take a form.
_FORM_WORDS = re.compile(
    r"response[_ ]format|json[_ ]?schema|json[_ ]?object|structured[_ ]output|guided|grammar|invalid schema|\bstrict\b"
    r"|additional_?properties",
    re.I,
)
#: Words by which it says that it does not take `BOUNDS`; llama.cpp only says that a grammar fails.
_BOUND_WORDS = re.compile(r"maxLength|maxItems|repetitions|grammar", re.I)
_TOOL_WORDS = re.compile(r"\btools?\b|tool[_ ]choice|\bfunctions?\b", re.I)
_LIMIT_WORDS = re.compile(r"max_(?:completion_|output_|new_)?tokens", re.I)
#: "… is too large: 9000. This model supports at most 4096 …", and the like.
_MOST = re.compile(
    r"(?:at most|less than or equal to|maximum(?: value)?(?: allowed)?(?: is| of)?|<=|≤)\D{0,3}(\d{2,9})", re.I
)
#: A reply that was cut with fewer than this share of its tokens met the end of the context.
_FULL_SHARE = 0.95
_OVERFLOW = re.compile(
    r"context[_ ](?:length|window|size)|maximum context|exceeds? the available context|prompt is too long"
    r"|input is too long|too many (?:input )?tokens|reduce the length|n_ctx|string_above_max_length",
    re.I,
)


def overflows(refusal: Refusal) -> bool:
    """Whether the server says that the prompt does not fit its context."""
    return bool(_OVERFLOW.search(f"{refusal.code or ''} {refusal.message}"))


def room(refusal: Refusal) -> int | None:
    """The tokens that an overflow leaves for a reply, where the message tells."""
    context = re.search(r"maximum context length is (\d{1,9})", refusal.message)
    prompt = re.search(r"(\d{1,9}) (?:input tokens|in the (?:messages|prompt))", refusal.message)
    return int(context[1]) - int(prompt[1]) if context and prompt else None


def full(answer: dict[str, Any], limit: int) -> int | None:
    """The tokens of the context, where it was full before the reply had its limit: more tokens would not help."""
    usage = answer.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    details = usage.get("completion_tokens_details")
    # Not every server counts the thoughts with the reply.
    thoughts = details.get("reasoning_tokens") if isinstance(details, dict) else 0
    counts = [usage.get("prompt_tokens"), usage.get("completion_tokens"), thoughts or 0]
    tokens = [count for count in counts if isinstance(count, int)]
    return sum(tokens) if len(tokens) == 3 and sum(tokens[1:]) < _FULL_SHARE * limit else None


def unknown_model(refusal: Refusal) -> bool:
    """Whether the server says that it has no such model."""
    if refusal.param == "model" or refusal.code in ("model_not_found", "DeploymentNotFound"):
        return True
    said = r"\bmodel\b.{0,80}(?:not found|does not exist|not a valid|unknown|not exist)|invalid model|no such model"
    return bool(re.search(said, refusal.message, re.I | re.S))


def stepped(dialect: Dialect, refusal: Refusal) -> Dialect | None:
    """The dialect to try after that refusal; None when it names nothing that could be asked otherwise.

    A parameter that the server names by itself decides; only without one are its words searched.
    """
    named = refusal.param or refusal.message
    if dialect.temperature and re.search(r"\btemperature\b", named, re.I):
        return replace(dialect, temperature=False)
    if _LIMIT_WORDS.search(named):
        return _other_limit(dialect, refusal.message)
    if dialect.bounds and dialect.form not in (Form.JSON, Form.PLAIN) and _BOUND_WORDS.search(refusal.message):
        return replace(dialect, bounds=False)
    words = _TOOL_WORDS if dialect.form is Form.TOOL else _FORM_WORDS
    if dialect.form is not Form.PLAIN and words.search(named) and (rung := dialect.form.next_rung) is not None:
        return replace(dialect, form=rung)
    return None


def _other_limit(dialect: Dialect, message: str) -> Dialect | None:
    """A lower limit where the message says how low, else the limit's other name, once."""
    if (most := _MOST.search(message)) and (dialect.most is None or int(most[1]) < dialect.most):
        return replace(dialect, most=int(most[1]))
    if dialect.limit_name == "max_tokens":
        return replace(dialect, limit_name="max_completion_tokens")
    return None


def _body(prompt: Prompt, dialect: Dialect, *, model: str, temperature: float) -> dict[str, Any]:
    """The body of a request in that dialect, without its limit; the parts that all articles share come first."""
    system = prompt.system
    if dialect.form in (Form.JSON, Form.PLAIN):
        system += "\n\nAnswer with one JSON object and nothing else. It must keep to this JSON Schema:\n" + json.dumps(
            prompt.schema, ensure_ascii=False, separators=(",", ":")
        )
    made: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": prompt.user}],
    }
    if dialect.temperature:
        made["temperature"] = temperature
    schema = prompt.schema if dialect.bounds else _unbounded(prompt.schema)
    match dialect.form:
        case Form.STRICT:
            described = {"name": prompt.schema_name, "schema": schema, "strict": True}
            made["response_format"] = {"type": "json_schema", "json_schema": described}
        case Form.SCHEMA:
            described = {"name": prompt.schema_name, "schema": schema}
            made["response_format"] = {"type": "json_schema", "json_schema": described}
        case Form.TOOL:
            made["tools"] = [{"type": "function", "function": {"name": prompt.schema_name, "parameters": schema}}]
            made["tool_choice"] = {"type": "function", "function": {"name": prompt.schema_name}}
        case Form.JSON:
            made["response_format"] = {"type": "json_object"}
        case Form.PLAIN:
            pass
    return made


def _unbounded(node: Any) -> Any:
    """The schema without `BOUNDS`."""
    if isinstance(node, list):
        return [_unbounded(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {key: _unbounded(value) for key, value in node.items() if key not in BOUNDS}


#: Where the article goes; nobody can write an article or a prompt that has it.
_PLACE = secrets.token_hex(16)


class Envelope:
    """A request as JSON but for its article and its limit: most of it is the same for all, and is written once."""

    def __init__(self, prompt: Prompt, dialect: Dialect, *, model: str, temperature: float, **wishes: Any) -> None:
        whole = _body(replace(prompt, user=_PLACE), dialect, model=model, temperature=temperature) | wishes
        #: Characters of all messages but the article's.
        self.characters = sum(len(message["content"]) for message in whole["messages"]) - len(_PLACE)
        self._dialect = dialect
        self._before, after = _json(whole).split(_json(_PLACE))
        #: Up to the number of tokens, which comes last.
        self._after = after[:-1] + b"," + _json(dialect.limit_name) + b":"

    def around(self, user: str, limit: int) -> bytes:
        """The request of one article, with the tokens that its reply may have."""
        return b"".join((self._before, _json_text(user), self._after, b"%d}" % self._dialect.allowed(limit)))


def _json(value: object) -> bytes:
    # Half a character (a lone surrogate) has no bytes; a text on its way in may hold one all the same.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _json_text(text: str) -> bytes:
    """The same bytes as `_json` writes, in a tenth of the time."""
    from pydantic_core import to_json

    try:
        return to_json(text)
    except ValueError:
        return _json(text)


def first_choice(answer: dict[str, Any]) -> dict[str, Any]:
    """The first reply in an answer; empty where there is none."""
    choices = answer.get("choices")
    return choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}


def reply_text(message: dict[str, Any]) -> str:
    """What a reply's message says, wherever the server put it."""
    for call in message.get("tool_calls") or ():
        arguments = (call.get("function") or {}).get("arguments")
        if isinstance(arguments, dict):  # some servers send them already parsed
            return json.dumps(arguments, ensure_ascii=False)
        if arguments:
            return str(arguments)
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(part.get("text") or "" for part in content if isinstance(part, dict))
    # A reasoning model under a grammar may put all of its answer where its thoughts belong.
    return str(content or message.get("reasoning_content") or message.get("reasoning") or "")


def salvage(text: str) -> str | None:
    """The JSON object in a reply, without thoughts, fences and chatter; None when there is no whole one."""
    if _is_object(text := text.strip()):
        return text  # what looks like a thought or a fence is then a value's own words
    text = re.sub(r"<think(?:ing)?>.*?</think(?:ing)?>", "", text, flags=re.S)
    # Templates that open the thoughts themselves leave only their end in the reply.
    text = re.split(r"</think(?:ing)?>", text)[-1].strip()
    if _is_object(text):
        return text
    if (fenced := re.search(r"```(?:json)?\s*(\{.*\})\s*```", text, re.S | re.I)) and _is_object(fenced[1]):
        return fenced[1]
    decoder = json.JSONDecoder()
    start = text.find("{")
    while start >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            # Inside an object that never ends, a smaller one is a part and not the answer.
            return None
        if isinstance(value, dict):
            return text[start:end]
        start = text.find("{", end)
    return None


def _is_object(text: str) -> bool:
    if not text.startswith("{"):
        return False
    with suppress(ValueError):
        _object().validate_json(text)
        return True
    # The standard library takes more, as half a character.
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


@cache
def _object() -> SchemaValidator:
    """Reads JSON as an object without making one."""
    from pydantic_core import SchemaValidator, core_schema

    return SchemaValidator(core_schema.typed_dict_schema({}, extra_behavior="ignore"))
