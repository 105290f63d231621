"""Edits put into a brief: what stands in it afterwards, what is on record, and an account that reconciles."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefer.compose.edits import Part, apply, echoes, parts, short_ids
from briefer.contract import altered_words, digest, dump_brief, load_brief, schema
from briefer.errors import BrieferError
from briefer.model import Brief, Check, Claim, ClaimKind, Edit, Reason, Statement, Story, desk_texts, pinned, reworded
from briefer.render.checks import sample

AT = "2026-05-21T06:00:00Z"
STATUS = ("verified", "flagged", "withheld")


def check(_: ClaimKind, claim: Claim) -> Claim:
    """The gates as far as these tests go: by the length of the words."""
    words = str(getattr(claim, "text", None) or getattr(claim, "role", ""))
    status = STATUS[len(words) % 3]
    reasons = () if status == "verified" else (Reason("support", "because"),)
    return replace(claim, check=Check(status=status, gates={"ids": "pass"}, reasons=reasons))


def done(brief: Brief, *edits: Edit) -> Brief:
    return apply(brief, edits, check=check, by="A. Desk", at=AT)


@pytest.fixture
def brief() -> Brief:
    return sample("complete")


def part(brief: Brief, words: str) -> Part:
    return next(p for p in parts(brief) if words in p.words)


def reconciles(brief: Brief) -> None:
    claims = brief.account.claims
    left = claims.not_shown
    assert claims.made == claims.verified + claims.flagged + claims.withheld
    assert claims.verified == claims.shown + claims.merged + left.rank + left.limit + left.filter + left.edit
    assert len(brief.account.withheld) == claims.withheld
    touched = {e.target for e in brief.edits if e.what == "replace"}
    own = [p for p in parts(brief) if p.claim.check.status == "verified" and p.id not in touched]
    assert claims.shown == len(own)
    stories = {story.id for story in brief.stories}
    assert all((o.into in stories) == (o.outcome in ("used", "merged")) for o in brief.account.articles)


def test_words_that_are_replaced_are_checked_and_on_record(brief: Brief) -> None:
    old = part(brief, "publish its accounts")
    made = done(brief, Edit(what="replace", target=old.id[:6], words="  publish\n its books  "))
    new = part(made, "publish its books")
    assert (new.id, new.claim.evidence, new.words) == (old.id, old.claim.evidence, "publish its books")
    assert new.claim.check.status == "withheld"
    assert made.edits == (
        Edit(
            what="replace",
            target=old.id,
            words="publish its books",
            original=old.words,
            evidence=old.claim.evidence,
            check=old.claim.check,
            revision=2,
            by="A. Desk",
            at=AT,
        ),
    )
    assert made.revision == 2
    assert made.account.claims.shown == brief.account.claims.shown - 1
    assert made.account.claims.not_shown.edit == 1
    reconciles(made)
    # What stands there is the desk's already: a second time nothing is taken out of the shown.
    again = done(made, Edit(what="replace", target=old.id, words="publish all"), Edit(what="hide", target=old.id))
    assert again.account == made.account
    assert [e.original for e in again.edits] == [old.words, "publish its books", "publish all"]


def test_words_that_stand_there_already_are_no_edit(brief: Brief) -> None:
    old = part(brief, "publish its accounts")
    assert done(brief, Edit(what="replace", target=old.id, words=f" {old.words} ")) is brief
    assert done(brief, Edit(what="move", target="s1", place=1)) is brief
    asked = brief.set["recommendation"]
    assert done(brief, Edit(what="recommend", words=asked)) is brief
    assert done(brief) is brief


def test_words_that_are_put_back_are_no_longer_the_desks(brief: Brief) -> None:
    old = part(brief, "publish its accounts")
    made = done(brief, Edit(what="replace", target=old.id, words="x"))
    assert reworded(made.edits, old.id) == made.edits[0]
    back = done(made, Edit(what="replace", target=old.id, words=old.words))
    assert reworded(back.edits, old.id) is None


def test_a_headline_is_checked_as_one(brief: Brief) -> None:
    kinds: list[ClaimKind] = []

    def seen(kind: ClaimKind, claim: Claim) -> Claim:
        kinds.append(kind)
        return check(kind, claim)

    made = apply(brief, [Edit(what="replace", target="s1", words="Ferry fees rise")], check=seen)
    assert kinds == ["headline"]
    assert (made.stories[0].headline, made.edits[0].by, made.edits[0].at) == ("Ferry fees rise", None, None)
    assert made.stories[0].headline_evidence == brief.stories[0].headline_evidence


def test_of_somebody_only_the_role_can_be_replaced(brief: Brief) -> None:
    chair = part(brief, "Una Brask, chair")
    made = done(brief, Edit(what="replace", target=chair.id, words="Una Brask, head of the board"))
    actor: Any = part(made, "Una Brask, head").claim
    assert (actor.name, actor.role, actor.organisation) == ("Una Brask", "head of the board", None)
    bare: Any = part(done(brief, Edit(what="replace", target=chair.id, words="Una Brask")), "Una Brask").claim
    assert bare.role is None
    for words in ("Una Braskin, chair", "Ilva Sand, chair", "chair"):
        with pytest.raises(BrieferError, match="does not begin with Una Brask"):
            done(brief, Edit(what="replace", target=chair.id, words=words))


def test_what_is_hidden_leaves_no_trace_but_the_record(brief: Brief) -> None:
    fund = part(brief, "Passengers should not pay")
    event = part(brief, "voted on Wednesday")
    made = done(brief, Edit(what="hide", target=fund.id), Edit(what="hide", target=event.id))
    assert not {fund.id, event.id} & {p.id for p in parts(made)}
    assert fund.id not in {change.claim for change in made.changes}
    # One side alone disagrees with nobody.
    assert brief.stories[0].contradictions
    assert not made.stories[0].contradictions
    assert [e.original for e in made.edits] == [fund.words, event.words]
    assert made.edits[0].evidence == fund.claim.evidence
    reconciles(made)


def test_a_choice_that_rests_on_nothing_any_more_is_gone(brief: Brief) -> None:
    threat = part(brief, "A threat to stop")
    made = done(brief, Edit(what="hide", target=threat.id))
    assert brief.stories[0].custom["tone"].value == "tense"
    assert made.stories[0].custom["tone"].value is None


def test_a_hidden_story_takes_its_articles_along(brief: Brief) -> None:
    made = done(brief, Edit(what="hide", target="s1"))
    assert [story.id for story in made.stories] == ["s2"]
    assert not made.bottom_line
    assert {change.story for change in made.changes} <= {None}
    outcomes = {o.article: (o.outcome, o.reason, o.into) for o in made.account.articles if o.article}
    assert outcomes["harbour"] == ("skipped", "its story was taken out by the desk", None)
    assert outcomes["quay"] == ("used", None, "s2")
    assert made.articles == brief.articles
    reconciles(made)


def test_an_article_that_another_story_tells_of_stays(brief: Brief) -> None:
    fees, quays = brief.stories
    both = replace(brief, stories=(fees, replace(quays, articles=(*quays.articles, "harbour"))))
    made = done(both, Edit(what="hide", target="s1"))
    assert made.bottom_line == brief.bottom_line
    outcomes = {o.article: (o.outcome, o.into) for o in made.account.articles if o.article}
    assert outcomes["harbour"] == ("used", "s2")
    assert outcomes["second"] == ("skipped", None)
    reconciles(made)


def test_a_headline_that_was_borrowed_is_counted_once() -> None:
    made = sample("thirty")
    story = made.stories[0]
    event = story.what[0]
    story = replace(
        story, headline=event.text.rstrip("."), headline_evidence=event.evidence, headline_check=event.check
    )
    claims = made.account.claims
    counts = replace(claims, made=claims.made - 1, verified=claims.verified - 1, shown=claims.shown - 1)
    made = replace(made, stories=(story, *made.stories[1:]), account=replace(made.account, claims=counts))
    held = len([p for p in parts(made) if p.story and p.story.id == story.id]) - 1
    told = [s for s in made.bottom_line if s.evidence[0].article == story.articles[0]]
    hidden = done(made, Edit(what="hide", target=story.id))
    assert hidden.account.claims.not_shown.edit == held + len(told)


def test_the_account_never_goes_below_nothing(brief: Brief) -> None:
    few = replace(brief.account.claims, shown=1, merged=brief.account.claims.merged + brief.account.claims.shown - 1)
    made = done(replace(brief, account=replace(brief.account, claims=few)), Edit(what="hide", target="s1"))
    assert made.account.claims.shown == 0
    assert made.account.claims.not_shown.edit == 1


def test_pinned_stories_stay_on_top_until_they_are_moved() -> None:
    brief = sample("thirty")
    made = done(brief, Edit(what="pin", target="s3"), Edit(what="pin", target="s2"))
    assert [s.id for s in made.stories[:3]] == ["s3", "s2", "s1"]
    made = done(made, Edit(what="move", target="s9", place=1))
    assert [s.id for s in made.stories[:4]] == ["s3", "s2", "s9", "s1"]
    made = done(made, Edit(what="move", target="s3", place=4))
    assert [s.id for s in made.stories[:5]] == ["s2", "s9", "s1", "s3", "s4"]
    assert pinned(made.edits) == ("s2",)
    assert done(made, Edit(what="pin", target="s2")) is made


def test_the_desks_own_words_stand_apart(brief: Brief) -> None:
    made = done(
        brief,
        Edit(what="note", target="s1", words="Ask the embassy."),
        Edit(what="line", words="We welcome it."),
        Edit(what="line", words="We say no more."),
        Edit(what="recommend", words="Wait."),
    )
    assert [tuple(t) for t in desk_texts(made.edits)] == [
        ("note-1", "note", "s1", "Ask the embassy."),
        ("line-1", "line", None, "We welcome it."),
        ("line-2", "line", None, "We say no more."),
    ]
    assert made.set["recommendation"] == "Wait."
    assert made.edits[-1].original == brief.set["recommendation"]
    assert list(parts(made)) == list(parts(brief))
    less = done(made, Edit(what="hide", target="line-1"), Edit(what="recommend", words=""))
    assert [t.id for t in desk_texts(less.edits)] == ["note-1", "line-2"]
    assert "recommendation" not in less.set
    assert desk_texts(done(less, Edit(what="line", words="Three.")).edits)[-1].id == "line-3"


@pytest.mark.parametrize(
    ("edit", "says", "hint"),
    [
        (Edit(what="hide", target="138e"), "has the id “138e”", "did you mean 138d, “Lodin Lines opposes"),
        (Edit(what="hide", target="zzzzzz"), "has the id “zzzzzz”", "list"),
        (Edit(what="hide"), "needs the id", "list"),
        (Edit(what="replace", target="138d"), "needs the words", "hide"),
        (Edit(what="note", target="138d", words="x"), "goes with a story", "there are: s1, s2"),
        (Edit(what="pin", target="77be"), "goes with a story", "its story is s1"),
        (Edit(what="move", target="s1", place=3), "cannot be moved to place 3", "1 to 2"),
        (Edit(what="move", target="s1"), "cannot be moved", "1 to 2"),
        (Edit(what="line", words=" \n"), "needs the line", ""),
        (Edit(what="hide", target="bcbc43"), "begins the ids of 2 claims", "Ferry fees in Skerrow rise"),
    ],
)
def test_what_cannot_be_done_is_explained(brief: Brief, edit: Edit, says: str, hint: str) -> None:
    with pytest.raises(BrieferError, match=says) as caught:
        done(brief, edit)
    assert hint in (caught.value.hint or "")


def test_what_was_taken_out_is_told_from_what_never_was(brief: Brief) -> None:
    made = done(brief, Edit(what="hide", target="138d"))
    with pytest.raises(BrieferError, match="was taken out in revision 2: Lodin Lines opposes"):
        done(made, Edit(what="replace", target="138d", words="x"))


def test_nothing_is_done_where_one_edit_cannot_be(brief: Brief) -> None:
    before = dump_brief(brief)
    with pytest.raises(BrieferError):
        done(brief, Edit(what="hide", target="138d"), Edit(what="hide", target="138d"))
    assert dump_brief(brief) == before


def test_every_claim_has_a_short_name_of_its_own(brief: Brief) -> None:
    short = short_ids(brief)
    assert len(set(short.values())) == len(short) == len({p.id for p in parts(brief)})
    for name, begins in short.items():
        assert [n for n in short if n == begins or n.startswith(begins)][:1] == [name] or begins == name


def test_where_else_the_old_words_stand_is_found(brief: Brief) -> None:
    old = part(brief, "hold a second vote on 28 May")
    assert [p.kind for p in echoes(brief, old.id, "hold a second vote on 28 May.")] == ["step"]
    assert echoes(brief, old.id, "") == ()


# --- laws --------------------------------------------------------------------------------------------

COMPLETE = sample("complete")
IDS = [p.id for p in parts(COMPLETE)]
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40)
EDITS = st.one_of(
    st.builds(lambda t: Edit(what="hide", target=t), st.sampled_from([*IDS, "note-1", "line-1"])),
    st.builds(lambda t, w: Edit(what="replace", target=t, words=w), st.sampled_from(IDS), WORDS),
    st.builds(lambda t: Edit(what="pin", target=t), st.sampled_from(["s1", "s2"])),
    st.builds(lambda t, p: Edit(what="move", target=t, place=p), st.sampled_from(["s1", "s2"]), st.integers(0, 3)),
    st.builds(lambda t, w: Edit(what="note", target=t, words=w), st.sampled_from(["s1", "s2"]), WORDS),
    st.builds(lambda w: Edit(what="recommend", words=w), st.one_of(WORDS, st.just(""))),
    st.builds(lambda w: Edit(what="line", words=w), WORDS),
)


def _words(brief: Brief) -> Counter[str]:
    return Counter(p.id for p in parts(brief))


@settings(max_examples=30, deadline=None)
@given(st.lists(EDITS, max_size=8))
def test_whatever_the_desk_does_the_laws_hold(wanted: list[Edit]) -> None:
    brief, made = COMPLETE, []
    for edit in wanted:
        try:
            after = done(brief, edit)
        except BrieferError:
            continue
        assert after == done(brief, edit)
        assert after is brief or after.revision == brief.revision + 1
        if after is not brief:
            made.append(edit)
        assert _words(after) <= _words(brief)
        brief = after
    reconciles(brief)
    assert brief.articles == COMPLETE.articles
    assert len(brief.edits) == len(made)
    assert [s.id for s in brief.stories][: len(on_top := _on_top(brief))] == on_top
    before = {p.id: p for p in parts(COMPLETE)}
    for each in parts(brief):
        assert set(before[each.id].claim.evidence) <= set(each.claim.evidence)
        edit_of = reworded(brief.edits, each.id)
        assert each.words == before[each.id].words or (edit_of and edit_of.original == before[each.id].words)
    gone = {p.id for p in before.values()} - {p.id for p in parts(brief)}
    hidden = {e.target for e in brief.edits if e.what == "hide"}
    assert gone <= hidden | {p.id for p in before.values() if p.story is None or p.story.id in hidden}
    bundle = json.loads(json.dumps(dump_brief(brief)))
    jsonschema.validate(bundle, SCHEMA)
    assert bundle["digest"] == digest(bundle)
    assert brief.digest in (bundle["digest"], COMPLETE.digest)
    assert not altered_words(bundle)
    assert load_brief(bundle) == replace(brief, digest=bundle["digest"])


SCHEMA = schema("brief")


def _on_top(brief: Brief) -> list[str]:
    left = {story.id for story in brief.stories}
    return [name for name in pinned(brief.edits) if name in left]


def test_one_list_of_edits_makes_one_revision(brief: Brief) -> None:
    edits = [Edit(what="pin", target="s2"), Edit(what="hide", target="138d"), Edit(what="line", words="x")]
    made = done(brief, *edits)
    assert {e.revision for e in made.edits} == {2}
    assert made == done(brief, *edits)
    assert dump_brief(made)["digest"] == made.digest == done(brief, *edits).digest


def test_a_story_alone_needs_no_claims() -> None:
    story = Story(id="s", headline="Quiet", headline_evidence=(), headline_check=Check(status="verified"), articles=())
    made = done(replace(sample("empty"), stories=(story,)), Edit(what="replace", target="s", words="Very quiet"))
    assert isinstance(next(parts(made)).claim, Statement)
    assert made.stories[0].headline == "Very quiet"
