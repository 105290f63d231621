"""The model's reply as findings: every id becomes a place, every place comes from code; nothing is checked yet.

What the reply gets wrong is not put right and not left out here: an id that there is not becomes a place that
there is not, so that the gates withhold the claim and the account counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from briefer.engines.extractive.gaps import find_gaps
from briefer.engines.openai.mouths import Mouth, quotes_of, spoken, voice_of
from briefer.engines.openai.numbered import Cited, Numbered, stems
from briefer.engines.openai.reply import Headline, Line, Place, Reply, Said, Section, Step, What, Who
from briefer.model import (
    Actor,
    Analysis,
    Attribution,
    Custom,
    EngineInfo,
    Event,
    EventStatus,
    Findings,
    Mention,
    NextStep,
    Position,
    Problem,
    Question,
    Range,
    Span,
    Statement,
    StepCandidate,
    StepKind,
    with_ids,
)

#: A headline with more words is none.
HEADLINE_WORDS = 14
#: The kinds of step that a reader takes for agreed.
_FIRM: frozenset[StepKind] = frozenset({"scheduled", "pledged"})
#: A clause with less of a step's words is another step.
_HALF = 0.5
#: From what is sure on.
_DOUBT: tuple[EventStatus, ...] = ("confirmed", "reported", "planned", "alleged")
#: What a position weighs less than the one before it, and the least that it weighs.
_STEP, _LEAST = 0.04, 0.1


def to_findings(
    reply: Reply, analysis: Analysis, *, engine: EngineInfo, questions: Sequence[Question] = (), lost: int = 0
) -> Findings:
    """Unchecked findings with ids; `lost` items of the reply had not the shape of one."""
    text = Numbered(analysis)
    what = tuple(event_of(text, said) for said in reply.what)
    # The weights keep the model's order.
    weights = (round(max(_LEAST, 1 - _STEP * i), 2) for i in range(len(reply.positions)))
    positions = tuple(position_of(text, said, weight) for said, weight in zip(reply.positions, weights, strict=True))
    steps = tuple(step_of(text, said) for said in reply.next_steps)
    headline, headline_evidence = headline_of(text, reply.headline)
    findings = Findings(
        article=analysis.article.info(),
        engine=engine,
        status="ok",
        headline=headline,
        headline_evidence=headline_evidence,
        who=tuple(actor_of(text, said) for said in reply.who),
        what=what,
        positions=positions,
        next_steps=steps,
        custom=_custom(text, reply.sections, questions),
        gaps=find_gaps(text, what, positions, steps),
    )
    return with_ids(_with_status(findings, lost))


def _with_status(findings: Findings, lost: int) -> Findings:
    if lost:
        items = "an item" if lost == 1 else f"{lost} items"
        problem = Problem(code="bad_items", text=f"{items} of the model's reply had not the form that was asked for")
        return replace(findings, status="partial", problem=problem)
    answered = any(section.claims or section.value for section in findings.custom.values())
    if findings.who or findings.what or findings.positions or findings.next_steps or findings.headline or answered:
        return findings
    return replace(
        findings, status="empty", problem=Problem(code="nothing_found", text="the model found nothing to report in it")
    )


def headline_of(text: Numbered, said: Headline | None) -> tuple[str | None, tuple[Span, ...]]:
    """The headline and its sentences; one that is too long keeps its words, and loses what it rests on."""
    if said is None or not said.text:
        return None, ()
    if len(said.text.split()) > HEADLINE_WORDS:
        return said.text, ()
    return said.text, text.spans(text.cite(said.ids))


def actor_of(text: Numbered, said: Who) -> Actor:
    """Somebody who matters, under the fullest name that the article has."""
    cited = text.cite(said.ids)
    name, entity = text.resolved(said.name, cited)
    role, organisation = _words(said.role), text.resolved(said.organisation, cited)[0]
    mention = _mention(text, said.name, name, entity, cited)
    derived = {
        "name": _unknown(text, said.name),
        "role": text.derived(said.role, role, cited),
        "organisation": text.derived(said.organisation, organisation, cited),
    }
    return Actor(
        name=name or said.name.words,
        role=role,
        organisation=organisation,
        kind=said.kind,
        why=said.why or None,
        mention=mention,
        evidence=text.spans(cited),
        derived=_given(derived),
    )


def _mention(text: Numbered, said: Place, name: str | None, entity: int | None, cited: Cited) -> Span | None:
    """The name where it stands: in a cited sentence, else where it first stands, which is cited then."""
    mentions: list[Mention] = []
    if entity is not None:
        mentions = [m for m in text.analysis.entities[entity].mentions if m.kind == "name"]
        mentions.sort(key=lambda m: (text.shown(m) != name, m.start))
    for mention in mentions:
        if text.sentence_at(mention.start) in cited.sentences and text.stands_in_a_sentence(
            Range(mention.start, mention.end)
        ):
            return text.span(mention)
    for span in text.evidence(cited.sentences):
        if (place := text.find(said.words, span.start, span.end)) is not None:
            return text.span(place)
    for mention in mentions:
        sentence = text.sentence_at(mention.start)
        span = text.sentence(sentence)
        if span.start <= mention.start and mention.end <= span.end:
            if cited.sentences:
                cited.add([sentence])
                return text.span(mention)
            break
    return None


def event_of(text: Numbered, said: What) -> Event:
    """Something that happened."""
    cited = text.cite(said.ids)
    where = _words(said.where)
    return Event(
        text=said.text,
        status=_status(text, said, cited),
        when=text.when(said.when, cited),
        where=where,
        evidence=text.spans(cited),
        derived=_given({"where": text.derived(said.where, where, cited)}),
    )


def _status(text: Numbered, said: What, cited: Cited) -> EventStatus:
    """The model's word, but never a surer one than the rules have for the sentence."""
    for candidate in text.analysis.events:
        if candidate.sentence in cited.sentences:
            return max(said.status, candidate.status, key=_DOUBT.index)
    return said.status


def position_of(text: Numbered, said: Said, salience: float = 0.0) -> Position:
    """What somebody said: the mouth as the model names it, the places as the article has them."""
    cited = text.cite(said.ids)
    quotes, nowhere = _quotations(text, said.quotes)
    for quotation in quotes:
        cited.add(text.sentences_of(quotation))
    uttered, owned = said.speaker or said.holder, said.holder or said.speaker
    speaker, holder = Mouth(*text.resolved(uttered, cited)), Mouth(*text.resolved(owned, cited))
    verbatim = quotes_of(text, quotes)
    words = said.text or spoken(text, verbatim)
    if not words and not nowhere:
        # Nothing is said: it must not pass for want of words to check.
        cited = Cited(nowhere=cited.nowhere)
    voice = voice_of(text, words, cited, quotes, speaker=speaker, holder=holder)
    _cite_voice(text, voice.attribution, [s for part in voice.content for s in (part.start, part.end - 1)], cited)
    role, target = _words(said.role), _words(said.target)
    via, via_places = _via(text, said, voice.attribution, cited)
    derived = {
        "speaker": text.derived(uttered, speaker.name, cited) if speaker != holder else (),
        "holder": text.derived(owned, holder.name, cited),
        "holder_role": text.derived(said.role, role, cited),
        "via": via_places,
        "target": text.derived(said.target, target, cited),
    }
    return Position(
        holder=holder.name,
        holder_role=role,
        speaker=speaker.name,
        channel=said.channel if voice.attribution is None else voice.attribution.channel,
        via=via,
        target=target,
        stance=said.stance,
        text=words,
        quotes=(*verbatim, *nowhere),
        source=text.span(voice.source) if voice.source is not None else None,
        cue=text.span(voice.cue) if voice.cue is not None else None,
        content=tuple(text.span(part) for part in voice.content),
        evidence=text.spans(cited),
        derived=_given(derived),
        salience=salience,
    )


def _quotations(text: Numbered, ids: Iterable[str]) -> tuple[list[int], list[Span]]:
    found: list[int] = []
    nowhere: list[Span] = []
    for name in ids:
        if (quotation := text.index(name, "q")) is not None:
            found.append(quotation)
        else:
            nowhere.append(text.nowhere(name))
    return sorted(set(found)), nowhere


def _cite_voice(text: Numbered, attribution: Attribution | None, offsets: Iterable[int], cited: Cited) -> None:
    """What code adds to a position must lie in cited sentences too; a claim that cites nothing stays one."""
    if cited.sentences:
        cited.add(text.sentence_at(offset) for offset in offsets)
        if attribution is not None:
            cited.add(attribution.sentences)


def _via(
    text: Numbered, said: Said, attribution: Attribution | None, cited: Cited
) -> tuple[str | None, tuple[Span, ...]]:
    """The relaying outlet: as the article has it, where the rules agree on the mouth."""
    if attribution is None or attribution.via is None or _unknown(text, said.via):
        via = text.resolved(said.via, cited)[0]
        return via, text.derived(said.via, via, cited)
    cited.add([text.sentence_at(attribution.via.start)])
    return text.shown(attribution.via), ()


def step_of(text: Numbered, said: Step) -> NextStep:
    """What is to come."""
    cited = text.cite(said.ids)
    actor, says = text.resolved(said.actor, cited)[0], text.resolved(said.says, cited)[0]
    found = _candidate(text, said.text, cited)
    firm = found is not None and not found.threat and {found.kind, said.kind} <= _FIRM
    return NextStep(
        text=said.text,
        actor=actor,
        action=said.action or None,
        # Which of two firm kinds it is the rules tell by the verb; that it is firm the model must have said.
        kind=found.kind if found is not None and firm else said.kind,
        when=found.when if found is not None and firm and not said.when else text.when(said.when, cited),
        says=says,
        evidence=text.spans(cited),
        derived=_given({"actor": text.derived(said.actor, actor, cited), "says": text.derived(said.says, says, cited)}),
    )


def _candidate(text: Numbered, words: str, cited: Cited) -> StepCandidate | None:
    """What the rules know of the step: a clause of a cited sentence with half of its words."""
    wanted = stems(words)
    shares = [
        (len(wanted & stems(text.analysis.words(step.clause))) / max(1, len(wanted)), -i, step)
        for i, step in enumerate(text.analysis.steps)
        if step.sentence in cited.sentences
    ]
    best = max(shares, key=lambda row: row[:2], default=None)
    return best[2] if best is not None and best[0] >= _HALF else None


def line_of(text: Numbered, said: Line) -> Statement:
    """A claim of a section of the user's own."""
    return Statement(text=said.text, evidence=text.spans(text.cite(said.ids)))


def _custom(text: Numbered, sections: Sequence[Section], questions: Sequence[Question]) -> dict[str, Custom]:
    """One answer for each question that was asked; answers to others are nobody's."""
    custom: dict[str, Custom] = {}
    for question in questions:
        answers = [s for s in sections if s.name.casefold() == question.name.casefold()]
        claims = [line_of(text, line) for answer in answers for line in answer.claims]
        value = next((a.value for a in answers if a.value), None) if question.kind == "choice" else None
        custom[question.name] = Custom(
            title=question.title,
            kind=question.kind,
            # A choice that rests on no claim is none.
            value=_choice(value, question.choices) if claims else None,
            claims=tuple(claims),
        )
    return custom


def _choice(value: str | None, choices: Sequence[str]) -> str | None:
    return next((c for c in choices if value is not None and c.casefold() == value.strip().casefold()), None)


# --- small answers ---------------------------------------------------------------------------------------


def _words(said: Place | None) -> str | None:
    return " ".join(said.words.split()) or None if said is not None else None


def _unknown(text: Numbered, said: Place | None) -> tuple[Span, ...]:
    """A place that there is not, for a field whose sentence there is not."""
    if said is None or said.id is None or text.index(said.id, "s") is not None:
        return ()
    return (text.nowhere(said.id),)


def _given(derived: Mapping[str, tuple[Span, ...]]) -> dict[str, tuple[Span, ...]]:
    return {name: spans for name, spans in derived.items() if spans}
