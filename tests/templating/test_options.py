"""Options have types, and a value that does not fit is said at once."""

from __future__ import annotations

from typing import Any

import pytest

from briefer.errors import TemplateError
from briefer.templating.options import option_of, values

OPTIONS = {
    name: option_of(name, given)
    for name, given in {
        "limit": 3,
        "loud": False,
        "office": "Desk",
        "tone": {"default": "plain", "choices": ["plain", "formal"], "description": "How we greet."},
        "level": {"default": 2, "type": "number", "choices": [1, 2, 3]},
    }.items()
}


def test_defaults_and_values_in_their_own_type() -> None:
    assert values(OPTIONS, {}) == {"limit": 3, "loud": False, "office": "Desk", "tone": "plain", "level": 2}
    given = {"limit": "7", "loud": "Yes", "office": "7", "tone": "formal", "level": "3", "Copies": "Press office"}
    assert values(OPTIONS, given) == {"limit": 7, "loud": True, "office": "7", "tone": "formal", "level": 3}


@pytest.mark.parametrize(
    ("key", "value", "message", "hint"),
    [
        ("limit", "many", "a whole number", "without --set it is “3”"),
        ("loud", "maybe", "yes or no", "without --set it is “no”"),
        ("tone", "formel", "one of plain, formal", "did you mean “formal”?"),
        ("level", "9", "one of 1, 2, 3", ""),
        ("ofice", "x", "no option of this name", "did you mean “office”?"),
    ],
)
def test_what_does_not_fit_is_an_error(key: str, value: str, message: str, hint: str) -> None:
    with pytest.raises(TemplateError, match=message) as caught:
        values(OPTIONS, {key: value})
    assert hint in str(caught.value.hint)


def test_a_key_of_the_masthead_is_no_misspelt_option() -> None:
    assert values({"form": option_of("form", 1)}, {"from": "Desk"}, frozenset({"from"})) == {"form": 1}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([1], "neither text"),
        ({"type": "text"}, "no “default”"),
        ({"default": 1, "kind": "x"}, "unknown key “kind”"),
        ({"default": 1, "type": "numbr"}, "did you mean “number”"),
        ({"default": 1, "type": "text"}, "its default is number"),
        ({"default": "a", "choices": ["b"]}, "none of its choices"),
        ({"default": "a", "choices": [1]}, "not a list of text"),
        ({"default": "a", "description": 3}, "not text"),
    ],
)
def test_an_option_that_cannot_be(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        option_of("x", given)


def test_a_child_may_give_another_default_but_no_other_type() -> None:
    assert OPTIONS["tone"].again("formal").choices == ("plain", "formal")
    with pytest.raises(ValueError, match="in the parent"):
        OPTIONS["tone"].again("loud")
    with pytest.raises(ValueError, match="is number in the parent"):
        OPTIONS["limit"].again("three")
