"""What the built-in templates make of the samples; `pytest --update` writes it anew, the diff is the review."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from briefer.render import render

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["ministerial", "daily", "empty"])
@pytest.mark.parametrize("ending", ["md", "txt"])
def test_as_it_was(samples: ModuleType, name: str, ending: str, update: bool) -> None:
    path = GOLDEN / f"{name}.{ending}"
    made = render(getattr(samples, name)(), format=ending)
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
    assert made == path.read_text(encoding="utf-8")
