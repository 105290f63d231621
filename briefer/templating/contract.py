"""What templates may count on: the version of their context, its blocks, the files that a folder may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from briefer.contract import BRIEF

Kind = Literal["html", "markdown", "text"]

#: The contract that templates are written for. Within a major version it only grows.
CONTRACT = BRIEF
#: Counts what was added within the major version: a template for a newer minor version is refused.
MINOR = 0

#: File -> what it makes, and how values are escaped in it.
FILES: dict[str, tuple[Kind, str]] = {
    "brief.md.j2": ("markdown", "Markdown."),
    "brief.html.j2": ("html", "The page; a template that has none is turned from its Markdown into a page."),
    "brief.email.html.j2": ("html", "The page as mail programs can show it."),
    "brief.txt.j2": ("text", "Plain text, 72 characters wide."),
    "subject.txt.j2": ("text", "The subject of a mail, one line."),
}
#: Format -> the files that it fills; a format that is not here needs no template.
FILLED: dict[str, tuple[str, ...]] = {
    "markdown": ("brief.md.j2",),
    "html": ("brief.html.j2",),
    "text": ("brief.txt.j2",),
    "eml": ("brief.email.html.j2", "brief.txt.j2", "subject.txt.j2"),
    "pdf": ("brief.html.j2",),
}
#: Files of a template folder that are no Jinja templates.
OTHERS = {
    "template.toml": "What the template is: see above.",
    "theme.css": "The style sheet, put into the page after those of the parents.",
    "*.png, *.jpg, *.gif": "Pictures that the mail shows by `cid:`, see Mail.",
    "sample.json": "A brief that `templates check` and `templates preview` use beside their own samples.",
    "brief.docx": "The Word document that the format `docx` fills.",
    "ejected.json": "Written by `templates eject`: what the files came from, for `templates diff`.",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the built-in templates that a child may fill anew."""

    #: Minor version of the contract that brought it.
    since: int
    what: str


#: Every block that a template may count on.
BLOCKS: dict[str, Block] = {
    "marking": Block(0, "The marking above everything."),
    "correction": Block(0, "In a correction: what differs from the revision that the reader has, from `correction`."),
    "masthead": Block(0, "Title, date, coverage, and what `--set` gave."),
    "bottom_line": Block(0, "What the reader must know if they read no further."),
    "recommendation": Block(0, "What the desk asks for."),
    "lines_to_take": Block(0, "What the desk says to say, from `lines_to_take`."),
    "changed": Block(0, "What is different from the last brief."),
    "contents": Block(0, "The list of stories, where there are many."),
    "items": Block(0, "All stories."),
    "left_over": Block(0, "The stories for which there was no room, from `left_over`."),
    "item": Block(0, "One story, as `story`."),
    "opening": Block(0, "What happened, of one story."),
    "positions": Block(0, "Who stands where, of one story."),
    "next_steps": Block(0, "What is to come, of one story."),
    "sources": Block(0, "The articles of one story."),
    "rest": Block(0, "In a mail that would be too large: the stories that it only names, from `cut`."),
    "evidence": Block(0, "The cited sentences, by number."),
    "account": Block(0, "What became of every article and every claim."),
    "footer": Block(0, "The last words of a page."),
    "unsubscribe": Block(0, "In mail: how to leave."),
    "subject": Block(0, "In `subject.txt.j2`: the subject of a mail."),
    "preheader": Block(0, "In mail: what an inbox shows after the subject."),
    "title": Block(0, "In HTML: the title of the window."),
    "main": Block(0, "In HTML: all that is read."),
    "popups": Block(0, "In HTML: what the numbers of the notes open."),
}
#: Blocks that had another name before the contract was published.
RENAMED = {
    "changes": "changed",
    "stories": "items",
    "story": "item",
    "single": "item",
    "steps": "next_steps",
    "header": "masthead",
}

_VERSION = re.compile(r"(?P<name>[\w.]+)/(?P<major>\d+)(?:\.(?P<minor>\d+))?")


def full_contract() -> str:
    """The contract with its minor version, as a new template names it."""
    return f"{CONTRACT}.{MINOR}"


def unfit(contract: str) -> tuple[str, str] | None:
    """Why a template written for this contract cannot be used, and what to try; None where it can.

    The major version must agree, and the minor one must not be newer than ours: contracts only grow within a major
    version. `briefer.brief/1` is `briefer.brief/1.0`.
    """
    found = _VERSION.fullmatch(contract)
    ours = _VERSION.fullmatch(CONTRACT)
    if found is None or ours is None or found["name"] != ours["name"]:
        return f"“{contract}” is no contract of templates", f"write it as {full_contract()}"
    written = f"the template is written for {contract}"
    if int(found["major"]) > int(ours["major"]) or (
        found["major"] == ours["major"] and int(found["minor"] or 0) > MINOR
    ):
        return written, f"this briefer makes {full_contract()}: update it"
    if found["major"] != ours["major"]:
        return written, f"this briefer makes {full_contract()}; look for a newer template"
    return None


def kind_of(file: str) -> Kind:
    """How values are escaped in a file of this name: `parts.html.j2`, `parts.md.j2`, `parts.txt.j2`."""
    if file.endswith((".html.j2", ".svg.j2")):
        return "html"
    return "markdown" if file.endswith(".md.j2") else "text"
