"""Gate `ids`: every cited place exists, in the right article, and the claim's own places lie in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefer.model import Claim, Position, Span
from briefer.model.ids import claim_spans
from briefer.verify.objection import Objection, fail
from briefer.verify.passage import Ground


def check_ids(claim: Claim, grounds: Mapping[str, Ground]) -> Iterator[Objection]:
    """What is wrong with the claim's places; without any, every other gate may read them."""
    if not claim.evidence:
        yield fail("no sentence is cited")
        return
    places = [*claim_spans(claim), *(span for spans in claim.derived.values() for span in spans)]
    broken = [why for span in places if (why := _broken(span, grounds))]
    if when := getattr(claim, "when", None):
        broken += [why] if (why := _broken(when.span, grounds)) else []
    if broken:
        yield from (fail(why) for why in dict.fromkeys(broken))
        return
    if any(_is_silent(span, grounds[span.article]) for span in places):
        yield fail("a cited sentence asks or orders its reader and tells nothing")
    for span in claim.evidence:
        if _cuts_word(span, grounds[span.article]):
            yield fail(f"the cited place {span.start} to {span.end} begins or ends inside a word")
    yield from _own_places(claim, grounds)


def _broken(span: Span, grounds: Mapping[str, Ground]) -> str | None:
    if span.article not in grounds:
        return f"there is no article {span.article!r} here"
    length = len(grounds[span.article].text)
    if not 0 <= span.start < span.end:
        return f"the cited place {span.start} to {span.end} holds no words"
    if span.end > length:
        return f"the cited place {span.start} to {span.end} lies outside the article of {length} characters"
    if grounds[span.article].text[span.start : span.end].isspace():
        return f"the cited place {span.start} to {span.end} holds no words"
    return None


def _is_silent(span: Span, ground: Ground) -> bool:
    silent = ground.analysis.silent
    return bool(silent) and not silent.isdisjoint(ground.sentences_at(span.start, span.end))


def _cuts_word(span: Span, ground: Ground) -> bool:
    """Whether the place cuts a word; scripts without spaces between words are not asked."""
    if not ground.parsed:
        return False
    text = ground.text
    return (span.start > 0 and text[span.start - 1].isalnum() and text[span.start].isalnum()) or (
        span.end < len(text) and text[span.end - 1].isalnum() and text[span.end].isalnum()
    )


def _own_places(claim: Claim, grounds: Mapping[str, Ground]) -> Iterator[Objection]:
    """The mention, source, cue, content and quotes must lie in the cited sentences or in what a field came from."""
    sentences = [whole for span in claim.evidence for whole in (span, *_sentences(span, grounds[span.article]))]
    cited = [*sentences, *(span for spans in claim.derived.values() for span in spans)]
    if (mention := getattr(claim, "mention", None)) is not None and not _covered(mention, cited, grounds):
        yield fail("the name's place lies outside the cited sentences")
    if not isinstance(claim, Position):
        return
    for name, span in (("source", claim.source), ("cue", claim.cue)):
        if span is not None and not _covered(span, cited, grounds):
            yield fail(f"the words of the {name} lie outside the cited sentences")
    for name, spans in (("attributed words", claim.content), ("quotation", claim.quotes)):
        for span in spans:
            if not _covered(span, sentences, grounds):
                yield fail(f"the {name} lie outside the cited sentences".replace("quotation lie", "quotation lies"))
        yield from _overlapping(name, spans)


def _sentences(span: Span, ground: Ground) -> Iterator[Span]:
    """The sentences that a cited place is part of, each with what stands before it and is no sentence: a dateline."""
    sentences = ground.analysis.sentences
    for index in ground.sentences_at(span.start, span.end):
        yield Span(span.article, sentences[index - 1].end if index else 0, sentences[index].end)


def _covered(span: Span, cited: Sequence[Span], grounds: Mapping[str, Ground]) -> bool:
    """Whether all words of the place lie in the cited ones; the white space between two of these does not count."""
    at = span.start
    text = grounds[span.article].text
    for other in sorted((s.start, s.end) for s in cited if s.article == span.article):
        if other[0] <= at < other[1]:
            at = other[1]
            while at < span.end and text[at].isspace():
                at += 1
        if at >= span.end:
            return True
    return at >= span.end


def _overlapping(name: str, spans: Sequence[Span]) -> Iterator[Objection]:
    ordered = sorted((span.article, span.start, span.end) for span in spans)
    for before, after in zip(ordered, ordered[1:], strict=False):
        # A quotation inside a quotation lies wholly in it.
        if before[0] == after[0] and before[1] < after[1] < before[2] < after[2]:
            yield fail(f"two places of the {name} overlap")
            return
