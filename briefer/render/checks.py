"""Templates checked whole: their files against the types of the context, then the samples in every format."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefer.errors import BrieferError, PluginError, TemplateError
from briefer.model import Brief
from briefer.render import folders_of, format_names, load_format, page_of
from briefer.templating import Page, Template, find_template
from briefer.templating.checking import Fault, check_files, own_folders
from briefer.templating.checking.faults import near
from briefer.templating.contract import FILLED
from briefer.templating.ejected import PROMPTS, source_folder
from briefer.templating.lookup import BUILTIN, SETTINGS, builtin_folder

#: Names of the samples, in the order in which they are tried: what is in none of them no check can find.
SAMPLES = ("complete", "edited", "minimal", "thirty", "rtl", "hostile", "empty")


@cache
def sample(name: str) -> Brief:
    """A brief that comes with briefer, made of invented articles."""
    return _bundle(builtin_folder().parent / "samples" / f"{name}.json")


def _bundle(path: Path) -> Brief:
    from briefer.contract import load_brief

    try:
        return load_brief(json.loads(path.read_text(encoding="utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BrieferError(
            f"{path} cannot be read: {error}", hint="a sample is a brief written with -o NAME.json"
        ) from error


def check_static(name: str, *, search: Sequence[Path] = (), formats: Sequence[str] | None = None) -> tuple[Fault, ...]:
    """The faults of a template's files, or of those that these formats fill; a broken `template.toml` is one."""
    from briefer.render.context import known

    folders = folders_of(search)
    try:
        template = find_template(name, folders)
    except TemplateError as error:
        return (_fault(error, Path(error.template or name)),)
    return (*_formats_of(template), *check_files(template, folders, known(), formats))


def check(name: str, *, search: Sequence[Path] = ()) -> tuple[Fault, ...]:
    """All that can be found wrong with a template: `check_static`, then every sample in every format of it.

    Nothing is rendered where a fault is certain already, and no format that is wholly a parent's.
    """
    found = list(check_static(name, search=search))
    try:
        template = find_template(name, folders_of(search))
    except TemplateError:
        return tuple(found)
    if not template.name.startswith(BUILTIN) and (template.folder / "sample.json").is_file():
        found += _own_sample(template)
    if any(fault.certain for fault in found):
        return tuple(found)
    known = {(fault.file, fault.line) for fault in found}
    for fault in _rendered(template, name, search):
        if (fault.file, fault.line) not in known:
            known.add((fault.file, fault.line))
            found.append(fault)
    return tuple(sorted(found, key=lambda f: (str(f.file), f.line or 0, f.message)))


def _formats_of(template: Template) -> Iterator[Fault]:
    """Formats that nobody writes, or for which the template has no file."""
    names = format_names()
    settings = template.folder / SETTINGS
    text = settings.read_text(encoding="utf-8-sig")
    line = next((n for n, row in enumerate(text.splitlines(), 1) if row.lstrip().startswith("formats")), 1)
    for name in template.formats:
        if name not in names:
            hint = near(name, names) or f"there are: {', '.join(names)}"
            yield Fault(file=settings, line=line, message=f"there is no format “{name}”", hint=hint)
        elif name == "html" and template.find("brief.md.j2"):
            continue
        elif name in FILLED and template.find(FILLED[name][0]) is None:
            message = f"the template is to give {name}, and neither it nor a parent has {FILLED[name][0]}"
            yield Fault(file=settings, line=line, message=message, hint='extends = "builtin:daily" has it')


def _own_sample(template: Template) -> Iterator[Fault]:
    path = template.folder / "sample.json"
    try:
        _bundle(path)
    except BrieferError as error:
        yield Fault(file=path, line=None, message=error.message, hint=error.hint)


@dataclass(frozen=True, slots=True)
class _Case:
    """One sample in one format."""

    page: Page
    format: str
    sample: str


def _rendered(template: Template, name: str, search: Sequence[Path]) -> Iterator[Fault]:
    formats = [f for f in template.formats or ("html", "markdown", "text") if f in FILLED and f in format_names()]
    samples = [(each, sample(each)) for each in SAMPLES]
    if (template.folder / "sample.json").is_file():
        # What is wrong with it has been told.
        with suppress(BrieferError):
            samples.append(("sample.json", _bundle(template.folder / "sample.json")))
    own = own_folders(template)
    for form in formats:
        # What `pdf` prints is the page of `html`.
        if form == "pdf" or not _writes(form) or not _own(template, form, own):
            continue
        for each, brief in samples:
            case = _Case(page_of(brief, template=name, search=search), form, each)
            if (fault := _tried(case, own)) is not None:
                yield fault


def _own(template: Template, format: str, own: Sequence[Path]) -> bool:
    """Whether a file of the template itself has a part in this format."""
    files = ("brief.md.j2",) if format == "html" and template.find("brief.html.j2") is None else FILLED[format]
    found = (template.find(file) for file in files)
    return any(path.is_relative_to(folder) for path in found if path for folder in own)


def _writes(format: str) -> bool:
    try:
        load_format(format)
    except PluginError:
        return False
    return True


def _tried(case: _Case, own: Sequence[Path]) -> Fault | None:
    where = f"with the sample “{case.sample}” as {case.format}"
    try:
        made = load_format(case.format).render(case.page)
    except TemplateError as error:
        return _fault(error, case.page.template.folder, where, _own_place(error, own))
    if case.format == "html" and isinstance(made, str):
        return _balance(case, made, where)
    return None


def _balance(case: _Case, made: str, where: str) -> Fault | None:
    from briefer.templating.checking.balance import MarkedPage, place_of, unbalanced

    found = unbalanced(made)
    if found is None:
        return None
    page = MarkedPage(brief=case.page.brief, name=case.page.name, folders=case.page.folders, helpers=case.page.helpers)
    place = place_of(str(load_format("html").render(page)), page.places)
    file, line = place or (case.page.template.folder / "brief.html.j2", None)
    return Fault(file=file, line=line, message=f"{found[1]}, {where}")


def _own_place(error: TemplateError, own: Sequence[Path]) -> tuple[Path, int] | None:
    """The innermost line of the template's own files on the way to the error."""
    cause = error.__cause__ or error
    frames = [(Path(f.filename), f.lineno) for f in traceback.extract_tb(cause.__traceback__)]
    inside = [(p, line) for p, line in frames if line and any(p.is_relative_to(folder) for folder in own)]
    return inside[-1] if inside else None


def _fault(error: TemplateError, folder: Path, where: str = "", place: tuple[Path, int] | None = None) -> Fault:
    file, line = Path(error.template or folder), error.line
    message = error.message
    for start in (f"{file}, line {line}: ", f"{file}: "):
        message = message.removeprefix(start)
    if place is not None and place[0] != file:
        message = f"{message} (in {file.parent.name}/{file.name}, line {line}, which this line leads to)"
    if place is not None:
        file, line = place
    return Fault(
        file=file, line=line, message=f"{message}, {where}" if where else message, hint=error.hint, certain=not where
    )


def check_prompts(search: Sequence[Path] = ()) -> tuple[Fault, ...]:
    """The faults of the prompts: those of the user's own where there are some, else those that come with briefer."""
    from briefer.templating.checking.prompts import check_prompt_files

    own = next((folder / PROMPTS for folder in search if (folder / PROMPTS).is_dir()), None)
    return check_prompt_files(own or source_folder(PROMPTS))
