"""Speech without marks, beliefs, intentions and attitudes: each rule with a counter-example."""

from __future__ import annotations

import pytest

H, C = "Signe Halgren", "Teodor Corvo"

#: Text -> source, cue and content of each attribution.
CASES: dict[str, list[tuple[str | None, str | None, str]]] = {
    # Clauses: before, after and around the cue.
    f"{H} said the weir would stay shut until the gauges were repaired.": [
        (H, "said", "the weir would stay shut until the gauges were repaired")
    ],
    f"{H} warned that the river would flood.": [(H, "warned", "that the river would flood")],
    f"The weir would open in June, {H} told the council on Tuesday.": [(H, "told", "The weir would open in June")],
    f"The river, {H} said, had risen by two metres.": [(H, "said", "The river … had risen by two metres")],
    f"The weir, said {H}, was sound.": [(H, "said", "The weir … was sound")],
    "The gauges, the council said in a statement on Friday, had been broken for years.": [
        ("the council", "said", "The gauges … had been broken for years")
    ],
    f"The vote was postponed because, {H} said, the figures were wrong.": [(H, "said", "the figures were wrong")],
    f"Norrmark has agreed to pay, {H} said, and Vellany will open the weir.": [
        (H, "said", "Norrmark has agreed to pay … and Vellany will open the weir")
    ],
    f"{H} told {C} he was wrong.": [(H, "told", "he was wrong")],
    # A condition belongs to what was said, wherever it stands.
    f"{H} said she would invite both sides on 4 March, but only if the strike was put off.": [
        (H, "said", "she would invite both sides on 4 March, but only if the strike was put off")
    ],
    "The ministry will not ask a court to stop it, a spokesman said, unless hospitals are cut off.": [
        ("a spokesman", "said", "The ministry will not ask a court to stop it … unless hospitals are cut off")
    ],
    "The league said it would pay the wages, provided that the blockade ended.": [
        ("The league", "said", "it would pay the wages, provided that the blockade ended")
    ],
    f"If the bill passes, {H} says, she will buy 20 more boats.": [
        (H, "says", "If the bill passes … she will buy 20 more boats")
    ],
    # What a vote was carried by says nothing.
    "The bill was rejected in May by 34 votes to 31.": [],
    # "Said in a statement" and "said on Tuesday" are not what was said.
    "The Ministry of Rivers said in a statement that the gauges would be repaired.": [
        ("The Ministry of Rivers", "said", "that the gauges would be repaired")
    ],
    f"{H} said on Tuesday in Vellany that the vote would be postponed.": [
        (H, "said", "that the vote would be postponed")
    ],
    "The ministry said on Telegram it had closed the weir.": [("The ministry", "said", "it had closed the weir")],
    f"{H} told a meeting of millers that the weir would open.": [(H, "told", "that the weir would open")],
    # A second saying verb is not glued to the first one's content.
    f"{C} spoke for an hour, saying Vellany would open the weir and portraying Norrmark as greedy.": [
        (C, "saying", "Vellany would open the weir"),
        (C, "portraying", "Norrmark as greedy"),
    ],
    f"{C} insisted Vellany did not want a quarrel but warned that the weir would stay shut.": [
        (C, "insisted", "Vellany did not want a quarrel"),
        (C, "warned", "that the weir would stay shut"),
    ],
    f"{C} said the figures were wrong, adding that the council had hidden them.": [
        (C, "said", "the figures were wrong"),
        (C, "adding", "that the council had hidden them"),
    ],
    f"{C} said the figures were wrong and that nobody had read them.": [
        (C, "said", "the figures were wrong and that nobody had read them")
    ],
    # Who relays is not part of what was said.
    f"{H} said the weir would stay shut, as cited by Vellany State Radio.": [(H, "said", "the weir would stay shut")],
    # "According to".
    f"According to {H}, the river had risen by two metres.": [(H, "According to", "the river had risen by two metres")],
    "The river had risen by two metres, according to the basin council.": [
        ("the basin council", "according to", "The river had risen by two metres")
    ],
    "The keepers opened the weir according to plan.": [],
    # Infinitives: one's own doing, and another's.
    # A second "that" goes on with what was said; a second verb of the writer's does not.
    f"{H} has been careful: she told the millers on Thursday evening that the fears would be “looked at”, but that the "
    "work would continue as planned in June.": [
        (
            "she",
            "told",
            "that the fears would be “looked at”, but that the work would continue as planned in June",
        )
    ],
    f"{H} said that the weir was full, and the millers left.": [(H, "said", "that the weir was full")],
    f"{H} promised to repair the gauges by June.": [(H, "promised", "to repair the gauges by June")],
    f"{C} has denied hiding the figures.": [(C, "denied", "hiding the figures")],
    f"{C} has stopped hiding the figures.": [],
    f"{H} managed to repair the gauges by June.": [],
    f"{H} called on Vellany to open its gauges to inspectors.": [
        (H, "called on", "Vellany to open its gauges to inspectors")
    ],
    f"{H} urged the council to postpone the vote.": [(H, "urged", "the council to postpone the vote")],
    f"{H} called on the miller at noon.": [],
    # Objects, second predicates, prepositions.
    f"{H} criticised the new plan for the river.": [(H, "criticised", "the new plan for the river")],
    f"{H} measured the new course of the river.": [],
    f"{H} accused the council of hiding the figures.": [(H, "accused", "the council of hiding the figures")],
    f"{H} described the plan as a gift to the millers.": [(H, "described", "the plan as a gift to the millers")],
    "Polls show a close race in Norrmark.": [("Polls", "show", "a close race in Norrmark")],
    f"{H} showed a close friend the weir.": [],
    # Passives, and what nobody in particular thinks.
    f"The plan for the river was condemned by {H} and the millers.": [
        (f"{H} and the millers", "condemned", "The plan for the river")
    ],
    f"The plan for the river was drawn by {H} and the millers.": [],
    "The weir is expected to open in June.": [(None, "expected", "The weir … to open in June")],
    "The old weir seems to be leaking.": [(None, "seems", "The old weir … to be leaking")],
    f"{C} was accused by {H} of hiding the figures.": [(H, "accused", f"{C} … of hiding the figures")],
    f"The agency quoted {C} as saying that the weir was unsafe.": [(C, "saying", "that the weir was unsafe")],
    f"{C} was quoted as saying the weir would open in June.": [(C, "saying", "the weir would open in June")],
    # Nouns and adjectives.
    f"{C}’s claim that the gauges were broken angered the council.": [
        (f"{C}’s", "claim", "that the gauges were broken")
    ],
    f"{C}’s house that the flood had spared was sold.": [],
    f"{H} is confident that the weir will hold.": [(H, "confident", "that the weir will hold")],
    f"{H} is so tall that the weir looks small.": [],
    f"{H} made it clear that the vote would be postponed.": [(H, "clear", "that the vote would be postponed")],
    # A semicolon parts two sayings.
    f"Prosecutors say {C} hid the figures; {H} says the clerks did.": [
        ("Prosecutors", "say", f"{C} hid the figures"),
        (H, "says", "the clerks did"),
    ],
    # What a relative clause says of a thing.
    f"The weir, which {C} calls “a wound in the river”, is old.": [(C, "calls", "“a wound in the river”")],
    # Not statements: questions, suppositions, asides of the writer.
    f"Did {H} say the weir would open?": [],
    f"If {H} says the weir is safe, the farmers will plant.": [],
    f"{H} would say that the weir is safe.": [],
    "As I said, the weir is safe.": [],
    "Nobody said the weir was safe.": [],
    "Let us say that the weir is safe.": [],
    f"{H} ruled the valley for years.": [],
    "It is hard to say that the weir is safe.": [],
    "Say what you like about the weir.": [],
    f"{H} went home to explain how the weir worked.": [],
}

KINDS = {
    f"{H} said the weir would hold.": "speech",
    f"{H} believes that the weir will hold.": "belief",
    f"{H} plans to rebuild the weir.": "intention",
    "The farmers of Vellany support the plan for a second weir.": "attitude",
}

NEGATED = {
    f"{H} did not say whether the weir would open.": ("did not say", True),
    f"{H} denied that the gauges were broken.": ("denied", True),
    f"{H} declined to comment on the gauges.": ("declined", True),
    f"{H} refused to open the weir.": ("refused", True),
    f"{H} refused to say whether the weir would open.": ("refused to say", True),
    f"{H} did not rule out a second weir.": ("did not rule out", True),
    f"Neither {H} nor {C} said whether the weir would open.": ("said", True),
    f"{H} said the weir would not open.": ("said", False),
}


@pytest.fixture(scope="module")
def found(read_all):
    return read_all([*CASES, *KINDS, *NEGATED])


@pytest.mark.parametrize("text", CASES)
def test_attribution(text, found):
    assert found[text].said() == CASES[text]


@pytest.mark.parametrize("text", KINDS)
def test_kind_is_that_of_the_cue(text, found):
    assert found[text].one().kind == KINDS[text]


@pytest.mark.parametrize("text", NEGATED)
def test_negation_of_the_cue_is_kept(text, found):
    one = found[text].one()
    assert (found[text].words(one.cue), one.negated) == NEGATED[text]
