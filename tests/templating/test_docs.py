"""The page on templates says what the code has: its tables come from the same types that the check goes by.

`pytest --update tests/templating/test_docs.py` writes them into the page; the difference is the review.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefer.render.context import ENVIRONMENT, VALUES, known, reference
from briefer.templating.checking.filters import SEVERAL
from briefer.templating.contract import BLOCKS, FILES, OTHERS
from briefer.templating.environment import Sandbox

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "templates.md"


def files() -> str:
    rows = [f"| `{name}` | {what} |" for name, (_, what) in FILES.items()]
    rows += [f"| `{name}` | {what} |" for name, what in OTHERS.items()]
    return "\n".join(["| File | What it is |", "|---|---|", *rows])


def blocks() -> str:
    rows = [f"| `{name}` | 1.{block.since} | {block.what} |" for name, block in BLOCKS.items()]
    return "\n".join(["| Block | Since | What it holds |", "|---|---|---|", *rows])


PARTS = {"files": files, "blocks": blocks, "reference": reference}


@pytest.mark.parametrize("name", PARTS)
def test_a_table_is_what_the_code_says(name: str, update: bool) -> None:
    place = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", re.DOTALL)
    wanted = f"{PARTS[name]()}\n"
    if update:
        text = place.sub(lambda _: wanted, PAGE.read_text(encoding="utf-8"), count=1)
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    found = place.search(PAGE.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == wanted


def test_every_value_has_its_words() -> None:
    assert set(known().values) - {"content"} <= set(VALUES)
    assert set(VALUES) <= {*known().values, "options"}


def test_every_filter_of_the_environment_is_told() -> None:
    from jinja2 import DictLoader
    from jinja2.defaults import DEFAULT_FILTERS

    assert set(ENVIRONMENT) == set(Sandbox("text", DictLoader({})).filters) - set(DEFAULT_FILTERS)


def test_the_filters_that_want_lists_are_there() -> None:
    from jinja2 import DictLoader

    assert set(Sandbox("html", DictLoader({})).filters) >= SEVERAL


def test_every_block_of_the_built_in_templates_is_in_the_contract_and_no_other() -> None:
    used = {
        name
        for path in (ROOT / "templates" / "briefs").rglob("*.j2")
        for name in re.findall(r"{%-? block (\w+)", path.read_text(encoding="utf-8"))
    }
    assert used == set(BLOCKS)
