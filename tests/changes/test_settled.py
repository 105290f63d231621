"""What a later sentence says of a step: only what it says plainly."""

from __future__ import annotations

from datetime import date

import pytest

from briefer.changes.matter import Line, Matter, matter_of
from briefer.changes.settled import Verdict, verdict

TOLD = date(2026, 5, 4)


def matter(text: str, action: str, actor: str | None, day: str | None, first: str | None = None) -> Matter:
    made = matter_of(text, action, actor, first or day, day)
    assert made is not None
    return made


MINISTERS = matter(
    "The ministers of Norrmark and Vellany will meet again in Tarnvik on 12 May", "meet again in Tarnvik",
    "The ministers of Norrmark and Vellany", "2026-05-12",
)  # fmt: skip
REPORT = matter(
    "The inspectors will present their report in Drell on 12 May", "present their report in Drell", "The inspectors",
    "2026-05-12",
)  # fmt: skip
MEDIATOR = matter(
    "A meeting with the mediator is planned for 12 May", "is planned", "A meeting with the mediator", "2026-05-12"
)
BILL = matter(
    "The parliament of Norrmark will vote on the water bill on 12 May", "vote on the water bill",
    "The parliament of Norrmark", "2026-05-12",
)  # fmt: skip
FIGURES = matter_of(
    "Norrmark would publish its catch figures by the end of May",
    "publish its catch figures",
    "Norrmark",
    None,
    "2026-05-31",
)
ACCOUNTS = matter(
    "The ferry company Marlpost is to present its accounts on 12 May",
    "present its accounts",
    "The ferry company",
    "2026-05-12",
)
HEARING = matter("The trial is set to open on 12 May", "open", "The trial", "2026-05-12")


def said(step: Matter | None, sentence: str, day: int = 13, *, agreed: bool = True) -> Verdict | None:
    published = date(2026, 5, day)
    assert step is not None
    return verdict(step, Line(sentence, "a", f"{published}T08:00:00+02:00", published), TOLD, agreed=agreed)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (MINISTERS, "The ministers of Norrmark and Vellany met on Tuesday."),
        (MINISTERS, "The ministers met again in Tarnvik on Tuesday, an official said."),
        (MINISTERS, "On 12 May the ministers met for the third time."),
        (MINISTERS, "The ministers had met on Tuesday."),
        (ACCOUNTS, "Marlpost presented its accounts on Tuesday and reported a loss."),
        (MINISTERS, "The meeting of the ministers took place in Tarnvik on Tuesday."),
        (REPORT, "On Tuesday, the inspectors in Drell handed over their report."),
        (REPORT, "The inspectors published their report."),
        (REPORT, "The report of the inspectors was presented on Tuesday."),
        (MEDIATOR, "The union and the company met the mediator on Tuesday."),
        (MEDIATOR, "On Tuesday, the mediator had a first meeting with both sides."),
        (BILL, "The parliament voted for the water bill on Tuesday."),
        (FIGURES, "Norrmark published its catch figures on Tuesday."),
        (HEARING, "The trial opened on Tuesday in a full courtroom."),
    ],
)
def test_a_step_that_is_told_as_done_was_kept(step: Matter, sentence: str) -> None:
    assert said(step, sentence) == Verdict("kept")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        # Planned, supposed, denied, asked for, quoted, or of another time.
        (MINISTERS, "The ministers were to meet on Tuesday."),
        (MINISTERS, "The ministers had met in Tarnvik."),
        (MINISTERS, "The ministers will meet on Tuesday."),
        (MINISTERS, "The ministers would have met on Tuesday."),
        (MINISTERS, "If the ministers met in Tarnvik, fish would fly."),
        (MINISTERS, "Norrmark denied that the ministers met in Tarnvik."),
        (MINISTERS, "“The ministers met on Tuesday,” he joked."),
        (MINISTERS, "The ministers last met in Tarnvik in March."),
        (MINISTERS, "The ministers met in Tarnvik on 5 May."),
        (MINISTERS, "Have the ministers met in Tarnvik?"),
        # Somebody else, with somebody else, or something else.
        (MINISTERS, "The ministers of Norrmark met the king on Tuesday."),
        (MINISTERS, "The ministers met reporters on Tuesday."),
        (MINISTERS, "The opposition met on Tuesday."),
        (REPORT, "The inspectors presented flowers on Tuesday."),
        (MEDIATOR, "The mediator met journalists on Tuesday."),
        (BILL, "The parliament of Norrmark voted on the pension bill on 12 May."),
        (FIGURES, "Norrmark published its budget."),
        (FIGURES, "Vellany published its catch figures."),
        (HEARING, "The ministers cancelled their hearing of the trawlermen of Drell."),
        # Only asked for, only considered.
        (MINISTERS, "Trawlermen demanded that the meeting of the ministers be cancelled."),
        (MINISTERS, "The ministers may cancel their meeting in Tarnvik."),
        (MINISTERS, "The ministers ruled out that their meeting in Tarnvik would be postponed."),
        (MINISTERS, "The ministers will not meet in Tarnvik before 12 May."),
    ],
)
def test_what_is_not_plainly_said_of_the_step_says_nothing(step: Matter, sentence: str) -> None:
    assert said(step, sentence) is None


@pytest.mark.parametrize(
    ("step", "sentence", "how"),
    [
        (MINISTERS, "The meeting of the ministers in Tarnvik was cancelled.", "cancelled"),
        (MINISTERS, "Norrmark and Vellany called off their meeting in Tarnvik.", "cancelled"),
        (MEDIATOR, "The company cancelled Tuesday's meeting with the mediator.", "cancelled"),
        (HEARING, "The hearing of 12 May was scrapped, a clerk said.", "cancelled"),
        (BILL, "Parliament put off the vote on the water bill.", "postponed"),
        (HEARING, "The court adjourned the hearing.", "postponed"),
        (MINISTERS, "The ministers of Norrmark and Vellany will not meet on 12 May, an envoy said.", "denied"),
        (MEDIATOR, "The meeting with the mediator will not take place.", "denied"),
        (REPORT, "The inspectors would not present their report on 12 May, they said.", "denied"),
        (FIGURES, "Norrmark will not publish its catch figures, Halgren said.", "denied"),
    ],
)
def test_a_step_that_is_called_off_or_denied(step: Matter, sentence: str, how: str) -> None:
    found = said(step, sentence, 10)
    assert found is not None
    assert found.how == how


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministers postponed their meeting to 19 May.",
        "The meeting of 12 May was moved to 19 May, both ministers said.",
        "The ministers of Norrmark and Vellany moved their meeting from 12 May to 19 May.",
        "On Sunday the meeting of the ministers in Tarnvik was delayed until 19 May.",
    ],
)
def test_a_step_that_is_moved_has_its_new_day(sentence: str) -> None:
    assert said(MINISTERS, sentence, 10) == Verdict("moved", date(2026, 5, 19), date(2026, 5, 19))


def test_what_is_moved_from_another_day_or_long_after_is_another_meeting() -> None:
    assert said(MINISTERS, "The meeting of the ministers was moved from 10 May to 19 May.", 8) is None
    moved = said(MINISTERS, "The meeting of the ministers was moved from 12 May to 19 May.", 8)
    assert moved == Verdict("moved", date(2026, 5, 19), date(2026, 5, 19))
    assert said(MINISTERS, "The meeting of the ministers was put back to 30 May.", 20) is None


def test_documents_are_put_off_by_their_names() -> None:
    findings = matter(
        "The laboratory promised to release its findings on 12 May",
        "release its findings",
        "The laboratory",
        "2026-05-12",
    )
    moved = Verdict("moved", date(2026, 5, 16), date(2026, 5, 16))
    assert said(findings, "The laboratory delayed its findings until 16 May.", 9) == moved
    assert said(findings, "The findings of the laboratory were put off to 16 May.", 9) == moved


def test_another_word_for_the_deed_denies_it_of_who_is_to_do_it_alone() -> None:
    assert said(REPORT, "The inspectors will not publish their report, an official said.", 8) == Verdict("denied")
    assert said(REPORT, "The minister said she would never publish the report of the inspectors.", 8) is None


def test_who_says_so_need_not_act() -> None:
    talks = matter(
        "The next round of the talks will be held in Drell on 12 May",
        "be held in Drell",
        "The next round of the talks",
        "2026-05-12",
    )
    assert said(talks, "The talks planned for 12 May will not take place, Norrmark said.", 8) == Verdict("denied")
    assert said(talks, "The talks planned for 12 May in Tarnvik will not take place.", 8) is None


def test_what_did_not_happen_is_known_only_after_its_day() -> None:
    sentence = "The ministers of Norrmark and Vellany did not meet."
    assert said(MINISTERS, sentence, 11) is None
    assert said(MINISTERS, sentence, 13) == Verdict("denied")
    assert said(REPORT, "The report of the inspectors had not been presented by Tuesday evening.", 13) == Verdict(
        "denied"
    )


def test_before_its_day_a_step_cannot_have_been_kept() -> None:
    assert said(MINISTERS, "The ministers of Norrmark and Vellany met in Tarnvik.", 10) is None


def test_what_nobody_has_fixed_cannot_be_called_off() -> None:
    assert said(FIGURES, "Norrmark will not publish its catch figures, Halgren said.", agreed=False) is None
