"""Mails that were forwarded in the text of another: what was forwarded is the article, and says when it was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from briefer.read.mail.blocks import Block
from briefer.read.mail.headers import date_of, sender_of, subject_of

_MARK = re.compile(
    r"\W*(?:forwarded message|begin forwarded message|original message|weitergeleitete nachricht|ursprüngliche nachricht"
    r"|anfang der weitergeleiteten (?:nachricht|e-?mail)|message transféré|message d.origine|début du message (?:réexpédié|transféré)"
    r"|mensaje reenviado|mensaje original|messaggio inoltrato|messaggio originale|mensagem encaminhada|mensagem original"
    r"|doorgestuurd bericht|oorspronkelijk bericht|vidarebefordrat meddelande|videresendt melding|videresendt besked"
    r"|wiadomość przekazana|пересылаемое сообщение|переслане повідомлення)\W*",
    re.IGNORECASE,
)
_HEADERS = {
    "from": "from von de da van från fra od от від",
    "date": "date sent datum gesendet envoyé enviado data inviato verzonden skickat dato sendt wysłano дата отправлено надіслано",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp ämne emne temat тема",
    "": "to an à para a aan till til do кому cc kopie copie reply-to antwort organization",
}
_NAMES = {word: name for name, words in _HEADERS.items() for word in words.split()}
_HEADER = re.compile(r"\*?([^\W\d_][\w-]{0,14})\*?\s*:\*?\s*(\S.*)")
#: What mail programs write for a date, in English; other languages leave it unknown.
_FORMATS = (
    "%a, %b %d, %Y at %I:%M %p",
    "%a, %d %b %Y at %H:%M",
    "%d %B %Y at %H:%M:%S",
    "%B %d, %Y at %I:%M:%S %p",
    "%A, %B %d, %Y %I:%M %p",
    "%A, %d %B %Y %H:%M",
    "%d %B %Y %H:%M",
)


def without_forwarding(blocks: Sequence[Block], about: dict[str, Any]) -> list[Block]:
    """The forwarded blocks, `about` changed to what their own headers say; all blocks where nothing was forwarded.

    A date that cannot be read leaves the article without one: that of the forwarding is another.
    """
    for number, block in enumerate(blocks):
        first = block.text.split("\n")[0]
        if not _MARK.fullmatch(first):
            continue
        said, left = _headers(block.text.split("\n")[1:])
        rest = number + 1
        while not left and rest < len(blocks):
            more, after = _headers(blocks[rest].text.split("\n"))
            if not more:
                break
            said, left, rest = said | more, after, rest + 1
        if "from" in said or "subject" in said:
            _tell(said, about)
            return [*([Block(text="\n".join(left))] if left else []), *blocks[rest:]]
    return list(blocks)


def _headers(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The headers that the lines begin with, and the lines after them."""
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        header = _HEADER.fullmatch(line.strip().lstrip("> "))
        name = _NAMES.get(header[1].lower()) if header else None
        if header is None or name is None:
            return found, list(lines[number:])
        found[name] = header[2].strip()
    return found, []


def _tell(said: dict[str, str], about: dict[str, Any]) -> None:
    outlet, person = sender_of(re.sub(r"\s*\[mailto:[^\]]*\]", "", said.get("from", "")), listed=False)
    facts = {
        "title": subject_of(said.get("subject", "")) or about.get("title"),
        "outlet": outlet,
        "authors": [person] if person else None,
        "published": _date(said.get("date", "")),
    }
    for key, value in facts.items():
        about.pop(key, None)
        if value:
            about[key] = value
    about.pop("url", None)


def _date(value: str) -> str | None:
    value = value.replace("\u202f", " ").strip()
    for form in _FORMATS:
        try:
            return datetime.strptime(value, form).isoformat()  # noqa: DTZ007  (no offset was said)
        except ValueError:
            continue
    return date_of(value) if re.search(r"\d:\d\d", value) else None
