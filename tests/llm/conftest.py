"""A fake server, and time that goes by without waiting, for every test of the model engine."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _by_path(name: str) -> ModuleType:
    """A module beside this file, under one name for all tests."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


fake_server = _by_path("fake_server")


@pytest.fixture(name="fake")
def fake_module() -> ModuleType:
    """The fake server's module: `fake.says(…)`, `fake.busy(…)`, …"""
    return fake_server


@pytest.fixture
def server() -> Iterator[Any]:
    """A `FakeServer` that runs."""
    with fake_server.FakeServer() as running:
        yield running
