"""Edits put into a brief: a new revision, with what the desk did on record and an account that reconciles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefer.compose.edits.parts import Part, changed, find, headline_of, in_line, parts, parts_of, with_story
from briefer.contract import dump_brief
from briefer.errors import BrieferError
from briefer.model import Actor, Brief, Claim, ClaimKind, Edit, EditKind, Story, desk_texts, pinned

#: Runs the gates on a claim of this kind whose words are new, against the articles of the brief.
ClaimCheck = Callable[[ClaimKind, Claim], Claim]

#: Why an article of a story that the desk took out is no longer used.
TAKEN_OUT = "its story was taken out by the desk"


def apply(
    brief: Brief, edits: Sequence[Edit], *, check: ClaimCheck, by: str | None = None, at: str | None = None
) -> Brief:
    """The next revision of a brief, with these edits in it; the brief itself where they change nothing.

    Of an edit `what`, `target` (an id, or a beginning that names one claim alone), `words` and `place` count; the
    rest is filled in. Each edit meets the brief as those before it have left it. `by` and `at` (ISO, UTC) go on
    record. A `BrieferError` says which edit cannot be made, and then none is. The same arguments give the same brief.
    """
    made = brief
    for wanted in edits:
        told = replace(wanted, words=in_line(wanted.words or ""))
        done = _replace(made, told, check) if told.what == "replace" else _STEPS[told.what](made, told)
        if done is not None:
            made, edit = done
            edit = replace(edit, revision=brief.revision + 1, by=by, at=at)
            made = replace(made, edits=(*made.edits, edit))
            made = replace(made, stories=_with_pinned_first(made))
    if made is brief:
        return brief
    return sealed(replace(made, revision=brief.revision + 1))


def sealed(brief: Brief) -> Brief:
    """The brief with the digest of what it holds."""
    return replace(brief, digest=str(dump_brief(brief)["digest"]))


#: The brief with the edit in it and the edit as it goes on record; None where it would change nothing.
_Done = tuple[Brief, Edit] | None


def _hide(brief: Brief, wanted: Edit) -> _Done:
    for text in desk_texts(brief.edits):
        if text.id == wanted.target:
            return brief, Edit(what="hide", target=text.id, original=text.words)
    part = _part(brief, wanted)
    edit = _of_part("hide", part)
    if part.kind == "headline" and part.story is not None:
        return _without_story(brief, part.story), edit
    counted = _counted(brief, [part])
    return _without_traces(_account(changed(brief, part, lambda _: None), counted), {part.id}), edit


def _replace(brief: Brief, wanted: Edit, check: ClaimCheck) -> _Done:
    part = _part(brief, wanted)
    words = _needed(wanted, "the words that are to stand there")
    if words == part.words:
        return None
    edit = replace(_of_part("replace", part), words=words)
    counted = _counted(brief, [part])
    if part.kind == "headline" and part.story is not None:
        new = check("headline", replace(headline_of(part.story), text=words))
        story = replace(part.story, headline=words, headline_evidence=new.evidence, headline_check=new.check)
        return _account(with_story(brief, story), counted), edit
    new = check(part.kind, _reworded(part.claim, words))
    return _account(changed(brief, part, lambda _: new), counted), edit


def _reworded(claim: Any, words: str) -> Claim:
    """The claim in other words. Of an actor the name stays: it is what was found, and what the evidence names."""
    if not isinstance(claim, Actor):
        reworded: Claim = replace(claim, text=words)
        return reworded
    name = in_line(claim.name)
    rest = words.removeprefix(name).strip()
    if not words.startswith(name) or (rest and not rest.startswith(",")):
        raise BrieferError(
            f"“{words}” does not begin with {name}",
            hint=f"of somebody only the role can be replaced, as in “{name}, spokesperson”; take the claim out instead",
        )
    return replace(claim, role=rest.lstrip(", ") or None, organisation=None)


def _pin(brief: Brief, wanted: Edit) -> _Done:
    story = _story(brief, wanted)
    return None if story.id in pinned(brief.edits) else (brief, Edit(what="pin", target=story.id))


def _move(brief: Brief, wanted: Edit) -> _Done:
    story, place, many = _story(brief, wanted), wanted.place or 0, len(brief.stories)
    if not 1 <= place <= many:
        raise BrieferError(
            f"{story.id} cannot be moved to place {wanted.place}", hint=f"the brief's stories stand at 1 to {many}"
        )
    if brief.stories[place - 1].id == story.id and story.id not in pinned(brief.edits):
        return None
    rest = [other for other in brief.stories if other.id != story.id]
    stories = (*rest[: place - 1], story, *rest[place - 1 :])
    return replace(brief, stories=stories), Edit(what="move", target=story.id, place=place)


def _note(brief: Brief, wanted: Edit) -> _Done:
    words = _needed(wanted, "the words of the note")
    return brief, Edit(what="note", target=_story(brief, wanted).id, words=words)


def _line(brief: Brief, wanted: Edit) -> _Done:
    return brief, Edit(what="line", words=_needed(wanted, "the line to take"))


def _recommend(brief: Brief, wanted: Edit) -> _Done:
    """The recommendation stands where `--set recommendation=` puts it, so that every template has it."""
    before = in_line(brief.set.get("recommendation", ""))
    if wanted.words == before:
        return None
    values = {key: value for key, value in brief.set.items() if key != "recommendation"}
    if wanted.words:
        values["recommendation"] = wanted.words
    return replace(brief, set=values), Edit(what="recommend", words=wanted.words, original=before or None)


#: What needs no gate.
_STEPS: Mapping[EditKind, Callable[[Brief, Edit], _Done]] = {
    "hide": _hide,
    "pin": _pin,
    "move": _move,
    "note": _note,
    "recommend": _recommend,
    "line": _line,
}


def _part(brief: Brief, wanted: Edit) -> Part:
    if not wanted.target:
        raise BrieferError(f"“{wanted.what}” needs the id of a claim or a story", hint="briefer edit BRIEF.json list")
    return find(brief, wanted.target)


def _story(brief: Brief, wanted: Edit) -> Story:
    part = _part(brief, wanted)
    if part.kind == "headline" and part.story is not None:
        return part.story
    hint = f"its story is {part.story.id}" if part.story else f"there are: {', '.join(s.id for s in brief.stories)}"
    raise BrieferError(f"“{wanted.what}” goes with a story, and {wanted.target} is a claim", hint=hint)


def _needed(wanted: Edit, what: str) -> str:
    if not wanted.words:
        raise BrieferError(
            f"“{wanted.what}” needs {what}", hint="put them in quotation marks; to take a claim out: hide"
        )
    return wanted.words


def _of_part(what: EditKind, part: Part) -> Edit:
    """The edit with all that stood there."""
    return Edit(what=what, target=part.id, original=part.words, evidence=part.claim.evidence, check=part.claim.check)


def _without_story(brief: Brief, story: Story) -> Brief:
    """The brief without a story, without what the bottom line tells of its articles alone, and with its articles told."""
    rest = tuple(other for other in brief.stories if other.id != story.id)
    where = {article: other.id for other in reversed(rest) for article in other.articles}
    alone = set(story.articles) - where.keys()
    told = [
        part
        for part in parts(brief)
        if part.kind == "bottom_line" and part.claim.evidence and {s.article for s in part.claim.evidence} <= alone
    ]
    gone = [*parts_of(story), *told]
    outcomes = tuple(
        outcome
        if outcome.into != story.id
        else replace(outcome, into=where[outcome.article])
        if outcome.article in where
        else replace(outcome, outcome="skipped", reason=TAKEN_OUT, into=None)
        for outcome in brief.account.articles
    )
    made = replace(
        brief,
        stories=rest,
        bottom_line=tuple(s for s in brief.bottom_line if all(s is not part.claim for part in told)),
        changes=tuple(change for change in brief.changes if change.story != story.id),
        account=replace(brief.account, articles=outcomes),
    )
    return _without_traces(_account(made, _counted(brief, gone)), {part.id for part in gone})


def _without_traces(brief: Brief, gone: set[str]) -> Brief:
    """The brief without changes that rest on claims that are gone, and without contradictions that have lost a side."""
    kept: list[Story] = []
    for story in brief.stories:
        contradictions = tuple(
            replace(item, claims=tuple(name for name in item.claims if name not in gone))
            for item in story.contradictions
        )
        kept.append(replace(story, contradictions=tuple(item for item in contradictions if len(item.claims) > 1)))
    changes = tuple(change for change in brief.changes if change.claim not in gone)
    return replace(brief, stories=tuple(kept), changes=changes)


def _counted(brief: Brief, gone: Iterable[Part]) -> int:
    """How many of these the account has among the shown: verified ones in the engine's own words."""
    touched = {edit.target for edit in brief.edits if edit.what == "replace"}
    return sum(p.claim.check.status == "verified" and p.id not in touched and not _borrowed(p) for p in gone)


def _borrowed(part: Part) -> bool:
    """Whether a headline is the beginning of another claim, which is counted there."""
    if part.kind != "headline" or part.story is None:
        return False
    bare = part.words.rstrip(" .…")
    return any(
        other.kind != "headline"
        and other.claim.check == part.claim.check
        and other.claim.evidence == part.claim.evidence
        and other.words.startswith(bare)
        for other in parts_of(part.story)
        if other.kind != "lead"
    )


def _account(brief: Brief, number: int) -> Brief:
    """The account with so many shown claims as taken out: what stands in their place, if anything, is the desk's."""
    claims = brief.account.claims
    number = min(number, claims.shown)
    left = replace(claims.not_shown, edit=claims.not_shown.edit + number)
    counts = replace(claims, shown=claims.shown - number, not_shown=left)
    return replace(brief, account=replace(brief.account, claims=counts))


def _with_pinned_first(brief: Brief) -> tuple[Story, ...]:
    order = {name: place for place, name in enumerate(pinned(brief.edits))}
    return tuple(sorted(brief.stories, key=lambda story: order.get(story.id, len(order))))
