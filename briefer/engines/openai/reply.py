"""What the model is asked to answer: ids of sentences and quotations, and short words of its own.

Private to this engine. Nothing in here trusts the reply: it only says whether it has the right shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from briefer.engines.openai.outcomes import BadReply

#: A letter or a figure: what has none says nothing.
_WORD = re.compile(r"[^\W_]")


def _worded(value: str) -> str:
    """A claim without a word would pass every gate."""
    if _WORD.search(value) is None:
        raise ValueError("there is no word in it")
    return value


#: Characters of a translated quotation; from 2,000 on, llama.cpp takes no schema (M).
_LONG = 1_900
#: The model's own words; what is longer is no short paraphrase.
Words = Annotated[str, Field(max_length=400), AfterValidator(_worded)]
#: Names, roles and words of time.
Name = Annotated[str, Field(max_length=160), AfterValidator(_worded)]
#: `s12` or `q3`.
Id = Annotated[str, Field(max_length=16)]


def _at_most(items: int) -> Any:
    """A bound for servers that write under a grammar, where small models else go through all that there is.

    What others send beyond it is read like the rest.
    """
    return Field(json_schema_extra={"maxItems": items})


@dataclass(frozen=True, slots=True)
class _Mend:
    """What is done to a value of a field once a reply does not have the right shape as it is."""

    of: Callable[[Any], Any]


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    """One id alone, or nothing, where a list belongs: servers without a grammar let that through."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


def _missing(value: Any) -> Any:
    """None for what has no words, however a server without a grammar writes that."""
    return None if isinstance(value, str) and _WORD.search(value) is None else value


def _placed(value: Any) -> Any:
    """Words with their id, where bare words stand or none."""
    if isinstance(value, str):
        value = {"words": value, "id": None}
    return None if isinstance(value, dict) and _missing(value.get("words")) is None else value


MaybeWords = Annotated[Words | None, _Mend(_missing)]
MaybeName = Annotated[Name | None, _Mend(_missing)]
Ids = Annotated[list[Id], _Mend(_listed), _at_most(6)]
Low = _Mend(_lower)


class Part(BaseModel):
    """A part of the reply; what it has too much is not read."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Place(Part):
    """Words of the article, and the sentence that they stand in."""

    words: Name
    #: Always asked for; a server without a grammar may leave it out, and then the words are looked for.
    id: Annotated[Id | None, WithJsonSchema({"type": "string", "maxLength": 16})] = None


Placed = Annotated[Place | None, _Mend(_placed)]


class Headline(Part):
    """The main event in at most 14 words."""

    ids: Ids = []
    text: Name


class Who(Part):
    """Somebody who matters in the story."""

    ids: Ids = []
    name: Annotated[Place, _Mend(_placed)]
    kind: Annotated[Literal["person", "organisation", "place", "group"], Low]
    role: Placed = None
    organisation: Placed = None
    why: MaybeWords = None


class What(Part):
    """Something that happened."""

    ids: Ids = []
    text: Words
    status: Annotated[Literal["confirmed", "reported", "alleged", "planned"], Low]
    when: MaybeName = None
    where: Placed = None


class Said(Part):
    """A position: whose it is, who uttered it, and what it says."""

    ids: Ids = []
    quotes: Ids = []
    holder: Placed = None
    role: Placed = None
    speaker: Placed = None
    channel: Annotated[Literal["direct", "spokesperson", "document", "unnamed"], Low]
    via: Placed = None
    #: None where the quotations say it by themselves.
    text: MaybeWords = None
    stance: Annotated[Literal["support", "oppose", "conditional", "neutral", "unclear"], Low]
    target: Placed = None


class Step(Part):
    """Something that is to come."""

    ids: Ids = []
    text: Words
    kind: Annotated[Literal["scheduled", "pledged", "demanded", "conditional", "predicted"], Low]
    actor: Placed = None
    action: MaybeName = None
    says: Placed = None
    when: MaybeName = None


class Line(Part):
    """One claim of a section of the user's own."""

    ids: Ids = []
    text: Words


class Section(Part):
    """The answer to a question of the user's own."""

    name: Name
    value: MaybeName = None
    claims: Annotated[list[Line], _at_most(12)] = []


class Reply(Part):
    """What one passage of an article says."""

    headline: Headline | None = None
    who: Annotated[list[Who], _at_most(20)]
    what: Annotated[list[What], _at_most(8)]
    positions: Annotated[list[Said], _at_most(40)]
    next_steps: Annotated[list[Step], _at_most(20)]
    sections: list[Section] = []


class Answer(Part):
    """One withheld claim put right, in the field of its kind; all of them null: it is given up."""

    claim: Name
    headline: Headline | None = None
    who: Who | None = None
    what: What | None = None
    position: Said | None = None
    next_step: Step | None = None
    line: Line | None = None


class Repair(Part):
    """The withheld claims of one article, put right or given up."""

    answers: list[Answer] = []


class Verdict(Part):
    """Whether the sentences carry one flagged claim."""

    claim: Name
    carried: Annotated[Literal["yes", "no", "unsure"], Low]


class SecondLook(Part):
    """The flagged claims of one article, judged."""

    answers: list[Verdict] = []


class Translated(Part):
    """A quotation in the reader's language."""

    id: Id
    text: Annotated[str, Field(max_length=_LONG), AfterValidator(_worded)]


class Translations(Part):
    """Quotations of one article, translated."""

    answers: list[Translated] = []


class Lead(Part):
    """What a story begins with; the ids are those of claims."""

    answers: list[Line] = []


def parse_reply(text: str) -> tuple[Reply, int]:
    """The reply, and how many of its items have not the shape of one and were left out.

    `BadReply` where it is no JSON object with at least one of the lists.
    """
    try:
        # One pass for nearly every reply: the rest is for servers that keep to no schema.
        return Reply.model_validate_json(text), 0
    except ValidationError:
        return _salvaged(text)


P = TypeVar("P", Repair, SecondLook, Translations, Lead)


def parse_answers(text: str, kind: type[P]) -> P:
    """The answers that have the shape of one; the others are none."""
    try:
        return kind.model_validate_json(text)
    except ValidationError:
        rows = _table(text, kind).get("answers")
        (of,) = get_args(kind.model_fields["answers"].annotation)
        items = [_item(of, row) for row in rows] if isinstance(rows, list) else []
        return kind(answers=[item for item in items if item is not None])


def _salvaged(text: str) -> tuple[Reply, int]:
    table = _table(text, Reply)
    lost = 0
    parts: dict[str, Any] = {name: [] for name in _LISTS}
    headline = table.get("headline")
    if headline is not None:
        parts["headline"] = _item(Headline, headline)
        lost += parts["headline"] is None
    for name, kind in _LISTS.items():
        rows = table.get(name)
        if rows is None:
            continue
        if not isinstance(rows, list):
            raise BadReply(f"the reply has no list under “{name}”")
        items = [_item(kind, row) for row in rows]
        parts[name] = [item for item in items if item is not None]
        lost += len(items) - len(parts[name])
    return Reply(**parts), lost


_LISTS: dict[str, type[Part]] = {
    "who": Who, "what": What, "positions": Said, "next_steps": Step, "sections": Section,
}  # fmt: skip


def _table(text: str, kind: type[Part]) -> dict[str, Any]:
    import json

    try:
        table = json.loads(text)
    except ValueError as error:
        raise BadReply(f"the reply is no JSON: {error}") from error
    if not isinstance(table, dict) or not table.keys() & kind.model_fields.keys():
        raise BadReply(f"the reply has none of {', '.join(kind.model_fields)}")
    return table


def _item(kind: type[Part], row: Any) -> Any:
    try:
        return kind.model_validate(_mended(kind, row))
    except ValidationError:
        return None


def _mended(kind: type[Part], row: Any) -> Any:
    """The item with what servers without a grammar write otherwise put right, in its parts too."""
    if not isinstance(row, dict):
        return row
    made = dict(row)
    for name, field in kind.model_fields.items():
        if name not in row:
            continue
        value = row[name]
        for mend in field.metadata:
            if isinstance(mend, _Mend):
                value = mend.of(value)
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, Part):
                value = [_mended(part, one) for one in value] if isinstance(value, list) else _mended(part, value)
        made[name] = value
    return made
