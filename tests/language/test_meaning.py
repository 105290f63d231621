"""Two statements side by side: the same, the opposite, or another number for one thing."""

from __future__ import annotations

import pytest

from briefer.language.meaning import gist, reverses, rivals, same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The council put the vote off", "the council put the vote off."),
        ("Corvo said he would sign the water treaty in May", "He would sign the water treaty in May"),
        ("about 40 people were injured in the bus crash", "42 people were injured in the bus crash"),
        ("Brisling Lines suspended the ferry route to Tarnvik", "Brisling Lines has suspended its ferry route to Tarnvik"),
        ("she called the plan “a promise to the valley”", "she called the plan \"a promise to the valley\""),
    ],
)  # fmt: skip
def test_the_same(one: str, other: str) -> None:
    assert same(gist(one), gist(other))
    assert same(gist(other), gist(one))
    assert not reverses(gist(one), gist(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he would sign the water treaty", "he would not sign the water treaty"),
        ("the port would hire outside crews", "the port would hire outside crews if the strike went on"),
        ("Norrmark supports the plan for a dam", "Norrmark opposes the plan for a dam"),
        ("the fine is 40 million crowns", "the fine is 45 million crowns"),
        ("talks resume in Halvorsund on Monday", "talks resume in Halvorsund on Tuesday"),
        ("Elsa Brandt promised a law on grid safety", "Tomas Brandt promised a law on grid safety"),
        ("We have a map", "We have a calendar"),
        ("the union wants higher pay at night", "the union wants shorter shifts at night"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert not same(gist(one), gist(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he would sign the water treaty", "he would not sign the water treaty"),
        ("We will accept the offer of the union", "We reject the offer of the union"),
        ("agreed to sign the treaty on the river", "refused to sign the treaty on the river"),
        ("the terminal will reopen on Friday", "the terminal will not reopen on Friday"),
        ("Norrmark supports the plan for a dam at Sild", "Norrmark opposes the plan for a dam at Sild"),
    ],
)
def test_turned_round(one: str, other: str) -> None:
    assert reverses(gist(one), gist(other))
    assert reverses(gist(other), gist(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Corvo will not reject the offer of the union", "Corvo accepts the offer of the union"),
        ("he would sign the water treaty", "he would not sign the fishing protocol"),
        ("he would sign the treaty if the dam is built", "he would not sign the treaty"),
        ("the mine will close", "the school will open"),
    ],
)
def test_not_turned_round(one: str, other: str) -> None:
    assert not reverses(gist(one), gist(other))


@pytest.mark.parametrize(
    ("one", "other", "running"),
    [
        (
            "12 people were killed when the bus fell into a river",
            "15 people died when the bus fell into the river",
            True,
        ),
        ("Twelve miners were injured in the blast", "The blast injured 19 miners", True),
        ("put this year’s catch at 48,000 tonnes", "puts this year’s catch on the bank at 52,000 tonnes", False),
        ("The company will pay a fine of 40 million crowns", "The company will pay a fine of 45 million crowns", False),
        ("Unemployment in the valley rose to 7 percent", "Unemployment in the valley rose to 9 percent", False),
    ],
)
def test_rival_numbers(one: str, other: str, running: bool) -> None:
    for a, b in ((one, other), (other, one)):
        found = rivals(gist(a), gist(b))
        assert found is not None
        assert found.running is running


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about 40 people were injured in the crash", "42 people were injured in the crash"),
        ("more than 200 passengers were on the ferry", "214 passengers were on the ferry"),
        ("at least 12 people were killed in the crash", "15 people were killed in the crash"),
        ("some 1,200 workers dig coal at the mine", "1,247 workers dig coal at the mine"),
        ("12 people were killed in the fire", "15 people were injured in the fire"),
        ("12 people died in the floods in Tarnvik", "40 people died in the floods across the country"),
        ("12 people were killed in the floods", "another 3 people were killed in the floods"),
        ("The company will pay a fine of 40 million crowns", "The company will pay a fine of 3 million dollars"),
        ("The hall holds 500 people", "The strike of 900 people went on"),
        ("The trial takes two weeks", "The trial takes 14 days"),
        ("The plant makes 300 cars a day", "The plant makes 9,000 cars a month"),
        ("a third of the voters stayed at home", "33 percent of the voters stayed at home"),
        ("The fine could rise to 40 million crowns if the court says so", "The fine is 10 million crowns"),
    ],
)
def test_no_rivals(one: str, other: str) -> None:
    assert rivals(gist(one), gist(other)) is None
    assert rivals(gist(other), gist(one)) is None
