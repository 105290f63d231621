"""A website, and a run's web that lives on it, for every test of fetching."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefer.http import Limits, WebSettings
from briefer.http.web import OpenWeb
from briefer.model import Page, Skipped
from briefer.store import Store
from briefer.store.pages import Pages

if "website" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("website", Path(__file__).with_name("website.py"))
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


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    """What pages are kept in."""
    with Store(tmp_path / "store.db") as store:
        yield Pages(store)


#: Small, so that a test of a limit is quick.
LIMITS = Limits(seconds=2.0, bytes=200_000, patience=2.0)
Get = Callable[..., list[Page | Skipped]]


@pytest.fixture
def get(site: Website, pages: Pages) -> Get:
    """Fetches addresses in one run, at once; `settings` are fields of `WebSettings`."""

    def fetched(*urls: str, resolve: Any = None, tls: Any = None, end: bool = True, **settings: Any) -> Any:
        given = replace(WebSettings(limits=LIMITS, allow_private=True), **settings)

        async def run() -> list[Page | Skipped]:
            web = OpenWeb(given, pages, resolve=resolve or site.resolve, tls=tls)
            try:
                found = await asyncio.gather(*(web.get(url) for url in urls))
                if end:
                    web.end()
                return list(found)
            finally:
                await web.aclose()

        return _run(run())

    return fetched


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)
