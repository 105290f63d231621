"""How often the holder of a position is the right name, on short texts written for the project.

    python benchmarks/holders.py              the rates, and what is wrong or open in the texts that may be looked at
    python benchmarks/holders.py --table      also writes them into README.md

The texts lie in tests/language/names/holders: two in three may be looked at to find causes (`tried`), one in three
is kept for the check (`kept`), and of those only the rates are ever shown.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from briefer.model import Analysis, Attribution

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "language" / "names" / "holders"
PARTS = ("tried", "kept")
Outcome = Literal["right", "wrong", "open"]
_MARK = re.compile(r"\{([^{}]*)\}")
_START, _END = "<!-- holders: written by `benchmarks/holders.py --table` -->", "<!-- holders: end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one mark."""

    case: str
    #: The words before the mark.
    words: str
    wanted: str
    got: str
    outcome: Outcome
    #: `name`, `part of a name`, `pronoun`, `description` or `carried over`.
    kind: str


def cases(part: str) -> list[dict[str, Any]]:
    """The texts of one part, with their marks."""
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{part}.toml").read_text(encoding="utf-8"))["case"]
    return found


def without_marks(marked: str) -> tuple[str, list[tuple[int, str]]]:
    """The text, and for each mark the offset that it stood at and what it says."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        marks.append((len(text), match[1]))
        at = match.end()
    return text + marked[at:], marks


def results(found: Sequence[dict[str, Any]]) -> Iterator[Result]:
    """What becomes of every mark of the texts."""
    from briefer.language import analyse_all
    from briefer.model import Article

    read = [without_marks(case["text"]) for case in found]
    analyses = analyse_all(Article.of(text, id=f"a{i}", language="en") for i, (text, _) in enumerate(read))
    for case, (text, marks), analysis in zip(found, read, analyses, strict=True):
        for end, wanted in marks:
            quoted = wanted.startswith(">")
            name = wanted.removeprefix(">").strip()
            got = _holder(analysis, end, quoted=quoted)
            outcome: Outcome = "right" if got == name else "open" if not got else "wrong"
            words = re.split(r"[\n.,]", text[max(0, end - 25) : end].strip())[-1].strip()
            kind = "carried over" if quoted else _kind(analysis, end, name)
            yield Result(case=case["name"], words=words, wanted=name, got=got, outcome=outcome, kind=kind)


def _holder(analysis: Analysis, end: int, *, quoted: bool) -> str:
    """The name that a mark's position is shown under; of a mark that no position stands at, whom the words mean."""
    one = next((a for a in analysis.attributions if _stands_at(analysis, a, end, quoted=quoted)), None)
    if one is None:
        if quoted:
            return ""
        return next((e.name for e in analysis.entities for m in e.mentions if m.end == end and e.kind != "group"), "")
    index = one.holder if one.holder is not None else None if one.holder_words else one.speaker
    if index is None or analysis.entities[index].kind == "group":
        return ""
    return analysis.entities[index].name


def _stands_at(analysis: Analysis, a: Attribution, end: int, *, quoted: bool) -> bool:
    """Whether a mark belongs to an attribution: behind its source, an apposition to that, its cue, or its quotation."""
    if quoted:
        return any(part.start < end <= part.end + 1 for part in a.content)
    if any(place is not None and place.start < end <= place.end for place in (a.source, a.cue)):
        return True
    behind = "" if a.source is None else analysis.article.text[a.source.end : end]
    return behind[:2] in {", ", " o"} and a.cue is not None and end <= a.cue.start and "\n" not in behind


def _kind(analysis: Analysis, end: int, name: str) -> str:
    """What the words before a mark are."""
    mention = next((m for e in analysis.entities for m in e.mentions if m.end == end), None)
    token = next((t for t in analysis.tokens if t.end == end), None)
    if token is not None and token.tag in {"PRP", "PRP$", "WP"}:
        return "pronoun"
    if name and analysis.article.text[:end].endswith(name):
        return "name"
    if (mention is not None and mention.kind == "name") or (token is not None and token.pos == "PROPN"):
        return "part of a name"
    return "description"


def rates(found: Sequence[Result]) -> tuple[float, float, float]:
    """The shares that are right, wrong, and open."""
    counts = Counter(r.outcome for r in found)
    return tuple(counts[o] / max(1, len(found)) for o in ("right", "wrong", "open"))  # type: ignore[return-value]


def table(by_part: dict[str, list[Result]]) -> str:
    """The rates by part and by kind of mention, as Markdown."""
    lines = ["| texts | mentions | n | right | wrong | open |", "|---|---|---|---|---|---|"]
    for part, found in by_part.items():
        kinds = sorted({r.kind for r in found}, key=lambda k: -sum(r.kind == k for r in found))
        for kind in ["all", *kinds]:
            these = [r for r in found if kind in ("all", r.kind)]
            right, wrong, still_open = rates(these)
            lines.append(f"| {part} | {kind} | {len(these)} | {right:.3f} | {wrong:.3f} | {still_open:.3f} |")
    return "\n".join(lines)


def write_table(lines: str, readme: Path) -> None:
    """Puts the table between its markers."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(_START)
    _, found, after = rest.partition(_END)
    if not found:
        raise SystemExit(f"{readme} lacks the markers that the table goes between: {_START} and {_END}")
    readme.write_text(f"{before}{_START}\n{lines}\n{_END}{after}", encoding="utf-8", newline="\n")


def main() -> None:
    """Prints the rates, and the mistakes of the texts that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", action="store_true", help="write the table into README.md")
    options = parser.parse_args()
    by_part = {part: list(results(cases(part))) for part in PARTS}
    for r in by_part["tried"]:
        if r.outcome != "right":
            print(f"{r.outcome:5} {r.case}: “{r.words}” ({r.kind}) is {r.got or 'nobody'}, not {r.wanted or 'nobody'}")
    lines = table(by_part)
    print(lines)
    if options.table:
        write_table(lines, Path(__file__).with_name("README.md"))


if __name__ == "__main__":
    main()
