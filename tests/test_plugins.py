from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints, distribution
from typing import get_args

import pytest

from briefer import plugins
from briefer.errors import PluginError


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    points: list[EntryPoint] = []
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **asked: EntryPoints(points).select(**asked))
    plugins._found.cache_clear()
    yield points
    plugins._found.cache_clear()


def test_a_guest_is_loaded_by_its_name(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("decoder", "json:JSONDecoder", "briefer.formats"))
    import json

    assert "decoder" in plugins.names("briefer.formats")
    assert plugins.load("briefer.formats", "decoder") is json.JSONDecoder


def test_a_guest_does_not_replace_a_built_in_adapter(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("replay", "briefer.testing:FakeEngine", "briefer.engines"))
    from briefer.engines.replay import ReplayEngine

    assert plugins.load("briefer.engines", "replay") is ReplayEngine


def test_an_unknown_name_lists_what_there_is(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("harbour", "briefer.testing:FakeEngine", "briefer.engines"))
    with pytest.raises(PluginError, match="no engine “extractiv”") as caught:
        plugins.load("briefer.engines", "extractiv")
    assert "did you mean “extractive”? There are: extractive, harbour, openai, replay" in (caught.value.hint or "")
    with pytest.raises(PluginError, match="no delivery “pigeon”"):
        plugins.load("briefer.deliveries", "pigeon")


def test_a_broken_one_is_named_with_its_module(offered: list[EntryPoint]) -> None:
    offered.append(EntryPoint("odt", "no_such_module:Format", "briefer.formats"))
    with pytest.raises(PluginError, match="no_such_module"):
        plugins.load("briefer.formats", "odt")


@pytest.mark.parametrize("group", get_args(plugins.Group))
def test_what_is_looked_up_without_entry_points_is_what_they_offer(group: plugins.Group) -> None:
    ours = distribution("briefer-notes").entry_points.select(group=group)
    assert plugins._OWN.get(group, {}) == {point.name: point.value for point in ours}
