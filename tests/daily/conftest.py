"""A world to make briefs in, with its servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from daily_world import World
from mail_server import Server, listening
from website import Website


@pytest.fixture
def server() -> Iterator[Server]:
    with listening() as running:
        yield running


@pytest.fixture
def world(site: Website, server: Server, tmp_path: Path) -> World:
    made = World(site=site, mail=server, folder=tmp_path)
    made.serve()
    return made
