"""Who said what over time: forms of a name are one person, namesakes are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from briefer.model import Actor, Article, Brief, Check, EngineInfo, NextStep, Position, ProfileInfo, Span, Story
from briefer.store import History, Store

OK = Check(status="verified")


def person(name: str, role: str | None = None, organisation: str | None = None) -> Actor:
    return Actor(name=name, role=role, organisation=organisation, kind="person")


def brief(day: int, *stories: tuple[Sequence[Actor], Sequence[tuple[str, str]]]) -> Brief:
    """The brief of a day: each story as its actors and what is said, as (holder, words)."""
    articles: list[Article] = []
    told: list[Story] = []
    for number, (actors, said) in enumerate(stories, 1):
        article = Article.of(
            f"Day {day}, story {number}. " + " ".join(f"{words}." for _, words in said),
            url=f"https://wire.example/{day}/{number}",
            outlet="Northern Wire",
            published=f"2026-05-{day:02}",
        )
        articles.append(article)
        spans = [Span(article.id, article.text.index(w), article.text.index(w) + len(w) + 1) for _, w in said]
        told.append(
            Story(
                id=f"s{number}",
                headline=f"Story {number}",
                headline_evidence=(),
                headline_check=OK,
                articles=(article.id,),
                who=tuple(actors),
                positions=tuple(
                    Position(id=f"{day}-{number}-{i}", holder=who, speaker=who, text=words, evidence=(spans[i],))
                    for i, (who, words) in enumerate(said)
                ),
            )
        )
    return Brief(
        id=f"b{day}", created=f"2026-05-{day:02}T06:00:00Z", title="B", language="en", timezone="UTC",
        profile=ProfileInfo(name="morning", template="daily"), engine=EngineInfo(name="extractive"),
        articles=tuple(articles), stories=tuple(told),
    )  # fmt: skip


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with Store(tmp_path / "briefer.db") as store:
        yield History(store)


def test_what_somebody_said_comes_newest_first_with_its_sentence(history: History) -> None:
    halgren = [person("Signe Halgren", "water commissioner")]
    history.record(brief(4, (halgren, [("Signe Halgren", "We signed")])))
    history.record(brief(2, (halgren, [("Signe Halgren", "We will sign"), ("Anna Löf", "We will not")])))
    (found,) = history.who("Signe Halgren")
    assert (found.name, found.aliases, found.roles) == ("Signe Halgren", (), ("water commissioner",))
    assert [(said.day, said.text) for said in found.said] == [
        ("2026-05-04", "We signed"),
        ("2026-05-02", "We will sign"),
    ]
    first = found.said[0]
    assert (first.sentence, first.outlet, first.url) == ("We signed.", "Northern Wire", "https://wire.example/4/1")
    assert (first.brief, first.story, first.claim) == ("b4", "s1", "4-1-0")


@pytest.mark.parametrize(
    "asked", ["Signe Halgren", "halgren", "SIGNE HALGREN", "Minister Halgren", "Signe M. Halgren", "  Signe   Halgren "]
)
def test_forms_of_a_name_are_one_person(history: History, asked: str) -> None:
    history.record(brief(1, ([person("Signe Halgren", "minister")], [("Halgren", "One")])))
    history.record(brief(2, ([person("Signe M. Halgren", "minister")], [("Signe M. Halgren", "Two")])))
    history.record(brief(3, ([], [("Minister Halgren", "Three")])))
    (found,) = history.who(asked)
    assert [said.text for said in found.said] == ["Three", "Two", "One"]
    assert {found.name, *found.aliases} == {"Signe Halgren", "Signe M. Halgren", "Minister Halgren"}


def test_accents_may_be_left_out(history: History) -> None:
    history.record(brief(1, ([person("Anna Löf")], [("Anna Löf", "One")])))
    assert [found.name for found in history.who("anna lof")] == ["Anna Löf"]


def test_an_organisation_is_known_by_its_initials(history: History) -> None:
    union = Actor(name="Norrmark Transport Union", kind="organisation")
    history.record(brief(1, ([union], [("NTU", "One")])))
    history.record(brief(2, ([], [("NTU", "Two")])))
    history.record(brief(3, ([union], [("The Norrmark Transport Union", "Three")])))
    for asked in ("NTU", "ntu", "Norrmark Transport Union", "the Norrmark Transport Union"):
        (found,) = history.who(asked)
        assert [said.text for said in found.said] == ["Three", "Two", "One"], asked


def test_two_people_of_one_surname_are_two(history: History) -> None:
    both = [person("Elsa Brandt", "energy minister"), person("Tomas Brandt", "regulator")]
    history.record(brief(1, (both, [("Elsa Brandt", "One"), ("Tomas Brandt", "Two"), ("Tomas Brandt", "Three")])))
    assert [(found.name, len(found.said)) for found in history.who("Brandt")] == [
        ("Tomas Brandt", 2),
        ("Elsa Brandt", 1),
    ]
    assert [found.name for found in history.who("Elsa Brandt")] == ["Elsa Brandt"]


def test_two_people_of_one_name_are_kept_apart_by_their_roles(history: History) -> None:
    history.record(brief(1, ([person("Anna Berg", "mayor of Drell")], [("Anna Berg", "The bridge stays")])))
    history.record(brief(2, ([person("Anna Berg", "goalkeeper", "Karsund")], [("Anna Berg", "We played well")])))
    history.record(brief(3, ([person("Anna Berg", "mayor")], [("Anna Berg", "The bridge goes")])))
    mayor, keeper = history.who("Anna Berg")
    assert [said.text for said in mayor.said] == ["The bridge goes", "The bridge stays"]
    assert mayor.roles == ("mayor", "mayor of Drell")
    assert [said.text for said in keeper.said] == ["We played well"]
    assert keeper.roles == ("goalkeeper, Karsund",)


def test_namesakes_in_one_brief_are_kept_apart(history: History) -> None:
    history.record(
        brief(
            1,
            ([person("Anna Berg", "mayor of Drell")], [("Anna Berg", "The bridge stays")]),
            ([person("Anna Berg", "goalkeeper")], [("Anna Berg", "We played well")]),
        )
    )
    assert sorted(found.said[0].text for found in history.who("Anna Berg")) == ["The bridge stays", "We played well"]


def test_who_changes_office_beside_the_same_people_is_one(history: History) -> None:
    others = [person("Mats Corvo", "judge"), person("Oda Ullgren", "clerk")]
    history.record(brief(1, ([person("Anna Berg", "mayor of Drell"), *others], [("Anna Berg", "One")])))
    history.record(brief(2, ([person("Anna Berg", "candidate for parliament"), *others], [("Anna Berg", "Two")])))
    (found,) = history.who("Anna Berg")
    assert found.roles == ("candidate for parliament", "mayor of Drell")
    assert len(found.said) == 2


def test_who_has_no_role_is_the_one_in_the_same_company(history: History) -> None:
    judge = person("Mats Corvo", "judge")
    history.record(brief(1, ([person("Anna Berg", "mayor of Drell"), judge], [("Anna Berg", "One")])))
    history.record(brief(2, ([person("Anna Berg", "goalkeeper")], [("Anna Berg", "Two")])))
    history.record(brief(3, ([person("Anna Berg"), judge], [("Anna Berg", "Three")])))
    history.record(brief(4, ([person("Anna Berg")], [("Anna Berg", "Four")])))
    said = {found.roles: [one.text for one in found.said] for found in history.who("Anna Berg")}
    assert said == {("mayor of Drell",): ["Three", "One"], ("goalkeeper",): ["Two"], (): ["Four"]}


def test_one_who_speaks_for_another_is_heard_too(history: History) -> None:
    made = brief(1, ([person("Elsa Brandt")], [("the ministry", "It will pay")]))
    story = made.stories[0]
    spoken = Position(id="p", holder="the ministry", speaker="Elsa Brandt", channel="spokesperson", text="It will pay")
    step = NextStep(id="n", text="The gates will open.", kind="scheduled", actor="the port", says="Elsa Brandt")
    history.record(replace(made, stories=(replace(story, positions=(spoken,), next_steps=(step,)),)))
    (found,) = history.who("Elsa Brandt")
    assert {said.text for said in found.said} == {"It will pay", "The gates will open."}


def test_nobody_is_found_where_nobody_is_meant(history: History) -> None:
    history.record(brief(1, ([person("Elsa Brandt")], [("he", "One"), ("Elsa Brandt", "Two")])))
    assert history.who("he") == history.who("Corvo") == history.who("") == history.who("?!") == []
    assert history.near("Elsa", limit=5) == ["Elsa Brandt"]


# ---- a name that one outlet misspells ----


def test_a_surname_spelt_otherwise_is_the_same_person(history: History) -> None:
    nurse = [person("Marguerite Marner", "chief nurse"), person("Sunniva Solkova", "health minister")]
    wrong = [person("Marguerite Marrner", "Chief nurse"), person("Sunniva Solkova", "health minister")]
    history.record(brief(1, (nurse, [("Marguerite Marner", "One")])))
    history.record(brief(2, (wrong, [("Marguerite Marrner", "Two")])))
    history.record(brief(3, (nurse, [("Marguerite Marner", "Three")])))
    for asked in ("Marner", "Marrner", "Marguerite Marrner"):
        (found,) = history.who(asked)
        assert (found.name, found.aliases) == ("Marguerite Marner", ("Marguerite Marrner",)), asked
        assert [said.text for said in found.said] == ["Three", "Two", "One"]


@pytest.mark.parametrize(
    "other",
    [
        person("Marguerite Marrner", "goalkeeper"),
        person("Marguerite Marrner"),
        person("Margareta Marrner", "chief nurse"),
        person("Marguerite Warrner", "chief nurse"),
    ],
)
def test_names_that_are_only_alike_are_two(history: History, other: Actor) -> None:
    minister = person("Sunniva Solkova", "health minister")
    history.record(brief(1, ([person("Marguerite Marner", "chief nurse"), minister], [("Marguerite Marner", "One")])))
    history.record(brief(2, ([other, minister], [(other.name, "Two")])))
    assert [found.name for found in history.who("Marguerite Marner")] == ["Marguerite Marner"]
    assert [found.name for found in history.who(other.name)] == [other.name]


def test_one_office_and_alike_names_in_other_company_are_two(history: History) -> None:
    history.record(brief(1, ([person("Ada Lindqvist", "mayor of Drell")], [("Ada Lindqvist", "One")])))
    history.record(brief(2, ([person("Ada Lindkvist", "mayor of Drell")], [("Ada Lindkvist", "Two")])))
    assert [found.aliases for found in history.who("Ada Lindqvist")] == [()]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("Sunnyva Solkova", ["Sunniva Solkova"]),
        ("Solkva", ["Sunniva Solkova"]),
        ("Norrmrak", ["Norrmark Transport Union"]),
        ("helth minister", ["health minister, Vellany"]),
        ("Qqq", []),
    ],
)
def test_the_nearest_names_and_roles_are_offered(history: History, asked: str, near: list[str]) -> None:
    union = Actor(name="Norrmark Transport Union", kind="organisation")
    history.record(brief(1, ([person("Sunniva Solkova", "health minister", "Vellany"), person("Ole Brun"), union], [])))
    assert history.who(asked) == []
    assert history.near(asked, limit=3) == near


# ---- a role instead of a name ----

OFFICES = (
    (1, person("Eva Dahl", "finance minister", "Norrmark")),
    (2, person("Ole Brun", "minister of finance", "Vellany")),
    (3, person("Mats Corvo", "deputy finance minister", "Norrmark")),
    (4, person("Ilse Ardin", "Former finance minister", "Norrmark")),
    (5, person("Petra Holt", "spokeswoman for the finance minister", "Norrmark")),
    (6, person("Piet Maes", "French foreign minister")),
    (7, person("Ada Lind", "CEO", "Sirmark Works")),
    (8, person("Nadia Strom", "Mayor", "Drell")),
)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("finance minister", ["Ole Brun", "Eva Dahl"]),
        ("the Finance Minister", ["Ole Brun", "Eva Dahl"]),
        ("minister for finance", ["Ole Brun", "Eva Dahl"]),
        ("minister of finance of Norrmark", ["Eva Dahl"]),
        ("Norrmark's finance minister", ["Eva Dahl"]),
        ("finance minister of Ossia", []),
        ("deputy finance minister", ["Mats Corvo"]),
        ("former finance minister", ["Ilse Ardin"]),
        ("foreign minister of France", ["Piet Maes"]),
        ("minister of foreign affairs", ["Piet Maes"]),
        ("chief executive of Sirmark Works", ["Ada Lind"]),
        ("mayor", ["Nadia Strom"]),
        ("minister", ["Piet Maes", "Ole Brun", "Eva Dahl"]),
        ("goalkeeper", []),
    ],
)
def test_who_holds_a_role(history: History, asked: str, names: list[str]) -> None:
    for day, actor in OFFICES:
        history.record(brief(day, ([actor], [(actor.name, f"Words of {actor.name}")])))
    found = history.who(asked)
    assert [one.name for one in found] == names
    assert {one.found_by for one in found} <= {"role"}
    assert [one.said[0].text for one in found] == [f"Words of {name}" for name in names]


def test_a_word_beside_the_role_may_stand_in_the_sentence_that_tells_of_it(history: History) -> None:
    made = brief(1, ([person("Eva Dahl", "finance minister")], [("Eva Dahl", "Norrmark pays, said its minister")]))
    story = made.stories[0]
    told = replace(story, who=(replace(story.who[0], evidence=story.positions[0].evidence),))
    history.record(replace(made, stories=(told,)))
    assert [found.name for found in history.who("finance minister of Norrmark")] == ["Eva Dahl"]
    assert history.who("finance minister of Vellany") == []
    assert history.who("Norrmark pays") == []


def test_only_the_namesake_with_the_role_is_found_by_it(history: History) -> None:
    history.record(brief(1, ([person("Anna Berg", "mayor of Drell")], [("Anna Berg", "The bridge stays")])))
    history.record(brief(2, ([person("Anna Berg", "goalkeeper")], [("Anna Berg", "We played well")])))
    (found,) = history.who("mayor of Drell")
    assert [said.text for said in found.said] == ["The bridge stays"]


def test_who_is_called_by_the_role_alone_comes_before_those_who_hold_it(history: History) -> None:
    history.record(brief(1, ([person("Eva Dahl", "finance minister")], [("Eva Dahl", "One")])))
    history.record(brief(2, ([], [("The finance minister", "Two")])))
    told, holder = history.who("finance minister")
    assert (told.name, told.found_by, told.described) == ("The finance minister", "name", True)
    assert (holder.name, holder.found_by, holder.described) == ("Eva Dahl", "role", False)


def test_a_name_is_never_taken_for_a_role(history: History) -> None:
    history.record(brief(1, ([person("Eva Minister", "clerk"), person("Ole Brun", "minister")], [("Ole Brun", "One")])))
    assert [(found.name, found.found_by) for found in history.who("Minister")] == [("Eva Minister", "name")]


def test_what_is_no_name_says_so_and_each_article_is_told_apart(history: History) -> None:
    history.record(brief(1, ([], [("the hospital", "Two wards are shut")])))
    (found,) = history.who("hospital")
    assert found.described
    history.record(brief(2, ([Actor(name="Karsund Hospital", kind="organisation")], [("Karsund Hospital", "One")])))
    assert [one.described for one in history.who("Karsund Hospital")] == [False]


def test_a_role_is_shown_as_it_stands_within_a_sentence(history: History) -> None:
    history.record(brief(1, ([person("Eva Dahl", "finance minister")], [("Eva Dahl", "One")])))
    history.record(brief(2, ([person("Eva Dahl", "Finance minister")], [("Eva Dahl", "Two")])))
    assert [found.roles for found in history.who("Eva Dahl")] == [("finance minister",)]
