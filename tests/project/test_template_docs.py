"""The page on templates names what templates can use, and its example works."""

from __future__ import annotations

import json
import re
from pathlib import Path

from briefer.contract import load_brief
from briefer.render import _helpers, render
from briefer.templating.environment import Sandbox

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
BRIEF = load_brief(json.loads((ROOT / "examples/briefs/ministerial.json").read_text(encoding="utf-8")))
#: Of `Sandbox`, for every format or for text alone.
BESIDE_JINJAS_OWN = {"line", "url", "wrap"}


def test_every_value_and_filter_is_documented_and_no_other() -> None:
    helpers = _helpers(BRIEF)
    values, filters = PAGE.partition("Filters beside")[::2]
    assert set(re.findall(r"^\| `(\w+)` \|", values.partition("Values beside")[2], re.M)) == set(helpers["values"])
    documented = set(re.findall(r"^\| `\w+\\\|(\w+)", filters, re.M))
    assert documented == set(helpers["filters"]) | BESIDE_JINJAS_OWN
    assert not [
        name
        for name in documented
        if name not in Sandbox("text", loader=None).filters and name not in helpers["filters"]
    ]  # type: ignore[arg-type]


def test_the_house_style_of_the_page(tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    for name, text in re.findall(r"^`house/([\w.]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.M | re.S):
        (house / name).write_text(text, encoding="utf-8")
    assert len(list(house.iterdir())) == 2
    shown = render(BRIEF, format="markdown", template="house", search=[tmp_path])
    assert f"# {BRIEF.title}, from the Fisheries desk\n" in shown
    assert "## " in shown
