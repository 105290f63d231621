"""A new template, small enough to be read at once."""

from __future__ import annotations

import re
from pathlib import Path

from briefer.errors import TemplateError
from briefer.templating.ejected import settings
from briefer.templating.lookup import SETTINGS, Template

_NAME = re.compile(r"[A-Za-z0-9][\w-]*")
_OPTION = """
# A value that templates read as options.office, and that --set office=... replaces.
[options.office]
default = "Our office"
type = "text"
description = "Stands above the title."
"""
_HTML = """{{% extends "{parent}/{file}" %}}
{{# What stands in no block below is taken from the parent. #}}

{{% block masthead %}}
<p class="small office">{{{{ options.office }}}}</p>
{{{{ super() }}}}
{{% endblock %}}
"""
_MARKDOWN = """{{% extends "{parent}/{file}" %}}
{{# What stands in no block below is taken from the parent. #}}

{{% block masthead %}}
{{{{ options.office }}}}

{{{{ super() }}}}
{{% endblock %}}
"""
_THEME = """/* The parent's sheet comes first: a few lines are enough. These are its colours and fonts on a screen. */
@media screen {{
{light}
}}
{dark}
.office {{ letter-spacing: .04em; }}
"""


def start(name: str, parent: Template, folder: Path) -> list[Path]:
    """Makes the folder of a template that extends another, with one block filled; nothing is ever overwritten."""
    if not _NAME.fullmatch(name):
        raise TemplateError(f"“{name}” cannot be the name of a template", hint="letters, digits, - and _")
    if folder.exists() and any(folder.iterdir()):
        raise TemplateError(f"{folder} is there already", hint="choose another name, or edit what is there")
    files = {SETTINGS: settings(name, parent.name, "Our own.", _OPTION)}
    for file, text in (("brief.html.j2", _HTML), ("brief.md.j2", _MARKDOWN)):
        if parent.find(file):
            files[file] = text.format(parent=parent.name, file=file)
    files["theme.css"] = _theme(parent)
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
    return [folder / file for file in files]


def _theme(parent: Template) -> str:
    """The variables of the chain's sheets, for light and for dark."""
    sheets = [t.folder / "theme.css" for t in parent.chain()]
    text = "\n".join(p.read_text(encoding="utf-8") for p in reversed(sheets) if p.is_file())
    light = re.search(r"^:root \{.*?\n\}", text, re.DOTALL | re.MULTILINE)
    dark = re.search(
        r"^@media \(prefers-color-scheme: dark\) \{\n  :root \{.*?\n  \}\n\}", text, re.DOTALL | re.MULTILINE
    )
    return _THEME.format(
        light=_indented(light[0]) if light else ":root {\n}",
        dark=dark[0].replace("@media (", "@media screen and (") if dark else "",
    )


def _indented(text: str) -> str:
    return "\n".join(f"  {row}" for row in text.splitlines())
