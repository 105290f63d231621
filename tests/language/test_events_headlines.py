"""Headlines: the title where the text bears it out, else a clause that is true by itself."""

from __future__ import annotations

import pytest

from briefer.language import analyse
from briefer.language.clauses import Tree
from briefer.language.headlines import headline
from briefer.model import Article

TEXT = (
    "Signe Halgren resigned as water commissioner of Norrmark on Tuesday after 40 farms in the lower valley ran dry. "
    "Corvo did not sign the treaty. If Vellany opened its reservoirs to inspectors, the council would pay, Corvo said. "
    "Teodor Corvo praised Signe Halgren in Arvel."
)


def shown(text: str, title: str | None = None, outlet: str | None = None) -> str | None:
    found = headline(Tree(analyse(Article.of(text, title=title, outlet=outlet, published="2026-05-20"))))
    return found.words if found else None


@pytest.mark.parametrize(
    "title",
    [
        "Halgren resigns as water commissioner after 40 farms run dry",
        "Corvo did not sign the treaty",
        "Teodor Corvo praises Signe Halgren in Arvel",
    ],
)
def test_a_title_that_the_text_bears_out_is_the_headline(title: str) -> None:
    assert shown(TEXT, title) == title


def test_the_outlet_behind_a_title_is_cut() -> None:
    title = "Halgren resigns as water commissioner of Norrmark"
    assert shown(TEXT, f"{title} - Northern Wire", "Northern Wire") == title
    assert shown(TEXT, f"{title} | The Gauge") == title


@pytest.mark.parametrize(
    "title",
    [
        "Halgren resigns as water commissioner after 41 farms run dry",
        "Marsk resigns as water commissioner after 40 farms run dry",
        "Corvo resigns as water commissioner after 40 farms run dry",
        "Halgren does not resign as water commissioner after 40 farms ran dry",
        "Halgren to resign as water commissioner",
        "Teodor Corvo signs the treaty in Arvel",
        "Vellany opens its reservoirs to inspectors",
        "Signe Halgren praises Teodor Corvo in Arvel",
        "Why Halgren resigned as water commissioner",
        "Has Halgren resigned as water commissioner?",
        "Opinion: Halgren resigned as water commissioner of Norrmark",
        "Shock and farewell on the water front",
    ],
)
def test_an_altered_title_or_a_teaser_is_not(title: str) -> None:
    assert shown(TEXT, title) != title


@pytest.mark.parametrize(
    ("text", "not_in"),
    [
        (
            "Corvo spoke to the press in Arvel. He said Norrmark would pay if Vellany opened its dams to inspectors.",
            "opened",
        ),
        ("“My client read every letter,” Signe Halgren told the court in Arvel on Tuesday.", "My client"),
        ("The council says 270 farms are dry, some 50 fewer than the union claims, and counts 35 wells.", "some 50"),
        ("Corvo asked whether the council had opened the weir above Arvel.", "opened the weir"),
        (
            "The minister lied to the parliament of Norrmark about the dam, the opposition leader Mads Orre said.",
            "lied",
        ),
    ],
)
def test_no_headline_is_taken_from_under_a_condition_a_quotation_or_an_opponent(text: str, not_in: str) -> None:
    found = shown(text)
    assert found is None or not_in not in found or found.startswith("Corvo asked whether") or found.endswith("said")


def test_a_negation_at_the_end_stays_and_the_second_clause_goes() -> None:
    text = (
        "Norrmark and Vellany ended three days of talks on Wednesday without agreeing how to divide the herring of the "
        "lower bank, but both governments said they would meet again in Arvel on June 1."
    )
    assert shown(text) == "Norrmark and Vellany ended three days of talks on Wednesday without agreeing"


def test_a_main_clause_goes_before_background() -> None:
    text = "Emil Dorn retired nine years ago. Emil Dorn came back to the picket in Arvel on Monday."
    assert str(shown(text)).startswith("Emil Dorn came back to the picket in Arvel")


def test_an_authority_may_be_left_out_and_somebodys_own_plan_too() -> None:
    assert shown("Two farmers were arrested near the weir in Arvel, the police said.") == (
        "Two farmers were arrested near the weir in Arvel"
    )
    assert shown("The Growers’ League will sue the city of Arvel, its director said.") == (
        "The Growers’ League will sue the city of Arvel"
    )
