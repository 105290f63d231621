"""Queries: what they find, and what is said of those that cannot be read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.errors import ConfigError
from briefer.selection import Query, Text

WORDS = ("gas", "oil", "tariff", "football", "price cap")
#: Everything of a query that could be put together wrongly.
PIECES = ("gas", "AND", "OR", "NOT", "and", "(", ")", '"', "“", "”", "*", "-", "oil*", '"price cap"', " ", "\n")


def asked(query: str, text: str) -> bool:
    return Query.of(query).matches(Text(text))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('gas AND ("price cap" OR tariff*) NOT football', "Gas tariffs rise", True),
        ('gas AND ("price cap" OR tariff*) NOT football', "A price cap on gas", True),
        ('gas AND ("price cap" OR tariff*) NOT football', "A gas price without a cap", False),
        ('gas AND ("price cap" OR tariff*) NOT football', "Gas tariffs and football", False),
        ("gas oil", "oil and gas", True),
        ("gas oil", "oil alone", False),
        ("gas OR oil AND tariff", "gas", True),
        ("(gas OR oil) AND tariff", "gas", False),
        ("NOT football", "gas", True),
        ("gas AND NOT (oil OR football)", "gas and football", False),
        ('"price cap"', "price caps", False),
        ('"price cap*"', "price caps", True),
        ("“price cap”", "a price cap", True),
        ("«price cap»", "a price cap", True),
        ('"and"', "this and that", True),
        ("strike", "strikes", True),
    ],
)
def test_what_a_query_finds(query: str, text: str, found: bool) -> None:
    assert asked(query, text) is found


@pytest.mark.parametrize(
    ("query", "at", "said", "hint"),
    [
        ("", None, "the query is empty", "write words"),
        ("gas AND", 8, "nothing stands after AND", "write a word"),
        ("gas NOT", 8, "nothing stands after NOT", "write a word"),
        ("OR gas", 1, "nothing stands before OR", '"OR"'),
        ("gas AND OR oil", 9, "nothing stands before OR", '"OR"'),
        ("(gas OR oil", 1, "this ( is never closed", "write )"),
        ("gas)", 4, "nothing that this ) closes", "take it away"),
        ("gas ()", 6, "nothing stands in these parentheses", "take the ) away"),
        ("(gas AND )", 10, "a word is missing", "take the ) away"),
        ('gas "price cap', 5, "never closed", "close it"),
        ('gas ""', 5, "no word here", "write one"),
        ("gas and oil", 5, "“and” stands between words", "AND in capitals"),
        ("gas or oil", 5, "“or” stands between words", "OR in capitals"),
        ("gas -football", 5, "“-” means nothing", "NOT"),
        ("gas & oil", 5, "“&” means nothing", "AND"),
        ("'price cap'", 1, "“'” means nothing", '"a phrase"'),
        ("tar*ff", 4, "only at the end", "tariff*"),
        ("gas *", 5, "no word here", "write one"),
        ("gas a*", 5, "too many words", "2 letters"),
        ("NOT NOT gas", 5, "NOT stands twice", "take both away"),
        ("(" * 99 + "gas" + ")" * 99, 51, "more than 50 parentheses", "take some away"),
    ],
)
def test_a_query_that_cannot_be_read_says_where_and_what_to_try(
    query: str, at: int | None, said: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        Query.of(query)
    assert said in caught.value.message
    assert hint in str(caught.value.hint)
    if at is not None:
        assert f"at character {at}:" in caught.value.message


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=30))
def test_every_text_is_a_query_or_an_error_with_a_place(words: str) -> None:
    error = fault(words)
    if error is None:
        assert Query.of(words).matches(Text("gas")) in (True, False)
        return
    place = re.search(r"at character (\d+):", error.message)
    assert error.hint
    assert (place is None) is (not words.strip())
    assert place is None or 1 <= int(place[1]) <= len(words) + 1


def fault(words: str) -> ConfigError | None:
    try:
        Query.of(words)
    except ConfigError as error:
        return error
    return None


def nodes(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.tuples(st.sampled_from(("AND", "OR", "")), several) | st.tuples(st.just("NOT"), inner)


def written(node: Any) -> str:
    if isinstance(node, str):
        return f'"{node}"' if " " in node else node
    kind, parts = node
    if kind == "NOT":
        return f"NOT ({written(parts)})"
    return f" {kind} ".join(f"({written(part)})" for part in parts)


def holds(node: Any, present: set[str]) -> bool:
    if isinstance(node, str):
        return node in present
    kind, parts = node
    if kind == "NOT":
        return not holds(parts, present)
    return (any if kind == "OR" else all)(holds(part, present) for part in parts)


@given(st.recursive(st.sampled_from(WORDS), nodes, max_leaves=8), st.sets(st.sampled_from(WORDS)))
def test_a_query_means_what_its_words_and_operators_mean(node: Any, present: set[str]) -> None:
    assert Query.of(written(node)).matches(Text(" . ".join(sorted(present)))) is holds(node, present)


@given(
    st.lists(st.lists(st.booleans(), min_size=1, max_size=3), min_size=1, max_size=3),
    st.sets(st.sampled_from(WORDS[:4])),
)
def test_not_binds_closest_then_and_then_or(denied: list[list[bool]], present: set[str]) -> None:
    parts = [[(WORDS[(i + j) % 4], no) for j, no in enumerate(row)] for i, row in enumerate(denied)]
    query = " OR ".join(" AND ".join(f"{'NOT ' if no else ''}{word}" for word, no in row) for row in parts)
    wanted = any(all((word in present) is not no for word, no in row) for row in parts)
    assert asked(query, " . ".join(sorted(present))) is wanted
