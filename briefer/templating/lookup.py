"""Where templates are found: folders by name, each perhaps extending another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from briefer.errors import TemplateError
from briefer.templating.contract import CONTRACT, full_contract, unfit
from briefer.templating.options import Option, option_of

#: The file that says what a template is.
SETTINGS = "template.toml"
#: Before a name: the template that comes with briefer, whatever else has that name.
BUILTIN = "builtin:"

_KEYS = ("name", "description", "extends", "contract", "formats", "options")
_NAME = re.compile(r"[A-Za-z0-9][\w-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One folder of a brief's layout, with those that it extends."""

    #: With `builtin:` where it comes with briefer.
    name: str
    folder: Path
    description: str = ""
    #: The contract that it is written for.
    contract: str = CONTRACT
    #: The formats that it is written for; those of its parent, where it names none.
    formats: tuple[str, ...] = ()
    #: Values that `--set` may replace.
    options: Mapping[str, Option] = field(default_factory=dict)
    parent: Template | None = None

    def chain(self) -> tuple[Template, ...]:
        """The template itself and what it extends, nearest first."""
        return (self, *(self.parent.chain() if self.parent else ()))

    def find(self, file: str) -> Path | None:
        """The nearest file of that name in the chain."""
        return next((path for t in self.chain() if (path := t.folder / file).is_file()), None)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where to look, in this order: folders of template folders, what guests offer, what comes with briefer."""

    search: Sequence[Path] = ()
    #: Name of a guest's template -> its folder, or None.
    guest: Callable[[str], Path | None] = lambda _: None
    #: The names of guests' templates, asked for only where all are to be told.
    guests: Callable[[], Sequence[str]] = tuple


def builtin_folder() -> Path:
    """The folder of the templates that come with briefer.

    In an installed wheel it lies in the package, in a checkout beside it.
    """
    packaged = Path(str(files("briefer"))) / "templates"
    return (packaged if packaged.is_dir() else Path(str(files("briefer"))).parent / "templates") / "briefs"


def template_names(folders: Folders) -> tuple[str, ...]:
    """Every template that can be named, sorted."""
    found = {p.parent.name for root in (*folders.search, builtin_folder()) for p in root.glob(f"*/{SETTINGS}")}
    return tuple(sorted(found.union(folders.guests())))


def find_template(name: str, folders: Folders) -> Template:
    """The template of that name with its parents; `TemplateError` says what there is instead."""
    return _find(name, folders, ())


def file_of(reference: str, template: Template, folders: Folders) -> Path | None:
    """The file that a template names: `FILE` of its own or its parents, `TEMPLATE/FILE` of another."""
    other, _, file = reference.rpartition("/")
    return (find_template(other, folders) if other else template).find(file)


def _find(name: str, folders: Folders, children: tuple[Path, ...]) -> Template:
    bare = name.removeprefix(BUILTIN)
    if not _NAME.fullmatch(bare):
        raise TemplateError(
            f"“{name}” cannot be the name of a template",
            hint="a template is named by its folder: letters, digits, - and _",
            template=name,
        )
    folder = _folder(name, bare, folders, children)
    if folder is None:
        again = next((child for child in children if child.name == bare), None)
        if again is not None:
            circle = " extends ".join([*(f"“{c.name}”" for c in children), f"“{bare}”"])
            raise TemplateError(
                f"there is no template “{name}” beside the one that extends it: {circle}",
                hint="a template cannot extend itself, nor one that extends it",
                template=name,
            )
        raise TemplateError(f"there is no template “{name}”", hint=_what_there_is(bare, folders), template=name)
    return _read(folder, folders, (*children, folder))


def _folder(name: str, bare: str, folders: Folders, children: tuple[Path, ...]) -> Path | None:
    """The first folder of that name; one that is being read already is passed over, so a `daily` may extend `daily`."""
    built_in = builtin_folder() / bare
    candidates: list[Path] = []
    if not name.startswith(BUILTIN):
        candidates += [root / bare for root in folders.search]
        guest = folders.guest(bare)
        candidates += [guest] if guest else []
    candidates.append(built_in)
    return next((c for c in candidates if (c / SETTINGS).is_file() and c not in children), None)


def _what_there_is(name: str, folders: Folders) -> str:
    names = template_names(folders)
    near = get_close_matches(name, names, 1)
    there_are = f"there are: {', '.join(names)}"
    return f"did you mean “{near[0]}”? {there_are[0].upper()}{there_are[1:]}" if near else there_are


def _read(folder: Path, folders: Folders, chain: tuple[Path, ...]) -> Template:
    settings = _Settings.read(folder / SETTINGS)
    table = settings.checked()
    parent = None
    if "extends" in table:
        try:
            parent = _find(table["extends"], folders, chain)
        except TemplateError as error:
            # A fault of the parent's own file names that file.
            if error.line is not None:
                raise
            raise settings.wrong("extends", error.message, error.hint) from error
    own = folder.parent == builtin_folder()
    return Template(
        name=f"{BUILTIN}{folder.name}" if own else folder.name,
        folder=folder,
        description=table.get("description", ""),
        contract=table.get("contract", CONTRACT),
        formats=tuple(table.get("formats", parent.formats if parent else ())),
        options={**(parent.options if parent else {}), **settings.options(parent)},
        parent=parent,
    )


@dataclass(frozen=True, slots=True)
class _Settings:
    """One `template.toml`."""

    path: Path
    text: str
    table: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> _Settings:
        """The file as it stands."""
        try:
            text = path.read_text(encoding="utf-8-sig")
            return cls(path, text, tomllib.loads(text))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            at = re.search(r"at line (\d+)", str(error))
            line = int(at[1]) if at else 1
            if "at end of document" in str(error):
                line = max(1, len(text.rstrip().splitlines()))
            raise TemplateError(
                f"{path} cannot be read: {error}", hint="it is TOML in UTF-8", template=str(path), line=line
            ) from error

    def line(self, *keys: str) -> int:
        """Where the innermost of these keys stands; tables are looked for by their heads."""
        line, rows = 1, self.text.splitlines()
        for key in keys:
            name = rf"[\"']?{re.escape(key)}[\"']?"
            pattern = re.compile(rf"\s*(?:{name}\s*[=.]|\[\s*(?:\w+\s*\.\s*)?{name}\s*[\].])|.*[{{,]\s*{name}\s*=")
            line = next((n for n, row in enumerate(rows, 1) if n >= line and pattern.match(row)), line)
        return line

    def wrong(self, key: str | tuple[str, ...], message: str, hint: str | None = None) -> TemplateError:
        """The error at a key."""
        line = self.line(*((key,) if isinstance(key, str) else key))
        return TemplateError(f"{self.path}, line {line}: {message}", hint=hint, template=str(self.path), line=line)

    def checked(self) -> Mapping[str, Any]:
        """The table, its keys and their types checked."""
        for key in self.table:
            if key not in _KEYS:
                near = get_close_matches(key, _KEYS, 1)
                hint = f"did you mean “{near[0]}”?" if near else f"the keys are: {', '.join(_KEYS)}"
                raise self.wrong(key, f"unknown key “{key}”", hint)
        for key in ("name", "description", "extends", "contract"):
            if not isinstance(self.table.get(key, ""), str):
                raise self.wrong(key, f"“{key}” must be a string", f'write it as {key} = "…"')
        formats = self.table.get("formats", [])
        if not isinstance(formats, list) or not all(isinstance(f, str) for f in formats):
            raise self.wrong("formats", "“formats” must be a list of strings", 'write it as formats = ["html"]')
        if problem := unfit(self.table.get("contract", full_contract())):
            raise self.wrong("contract", *problem)
        return self.table

    def options(self, parent: Template | None) -> dict[str, Option]:
        """The options that the file declares; one of the parent's keeps its type, choices and description."""
        tables = self.table.get("options", {})
        if not isinstance(tables, dict):
            raise self.wrong("options", "“options” must be a table", "[options], and below it NAME = DEFAULT")
        found: dict[str, Option] = {}
        for name, given in tables.items():
            if not re.fullmatch(r"[A-Za-z]\w*", name):
                raise self.wrong(
                    ("options", name), f"“{name}” cannot be the name of an option", "letters, digits and _"
                )
            known = parent.options.get(name) if parent else None
            try:
                found[name] = option_of(name, given) if known is None else known.again(given)
            except ValueError as error:
                hint = "an option is its default, or a table [options.NAME] with default, type, choices, description"
                raise self.wrong(("options", name), f"the option “{name}” {error}", hint) from error
        return found
