"""Which properties of an office document mean what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from briefer.contract import check_published
from briefer.errors import ContractError

#: What programs write where nobody wrote a title.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|office)|powerpoint)\b.*|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|tex|dvi|txt|html?|pages|pptx?)"
    r"|(?:untitled|unbenannt|sans titre|sin título|senza titolo|zonder titel|document|dokument|documento|doc|scan|slide|page"
    r"|bez nazwy|без имени|без названия|press release|layout|template|vorlage|title|titel|titre)[\s_-]*\(?\d*\)?"
    r"|https?://\S+|about:blank|[\W\d_]*",
    re.IGNORECASE,
)
#: What programs write where nobody said who wrote it.
_NO_NAME = re.compile(
    r"(?:admin|administrator|user|utilisateur|benutzer|usuario|owner|author|autor|auteur|unknown|default|guest|root|office"
    r"|microsoft|microsoft office user|windows user|hp|dell|lenovo|acer|asus|toshiba|pc|laptop|scanner|python-docx|docx4j"
    r"|apache poi|openxml|aspose.*|unknown author|anonymous|anonymus|n/?a|none|test)[\s_-]*\d*",
    re.IGNORECASE,
)
_MOST = 200
#: A document that was begun long before it was saved last grew out of another one, whose date it has.
_AGREE = timedelta(days=7)


def usable_title(value: str) -> str | None:
    """The title, unless a program made it up."""
    title = " ".join(value.split())
    title = re.sub(r"\AMicrosoft (?:Word|PowerPoint) - ", "", title)
    if len(title) > _MOST or len(title) < 4 or _NO_TITLE.fullmatch(title):
        return None
    # A file's name without its ending: no spaces, but what stands for them.
    return None if " " not in title and re.search(r"[_\d]", title) else title


def usable_names(values: Iterable[str]) -> list[str]:
    """Names of people, of one field or of several; what a program or an account put there is left out."""
    names = [" ".join(name.split()) for value in values for name in re.split(r"[;\n]|\s+(?:and|und|et|y)\s+", value)]
    return [
        name
        for name in dict.fromkeys(names)
        if 2 < len(name) <= 80
        and "@" not in name
        and "\\" not in name
        and not _NO_NAME.fullmatch(name)
        # An account: one word, or one with a number.
        and (" " in name or name[:1].isupper())
        and not re.search(r"\d", name)
    ]


def agreed_date(created: str | None, changed: str | None) -> str | None:
    """When the document was finished: its last change, if it was begun in the week before; else nobody knows."""
    one, other = created or changed, changed or created
    if not one or not other:
        return None
    try:
        check_published(other)
        times = [datetime.fromisoformat(value).replace(tzinfo=None) for value in (one, other)]
    except (ValueError, ContractError):
        return None
    return other if timedelta(days=-1) <= times[1] - times[0] <= _AGREE else None
