"""Templates checked against the types of their context, before a brief is made and paid for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from briefer.errors import TemplateError
from briefer.templating.checking.faults import Fault, Report
from briefer.templating.contract import FILES, FILLED, Kind, kind_of
from briefer.templating.lookup import BUILTIN, Folders, Template, builtin_folder, file_of, template_names
from briefer.templating.types import ANY as _ANY
from briefer.templating.types import NUMBER, TEXT, YES_NO, Function, Listing, Scalar, Struct, Table, Type

__all__ = ["Fault", "Known", "check_files"]


@dataclass(frozen=True, slots=True)
class Known:
    """What a template can use."""

    #: Of the page; a file that is imported without context does not see them.
    values: Mapping[str, Type]
    filters: Mapping[str, Function]
    #: Of every file.
    globals: Mapping[str, Type]


def check_files(
    template: Template, folders: Folders, known: Known, formats: Sequence[str] | None = None
) -> tuple[Fault, ...]:
    """The faults of the template's files, or of those that these formats fill; nothing is rendered.

    Files of parents that come with briefer are read, but not held against the template.
    """
    report = Report(own_folders(template))
    kinds: dict[Kind, list[Path]] = {}
    wanted = FILES if formats is None else {f for name in formats for f in FILLED.get(name, ())}
    for file in FILES:
        path = template.find(file)
        if file in wanted and path is not None and report.is_own(path):
            kinds.setdefault(FILES[file][0], []).append(path)
    read: set[Path] = set()
    for kind, paths in kinds.items():
        read |= _check_kind(kind, paths, (template, folders, known), report)
    if formats is None:
        _check_unread(template, read, report)
    for folder in report.own:
        sheet = folder / "theme.css"
        if sheet.is_file() and (formats is None or {"html", "pdf", "eml"} & set(formats)):
            from briefer.templating.checking.markup import check_css

            check_css(sheet.read_text(encoding="utf-8", errors="replace"), sheet, report)
    return report.found()


def own_folders(template: Template) -> tuple[Path, ...]:
    """The folders whose files are to be put right: those of the chain that do not come with briefer, if there are any."""
    folders = tuple(t.folder for t in template.chain())
    built_in = builtin_folder()
    return tuple(f for f in folders if f.parent != built_in) if folders[0].parent != built_in else folders


def _check_kind(kind: Kind, paths: Sequence[Path], what: tuple[Template, Folders, Known], report: Report) -> set[Path]:
    from briefer.templating.checking.files import Trees
    from briefer.templating.checking.flow import Flow
    from briefer.templating.checking.markup import Markup, check_markdown
    from briefer.templating.checking.values import Values
    from briefer.templating.environment import Files, Sandbox

    template, folders, known = what

    def find(reference: str) -> Path | None:
        try:
            return file_of(reference, template, folders)
        except TemplateError:
            return None

    environment = Sandbox(kind, Files(find))
    # Only whether they are there counts: what they take and give is in `known`.
    environment.filters.update(dict.fromkeys(known.filters, str))
    trees = Trees(environment, report, find, lambda: _references(template, folders))
    values = Values(environment, report, known.filters)
    page = {**known.values, "options": _options(template)}
    read: set[Path] = set()
    for path in paths:
        flow = Flow(values, trees, {**_globals(), **known.globals}, page)
        flow.template(path)
        read |= flow.read
    for path in read:
        tree = trees.tree(path)
        if tree is None or not report.is_own(path):
            continue
        if kind == "html":
            Markup(path, report, values.shown).check(tree)
        elif kind == "markdown":
            check_markdown(tree, path, report, values.shown)
    return read


def _check_unread(template: Template, read: set[Path], report: Report) -> None:
    """Files that nothing uses: a misspelt name, or at least a syntax that can be looked at."""
    from briefer.templating.checking.files import Trees
    from briefer.templating.environment import Files, Sandbox

    for path in sorted(template.folder.glob("*")):
        known = {*FILES, "theme.css", "template.toml", "sample.json"}
        if path in read or path.name in known or not path.is_file():
            continue
        if path.suffix in (".j2", ".css", ".toml", ".html", ".md") and (
            meant := get_close_matches(path.name, known, 1, 0.85)
        ):
            report.add(path, 1, f"nothing uses a file of the name {path.name}", f"did you mean '{meant[0]}'?")
        elif path.suffix == ".j2":
            environment = Sandbox(kind_of(path.name), Files(lambda _: None))
            Trees(environment, report, lambda _: None, tuple).tree(path)


def _references(template: Template, folders: Folders) -> list[str]:
    own = [path.name for t in template.chain() for path in t.folder.glob("*.j2")]
    others = [
        f"{prefix}{name}/{path.name}"
        for name in template_names(folders)
        for path in (builtin_folder() / name).glob("*.j2")
        for prefix in ("", BUILTIN)
    ]
    return [*own, *others]


def _options(template: Template) -> Struct:
    """The options; `options|list` gives their names."""
    types: dict[str, Type] = {}
    for name, option in template.options.items():
        kind = {"text": TEXT, "number": NUMBER, "yes or no": YES_NO}[option.type]
        choices = frozenset(map(str, option.choices)) if option.type == "text" else frozenset()
        types[name] = Scalar("text", choices) if choices else kind
    return Struct("options", types, table=True)


def _globals() -> dict[str, Type]:
    def space(_given: Sequence[Type], named: Mapping[str, Type]) -> Type:
        return Struct("namespace", dict(named))

    return {
        "range": Function("range", lambda _given, _named: Listing(NUMBER), "(stop)"),
        "dict": Function("dict", lambda _given, _named: Table(_ANY), "(…)"),
        "namespace": Function("namespace", space, "(name=value)"),
    }
