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
        "Halgren resigns as water commissioner",
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
        "Signe Halgren denounces Norrmark over 40 dry farms",
        "Signe Halgren arrested in Arvel by Norrmark",
        "Norrmark: Corvo did sign the treaty",
    ],
)
def test_an_altered_title_or_a_teaser_is_not(title: str) -> None:
    assert shown(TEXT, title) != title


def crash(title: str) -> str | None:
    return shown(CRASH, title)


CRASH = (
    "At least seven people were killed and more than 50 injured when a tram jumped the rails near Arvel on Tuesday, "
    "the police said. The police named three of the victims on Wednesday. “It was carnage,” Nora Lind, a survivor, said. "
    "The minister, Mads Orre, called the driver reckless. “His drive was reckless,” Orre said. Orre bid a brief goodbye "
    "to the families. A lorry was rammed into the wall by a man whom nobody knew. The Norr Front claimed "
    "responsibility for the attack. The tram crash will be examined."
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        # The circumstances go where what is left says enough.
        ("Police name three victims of tram crash as crane lifts wreck", "Police name three victims of tram crash"),
        # They stay where it would only say who died.
        ("Dozens killed when tram jumps rails", None),
        ("More than 50 injured when tram jumps rails", "More than 50 injured when tram jumps rails"),
        # The text's caution is taken over, and its own figure where that is surer.
        ("Seven killed when tram jumps rails", "At least seven killed when tram jumps rails"),
        (
            "Several dead and dozens injured when tram jumps rails",
            "Several dead and dozens injured when tram jumps rails",
        ),
        ("Hundreds injured when tram jumps rails near Arvel", None),
        # A label stays where it names the event, and goes where it names something else.
        ("Arvel tram crash: police name three victims", "Arvel tram crash: police name three victims"),
        ("Transport: Police name three victims of tram crash", "Police name three victims of tram crash"),
        ("Nora Lind: Police name three victims", "Police name three victims"),
        # Behind the colon stands a quotation.
        ("Police name three victims of tram crash: “It was carnage”", "Police name three victims of tram crash"),
        # What a title quotes is quoted in the text.
        ("Police name three victims of ‘carnage’ near Arvel", "Police name three victims of ‘carnage’ near Arvel"),
        ("Police name three victims of ‘slaughter’ near Arvel", None),
        # Words of judgement need a judgement of the one whom the title names.
        ("Minister Mads Orre slams tram driver", "Minister Mads Orre slams tram driver"),
        ("Minister Mads Orre hails tram driver", None),
        ("Survivor Nora Lind slams tram driver", None),
        # Light verbs and words of one meaning.
        ("Mads Orre makes brief farewell to families", "Mads Orre makes brief farewell to families"),
        ("Mads Orre makes long farewell to families", None),
        # Who was killed is not who was hurt.
        ("More than 50 killed when tram jumps rails", None),
        # Colour that the text lacks goes.
        ("Police finally name three victims of tram crash", "Police name three victims of tram crash"),
        # Who claims an attack is its doer; who is only named is not.
        ("Norr Front man rams lorry into wall", "Norr Front man rams lorry into wall"),
        ("Orre man rams lorry into wall", None),
        # What is only to come.
        ("Tram crash set to be examined", "Tram crash set to be examined"),
        ("Tram crash near Arvel examined", None),
        # Title case.
        ("Police Name Three Victims of Tram Crash Near Arvel", "Police name three victims of tram crash near Arvel"),
    ],
)
def test_a_title_and_what_it_may_leave_out(title: str, expected: str | None) -> None:
    found = crash(title)
    if expected is None:
        assert found is not None
        assert found.split()[:3] != title.split()[:3]
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Corvo spoke to the press in Arvel. He said Norrmark would pay if Vellany opened its dams to inspectors.",
            "Corvo spoke to the press in Arvel",
        ),
        ("“My client read every letter,” Signe Halgren told the court in Arvel on Tuesday.", None),
        (
            "The council says 270 farms are dry, some 50 fewer than the union claims, and counts 35 wells.",
            "The council says 270 farms are dry",
        ),
        (
            "Corvo asked whether the council had opened the weir above Arvel.",
            "Corvo asked whether the council had opened",
        ),
        (
            "The minister lied to the parliament of Norrmark about the dam, the opposition leader Mads Orre said.",
            None,
        ),
    ],
)
def test_no_headline_is_taken_from_under_a_condition_a_quotation_or_an_opponent(
    text: str, expected: str | None
) -> None:
    found = shown(text)
    assert found is None if expected is None else str(found).startswith(expected)


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


BRIDGE = (
    "The bridge of Arvel will not open before Friday, the council of Norrmark said on Monday. The U.K. envoy praised "
    "the divers. Miners in Sella ended their strike on Tuesday after a vote. The school may close in June. "
    "Nora Lind did not sign the lease."
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bridge of Arvel won’t open before Friday", "Bridge of Arvel won’t open before Friday"),
        ("Bridge of Arvel will not open before Friday", "Bridge of Arvel will not open before Friday"),
        ("Bridge of Arvel will open before Friday", None),
        ("Bridge of Arvel opens before Friday", None),
        ("Bridge of Arvel won’t open before Monday", None),
        ("Nora Lind didn’t sign lease", "Nora Lind didn’t sign lease"),
        ("Nora Lind won’t sign lease", None),
        ("Nora Lind signs lease", None),
        ("U.K. envoy praises divers", "U.K. envoy praises divers"),
        ("U.S. envoy praises divers", None),
        ("School to close in June", None),
        ("School may close in June", "School may close in June"),
        # The first of two titles, and the first of two deeds.
        ("Sella miners end strike; Lind hails school", "Sella miners end strike"),
        ("Miners in Sella end strike, hail school", "Miners in Sella end strike"),
        ("Lind, miners in Sella end strike", None),
    ],
)
def test_short_forms_and_two_titles_in_one(title: str, expected: str | None) -> None:
    found = shown(BRIDGE, title)
    assert found == expected if expected else found != title and str(found).split()[:3] != title.split()[:3]


def test_a_headline_does_not_stop_at_an_adverb_that_its_day_completes() -> None:
    text = "Norrmark's parliament narrowly approved an emergency budget late on Thursday, sparing its coalition from collapse."
    assert shown(text) == "Norrmark's parliament narrowly approved an emergency budget late on Thursday"


def test_a_figure_behind_to_belongs_to_the_deed_and_an_aim_does_not() -> None:
    text = "The death toll in the floods in Arvel rose to 38 on Monday after the river breached its bank at Vardo weir."
    assert shown(text, "Floods in Arvel: death toll rises to 38 after river breaches bank at Vardo weir") != (
        "Floods in Arvel: death toll rises"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Halden Health Inc. said Monday it has agreed to acquire Corvane Foods for cash. Its shareholders get $21 in cash.",
            "Halden Health Inc. said Monday it has agreed to acquire Corvane Foods",
        ),
        # What a body expects, or says of others, is no deed.
        (
            "Halden Health Inc. said Monday it expects to grow. Corvane Foods closed its mill in Arvel on Friday.",
            "Corvane Foods closed its mill in Arvel",
        ),
        (
            "Halden Health Inc. said Monday the union has lied. Corvane Foods closed its mill in Arvel on Friday.",
            "Corvane Foods closed its mill in Arvel",
        ),
    ],
)
def test_what_a_body_says_it_has_decided_is_its_deed(text: str, words: str) -> None:
    found = shown(text)
    assert found is not None
    assert found.startswith(words)


def test_what_is_news_to_the_reader_may_lose_what_it_does() -> None:
    text = (
        "The Supreme Court on Tuesday struck down {} Harlow County ordinance that made it a crime to sleep in public parks, "
        "ruling 5-2 that it punished people for having nowhere else to go."
    )
    assert shown(text.format("a")) == "The Supreme Court on Tuesday struck down a Harlow County ordinance"
    assert shown(text.format("the")) is None


def test_a_title_may_end_where_another_clause_begins() -> None:
    text = "The death toll in the floods in Arvel rose to 38 on Monday. The Army was called in as the Vardo breached its bank."
    title = "Floods in Arvel: Toll rises to 38, Army called in as Vardo breaches embankment"
    assert shown(text, title) == "Floods in Arvel: toll rises to 38"
