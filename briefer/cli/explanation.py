"""What `briefer explain` shows of an article: the reading of each sentence, for a terminal and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefer.errors import BrieferError, UsageError
from briefer.templating import one_line

if TYPE_CHECKING:
    from briefer.language.explain import Explained
    from briefer.model import (
        Analysis,
        Article,
        Attribution,
        Check,
        Event,
        EventCandidate,
        Findings,
        Position,
        Range,
        Span,
    )

#: Words and the labels that mark them: `source`, `cue`, `content`, separated by spaces.
Piece = tuple[str, str]
#: What is said of a thing, and what of it: `cue` and the words.
Fact = tuple[str, str]
_STYLES = {"source": "bold cyan", "cue": "bold yellow", "content": "green"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One attribution, event or step."""

    title: str
    #: The sentences that it rests on: the number and the marked words of each.
    passages: tuple[tuple[int, tuple[Piece, ...]], ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sentence."""

    #: Counts from 1.
    number: int
    heading: bool
    words: str
    blocks: tuple[Block, ...] = ()
    #: Pronouns, descriptions and short names with whom they mean.
    mentions: tuple[Fact, ...] = ()
    #: What the rules proposed and did not keep: what it was, and why.
    refused: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An article's sentences."""

    title: str
    language: str
    sentences: tuple[Reading, ...]


def explained(article: Article, *, only: int | None = None) -> Shown:
    """The article, read and checked by the built-in engine; `only` leaves a single sentence."""
    from briefer.language import analyse, is_parsed
    from briefer.language.explain import explain
    from briefer.model import Profile
    from briefer.pipeline import open_engine
    from briefer.verify import check_findings

    if not is_parsed(article.language):
        raise BrieferError(
            f"the built-in rules read English, and this article's language is {article.language}",
            hint="explain shows what those rules do; briefer brief --model NAME reads other languages",
        )
    analysis = analyse(article)
    sentences = explain(analysis)
    if only is not None and only > len(sentences):
        raise UsageError(f"--sentence {only}: the article has {len(sentences)} sentences")
    findings = check_findings(open_engine("extractive").read(analysis, Profile()), analysis)
    chosen = sentences if only is None else (sentences[only - 1],)
    return Shown(
        title=one_line(article.title or "") or "Untitled article",
        language=article.language or "en",
        sentences=tuple(_reading(analysis, findings, one) for one in chosen),
    )


def _reading(analysis: Analysis, findings: Findings, one: Explained) -> Reading:
    sentence = analysis.sentences[one.index]
    return Reading(
        number=one.index + 1,
        heading=sentence.kind == "heading",
        words=one_line(analysis.words(sentence)),
        blocks=(
            *(_attribution(analysis, findings, a) for a in one.attributions),
            *_events(analysis, findings, one),
            *_steps(analysis, findings, one),
        ),
        mentions=tuple((one_line(analysis.words(mention)), entity.name) for mention, entity in one.mentions),
        refused=(
            *((f"{r.rule} {_quoted(analysis, *r.content)}", r.why) for r in one.refused),
            *(
                (f"event {_quoted(analysis, event.clause)}", f"it ranks {rank} by its score of {event.score:.2f}")
                for n, (rank, event) in enumerate(one.events)
                if n or _event(findings, event) is None
            ),
        ),
    )


def _quoted(analysis: Analysis, *places: Range) -> str:
    """The words in quotation marks, which they may have already."""
    words = one_line(" … ".join(analysis.words(place) for place in places))
    return words if words[:1] in {"“", '"'} else f"“{words}”"


def _attribution(analysis: Analysis, findings: Findings, a: Attribution) -> Block:
    from briefer.language.explain import how_found, says_rule, segments

    position = _position(findings, a)
    places = [(c, "content") for c in a.content]
    places += [(place, label) for place, label in ((a.source, "source"), (a.cue, "cue")) if place is not None]
    passages = tuple(
        (i + 1, segments(analysis.article.text, analysis.sentences[i].start, analysis.sentences[i].end, places))
        for i in a.sentences
    )
    facts = [
        ("who", _quoted(analysis, a.source) if a.source else "nobody is named"),
        ("cue", _quoted(analysis, a.cue) if a.cue else "none of its own"),
        ("what", _quoted(analysis, *a.content)),
        ("rule", f"{a.rule}: {says_rule(a.rule)}"),
        *(("speaker", line) for line in how_found(analysis, a)),
        ("kind", f"{a.kind}, {'denied or refused' if a.negated else 'stated'}, {a.channel}"),
    ]
    if not a.certain:
        facts.append(("doubt", "who speaks is a guess"))
    holder = position.holder if position is not None else None
    if position is not None:
        facts += [("stance", position.stance), *_checked(position.check)]
    return Block(title=f"Position of {one_line(holder or 'nobody named')}", passages=passages, facts=tuple(facts))


def _position(findings: Findings, a: Attribution) -> Position | None:
    """The engine's position for an attribution."""
    content = [(c.start, c.end) for c in a.content]
    return next((p for p in findings.positions if [(c.start, c.end) for c in p.content] == content), None)


def _events(analysis: Analysis, findings: Findings, one: Explained) -> Iterator[Block]:
    for rank, event in one.events[:1]:
        if (claim := _event(findings, event)) is None:
            continue
        facts = [
            ("what", _quoted(analysis, event.clause)),
            ("rank", f"{rank}, by a score of {event.score:.2f}"),
            ("status", event.status),
        ]
        if event.when is not None:
            facts.append(
                ("when", f"“{one_line(event.when.text)}”, {event.when.from_ or '?'} to {event.when.to or '?'}")
            )
        if event.where is not None:
            facts.append(("where", _quoted(analysis, event.where)))
        if event.actor is not None:
            facts.append(("actor", analysis.entities[event.actor].name))
        yield Block(title="Event", facts=(*facts, *_checked(claim.check)))


def _event(findings: Findings, event: EventCandidate) -> Event | None:
    """The engine's event for the best candidate of a sentence; None where it took other sentences."""
    return next((w for w in findings.what if _holds(w.evidence, event.clause)), None)


def _steps(analysis: Analysis, findings: Findings, one: Explained) -> Iterator[Block]:
    for step in one.steps:
        claim = next((s for s in findings.next_steps if _holds(s.evidence, step.clause)), None)
        facts = [
            ("what", _quoted(analysis, step.clause)),
            ("kind", f"{step.kind}{', a threat' if step.threat else ''}"),
        ]
        if step.actor is not None:
            facts.append(("actor", _quoted(analysis, step.actor)))
        if step.when is not None:
            facts.append(("when", f"“{one_line(step.when.text)}”, {step.when.from_ or '?'} to {step.when.to or '?'}"))
        facts += _checked(claim.check) if claim is not None else [("kept", "no")]
        yield Block(title="Next step", facts=tuple(facts))


def _holds(evidence: Iterable[Span], clause: Range) -> bool:
    """Whether one of the spans holds the clause."""
    return any(span.start <= clause.start and clause.end <= span.end for span in evidence)


def _checked(check: Check | None) -> list[Fact]:
    if check is None:
        return []
    gates = ", ".join(f"{gate} {outcome}" for gate, outcome in check.gates.items())
    return [("check", f"{check.status}: {gates}"), *(("because", one_line(r.text)) for r in check.reasons)]


# --- as text --------------------------------------------------------------------------------------------


def as_text(shown: Shown) -> str:
    """Plain lines, whole without colour."""
    return "".join("".join(words for words, _ in line) + "\n" for line in _lines(shown))


def print_text(shown: Shown) -> None:
    """The same lines in colour on a terminal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in _lines(shown):
        console.print(Text.assemble(*line), soft_wrap=True)


def _lines(shown: Shown) -> Iterator[list[Piece]]:
    """Lines of words, each with its style."""
    yield [(shown.title, "bold")]
    for one in shown.sentences:
        yield [("", "")]
        yield [(f"Sentence {one.number}{' (heading)' if one.heading else ''}", "bold")]
        yield [(f"  {one.words}", "")]
        for block in one.blocks:
            yield [("", "")]
            yield [(f"  {block.title}", "bold underline")]
            for label, words in block.facts:
                style = {"who": "source", "cue": "cue", "what": "content"}.get(label, "")
                yield [(f"    {label:<8} ", "dim"), (words, _STYLES.get(style, ""))]
        yield from _listed("Stands for", "is", one.mentions)
        yield from _listed("Proposed and not kept", "because", one.refused)
        if not (one.blocks or one.mentions or one.refused):
            yield [("  nothing was found in it", "dim")]


def _listed(title: str, link: str, facts: tuple[Fact, ...]) -> Iterator[list[Piece]]:
    if facts:
        yield [("", "")]
        yield [(f"  {title}", "bold underline")]
    for left, right in facts:
        yield [(f"    {one_line(left)} ", ""), (f"{link} ", "dim"), (one_line(right), "")]


# --- as a page ------------------------------------------------------------------------------------------


def as_html(shown: Shown) -> str:
    """A page that needs no script; every word of the article is escaped by the environment."""
    from briefer.templating.environment import Files, Sandbox
    from briefer.templating.lookup import builtin_folder

    folder = builtin_folder().parent / "explain"
    environment = Sandbox("html", Files(lambda name: path if (path := folder / name).is_file() else None))
    return environment.get_template("page.html.j2").render(shown=shown)
