"""Ways to ask for JSON, what a server's refusal means for them, and the JSON in what a model says."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from briefer.engines.openai.forms import (
    Dialect,
    Envelope,
    Form,
    Refusal,
    overflows,
    reply_text,
    salvage,
    stepped,
    unknown_model,
)
from briefer.engines.openai.outcomes import Prompt

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}
PROMPT = Prompt(system="Read.", user="s1 Rain fell.", schema_name="reply", schema=SCHEMA, max_tokens=50)


def asked(dialect: Dialect) -> dict[str, object]:
    return sent(PROMPT, dialect)


def sent(prompt: Prompt, dialect: Dialect, **wishes: object) -> dict[str, object]:
    envelope = Envelope(prompt, dialect, model="m", temperature=0.0, **wishes)
    return json.loads(envelope.around(prompt.user, prompt.max_tokens))


def test_every_form_asks_in_its_way() -> None:
    strict, plain_schema, tool, json_object, plain = (asked(Dialect(form=form)) for form in Form)
    assert strict["response_format"]["json_schema"] == {"name": "reply", "schema": SCHEMA, "strict": True}
    assert plain_schema["response_format"]["json_schema"] == {"name": "reply", "schema": SCHEMA}
    assert tool["tools"][0]["function"] == {"name": "reply", "parameters": SCHEMA}
    assert tool["tool_choice"] == {"type": "function", "function": {"name": "reply"}}
    assert "response_format" not in tool
    assert json_object["response_format"] == {"type": "json_object"}
    assert not plain.keys() & {"response_format", "tools"}
    for made, told in ((strict, False), (plain_schema, False), (tool, False), (json_object, True), (plain, True)):
        assert ('"required":["a"]' in made["messages"][0]["content"]) is told
        assert made["messages"][1]["content"] == PROMPT.user
        assert (made["max_tokens"], made["temperature"]) == (50, 0.0)


@pytest.mark.parametrize("user", ['he said "no"\n\\', "\u2028 ☂ \x00", "half \ud800 a character", ""])
def test_every_article_goes_into_the_same_envelope(user: str) -> None:
    envelope = Envelope(PROMPT, Dialect(), model="m", temperature=0.0, provider={"require_parameters": True})
    assert envelope.characters == len(PROMPT.system)
    whole = asked(Dialect()) | {"provider": {"require_parameters": True}, "max_tokens": 7}
    whole["messages"] = [whole["messages"][0], {"role": "user", "content": user.replace("\ud800", "?")}]
    assert json.loads(envelope.around(user, 7)) == whole


def test_a_dialect_changes_names_and_limits() -> None:
    made = asked(Dialect(limit_name="max_completion_tokens", temperature=False, most=40))
    assert made["max_completion_tokens"] == 40
    assert not made.keys() & {"max_tokens", "temperature"}


@pytest.mark.parametrize(
    "dialect",
    [
        Dialect(),
        Dialect(form=Form.PLAIN, temperature=False),
        Dialect(bounds=False),
        Dialect(form=Form.TOOL, limit_name="max_completion_tokens", most=4096),
    ],
)
def test_a_dialect_can_be_remembered(dialect: Dialect) -> None:
    assert Dialect.parse(str(dialect)) == dialect


@pytest.mark.parametrize("text", ["", "nonsense most=", "most=many no_such_thing", "most=99999999999999999999"])
def test_a_memory_that_says_nothing_is_that_of_a_new_server(text: str) -> None:
    assert Dialect.parse(text) == Dialect()


def test_the_ladder_goes_down_rung_by_rung_and_ends() -> None:
    for form, lower in pairwise(Form):
        named = "tool_choice" if form is Form.TOOL else "response_format"
        assert stepped(Dialect(form=form), Refusal(message="no", param=named)) == Dialect(form=lower)
    assert stepped(Dialect(form=Form.PLAIN), Refusal(message="no", param="response_format")) is None


@pytest.mark.parametrize(
    "message",
    [
        "'response_format.type' must be 'json_schema' or 'text'",
        "Structured outputs are not supported by this model",
        "json_schema is not available",
        "Unrecognized request argument supplied: strict",
    ],
)
def test_words_that_name_the_form_step_down(message: str) -> None:
    assert stepped(Dialect(), Refusal(message=message)) == Dialect(form=Form.SCHEMA)


BOUNDED = {
    "type": "object",
    "properties": {"a": {"type": "array", "items": {"type": ["string", "null"], "maxLength": 9}, "maxItems": 2}},
}


@pytest.mark.parametrize(
    "message",
    [
        "Invalid schema for response_format 'reply': 'maxLength' is not permitted",
        "response_format: 'maxItems' is not supported",
        "Failed to initialize samplers: failed to parse grammar",  # llama.cpp, of a string of 2,000 characters
    ],
)
def test_a_schema_goes_without_bounds_before_another_form_is_tried(message: str) -> None:
    refusal = Refusal(message=message)
    other = stepped(Dialect(), refusal)
    assert other == Dialect(bounds=False)
    assert stepped(other, refusal) == Dialect(form=Form.SCHEMA, bounds=False)
    unbounded = sent(replace(PROMPT, schema=BOUNDED), other)
    assert unbounded["response_format"]["json_schema"] == {
        "name": "reply",
        "strict": True,
        "schema": {"type": "object", "properties": {"a": {"type": "array", "items": {"type": ["string", "null"]}}}},
    }
    tool = sent(replace(PROMPT, schema=BOUNDED), Dialect(form=Form.TOOL))
    assert tool["tools"][0]["function"]["parameters"] == BOUNDED


def test_what_is_asked_without_a_schema_has_no_bounds_to_lose() -> None:
    assert stepped(Dialect(form=Form.JSON), Refusal(message="grammar failed")) == Dialect(form=Form.PLAIN)


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(message="messages must not be empty"),
        Refusal(message="tools are not supported"),  # none were sent
        Refusal(message="something in response_format or elsewhere", param="messages"),
        Refusal(message=""),
    ],
)
def test_a_refusal_that_names_something_else_changes_nothing(refusal: Refusal) -> None:
    assert stepped(Dialect(), refusal) is None


def test_a_refused_temperature_is_left_out() -> None:
    told = Refusal(message="Unsupported value: 'temperature' does not support 0 with this model.", param="temperature")
    assert stepped(Dialect(), told) == Dialect(temperature=False)
    assert stepped(Dialect(temperature=False), told) is None


def test_a_refused_limit_gets_its_other_name_once() -> None:
    told = Refusal(message="Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
    other = stepped(Dialect(), told)
    assert other == Dialect(limit_name="max_completion_tokens")
    assert stepped(other, told) is None


@pytest.mark.parametrize(
    "message",
    [
        "max_tokens is too large: 9000. This model supports at most 4096 completion tokens",
        "max_tokens must be less than or equal to 4096",
        "max_tokens: the maximum allowed is 4096",
        "max_tokens must be <= 4096",
    ],
)
def test_a_limit_that_is_too_high_is_lowered(message: str) -> None:
    assert stepped(Dialect(), Refusal(message=message)) == Dialect(most=4096)


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (Refusal(message="no", code="context_length_exceeded"), True),
        (Refusal(message="This model's maximum context length is 4096 tokens"), True),
        (Refusal(message="the request exceeds the available context size (2048), try increasing it"), True),
        (Refusal(message="prompt is too long: 210000 tokens > 200000 maximum"), True),
        (Refusal(message="the context of the question is unclear"), False),
        (Refusal(message="max_tokens is too large: 9000. This model supports at most 4096"), False),
    ],
)
def test_an_overflow_is_told_from_other_refusals(refusal: Refusal, expected: bool) -> None:
    assert overflows(refusal) is expected


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (Refusal(message="The model `x` does not exist or you do not have access to it"), True),
        (Refusal(message="x is not a valid model ID", param="model"), True),
        (Refusal(message="no", code="DeploymentNotFound"), True),
        (Refusal(message='model "x" not found, try pulling it first'), True),
        (Refusal(message="Not Found"), False),
        (Refusal(message="'temperature' is not supported with this model"), False),
    ],
)
def test_an_unknown_model_is_told_from_other_refusals(refusal: Refusal, expected: bool) -> None:
    assert unknown_model(refusal) is expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', '{"a": 1}'),
        (' \n{"a": 1}\n', '{"a": 1}'),
        ('<think>{"a": 0} or so?</think>{"a": 1}', '{"a": 1}'),
        ('so {"a": 0}?</think>\n{"a": 1}', '{"a": 1}'),
        ('```json\n{"a": 1}\n```', '{"a": 1}'),
        ('Here it is:\n```\n{"a": {"b": "}"}}\n```\nDone.', '{"a": {"b": "}"}}'),
        ('Here it is: {"a": "x } y"} – done {"b": 2}', '{"a": "x } y"}'),
        ('{"a": "</think> and ``` are words"}', '{"a": "</think> and ``` are words"}'),
        ('{"a": 1', None),
        ('{"a": [{"b": 1}, {"b":', None),
        ("[1, 2]", None),
        ("no", None),
        ("", None),
        ("<think>all of it was thought", None),
        ("{" * 5000, None),
        ('{"a":' * 50_000, None),
        ('{"a": "half \\ud800 a character"}', '{"a": "half \\ud800 a character"}'),
        ('{"a": ' + "[" * 400 + "]" * 400 + "}", '{"a": ' + "[" * 400 + "]" * 400 + "}"),
    ],
)
def test_the_object_is_found_in_what_surrounds_it(text: str, found: str | None) -> None:
    assert salvage(text) == found


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": "x"}, "x"),
        ({"content": [{"type": "text", "text": "x"}, {"type": "text", "text": "y"}]}, "xy"),
        ({"content": None, "tool_calls": [{"function": {"name": "r", "arguments": '{"a": 1}'}}]}, '{"a": 1}'),
        ({"content": "", "tool_calls": [{"function": {"name": "r", "arguments": {"a": "é"}}}]}, '{"a": "é"}'),
        ({"content": "", "reasoning_content": "x"}, "x"),
        ({"content": None, "reasoning": "x"}, "x"),
        ({"content": "x", "reasoning_content": "thoughts"}, "x"),
        ({}, ""),
    ],
)
def test_a_reply_is_read_wherever_the_server_puts_it(message: dict[str, object], text: str) -> None:
    assert reply_text(message) == text
