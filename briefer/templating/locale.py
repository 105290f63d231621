"""The page's own words in the page's language: messages from PO files; dates, numbers and lists by Unicode's CLDR."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property, lru_cache
from gettext import c2py
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefer.errors import TemplateError
from briefer.templating.lookup import builtin_folder

if TYPE_CHECKING:
    import babel
    from babel.messages.catalog import Catalog, Message

#: Beside the folders of templates: one PO file a language, named by its tag, as in `fr.po` and `pt-BR.po`.
FOLDER = "locales"

#: All that is replaced in a message; no width and no precision, which could make it as long as anybody wants.
_PLACE = re.compile(r"%(?:\((\w+)\)[sd]|(%))")
#: A language, then its script, region and variants.
_TAG = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
#: A comment, or a keyword with words between quotation marks, or more words of the line before.
_PO_LINE = re.compile(r'#.*|(?:msg(?:ctxt|id|id_plural|str(?:\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*"|')
#: The language in which briefer's own words are written: it needs neither a catalogue nor CLDR.
_OWN = "en"
_WEEKDAYS = tuple("Mon Tue Wed Thu Fri Sat Sun".split())
MONTHS = tuple("January February March April May June July August September October November December".split())
# The twenty that readers meet most; of others Babel knows the English names.
_NAMES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}


# Without slots, because CLDR is asked only by pages that need it.
@dataclass(frozen=True, eq=False)
class Locale:
    """How one page speaks: made once for a page, from its language and the catalogues that there are for it."""

    #: BCP 47.
    language: str
    #: BCP 47 of what the brief says where that is another language than the page's, else empty.
    content: str = ""
    #: Those that there are for it, the nearest first; without one a page speaks English, its dates and numbers too.
    _catalogues: tuple[Catalogue, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, language: str, search: Sequence[Path] = (), *, content: str = "") -> Locale:
        """The locale of a language; `search` are folders of template folders, whose `locales` win over the built-in.

        The catalogue of `fr-BE` is `fr-BE.po`, and where that has no word, `fr.po`. `content` is the brief's language.
        """
        language, content = well_formed(language) or _OWN, well_formed(content)
        parts = language.split("-")
        names = ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
        roots = [*search, *([] if parts[0].lower() == _OWN else [builtin_folder().parent])]
        found = [path for name in names for root in roots if (path := root / FOLDER / f"{name}.po").is_file()]
        catalogues = tuple(_catalogue(path, path.stat().st_mtime_ns) for path in found)
        other = content if primary(content) != primary(language) else ""
        return cls(language, other, catalogues)

    @property
    def english(self) -> bool:
        """Whether the page's own words are English."""
        return not self._catalogues or primary(self.language) == _OWN

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the page runs."""
        if primary(self.language) == _OWN:
            return "ltr"
        found = cldr_of(self.language)
        return "rtl" if found is not None and found.text_direction == "rtl" else "ltr"

    @property
    def marks(self) -> tuple[str, str]:
        """The quotation marks of the page."""
        opening, _, closing = self.gettext("“%(text)s”", text="\n").partition("\n")
        return opening, closing

    @cached_property
    def _babel(self) -> babel.Locale | None:
        return None if self.english else cldr_of(self.language)

    def translated(self, message: str) -> str:
        """The message in the page's language, its places still open."""
        return self._form(message) or message

    def translated_plural(self, one: str, many: str, number: int) -> str:
        """The form of the message for this number, its places still open."""
        return self._form(one, number) or (one if number == 1 else many)

    def _form(self, message: str, number: int | None = None, context: str | None = None) -> str | None:
        """The translation of the first catalogue that has one."""
        for catalogue in self._catalogues:
            found = catalogue.messages.get((context, message))
            if isinstance(found, str):
                return found
            if found:
                return found[catalogue.plural(number)] if number is not None else found[0]
        return None

    def gettext(self, message: str, /, **values: object) -> str:
        """The message with its places (`%(name)s`) filled."""
        return "".join(str(part) for part in self.parts(self.translated(message), values))

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """The form of the message for this number, its places filled; `%(num)d` is the number."""
        return "".join(str(part) for part in self.parts(self.translated_plural(one, many, num), {"num": num, **values}))

    def pgettext(self, context: str, message: str, /) -> str:
        """The message as it is meant here: one English word may be two in another language."""
        return self._form(message, context=context) or message

    def parts(self, message: str, values: Mapping[str, object]) -> Iterator[object]:
        """The message in pieces: words of the message, and the values in its places; numbers as people write them."""
        end = 0
        for place in _PLACE.finditer(message):
            yield message[end : place.start()]
            end = place.end()
            name, percent = place.groups()
            if percent is None and name not in values:
                raise LookupError(f"the message “{message}” has no value for %({name})s")
            value = percent or values[name]
            yield self.number(value) if isinstance(value, int) and not isinstance(value, bool) else value
        yield message[end:]

    def number(self, number: float, decimals: int | None = None) -> str:
        """`1,234`; with `decimals`, as many digits after the point."""
        if self._babel is None:
            return f"{number:,}" if decimals is None else f"{number:,.{decimals}f}"
        from babel.numbers import format_decimal

        pattern = None if decimals is None else "#,##0." + "0" * decimals
        return format_decimal(number, pattern, self._babel)

    def listed(self, items: Iterable[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        known = list(items)
        if self._babel is None:
            return ", ".join(known[:-1]) + " and " + known[-1] if len(known) > 1 else "".join(known)
        from babel.lists import format_list

        return format_list(known, locale=self._babel)

    def quoted(self, text: str) -> str:
        """Words between the page's quotation marks."""
        return text.join(self.marks)

    def language_name(self, tag: str) -> str:
        """`French` for `fr-BE`; the tag itself where it has no name."""
        known = primary(well_formed(tag))
        if known in ("", "und"):
            return self.gettext("an unknown language")
        if self._babel is None and known in _NAMES:
            return _NAMES[known]
        found = cldr_of(known)
        name = found.get_display_name(self._babel or _OWN) if found else None
        return name or tag

    def time(self, moment: time) -> str:
        """Hours and minutes of 24 hours: `19:40`."""
        if self._babel is None:
            return f"{moment:%H:%M}"
        from babel.dates import format_skeleton

        return format_skeleton("Hm", moment, locale=self._babel)

    def day(self, day: date, *, year: bool) -> str:
        """`20 May`, `20 May 2025`."""
        if self._babel is None:
            text = f"{day.day} {MONTHS[day.month - 1]}"
            return f"{text} {day.year}" if year else text
        from babel.dates import format_date, format_skeleton

        if year:
            return self._ordinal(format_date(day, "long", self._babel))
        return self._ordinal(format_skeleton("MMMMd", day, locale=self._babel))

    def short_day(self, day: date) -> str:
        """`20 May`, `1 Dec`: as short as a cell of a calendar."""
        if self._babel is None:
            return f"{day.day} {MONTHS[day.month - 1][:3]}"
        from babel.dates import format_skeleton

        return self._ordinal(format_skeleton("MMMd", day, locale=self._babel))

    def weekdays(self) -> tuple[str, ...]:
        """`Mon` to `Sun`."""
        if self._babel is None:
            return _WEEKDAYS
        names = self._babel.days["stand-alone"]["abbreviated"]
        return tuple(names[n] for n in range(7))

    def month(self, month: date) -> str:
        """`May 2025`."""
        if self._babel is None:
            return f"{MONTHS[month.month - 1]} {month.year}"
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", month, locale=self._babel)

    def days(self, first: date, last: date, *, year: bool) -> str:
        """`18 to 20 May`, `25 May to 7 June`, with the year `18 to 20 May 2025`; two days that differ."""
        if self._babel is not None:
            return self._ordinal(_interval(first, last, "yMMMd" if year else "MMMd", self._babel))
        end = self.day(last, year=year)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {end}"
        return f"{self.day(first, year=year)} to {end}"

    def months(self, first: date, last: date) -> str:
        """`January 2027 to March 2027`; two months that differ."""
        if self._babel is not None:
            return _interval(first, last, "yMMM", self._babel)
        return f"{self.month(first)} to {self.month(last)}"

    def span(self, start: str, end: str) -> str:
        """From one date to another, both in words: `2027 to March 2028`."""
        if self._babel is None:
            return f"{start} to {end}"
        whole: str = self._babel.interval_formats[None].format(start, end)
        return whole

    def _ordinal(self, text: str) -> str:
        # French counts the first of a month, and only that one, as an ordinal; CLDR does not.
        if primary(self.language) != "fr":
            return text
        return re.sub(r"(?<![\d–])1(?=–\d| [^\W\d])", "1er", text)


#: The page's words as they are written here.
ENGLISH = Locale(_OWN)


def primary(language: str) -> str:
    """`fr` of `fr-BE`."""
    return language.partition("-")[0].lower()


def spoken(search: Sequence[Path] = ()) -> list[str]:
    """The languages that there are words of the page in, sorted; `search` are folders of template folders."""
    roots = (*search, builtin_folder().parent)
    return sorted({_OWN, *(path.stem for root in roots for path in (root / FOLDER).glob("*.po"))})


def well_formed(tag: str) -> str:
    """The tag where it is a well-formed language tag (BCP 47, RFC 5646 section 2.1), else nothing."""
    return tag if _TAG.fullmatch(tag) else ""


def places(message: str) -> frozenset[str]:
    """The names of a message's places."""
    return frozenset(match[1] for match in _PLACE.finditer(message) if match[1])


def cldr_of(language: str) -> babel.Locale | None:
    """What CLDR knows of the language; None where it does not know it."""
    import babel

    try:
        return babel.Locale.parse(language, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return None


def _interval(first: date, last: date, skeleton: str, cldr: babel.Locale) -> str:
    """The period as CLDR writes it, with the months in full."""
    from babel.dates import format_date

    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = cldr.interval_formats.get(skeleton, {}).get(differs)
    if not patterns or len(patterns) != 2:
        full = {"MMMd": "MMMMd", "yMMMd": "yMMMMd", "yMMM": "yMMMM"}[skeleton]
        from babel.dates import format_skeleton

        ends = [format_skeleton(full, day, locale=cldr) for day in (first, last)]
        whole: str = cldr.interval_formats[None].format(*ends)
        return whole
    wide = [re.sub(r"([ML])\1{2}", r"\1\1\1\1", pattern) for pattern in patterns]
    return "".join(format_date(day, pattern, cldr) for day, pattern in zip((first, last), wide, strict=True))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The translations of one PO file; fuzzy and empty ones are not among them."""

    #: By context (or None) and message; one form, or as many as the language has.
    messages: Mapping[tuple[str | None, str], str | tuple[str, ...]]
    #: Which form a number takes.
    plural: Callable[[int], int]


def read_catalogue(path: Path) -> Catalog:
    """The PO file; a `TemplateError` names its line."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        data = path.read_bytes()
        # Babel cuts a mark that is missing out of the words.
        for number, row in enumerate(data.decode("utf-8-sig").splitlines(), 1):
            if not _PO_LINE.fullmatch(row.strip()):
                raise _broken(path, number, f"this is no line of a PO file: {row.strip()}")
        return read_po(BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        raise _broken(path, error.lineno + 1, str(error)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _broken(path, line, "its characters are not UTF-8") from error
    except (ValueError, LookupError) as error:
        raise _broken(path, 1, str(error)) from error


@lru_cache(maxsize=16)
def _catalogue(path: Path, _changed: int) -> Catalogue:
    """The file's translations, kept until the file changes."""
    read = read_catalogue(path)
    found: dict[tuple[str | None, str], str | tuple[str, ...]] = {}
    for message in read:
        if not message.id or message.fuzzy:
            continue
        if problem := fault(message):
            raise _broken(path, message.lineno or 1, problem)
        one = message.id if isinstance(message.id, str) else message.id[0]
        forms = forms_of(message.string)
        if all(forms):
            found[message.context or None, one] = forms[0] if isinstance(message.id, str) else forms
    return Catalogue(found, c2py(read.plural_expr))


def forms_of(words: str | Iterable[str] | None) -> tuple[str, ...]:
    """One form, or singular and plural."""
    return (words or "",) if isinstance(words, str) or words is None else tuple(words)


def fault(message: Message) -> str:
    """What is wrong with a translation: a place that the message does not have, or a `%` that is none; or nothing."""
    originals, made = forms_of(message.id), forms_of(message.string)
    known = frozenset(name for one in originals for name in places(one))
    for text in made:
        if unknown := places(text) - known:
            there = ", ".join(f"%({name})s" for name in sorted(known)) or "none"
            return f"the translation “{text}” has a place %({min(unknown)})s, the message has {there}"
        if "%" in _PLACE.sub("", text):
            return f"the translation “{text}” has a % of its own: write it as %%"
    return ""


def _broken(path: Path, line: int, message: str) -> TemplateError:
    return TemplateError(
        f"{path}, line {line}: {message}",
        hint="PO files are described in docs/templates.md",
        template=str(path),
        line=line,
    )
