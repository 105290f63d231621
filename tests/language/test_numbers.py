from __future__ import annotations

import pytest

from briefer.language.numbers import find_numbers, same


def found(text: str) -> list[tuple[str, float | None, str, str]]:
    return [(text[n.start : n.end], n.value, n.unit, n.kind) for n in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "words", "value", "unit", "kind"),
    [
        ("1 , 600 people left", "1 , 600", 1600, "person", "count"),
        ("735, 000 people left", "735, 000", 735000, "person", "count"),
        ("It rose 122 . 5 points", "122 . 5", 122.5, "point", "count"),
        ("7,000 square kilometres of it", "7,000 square kilometres", 7000, "square kilometre", "measure"),
        ("it covers 300 sq km", "300 sq km", 300, "square kilometre", "measure"),
        ("on 18.Norrmark won", "18", 18, "", "count"),
        ("a six-hour sitting", "six-hour", 6, "hour", "measure"),
        ("a 12-point list", "12", 12, "point", "count"),
        ("a 24-year-old man", "24-year", 24, "year", "measure"),
        ("for $1.2bn more", "$1.2bn", 1.2e9, "USD", "money"),
        ("for 1.2 billion dollars", "1.2 billion dollars", 1.2e9, "USD", "money"),
        ("for US$1.2-billion", "US$1.2-billion", 1.2e9, "USD", "money"),
        ("EUR 5 million", "EUR 5 million", 5e6, "EUR", "money"),
        ("5 million euros", "5 million euros", 5e6, "EUR", "money"),
        ("£5m was paid", "£5m", 5e6, "GBP", "money"),
        ("300 roubles", "300 roubles", 300, "RUB", "money"),
        ("only 5 % of them", "5 %", 5, "percent", "percent"),
        ("5 per cent", "5 per cent", 5, "percent", "percent"),
        ("5pc more", "5pc", 5, "percent", "percent"),
        ("0.5 percentage points", "0.5 percentage points", 0.5, "percentage point", "measure"),
        ("two-thirds of it", "two-thirds", 2 / 3, "", "count"),
        ("a fifth less water", "a fifth", 0.2, "", "count"),
        ("half of them", "half", 0.5, "", "count"),
        ("half a million people", "half a million", 5e5, "person", "count"),
        ("half an hour later", "half an hour", 0.5, "hour", "measure"),
        ("2½ hours", "2½ hours", 2.5, "hour", "measure"),
        ("two and a half years", "two and a half years", 2.5, "year", "measure"),
        ("two hundred and fifty thousand votes", "two hundred and fifty thousand", 250000, "vote", "count"),
        ("a dozen boats", "a dozen", 12, "boat", "count"),
        ("5m people", "5m", 5e6, "person", "count"),
        ("5m deep", "5m", 5, "metre", "measure"),
        ("180mph", "180mph", 180, "mile per hour", "measure"),
        ("at -5 degrees", "-5 degrees", -5, "degree", "measure"),
        ("the 21st century", "21st", 21, "", "ordinal"),
        ("the twenty-first time", "twenty-first", 21, "", "ordinal"),
        ("a third term", "third", 3, "", "ordinal"),
        ("back in 2019, it rained", "2019", 2019, "", "year"),
        ("in May 2026", "2026", 2026, "", "year"),
        ("some 2,019 boats", "2,019", 2019, "boat", "count"),
        ("one million", "one million", 1e6, "", "count"),
        ("one hour", "one hour", 1, "hour", "measure"),
        ("1/2 of it", "1/2", 0.5, "", "count"),
        ("one in three trains", "one in three", 1 / 3, "", "count"),
        ("two out of every five", "two out of every five", 0.4, "", "count"),
        ("in 1.600.000 homes", "1.600.000", 1.6e6, "home", "count"),
    ],
)
def test_one_number(text: str, words: str, value: float, unit: str, kind: str) -> None:
    assert found(text) == [(words, pytest.approx(value), unit, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "no one knew, one of them said to one another",
        "the one that left",
        "on 20 May and May 20-22, 2 June",
        "at 6.30am, at 18:45, at 6 p.m.",
        "11/10/2018 and 2026-05-20",
        "version 3.8.0",
        "COVID-19, an F-16, A4 and G7",
        "on second thoughts, first things first",
        "a split second",
        "call 555-0199",
    ],
)
def test_no_number(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("dozens of people", "dozen"),
        ("tens of thousands left", "ten thousand"),
        ("hundreds of millions", "hundred million"),
    ],
)
def test_vague_numbers_have_no_value(text: str, unit: str) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.unit, number.kind) == (None, unit, "vague")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 40 left", "more than"),
        ("over 40 left", "more than"),
        ("at least 40 left", "at least"),
        ("no fewer than 40 left", "at least"),
        ("40 or more left", "at least"),
        ("40+ left", "at least"),
        ("up to 40 left", "at most"),
        ("as many as 40 left", "at most"),
        ("fewer than 40 left", "less than"),
        ("nearly 40 left", "about"),
        ("about $40 each", "about"),
        ("40 left", ""),
        ("he looked over the 5 of them", "more than"),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    assert [n.bound for n in find_numbers(text)] == [bound]


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("5 to 10 million euros", [5e6, 10e6], "EUR"),
        ("5-10 percent", [5, 10], "percent"),
        ("between 3 and 4 metres", [3, 4], "metre"),
        ("$5-$10 million", [5e6, 10e6], "USD"),
    ],
)
def test_ranges_share_scale_and_unit(text: str, values: list[float], unit: str) -> None:
    assert [(n.value, n.unit) for n in find_numbers(text)] == [(v, unit) for v in values]


@pytest.mark.parametrize("text", ["two in 5 days", "1 in 2019", "3 in 3.5"])
def test_no_share(text: str) -> None:
    assert find_numbers(text)[0].value == float(text[0] if text[0].isdigit() else 2)


def test_the_second_year_of_a_season() -> None:
    assert [(n.value, n.kind) for n in find_numbers("the 2018-19 school year")] == [(2018, "year"), (2019, "year")]
    assert [(n.value, n.kind) for n in find_numbers("Vellany 2018, 19 boats")][1] == (19, "count")


def test_a_score_is_no_range() -> None:
    assert [n.value for n in find_numbers("Norrmark won 3-1 with 5 million watching")] == [3, 1, 5e6]


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("5 hours", "five-hour", True),
        ("$1.2bn", "1.2 billion dollars", True),
        ("5 hours", "5 days", False),
        ("$5 million", "€5 million", False),
        ("40 people", "40 workers", True),
        ("40 tanks", "40 km", False),
        ("40", "40 tanks", True),
        ("a fifth of it", "20 %", True),
        ("a third of it", "33 percent", True),
        ("a third of it", "30 percent", False),
        ("5 percent", "5 percentage points", False),
        ("dozens of boats", "dozens of people", True),
        ("dozens of boats", "hundreds of boats", False),
        ("dozens of boats", "12 boats", False),
        ("the third time", "three", False),
        ("1 , 600 boats", "1,600 boats", True),
        ("1.6 million", "1.5 million", False),
        ("48 hours", "two days", True),
        ("47 hours", "two days", False),
        ("half a year", "six months", True),
        ("30 days", "one month", False),
        ("2 kilometres", "2,000 metres", True),
    ],
)
def test_same_quantity(a: str, b: str, equal: bool) -> None:
    (first,), (second,) = find_numbers(a), find_numbers(b)
    assert same(first, second) is equal
    assert same(second, first) is equal


@pytest.mark.parametrize("words", ["5 İnches", "5 ınches", "five incheſ"])
def test_letters_that_look_alike_without_case_read_alike(words: str) -> None:
    assert [(n.value, n.unit) for n in find_numbers(words)] == [(5, "inch")]
