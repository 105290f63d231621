"""The mistakes that most broken feeds make, put right before anybody parses them.

Characters in another encoding than declared, signs that XML forbids, bare ampersands, entities of HTML, junk in front.
A document type is cut off: nothing that it declares is ever expanded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import name2codepoint

_DECLARATION = re.compile(r"""\A\s*<\?xml\b([^>]{0,300}?)\?>""")
_DECLARED = re.compile(r"""encoding\s*=\s*["']\s*([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);|([A-Za-z][\w.-]{0,30});)?")
#: What holds its ampersands as they are.
_LITERAL = {"<![CDATA[": "]]>", "<!--": "-->"}
_OPENING = re.compile(r"<!\[CDATA\[|<!--")
#: https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]{0,1000}(\[)?", re.IGNORECASE)
_ENTITY = re.compile(r"""<!ENTITY\s{1,20}([A-Za-z][\w.-]{0,30})\s{1,20}["']([^"'<&%]{0,200})["']\s{0,20}>""")
#: `<?xml` on mainframes: https://www.w3.org/TR/xml/#sec-guessing
_EBCDIC = "<?xml".encode("cp037")
_ROOT = re.compile(r"<(?:\?xml|(?:\w{1,20}:)?(?:rss|feed|rdf|channel)\b)", re.IGNORECASE)
#: As far as a document type, or junk before the feed, is looked for.
_HEAD = 20_000
#: Of the bytes beyond ASCII so many may be broken in what is UTF-8 all the same.
_STRAY = 0.1
#: Where more than this share of the bytes beyond ASCII stand side by side it is another alphabet, and looked at closely.
_FOREIGN = 0.5
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_MARKUP = re.compile(rb"<[^<>]{0,1000}>")
_SAMPLE = 20_000
#: What people write Latin-1 for: https://encoding.spec.whatwg.org/#names-and-labels
_SUPERSET = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_SUPERSET |= {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949"}


def repaired(data: bytes, content_type: str | None) -> bytes:
    """The feed in UTF-8, with what can be put right put right; the same bytes again where nothing was wrong."""
    text = _characters(data, content_type)
    text = _FORBIDDEN.sub("", text)
    text = _from_the_start(text)
    text, own = _without_doctype(text)
    made = "".join(_AMPERSAND.sub(lambda m: _right(m, own), piece) if plain else piece for piece, plain in pieces(text))
    found = _DECLARATION.match(made)
    made = f'<?xml version="1.0" encoding="utf-8"?>{made[found.end() :] if found else made}'
    return made.encode("utf-8", "replace")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The feed in pieces, and whether markup means something in each; linear in its length."""
    place = 0
    while (opening := _OPENING.search(text, place)) is not None:
        closing = _LITERAL[opening[0]]
        end = text.find(closing, opening.end())
        yield text[place : opening.start()], True
        if end < 0:
            yield text[opening.start() :], False
            return
        place = end + len(closing)
        yield text[opening.start() : place], False
    yield text[place:], True


def _right(match: re.Match[str], own: Mapping[str, str]) -> str:
    if match[1] is not None:
        return match[0]
    name = match[2]
    if name is not None and name in own:
        return own[name]
    code = name2codepoint.get(name) if name is not None else None
    return f"&#{code};" if code is not None else f"&amp;{match[0][1:]}"


def _from_the_start(text: str) -> str:
    """The feed without what stands before it; its own comments and document type stay."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith(("<?xml", "<!DOCTYPE", "<!--")):
        return text.lstrip("\ufeff \t\r\n")
    root = _ROOT.search(text[:_HEAD])
    return text[root.start() :] if root is not None else text


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """The feed without its document type, and the plain words that this has declared entities for."""
    found = _DOCTYPE.search(text[:_HEAD])
    if found is None:
        return text, {}
    end = text.find("]", found.end()) if found[1] else found.end() - 1
    end = text.find(">", max(end, found.start()))
    if end < 0:
        return text[: found.start()], {}
    own = dict(_ENTITY.findall(text[found.start() : end])) if found[1] else {}
    return text[: found.start()] + text[end + 1 :], own


def _characters(data: bytes, content_type: str | None) -> str:
    """The feed's characters: by its mark, as UTF-8 where it can be that, else as it or its server declares."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if (zeros := data[:64].count(b"\0")) > 16:
        width = 32 if zeros > 40 else 16
        return data.decode(f"utf-{width}-be" if data[:1] == b"\0" else f"utf-{width}-le", "replace")
    if data.startswith(_EBCDIC):
        data = _declared_as(data.decode("cp037", "replace")[:1000], data)
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    beyond = len(data) - sum(character < "\x80" for character in text)
    if text.count("\ufffd") <= _STRAY * beyond:
        return text
    declared = _declared(data[:1000].decode("latin-1"))
    served = _CHARSET.search(content_type or "")
    for said in (declared, served):
        name = said[1].lower() if said is not None else "utf-8"
        if name.replace("_", "-") in ("utf-8", "utf8") or name.startswith("utf-16"):
            continue
        try:
            return data.decode(_SUPERSET.get(name, name), "replace")
        except (LookupError, UnicodeError):
            continue
    return data.decode(_guess(data), "replace")


def _declared(head: str) -> re.Match[str] | None:
    """What the XML declaration says of its characters."""
    return _DECLARED.search(found[1]) if (found := _DECLARATION.match(head)) else None


def _declared_as(head: str, data: bytes) -> bytes:
    """Bytes of a family of character sets that shares no letter with ASCII, in UTF-8."""
    said = _declared(head)
    try:
        return data.decode(said[1] if said is not None else "cp037", "replace").encode()
    except (LookupError, UnicodeError):
        return head.encode()


def _guess(data: bytes) -> str:
    """What undeclared bytes are; Western where letters beyond ASCII stand alone."""
    sample = _MARKUP.sub(b" ", data[:_SAMPLE])
    beyond = sum(byte > 0x7F for byte in sample)
    if sum(map(len, _RUN.findall(sample))) <= _FOREIGN * beyond:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"
