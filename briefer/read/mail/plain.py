"""The plain text of a mail to blocks."""

from __future__ import annotations

import re

from briefer.read.mail.blocks import Block

#: A line across the page: at least five of one sign.
_RULE = re.compile(r"[ \t]*([-=*_~#─━])(?:[ \t]?\1){4,}[ \t]*\Z")
_ADDRESS = re.compile(r"\s*(?:[\w \t]{0,20}[:>]\s*)?[<\[(]?(https?://[^\s<>\])]+)[>\])]?\s*\Z")


def plain_blocks(text: str, *, flowed: bool, joined: bool) -> list[Block]:
    """Paragraphs as they stand, without the signature; lines that the sender's program broke are joined.

    `joined` says that such a break came without a space of the text's own (DelSp: https://www.rfc-editor.org/rfc/rfc3676).
    """
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if line in ("-- ", "--")), len(lines))
    lines = lines[:end]
    if flowed:
        lines = _unwrapped(lines, joined=joined)
    blocks: list[Block] = []
    waiting: list[str] = []

    def close() -> None:
        if text := "\n".join(waiting).strip("\n"):
            found = _ADDRESS.match(text)
            blocks.append(Block(text=text, link=found[1] if found else None))
        waiting.clear()

    for line in lines:
        if _RULE.match(line):
            close()
            if blocks:
                blocks[-1].rule = True
        elif not line.strip():
            close()
        elif _ADDRESS.match(line):
            close()
            waiting.append(line)
            close()
        else:
            waiting.append(line.rstrip())
    close()
    return blocks


def _unwrapped(lines: list[str], *, joined: bool) -> list[str]:
    found: list[str] = []
    open_ = False
    for raw in lines:
        line = raw.removeprefix(" ") if raw.startswith(" ") else raw
        if open_:
            found[-1] += line
        else:
            found.append(line)
        open_ = line.endswith(" ") and not line.startswith(">")
        if open_ and joined:
            found[-1] = found[-1][:-1]
    return found
