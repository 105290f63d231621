"""What a template must be before anything is read for it; the whole check, which takes longer, is `checks`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefer.errors import TemplateError
from briefer.render import check_format, folders_of
from briefer.templating import find_template
from briefer.templating.lookup import BUILTIN, SETTINGS, builtin_folder
from briefer.templating.options import values
from briefer.templating.page import MASTHEAD

#: Formats in which no template has a say.
_UNFILLED = frozenset({"json"})


def require(
    name: str, formats: Sequence[str], *, search: Sequence[Path] = (), given: Mapping[str, str] | None = None
) -> None:
    """Raises a `TemplateError` for a template that cannot give these formats, whatever the brief will hold.

    A `PluginError` where one of the formats needs an extra.
    `given` are the values of `--set`. What comes with briefer has its tests, and is only looked up.
    """
    for word in formats:
        check_format(word)
    own = any((folder / name).exists() for folder in search)
    if not given and not own and _UNFILLED.issuperset(formats) and _comes_with_briefer(name):
        # Whichever has that name, it is not filled: other packages need not be asked for theirs.
        return
    folders = folders_of(search)
    template = find_template(name, folders)
    values(template.options, given or {}, MASTHEAD)
    if template.name.startswith(BUILTIN):
        return
    from briefer.render.context import known
    from briefer.templating.checking import check_files

    faults = [f for f in check_files(template, folders, known(), formats) if f.certain]
    if faults:
        first, more = faults[0], len(faults) - 1
        hint = f"{first.hint}; " if first.hint else ""
        others = f"{more} more: " if more else ""
        raise TemplateError(
            f"{first.file}, line {first.line}: {first.message}",
            hint=f"{hint}{others}briefer templates check {name}",
            template=str(first.file),
            line=first.line,
        )


def _comes_with_briefer(name: str) -> bool:
    return Path(name).name == name and (builtin_folder() / name / SETTINGS).is_file()
