"""Text that goes into a header: no more than the header that was meant comes of it."""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address

from briefer.errors import BrieferError

#: Characters of a header's value; mail readers show some 70 of a subject.
LONGEST = 200
#: Controls, marks of direction and other invisible ones, line and paragraph separators, private use, lone surrogates.
_OUT = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cs"})
#: What an unquoted name may not hold (RFC 5322, section 3.2.3).
_SPECIAL = re.compile(r"[()<>\[\]:;@\\,.\"]")
#: A header that is longer is folded.
_LINE = 76
_SPACE = re.compile(r"\s+")


def header_text(text: str, longest: int = LONGEST) -> str:
    """The text as one visible line that no mail program takes for an encoded word or for another header.

    On some Python versions an encoded word with a line feed in it becomes a header of its own.
    """
    shown = "".join(" " if unicodedata.category(c) in _OUT else c for c in text)
    while "=?" in shown:
        shown = shown.replace("=?", "= ?")
    shown = _SPACE.sub(" ", shown).strip()
    return shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…"


def address(name: str, email: str) -> Address:
    """A mailbox; `BrieferError` where `email` is none.

    Its domain goes in its ASCII form; a local part beyond ASCII needs a server that takes SMTPUTF8.
    """
    local, at, domain = email.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
        if not (local and at and domain) or header_text(email) != email.strip() or _SPACE.search(email.strip()):
            raise ValueError(email)
        return Address(_display_name(name, len(local) + len(domain)), local, domain)
    except (ValueError, IndexError, UnicodeError) as error:
        raise BrieferError(
            f"“{header_text(email)}” is no mail address", hint="write it as in desk@example.org"
        ) from error


def _display_name(name: str, beside: int) -> str:
    """The name as it may stand before an address of that length.

    Where it folds a header or encodes it, Python (before 3.12.5) forgets the quotation marks around a name: a comma
    or an address in the name would become a recipient of its own. There the name goes without them.
    """
    shown = header_text(name, 120)
    whole = len("Reply-To: ") + len(shown) + beside + len('""<@> ')
    if shown.isascii() and whole + len(_SPECIAL.findall(shown)) <= _LINE:
        return shown
    return _SPACE.sub(" ", _SPECIAL.sub(" ", shown)).strip()
