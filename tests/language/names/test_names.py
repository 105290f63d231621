"""`entity_at`, the tables, and what must hold for any text."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from briefer.language import parse
from briefer.language.names import countries
from briefer.language.names.entities import entity_at, find_entities
from briefer.language.names.given_names import FEMALE, MALE
from briefer.language.passages import find_sentences
from briefer.language.quotations import find_quotations
from briefer.language.typography import repair
from briefer.model import Analysis, Article, Range


@cache
def analyse(text: str) -> Analysis:
    repaired = repair(text)
    sentences = find_sentences(repaired)
    analysis = Analysis(
        article=Article.of(text, id="a"),
        sentences=sentences,
        quotations=find_quotations(repaired, sentences),
        numbers=(),
        dates=(),
        tokens=next(parse.parse([(repaired, sentences)])),
    )
    return replace(analysis, entities=find_entities(analysis))


def last_at(text: str, word: str) -> str | None:
    """Whom the last of these words means."""
    analysis = analyse(text)
    start = max(t.start for t in analysis.tokens if t.text == word)
    found = entity_at(analysis, Range(start, start + len(word)))
    return None if found is None else analysis.entities[found].name


def name_at(text: str, words: str) -> str | None:
    analysis = analyse(text)
    start = text.index(words)
    found = entity_at(analysis, Range(start, start + len(words)))
    return None if found is None else analysis.entities[found].name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Kessia's foreign minister, Olga Fenn, spoke.", "Kessia's foreign minister, Olga Fenn", "Olga Fenn"),
        ("Kessia's foreign minister, Olga Fenn, spoke.", "Kessia", "Kessia"),
        ("Palace aide Yan Orlec said so.", "Palace aide Yan Orlec", "Yan Orlec"),
        ("Mr Bruno Salt said so. Salt left.", "Mr Bruno Salt", "Bruno Salt"),
        ("US officials said so.", "US officials", "US officials"),
        ("Bruno Salt said he was ill.", "he", "Bruno Salt"),
        # The head decides: another person's people are not that person.
        ("Bruno Salt's lawyer said so.", "Bruno Salt's lawyer", None),
        ("A spokesman for Norden Bank said so.", "A spokesman for Norden Bank", None),
        ("Bruno Salt and Olga Fenn said so.", "Bruno Salt and Olga Fenn", None),
        ("Nobody said so.", "Nobody", None),
    ],
)
def test_entity_at(text: str, words: str, name: str | None) -> None:
    assert name_at(text, words) == name


def test_two_who_are_meant_together() -> None:
    text = "Bruno Salt and Olga Fenn said they would resign."
    assert name_at(text, "they") == "Bruno Salt and Olga Fenn"
    assert {e.kind for e in analyse(text).entities} == {"person", "group"}


@pytest.mark.parametrize(
    "text", ["", " ", "…", "“”", "1,000.", "By", "A - B", "the of and", "\r\n\r\n", "Mr", "President of the"]
)
def test_little_text_names_nobody_and_breaks_nothing(text: str) -> None:
    assert analyse(text).entities == ()


def test_an_unparsed_article_has_no_entities() -> None:
    assert find_entities(replace(analyse("Bruno Salt left."), tokens=())) == ()


def test_an_owner_that_is_a_pronoun_is_resolved() -> None:
    entities = {e.name: e for e in analyse("Olga Fenn arrived with her chief of staff, Bruno Salt.").entities}
    assert entities["Bruno Salt"].organisation_name == "Olga Fenn"


def test_genders_come_from_titles_names_and_pronouns() -> None:
    text = "Queen Sibylla met Mr Xan Roe, Peter Vance and Kel Orn. Orn said she was glad."
    genders = {e.name: e.gender for e in analyse(text).entities}
    assert genders == {"Sibylla": "f", "Xan Roe": "m", "Peter Vance": "m", "Kel Orn": "f"}


def test_no_given_name_is_both() -> None:
    assert not MALE & FEMALE


def test_the_world_has_its_states() -> None:
    table = countries.countries()
    assert len(table) > 190
    assert len({c.names[0] for c in table}) == len(table)
    assert countries.by_capital()["Oslo"].names[0] == "Norway"
    assert countries.by_demonym()["Swedes"].names[0] == "Sweden"
    assert countries.by_name()["U.S."] is countries.by_capital()["Washington"]


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "import test_names as t; a = t.analyse('Norrmark’s minister Olga Fenn met US officials and Bruno Salt in Oslo. "
        "Norway said it was glad. Salt said he was not.'); print([e.name for e in a.entities], a.entities)"
    )
    here = str(Path(__file__).parent)
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([here, *sys.path])},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_a_shared_surname_stays_with_whoever_is_called_by_it_alone() -> None:
    text = (
        "Ola Brandt opened the weir on Monday. Brandt smiled. Brandt left early. His sister Eva Brandt stayed. "
        "It rained for hours. The millers went home. Brandt thanked them."
    )
    assert last_at(text, "Brandt") == "Ola Brandt"
    assert last_at(text.replace(" It rained for hours. The millers went home.", ""), "Brandt") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Teachers' Guild sued the board on Monday.", "Teachers' Guild"),
        ("The Dock Workers’ Union called a strike.", "Dock Workers’ Union"),
        ("A study by Dr Ada Brandt of Velm University says so.", "Ada Brandt"),
        ("Collector Peter Holm lost the bid.", "Peter Holm"),
        ("Neighbouring Kenya closed its border.", "Kenya"),
    ],
)
def test_names_keep_what_is_theirs(text: str, name: str) -> None:
    assert name in {e.name for e in analyse(text).entities}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Hillary Halgren spoke. Corvo wrote: “Crooked Hillary Halgren lied.” Hillary Halgren left.",
            "Hillary Halgren",
        ),
        ("Maria Signe Halgren spoke. Signe Halgren left.", "Maria Signe Halgren"),
    ],
)
def test_a_word_that_one_voice_puts_before_a_name_is_no_part_of_it(text: str, name: str) -> None:
    assert next(e.name for e in analyse(text).entities if e.kind == "person") == name


def test_the_doctor_is_who_is_called_so() -> None:
    assert name_at("Dr Omar Bell treated Maria Stokes. The doctor left.", "The doctor") == "Omar Bell"
    assert name_at("Omar Bell met Maria Stokes. The doctor left.", "The doctor") is None


def test_he_goes_on_behind_names_that_only_say_which_thing_is_meant() -> None:
    assert last_at("Omar Bell praised the plan of Peter Holm, and he wanted more.", "he") == "Omar Bell"
    assert last_at("Omar Bell met Peter Holm, and he wanted more.", "he") is None


@pytest.mark.parametrize(
    ("text", "place", "company"),
    [
        (
            "Some 900 people live on Torsk. The company that owns the ship, Torsk Ferries, wrote to the mayor of Torsk.",
            "Torsk",
            "Torsk Ferries",
        ),
        (
            "Brask Steel closed its mill in Brask on Monday. Residents of Brask protested. Brask Steel was silent.",
            "Brask",
            "Brask Steel",
        ),
    ],
)
def test_a_place_is_not_the_company_called_after_it(text: str, place: str, company: str) -> None:
    kinds = {entity.name: entity.kind for entity in analyse(text).entities}
    assert kinds[place] == "place"
    assert kinds[company] == "organisation"


@pytest.mark.parametrize(
    "text",
    [
        "Halden Motors cut its forecast. Shares of Halden fell, and investors lost trust in Halden.",
        "Halden Energy lost a case. Halden said that it would appeal. People who live near Halden cheered.",
    ],
)
def test_a_company_called_by_its_first_word_stays_one(text: str) -> None:
    assert [entity.name for entity in analyse(text).entities if "Halden" in entity.name] == [text[:13].strip()]


@pytest.mark.parametrize(
    ("text", "name", "role", "organisation"),
    [
        ("Leader of the Opposition Harun Mundel hit out at them.", "Harun Mundel", "Leader of the Opposition", None),
        ("Leader of the opposition Radek Sum called a vote.", "Radek Sum", "Leader of the opposition", None),
        ("Secretary of State Eleanor Vance said so. Vance left.", "Eleanor Vance", "Secretary of State", None),
        ("Minister of State Fergal Daly agreed. Mr Daly left.", "Fergal Daly", "Minister of State", None),
        ("“No,” said Halden Chief Executive Dana Witt.", "Dana Witt", "Chief Executive", "Halden"),
        ("“No,” said Ada Holt, director of the group Open Cells.", "Ada Holt", "director", "Open Cells"),
        ("“No,” said Ada Holt of the charity Vardo Relief Fund.", "Ada Holt", None, "Vardo Relief Fund"),
        ("Ada Holt, who runs the trade body Halden Retail, said no.", "Ada Holt", None, "Halden Retail"),
        # Neither a film nor a founder makes an office.
        ("Ada Holt, director of the film Open Cells, said no.", "Ada Holt", "director of the film", None),
        ("She met the leader of the opposition Holt founded. Ada Holt left.", "Ada Holt", None, None),
        ("Chief Justice Paula Winn left.", "Paula Winn", "Chief Justice", None),
    ],
)
def test_an_office_of_several_words_is_no_part_of_the_name(
    text: str, name: str, role: str | None, organisation: str | None
) -> None:
    analysis = analyse(text)
    found = next(e for e in analysis.entities if e.kind == "person" and e.name == name)
    assert (None if found.role is None else text[found.role.start : found.role.end]) == role
    whose = found.organisation_name
    whose = whose or (None if found.organisation is None else text[found.organisation.start : found.organisation.end])
    assert whose == organisation


def test_who_follows_an_office_is_who_acts_whatever_the_parse_hangs_on_it() -> None:
    text = "Leader of the Opposition Harun Mundel hit out at them. He left."
    assert name_at(text, "Leader of the Opposition Harun Mundel") == last_at(text, "He") == "Harun Mundel"
    text = "The leader of the opposition hit out at Harun Mundel. The leader left."
    assert name_at(text, "The leader of the opposition") is None


def test_he_is_nobody_before_a_stranger_whose_words_came_last() -> None:
    text = "Its chair, Martin Oakes, said no. The premier, Maria Trent, backs it, according to {}. He said it was late."
    assert last_at(text.format("her spokesman"), "He") is None
    assert last_at(text.format("the letter"), "He") == "Martin Oakes"


def test_what_a_quotation_names_owns_no_role_outside_it() -> None:
    text = "“The plan is late. Parliament knows it,” its general secretary, Olga Fenn, said."
    whose = {e.name: e.organisation_name for e in analyse(f"The Janata Front wept. {text}").entities}
    assert whose["Olga Fenn"] == "Janata Front"
