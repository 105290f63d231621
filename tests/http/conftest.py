"""A website, and a run's web that lives on it, for every test of fetching."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from website import Website

from briefer.http import Limits, WebSettings
from briefer.http.web import OpenWeb
from briefer.model import Page, Skipped
from briefer.store import Store
from briefer.store.pages import Pages


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
