"""What keeps the words of an article words: no markup, no link, no invisible character acts through them."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

#: The only addresses that a rendered brief links to.
SCHEMES = frozenset({"http", "https", "mailto"})

# Controls but for tab and line feed, soft hyphen, marks and overrides of direction, joiners and fillers of nothing,
# byte-order mark, annotation and tag characters: none is seen, each can make a page read otherwise than it is written.
# Lone surrogates, U+FDD0 to U+FDEF, U+FFFE and U+FFFF are no characters: UTF-8 or XML has no place for some of them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# Those of them that Python takes for printable.
_FILLERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
_UNSEEN = re.compile(f"{_INVISIBLE.pattern}|[\u2028\u2029]")
# Zero-width joiner and non-joiner carry meaning in Arabic, Indic and emoji writing, none after a Latin letter.
# Seldom needed, and two milliseconds to make.
_IDLE_JOINER = "(?<![\u02ff-\U0010ffff])[\u200c\u200d]+"
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"\s+")
# A space that keeps two words together (`« ainsi »`, `10 000`) is no run of white space.
_SPACES = re.compile(r"(?!(?<=\S)[\u00a0\u202f](?=\S))\s+")

# Python-Markdown takes a backslash before these only (its ESCAPED_CHARS); full stop and dash matter at a start.
_MARKED = re.compile(r"([\\`*_{}\[\]])")
_ENTITIES = str.maketrans({"<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;"})
# Whatever comes behind the words, it makes no entity of "Hale & Marsh" or of "B&W told"; of a last "B&W" a `;` might.
_AMPERSAND = re.compile(r"&(?!\s|[A-Za-z0-9]+[^A-Za-z0-9;])")
# What wikis and mail programs make a live link of: the point of `example.org`, the colon of `http://`, `@somebody`.
_LIVE = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})|(?<=www)\.(?=\w)|:(?=//)|@(?=\w)", re.IGNORECASE)
_DEAD = {".": "\\.", ":": "&#58;", "@": "&#64;"}
_START = re.compile(r" ?(?:([#+\-])|(\d+)([.)])|([=:]))")

# Unreserved and reserved characters of RFC 3986 without those that end or open something in Markdown or HTML.
_URL_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&+,;=%]")


def visible(text: str) -> str:
    """The text without controls, marks of direction and zero-width characters; line breaks become line feeds."""
    if text.isprintable() and (text.isascii() or not _FILLERS.search(text)):
        return text
    text = _INVISIBLE.sub("", _BREAKS.sub("\n", text))
    return re.sub(_IDLE_JOINER, "", text) if "\u200c" in text or "\u200d" in text else text


def one_line(text: str) -> str:
    """The visible text with every run of white space as one space."""
    return _SPACES.sub(" ", visible(text)).strip()


def escape_markdown(text: str) -> str:
    """The text as part of one line of Markdown that reads back as exactly these words, wherever it stands.

    Runs of white space become one space, at the ends too. Bare addresses and names after an @ are kept from becoming
    links where the reader of the Markdown looks at what is written, not at what it has made of it.
    """
    line = _AMPERSAND.sub("&amp;", _SPACES.sub(" ", visible(text)))
    line = _MARKED.sub(r"\\\1", line.translate(_ENTITIES))
    line = _LIVE.sub(lambda live: _DEAD[live[0]], line)
    if line.endswith("!"):
        # A note that follows it would read as a picture.
        line = line[:-1] + "\\!"
    start = _START.match(line)
    if start is None:
        return line
    mark, number, point, other = start.groups()
    space, rest = " " * line.startswith(" "), line[start.end() :]
    if mark:
        return f"{space}\\{mark}{rest}"
    if number:
        # A closing bracket cannot be escaped everywhere; its entity can.
        return f"{space}{number}{'&#41;' if point == ')' else chr(92) + point}{rest}"
    return f"{space}&#{ord(other)};{rest}"


def safe_url(address: object) -> str:
    """The address where it is http, https or mailto and whole, percent-encoded where it must be; else nothing."""
    text = str(address or "").strip()
    if not text or visible(text) != text or _SPACE.search(text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or (parts.scheme.lower() != "mailto" and not parts.hostname):
        return ""
    return _URL_UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), text)


def escape_json(text: str) -> str:
    r"""JSON of the same value in which what nobody sees is written as `\u202e`, so that no terminal or editor obeys it."""
    return _UNSEEN.sub(lambda unseen: json.dumps(unseen[0])[1:-1], text)


def escape_target(address: str) -> str:
    """A safe address as the target of a Markdown link: its `&` must not begin an entity."""
    return address.replace("&", "&amp;")
