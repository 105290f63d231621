"""Steps told from threats, demands, forecasts and history."""

from __future__ import annotations

import pytest

from briefer.language import analyse
from briefer.language.step_words import classify_step, step_kinds
from briefer.model import Article, StepCandidate

PUBLISHED = "2026-05-20"


def steps(text: str, published: str | None = PUBLISHED) -> tuple[StepCandidate, ...]:
    return analyse(Article.of(text, published=published)).steps


def words(text: str, step: StepCandidate) -> str:
    return text[step.clause.start : step.clause.end]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Both governments will meet again next Tuesday.", "scheduled"),
        ("The council is due to vote next week.", "scheduled"),
        ("Talks are scheduled to resume in June.", "scheduled"),
        ("Talks are planned for Friday.", "scheduled"),
        ("The two sides are to meet in Arvel.", "scheduled"),
        ("The minister plans to visit Arvel.", "scheduled"),
        ("Norrmark agreed to open the weir.", "pledged"),
        ("Both governments promised to publish the figures.", "pledged"),
        ("Halgren said her ministry would publish the report.", "pledged"),
        ("“We will sign the treaty,” said Teodor Corvo.", "pledged"),
        ("“And contacts will continue,” Signe Halgren said.", "pledged"),
        ("Corvo called on Norrmark to share its data.", "demanded"),
        ("Corvo urged the council to act.", "demanded"),
        ("Corvo called for an inquiry.", "demanded"),
        ("In June, Corvo called on Norrmark to share its data.", "demanded"),
        ("Signe Halgren said she'd open the weir.", "pledged"),
        ("The council must decide by June.", "demanded"),
        ("The court was asked to rule.", "demanded"),
        ("Norrmark will withdraw if the vote fails.", "conditional"),
        ("Ole Marsk said he would invite both sides on 4 March, but only if the strike was put off.", "conditional"),
        ("The league said it would pay the wages, provided that the blockade ended.", "conditional"),
        ("The league will pay the wages as long as the steel arrives, it said.", "conditional"),
        ("If the bill passes, Clara Vonn says, she will buy 20 more boats.", "conditional"),
        ("Corvo warned that Vellany could leave the council if Norrmark went to court.", "conditional"),
        ("The bank is expected to cut rates.", "predicted"),
        ("The delegation may return on Thursday.", "predicted"),
        ("Dana Ruhl has promised to publish the notes by June 15.", "pledged"),
        ("The league and the ministry agreed to see the arbitrator.", "pledged"),
        ("Elin Marsh said she would propose a law on dams next month.", "scheduled"),
        ("The Growers’ League will file a complaint on Thursday, its chairman said.", "scheduled"),
        ("The league said it would ask a court to stop the talks unless its members were paid.", "conditional"),
        ("Clara Vonn said that the port would hire other crews if the strike went on.", "conditional"),
    ],
)
def test_each_kind_has_its_words(text: str, kind: str) -> None:
    (step,) = steps(text)
    assert (step.kind, step.threat) == (kind, False)


@pytest.mark.parametrize(
    "text",
    [
        "Norrmark agreed not to open the weir.",
        "Norrmark and Vellany failed to agree on a date.",
        "Vellany refused to open the weir.",
        "She is not expected to attend.",
        "She is no longer likely to attend.",
        "She met the mayor of Arvel, where Corvo is expected to win.",
        "He resigned because his return would help the council.",
        "We must stand together, Halgren said.",
        "A minister must listen to everybody.",
        "Corvo has yet to explain the figures.",
        "“I would rather leave,” Halgren said.",
        "Analysts agree the dam would fail.",
        "The weir will not be opened.",
        "Vellany agreed last year to pay for the dam, and did.",
        "Had they met, they would have agreed.",
        "He would later become king.",
        "The aim is to protect the river.",
        "You will never walk alone.",
        "Will the council vote on Monday?",
        "Engineers are here to see if the gauges work.",
        "Prices rose in May.",
        "“We might have shared the sluices,” Halgren said.",
        "The ministers parted without agreeing how to divide the herring.",
        "He was not seeking a pardon, the lawyer said.",
        "Corvo thinks that the talks will fail.",
        "Corvo predicted that shops would run short of fruit.",
        "“We will be heard,” Halgren said.",
        "Corvo said the ferry had been due to sail on Monday.",
        "That does not mean that the council will meet on Friday, Halgren said.",
        "Halgren denied that she would resign on Friday.",
    ],
)
def test_what_is_denied_past_imagined_or_general_is_no_step(text: str) -> None:
    assert steps(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "She too threatened to shut the canal.",
        "Corvo said he would strike back if Norrmark attacked.",
        "Corvo vowed to retaliate.",
    ],
)
def test_threats_are_marked(text: str) -> None:
    found = steps(text)
    assert found
    assert all(step.threat for step in found)


def test_harm_that_is_to_stop_is_no_threat() -> None:
    (step,) = steps("Norrmark agreed to halt attacks on the port.")
    assert (step.kind, step.threat) == ("pledged", False)


def test_a_step_knows_who_does_what_and_when() -> None:
    text = "Both governments will meet again next Tuesday."
    analysis = analyse(Article.of(text, published=PUBLISHED))
    (step,) = analysis.steps
    assert step.actor is not None
    assert analysis.words(step.actor) == "Both governments"
    assert step.action is not None
    assert analysis.words(step.action) == "meet again"
    assert step.when is not None
    assert (step.when.text, step.when.from_) == ("next Tuesday", "2026-05-26")
    assert words(text, step) == text


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (
            "Late on Monday the union and the port agreed to meet the mediator at the town hall on Thursday.",
            "on Thursday",
        ),
        ("On Monday the union agreed to meet the mediator.", None),
        ("On Thursday the council will vote.", "On Thursday"),
    ],
)
def test_the_date_is_that_of_the_deed_and_not_of_the_promise(text: str, when: str | None) -> None:
    (step,) = steps(text, "2026-05-19")
    assert (step.when.text if step.when else None) == when


def test_a_pronoun_comes_with_the_words_that_say_who() -> None:
    text = "Talks failed, but both governments said they would meet again in Arvel on June 9."
    (step,) = steps(text)
    assert words(text, step) == "both governments said they would meet again in Arvel on June 9"
    assert step.actor is not None
    assert text[step.actor.start : step.actor.end] == "both governments"


def test_a_condition_behind_the_speaker_stays_with_the_step() -> None:
    text = "He would delay the new rota by a month, Corvo said, if the union sent its crews back before the weekend."
    (step,) = steps(text)
    assert (step.kind, words(text, step)) == ("conditional", text)


def test_an_attributed_step_shows_its_own_clause_only() -> None:
    text = "Corvo warned that Vellany could leave the council if Norrmark went to court."
    (step,) = steps(text)
    assert words(text, step) == "Vellany could leave the council if Norrmark went to court"
    assert step.attribution is not None


def test_an_agreement_may_point_back_to_the_sentence_before() -> None:
    text = "“There is a gauge to be built on each bank. That is what has been agreed upon,” Signe Halgren said."
    assert [(s.kind, words(text, s)) for s in steps(text)] == [
        ("pledged", "There is a gauge to be built on each bank. That is what has been agreed upon")
    ]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("“Norrmark must open the weir,” Teodor Corvo said.", "Norrmark must open the weir"),
        ("Halgren resigned and agreed to open the weir.", "Halgren resigned and agreed to open the weir."),
        ("Halgren left Arvel, promising to return.", "Halgren left Arvel, promising to return."),
    ],
)
def test_the_clause_can_stand_alone(text: str, clause: str) -> None:
    assert [words(text, s) for s in steps(text)] == [clause]


def test_an_opinion_of_others_without_a_date_is_a_position_and_no_step() -> None:
    assert steps("Halgren said the farmers would lose.") == ()
    assert steps("Halgren said the farmers would leave the valley.") == ()


def test_what_is_only_asked_or_possible_is_no_step() -> None:
    assert steps("Halgren asked whether the council should close the port.") == ()
    assert steps("The clerk asked if it is out of the question for Halgren to choose a woman.") == ()
    assert [s.kind for s in steps("The clerk asked for Halgren to choose a woman.")] == ["demanded"]
    assert [s.kind for s in steps("Halgren will decide on Monday whether to close the port.")] == ["scheduled"]
    assert steps("The firms could be required to pay a fee.") == ()
    assert [s.kind for s in steps("The firms are required to pay a fee.")] == ["demanded"]


def test_a_present_tense_needs_a_date_to_come() -> None:
    assert [s.kind for s in steps("The council meets on 3 June 2026.")] == ["scheduled"]
    assert steps("The council meets in the old town hall.") == ()
    assert steps("The council meets on 3 June 2026.", published=None) == ()


def test_an_agreement_of_an_earlier_year_is_history() -> None:
    assert steps("Norrmark agreed on 2 March 2024 to open the weir.") == ()
    assert [s.kind for s in steps("Norrmark agreed on Monday to open the weir.")] == ["pledged"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("they will meet on Monday", "scheduled"),
        ("agreed to open the weir", "pledged"),
        ("Norrmark agreed to open the weir", "pledged"),
        ("failed to agree on a date", None),
        ("urged the council to act", "demanded"),
        ("will leave if the vote fails", "conditional"),
        ("is expected to fall", "predicted"),
        ("threatened to close the border", None),
        ("water ran over the weir", None),
    ],
)
def test_bare_words_are_classified_without_a_parse(text: str, kind: str | None) -> None:
    assert classify_step(text) == kind


def test_words_of_threat_carry_no_binding_step() -> None:
    assert not step_kinds("he will cut off the port, he threatened") & {"scheduled", "pledged"}
    assert {"scheduled", "pledged"} <= step_kinds("he will open the port")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Elin Marsh is due in Arvel on Monday.", "scheduled"),
        ("The hearing is set for Friday.", "scheduled"),
        ("The league's treasurer, Dana Ruhl, is expected to give evidence on Friday.", "scheduled"),
        ("The trial is expected to begin on Friday.", "scheduled"),
        ("The report is due to be published on Friday.", "scheduled"),
        ("It will be considered in committee from 3 June.", "scheduled"),
        ("The weather office said heavier rains were likely on Sunday.", "predicted"),
        ("Heavier rain is expected on Friday.", "predicted"),
        ("Prices are expected to fall on Friday.", "predicted"),
        ("The deal is expected to be signed on Friday.", "predicted"),
        ("Dana Ruhl is expected to resign on Friday.", "predicted"),
        ("Corvo promised an urgent review.", "pledged"),
        ("Corvo promised residents a new well.", "pledged"),
        ("“We will bring it to every school by June,” Halgren said.", "pledged"),
        ("“We will assess the gauges on Friday,” Halgren said.", "scheduled"),
    ],
)
def test_a_date_or_a_promised_thing_makes_a_step(text: str, kind: str) -> None:
    (step,) = steps(text)
    assert (step.kind, step.threat) == (kind, False)


@pytest.mark.parametrize(
    "text",
    [
        "Elin Marsh is due a refund.",
        "The hearing was set in Arvel.",
        "It will be considered.",
        "It will be hot on Friday.",
        "Rain is likely.",
        "Corvo promised no cuts.",
        "Corvo promised little.",
        "Corvo was promised a review.",
        "The match promised excitement.",
        "Speaker Ida Brandt called for order.",
        "Corvo must be praying for rain.",
        "Halgren called Ida Brandt on Friday to express her thanks.",
        "Both governments are to blame for the delay.",
        "Halgren said she'd battled through the snow.",
        "Corvo agreed that the rules should be changed.",
        "Corvo is likely to be the next leader.",
        "Corvo called the minister to tell her the news.",
        "A third of the crops are expected to be wheat next year.",
        "They will take the boat.",
        "The December round will last two days.",
        "“The December round will last two days,” Halgren said.",
    ],
)
def test_without_them_nothing_is_announced(text: str) -> None:
    assert steps(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Corvo predicted that shops would run short by the weekend.",
        "Corvo predicted that shops would close on Friday.",
        "Shops will close on Friday, Corvo predicted.",
        "Analysts said the bank would vote on Thursday.",
        "Corvo said the council would likely meet on Friday.",
        "The council will probably vote on Friday.",
        "Corvo warned that the council would meet on Friday.",
    ],
)
def test_a_forecast_is_never_scheduled(text: str) -> None:
    assert [s.kind for s in steps(text)] == ["predicted"]


@pytest.mark.parametrize(
    ("text", "threat"),
    [
        ("Halgren threatened to close the weir.", True),
        ("Halgren threatened to close the weir if Vellany sent more guards.", True),
        ("Corvo said guards would strike back if Norrmark attacked.", True),
        ("Corvo said the guards would strike the port if Norrmark attacked.", True),
        ("Corvo warned that if war came, it would end swiftly.", True),
        ("Halgren vowed to resign if the plan is rejected.", False),
        ("Norrmark agreed to open the weir if Vellany paid.", False),
        ("Halgren promised a review if the gauges failed.", False),
        ("Halgren plans to resign if the plan is rejected.", False),
        ("The council is due to vote on Friday if the report is ready.", False),
        ("Corvo said rates could rise again if the krona fell further.", False),
        ("Corvo warned that prices could rise again if the krona fell further.", False),
        ("Members would strike if the council adjourned without a deal, the union said.", False),
    ],
)
def test_what_hangs_on_a_condition_is_a_threat_only_by_its_words(text: str, threat: bool) -> None:
    (step,) = steps(text)
    assert (step.kind, step.threat) == ("conditional", threat)


def test_harm_promised_as_a_thing_is_a_threat() -> None:
    assert [s.threat for s in steps("Corvo promised a strike against the port.")] == [True]
    assert [s.threat for s in steps("Corvo vowed revenge.")] == [True]
    assert [s.threat for s in steps("Corvo promised a new port.")] == [False]


def test_the_date_of_a_condition_is_not_that_of_the_deed() -> None:
    (step,) = steps("Corvo has promised to bring the ferry back if he wins in October.")
    assert step.when is None
    (step,) = steps("Corvo has promised to bring the ferry back in October.")
    assert step.when is not None
    assert step.when.text == "in October"


def test_a_pronoun_does_not_mean_those_who_tell_others_of_it() -> None:
    (step,) = steps("Doctors told the parents he would be back in the water by August.")
    assert step.actor is None
    (step,) = steps("Both governments said they would meet again in Arvel on June 9.")
    assert step.actor is not None


@pytest.mark.parametrize(
    ("text", "kind", "when"),
    [
        # A deadline, set by whoever.
        ("The county has until 3 June to reply.", "demanded", "until 3 June"),
        ("Tenants have until Friday to move out.", "demanded", "until Friday"),
        ("The motion needs 40 votes by Friday.", "demanded", "by Friday"),
        ("It needs 900 signatures by 12 June.", "demanded", "by 12 June"),
        ("Some 300 households must save water until 2 June.", "demanded", "until 2 June"),
        # What is done to things, and what they do by a timetable.
        ("The gauge in Arvel is to be replaced by 12 June.", "scheduled", "by 12 June"),
        ("The gauge will be repaired on Friday, the council said.", "scheduled", "on Friday"),
        ("The steamer between Arvel and Selm will sail again on Saturday.", "scheduled", "on Saturday"),
        ("The last boat will depart on Sunday, the port said.", "scheduled", "on Sunday"),
        ("The steamer will sail on Sunday if the wind drops.", "conditional", "on Sunday"),
        ("Engineers predict that the steamer will sail on Sunday.", "predicted", "on Sunday"),
        # What somebody expects to do himself.
        ("The port expects to finish both piers by Friday.", "scheduled", "by Friday"),
        ("They expect to clean the tank by Friday, provided that the pumps come.", "conditional", "by Friday"),
        # A first day that may be is no appointment.
        ("A vote would be held in July at the earliest, the clerk said.", "predicted", "in July at the earliest"),
        ("The vote will be held on 3 June at the earliest, the clerk said.", "predicted", "on 3 June at the earliest"),
        ("A vote would be held in July, the clerk said.", "scheduled", "in July"),
        ("The vote will be held no earlier than 3 June, the clerk said.", "predicted", "no earlier than 3 June"),
        ("Tenants must pay no later than Friday.", "demanded", "no later than Friday"),
    ],
)
def test_duties_deadlines_and_timetables(text: str, kind: str, when: str) -> None:
    (step,) = steps(text)
    assert step.when is not None
    assert (step.kind, step.threat, step.when.text) == (kind, False, when)


@pytest.mark.parametrize(
    "text",
    [
        "The county had until 3 June to reply.",
        "The county has until now refused to reply.",
        "The fields need rain by Friday.",
        "The motion needs 40 votes.",
        "The gauge was to be replaced by 12 June.",
        "The gauge is to be replaced.",
        "The gauge was repaired on Monday.",
        "The gauge is said to be repaired.",
        "The steamer will not sail on Saturday.",
        "The steamer will no longer sail on Saturday.",
        "The steamer will not sail before Saturday.",
        "The steamer may sail on Saturday.",
        "The port expects to win the prize on Friday.",
        "The port expects the steamer to sail on Friday.",
        "The port does not expect to finish the pier by Friday.",
        "Halgren expects to be in Arvel on Friday.",
        "Storms will run along the coast on Friday.",
    ],
)
def test_past_denied_and_foretold_duties_are_no_steps(text: str) -> None:
    assert steps(text) == ()


def test_a_threat_to_sail_stays_a_threat() -> None:
    assert [(s.kind, s.threat) for s in steps("The captain threatened to sail on Friday.")] == [("conditional", True)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The wells will be tested on Friday and Sunday.", ["2026-05-22", "2026-05-24"]),
        ("The court will meet on Thursday, Friday and Sunday.", ["2026-05-21", "2026-05-22", "2026-05-24"]),
        ("The court will meet on Friday, and Corvo left on Monday.", ["2026-05-22"]),
        ("The court will meet on Friday to discuss the accident of Sunday.", ["2026-05-22"]),
        ("The court will meet from Friday to Sunday.", ["2026-05-22"]),
        ("Rain is expected on Friday and Sunday.", ["2026-05-22"]),
    ],
)
def test_each_day_of_a_list_is_a_day_of_the_step(text: str, days: list[str]) -> None:
    assert [s.when.from_ for s in steps(text) if s.when is not None] == days


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "“She must resign, and she must resign before the vote.”",
            ["She must resign, and she must resign before the vote."],
        ),
        (
            "Corvo must resign, and Halgren must resign before the vote.",
            ["Corvo must resign", "Halgren must resign before the vote"],
        ),
    ],
)
def test_what_is_asked_twice_of_a_pronoun_is_asked_once(text: str, clauses: list[str]) -> None:
    assert [words(text, s) for s in steps(text)] == clauses


def test_a_day_of_another_demand_is_not_taken_over() -> None:
    (step,) = steps("She must resign and she must repay the money by June.")
    assert step.when is None


@pytest.mark.parametrize(
    ("text", "clause", "kind"),
    [
        ("Schools will remain closed till May 28.", "Schools will remain closed till May 28.", "scheduled"),
        (
            "The office told them that it will not pay when the contract expires on 30 September.",
            "the contract expires on 30 September",
            "scheduled",
        ),
        (
            "“Without it people will start to die in June,” Holt said.",
            "Without it people will start to die in June",
            "predicted",
        ),
        ("“Members will begin to vote on Friday,” Holt said.", "Members will begin to vote on Friday", "scheduled"),
    ],
)
def test_what_is_kept_shut_what_runs_out_and_what_begins(text: str, clause: str, kind: str) -> None:
    (step,) = steps(text)
    assert (words(text, step), step.kind) == (clause, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Prices will remain high until June.",
        "He hoped that schools would stay shut until Friday.",
        "She believes that people should take the decisions.",
        "The companies expect to save $600 million by 2029.",
        "“We promised stability, and stability has paid,” Holt said.",
        "“We will keep you updated,” Holt said.",
    ],
)
def test_a_state_a_hope_and_a_maxim_are_no_steps(text: str) -> None:
    assert steps(text) == ()
