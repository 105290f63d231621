"""Turns news articles into briefing notes in which every line opens to the sentence it rests on.

A table of contents: each name is imported from its module when it is first asked for. docs/library.md is the tour, and
says what of it stays.
"""

from __future__ import annotations

# Type checkers take any variable of this name for true; importing the real one would cost `--version` time.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from briefer.contract import dump_brief, dump_findings, load_brief, load_findings
    from briefer.errors import BrieferError
    from briefer.model import Article, Brief, Document, Engine, Findings, Profile, Question, Skipped, Source
    from briefer.pipeline import Briefer, Verdict, Watch, check, verified

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Brief",
    "Briefer",
    "BrieferError",
    "Document",
    "Engine",
    "Findings",
    "Profile",
    "Question",
    "Skipped",
    "Source",
    "Verdict",
    "Watch",
    "__version__",
    "check",
    "dump_brief",
    "dump_findings",
    "load_brief",
    "load_findings",
    "verified",
]

_HOMES = {
    "BrieferError": "briefer.errors",
    **dict.fromkeys(("Briefer", "Verdict", "Watch", "check", "verified"), "briefer.pipeline"),
    **dict.fromkeys(("dump_brief", "dump_findings", "load_brief", "load_findings"), "briefer.contract"),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES.get(name, "briefer.model")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
