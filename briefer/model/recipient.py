"""Who gets a brief."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One reader, as templates may greet and serve them."""

    name: str = ""
    #: `local@domain`.
    email: str = ""
    #: BCP 47; None: the brief's.
    language: str | None = None
    #: IANA name; None: the brief's.
    timezone: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """What goes to one reader: a `[[recipient]]` table of briefer.toml."""

    #: The address that mails go to; one table says all of it.
    email: str
    #: The reader's name.
    name: str = ""
    #: The briefs that this reader gets, by the names of their tables.
    briefs: tuple[str, ...] = ()
    #: BCP 47, of the page's own words; absent: the brief's.
    language: str | None = None
    #: IANA name, in which times are shown; absent: the brief's.
    timezone: str | None = None
    #: Stories about these come first for this reader.
    topics: tuple[str, ...] = ()
    #: The layout; absent: the brief's.
    template: str | None = None
    #: `html`: a page, and the same as text for programs that show none; `text`: the text alone.
    format: str = "html"
    #: Formats of the brief that go with the mail as files: `pdf`, `docx`, `markdown`, `ics`.
    attach: tuple[str, ...] = ()
