from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from briefer import plugins
from briefer.errors import PluginError


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    points: list[EntryPoint] = []
    monkeypatch.setattr(plugins, "_all", lambda: EntryPoints(points))
    plugins._found.cache_clear()
    yield points
    plugins._found.cache_clear()


def test_a_guest_is_loaded_by_its_name(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("decoder", "json:JSONDecoder", "briefer.formats"))
    import json

    assert plugins.names("briefer.formats") == ("decoder",)
    assert plugins.load("briefer.formats", "decoder") is json.JSONDecoder


def test_a_guest_does_not_replace_a_built_in_adapter(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("fake", "json:JSONDecoder", "briefer.engines"))
    offered.append(EntryPoint("fake", "briefer.testing:FakeEngine", "briefer.engines"))
    from briefer.testing import FakeEngine

    assert plugins.load("briefer.engines", "fake") is FakeEngine


def test_an_unknown_name_lists_what_there_is(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("extractive", "briefer.testing:FakeEngine", "briefer.engines"))
    with pytest.raises(PluginError, match="no engine “extractiv”") as caught:
        plugins.load("briefer.engines", "extractiv")
    assert "did you mean “extractive”" in (caught.value.hint or "")
    with pytest.raises(PluginError, match="no delivery “smtp”"):
        plugins.load("briefer.deliveries", "smtp")


def test_a_broken_one_is_named_with_its_module(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("pdf", "no_such_module:Format", "briefer.formats"))
    with pytest.raises(PluginError, match="no_such_module"):
        plugins.load("briefer.formats", "pdf")
