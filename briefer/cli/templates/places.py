"""Where templates are looked for, and where new ones go."""

from __future__ import annotations

from pathlib import Path

from briefer.cli import options
from briefer.errors import UsageError


def search(given: Path | None, config: Path | None) -> list[Path]:
    """The folders of template folders that count here."""
    from briefer.config import load

    return options.template_folders(given, load(config).path)


def home(given: Path | None, config: Path | None) -> Path:
    """The folder that gets a new template: `--template-dir`, else `templates` beside the briefer.toml, else here."""
    from briefer.config import load

    if given is not None:
        return given
    path = load(config).path
    return (path.parent if path else Path()) / "templates"


def own_names(folders: list[Path]) -> list[str]:
    """The templates of the user's own, in the order in which they are found."""
    found = [path.parent.name for folder in folders for path in sorted(folder.glob("*/template.toml"))]
    return list(dict.fromkeys(found))


def split(name: str, folders: list[Path]) -> tuple[str, list[Path]]:
    """A template named by its folder (`templates/house`) as a name and where to look for it."""
    path = Path(name)
    if "/" not in name and "\\" not in name:
        return name, folders
    if not (path / "template.toml").is_file():
        raise UsageError(f"there is no template folder {name}", hint="it holds a template.toml")
    return path.resolve().name, [path.resolve().parent, *folders]


def shown(path: Path) -> str:
    """The path as seen from here, where it lies below."""
    here = Path.cwd()
    full = path if path.is_absolute() else here / path
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(path)
