"""What each built-in template shows, from the same briefs: who stands where, what comes when, one screen, a mail."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email import message_from_bytes, policy
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

from briefer.contract import load_brief
from briefer.model import Brief, Change, Check, NextStep, Position, Recipient, Story, When
from briefer.render import _helpers, render
from briefer.render.checks import check_static
from briefer.render.overview import Matrix, Period

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(__file__).parents[2] / "templates" / "samples"
TEMPLATES = ["daily", "ministerial", "short", "stakeholders", "lookahead"]
ANA = Recipient(name="Ana Prill", email="ana@desk.example", topics=("quays", "whales"))


@cache
def _sample(name: str) -> Brief:
    return load_brief(json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))


def _text(brief: Brief, template: str, format: str = "text", *, recipient: Recipient | None = None) -> str:
    made = render(brief, format=format, template=f"builtin:{template}", recipient=recipient)
    assert isinstance(made, str)
    return made


def _mail(brief: Brief, template: str, recipient: Recipient | None = None) -> tuple[str, str]:
    """Subject and HTML."""
    made = render(brief, format="eml", template=f"builtin:{template}", recipient=recipient)
    assert isinstance(made, bytes)
    message = message_from_bytes(made, policy=policy.default)
    page = message.get_body(("html",))
    assert page is not None
    return " ".join(str(message["Subject"]).split()), page.get_content()


# --- as they were ---


@pytest.mark.parametrize("template", ["short", "stakeholders", "lookahead"])
@pytest.mark.parametrize("ending", ["md", "txt"])
def test_as_it_was(template: str, ending: str, update: bool) -> None:
    path = GOLDEN / f"{template}.{ending}"
    made = _text(_sample("complete"), template, ending)
    if update:
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", ["daily", "short"])
def test_the_mail_as_it_was(template: str, update: bool) -> None:
    path = GOLDEN / f"{template}.mail.html"
    made = _mail(_sample("complete"), template, ANA)[1].replace("\r\n", "\n")
    if update:
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_passes_its_own_check(template: str) -> None:
    assert check_static(f"builtin:{template}") == ()


# --- pages and mails ---


class _Page(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, name: str) -> list[str]:
        """The values of an attribute, wherever it stands."""
        return [value or "" for _, attributes in self.elements for key, value in attributes.items() if key == name]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("sample", ["complete", "rtl", "hostile", "empty"])
def test_links_lead_somewhere_and_each_name_stands_once(template: str, sample: str) -> None:
    for html in (_text(_sample(sample), template, "html"), _mail(_sample(sample), template)[1]):
        page = _Page(html)
        ids = page.all("id")
        assert len(ids) == len(set(ids))
        for href in page.all("href"):
            assert href.startswith(("#", "https://", "http://", "mailto:"))
            assert not href.startswith("#") or href[1:] in ids
        assert set(page.all("popovertarget")) <= set(ids)
        assert [tag for tag, _ in page.elements].count("h1") == 1


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("sample", ["complete", "hostile"])
def test_a_mail_loads_nothing_and_opens_nothing(template: str, sample: str) -> None:
    html = _mail(_sample(sample), template, ANA)[1]
    page = _Page(html)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "link", "svg", "button", "object", "form", "video"}
    assert not page.all("popover")
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not re.search(
        r"url\(|@import|var\(--", " ".join([*page.all("style"), *re.findall("<style>(.*?)</style>", html)])
    )
    assert ("table", "presentation") in [(tag, attributes.get("role")) for tag, attributes in page.elements]
    assert "prefers-color-scheme: dark" in html


def test_a_mail_of_forty_stories_is_not_cut_by_gmail() -> None:
    brief = _sample("thirty")
    again = tuple(replace(story, id=f"{story.id}-again") for story in brief.stories[:10])
    forty = replace(brief, stories=(*brief.stories, *again))
    assert len(_mail(forty, "daily", ANA)[1].encode()) <= 102 * 1024


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("sample", ["complete", "hostile", "empty"])
def test_a_subject_is_one_short_line(template: str, sample: str) -> None:
    subject = _mail(_sample(sample), template)[0]
    assert "\n" not in subject
    assert 0 < len(subject) <= 78


def test_a_subject_names_title_day_and_first_story() -> None:
    assert _mail(_sample("minimal"), "daily")[0].startswith("Morning brief, 21 May: The footbridge at Lower Quill")
    # The day stands in the title already.
    assert _mail(_sample("complete"), "daily")[0].startswith("Harbours and ferries, 21 May 2026: Skerrow’s harbour")


def test_the_inbox_shows_the_bottom_line_and_not_the_head() -> None:
    html = _mail(_sample("complete"), "short")[1]
    hidden = re.search(r'<div class="preheader" style="display:none[^"]*">(.*?)</div>', html)
    assert hidden is not None
    assert hidden[1].startswith("Skerrow’s board raises ferry fees from July")


def test_how_to_leave_stands_in_a_mail_only() -> None:
    brief = _sample("complete")
    assert "unsubscribe" not in _text(brief, "daily", "html", recipient=ANA)
    assert "answer with the word “unsubscribe”" in _mail(brief, "daily", ANA)[1]
    told = replace(brief, set={**brief.set, "unsubscribe": "mailto:desk@desk.example?subject=off"})
    assert 'href="mailto:desk@desk.example?subject=off"' in _mail(told, "daily", ANA)[1]
    wrong = replace(brief, set={**brief.set, "unsubscribe": "javascript:alert(1)"})
    assert "javascript" not in _mail(wrong, "daily", ANA)[1]


# --- for whom ---


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("format", ["html", "md", "txt"])
def test_a_copy_for_somebody_says_so(template: str, format: str) -> None:
    made = re.sub(r"<[^>]+>", "", _text(_sample("minimal"), template, format, recipient=ANA))
    assert "For Ana Prill" in made
    assert "Ana" not in _text(_sample("minimal"), template, format)


@pytest.mark.parametrize("template", ["daily", "short"])
def test_stories_on_the_readers_topics_come_first(template: str) -> None:
    brief = _sample("complete")
    first, second = (story.headline for story in brief.stories)
    plain, own = _text(brief, template), _text(brief, template, recipient=replace(ANA, topics=("Cassel", "whales")))
    assert plain.index(first) < plain.index(second)
    assert own.index(f"{second} [") < own.index(f"{first} [")
    assert "On your topics: Cassel" in own
    assert "topics" not in plain


# --- who stands where ---


def _position(holder: str | None, stance: str = "unclear", **more: object) -> Position:
    return Position(holder=holder, speaker=holder, text=f"words of {holder}", stance=stance, **more)  # type: ignore[arg-type]


def _story(id: str, *positions: Position) -> Story:
    return replace(_sample("complete").stories[0], id=id, positions=positions, who=(), contradictions=())


def _matrix(*stories: Story, silent: bool = False) -> Matrix:
    made = _helpers(_sample("complete"))["filters"]["matrix"](stories, silent)
    assert isinstance(made, Matrix)
    return made


def test_one_row_a_holder_over_all_stories() -> None:
    table = _matrix(_story("a", _position("Una Brask", "support")), _story("b", _position("Una Brask", "oppose")))
    assert [row.name for row in table.rows] == ["Una Brask"]
    assert [(cell.story.id, cell.stances) for cell in table.rows[0].cells] == [("a", ("support",)), ("b", ("oppose",))]
    assert not table.moved


def test_those_who_are_not_identified_are_never_joined() -> None:
    table = _matrix(_story("a", _position(None), _position("he")), _story("b", _position(None), _position("he")))
    assert len(table.rows) == 4


def test_who_takes_no_stance_is_named_below_or_has_a_row() -> None:
    stories = [_story("a", _position("Una Brask"), _position("Teo Marrick", "oppose"))]
    assert [row.name for row in _matrix(*stories).rows] == ["Teo Marrick"]
    assert [row.name for row in _matrix(*stories).others] == ["Una Brask"]
    assert [row.name for row in _matrix(*stories, silent=True).rows] == ["Teo Marrick", "Una Brask"]
    # Nobody takes one: then all have rows.
    assert [row.name for row in _matrix(_story("a", _position("Una Brask"))).rows] == ["Una Brask"]


def test_each_target_of_a_stance_has_its_own_cell() -> None:
    own = [_position("A", "support", target="the fee"), _position("A", "oppose", target="the ban"), _position("A")]
    (row,) = _matrix(_story("a", *own)).rows
    assert [(cell.target, cell.stances) for cell in row.cells] == [("the fee", ("support",)), ("the ban", ("oppose",))]


def test_what_changed_is_told_with_the_words_of_before() -> None:
    before = _sample("complete").changes[1].before
    moved = _position("A", "support", change=Change(kind="changed", since="2026-03-04", evidence=before))
    kept = _position("B", "oppose", change=Change(kind="repeated", since="2026-05-14"))
    fresh = _position("C", "oppose", change=Change(kind="new"))
    table = _matrix(_story("a", kept, moved, fresh))
    told = {row.name: (row.cells[0].change, [q.text for q in row.cells[0].before]) for row in table.rows}
    assert table.moved
    assert told == {
        "B": ("unchanged since 14 May", []),
        "A": ("changed since 4 March", ["Una Brask said in March that no rise was planned."]),
        "C": ("new", []),
    }


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("format", ["html", "txt"])
def test_no_page_says_that_a_stance_is_unclear(template: str, format: str) -> None:
    assert "stance unclear" not in _text(_sample("complete"), template, format)


# --- what comes when ---


def _step(text: str, start: str | None, end: str | None = None, kind: str = "scheduled") -> NextStep:
    evidence = _sample("complete").stories[0].next_steps[0].evidence
    when = When("then", evidence[0], start, end) if start or end else None
    return NextStep(text=text, kind=kind, when=when, evidence=evidence)  # type: ignore[arg-type]


def _ahead(*steps: NextStep) -> list[tuple[str, list[str]]]:
    made = _helpers(_sample("complete"))["filters"]["ahead"]((replace(_story("a"), next_steps=steps),))
    assert all(isinstance(period, Period) for period in made)
    return [(period.title, [item.step.text for item in period.items]) for period in made]


def test_overdue_first_then_weeks_then_months_undated_last() -> None:
    # The brief was made on Thursday, 21 May 2026.
    assert _ahead(
        _step("undated", None),
        _step("in a year", "2027", "2027"),
        _step("in autumn", "2026-10-03", "2026-10-03"),
        _step("next week", "2026-05-26", "2026-05-26"),
        _step("some day in June", "2026-06", "2026-06"),
        _step("in two weeks", "2026-06-02", "2026-06-03"),
        _step("tomorrow", "2026-05-22", "2026-05-22"),
        _step("today", "2026-05-21", "2026-05-21"),
        _step("forecast of the past", "2026-05-19", "2026-05-19", "predicted"),
        _step("overdue", None, "2026-05-18", "pledged"),
    ) == [
        ("Overdue", ["overdue"]),
        ("Date passed", ["forecast of the past"]),
        ("This week, 18 to 24 May", ["today", "tomorrow"]),
        ("Next week, 25 to 31 May", ["next week"]),
        ("1 to 7 June", ["in two weeks"]),
        ("June 2026", ["some day in June"]),
        ("October 2026", ["in autumn"]),
        ("2027", ["in a year"]),
        ("No date", ["undated"]),
    ]


def test_what_is_under_way_belongs_to_this_week() -> None:
    assert _ahead(_step("talks", "2026-05-19", "2026-05-23")) == [("This week, 18 to 24 May", ["talks"])]
    assert _ahead(_step("strike", "2026-05-19")) == [("This week, 18 to 24 May", ["strike"])]


def test_dates_at_the_ends_of_time_do_not_break_a_page() -> None:
    assert _ahead(_step("far", "9999-12", "9999-12"), _step("near", "0001", "0001")) == [
        ("Overdue", ["near"]),
        ("December 9999", ["far"]),
    ]


# --- one screen ---


def test_the_next_date_is_the_first_that_is_still_to_come() -> None:
    next_step = _helpers(_sample("complete"))["filters"]["next_step"]
    story = replace(_story("a"), next_steps=(_step("past", "2026-05-18"), _step("later", "2026-06-02", "2026-06-02")))
    assert next_step(story).text == "later"
    forecast = _step("forecast", "2026-05-25", "2026-05-25", "predicted")
    assert next_step(replace(story, next_steps=(forecast, *story.next_steps))).text == "later"
    assert next_step(replace(story, next_steps=(forecast,))).text == "forecast"
    assert next_step(replace(story, next_steps=(_step("undated", None),))) is None


def test_what_binds_somebody_comes_before_a_condition_also_without_an_end() -> None:
    next_step = _helpers(_sample("complete"))["filters"]["next_step"]
    if_asked = _step("if asked", "2026-05-21", "2026-05-21", "conditional")
    today, onwards = _step("today", "2026-05-21", "2026-05-21"), _step("onwards", "2026-05-25", kind="pledged")
    story = _story("a")
    assert next_step(replace(story, next_steps=(if_asked, today))).text == "today"
    assert next_step(replace(story, next_steps=(if_asked, onwards))).text == "onwards"
    begun = _step("begun", "2026-05-20", kind="pledged")
    assert next_step(replace(story, next_steps=(if_asked, begun))).text == "if asked"


def test_the_telling_quotation_is_of_somebody_who_takes_a_stance() -> None:
    said = _helpers(_sample("complete"))["filters"]["telling"](_sample("complete").stories[0])
    assert (said.holder.name, said.saying.quotes[0].text) == (
        "Una Brask",
        "A harbour that cannot pay for its lights has no future",
    )
    assert _helpers(_sample("complete"))["filters"]["telling"](_story("a", _position("A", "support"))) is None


def test_stories_beyond_the_limit_are_named() -> None:
    brief = replace(_sample("thirty"), set={"stories_at_most": "3"})
    made = _text(brief, "short")
    noted = made[made.index("Also noted") : made.index("Evidence")]
    assert noted.count("\n- ") == 27
    assert all(story.headline in made for story in brief.stories)


def test_why_it_matters_is_a_section_of_ones_own() -> None:
    brief = replace(_sample("complete"), set={"why": "risks"})
    assert "Why it matters. The night ferry could stop. [" in _text(brief, "short")
    assert "Why it matters" not in _text(_sample("complete"), "short")


# --- evidence ---


def test_a_note_says_who_vouched_in_a_second_look(samples: ModuleType) -> None:
    brief = samples.ministerial()
    story = brief.stories[0]
    first, *rest = story.positions
    asked = replace(first, check=Check(status="verified", gates={"ids": "pass"}, by="example-2"))
    changed = replace(brief, stories=(replace(story, positions=(asked, *rest)),))
    assert "Checked by example-2." in _text(changed, "ministerial")
    assert "Checked by" not in _text(brief, "ministerial")


@pytest.mark.system
def test_paper_has_notes_in_place_of_pop_ups() -> None:
    import pypdf

    for template in TEMPLATES:
        made = render(_sample("complete"), format="pdf", template=f"builtin:{template}")
        assert isinstance(made, bytes)
        reader = pypdf.PdfReader(BytesIO(made))
        text = " ".join(page.extract_text() for page in reader.pages)
        assert "Close" not in text
        assert "open at this sentence" not in text
        assert "OFFICIAL" in text
        targets = [a.get_object() for page in reader.pages for a in page.get("/Annots") or []]
        assert any("/Dest" in a or a.get("/A", {}).get("/S") == "/GoTo" for a in targets)
