"""Lists of feeds as feed readers export them, and as they come out broken."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import cast

import pytest

from briefer.model import Skipped, Web
from briefer.sources.feed import Feed
from briefer.sources.opml import MOST, Subscriptions, subscriptions


def listed(
    inside: str, *, base: str | None = "https://desk.example/lists/all.opml", encoding: str = "utf-8"
) -> list[tuple[str | None, str]]:
    text = f'<?xml version="1.0" encoding="{encoding}"?><opml version="2.0"><head><title>T</title></head><body>{inside}</body></opml>'
    found, _ = subscriptions(text.encode(encoding), base)
    return [(feed.title, feed.address) for feed in found]


@pytest.mark.parametrize(
    ("inside", "feeds"),
    [
        ('<outline text="A &amp;amp; B" xmlUrl="https://a.example/feed"/>', [("A & B", "https://a.example/feed")]),
        ('<outline text="t" title="T" xmlUrl="/feed"/>', [("T", "https://desk.example/feed")]),
        (
            '<outline text="G"><outline text="H"><outline xmlUrl="https://a.example/1"/></outline></outline>',
            [(None, "https://a.example/1")],
        ),
        ('<outline TEXT="A" XMLURL="https://a.example/1"/>', [("A", "https://a.example/1")]),
        (
            '<outline text="A" xmlUrl="https://a.example/1"/><outline text="B" xmlUrl="https://a.example/1"/>',
            [("A", "https://a.example/1")],
        ),
        ('<outline text="A" htmlUrl="https://a.example/"/>', []),
        ('<outline text="A" xmlUrl="file:///etc/passwd"/><outline xmlUrl="javascript:1"/><outline xmlUrl=""/>', []),
        ("", []),
    ],
)
def test_the_feeds_of_a_list(inside: str, feeds: list[tuple[str | None, str]]) -> None:
    assert listed(inside) == feeds


def test_other_character_sets() -> None:
    assert listed('<outline text="Vårdö" xmlUrl="https://a.example/1"/>', encoding="iso-8859-1")[0][0] == "Vårdö"
    assert listed('<outline text="Vårdö" xmlUrl="https://a.example/1"/>', encoding="utf-16")[0][0] == "Vårdö"


def test_a_broken_list_gives_what_it_can_and_says_so() -> None:
    whole = '<outline text="R&D" xmlUrl="https://a.example/1?x=1&y=2"/>'
    found, problem = subscriptions(f'<opml version="2.0"><body>{whole}<outline text="B" xml'.encode())
    assert [feed.address.split("?")[0] for feed in found] == ["https://a.example/1"]
    assert problem is not None
    assert "not well-formed" in problem
    assert subscriptions(b"")[0] == []
    assert subscriptions(b"")[1] is not None


def test_no_entity_is_expanded_or_fetched() -> None:
    bomb = '<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = f'<?xml version="1.0"?>{bomb}<opml><body><outline text="&b;" xmlUrl="https://a.example/1"/><outline>&x;</outline></body></opml>'
    begun = time.process_time()
    found, _ = subscriptions(text.encode())
    assert [feed.address for feed in found] == ["https://a.example/1"]
    assert time.process_time() - begun < 2


def test_a_list_without_end_is_read_up_to_a_bound(tmp_path: Path) -> None:
    outlines = "".join(f'<outline xmlUrl="https://a.example/{i}"/>' for i in range(MOST + 5))
    (tmp_path / "all.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    found = asyncio.run(Subscriptions(str(tmp_path / "all.opml")).fetched(cast("Web", None)))
    assert sum(isinstance(item, Feed) for item in found) == MOST
    assert isinstance(rest := found[-1], Skipped)
    assert (rest.code, rest.outcome) == ("filtered", "skipped")
    assert "2,005" in rest.reason
