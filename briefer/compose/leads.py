"""The sentences that a story and a brief begin with: an engine's where they pass the gates, else verified claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from briefer.compose.tally import Tally
from briefer.model import Article, ClaimKind, Event, NextStep, Span, Statement, Story
from briefer.model.ids import statements_with_ids

#: Runs the gates on composed words.
StatementCheck = Callable[[Statement], Statement]
#: Stories without leads to unchecked leads, by the stories' ids; none for those that it has nothing for.
LeadWriter = Callable[[Sequence[Story]], Mapping[str, Sequence[Statement]]]

#: Sentences of a lead.
MOST = 2
#: Words of time that begin so can stand behind a clause.
_TIMED = frozenset("on by in at before after until from during within next later this tomorrow tonight".split())
#: Words that begin so point back to what stands before them; the second kind does not before a length of time.
_BACK = frozenset("and but or so yet then instead however he she they it his her their its".split())
#: What opens words of somebody's own, or of somebody named before.
_WHOSE = frozenset("i we my our his her its their".split())
_SHOWING = frozenset("this that these those such".split())
_SPANS = frozenset("morning afternoon evening week weekend month year spring summer autumn winter".split())
_WORD = re.compile(r"\w+")


def lead_of(
    story: Story, written: Sequence[Statement], articles: Mapping[str, Article], check: StatementCheck, tally: Tally
) -> tuple[Statement, ...]:
    """The story's lead: what an engine has written of it, with a verified claim in the place of what does not hold."""
    hashes = {name: articles[name].sha256 for name in story.articles}
    language = articles[story.articles[0]].language

    def checked(statement: Statement) -> Statement | None:
        return _checked("lead", statement, check, tally, language)

    written = written[:MOST]
    named = statements_with_ids("lead", (*written, *_standing(story)), hashes)
    standing = named[len(written) :]
    made = [checked(statement) for statement in named[: len(written)]]
    held = [said for said in made if said is not None]
    open_places = len(made) - len(held) if held else MOST
    told = {span for said in held for span in said.evidence}
    others = _distinct(standing, told)
    instead = [said for other in islice(others, open_places) if (said := checked(other)) is not None]
    # What happened comes first, unless a sentence that holds stands there.
    if made[:1] == [None] and any(said.text == event.text for said in instead[:1] for event in story.what[:1]):
        return (*instead, *held)
    return (*held, *instead)


def bottom_line(
    stories: Sequence[Story], hashes: Mapping[str, str], check: StatementCheck, tally: Tally
) -> tuple[Statement, ...]:
    """Two sentences: a single story's lead, or one of each of the first two stories that is clear without its story."""
    leads = stories[0].lead if len(stories) == 1 else [_clear(story) for story in stories[:MOST] if story.lead]
    bare = [_repeated(lead) for lead in _distinct(leads)]
    made = (_checked("bottom_line", s, check, tally, None) for s in statements_with_ids("bottom_line", bare, hashes))
    return tuple(said for said in made if said is not None)


def _clear(story: Story) -> Statement:
    """The first sentence of a lead that does not point back to words before it, else the headline."""
    for said in story.lead:
        first, second = [*_WORD.findall(said.text.casefold()), "", ""][:2]
        if first not in _BACK and (first not in _SHOWING or second in _SPANS):
            return said
    held = story.headline_check.status == "verified"
    return Statement(text=story.headline, evidence=story.headline_evidence) if held else story.lead[0]


def _standing(story: Story) -> list[Statement]:
    """What leads where nobody has written anything that holds: the event, and an agreed step that says whose it is."""
    lead = [_repeated(event) for event in story.what[:1] if event.check.status == "verified"]
    return list(_distinct((*lead, *_agreed(story))))


def _agreed(story: Story) -> Iterator[Statement]:
    for step in story.next_steps:
        if step.kind in ("scheduled", "pledged") and step.check.status == "verified" and _stands_alone(step):
            yield _repeated(step)
            return


def _repeated(claim: Event | NextStep | Statement) -> Statement:
    """The claim's words; a model's word on them goes with them."""
    bare = Statement(text=_dated(claim) if isinstance(claim, NextStep) else claim.text, evidence=claim.evidence)
    return bare if claim.check.by == "rules" else replace(bare, check=claim.check)


def _dated(step: NextStep) -> str:
    """Its words with those of its time, which stand in a field of their own elsewhere."""
    when = step.when.text if step.when is not None else ""
    if not when or when.casefold() in step.text.casefold() or when.split()[0].casefold() not in _TIMED:
        return step.text
    return f"{step.text.rstrip('.')} {when}."


def _stands_alone(step: NextStep) -> bool:
    """Whether its words name who is to act: away from its field for that, “Publish the letters” says too little."""
    if not _WHOSE.isdisjoint(step.text.casefold().split()[:1]):
        return False
    if step.actor is None or step.actor.casefold() in step.text.casefold():
        return True
    return any(name in step.text for name in step.actor.split() if name[0].isupper())


def _distinct(statements: Iterable[Statement], told: Iterable[Span] = ()) -> Iterator[Statement]:
    """Without those whose sentences have been told, at first or by an earlier one."""
    known = set(told)
    for statement in statements:
        if not known.issuperset(statement.evidence):
            known.update(statement.evidence)
            yield statement


def _checked(
    kind: ClaimKind, statement: Statement, check: StatementCheck, tally: Tally, language: str | None
) -> Statement | None:
    """The statement where it passes the gates, or a model has vouched for its words; counted either way."""
    made = check(statement)
    if made.check.status == "flagged" and statement.check.status == "verified":
        made = replace(made, check=statement.check)
    tally.make(kind, made, language)
    if made.check.status != "verified":
        return None
    tally.shown += 1
    return made
