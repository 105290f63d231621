"""What templates can use is documented, and what is documented is there."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from briefer.render import _helpers

DOCS = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


@pytest.fixture
def helpers(samples: ModuleType) -> dict[str, set[str]]:
    return {kind: set(names) for kind, names in _helpers(samples.ministerial()).items()}


def test_every_filter_is_documented(helpers: dict[str, set[str]]) -> None:
    documented = set(re.findall(r"`\w+\\\|(\w+)", DOCS))
    assert documented == helpers["filters"] | {"line", "url", "wrap"}


def test_every_value_is_documented(helpers: dict[str, set[str]]) -> None:
    table = DOCS[DOCS.index("| Value |") : DOCS.index("| Filter |")]
    assert set(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) == helpers["values"] | {"brief", "options"}


def test_every_block_is_documented() -> None:
    folder = Path(__file__).parents[2] / "templates" / "briefs"
    blocks = {
        name
        for path in folder.rglob("*.j2")
        for name in re.findall(r"{% block (\w+)", path.read_text(encoding="utf-8"))
    }
    paragraph = DOCS[DOCS.index("## Blocks") : DOCS.index("## What a template can use")]
    assert blocks <= set(re.findall(r"`(\w+)`", paragraph))
