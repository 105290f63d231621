"""Words and phrases as they are looked for."""

from __future__ import annotations

import pytest

from briefer.selection import Term, Text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("strike", "The STRIKE goes on."),
        ("strike", "Two strikes were called."),
        ("strikes", "One strike was called."),
        ("company", "Energy companies met."),
        ("companies", "The company’s chair left."),
        ("tax", "New taxes on fuel"),
        ("taxes", "A tax on fuel"),
        ("bus", "Buses stood still."),
        ("price cap", "Price-caps are back."),
        ("price cap", "the price\ncap"),
        ("price-cap", "a price cap"),
        ("Lodz", "The mayor of Łódź spoke."),
        ("Sørland", "Sorland votes"),
        ("cafe", "Le café ferme."),
        ("café", "The cafe shuts."),
        ("EU", "The EU's answer"),
        ("NATO", "A Nato summit"),
        ("Orvel’s port", "Orvel's port is shut"),
        ("AT&T", "AT&T pays"),
        ("天然气", "欧盟天然气价格"),
        ("новости", "Новости дня"),
    ],
)
def test_found(term: str, text: str) -> None:
    assert Term(term).found_in(Text(text))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("gas", "The gasworks"),
        ("gas", "Las Vegas"),
        ("WHO", "Who said so?"),
        ("UN", "un accord"),
        ("Times", "at that time"),
        ("news", "a new bridge"),
        ("price cap", "The price. Cap it."),
        ("price cap", "price of a cap"),
        ("", "anything"),
        (" ", "anything at all"),
        ("-", "a - b"),
    ],
)
def test_not_found(term: str, text: str) -> None:
    assert not Term(term).found_in(Text(text))


def test_exact_words_have_no_plural_and_beginnings_have_any_end() -> None:
    assert not Term("tariff", exact=True).found_in(Text("New tariffs"))
    assert Term("tariff", starts=True).found_in(Text("The tariffication"))
    assert not Term("tariff", starts=True).found_in(Text("a subtariff"))


def test_terms_do_not_run_over_the_parts_of_a_text_that_are_missing() -> None:
    text = Text(None, "Gas prices", None, "rose")
    assert Term("gas").found_in(text)
    assert not Term("none").found_in(text)
