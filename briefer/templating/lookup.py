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

#: The contract that templates are written for; a template for another one is refused.
CONTRACT = "briefer.brief/1"
#: The file that says what a template is.
SETTINGS = "template.toml"
#: Before a name: the template that comes with briefer, whatever else has that name.
BUILTIN = "builtin:"

_KEYS = ("name", "description", "extends", "contract", "formats", "options")
_NAME = re.compile(r"[A-Za-z0-9][\w-]*")
Option = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One folder of a brief's layout, with those that it extends."""

    #: With `builtin:` where it comes with briefer.
    name: str
    folder: Path
    description: str = ""
    #: The formats that it is written for.
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
    guests: Sequence[str] = ()


def builtin_folder() -> Path:
    """The folder of the templates that come with briefer.

    In an installed wheel it lies in the package, in a checkout beside it.
    """
    packaged = Path(str(files("briefer"))) / "templates"
    return (packaged if packaged.is_dir() else Path(str(files("briefer"))).parent / "templates") / "briefs"


def template_names(folders: Folders) -> tuple[str, ...]:
    """Every template that can be named, sorted."""
    found = {p.parent.name for root in (*folders.search, builtin_folder()) for p in root.glob(f"*/{SETTINGS}")}
    return tuple(sorted(found.union(folders.guests)))


def find_template(name: str, folders: Folders) -> Template:
    """The template of that name with its parents; `TemplateError` says what there is instead."""
    return _find(name, folders, ())


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
    path = folder / SETTINGS
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(
            f"{path} cannot be read: {error}", hint="it is TOML in UTF-8", template=str(path)
        ) from error
    for key in table:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            known = f"the keys are: {', '.join(_KEYS)}"
            hint = f"did you mean “{near[0]}”?" if near else known
            raise TemplateError(f"{path} has an unknown key “{key}”", hint=hint, template=str(path))
    _check_types(path, table)
    parent = _find(table["extends"], folders, chain) if "extends" in table else None
    own = folder.parent == builtin_folder()
    return Template(
        name=f"{BUILTIN}{folder.name}" if own else folder.name,
        folder=folder,
        description=table.get("description", ""),
        formats=tuple(table.get("formats", ())),
        options={**(parent.options if parent else {}), **table.get("options", {})},
        parent=parent,
    )


def _check_types(path: Path, table: Mapping[str, Any]) -> None:
    for key in ("name", "description", "extends", "contract"):
        if not isinstance(table.get(key, ""), str):
            raise TemplateError(f"{path}: “{key}” must be a string", template=str(path))
    formats = table.get("formats", [])
    if not isinstance(formats, list) or not all(isinstance(f, str) for f in formats):
        raise TemplateError(f"{path}: “formats” must be a list of strings", template=str(path))
    options = table.get("options", {})
    if not isinstance(options, dict) or not all(isinstance(v, Option) for v in options.values()):
        raise TemplateError(f"{path}: each of “options” must be a string, a whole number or true or false")
    if (contract := table.get("contract", CONTRACT)) != CONTRACT:
        raise TemplateError(
            f"{path}: the template is written for {contract}",
            hint=f"this briefer makes {CONTRACT}; look for a newer template, or a newer briefer",
            template=str(path),
        )
