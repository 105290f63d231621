"""What the text itself says: one article, one parse, plain data.

Every offset here counts characters of the text of record, whatever copy the parser worked on, and every
span of an `Analysis` belongs to its own article, so plain `(start, end)` pairs (`Range`) are enough.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

from briefer.model.article import Article, Span
from briefer.model.claims import ActorKind, Channel, EventStatus, StepKind, When


class Range(NamedTuple):
    """`text[start:end]` of the text of record."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, without the white space around it."""

    start: int
    end: int
    #: Paragraphs count from 0.
    paragraph: int
    #: `heading` stands alone on a line and ends without a full stop.
    kind: Literal["body", "heading"] = "body"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks."""

    #: With the marks.
    start: int
    end: int
    #: Without the marks.
    inner: Range
    #: Indices of the first and the last sentence that it touches.
    sentences: tuple[int, int]
    #: False where the closing mark is missing because the next paragraph goes on (or by mistake).
    closed: bool = True
    #: True where it goes on from an unclosed quotation of the paragraph before.
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity in words or figures, with its unit."""

    start: int
    end: int
    #: None where the words give no single value ("dozens").
    value: float | None
    #: Lower case: `percent`, an ISO 4217 code, `hour`, `square kilometre`, the counted noun, or ``.
    unit: str = ""
    kind: Literal["count", "ordinal", "percent", "money", "measure", "year", "vague"] = "count"
    #: `more than`, `at least`, `less than`, `at most`, `about`, or ``.
    bound: str = ""


class Token(NamedTuple):
    """One token of the parse (spaCy's attributes, as strings; labels of its English models)."""

    start: int
    end: int
    text: str
    lemma: str
    #: Universal part of speech, `NOUN`.
    pos: str
    #: Penn Treebank tag, `NNS`.
    tag: str
    #: ClearNLP dependency label, `nsubj`; `ROOT` at a sentence's root.
    dep: str
    #: Index of the head in `Analysis.tokens`; its own at a root.
    head: int
    #: Index of its sentence.
    sentence: int
    #: Entity label (`PERSON`, `ORG`, `GPE`, `NORP`, `DATE`, …) or ``.
    ent: str
    #: True where an entity begins.
    ent_start: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is spoken of."""

    start: int
    end: int
    kind: Literal["name", "pronoun", "description"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or something that the article names, with all its mentions."""

    #: The fullest form that the article has.
    name: str
    kind: ActorKind
    #: In text order; the first `name` mention is the one to cite.
    mentions: tuple[Mention, ...]
    #: Other forms that stand in the article: surname, acronym, "Moscow" for a government.
    aliases: tuple[str, ...] = ()
    #: Words of the text: "special envoy".
    role: Range | None = None
    #: Words of the text: whose role it is ("Corvo" in "Corvo's special envoy"), or the employer.
    organisation: Range | None = None
    #: Where the organisation was resolved from, when the words are a pronoun ("his son-in-law"): its name.
    organisation_name: str | None = None
    gender: Literal["m", "f", "n", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who said, thinks or intends what, by rules over the parse."""

    #: The smallest span that names the source; None where nobody is named ("seems to").
    source: Range | None
    #: The smallest span of the attributing words; None for a quotation that only its neighbours attribute.
    cue: Range | None
    #: What is attributed, quotation marks included; in text order.
    content: tuple[Range, ...]
    #: The quoted parts of it without their marks.
    quotes: tuple[Range, ...] = ()
    #: Indices of the sentences that it rests on: those of source, cue and content, in text order.
    sentences: tuple[int, ...] = ()
    #: Index in `Analysis.entities` of who uttered the words; None where unresolved.
    speaker: int | None = None
    #: Index of whose position it is, where somebody speaks for another ("a lawyer for …"); None: the speaker.
    holder: int | None = None
    #: Words of the source as a name, where `speaker` is None: "a senior official", "he".
    speaker_words: str | None = None
    #: Words of the holder, where somebody speaks for a holder who is no entity of ours; None otherwise.
    holder_words: str | None = None
    channel: Channel = "direct"
    #: The relaying outlet, as the text has it.
    via: Range | None = None
    #: Of the cue: `speech`, `belief`, `intention`, `attitude`.
    kind: Literal["speech", "belief", "intention", "attitude"] = "speech"
    #: True for "did not say", "denied".
    negated: bool = False
    #: The rule that found it, as `explain` names it: `clause`, `according_to`, `carried_over`, …
    rule: str = ""
    #: False where the rule guessed the speaker (a carried-over quote, a pronoun with two candidates).
    certain: bool = True
    #: Where the speaker's name was found, when the source is a pronoun or a description.
    resolved_from: Range | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCandidate:
    """A clause that may be the main event, best first in `Analysis.events`."""

    #: Index of its sentence.
    sentence: int
    #: The clause without attribution and asides; verbatim.
    clause: Range
    status: EventStatus
    when: When | None = None
    #: Words of the text.
    where: Range | None = None
    #: Of the doer, index in `Analysis.entities`.
    actor: int | None = None
    #: Higher is better; no unit.
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCandidate:
    """A clause about what is to come, told from threats, demands and forecasts."""

    sentence: int
    #: Verbatim.
    clause: Range
    kind: StepKind
    #: Who is to do it, and what; words of the text.
    actor: Range | None = None
    action: Range | None = None
    when: When | None = None
    #: Index in `Analysis.attributions` of who states it.
    attribution: int | None = None
    #: True where the words threaten or warn: never shown as agreed.
    threat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One article with all that the text itself says."""

    article: Article
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    numbers: tuple[Number, ...]
    dates: tuple[When, ...]
    #: Empty where the language has no parser: then nothing below is known either.
    tokens: tuple[Token, ...] = ()
    entities: tuple[Entity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[EventCandidate, ...] = ()
    steps: tuple[StepCandidate, ...] = ()
    #: Indices of the sentences that ask or order whoever reads: they carry no claim, and no token, quotation, number
    #: or date of theirs is in here.
    silent: frozenset[int] = frozenset()
    #: Those among them that are meant for somebody who is to do something: no language model is shown them.
    hidden: frozenset[int] = frozenset()
    #: Name and version of the model that parsed, None where none did.
    parser: str | None = None

    def __getstate__(self) -> list[Any]:
        """For pickling: tokens go as columns, which takes a third of the time."""
        return [
            tuple(zip(*self.tokens, strict=True)) if f.name == "tokens" else getattr(self, f.name) for f in fields(self)
        ]

    def __setstate__(self, state: list[Any]) -> None:
        for field, value in zip(fields(self), state, strict=True):
            tokens = field.name == "tokens"
            object.__setattr__(self, field.name, tuple(map(Token._make, zip(*value, strict=True))) if tokens else value)

    def span(self, place: Range | Sentence | Quotation | Number | Token | Mention) -> Span:
        """The place as a span of this article."""
        return Span(self.article.id, place.start, place.end)

    def words(self, place: Range | Span | Sentence | Quotation | Number | Token | Mention) -> str:
        """The words of record at the place."""
        return self.article.text[place.start : place.end]
