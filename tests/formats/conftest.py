"""The sample briefs that come with the templates, and pages made of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from briefer.contract import load_brief
from briefer.model import Brief
from briefer.render import render

SAMPLES = Path(__file__).parents[2] / "templates" / "samples"


def sample(name: str) -> Brief:
    return load_brief(json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))


@pytest.fixture(params=sorted(path.stem for path in SAMPLES.glob("*.json")))
def any_brief(request: pytest.FixtureRequest) -> Brief:
    return sample(request.param)


@pytest.fixture
def complete() -> Brief:
    return sample("complete")


@pytest.fixture
def hostile() -> Brief:
    return sample("hostile")


@pytest.fixture
def written() -> Callable[[Brief, str], str]:
    def write(brief: Brief, format: str) -> str:
        made = render(brief, format=format)
        assert isinstance(made, str)
        return made

    return write
