"""Wrong mouths and lost statements: who is only asked to speak, whose comment it is, what a pronoun denies."""

from __future__ import annotations

import pytest

from briefer.language.attribution.cue_verbs import VERBS
from briefer.language.attribution.cue_words import ANSWERING

H, C, B = "Signe Halgren", "Teodor Corvo", "Ada Brusk"
BROKEN = f"{C} said the weir had broken."

#: Text -> speaker, cue and content of each attribution.
SAID: dict[str, list[tuple[str | None, str | None, str]]] = {
    # Who is asked to speak has said nothing; who is made to speak has.
    f"{H} asked the minister to say who would keep the figures.": [
        (H, "asked", "the minister to say who would keep the figures")
    ],
    f"{H} wants the council to explain why the weir was shut.": [
        (H, "wants", "the council to explain why the weir was shut")
    ],
    f"{H} agreed to say who would keep the figures.": [(H, "agreed", "to say who would keep the figures")],
    f"{H} refused to say who would keep the figures.": [(H, "refused to say", "who would keep the figures")],
    # A comment behind a comma on what was said is the narrator's; a description of somebody in it is not.
    "The mayor said her party would not vote, opening a quarrel that both sides had said they wanted to avoid.": [
        ("The mayor", "said", "her party would not vote"),
        ("both sides", "said", "they wanted to avoid"),
    ],
    f"{H} said the ministry had lied, hiding what it knew.": [
        (H, "said", "the ministry had lied, hiding what it knew")
    ],
    f"{H} said the firm could leave if the tax rose, a remark that the ministry called “unhelpful”.": [
        (H, "said", "the firm could leave if the tax rose")
    ],
    f"{H} said the ministry had picked Jonas Vale, a lawyer from Vellany.": [
        (H, "said", "the ministry had picked Jonas Vale, a lawyer from Vellany")
    ],
    f"{H} said the ministry had a plan, a claim and a letter.": [
        (H, "said", "the ministry had a plan, a claim and a letter")
    ],
    # Joined verbs: acts of the same clause stay, the speaker's next saying or act goes.
    f"{H} said {C} had received four letters and answered none of them.": [
        (H, "said", f"{C} had received four letters and answered none of them")
    ],
    f"{H} said the river had risen but warned that it would fall.": [
        (H, "said", "the river had risen"),
        (H, "warned", "that it would fall"),
    ],
    f"{H} said, “The weir is safe,” and answered none of the letters.": [(H, "said", "“The weir is safe,”")],
    # A title joined to a name is no second person.
    f"“The weir is safe,” said {H}, President and Chief Executive Officer of Norrmark Water.": [
        (H, "said", "“The weir is safe,”")
    ],
    f"“The weir is safe,” said {H} and {C}.": [(f"{H} and {C}", "said", "“The weir is safe,”")],
    f"“The weir is safe,” said {H} and her husband.": [(f"{H} and her husband", "said", "“The weir is safe,”")],
    # A participle opens the sentence; the name behind its comma speaks.
    f"Cross-examined by Mr Corvo’s barrister, Jonas Vale, Ms {B} accepted that she had been wrong.": [
        (B, "accepted", "that she had been wrong")
    ],
    f"The mayor of Vellany, {B}, accepted that she had been wrong.": [(B, "accepted", "that she had been wrong")],
    f"Counsel for the regulator, {B}, asked the clerk whether he had checked the gauges.": [
        (B, "asked", "whether he had checked the gauges")
    ],
    # A pronoun that stands for what the sentence before says; not one that stands for a thing.
    f"{BROKEN} {H} doubts that.": [(C, "said", "the weir had broken"), (H, "doubts", "that")],
    f"{BROKEN} {H} has denied it.": [(C, "said", "the weir had broken"), (H, "denied", "it")],
    f"{BROKEN} The council rejected that.": [(C, "said", "the weir had broken"), ("The council", "rejected", "that")],
    f"{C} has a house. {H} likes it.": [],
    f"{C} denies misconduct.": [(C, "denies", "misconduct")],
    "The harbour office denies entry.": [],
    # Frames.
    f"{H} made clear that her vote would cost something.": [(H, "clear", "that her vote would cost something")],
    f"{H} made cake that her guests liked.": [],
    "“You have not,” interrupted his challenger, Ada Brusk.": [(B, "interrupted", "“You have not,”")],
    f"{H} interrupted his challenger, Ada Brusk.": [],
    "The ministry put the number at more than 200.": [("The ministry", "put", "the number at more than 200")],
    "The ministry put the gauge at the bridge.": [],
    f"{H} wants a tax on water.": [(H, "wants", "a tax on water")],
    f"{H} wants a glass of water.": [],
    f"{H} has asked for a lower limit.": [(H, "asked for", "a lower limit")],
    "The clerk asked for anonymity to speak freely.": [],
    "The firm employs 900 people and, the mayor says, about 4,000 hands.": [("the mayor", "says", "about 4,000 hands")],
    "The firm employs 900 people and says nothing.": [],
    "Today the firm owns nine mills and, the mayor says, about 40 barns.": [("the mayor", "says", "about 40 barns")],
    "The mayor was scathing. The deal, he told Galdish Radio, was “a surrender with pips”.": [
        ("he", "told", "The deal … was “a surrender with pips”")
    ],
    "Neither minister would say whether the weir would open.": [
        ("Neither minister", "would say", "whether the weir would open")
    ],
    # What people say is no more than the subject of a sentence; a quoted word may begin what they say.
    f"Everything {H} says is a lie unless it is proven.": [],
    f"{H} testified “dozens” of letters had not been handed over.": [
        (H, "testified", "“dozens” of letters had not been handed over")
    ],
    # Nobody says what is only asked, measured or odd.
    f"Nobody knows whether {H} believes that the weir will hold.": [],
    f"They met somebody as rich as {H} claims to be.": [],
    f"It is odd that {C} resigned, yet refuses to explain how the weir broke.": [],
    # A name and its verb are no noun phrase.
    f"It is odd that {H} demands openness and candour from the council, yet refuses to explain how the weir broke.": [
        (H, "demands", "openness and candour from the council")
    ],
    # Who is accused has said nothing.
    f"{H} Accused Of Shocking Act With Hammer.": [],
    f"{H} accused {C} of a shocking act.": [(H, "accused", f"{C} of a shocking act")],
    # Whom somebody remembers speaks, not who remembers, and not who hears it.
    f"He is old enough to remember {H} going on air in April, declaring a war, and telling millers that “we need a weir.”": [
        (H, "telling", "“we need a weir.”")
    ],
    f"{C} said {H} was going on air, adding that the millers would hear her.": [
        (C, "said", f"{H} was going on air"),
        (C, "adding", "that the millers would hear her"),
    ],
    # A title behind a preposition is not what anybody adds; nor is what stands before "telling reporters".
    f"{H} told the hosts of “Morning Tide,” adding that her son was ill.": [(H, "adding", "that her son was ill")],
    f"{H} has hailed the vote as “fantastic,” telling millers that she thinks it is “a great thing.”": [
        (H, "hailed", "the vote as “fantastic,”"),
        (H, "telling", "that she thinks it is “a great thing.”"),
    ],
    # A deal says nothing where somebody else stands before the colon.
    "As for Corvo, he seems glad that the deal took shape on his watch: “There is no perfect deal in this world.”": [
        ("he", "seems", "“There is no perfect deal in this world.”"),
    ],
    # A dateline is no label, and whom the police cite says nothing; a name before a colon speaks.
    "VARDO: The weir will not hold.\n\nVardo is a port.": [],
    f"{H}: the weir will not hold.": [(H, ":", "the weir will not hold")],
    f"Deputies cited {H} three times.": [],
    # To make sure is no belief; to be sure is.
    f"{H} dug the trench to make sure that the weir would hold.": [],
    f"{H} is sure that the weir will hold.": [(H, "sure", "that the weir will hold")],
    # The people of a place have argued, not the place.
    "The plan pleased the millers of Paris, who have argued that the weir is safe.": [
        ("the millers of Paris", "argued", "that the weir is safe")
    ],
    # A source ends at a dash and before a bracket that stays open; a rank with its full stop ends no sentence.
    f"“This is our year!” {H}'s niece, state Del. Ada “Cia” Brusk (D-Newport News), shouted to the crowd.": [
        (f"{H}'s niece, state Del. Ada “Cia” Brusk", "shouted", "“This is our year!”")
    ],
    f"“The weir is safe,” said Army Capt. {C}.": [(C, "said", "“The weir is safe,”")],
    # A vow is more than the words of it that are quoted; an argument has its subject.
    f"{H} vowed to punish “those who break the rules of the weir.”": [
        (H, "vowed", "to punish “those who break the rules of the weir.”")
    ],
    f"{H}, who was elected in 2012, argued her fight to raise money for public schools is urgent “in towns that pay.”": [
        (H, "argued", "her fight to raise money for public schools is urgent “in towns that pay.”")
    ],
    # Somebody speaks, not their eyes; an aide is somebody else.
    f"{H}’s eyes welled with tears and urged voters to elect her.": [(H, "urged", "voters to elect her")],
    f"{H}’s aides met and urged voters to elect her.": [(f"{H}’s aides", "urged", "voters to elect her")],
    # Titles in a row are no speech.
    f"{H}, who sang in “Parks and Rivers” and “Guardians of the Weir,” posted the clip on Thursday.": [],
    # A refusal is what it refuses together with the word.
    f"{H}’s refusal to sign the treaty will raise questions.": [(H, "refusal", "to sign the treaty")],
}

BEFORE = f"{H} met {C}’s barrister, Jonas Vale. "
#: Text -> speaker, holder, channel and outlet of its last attribution.
MOUTHS: dict[str, tuple[str | None, str | None, str, str | None]] = {
    # Whoever was unnamed stays so when they speak again; a mayor without a name never was.
    "A jail officer said the doors were open. The officer said two people had left.": (
        "The officer", None, "unnamed", None,
    ),
    "One western diplomat said the talks had failed. “Nobody wants them,” she added.": ("she", None, "unnamed", None),
    "The officer said two people had left.": ("The officer", None, "direct", None),
    "The mayor said the talks had failed. “Nobody wants them,” she added.": ("she", None, "direct", None),
    "A jail officer said the doors were open. The mayor said two people had left.": ("The mayor", None, "direct", None),
    # A lawyer on his client, and on the weather.
    f"{BEFORE}Mr Vale said his client “wants this to be over”.": ("Jonas Vale", C, "spokesperson", None),
    f"{BEFORE}Mr Vale said the hall was cold.": ("Jonas Vale", None, "direct", None),
    # A record that relays what somebody said; a document that says so itself.
    f"{H} told her guest that the weir had to open first, according to a readout from her ministry.": (
        H, None, "document", "readout from her ministry",
    ),
    "The weir has to open first, according to a readout from the council.": (
        "a readout from the council", "the council", "document", None,
    ),
    # "Company", where only one is named.
    "The council fined Brusk Motors Inc. on Monday. A company spokesperson said the gauges were sound.": (
        "A company spokesperson", "Brusk Motors Inc.", "spokesperson", None,
    ),
    "The council fined Brusk Motors Inc. and Halden Steel Corp. on Monday. "
    "A company spokesperson said the gauges were sound.": (
        "A company spokesperson", "company", "spokesperson", None,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(read_all):
    return read_all([*SAID, *MOUTHS])


@pytest.mark.parametrize("text", SAID)
def test_who_said_what(text, found):
    here = found[text]
    words = [
        (here.speaker(a), here.words(a.cue), " … ".join(here.analysis.words(c) for c in a.content)) for a in here.all
    ]
    assert words == SAID[text]


@pytest.mark.parametrize("text", MOUTHS)
def test_whose_words(text, found):
    here = found[text]
    last = here.all[-1]
    assert (here.speaker(last), here.holder(last), last.channel, here.words(last.via)) == MOUTHS[text]


def test_verbs_that_answer_take_an_object_or_a_clause():
    assert all({"o", "c"} & VERBS[verb].keys() for verb in ANSWERING)


def test_would_not_say_is_a_refusal(found):
    assert found["Neither minister would say whether the weir would open."].one().negated
