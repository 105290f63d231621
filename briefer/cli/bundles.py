"""Briefs that were written as JSON, read back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefer.errors import BrieferError, ContractError
from briefer.model import Brief

if TYPE_CHECKING:
    from briefer.config import Settings


def load_bundle(name: str) -> dict[str, Any]:
    """The JSON object in a file, or on standard input; whether it is a brief is the contract's to say."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BrieferError(
            f"{name} cannot be read: {error.strerror or error}", hint="give a brief written with -o NAME.json"
        ) from error
    try:
        bundle = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{name} is not JSON: {error}", hint="give a brief written with -o NAME.json") from error
    if not isinstance(bundle, dict):
        raise ContractError(f"{name} holds no brief", hint="give a brief written with -o NAME.json")
    return bundle


def load_held(name: str) -> tuple[Brief, bytes]:
    """The brief in a file and the file as it is; an error where it was changed by other hands than ours."""
    from briefer.contract import digest, load_brief

    bundle = load_bundle(name)
    brief = load_brief(bundle)
    if bundle.get("digest") != digest(bundle):
        raise BrieferError(
            f"{name} was changed after it was made, and not by briefer edit",
            hint=f"what still holds says: briefer verify {name}",
        )
    return brief, Path(name).read_bytes()


def revision_file(path: Path, revision: int) -> Path:
    """Where a revision of the brief in this file is kept when a later one takes its place."""
    return path.with_name(f"{path.stem}.r{revision}{path.suffix}")


def overlay_file(path: Path) -> Path:
    """Where the brief in this file is laid out to be edited."""
    return path.with_name(f"{path.stem}.edits.toml")


def keep_revision(brief: Brief, settings: Settings) -> None:
    """Lets the archive have a later revision of a brief that was recorded; a store that there is not is not made."""
    from briefer.store import open_store, store_path

    if brief.revision > 1 and store_path(settings.store.path).exists():
        from briefer.pipeline.desk import revised

        with open_store(settings.store.path) as store:
            revised(store, brief)
