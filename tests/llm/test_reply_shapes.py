"""The reply's schema keeps to the strict subset, and what keeps to no schema is read as far as it can be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from briefer.engines.openai.outcomes import BadReply
from briefer.engines.openai.reply import Lead, Repair, SecondLook, Translations, parse_answers, parse_reply
from briefer.engines.openai.schema import canonical, reply_schema, schema_of

WHAT = {"ids": ["s1"], "text": "It rained.", "status": "confirmed", "when": None, "where": None}
EMPTY: dict[str, Any] = {"headline": None, "who": [], "what": [], "positions": [], "next_steps": []}


def nodes(schema: Any, depth: int = 0) -> Iterator[tuple[dict[str, Any], int]]:
    """Every schema in the schema, with its depth in objects."""
    if isinstance(schema, dict):
        if "type" in schema or "anyOf" in schema:
            yield schema, depth
        inner = depth + (schema.get("type") == "object")
        for key, value in schema.items():
            if key == "properties":
                for one in value.values():
                    yield from nodes(one, inner)
            elif key in ("items", "anyOf"):
                for one in value if isinstance(value, list) else [value]:
                    yield from nodes(one, inner)


@pytest.mark.parametrize(
    "schema",
    [reply_schema(), reply_schema(["risks", "mood"]), *map(schema_of, (Repair, SecondLook, Lead, Translations))],
)
def test_schemas_keep_to_the_strict_subset(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert not set(canonical(schema).split('"')) & {"allOf", "not", "if", "$ref", "$defs", "default", "title", "oneOf"}
    properties = 0
    for node, depth in nodes(schema):
        assert depth <= 10
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
            properties += len(node["properties"])
        if node.get("type") in ("string", ["string", "null"]) and "enum" not in node:
            assert node["maxLength"] < 2_000, "llama.cpp takes no grammar with so long a string"
        if node.get("type") == "array" and "answers" not in schema["properties"]:
            assert node["maxItems"] <= 40, "small models go on and on under a grammar without a bound"
    assert properties < 5_000


def test_sections_are_asked_for_only_where_there_are_any() -> None:
    assert "sections" not in reply_schema()["properties"]
    assert "sections" not in reply_schema()["required"]
    asked = reply_schema(["risks"])
    assert asked["properties"]["sections"]["items"]["properties"]["name"]["enum"] == ["risks"]
    assert asked != reply_schema(["mood"])


def test_a_reply_that_keeps_to_the_schema_is_read_as_it_is() -> None:
    reply = EMPTY | {"what": [WHAT]}
    jsonschema.validate(reply, reply_schema())
    read, lost = parse_reply(json.dumps(reply))
    assert (read.what[0].text, lost) == ("It rained.", 0)


@pytest.mark.parametrize(
    ("said", "words", "place"),
    [
        ({"words": "Ilse Varn", "id": "s2"}, "Ilse Varn", "s2"),
        ({"words": "Ilse Varn"}, "Ilse Varn", None),
        ("Ilse Varn", "Ilse Varn", None),
    ],
)
def test_names_without_their_ids_are_read(said: Any, words: str, place: str | None) -> None:
    step = {"ids": "s1", "text": "It rains.", "kind": "Predicted", "actor": said, "says": ""}
    (read,) = parse_reply(json.dumps({"next_steps": [step]}))[0].next_steps
    assert read.actor is not None
    assert (read.actor.words, read.actor.id) == (words, place)
    assert (read.ids, read.kind, read.says) == (["s1"], "predicted", None)


@pytest.mark.parametrize(
    "bad",
    [
        WHAT | {"status": "perhaps"},
        {"ids": ["s1"], "status": "confirmed"},
        WHAT | {"text": "x" * 401},
        WHAT | {"text": " … "},
        "It rained.",
        WHAT | {"ids": 3},
    ],
    ids=["unknown status", "no text", "a text without end", "a text without a word", "no object", "ids that are none"],
)
def test_items_without_the_form_of_one_are_counted_and_spoil_no_other(bad: Any) -> None:
    read, lost = parse_reply(json.dumps(EMPTY | {"what": [bad, WHAT]}))
    assert [item.text for item in read.what] == ["It rained."]
    assert lost == 1


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"answer": 42}', '{"what": "It rained."}', '{"what": ['])
def test_what_is_no_reply_is_the_article_s_trouble(text: str) -> None:
    with pytest.raises(BadReply):
        parse_reply(text)


def test_a_repair_keeps_the_answers_that_have_a_form() -> None:
    text = json.dumps({"answers": [{"claim": "c1", "what": WHAT}, {"claim": "c2", "what": {"ids": 7}}, "c3"]})
    (answer,) = parse_answers(text, Repair).answers
    assert answer.claim == "c1"
    assert answer.position is None
    assert answer.what is not None


def test_an_answer_is_put_right_in_its_parts() -> None:
    said = {"ids": "s1", "quotes": None, "channel": " Direct", "stance": "support", "holder": "Ilse Varn", "via": "–"}
    text = json.dumps({"answers": [{"claim": "c1", "position": said}]})
    (answer,) = parse_answers(text, Repair).answers
    position = answer.position
    assert position is not None
    assert (position.ids, position.quotes, position.channel, position.via) == (["s1"], [], "direct", None)
    assert position.holder is not None
    assert (position.holder.words, position.holder.id) == ("Ilse Varn", None)
