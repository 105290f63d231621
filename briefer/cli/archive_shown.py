"""What the archive answers, as lists for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from briefer.store import Hit, Person, Recorded, Said
from briefer.store.history import Words
from briefer.templating import one_line, safe_url
from briefer.templating.escaping import escape_json, escape_markdown

_TITLES = {"person": "People", "claim": "Claims", "article": "Articles"}


def briefs(recorded: Sequence[Recorded]) -> str:
    """A table: id, date, name, stories, articles, title."""
    width = max(len(one.id) for one in recorded)
    name = max(len(one_line(one.name)) for one in recorded)
    return "\n".join(
        f"{one.id:<{width}}  {one.created[:10]} {one.created[11:16]}  {one_line(one.name):<{name}}"
        f"  {one.stories:>4}  {one.articles:>4}  {one_line(one.title)}{f' r{one.revision}' if one.revision > 1 else ''}"
        for one in recorded
    )


def people(found: Sequence[Person], asked: str) -> str:
    """What each of them said, the latest first."""
    lines: list[str] = []
    if found and all(person.found_by == "role" for person in found):
        lines += [f"Nobody is called “{_words(asked)}”; told of in this role:", ""]
    return "\n".join([*lines, *(line for person in found for line in _person(person))])


def hits(found: Sequence[Hit], words: Words) -> str:
    """What was found, by its kind, with the words marked."""
    lines: list[str] = []
    for kind, title in _TITLES.items():
        some = [hit for hit in found if hit.kind == kind]
        if some:
            lines += [f"## {title}", "", *(line for hit in some for line in _hit(hit, words)), ""]
    return "\n".join(lines)


def as_json(value: object) -> str:
    """The value as JSON, as it may be shown on a terminal."""
    return escape_json(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def _person(person: Person) -> Iterator[str]:
    yield f"# {_words(person.name)}"
    yield ""
    roles = "Role" if len(person.roles) == 1 else "Roles, the latest first"
    facts = ((roles, person.roles), ("Also written", person.aliases))
    told = [f"{label}: {'; '.join(map(_words, some))}" for label, some in facts if some]
    if person.described:
        told.append("Not a name: others may be meant from article to article, whose headlines stand beside.")
    if told:
        yield "  \n".join(told)
        yield ""
    if not person.said:
        yield "Named, without words of its own."
        yield ""
    for day, some in groupby(person.said, key=lambda said: said.day):
        yield f"## {day}"
        yield ""
        for said in some:
            title = said.title if person.described else ""
            yield from _told(_words(said.text), _words(said.sentence), _source(said, None, title))
        yield ""


def _hit(hit: Hit, words: Words) -> Iterator[str]:
    title = "" if hit.title in hit.text else hit.title
    told = ": ".join(_marked(part, words) for part in (title, hit.text) if part)
    yield from _told(told or "without a headline", _marked(hit.words, words), _source(hit, hit.day))


def _told(told: str, sentence: str, source: str) -> Iterator[str]:
    yield f"- {told} ({source})"
    # What is told is often the sentence itself.
    if sentence not in told:
        yield f"    - {sentence}"


def _source(one: Said | Hit, day: str | None, title: str = "") -> str:
    outlet, address = ": ".join(_words(part) for part in (one.outlet, title) if part), safe_url(one.url)
    if address:
        outlet = f"[{outlet or 'article'}](<{address}>)"
    return ", ".join(part for part in (outlet, day, f"brief {_words(one.brief)}") if part)


def _marked(text: str, words: Words) -> str:
    """The text with the words in bold."""
    text = one_line(text)
    parts: list[str] = []
    at = 0
    for start, end in words.places(text):
        parts += [escape_markdown(text[at:start]), f"**{escape_markdown(text[start:end])}**"]
        at = end
    return "".join((*parts, escape_markdown(text[at:])))


def _words(text: str) -> str:
    return escape_markdown(one_line(text))
