"""The brief as a file that a person changes: what it says, and what is read back out of it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefer.compose.edits import apply, overlay_of, parts, read_overlay
from briefer.errors import BrieferError
from briefer.model import Brief, Claim, ClaimKind, Edit, Statement, desk_texts, pinned
from briefer.render.checks import SAMPLES, sample


def check(_: ClaimKind, claim: Claim) -> Claim:
    return claim


def saved(brief: Brief, *changes: tuple[str, str]) -> Brief:
    """The brief after somebody changed these places of its overlay."""
    text = overlay_of(brief)
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return apply(brief, read_overlay(brief, text, "x.edits.toml"), check=check)


@pytest.fixture
def brief() -> Brief:
    return sample("complete")


@pytest.mark.parametrize("name", SAMPLES)
def test_an_overlay_left_as_it_is_changes_nothing(name: str) -> None:
    found = sample(name)
    text = overlay_of(found)
    assert read_overlay(found, text, "x") == ()
    words = [story["claims"] for story in tomllib.loads(text).get("story", {}).values()]
    assert sum(map(len, words)) == len({p.id for p in parts(found) if p.story and p.kind != "headline"})
    # Whatever hostile words there are, nothing in the file can turn a line round or end it.
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x7f\r")


def test_words_are_replaced_where_they_stand(brief: Brief) -> None:
    made = saved(brief, ('"publish its accounts by 18 May"', "'publish its \"books\"'"))
    assert [(e.what, e.words) for e in made.edits] == [("replace", 'publish its "books"')]


def test_empty_words_take_a_claim_and_an_empty_headline_a_story_out(brief: Brief) -> None:
    made = saved(
        brief, ('"meet its members"', '""'), ('headline = "Cassel closes two quays for the summer"', 'headline = ""')
    )
    assert [e.original for e in made.edits] == ["meet its members", "Cassel closes two quays for the summer"]
    assert [s.id for s in made.stories] == ["s1"]


def test_the_desks_own_words_come_and_go(brief: Brief) -> None:
    made = saved(
        brief,
        ("lines = [\n", 'lines = [\n "One.",\n "Two.",\n'),
        ('"Offer the board a hearing before 28 May."', '""'),
    )
    assert [t.words for t in desk_texts(made.edits)] == ["One.", "Two."]
    assert "recommendation" not in made.set
    text = overlay_of(made).replace('"One."', '"One, in other words."').replace("notes = [\n]", 'notes = ["Ask."]', 1)
    again = apply(made, read_overlay(made, text, "x"), check=check)
    assert [(t.id, t.words) for t in desk_texts(again.edits)] == [
        ("line-2", "Two."),
        ("line-3", "One, in other words."),
        ("note-1", "Ask."),
    ]
    assert again.revision == 3


def _ordered(brief: Brief, order: list[str], pins: list[str] = []) -> Brief:  # noqa: B006 - only read
    text = overlay_of(brief)
    start, end = text.index("order = ["), text.index("]", text.index("order = [")) + 1
    text = f"{text[:start]}order = {order!r}{text[end:]}"
    blocks = text.split("\npin = ")
    ids = [story.id for story in brief.stories]
    now = [
        f"{str(name in pins).lower()}{block[block.index(chr(10)) :]}"
        for name, block in zip(ids, blocks[1:], strict=True)
    ]
    return apply(brief, read_overlay(brief, "\npin = ".join([blocks[0], *now]), "x"), check=check)


@settings(max_examples=40, deadline=None)
@given(st.permutations([f"s{n}" for n in range(1, 7)]), st.lists(st.integers(1, 6), unique=True), st.integers(0, 6))
@example([f"s{n}" for n in range(6, 0, -1)], [], 6)
def test_the_stories_stand_as_the_file_says(order: list[str], pins: list[int], named: int) -> None:
    whole = sample("thirty")
    few = replace(whole, stories=whole.stories[:6], bottom_line=())
    on_top = [f"s{n}" for n in sorted(pins)]
    made = _ordered(few, order[:named], on_top)
    rest = [name for name in order[:named] if name not in on_top]
    rest += [s.id for s in few.stories if s.id not in on_top and s.id not in rest]
    assert [s.id for s in made.stories] == [*on_top, *rest]
    assert list(pinned(made.edits)) == on_top
    # What was pinned and is no longer stands where the file says.
    free = _ordered(made, [s.id for s in few.stories], [])
    assert [s.id for s in free.stories] == [s.id for s in few.stories]
    assert not pinned(free.edits)


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
@example('"""', "'''")
@example("\\u202e\u202e\x7f\x85\u2028", "# ] [story] = \x1b[2J")
def test_any_words_survive_the_file(words: str, label: str) -> None:
    brief = sample("minimal")
    story = brief.stories[0]
    claim = Statement(id="0123456789abcdef", text=words, evidence=story.headline_evidence, check=story.headline_check)
    story = replace(story, id=label or "x", headline=label or "x", lead=(claim,))
    brief = replace(brief, title=label or "x", stories=(story,), id=words)
    text = overlay_of(brief)
    found = tomllib.loads(text)["story"][story.id]
    assert found["claims"] == {"0123": " ".join(words.split())}
    # Words that are none stand as empty, and are taken out.
    assert all(edit.what == "hide" for edit in read_overlay(brief, text, "x"))


@pytest.mark.parametrize(
    ("old", "new", "says", "hint"),
    [
        ('brief = "sample-complete"', 'brief = "other"', "for another brief", "move it away"),
        ("revision = 1", "revision = 7", "for revision 7, and the brief is at revision 1", "kept"),
        ("revision = 1", "", "for revision None", "kept"),
        ("e941 =", "e942 =", "“e942”", "did you mean e941"),
        ("e941 =", "89a4 =", "“89a4” is no claim of \\[story.s1.claims\\]", "where it was"),
        ("e941 =", "03b85 =", "“03b85” stands there twice", "where it was"),
        ("[story.s2.claims]", "[story.s2.claim]", "there is no “story.s2.claim”", "story.s2.claims"),
        ("[story.s2]", "[story.s3]", "there is no “story.s3”", "there are: s1, s2"),
        ('    "s1",', '    "s1", "s1",', "in order is no story, or stands there twice", ""),
        ('    "s1",', '    "s9",', "“s9”", "did you mean"),
        ("lines = [\n]", "lines = 3", "lines must be a list", "kept"),
        ("lines = [\n]", "line = []", "there is no “line”", "“lines”"),
        ('"meet its members"', "7", "must be text in quotation marks", "kept"),
        ('"meet its members"', "", "is not TOML", "kept"),
        ('"meet its members"', '"meet', "is not TOML", "kept"),
        ("[bottom_line]", "[[bottom_line]]", "bottom_line must be a table", "kept"),
    ],
)
def test_what_cannot_be_read_is_explained(brief: Brief, old: str, new: str, says: str, hint: str) -> None:
    text = overlay_of(brief)
    assert old in text
    with pytest.raises(BrieferError, match=says) as caught:
        read_overlay(brief, text.replace(old, new, 1), "x.edits.toml")
    assert "x.edits.toml" in caught.value.message or "has the id" in caught.value.message
    assert hint in (caught.value.hint or "")


def test_an_overlay_of_an_earlier_revision_is_told_apart(brief: Brief) -> None:
    text = overlay_of(brief)
    later = apply(brief, [Edit(what="line", words="x")], check=check)
    with pytest.raises(BrieferError, match="written for revision 1, and the brief is at revision 2"):
        read_overlay(later, text, "x")


def test_the_same_overlay_makes_the_same_brief(brief: Brief) -> None:
    change: Any = ('"meet its members"', '"meet all its members"')
    assert saved(brief, change) == saved(brief, change)
    assert saved(brief, change).digest == saved(brief, change).digest
