"""Who holds what: every attributed utterance, most salient first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefer.engines.extractive.text import Text
from briefer.language.attribution.cue_words import WRONGLY
from briefer.language.clauses import AUXILIARIES
from briefer.language.sides import own_side
from briefer.language.stance import carriers
from briefer.language.step_words import STATES
from briefer.model import Attribution, Position, Range, Span, Stance

#: Double marks only: a single one may be an apostrophe.
_OPEN, _CLOSE, _MARKS = ("“", '"', "«", "„"), ("”", '"', "»"), '“”"«»„'
#: A part of the content that says nothing by itself.
_EMPTY = frozenset({"", "that", "which", "who", "what", "it", "so"})
#: What does not head a clause of the content's own: auxiliaries, relative and adverbial clauses.
SUBORDINATE = frozenset({*AUXILIARIES, "relcl", "acl", "advcl"})
#: Who nobody knows: a pronoun that nothing resolves, or the writer's own "I".
_NOBODY = frozenset("i we you he she they it this that".split())
#: What such a position, or a refusal to speak, weighs at most; every other weighs more.
FAINT = 0.09
#: So many characters may stand between a cue and what it leads in ("told reporters in the town that …").
LEAD = 60
#: Who rejects these takes no side on a matter: "rejects the blame".
_NO_SIDE = re.compile(
    r"(?:(?:the|all|any|its|their|his|her)\s+)*(?:blame|responsibility|liability|guilt|fault)\b", re.I
)
_SILENT = re.compile(r"\b(?:declin\w+|refus\w+) to (?:comment|say more|elaborate)\b|\bno comment\b", re.I)
#: What stands for words or a matter that another sentence has.
_BEFORE = re.compile(
    r"(?:that|this|it|them|something(?: else)?|(?:this|that|these|those) \w+"
    r"|the (?:charge|claim|allegation|accusation|suggestion|criticism|report)s?)",
    re.I,
)
#: Tags of a verb whose subject, if it has none beside it, stands before.
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Where another clause or a whole quotation begins.
_BREAKS = ':;“”"«»'
_LEADING = re.compile(r"^(?:that|,|:|—|–|-)\s+", re.I)


def find_positions(text: Text) -> tuple[Position, ...]:
    """Every attribution as a position."""
    told = [(a, _position(text, a)) for a in text.analysis.attributions if a.content]
    heard = {p.holder for a, p in told if not _points_back(text, a) and p.salience > FAINT}
    spoken = [
        replace(p, salience=min(p.salience, FAINT)) if p.holder in heard and _points_back(text, a) else p
        for a, p in told
    ]
    return tuple(sorted(spoken, key=lambda p: (-p.salience, p.content[0].start, p.content[-1].end)))


def _position(text: Text, a: Attribution) -> Position:
    stance, carrier = _stance(text, a)
    target = _target(text, carrier)
    if target is not None and _NO_SIDE.match(target):
        stance, target = "unclear", None
    evidence = _evidence(text, a)
    entity = text.holder_entity(a)
    role = text.shown(entity.role) if entity is not None and entity.role is not None else None
    return Position(
        holder=text.holder(a),
        holder_role=role,
        speaker=text.speaker(a),
        channel=a.channel,
        via=text.shown(a.via) if a.via is not None else None,
        target=target,
        stance=stance,
        text=position_text(text, a),
        quotes=tuple(text.span(q) for q in a.quotes),
        source=text.span(a.source) if a.source is not None else None,
        cue=text.span(a.cue) if a.cue is not None else None,
        content=tuple(text.span(c) for c in a.content),
        salience=_salience(text, a),
        evidence=evidence,
        derived=_derived(text, a, role, evidence),
    )


def position_text(text: Text, a: Attribution) -> str:
    """The words of the content, without outer quotation marks, a leading "that" and a trailing comma.

    Quoted words keep their marks beside words that are not.
    """
    if a.negated and (denied := _denial(text, a)) is not None:
        return _bare(text.shown(denied))
    if (deed := _with_cue(text, a)) is not None:
        return _bare(text.shown(deed))
    places = [_led_in(text, a), *a.content[1:]]
    parts = [(_bare(_unquoted(text, part, a.quotes)), _all_quoted(part, a)) for part in places]
    parts = [(w, quoted) for w, quoted in parts if w.lower() not in _EMPTY and any(c.isalnum() for c in w)]
    mixed = len({quoted for _, quoted in parts}) > 1
    return " … ".join(f"“{w}”" if quoted and mixed and not w.startswith(_OPEN) else w for w, quoted in parts)


def _with_cue(text: Text, a: Attribution) -> Range | None:
    """Cue and content together, where the content alone says nothing: "agreed not to meet", "condemned the test"."""
    if a.cue is None or len(a.content) != 1 or a.rule == "according_to":
        return None
    (part,) = a.content
    tree = text.tree
    if _all_quoted(part, a):
        return _around_quoted(text, a.cue, part)
    if text.analysis.article.text[a.cue.end : part.start].strip() or part.start < a.cue.end:
        return None
    inside = [t for t in tree.sentences[text.sentence_at(part.start)] if part.start <= tree.tokens[t].start < part.end]
    own = [t for t in inside if not _is_subordinate(text, t, inside[0])]
    # "the company of “playing games”" hangs on "accused", whatever the parse takes for a verb in it.
    if a.rule != "object_preposition" and any(tree.finite(t) for t in own):
        return None
    return Range(a.cue.start, part.end)


def _around_quoted(text: Text, cue: Range, part: Range) -> Range | None:
    """The cue with the quoted words that are only a piece of its clause: "noted “isolated” delays", "said that it “would not go”"."""
    words, whole = text.analysis.article.text, text.sentence(text.sentence_at(part.start))
    between = words[cue.end : part.start].rstrip(_MARKS)
    inside = [t for t in text.tree.at(part) if text.tree.tokens[t].pos != "PUNCT"]
    broken = cue.start < whole.start or whole.end < part.end or any(c in between for c in _BREAKS)
    if not inside or broken or not 0 < len(between) <= LEAD:
        return None
    tokens, first = text.tree.tokens, inside[0]
    if any(c.isalnum() for c in between):
        return Range(cue.start, part.end) if tokens[first].tag in _FINITE and tokens[first].text.islower() else None
    top = next(t for t in inside if tokens[t].head not in inside or tokens[t].head == t)
    if tokens[top].dep not in ("amod", "compound", "nmod") or tokens[top].head < top:
        return None
    return Range(cue.start, tokens[text.tree.edges(tokens[top].head)[1]].end)


def _led_in(text: Text, a: Attribution) -> Range:
    """The first part of the content, with the cue where a second clause hangs on it: "argued that … and that …"."""
    part, tree = a.content[0], text.tree
    if (
        a.cue is None
        or not 0 <= part.start - a.cue.end <= LEAD
        or text.sentence_at(a.cue.start) != text.sentence_at(part.start)
    ):
        return part
    for t in tree.at(part):
        if tree.tokens[t].text == "that" and tree.tokens[t - 1].text in ("and", "but", "or") and t - 1 in tree.at(part):
            verb = tree.tokens[t].head
            first = verb if tree.tokens[verb].dep == "ccomp" else tree.tokens[verb].head
            over = tree.tokens[tree.tokens[first].head]
            if tree.tokens[t].dep == "mark" and a.cue.start <= over.start < a.cue.end:
                return Range(a.cue.start, part.end)
    return part


def _is_subordinate(text: Text, token: int, first: int) -> bool:
    """Whether a token is, or hangs within the part on, what does not head a clause of the content's own."""
    tokens = text.tree.tokens
    while tokens[token].dep not in SUBORDINATE:
        head = tokens[token].head
        if head == token or head < first:
            return False
        token = head
    return True


def _all_quoted(part: Range, a: Attribution) -> bool:
    return any(q.start - part.start <= 1 and part.end - q.end <= 1 for q in a.quotes)


def _denial(text: Text, a: Attribution) -> Range | None:
    """What was denied or not said together with the words that deny it: "did not say that …", "wrongly said that …"."""
    if (
        a.cue is None
        or a.content[0].start < a.cue.end
        or text.sentence_at(a.cue.start) != text.sentence_at(a.content[0].start)
    ):
        return None
    tree, start = text.tree, a.cue.start
    for t in tree.sentences[text.sentence_at(a.cue.start)]:
        head = tree.tokens[tree.tokens[t].head]
        word = tree.tokens[t].text
        denies = tree.tokens[t].dep in ("aux", "auxpass", "neg") or word.lower() in WRONGLY
        if denies and word != "May" and a.cue.start <= head.start < a.cue.end:
            start = min(start, tree.tokens[t].start)
    return Range(start, a.content[-1].end)


def _unquoted(text: Text, part: Range, quotes: tuple[Range, ...]) -> str:
    """The quoted words alone where nothing else stands in the part; a long quotation opens anew in each paragraph."""
    part = Range(max(part.start, text.sentence(text.sentence_at(part.end - 1)).start), part.end) if not quotes else part
    within = [q for q in quotes if part.start <= q.start and q.end <= part.end]
    inside = [q for q in within if not any(o != q and o.start <= q.start and q.end <= o.end for o in within)]
    rest, at = "", part.start
    for quote in inside:
        rest, at = rest + text.analysis.article.text[at : quote.start], quote.end
    rest += text.analysis.article.text[at : part.end]
    if inside and not any(c.isalnum() for c in rest):
        return " ".join(text.shown(quote) for quote in inside)
    return text.shown(part)


def _bare(words: str) -> str:
    before = None
    while before != words:
        before = words
        words = _LEADING.sub("", words).rstrip(" ,;:")
        if words[:1] in _OPEN and words[1:] and not any(c in _MARKS for c in words[1:-1]):
            # Marks around the whole, or an opening one whose partner stands in another part.
            words = words[1:-1] if words[-1] in _CLOSE else words[1:]
        elif words[-1:] in _CLOSE and words[:-1] and not any(c in _MARKS for c in words[:-1]):
            words = words[:-1]
    return words


def _evidence(text: Text, a: Attribution) -> tuple[Span, ...]:
    indices = list(a.sentences) or [text.sentence_at(c.start) for c in a.content]
    if a.via is not None:
        indices.append(text.sentence_at(a.via.start))
    if a.resolved_from is not None and a.source is not None and not text.is_name(a.source):
        # Where the antecedent is named: "She said" alone names nobody.
        indices.append(text.sentence_at(a.resolved_from.start))
    return text.evidence(indices)


def _derived(text: Text, a: Attribution, role: str | None, evidence: tuple[Span, ...]) -> dict[str, tuple[Span, ...]]:
    """The fields whose words stand elsewhere than beside the words of the position."""
    own = text.evidence(a.sentences) or evidence
    derived: dict[str, tuple[Span, ...]] = {}
    entity, holder, speaker = text.holder_entity(a), text.holder(a), text.speaker(a)
    if entity is not None and holder is not None:
        named = text.name_mention(entity)
        if named is not None and not text.stands_in(holder, own):
            derived["holder"] = (text.span(named),)
        if role is not None and entity.role is not None and not text.stands_in(role, own):
            derived["holder_role"] = (text.span(entity.role),)
    uttered = text.entity(a.speaker)
    if uttered is not None and speaker != holder and speaker is not None and not text.stands_in(speaker, own):
        named = text.name_mention(uttered)
        if named is not None:
            derived["speaker"] = (text.span(named),)
    if meant := tuple(_meant(text, a, evidence)):
        derived["text"] = meant
    return derived


def _meant(text: Text, a: Attribution, evidence: tuple[Span, ...]) -> Iterator[Span]:
    """The names of people whom only a pronoun in the shown words stands for: "disputes his figure"."""
    for index, entity in enumerate(text.analysis.entities):
        if entity.kind != "person" or index in (a.speaker, a.holder):
            continue
        pronouns = [m for m in entity.mentions if m.kind == "pronoun"]
        said = any(c.start <= m.start < c.end for m in pronouns for c in a.content)
        if said and (named := text.name_mention(entity)) is not None:
            if not any(m.kind == "name" and s.start <= m.start < s.end for m in entity.mentions for s in evidence):
                yield text.span(named)


# --- stance ---------------------------------------------------------------------------------------------


def _stance(text: Text, a: Attribution) -> tuple[Stance, Range | None]:
    """The stance and the words that carry it: those of the cue, else those of the holder in the content."""
    if a.cue is not None and not a.negated:
        # The words behind the cue tell "back the plan" from "back in June" and complete "declined to comment",
        # those before it may take it back ("steered clear of criticising").
        start = max(a.cue.start - 30, text.analysis.sentences[text.sentence_at(a.cue.start)].start)
        for found in carriers(text.analysis.article.text[start : a.cue.end + 30]):
            place = Range(start + found.start, start + found.end)
            if found.stance != "conditional" and place.start < a.cue.end and a.cue.start < place.end:
                return found.stance, place
    for part in a.content:
        for found in carriers(text.analysis.words(part)):
            place = Range(part.start + found.start, part.start + found.end)
            if _held(text, found.stance, place):
                return found.stance, place
    return "unclear", None


def _held(text: Text, stance: Stance, place: Range) -> bool:
    """Whether it is the speaker's own stance: their side is the subject, or nobody is."""
    tree = text.tree
    inside = [t for s in {text.sentence_at(place.start)} for t in tree.sentences[s]]
    at = [t for t in inside if place.start <= tree.tokens[t].start < place.end]
    if not at:
        return False
    if stance == "conditional":
        verb = tree.tokens[tree.tokens[at[0]].head].head  # the mark's clause hangs on the verb that it conditions
        subject = tree.subject(verb)
        deed = tree.tokens[verb].lemma.lower() not in STATES | {"be"} and tree.child(verb, "auxpass") is None
        return subject is not None and deed and own_side(tree, verb, subject)
    verb = next((t for t in reversed(at) if tree.tokens[t].pos in ("VERB", "AUX", "ADJ")), at[-1])
    if tree.tokens[verb].pos == "ADJ":
        verb = tree.tokens[verb].head
    subject = tree.subject(verb)
    if subject is None:
        return False
    if tree.child(verb, "auxpass") is not None:
        return stance == "oppose"  # "would not be opened" refuses, "were accepted" only tells
    return own_side(tree, verb, subject)


def _target(text: Text, carrier: Range | None) -> str | None:
    """What is supported or opposed, where it is the object of the very words that carry the stance."""
    if carrier is None:
        return None
    tree = text.tree
    at = [
        t
        for t in tree.sentences[text.sentence_at(carrier.start)]
        if carrier.start <= tree.tokens[t].start < carrier.end
    ]
    for verb in reversed(at):
        if tree.tokens[verb].pos != "VERB":
            continue
        thing = tree.child(verb, "dobj", "nsubjpass")
        if (
            thing is None
            and (prep := tree.child(verb, "prep")) is not None
            and carrier.start <= tree.tokens[prep].start < carrier.end
        ):
            thing = tree.child(prep, "pobj")
        if thing is not None and tree.tokens[thing].pos in ("NOUN", "PROPN"):
            return text.shown(tree.phrase(thing))
        return None
    return None


# --- salience -------------------------------------------------------------------------------------------


def _salience(text: Text, a: Attribution) -> float:
    """0 to 1: what a main actor says in so many words weighs most, a feeling of nobody in particular least."""
    quoted = sum(q.end - q.start for q in a.quotes)
    words = sum(len(text.analysis.words(c).split()) for c in a.content)
    first = text.sentence_at(a.content[0].start)
    score = 0.65 - 0.01 * min(first, 20)
    if quoted > 25:
        score += 0.2
    entity = text.holder_entity(a)
    if entity is None:
        score -= 0.2
    else:
        score += 0.02 * min(len(entity.mentions), 5)
        if entity.role is not None:
            score += 0.05
    if a.kind != "speech":
        score -= 0.15
    if a.channel == "unnamed":
        score -= 0.1
    if words < 4:
        score -= 0.2
    elif words < 7:
        score -= 0.05
    if _is_faint(text, a):
        return round(FAINT * min(max(score, 0.0), 1.0), 2)
    return round(min(max(score, FAINT + 0.01), 1.0), 2)


def _points_back(text: Text, a: Attribution) -> bool:
    """Whether all that is held is a word for what was said before: "denied that", "dismissed those concerns"."""
    whole = " … ".join(text.shown(c) for c in a.content)
    return not a.quotes and _BEFORE.fullmatch(whole) is not None


def _is_faint(text: Text, a: Attribution) -> bool:
    """Whether nobody knows who holds it, or they said that they say nothing."""
    holder = text.holder(a)
    if holder is not None and text.holder_entity(a) is None and holder.lower() in _NOBODY:
        return True
    start = a.cue.start if a.cue is not None else a.content[0].start
    return _SILENT.search(text.analysis.article.text[min(start, a.content[0].start) : a.content[-1].end]) is not None
