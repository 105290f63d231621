"""Short lines of words, as a reader writes them: headlines, lists, who spoke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefer.model import Article, Claim, Position
from briefer.templating import ENGLISH, Locale, one_line

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SPOKESPERSON = re.compile(r"\b(?:spokes\w+|lawyer|attorney)", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and possessive endings."""
    return [w.replace("’", "'").casefold().removesuffix("'s") for w in _WORD.findall(text)]


def repeats(text: str, shown: Sequence[str]) -> bool:
    """Whether four fifths of the text's words, three by three, stand in one of the texts that are shown already."""
    mine = words(text)
    if not mine:
        return True
    line = " ".join(mine)
    triples = list(zip(mine, mine[1:], mine[2:], strict=False))
    for other in shown:
        whole, known = _known(other)
        if (sum(t in known for t in triples) >= 0.8 * len(triples)) if triples else line in whole:
            return True
    return False


# The bottom line is asked about with every story.
@lru_cache(maxsize=1024)
def _known(text: str) -> tuple[str, frozenset[tuple[str, str, str]]]:
    """The words of a text in one line, and three by three."""
    theirs = words(text)
    return " ".join(theirs), frozenset(zip(theirs, theirs[1:], theirs[2:], strict=False))


def headline(text: str) -> str:
    """The text with a capital at its start, unless its first word has capitals of its own kind (`iPhone`)."""
    text = text.strip()
    first = text.partition(" ")[0]
    return text[0].upper() + text[1:] if first and first.islower() else text


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    text = headline(text)
    return text if not text or text[-1] in ".?!…:" or text[-2:-1] in list(".?!…") else text + "."


def attribution(position: Position, role: str | None = None, *, named: bool = True, locale: Locale = ENGLISH) -> str:
    """Who spoke and through which channel: `Halgren, harbour minister, as cited by the Norrmark Courier`.

    `role` is the speaker's. With `named` false the speaker is left out where the holder spoke, because the
    name stands above already.
    """
    _ = locale.gettext
    speaker, holder = position.speaker, position.holder
    other = bool(speaker and holder and words(speaker) != words(holder))
    parts: list[str] = []
    if position.channel == "document":
        parts.append(_("%(speaker)s, in writing", speaker=speaker) if speaker and (named or other) else _("in writing"))
    elif position.channel == "unnamed":
        whole = _("%(speaker)s (not named)", speaker=speaker)
        parts.append(whole if speaker and (named or other) else _("not named"))
    elif speaker and (named or other):
        parts.append(f"{speaker}, {role}" if role else speaker)
    elif not speaker and (named or holder):
        parts.append(_("speaker not identified"))
    if other and holder:
        # “a spokesperson for Corvo” has said it already.
        if words(holder)[-1] not in words(" ".join(parts)):
            bound = role or _SPOKESPERSON.search(speaker or "")
            plain = bound or position.channel != "spokesperson"
            parts.append(_("for %(holder)s", holder=holder) if plain else _("speaking for %(holder)s", holder=holder))
    elif position.channel == "spokesperson" and not _SPOKESPERSON.search(position.holder_role or ""):
        parts.append(_("through a spokesperson"))
    if position.via:
        outlet = _with_article(position.via) if locale.english else position.via
        parts.append(_("as cited by %(outlet)s", outlet=outlet))
    return ", ".join(parts)


def _with_article(outlet: str) -> str:
    """`the Vellany Times`: outlets of several words that end in a common noun read with an article."""
    last = outlet.rpartition(" ")[2].casefold()
    common = {"times", "post", "journal", "herald", "tribune", "guardian", "telegraph", "agency", "economist"}
    return f"the {outlet}" if last in common and not outlet.casefold().startswith("the ") else outlet


def source(article: Article) -> str:
    """What an article is called where its outlet should stand; nothing where it has no name."""
    return article.outlet or article.title or ""


def told(claim: Claim, locale: Locale) -> str:
    """What a claim says, in one line; a position with its holder, where its words do not name him."""
    text = one_line(str(getattr(claim, "text", None) or getattr(claim, "name", "")))
    if not isinstance(claim, Position) or not claim.holder or set(words(claim.holder)) <= set(words(text)):
        return text
    return locale.gettext("%(label)s: %(value)s", label=one_line(claim.holder), value=text)
