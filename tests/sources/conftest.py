"""A website for every test of sources on the web."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if "website" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("website", Path(__file__).parents[1] / "http" / "website.py")
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules["website"] = _module = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(_module)

from website import Website


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this machine has, tests stay on it."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Website]:
    """A website that runs."""
    with Website() as running:
        yield running
