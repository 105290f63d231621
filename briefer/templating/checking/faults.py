"""What is wrong with a template, where, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake in one place."""

    file: Path
    #: Counts from 1; None where the whole file is meant.
    line: int | None
    message: str
    hint: str | None = None
    #: False where it depends on what a brief holds: it stops no run before the brief is known.
    certain: bool = True

    def __str__(self) -> str:
        at = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{at}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def near(name: str, known: Iterable[str]) -> str | None:
    """`did you mean 'title'?`, or None."""
    names = sorted({k for k in known if not k.startswith("_")})
    found = get_close_matches(name, names, 1) or [k for k in names if k.casefold() == name.casefold()]
    return f"did you mean '{found[0]}'?" if found else None


@dataclass(slots=True)
class Report:
    """Collects faults; what breaks in a parent's file is told where the template at hand uses it."""

    #: Folders whose files are to be put right.
    own: tuple[Path, ...]
    faults: dict[tuple[Path, int | None, str], Fault] = field(default_factory=dict)
    #: Files with the lines at which they use the next one.
    sites: list[tuple[Path, int]] = field(default_factory=list)

    def add(self, file: Path, line: int, message: str, hint: str | None = None, *, certain: bool = True) -> None:
        """One fault; a second one of the same words in the same place is the same."""
        if not self.is_own(file):
            site = next((s for s in reversed(self.sites) if self.is_own(s[0])), None)
            if site is None:
                # Nothing of the template at hand leads here: the parent's own tests look after the parent.
                return
            message = f"{message} (in {file.parent.name}/{file.name}, line {line}, which this line leads to)"
            file, line = site
        fault = Fault(file=file, line=line, message=message, hint=hint, certain=certain)
        known = self.faults.setdefault((file, line, message), fault)
        if fault.certain and not known.certain:
            self.faults[file, line, message] = fault

    def is_own(self, file: Path) -> bool:
        """Whether a fault of this file is the template's."""
        return any(file.is_relative_to(folder) for folder in self.own)

    def found(self) -> tuple[Fault, ...]:
        """The faults by file and line."""
        return tuple(sorted(self.faults.values(), key=lambda f: (str(f.file), f.line or 0, f.message)))
