"""Every command and every option is documented, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from briefer.cli import app

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = dict(
    re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", (ROOT / "docs/commands.md").read_text(encoding="utf-8"), re.M | re.S)
)
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
#: Told once for all commands at the top of the page.
OF_ALL = {"--debug", "--help"}


def options(command: str) -> set[str]:
    found = COMMANDS[command]
    every = [found, *getattr(found, "commands", {}).values()]
    parameters = [parameter for one in every for parameter in one.params]
    return {name for parameter in parameters for name in parameter.opts if name.startswith("-")} - OF_ALL


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_of_a_command_is_documented_and_no_other(command: str) -> None:
    table = "\n".join(line.partition("|")[2].partition(" | ")[0] for line in SECTIONS[command].splitlines())
    assert set(re.findall(r"(?<!\w)--?[a-z][a-z-]*", table)) == options(command)


def test_every_command_is_in_the_changelog_and_the_page() -> None:
    assert set(COMMANDS) <= SECTIONS.keys()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert not [command for command in COMMANDS if command not in changelog]


def test_every_key_of_the_file_is_documented() -> None:
    from dataclasses import fields

    from briefer.config import EngineSettings, MailSettings
    from briefer.model import Addressee, Profile, Question

    keys = {f.name for kind in (Profile, Question, EngineSettings, MailSettings, Addressee) for f in fields(kind)}
    # What a brief asks, it names in the file by the names of the sections; `from` is a word of Python's own.
    for key in (keys - {"questions", "sender"}) | {"sections", "from"}:
        assert re.search(rf"^{key} = |\.{key}\]", SECTIONS["briefer.toml"], re.M), key
