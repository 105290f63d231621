"""A note opens the sentence that a claim rests on, with the telling words marked."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from briefer.model import Article, Brief, Position, Span, Statement
from briefer.render.dates import Calendar
from briefer.render.notes import Notes
from briefer.render.passages import fragment_url
from briefer.templating import Locale
from briefer.testing import span_of


def _notes(brief: Brief) -> Notes:
    return Notes.of(brief, Calendar.of(brief))


def _marked(notes: Notes, claim: object) -> list[str]:
    note = notes.note(claim)  # type: ignore[arg-type]
    assert note is not None
    return [piece.text for passage in note.passages for piece in passage.pieces if piece.kind == "mark"]


def _position(brief: Brief, id: str) -> Position:
    return next(p for s in brief.stories for p in s.positions if p.id == id)


def test_the_telling_words_of_a_position_are_what_is_attributed(samples: ModuleType) -> None:
    brief = samples.ministerial()
    notes = _notes(brief)
    assert _marked(notes, _position(brief, "p1")) == ["“You cannot share a river that you measure twice,”"]
    assert _marked(notes, _position(brief, "p2")) == [
        "her side would take a fifth less water if the gauges were shared"
    ]


def test_the_whole_sentence_stands_there_and_its_neighbours_beside_it(samples: ModuleType) -> None:
    brief = samples.ministerial()
    note = _notes(brief).note(_position(brief, "p3"))
    assert note is not None
    passage = note.passages[0]
    assert (
        "“Our fields come first, and they will come first in July,” he said, as cited by the Harbour Post."
        in passage.text
    )
    assert passage.after.startswith("Asked about the gauges")
    assert passage.before.startswith("She said")


def test_glued_sentences_come_apart(samples: ModuleType) -> None:
    brief = samples.ministerial()
    note = _notes(brief).note(brief.stories[0].what[1])
    assert note is not None
    assert note.passages[0].text == "The talks took two days."
    assert note.passages[0].before.endswith("the basin council said.")


def test_what_was_resolved_is_said(samples: ModuleType) -> None:
    brief = samples.ministerial()
    notes = _notes(brief)
    her, his = notes.note(_position(brief, "p2")), notes.note(_position(brief, "p3"))
    assert her is not None
    assert his is not None
    assert "“She” read as Signe Halgren." in her.remarks
    assert "From elsewhere in the article: “agriculture minister”." in his.remarks
    step = notes.note(brief.stories[0].next_steps[2])
    assert step is not None
    assert "“next Tuesday” read as 26 May, from the article’s own date." in step.remarks
    plain = notes.note(_position(brief, "p1"))
    assert plain is not None
    assert plain.remarks == ()


@pytest.mark.parametrize(("language", "said"), [("en", "“She” read as"), ("fr", "« She » : compris comme")])
def test_a_name_that_ends_with_a_full_stop_ends_the_remark(samples: ModuleType, language: str, said: str) -> None:
    brief = samples.ministerial()
    notes = Notes.of(brief, Calendar.of(brief, Locale.of(language)))

    def told(name: str) -> str:
        note = notes.note(replace(_position(brief, "p2"), speaker=name, holder=name))
        assert note is not None
        return note.remarks[0].replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")

    assert told("Medilink Corp.") == f"{said} Medilink Corp."
    assert told("Medilink") == f"{said} Medilink."
    assert told("And so on…") == f"{said} And so on…."


def test_words_from_elsewhere_are_told_of_in_one_remark(samples: ModuleType) -> None:
    brief = samples.ministerial()
    notes, his = _notes(brief), _position(brief, "p3")
    article = brief.articles[0]
    other = replace(his, derived={"role": (Span(article.id, 0, 12),)})
    for claim in (his, other, replace(his, derived={**his.derived, "when": other.derived["role"]})):
        notes.note(claim)
    (note,) = notes.listed()
    words = article.text[:12]
    assert [r for r in note.remarks if "elsewhere" in r] == [
        f"From elsewhere in the article: “agriculture minister” and “{words}”."
    ]


def test_speakers_found_by_rule_are_said_to_be(samples: ModuleType) -> None:
    brief = samples.ministerial()
    ruled = _notes(brief).note(_position(brief, "p1"))
    assert ruled is not None
    assert ruled.by_rule
    model = replace(brief, engine=replace(brief.engine, name="openai", model="m"))
    read = _notes(model).note(_position(brief, "p1"))
    assert read is not None
    assert not read.by_rule


def test_a_flagged_claim_says_why(samples: ModuleType) -> None:
    brief = samples.daily()
    notes = _notes(brief)
    spoken, french = notes.note(_position(brief, "p4")), notes.note(_position(brief, "p8"))
    assert spoken is not None
    assert french is not None
    assert "Not fully checked: “the envoy” may be another man." in spoken.remarks
    assert "Not checked: names, speaker." in french.remarks


def test_a_number_stands_for_the_sentences_and_a_pop_up_for_the_marks(samples: ModuleType) -> None:
    brief = samples.ministerial()
    notes, story = _notes(brief), brief.stories[0]
    headline, step, talks = (notes.note(c) for c in (story, story.next_steps[2], story.what[1]))
    assert headline is not None
    assert step is not None
    assert talks is not None
    assert (headline.number, step.number, talks.number) == (1, 1, 2)
    assert headline.id != step.id
    assert notes.note(story) == headline
    assert [n.number for n in notes.listed()] == [1, 2]
    assert notes.listed() == ()
    assert len({n.id for n in notes.popups()}) == 3


def test_a_claim_without_evidence_in_this_brief_has_no_note(samples: ModuleType) -> None:
    notes = _notes(samples.ministerial())
    assert notes.note(Statement(text="x")) is None
    assert notes.note(Statement(text="x", evidence=(Span("gone", 0, 5),))) is None


def test_a_very_long_sentence_keeps_its_marked_words(samples: ModuleType) -> None:
    text = "It said that " + "on and on, " * 300 + "the weir stays shut, " + "and on, " * 300 + "in the end."
    article = Article.of(text, id="long", url="https://example.org/long")
    brief = replace(samples.ministerial(), articles=(article,))
    claim = Position(
        holder="it",
        speaker="it",
        text="x",
        content=(span_of(article, "the weir stays shut"),),
        evidence=(Span("long", 0, len(text)),),
    )
    note = _notes(brief).note(claim)
    assert note is not None
    assert _marked(_notes(brief), claim) == ["the weir stays shut"]
    assert sum(len(p.text) for p in note.passages[0].pieces) < 2000
    assert "[…]" in note.passages[0].text


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("weir, gate & dam", "https://example.org/a#:~:text=weir%2C%20gate%20%26%20dam"),
        ("a well-kept secret", "https://example.org/a#:~:text=a%20well%2Dkept%20secret"),
        ("talks ended. They", "https://example.org/a#:~:text=talks%20ended.%20They"),
        ("The glued one", "https://example.org/a#:~:text=glued%20one"),
        ("l’été", "https://example.org/a#:~:text=l%E2%80%99%C3%A9t%C3%A9"),
        ("one\n\nNext two", "https://example.org/a#:~:text=one,two"),
    ],
)
def test_the_link_opens_the_page_at_the_words(words: str, url: str) -> None:
    text = "The weir, gate & dam is a well-kept secret. The talks ended. They said.The glued one\n\nNext two l’été"
    article = Article.of(text, url="https://example.org/a")
    span = span_of(article, words)
    assert fragment_url(article, span.start, span.end) == url


def test_long_words_are_linked_by_their_two_ends() -> None:
    text = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen."
    article = Article.of(text, url="https://example.org/a?b=1#top:~:text=old")
    assert fragment_url(article, 0, len(text)) == (
        "https://example.org/a?b=1#top:~:text=One%20two%20three%20four%20five,"
        "thirteen%20fourteen%20fifteen%20sixteen%20seventeen."
    )


def test_an_article_without_a_safe_address_gets_no_link(samples: ModuleType) -> None:
    assert fragment_url(samples.HOSTILE, 0, 20) == ""
