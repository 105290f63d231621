from __future__ import annotations

import pytest

from briefer.language.dates import find_dates

#: A Wednesday.
PUBLISHED = "2026-05-20T19:40:00+02:00"


def found(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str | None, str | None]]:
    return [(w.text, w.from_, w.to) for w in find_dates(text, published=published, article="a1")]


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        # The day of the article counts, in either tense.
        ("They failed to agree on Wednesday.", "on Wednesday", "2026-05-20", "2026-05-20"),
        ("They will agree on Wednesday.", "on Wednesday", "2026-05-20", "2026-05-20"),
        ("Corvo met Halgren late Tuesday.", "late Tuesday", "2026-05-19", "2026-05-19"),
        ("He spoke on Sunday night.", "on Sunday night", "2026-05-17", "2026-05-17"),
        ("Both will meet again next Tuesday.", "next Tuesday", "2026-05-26", "2026-05-26"),
        ("They met last Tuesday.", "last Tuesday", "2026-05-12", "2026-05-12"),
        ("They meet this Friday.", "this Friday", "2026-05-22", "2026-05-22"),
        ("The board voted on Thursday of last week.", "on Thursday of last week", "2026-05-14", "2026-05-14"),
        # The nearest verb decides the side.
        ("The council will meet on Friday.", "on Friday", "2026-05-22", "2026-05-22"),
        ("On Friday, the council will meet.", "On Friday", "2026-05-22", "2026-05-22"),
        ("They agreed to meet on Friday.", "on Friday", "2026-05-22", "2026-05-22"),
        ("A vote is due on Friday.", "on Friday", "2026-05-22", "2026-05-22"),
        ("He declined to comment on Friday.", "on Friday", "2026-05-15", "2026-05-15"),
        ("On Friday they agreed to meet.", "On Friday", "2026-05-15", "2026-05-15"),
        ("Ahead of Tuesday's sitting he left.", "Ahead of Tuesday", "2026-05-19", "2026-05-19"),
        ("Ahead of Friday's vote he left.", "Ahead of Friday", "2026-05-22", "2026-05-22"),
        # Open ends.
        ("It has rained since Monday.", "since Monday", "2026-05-18", None),
        ("They must leave before Friday.", "before Friday", None, "2026-05-21"),
        ("They must leave by Friday.", "by Friday", None, "2026-05-22"),
        ("By Tuesday, 40 had left.", "By Tuesday", None, "2026-05-19"),
        ("He stays until Friday.", "until Friday", None, "2026-05-22"),
        ("It will rain after Friday.", "after Friday", "2026-05-23", None),
        ("It rained after Monday's vote.", "after Monday", "2026-05-18", "2026-05-18"),
        ("It rained in Monday's race.", "Monday", "2026-05-18", "2026-05-18"),
        ("Following Monday's vote he left.", "Monday", "2026-05-18", "2026-05-18"),
        ("He left the following Monday.", "following Monday", "2026-05-25", "2026-05-25"),
        ("It must end by the end of the month.", "by the end of the month", None, "2026-05-31"),
        ("It will run by the end of January.", "by the end of January", None, "2027-01-31"),
        ("It ends before the end of June 2027.", "before the end of June 2027", None, "2027-06-30"),
        ("It ends before the end of the year.", "before the end of the year", None, "2026-12-31"),
        ("He has ruled since 2014.", "since 2014", "2014", None),
        ("It will be built by 2030.", "by 2030", None, "2030"),
        # Days and stretches.
        ("It is today.", "today", "2026-05-20", "2026-05-20"),
        ("They met yesterday evening.", "yesterday evening", "2026-05-19", "2026-05-19"),
        ("They meet the day after tomorrow.", "the day after tomorrow", "2026-05-22", "2026-05-22"),
        ("They met last night.", "last night", "2026-05-19", "2026-05-19"),
        ("They left two days ago.", "two days ago", "2026-05-18", "2026-05-18"),
        ("They left three months ago.", "three months ago", "2026-02", "2026-02"),
        ("They will return in two weeks.", "in two weeks", "2026-06-03", "2026-06-03"),
        ("They must pay within 30 days.", "within 30 days", "2026-05-20", "2026-06-19"),
        ("It rained over the last two weeks.", "over the last two weeks", "2026-05-06", "2026-05-20"),
        ("It came earlier this week.", "earlier this week", "2026-05-18", "2026-05-24"),
        ("They meet next week.", "next week", "2026-05-25", "2026-05-31"),
        ("They met over the weekend.", "over the weekend", "2026-05-16", "2026-05-17"),
        ("It opens in the first week of June.", "in the first week of June", "2026-06-01", "2026-06-07"),
        ("It fell in the last week of April.", "in the last week of April", "2026-04-24", "2026-04-30"),
        ("It fell in the second half of 2025.", "in the second half of 2025", "2025-07", "2025-12"),
        ("It fell in the last quarter of 2025.", "in the last quarter of 2025", "2025-10", "2025-12"),
        ("It comes at the end of 2027.", "at the end of 2027", "2027", "2027"),
        ("A plan came last month.", "last month", "2026-04", "2026-04"),
        ("It ends next year.", "next year", "2027", "2027"),
        ("It will be dry this summer.", "this summer", "2026-06", "2026-08"),
        ("It was dry in the summer of 2024.", "in the summer of 2024", "2024-06", "2024-08"),
        ("It was wet last winter.", "last winter", "2025-12", "2026-02"),
        ("He lived in the 1990s.", "in the 1990s", "1990", "1999"),
        ("It rained in 2019.", "in 2019", "2019", "2019"),
        # Days of the month.
        ("The vote is on 26 May.", "on 26 May", "2026-05-26", "2026-05-26"),
        ("The vote was on May 12.", "on May 12", "2026-05-12", "2026-05-12"),
        ("The vote was on Dec. 12.", "on Dec. 12", "2025-12-12", "2025-12-12"),
        ("On 26 May 2025 it rained.", "On 26 May 2025", "2025-05-26", "2025-05-26"),
        ("On Tuesday, May 26, 2026, it ends.", "On Tuesday, May 26, 2026", "2026-05-26", "2026-05-26"),
        ("on the first of June 2027", "on the first of June 2027", "2027-06-01", "2027-06-01"),
        ("They meet May 20-22.", "May 20-22", "2026-05-20", "2026-05-22"),
        ("from May 30 to June 2", "from May 30 to June 2", "2026-05-30", "2026-06-02"),
        ("It is open from Monday to Friday.", "from Monday to Friday", "2026-05-18", "2026-05-22"),
        ("between 2019 and 2021", "between 2019 and 2021", "2019", "2021"),
        ("2026-05-26", "2026-05-26", "2026-05-26", "2026-05-26"),
        ("on 11/10/2018", "on 11/10/2018", "2018-11-10", "2018-11-10"),
        ("on 25/12/2018", "on 25/12/2018", "2018-12-25", "2018-12-25"),
        ("on 1.2.2018", "on 1.2.2018", "2018-02-01", "2018-02-01"),
        # Months.
        ("They will meet in June.", "in June", "2026-06", "2026-06"),
        ("They met in August.", "in August", "2025-08", "2025-08"),
        ("They met in April.", "in April", "2026-04", "2026-04"),
        ("It starts in March of next year.", "in March of next year", "2027-03", "2027-03"),
        ("It began in early February 2024.", "in early February 2024", "2024-02", "2024-02"),
    ],
)
def test_one_date(text: str, words: str, start: str | None, end: str | None) -> None:
    assert found(text) == [(words, start, end)]


def test_each_date_has_the_tense_of_its_own_verb() -> None:
    assert found("The council said on Tuesday it will meet on Friday.") == [
        ("on Tuesday", "2026-05-19", "2026-05-19"),
        ("on Friday", "2026-05-22", "2026-05-22"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They may go. We may well march on.",
        "Mr May said so; Theresa May agreed.",
        "The march was long, the sun was out, he sat down.",
        "the Mail on Sunday and the Sunday Times",
        "Black Friday sales and Saturday Night Live",
        "He works every Monday and on Tuesdays.",
        "until the harvest was in",
        "It took a second. The score was 3-1, version 3.8.0, for $12.",
        "in 2,019 cases and 2020 boats",
        "They won twice in two weeks.",
        "He is 30 years old.",
        "USA Today reported it, as did This Week.",
        "Feb 30 and 2026-13-01",
        "for a better tomorrow",
        "the fall of the weir",
        "one day and these days",
        "It froze for the first time in 30 years.",
        "It was the driest spring in ten years.",
        "They marched on Remembrance Sunday with flags.",
    ],
)
def test_no_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began in 2026 May the council said so.", []),
        ("It opened on 2026 May 3.", [("on 2026 May 3", "2026-05-03", "2026-05-03")]),
    ],
)
def test_a_year_before_a_month_is_a_date_only_with_a_day(text: str, expected: list[object]) -> None:
    assert found(text) == expected


def test_letters_that_look_alike_without_case_read_alike() -> None:
    assert found("They will meet on Thurſday.") == [("on Thurſday", "2026-05-21", "2026-05-21")]


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_at_the_ends_of_the_calendar_nothing_is_counted(published: str) -> None:
    assert found("They met last Tuesday and will meet tomorrow, on 3 May 2026.", published) == [
        ("last Tuesday", None, None),
        ("tomorrow", None, None),
        ("on 3 May 2026", "2026-05-03", "2026-05-03"),
    ]


def test_another_date_of_the_text_gives_no_value() -> None:
    assert found("Three years earlier it was dry.") == [("Three years earlier", None, None)]


def test_without_a_day_of_its_own_only_the_absolute_has_values() -> None:
    text = "On Tuesday, last month, on 26 May, in June; on 26 May 2025, in 2019."
    assert found(text, None) == [
        ("On Tuesday", None, None),
        ("last month", None, None),
        ("on 26 May", None, None),
        ("in June", None, None),
        ("on 26 May 2025", "2025-05-26", "2025-05-26"),
        ("in 2019", "2019", "2019"),
    ]


@pytest.mark.parametrize("published", ["2026-05-20", "2026-05-20T23:59:59-11:00", "2026-05-20T00:01:00+14:00"])
def test_the_day_is_the_articles_own(published: str) -> None:
    assert found("It is today.", published) == [("today", "2026-05-20", "2026-05-20")]


@pytest.mark.parametrize("published", ["2026", "2026-05", "soon", ""])
def test_less_than_a_day_is_no_base(published: str) -> None:
    assert found("It is today.", published) == [("today", None, None)]


def test_spaces_of_any_kind() -> None:
    assert found("on 26\u00a0May\u202f2025") == [("on 26\u00a0May\u202f2025", "2025-05-26", "2025-05-26")]


def test_the_span_belongs_to_the_article() -> None:
    (when,) = find_dates("It was on Tuesday.", published=PUBLISHED, article="a7")
    assert (when.span.article, when.span.start, when.span.end) == ("a7", 7, 17)


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        # A verb of what is to come looks ahead, however it is said.
        ("They must leave before Tuesday.", "before Tuesday", None, "2026-05-25"),
        ("They left before Tuesday.", "before Tuesday", None, "2026-05-18"),
        ("Trams will run from Monday.", "from Monday", "2026-05-25", None),
        ("The council won't meet on Monday.", "on Monday", "2026-05-25", "2026-05-25"),
        ("She couldn’t come on Monday, she said.", "on Monday", "2026-05-25", "2026-05-25"),
        ("She couldn't have come on Monday.", "on Monday", "2026-05-18", "2026-05-18"),
        ("The tank will be drained and cleaned on Monday.", "on Monday", "2026-05-25", "2026-05-25"),
        ("The tank was drained and cleaned on Monday.", "on Monday", "2026-05-18", "2026-05-18"),
        # What does not happen before a day may happen from that day on.
        ("The steamer will not sail before Tuesday.", "before Tuesday", "2026-05-26", None),
        ("The steamer won’t sail before Tuesday.", "before Tuesday", "2026-05-26", None),
        ("No ruling is expected before July.", "before July", "2026-07", None),
        ("It will not open before the end of May.", "before the end of May", "2026-05-31", None),
        ("The school will not open until Monday.", "until Monday", "2026-05-25", None),
        ("Not until Monday will it open.", "until Monday", "2026-05-25", None),
        ("It will open no earlier than Monday.", "no earlier than Monday", "2026-05-25", None),
        ("It will open in July at the earliest.", "in July at the earliest", "2026-07", None),
        ("It will open on Monday at the latest.", "on Monday at the latest", None, "2026-05-25"),
        # Not so how long something is forbidden, what is not ruled out, or what is past.
        ("You must not drink it until Monday.", "until Monday", None, "2026-05-25"),
        ("The school did not open until Monday.", "until Monday", None, "2026-05-18"),
        ("He will not rule out leaving before Tuesday.", "before Tuesday", None, "2026-05-25"),
        ("They did not leave before Tuesday.", "before Tuesday", None, "2026-05-18"),
        # A month before a small word.
        ("The piers were checked in March and held.", "in March", "2026-03", "2026-03"),
    ],
)
def test_what_is_to_come_and_what_does_not_happen_before(
    text: str, words: str, start: str | None, end: str | None
) -> None:
    assert found(text) == [(words, start, end)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The court moved the hearing from Thursday to Monday.", ["2026-05-21", "2026-05-25"]),
        ("The hearing was put off from Monday to Friday.", ["2026-05-18", "2026-05-22"]),
        ("They brought the hearing forward from Friday to Thursday.", ["2026-05-22", "2026-05-21"]),
        ("The hearing was postponed from 12 May to 19 May.", ["2026-05-12", "2026-05-19"]),
        ("The hearing was postponed to Monday.", ["2026-05-25"]),
    ],
)
def test_what_is_moved_has_the_day_it_leaves_and_the_day_it_gets(text: str, expected: list[str]) -> None:
    assert [(start, end) for _, start, end in found(text)] == [(day, day) for day in expected]


@pytest.mark.parametrize(
    "text", ["The shop moved to a house open from Monday to Friday.", "It had night shifts from Monday to Friday."]
)
def test_a_stretch_stays_one(text: str) -> None:
    assert found(text) == [("from Monday to Friday", "2026-05-18", "2026-05-22")]
