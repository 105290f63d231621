"""Templates are folders, found in a known order."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefer.errors import TemplateError
from briefer.templating import Folders, find_template, template_names


def _template(root: Path, name: str, settings: str = "", **files: str) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text(settings, encoding="utf-8")
    for file, text in files.items():
        (folder / file.replace("_j2", ".j2").replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_built_in_ones_are_there() -> None:
    assert {"daily", "ministerial"} <= set(template_names(Folders()))
    found = find_template("ministerial", Folders())
    assert [t.name for t in found.chain()] == ["builtin:ministerial", "builtin:daily"]
    assert found.options["contents_after"].default == 3


def test_the_first_folder_wins_then_a_guest_then_the_built_in(tmp_path: Path) -> None:
    first, second = _template(tmp_path / "1", "daily"), _template(tmp_path / "2", "daily")
    guest = _template(tmp_path / "3", "daily")
    folders = Folders([tmp_path / "1", tmp_path / "2"], lambda _: guest, lambda: ("daily",))
    assert find_template("daily", folders).folder == first
    assert find_template("daily", Folders([tmp_path / "2"], lambda _: guest)).folder == second
    assert find_template("daily", Folders([], lambda _: guest)).folder == guest
    assert find_template("builtin:daily", folders).folder not in (first, second, guest)


def test_a_house_template_may_extend_the_built_in_one_of_its_own_name(tmp_path: Path) -> None:
    own = _template(tmp_path, "daily", 'extends = "daily"\n[options]\ncontents_after = 9')
    found = find_template("daily", Folders([tmp_path]))
    assert found.folder == own
    assert found.parent is not None
    assert found.parent.name == "builtin:daily"
    assert found.options["contents_after"].default == 9
    assert found.options["contents_after"].description
    assert found.find("brief.html.j2") == found.parent.folder / "brief.html.j2"


def test_a_circle_ends(tmp_path: Path) -> None:
    _template(tmp_path, "a", 'extends = "b"')
    _template(tmp_path, "b", 'extends = "a"')
    with pytest.raises(TemplateError, match="no template “a”"):
        find_template("a", Folders([tmp_path]))


def test_a_misspelt_name_says_which_was_meant() -> None:
    with pytest.raises(TemplateError, match="no template “dayly”") as caught:
        find_template("dayly", Folders())
    assert "did you mean “daily”?" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["../daily", "/etc", "a/b", "", ".", "builtin:../x"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(TemplateError, match="cannot be the name"):
        find_template(name, Folders())


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("name = ", "cannot be read"),
        ('extend = "daily"', "unknown key “extend”"),
        ('contract = "briefer.brief/2"', "written for briefer.brief/2"),
        ("formats = 3", "list of strings"),
        ("[options]\nx = [1]", "line 2: the option “x” is neither text"),
        ("extends = 3", "must be a string"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, settings: str, message: str) -> None:
    _template(tmp_path, "house", settings)
    with pytest.raises(TemplateError, match=message):
        find_template("house", Folders([tmp_path]))
