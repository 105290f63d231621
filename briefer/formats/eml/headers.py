"""Text that goes into a header: no more than the header that was meant comes of it.

Headers are written here, not by `email`: on some Python versions that module folds a long word onto a line with two
spaces, forgets the quotation marks around a name, or makes a header of its own of an encoded word with a line feed.
"""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address
from urllib.parse import quote

from briefer.errors import BrieferError

#: Characters of a header's value; mail readers show some 70 of a subject.
LONGEST = 200
#: Characters of a name beside an address, and of the name of a file.
NAME = 120
#: Controls, marks of direction and other invisible ones, line and paragraph separators, private use, lone surrogates.
_OUT = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cs"})
#: What an unquoted name may not hold (RFC 5322, section 3.2.3).
_SPECIAL = re.compile(r"[()<>\[\]:;@\\,.\"]")
_QUOTED = re.compile(r"[\\\"]")
#: Bytes of a line that are better not exceeded (RFC 5322, section 2.1.1), and of an encoded word (RFC 2047, section 2).
_LINE, _WORD = 76, 75
_SPACE = re.compile(r"\s+")
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~ -]*", re.ASCII)
#: A local part that needs no quotation marks, and a domain in its ASCII form.
_LOCAL = re.compile(r"[^\s()<>\[\]:;@\\,.\"]+(?:\.[^\s()<>\[\]:;@\\,.\"]+)*")
_DOMAIN = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
#: What stands for itself in every kind of encoded word (RFC 2047, section 5).
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
#: What no file system, shell or header takes in a name; also what would end or begin an encoded parameter.
_NO_FILE = re.compile(r"[\\/:*?\"'<>|;%=,$`&~^{}\[\]#!()@]")


def header_text(text: str, longest: int = LONGEST) -> str:
    """The text as one visible line that no mail program takes for an encoded word or for another header.

    On some Python versions an encoded word with a line feed in it becomes a header of its own.
    """
    shown = "".join(" " if unicodedata.category(c) in _OUT else c for c in text)
    while "=?" in shown:
        shown = shown.replace("=?", "= ?")
    shown = _SPACE.sub(" ", shown).strip()
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def file_name(name: str) -> str:
    """The name of an attachment, as every system can save it: no folder, no hidden file, its ending kept."""
    stem, dot, ending = header_text(name, NAME * 2).rpartition(".")
    if not (dot and re.fullmatch(r"\w{1,8}", ending, re.ASCII)):
        stem, dot, ending = header_text(name, NAME * 2), "", ""
    stem = _SPACE.sub(" ", _NO_FILE.sub(" ", stem)).strip(" .-")
    return (header_text(stem, NAME - 10).rstrip(".… ") or "brief") + dot + ending


def address(name: str, email: str) -> Address:
    """A mailbox; `BrieferError` where `email` is none.

    Its domain goes in its ASCII form; a local part beyond ASCII needs a server that takes SMTPUTF8.
    """
    local, _, domain = email.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
        if header_text(email) != email.strip() or not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
            raise ValueError(email)
        return Address(_display_name(name), local, domain)
    except (ValueError, IndexError, UnicodeError) as error:
        raise BrieferError(
            f"“{header_text(email)}” is no mail address", hint="write it as in desk@example.org"
        ) from error


def _display_name(name: str) -> str:
    """The name as it may stand before an address.

    One that has to be encoded goes without the characters that mean something between addresses: a program that
    decodes first and looks for commas then would find a recipient in it.
    """
    shown = header_text(name, NAME)
    if _short(shown):
        return shown
    return _SPACE.sub(" ", _SPECIAL.sub(" ", shown)).strip()


def _short(name: str) -> bool:
    """Whether a name needs no encoding."""
    return name.isascii() and len(name) + len(_QUOTED.findall(name)) + len('Reply-To: "" ') <= _LINE


# ---- lines ----


def mailbox_line(header: str, mailbox: Address) -> bytes:
    """The header with this one mailbox; bytes above 127 only where its local part has them (RFC 6532)."""
    at = f"<{mailbox.addr_spec}>"
    name = _display_name(mailbox.display_name)
    if not name:
        return _line(header, mailbox.addr_spec)
    if not _short(name):
        shown = _encoded(name, len(header) + 2)
    elif _ATOMS.fullmatch(name):
        shown = name
    else:
        shown = f'"{_QUOTED.sub(lambda m: chr(92) + m[0], name)}"'
    last = len(f"{header}: {shown}".rpartition("\r\n")[2])
    return _line(header, f"{shown}{' ' if last + len(at) < _LINE else chr(13) + chr(10) + ' '}{at}")


def text_line(header: str, text: str) -> bytes:
    """The header with this text, which a reader gets back as it is, one space for each run of white space."""
    shown = header_text(text)
    words = shown.split(" ")
    # The first word must stand beside the header's name, any other can begin a line.
    if shown.isascii() and all(len(word) < _LINE for word in words) and len(header) + 2 + len(words[0]) <= _LINE:
        return _line(header, _folded(words, len(header) + 2))
    return _line(header, _encoded(shown, len(header) + 2))


def plain_line(header: str, *parts: str) -> bytes:
    """The header with parts that are ASCII already and have no spaces: ids, addresses in angle brackets."""
    if not parts or not all(re.fullmatch(r"[!-~]+", part) for part in parts):
        raise BrieferError(f"the header {header_text(header)} cannot hold {' '.join(map(repr, parts))}")
    return _line(header, _folded(list(parts), len(header) + 2))


def _line(header: str, value: str) -> bytes:
    """One header, folded already: whatever it is made of, its end is the only end of a header in it."""
    if not _TOKEN.fullmatch(header):
        raise BrieferError(f"“{header_text(header)}” cannot be the name of a header")
    broken = re.sub(r"\r\n (?=\S)", "", value)
    if not value.strip() or any(unicodedata.category(c) in _OUT for c in broken):
        raise BrieferError(f"the header {header} cannot hold {value!r}")
    return f"{header}: {value}\r\n".encode()


def _folded(words: list[str], used: int) -> str:
    """The words with a space or a line's end between them."""
    lines = [[words[0]]]
    used += len(words[0])
    for word in words[1:]:
        if used + 1 + len(word) > _LINE:
            lines.append([])
            used = 0
        lines[-1].append(word)
        used += 1 + len(word)
    return "\r\n ".join(" ".join(line) for line in lines)


def _encoded(text: str, used: int) -> str:
    """The text as encoded words (RFC 2047), in the shorter of the two encodings, parted between words where it can be.

    No character is cut.
    """
    quoted = sum(len(_as_quoted(c)) for c in text) <= len(text.encode()) * 4 / 3
    whole = _WORD - len("=?utf-8?q??=")
    room = whole - used
    made: list[str] = []
    run = ""
    for unit in re.findall(r"\S+ ?", text):
        # A word that fills a line alone begins where it stands and is cut within.
        pieces = [unit] if _size(unit, quoted) <= whole else list(unit)
        for piece in pieces:
            if run and _size(run + piece, quoted) > room:
                made.append(_word(run, quoted))
                run, room = "", whole
            run += piece
    return "\r\n ".join([*made, _word(run, quoted)])


def _size(text: str, quoted: bool) -> int:
    return sum(len(_as_quoted(c)) for c in text) if quoted else -(-len(text.encode()) // 3) * 4


def _as_quoted(c: str) -> str:
    return "_" if c == " " else "".join(chr(b) if b in _PLAIN else f"={b:02X}" for b in c.encode())


def _word(text: str, quoted: bool) -> str:
    from base64 import b64encode

    if quoted:
        return f"=?utf-8?q?{''.join(map(_as_quoted, text))}?="
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


def mailto(mailbox: Address, subject: str) -> str:
    """The address as a link that opens a mail with this subject."""
    return f"mailto:{quote(mailbox.addr_spec, safe='@+-._~')}?subject={quote(subject)}"
