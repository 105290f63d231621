"""`briefer edit`: what the desk changes in a brief before it leaves, in an editor or by commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefer.cli import options
from briefer.errors import BrieferError, UsageError

if TYPE_CHECKING:
    from briefer.config import Settings
    from briefer.model import Brief, Edit

Action = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ACTION [WORDS]...]",
        help="hide ID..., pin STORY, move STORY PLACE, replace ID WORDS, note STORY WORDS, recommend WORDS, line WORDS, "
        "apply [OVERLAY], undo, list; without one an editor opens.",
        show_default=False,
    ),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who edits, to be kept with each edit.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE.json", help="Where to write instead of BRIEF.json itself."),
]


def command(
    bundle: options.BundleFile,
    action: Action = None,
    *,
    output: Output = None,
    by: By = None,
    config: options.Config = None,
) -> None:
    """Hide, move, reword and add to a brief. In an editor or by commands; every edit makes a new revision."""
    from briefer.cli.bundles import load_held, overlay_file
    from briefer.config import load

    if bundle == "-":
        raise UsageError("edit needs a file, because it keeps the revision before beside it")
    path, words = Path(bundle), list(action or ())
    brief, before = load_held(bundle)
    place = _Place(path, output or path, before, load(config))
    what = words.pop(0) if words else ""
    if what == "list":
        _exactly("list", words)
        _list(brief)
    elif what == "undo":
        _exactly("undo", words)
        _undo(brief, place)
    elif what in ("", "apply"):
        overlay = Path(words.pop(0)) if words else overlay_file(path)
        _exactly("apply [OVERLAY]", words)
        edits = _applied(brief, overlay) if what else _in_editor(brief, overlay, path)
        try:
            _edited(brief, edits, place, by)
        except BrieferError as error:
            kept = f"your words are kept in {overlay}"
            raise BrieferError(error.message, hint=f"{error.hint}; {kept}" if error.hint else kept) from error
        if overlay == overlay_file(path):
            # What it says is in the brief now, or it says nothing; a file of the user's own stays.
            overlay.unlink(missing_ok=True)
    else:
        _edited(brief, _wanted(what, words), place, by)


#: Characters of a claim that is only pointed at.
_ECHO = 72


class _Place:
    """Where the brief came from, where the next revision goes, and what stood there."""

    def __init__(self, path: Path, target: Path, before: bytes, settings: Settings) -> None:
        from briefer.cli.outputs import check_paths

        if target != path:
            check_paths([target], [str(path)])
        self.path, self.target, self.before, self.settings = path, target, before, settings

    def write(self, brief: Brief, revision: int) -> None:
        """The next revision, with the one before beside it; both or neither."""
        from briefer.cli.bundles import keep_revision, revision_file
        from briefer.cli.outputs import Target, write
        from briefer.render import render

        if self.path.read_bytes() != self.before:
            raise BrieferError(
                f"{self.path} was changed by somebody else meanwhile, so nothing was written",
                hint="look at it with briefer show, and edit it again",
            )
        kept = revision_file(self.target, revision)
        made = render(brief, format="json")
        # The last one takes its place first: never a new revision without the one before.
        write([(Target(self.target, "json"), made), (Target(kept, "json"), self.before)])
        _as_private(kept, self.path)
        keep_revision(brief, self.settings)
        typer.echo(f"revision {brief.revision}: {self.target} (revision {revision} is kept as {kept})")


def _as_private(file: Path, brief: Path) -> None:
    """Lets nobody read the file who may not read the brief."""
    import shutil
    from contextlib import suppress

    with suppress(OSError):
        shutil.copymode(brief, file)


def _edited(brief: Brief, edits: Sequence[Edit], place: _Place, by: str | None) -> None:
    """Writes and tells the next revision; there is none where the edits change nothing."""
    from datetime import UTC, datetime

    from briefer.pipeline import edited

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = edited(brief, edits, by=by, at=now)
    if made is brief:
        typer.echo(f"nothing was changed: {place.path} stays at revision {brief.revision}")
        return
    place.write(made, brief.revision)
    for line in _told(brief, made):
        typer.echo(f"  {line}")


# --- commands ----------------------------------------------------------------------------------------


#: How each is written, and the fields of an `Edit` that its words fill.
_COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "hide": ("hide ID...", ("target",)),
    "pin": ("pin STORY", ("target",)),
    "move": ("move STORY PLACE", ("target", "place")),
    "replace": ("replace ID WORDS", ("target", "words")),
    "note": ("note STORY WORDS", ("target", "words")),
    "recommend": ("recommend WORDS", ("words",)),
    "line": ("line WORDS", ("words",)),
}


def _wanted(what: Any, words: Sequence[str]) -> list[Edit]:
    """The edits that the words of a command ask for."""
    from difflib import get_close_matches

    if what not in _COMMANDS:
        near = get_close_matches(what, [*_COMMANDS, "apply", "undo", "list"], 1)
        raise UsageError(
            f"“{what}” is nothing that edit can do",
            hint=f"did you mean {near[0]}?" if near else f"there are: {', '.join(_COMMANDS)}, apply, undo, list",
        )
    from briefer.model import Edit

    shape, fields = _COMMANDS[what]
    if len(words) < len(fields) or (len(words) > len(fields) and not shape.endswith("...")):
        hint = "words of several stand between quotation marks" if len(words) > len(fields) else None
        raise UsageError(f"write it as: briefer edit BRIEF.json {shape}", hint=hint)
    if what == "hide":
        return [Edit(what="hide", target=target) for target in words]
    given: dict[str, Any] = dict(zip(fields, words, strict=True))
    if "place" in given:
        given["place"] = _number(given["place"])
    return [Edit(what=what, **given)]


def _number(place: str) -> int:
    if not place.isascii() or not place.isdigit():
        raise UsageError(f"“{place}” is no place", hint="1 is the top: briefer edit BRIEF.json move s3 1")
    return int(place)


def _exactly(shape: str, left: Sequence[str]) -> None:
    if left:
        raise UsageError(f"write it as: briefer edit BRIEF.json {shape}")


def _undo(brief: Brief, place: _Place) -> None:
    """The words before the last edits that stand, as a new revision: numbers that readers know are not used again."""
    from dataclasses import replace

    from briefer.cli.bundles import load_held, revision_file
    from briefer.compose.edits import sealed

    if not brief.edits:
        raise BrieferError(f"there is nothing to undo: {place.path} is as it was made")
    last = max(edit.revision for edit in brief.edits)
    file = revision_file(place.path, last - 1)
    if not file.exists():
        raise BrieferError(
            f"revision {last - 1} is not kept beside {place.path}", hint=f"undo needs {file.name}, as edit has left it"
        )
    earlier, _ = load_held(str(file))
    if earlier.id != brief.id or earlier.edits != tuple(e for e in brief.edits if e.revision < last):
        raise BrieferError(
            f"{file} is no earlier revision of {place.path}", hint="was another brief made in its place?"
        )
    place.write(sealed(replace(earlier, revision=brief.revision + 1)), brief.revision)
    typer.echo(f"  the words are those of revision {last - 1}")


# --- the overlay -------------------------------------------------------------------------------------


def _applied(brief: Brief, overlay: Path) -> Sequence[Edit]:
    """What an overlay asks for."""
    from briefer.compose.edits import read_overlay

    try:
        text = overlay.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BrieferError(f"{overlay} cannot be read: {error}", hint="briefer edit BRIEF.json writes one") from error
    return read_overlay(brief, text, str(overlay))


def _in_editor(brief: Brief, overlay: Path, path: Path) -> Sequence[Edit]:
    """What a person has changed in the overlay; one that was left behind for this revision is taken up again."""
    from briefer.cli.outputs import Target, write
    from briefer.compose.edits import overlay_of

    if overlay.exists():
        # One for another revision must not be written over: it may hold somebody's work.
        _same_revision(brief, overlay)
        typer.echo(f"going on with {overlay}", err=True)
    else:
        write([(Target(overlay, "toml"), overlay_of(brief))])
        _as_private(overlay, path)
    _open(overlay, path)
    return _applied(brief, overlay)


def _same_revision(brief: Brief, overlay: Path) -> None:
    """Raises where the overlay was written for another revision; whatever else is wrong is for the editor to mend."""
    import tomllib
    from contextlib import suppress

    from briefer.compose.edits import read_overlay

    with suppress(OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        text = overlay.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
        if (table.get("brief"), table.get("revision")) != (brief.id, brief.revision):
            read_overlay(brief, text, str(overlay))


def _open(overlay: Path, path: Path) -> None:
    """Waits until the user's editor is closed."""
    import subprocess

    command = _editor(path)
    try:
        done = subprocess.run([*command, str(overlay)], check=False)  # noqa: S603 - the user's own editor
    except OSError as error:
        raise BrieferError(
            f"the editor {command[0]} cannot be started: {error.strerror or error}",
            hint=f"set VISUAL or EDITOR; or change {overlay} and run: briefer edit {path} apply",
        ) from error
    if done.returncode:
        raise BrieferError(
            f"the editor {Path(command[0]).name} ended with status {done.returncode}, so nothing was changed",
            hint=f"what you wrote is kept in {overlay}: briefer edit {path} goes on with it",
        )


def _editor(path: Path) -> list[str]:
    import os
    import shlex
    import shutil
    import sys

    for name in ("VISUAL", "EDITOR"):
        if set_to := os.environ.get(name, "").strip():
            try:
                return [word.strip('"') for word in shlex.split(set_to, posix=os.name == "posix")]
            except ValueError as error:
                raise BrieferError(f"{name} cannot be read: {error}", hint=f"it is {set_to}") from error
    known = ("notepad",) if os.name == "nt" else ("sensible-editor", "nano", "vi")
    found = next((program for program in known if shutil.which(program)), None)
    if found is None or not sys.stdin.isatty():
        raise BrieferError(
            "no editor is set", hint=f"set VISUAL or EDITOR, or use commands: briefer edit {path} list shows the ids"
        )
    return [found]


# --- what the person is told -------------------------------------------------------------------------


def _told(before: Brief, after: Brief) -> list[str]:
    """Each new edit with what the gates say of it, and where else the old words still stand."""
    from briefer.cli.desk import KINDS, edit_line
    from briefer.compose.edits import echoes, short_ids
    from briefer.templating import one_line

    short, lines = short_ids(after), list[str]()
    for edit in after.edits[len(before.edits) :]:
        lines.append(edit_line(edit, after))
        if edit.what in ("hide", "replace") and edit.target and edit.check is not None:
            lines += [
                f"  still said in {KINDS[part.kind]} {one_line(short[part.id])}: “{_cut(one_line(part.words))}”"
                for part in echoes(after, edit.target, edit.original or "")
            ]
    return lines


def _cut(words: str) -> str:
    return words if len(words) <= _ECHO else f"{words[: _ECHO - 1].rstrip()}…"


def _list(brief: Brief) -> None:
    from briefer.cli.desk import KINDS, edit_line
    from briefer.compose.edits import parts, short_ids
    from briefer.model import desk_texts, pinned
    from briefer.templating import one_line

    short, on_top = short_ids(brief), pinned(brief.edits)
    width = max((len(name) for name in short.values()), default=0)
    for part in parts(brief):
        label = f"{one_line(part.label)}: " if part.label else ""
        kind = KINDS[part.kind]
        marks: list[str] = [part.claim.check.status] if part.claim.check.status != "verified" else []
        marks += ["pinned"] if part.id in on_top else []
        said = f" ({', '.join(marks)})" if marks else ""
        typer.echo(f"{one_line(short[part.id]):<{width}}  {kind:<11}  {label}{one_line(part.words)}{said}")
    for text in desk_texts(brief.edits):
        about = f" on {one_line(text.story)}" if text.story else ""
        typer.echo(f"{text.id:<{width}}  {text.what + about:<11}  {one_line(text.words)}")
    for edit in brief.edits:
        typer.echo(f"revision {edit.revision}: {edit_line(edit, brief)}")
