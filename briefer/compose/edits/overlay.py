"""The brief as a file that a person changes in an editor: every story and claim with its words, as TOML."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from briefer.compose.edits.parts import Part, find, in_line, parts, parts_of, short_ids
from briefer.errors import BrieferError
from briefer.model import Brief, ClaimKind, Edit, Story, desk_texts, pinned

_HEAD = """\
# What the desk changes in “{title}”.
#
# Change the words between quotation marks; "" in their place takes the claim out, and with a headline its story.
# Save and close: the changes make revision {next}. What you leave as it is stays as it is.
# Quotations are the articles' own and cannot be changed, only taken out with their claim.
# Lines that begin with # only say what is what.

# What this was written for; leave both as they are.
brief = {id}
revision = {revision}

# The desk's own words: shown as such, apart from claims.
recommendation = {recommendation}
# Lines to take: "…", one a line.
lines = {lines}

# The stories from top to bottom; change the order of the lines.
order = {order}
"""
_TOP = ("brief", "revision", "recommendation", "lines", "order", "bottom_line", "story")
_OF_STORY = ("headline", "pin", "notes", "claims")
_TITLES: Mapping[ClaimKind, str] = {
    "lead": "Lead",
    "what": "What happened",
    "who": "Who matters: the name stays, what follows it may be changed",
    "position": "Positions",
    "step": "Next steps",
    "custom": "Own sections",
}
#: What could turn a line round in a terminal or an editor: shown by its number.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")


# --- out ---------------------------------------------------------------------------------------------


def overlay_of(brief: Brief) -> str:
    """The brief's words as TOML, to be changed and read back with `read_overlay`."""
    short = short_ids(brief)
    lines = [text.words for text in desk_texts(brief.edits) if text.what == "line"]
    out = [
        _HEAD.format(
            title=_comment(brief.title),
            next=brief.revision + 1,
            id=_text(brief.id),
            revision=brief.revision,
            recommendation=_text(in_line(brief.set.get("recommendation", ""))),
            lines=_list(lines),
            order=_list([story.id for story in brief.stories], [story.headline for story in brief.stories]),
        )
    ]
    if brief.bottom_line:
        out.append("\n[bottom_line]\n")
        out += [_claim(part, short) for part in parts(brief) if part.kind == "bottom_line"]
    on_top = pinned(brief.edits)
    for story in brief.stories:
        out.append(_story(brief, story, short, pin=story.id in on_top))
    return "".join(out)


def _story(brief: Brief, story: Story, short: Mapping[str, str], *, pin: bool) -> str:
    table = f"story.{_key(story.id)}"
    notes = [text.words for text in desk_texts(brief.edits) if text.story == story.id]
    out = [
        f"\n\n[{table}]\nheadline = {_text(in_line(story.headline))}\n",
        f"# On top for every reader, whatever they follow.\npin = {str(pin).lower()}\n",
        f"# The desk's notes on it.\nnotes = {_list(notes)}\n\n[{table}.claims]\n",
    ]
    title, seen = "", {story.id}
    for part in parts_of(story):
        if part.id in seen:
            continue
        seen.add(part.id)
        if (now := _TITLES[part.kind]) != title:
            out.append(f"# {now}\n")
            title = now
        out.append(_claim(part, short))
    return "".join(out)


def _claim(part: Part, short: Mapping[str, str]) -> str:
    about = [part.label, "" if part.claim.check.status == "verified" else part.claim.check.status]
    said = ", ".join(word for word in about if word)
    return f"{_key(short[part.id])} = {_text(part.words)}{f'  # {_comment(said)}' if said else ''}\n"


def _text(words: str) -> str:
    """A basic string of TOML."""
    quoted = json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "".join(f"\\u{ord(c):04x}" if c in _TURNING else c for c in quoted)


def _key(name: str) -> str:
    return name if _BARE.match(name) else _text(name)


def _list(items: Sequence[str], remarks: Sequence[str] = ()) -> str:
    if not items:
        return "[\n]"
    ends = [f"  # {_comment(remark)}" for remark in remarks] or [""] * len(items)
    return "[\n" + "".join(f"    {_text(item)},{end}\n" for item, end in zip(items, ends, strict=True)) + "]"


def _comment(words: str) -> str:
    """The words in one line, without what a comment of TOML may not hold."""
    return "".join(c for c in in_line(words) if unicodedata.category(c) != "Cc" and c not in _TURNING)


# --- in ----------------------------------------------------------------------------------------------


def read_overlay(brief: Brief, text: str, name: str) -> tuple[Edit, ...]:
    """The edits that make of the brief what the overlay says; empty where it says the same.

    `name` is what errors call the overlay. A `BrieferError` tells an overlay of another brief or revision, a line that
    is no TOML, an id that there is not.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrieferError(
            f"{name} is not TOML: {error}", hint="nothing was changed, and your words are kept"
        ) from error
    overlay = _Overlay(brief, table, name)
    overlay.check()
    return tuple(overlay.edits())


@dataclass(frozen=True, slots=True)
class _Overlay:
    brief: Brief
    table: Mapping[str, Any]
    name: str

    def check(self) -> None:
        """Raises what is wrong before anything is read out of it."""
        brief, made_for = self.brief, self.table.get("revision")
        self._keys(self.table, _TOP, "")
        if self.table.get("brief") != brief.id:
            raise BrieferError(
                f"{self.name} was written for another brief ({self.table.get('brief')}, this one is {brief.id})",
                hint="move it away; nothing was changed",
            )
        if made_for != brief.revision:
            raise BrieferError(
                f"{self.name} was written for revision {made_for}, and the brief is at revision {brief.revision}",
                hint="it is kept as it is: move it away, and take over from it what you still want",
            )
        stories = [story.id for story in brief.stories]
        self._keys(self._table(self.table, "story", ""), stories, "story.")

    def edits(self) -> Iterator[Edit]:
        """In an order in which each finds what it is about."""
        brief = self.brief
        gone: set[str] = set()
        if "recommendation" in self.table:
            asked = self._words(self.table["recommendation"], "recommendation")
            if asked != in_line(brief.set.get("recommendation", "")):
                yield Edit(what="recommend", words=asked)
        yield from self._texts("line", None, self.table, "lines")
        yield from self._claims(self._table(self.table, "bottom_line", ""), [*parts(brief)], "bottom_line")
        for story in brief.stories:
            told = self._table(self._table(self.table, "story", ""), story.id, "story.")
            self._keys(told, _OF_STORY, f"story.{story.id}.")
            where = f"story.{story.id}"
            headline = self._words(told.get("headline", story.headline), f"{where}.headline")
            if not headline:
                gone.add(story.id)
                yield Edit(what="hide", target=story.id)
                continue
            if headline != in_line(story.headline):
                yield Edit(what="replace", target=story.id, words=headline)
            yield from self._claims(self._table(told, "claims", f"{where}."), [*parts_of(story)], f"{where}.claims")
            yield from self._texts("note", story.id, told, "notes", where=f"{where}.")
        yield from self._places(gone)

    def _claims(self, table: Mapping[str, Any], among: Sequence[Part], where: str) -> Iterator[Edit]:
        known = {part.id for part in among if part.kind != "headline"}
        seen: set[str] = set()
        for name, value in table.items():
            part = find(self.brief, name)
            if part.id not in known or part.id in seen:
                why = "stands there twice" if part.id in seen else f"is no claim of [{where}]"
                raise BrieferError(
                    f"{self.name}: “{name}” {why}", hint="leave each id where it was; nothing was changed"
                )
            seen.add(part.id)
            words = self._words(value, f"{where}.{name}")
            if not words:
                yield Edit(what="hide", target=part.id)
            elif words != part.words:
                yield Edit(what="replace", target=part.id, words=words)

    def _texts(
        self, what: Any, story: str | None, table: Mapping[str, Any], key: str, where: str = ""
    ) -> Iterator[Edit]:
        """Notes or lines that are there no longer, then those that are new."""
        if key not in table:
            return
        wanted = [item for item in self._items(table[key], f"{where}{key}") if item]
        have = [text for text in desk_texts(self.brief.edits) if text.what == what and text.story == story]
        for text in have:
            if text.words in wanted:
                wanted.remove(text.words)
            else:
                yield Edit(what="hide", target=text.id)
        for words in wanted:
            yield Edit(what=what, target=story, words=words)

    def _places(self, gone: set[str]) -> Iterator[Edit]:
        """What is pinned or not, and where the stories stand."""
        brief = self.brief
        left = [story.id for story in brief.stories if story.id not in gone]
        pins = [name for name in pinned(brief.edits) if name in left]
        stories, now = self._table(self.table, "story", ""), list(left)
        for name in left:
            wanted = self._table(stories, name, "story.").get("pin", name in pins)
            if not isinstance(wanted, bool):
                raise self._wrong(f"story.{name}.pin", "true or false")
            if wanted == (name in pins):
                continue
            now.remove(name)
            if wanted:
                now.insert(len(pins), name)
                pins.append(name)
                yield Edit(what="pin", target=name)
            else:
                # Behind those that keep their pins; where else is for the order to say.
                pins.remove(name)
                now.insert(len(pins), name)
                yield Edit(what="move", target=name, place=len(pins) + 1)
        for place, name in enumerate(self._order(left, pins, now), 1):
            if now[place - 1] != name:
                now.remove(name)
                now.insert(place - 1, name)
                yield Edit(what="move", target=name, place=place)

    def _order(self, left: Sequence[str], pins: Sequence[str], now: Sequence[str]) -> list[str]:
        """The stories as they are to stand: what is pinned, then as told, then what is not named."""
        told = self._items(self.table.get("order", list(now)), "order", tidy=False)
        for name in told:
            find(self.brief, name)
            if name not in {story.id for story in self.brief.stories} or told.count(name) > 1:
                raise BrieferError(f"{self.name}: “{name}” in order is no story, or stands there twice")
        named = [name for name in told if name in left and name not in pins]
        return [*pins, *named, *(name for name in now if name not in pins and name not in named)]

    def _items(self, value: Any, where: str, *, tidy: bool = True) -> list[str]:
        if not isinstance(value, list):
            raise self._wrong(where, "a list of texts")
        return [self._words(item, where, tidy=tidy) for item in value]

    def _words(self, value: Any, where: str, *, tidy: bool = True) -> str:
        """The text, in one line unless it is an id."""
        if not isinstance(value, str):
            raise self._wrong(where, "text in quotation marks")
        return in_line(value) if tidy else value

    def _table(self, table: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(f"{where}{key}", "a table")
        return value

    def _wrong(self, where: str, kind: str) -> BrieferError:
        return BrieferError(f"{self.name}: {where} must be {kind}", hint="nothing was changed, and your words are kept")

    def _keys(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        names = list(known)
        for key in table:
            if key not in names:
                near = get_close_matches(key, names, 1)
                hint = f"did you mean “{where}{near[0]}”?" if near else f"there are: {', '.join(names)}"
                raise BrieferError(f"{self.name}: there is no “{where}{key}”", hint=hint)
