"""The messages of briefer's pages and of a user's templates, as PO files for those who translate them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from briefer.errors import TemplateError
from briefer.templating.locale import FOLDER, cldr_of, forms_of, read_catalogue
from briefer.templating.lookup import builtin_folder

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

#: Packages of which words stand in pages.
_PAGES = ("formats", "render", "templating", "web")
#: Jinja's settings for a template, as in `environment.Sandbox`; a fault in one is told, not passed over.
_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_HEADER = """\
# Words of briefer's pages. Between “msgid” and “msgstr” nothing but the words changes:
# what looks like %(name)s is put in by the program, in any order. An empty msgstr stays as it was.
#"""


class Written(NamedTuple):
    """What became of a catalogue."""

    path: Path
    messages: int
    translated: int


def collected(search: Sequence[Path] = ()) -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """Every message with its file, its line and what it is meant as.

    Those of the built-in pages come first, then those of templates in these folders of template folders.
    """
    from babel.messages.extract import extract
    from jinja2 import TemplateSyntaxError
    from jinja2.ext import babel_extract

    in_templates: Any = babel_extract
    code = Path(str(files("briefer")))
    for package in _PAGES:
        for path in sorted((code / package).rglob("*.py")):
            with path.open("rb") as file:
                for line, message, _comments, context in extract("python", file):
                    yield f"briefer/{path.relative_to(code).as_posix()}", line, message, context
    for root in (builtin_folder(), builtin_folder().parent / "web", *search):
        for path in sorted(root.glob("*/*.j2")):
            with path.open("rb") as file:
                try:
                    for line, message, _comments, context in extract(in_templates, file, options=dict(_JINJA)):
                        yield f"{path.parent.name}/{path.name}", line, message, context
                except TemplateSyntaxError as error:
                    place = f"{path}, line {error.lineno}"
                    raise TemplateError(f"{place}: {error.message}", template=str(path), line=error.lineno) from error


def template_of(language: str, now: datetime, search: Sequence[Path] = ()) -> Catalog:
    """A catalogue of all messages without a translation."""
    from babel.messages.catalog import Catalog

    made = Catalog(
        cldr_of(language),
        project="briefer",
        version=version("briefer-notes"),
        header_comment=_HEADER,
        creation_date=now,
        revision_date=now,
        # Babel asks for all of these; nobody has to be named.
        msgid_bugs_address="unknown",
        last_translator="unknown",
        language_team="unknown",
        fuzzy=False,
    )
    for file, line, message, context in collected(search):
        made.add(message, locations=[(file, line)], context=context)
    return made


def write_catalogue(language: str, folder: Path, now: datetime, search: Sequence[Path] = ()) -> Written:
    """Writes `locales/LANGUAGE.po` in this folder of template folders, or brings the one that is there up to date.

    What is translated already is kept; what no page says any more goes to the end of the file, as a comment.
    """
    from babel.messages.pofile import write_po

    path = folder / FOLDER / f"{language}.po"
    made = template_of(language, now, search)
    if path.is_file():
        known = read_catalogue(path)
        known.update(made, no_fuzzy_matching=True, update_creation_date=False)
        made = known
    path.parent.mkdir(parents=True, exist_ok=True)
    content = BytesIO()
    write_po(content, made, width=110, include_lineno=False)
    written = content.getvalue()
    if b"\nPlural-Forms: " not in written and b'"Plural-Forms: ' not in written:
        # Of a language that CLDR does not know Babel keeps no plural forms.
        forms = f'"Plural-Forms: {made.plural_forms}\\n"\n'.encode()
        written = written.replace(b'"MIME-Version', forms + b'"MIME-Version', 1)
    path.write_bytes(written)
    own = [message for message in made if message.id]
    return Written(path, len(own), sum(not message.fuzzy and all(forms_of(message.string)) for message in own))
