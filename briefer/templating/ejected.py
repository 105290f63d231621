"""Templates that were taken out of briefer to be changed: what they came from, and what has changed since."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from briefer.errors import TemplateError
from briefer.templating.contract import full_contract
from briefer.templating.lookup import BUILTIN, SETTINGS, Folders, Template, builtin_folder, find_template

#: In the folder of an ejected template.
RECORD = "ejected.json"
#: The name under which the prompts are ejected and checked.
PROMPTS = "prompts"

_BLOCK = re.compile(r"\{%[-+]?\s*(?:(block)\s+(\w+)[^%]*|endblock[^%]*)[-+]?%\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What one file of an ejected template came from."""

    #: File of the built-in template.
    file: str
    #: The only block that was taken, or None for the whole file.
    block: str | None
    #: Of the built-in file as it was then.
    sha256: str
    #: The text as it was taken.
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What an ejected template came from, as `ejected.json` keeps it."""

    source: str
    contract: str
    briefer: str
    #: One for each file, or for each block: `FILE` or `FILE#BLOCK`.
    files: dict[str, Origin] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Puts the record into the template's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / RECORD).write_text(f"{text}\n", encoding="utf-8", newline="\n")

    @classmethod
    def read(cls, folder: Path) -> Record | None:
        """The record of a folder; None where nothing in it was ejected."""
        path = folder / RECORD
        if not path.is_file():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**kept, "files": {name: Origin(**origin) for name, origin in kept["files"].items()}})
        except (ValueError, TypeError, KeyError) as error:
            raise TemplateError(
                f"{path} cannot be read: {error}",
                hint="eject the template again under another name",
                template=str(path),
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How a file, or a block of it, has gone apart since it was ejected."""

    name: str
    #: Unified differences: what briefer changed since, and what the user changed; empty where nothing did.
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def source_folder(source: str) -> Path:
    """The folder of a built-in template, or of the prompts."""
    return builtin_folder().parent / PROMPTS if source == PROMPTS else builtin_folder() / source.removeprefix(BUILTIN)


def text_of(path: Path) -> str:
    """The file's text."""
    return path.read_text(encoding="utf-8")


def taken(path: Path, source: str) -> str:
    """A built-in file as it stands in a folder of its own: its neighbours are named without the built-in's name."""
    beside = {p.name for p in path.parent.iterdir()}
    name = re.escape(source.removeprefix(BUILTIN))
    return re.sub(rf"(?:{BUILTIN})?{name}/([\w.-]+)", lambda m: m[1] if m[1] in beside else m[0], text_of(path))


def block_of(text: str, name: str) -> str | None:
    """The block as it stands in a file, its tags included; None where the file has none of that name."""
    depth, start = 0, -1
    for tag in _BLOCK.finditer(text):
        if start < 0:
            if tag[2] == name:
                start, depth = tag.start(), 1
        else:
            depth += 1 if tag[1] else -1
            if not depth:
                return text[start : tag.end()]
    return None


def eject_all(name: str, folder: Path, version: str) -> list[Path]:
    """Copies all files of a built-in template, or the prompts, into a new folder."""
    _fresh(folder)
    source = PROMPTS if name == PROMPTS else f"{BUILTIN}{name}"
    record = Record(source=source, contract=full_contract(), briefer=version)
    written: list[Path] = []
    folder.mkdir(parents=True)
    for path in sorted(p for p in source_folder(source).iterdir() if p.is_file()):
        text = taken(path, source)
        if path.name == SETTINGS:
            text = re.sub(r"(?m)^name = .*$", f'name = "{folder.name}"', text)
            text = re.sub(r"(?m)^contract = .*$", f'contract = "{full_contract()}"', text)
        else:
            record.files[path.name] = Origin(file=path.name, block=None, sha256=_sha256(path), text=text)
        written.append(_write(folder / path.name, text))
    record.write(folder)
    return written


def eject_blocks(template: Template, names: Sequence[str], folder: Path, version: str) -> list[Path]:
    """Makes a child of a built-in template that fills these blocks, with the words that they have now.

    A folder that was made so before gets more blocks. Nothing is written where one of them cannot be had.
    """
    record = Record.read(folder)
    if record is None or record.source != template.name:
        _fresh(folder)
        record = Record(source=template.name, contract=full_contract(), briefer=version)
    files = sorted({p.name for t in template.chain() for p in t.folder.glob("*.j2")})
    found: list[tuple[str, str, Path, str]] = []
    for name in dict.fromkeys(names):
        here = [(file, name, *_block_in(template, file, name)) for file in files]
        having = [(file, name, path, text) for file, name, path, text in here if path is not None and text]
        if not having:
            raise TemplateError(
                f"{template.name} has no block “{name}”", hint=f"there are: {', '.join(blocks(template))}"
            )
        if any(f"{file}#{name}" in record.files for file, *_ in having):
            raise TemplateError(
                f"{folder} has the block “{name}” already", hint="edit it there, or choose another --as"
            )
        found += having
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / SETTINGS).exists():
        _write(folder / SETTINGS, settings(folder.name, template.name, f"{template.name} with blocks of our own."))
    for file, name, path, text in found:
        own = folder / file
        head = text_of(own) if own.exists() else f'{{% extends "{template.name}/{file}" %}}\n{_imports(path)}'
        _write(own, f"{head.rstrip()}\n\n{text}\n")
        record.files[f"{file}#{name}"] = Origin(file=file, block=name, sha256=_sha256(path), text=text)
    record.write(folder)
    return [folder / file for file in dict.fromkeys(file for file, *_ in found)]


def blocks(template: Template) -> list[str]:
    """The names of all blocks of a template and its parents, sorted."""
    files = [p for t in template.chain() for p in t.folder.glob("*.j2")]
    return sorted({m[2] for p in files for m in _BLOCK.finditer(text_of(p)) if m[2]})


def drift(folder: Path, folders: Folders) -> Iterator[Drift]:
    """What has gone apart in each file of an ejected template; `TemplateError` where it was not ejected."""
    record = Record.read(folder)
    if record is None:
        raise TemplateError(
            f"{folder} was not ejected: it has no {RECORD}", hint="briefer templates eject NAME makes one that was"
        )
    for name, origin in sorted(record.files.items()):
        now, mine = _now(record, origin, folders), _mine(folder / origin.file, origin)
        yield Drift(
            name=name,
            theirs=_difference(origin.text, now, f"{record.source}/{name}", f"briefer {record.briefer}", "now"),
            mine=_difference(origin.text, mine, f"{folder.name}/{name}", "as it was ejected", "yours"),
        )


def settings(name: str, parent: str, description: str, more: str = "") -> str:
    """The text of a new `template.toml`."""
    return (
        f'name = "{name}"\ndescription = "{description}"\nextends = "{parent}"\ncontract = "{full_contract()}"\n{more}'
    )


def _now(record: Record, origin: Origin, folders: Folders) -> str:
    if origin.block is not None:
        try:
            _, text = _block_in(find_template(record.source, folders), origin.file, origin.block)
        except TemplateError:
            return ""
        return text or ""
    path = source_folder(record.source) / origin.file
    return taken(path, record.source) if path.is_file() else ""


def _mine(path: Path, origin: Origin) -> str:
    text = text_of(path) if path.is_file() else ""
    return text if origin.block is None else block_of(text, origin.block) or ""


def _difference(old: str, new: str, name: str, before: str, after: str) -> tuple[str, ...]:
    rows = difflib.unified_diff(
        old.strip().splitlines(), new.strip().splitlines(), f"{name} ({before})", f"{name} ({after})", lineterm=""
    )
    return tuple(rows)


def _block_in(template: Template, file: str, block: str) -> tuple[Path | None, str | None]:
    """The nearest file of the chain that has the block, and the block."""
    for each in template.chain():
        path = each.folder / file
        if path.is_file() and (text := block_of(text_of(path), block)):
            return path, text
    return None, None


def _imports(path: Path) -> str:
    """What the block's words may count on."""
    return "".join(f"{m}\n" for m in re.findall(r"(?m)^\{%[-+]? (?:import|from) .*%\}$", text_of(path)))


def _fresh(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise TemplateError(
            f"{folder} is there already",
            hint="choose another name with --as; a block joins only a folder that eject --block made of that template",
            template=str(folder),
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
