"""The prompts checked like any template: their contexts are small, and nothing of them reaches a reader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefer.templating.checking.faults import Fault, Report, near
from briefer.templating.types import NONE, NUMBER, TEXT, YES_NO, Listing, Scalar, Struct, Type, choice

_MAYBE = choice(TEXT, NONE)
_QUESTION = Struct(
    "question",
    {
        "name": TEXT,
        "title": TEXT,
        "question": TEXT,
        "kind": Scalar("text", frozenset({"list", "claim", "choice"})),
        "choices": Listing(TEXT),
    },
)
_TASK = Struct("task", {"language": _MAYBE, "questions": Listing(_QUESTION)})
_QUOTATION = Struct("quotation", {"id": TEXT, "words": TEXT, "sentences": TEXT})
_ARTICLE = Struct(
    "article",
    {
        "marker": TEXT,
        "part": YES_NO,
        "title": _MAYBE,
        "outlet": _MAYBE,
        "published": _MAYBE,
        "sentences": Listing(Struct("sentence", {"id": TEXT, "words": TEXT, "opens": YES_NO})),
        "quotations": Listing(_QUOTATION),
    },
)
_CLAIM = Struct(
    "claim",
    {"name": TEXT, "kind": TEXT, "words": TEXT, "reasons": Listing(TEXT), "sentences": Listing(NUMBER)},
)
_POINT = Struct("point", {"name": TEXT, "kind": TEXT, "of": _MAYBE, "words": TEXT, "sentences": Listing(TEXT)})
_PART = Scalar("text", frozenset({"system", "user"}))

#: File -> what it can use, as `briefer.engines.openai` hands it over.
PROMPTS: Mapping[str, Mapping[str, Type]] = {
    "system.j2": {},
    "article.j2": {"task": _TASK, "article": _ARTICLE, "again": YES_NO},
    "repair.j2": {"task": _TASK, "items": Listing(_CLAIM), "kinds": Listing(TEXT)},
    "lead.j2": {"part": _PART, "language": _MAYBE, "marker": TEXT, "headline": TEXT, "points": Listing(_POINT)},
    "second_look.j2": {"part": _PART, "items": Listing(_CLAIM)},
    "translate.j2": {"part": _PART, "language": TEXT, "marker": TEXT, "quotations": Listing(_QUOTATION)},
}


def check_prompt_files(folder: Path) -> tuple[Fault, ...]:
    """The faults of the prompts in a folder; files of another name are asked for by nobody."""
    from briefer.templating.checking.files import Trees
    from briefer.templating.checking.flow import Flow
    from briefer.templating.checking.values import Values
    from briefer.templating.environment import Files, Sandbox

    def find(reference: str) -> Path | None:
        return path if (path := folder / reference).is_file() else None

    report = Report((folder,))
    environment = Sandbox("text", Files(find))
    for path in sorted(folder.glob("*.j2")):
        if path.name not in PROMPTS:
            hint = near(path.name, PROMPTS) or f"the prompts are: {', '.join(PROMPTS)}"
            report.add(path, 1, f"no prompt is called {path.name}", hint)
            continue
        trees = Trees(environment, report, find, lambda: PROMPTS)
        values = Values(environment, report, {})
        Flow(values, trees, {}, PROMPTS[path.name]).template(path)
    return report.found()
