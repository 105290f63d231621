"""`briefer templates`: list, show, new, eject, diff and check, as a person uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from briefer.templating import lookup

Run = Callable[..., Result]


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Path:
    """A folder with a briefer.toml, in which commands run."""
    (tmp_path / "briefer.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_list_names_what_there_is_and_where_from(run: Run, desk: Path) -> None:
    run("templates", "new", "house")
    lines = run("templates", "list").output.splitlines()
    by_name = {line.split()[0]: line for line in lines}
    assert "  briefer  " in by_name["daily"]
    assert "html markdown text" in by_name["daily"]
    assert str(Path("templates") / "house") in by_name["house"]
    assert "second_look" in by_name["prompts"]


def test_list_tells_a_broken_one_and_goes_on(run: Run, desk: Path) -> None:
    (desk / "templates" / "odd").mkdir(parents=True)
    (desk / "templates" / "odd" / "template.toml").write_text("extend = 1\n", encoding="utf-8")
    result = run("templates", "list")
    assert result.exit_code == 0
    assert "unknown key “extend”" in result.output
    assert "ministerial" in result.output


def test_show_tells_chain_options_blocks_and_files(run: Run, desk: Path) -> None:
    output = run("templates", "show", "ministerial").output
    assert "extends   builtin:daily" in output
    assert "contents_after = 3 (number)" in output
    assert "masthead" in output
    assert "from builtin:daily" in output
    assert "Context" not in output


def test_show_context_lists_every_field_with_its_type(run: Run, desk: Path) -> None:
    output = run("templates", "show", "daily", "--context").output
    assert "| `headline` | text |" in output
    assert "`position|attribution(story)`" in output
    assert "support" in output


def test_new_makes_a_template_that_passes_and_is_used(run: Run, desk: Path, tmp_path: Path) -> None:
    made = run("templates", "new", "house", "--extends", "builtin:ministerial").output.split()
    assert sorted(Path(p).name for p in made) == ["brief.html.j2", "brief.md.j2", "template.toml", "theme.css"]
    assert run("templates", "check", "house").output == "house: no fault\n"
    sample = lookup.builtin_folder().parent / "samples" / "minimal.json"
    assert "Ports desk" in run("render", sample, "--template", "house", "--set", "office=Ports desk").output


@pytest.mark.parametrize("parent", ["builtin:daily", "builtin:ministerial", "short", "stakeholders", "lookahead"])
def test_a_new_child_of_any_template_passes(run: Run, desk: Path, parent: str) -> None:
    run("templates", "new", "mine", "--extends", parent)
    result = run("templates", "check", "mine")
    assert (result.exit_code, result.output) == (0, "mine: no fault\n")


def test_new_overwrites_nothing(run: Run, desk: Path) -> None:
    run("templates", "new", "house")
    own = desk / "templates" / "house" / "brief.md.j2"
    own.write_text("mine", encoding="utf-8")
    assert run("templates", "new", "house").exit_code == 1
    assert own.read_text(encoding="utf-8") == "mine"


def test_new_goes_to_the_folder_that_is_named(run: Run, desk: Path) -> None:
    assert run("templates", "new", "house", "--template-dir", "layouts").exit_code == 0
    assert (desk / "layouts" / "house" / "template.toml").is_file()
    assert run("templates", "check", "--template-dir", "layouts").output == "house: no fault\n"
    assert run("templates", "check", "layouts/house").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("new", "house", "--extends", "dayly"), "did you mean “daily”"),
        (("new", "../house"), "cannot be the name"),
        (("eject", "dayly"), "did you mean “daily”"),
        (("eject", "daily", "--block", "mastehad", "--as", "x"), "masthead"),
        (("eject", "prompts", "--block", "x"), "no blocks"),
        (("show", "dayly"), "did you mean “daily”"),
        (("check",), "no template of your own"),
        (("check", "nowhere/house"), "no template folder"),
        (("diff", "daily"), "no ejected template"),
    ],
)
def test_what_cannot_be_done_says_what_can(run: Run, desk: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run("templates", *arguments)
    assert result.exit_code in (1, 2)
    assert words in result.output + result.stderr
    assert not (desk / "templates").exists()


def test_eject_copies_a_template_that_passes_and_remembers(run: Run, desk: Path) -> None:
    run("templates", "eject", "daily", "--as", "ours")
    folder = desk / "templates" / "ours"
    record = json.loads((folder / "ejected.json").read_text(encoding="utf-8"))
    assert record["source"] == "builtin:daily"
    assert record["contract"] == "briefer.brief/1.0"
    assert len(record["files"]["theme.css"]["sha256"]) == 64
    assert "builtin:daily" not in "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.j2"))
    assert run("templates", "check", "ours").output == "ours: no fault\n"
    assert run("templates", "diff").exit_code == 0
    assert run("templates", "eject", "daily", "--as", "ours").exit_code == 1


def test_eject_of_a_block_makes_a_child_and_a_second_joins(run: Run, desk: Path) -> None:
    run("templates", "eject", "daily", "--block", "masthead", "--as", "ours")
    run("templates", "eject", "daily", "--block", "account", "--as", "ours")
    page = (desk / "templates" / "ours" / "brief.html.j2").read_text(encoding="utf-8")
    assert page.startswith('{% extends "builtin:daily/brief.html.j2" %}')
    assert page.count("{% block") == 2
    assert run("templates", "check", "ours").output == "ours: no fault\n"
    assert run("templates", "eject", "daily", "--block", "account", "--as", "ours").exit_code == 1


def test_eject_takes_every_block_that_is_named_or_none(run: Run, desk: Path) -> None:
    both = ("templates", "eject", "daily", "--block", "masthead", "--block")
    assert run(*both, "accuont", "--as", "ours").exit_code == 1
    assert not (desk / "templates" / "ours").exists()
    assert run(*both, "account", "--as", "ours").exit_code == 0
    page = (desk / "templates" / "ours" / "brief.html.j2").read_text(encoding="utf-8")
    assert "{% block masthead" in page
    assert "{% block account" in page
    assert run("templates", "check", "ours").output == "ours: no fault\n"


def test_a_block_does_not_join_what_eject_did_not_make(run: Run, desk: Path) -> None:
    run("templates", "new", "coast")
    result = run("templates", "eject", "daily", "--block", "account", "--as", "coast")
    assert result.exit_code == 1
    assert "only a folder that eject --block made" in result.stderr


def test_diff_tells_what_changed_there_and_here(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    run("templates", "eject", "daily", "--as", "ours")
    run("templates", "eject", "daily", "--block", "masthead", "--as", "head")
    own = desk / "templates" / "ours" / "theme.css"
    own.write_text(own.read_text(encoding="utf-8").replace("#8a1f11", "#004d40"), encoding="utf-8")
    result = run("templates", "diff", "ours")
    assert result.exit_code == 0
    assert "theme.css: changed by you" in result.output
    newer = desk / "newer" / "briefs"
    shutil.copytree(lookup.builtin_folder(), newer)
    page = newer / "daily" / "brief.html.j2"
    page.write_text(page.read_text(encoding="utf-8").replace("<h1", '<h1 class="new"'), encoding="utf-8")
    for module in ("lookup", "checking", "ejected"):
        monkeypatch.setattr(f"briefer.templating.{module}.builtin_folder", lambda: newer)
    result = run("templates", "diff")
    assert result.exit_code == 1
    assert "ours/brief.html.j2: changed in briefer since" in result.output
    assert "head/brief.html.j2#masthead: changed in briefer since" in result.output
    assert any(row.startswith('+<h1 class="new"') for row in result.output.splitlines())


def test_prompts_are_ejected_checked_and_compared(run: Run, desk: Path) -> None:
    run("templates", "eject", "prompts")
    prompt = desk / "templates" / "prompts" / "system.j2"
    assert run("templates", "check").output == "prompts: no fault\n"
    prompt.write_text(prompt.read_text(encoding="utf-8") + "Mind {{ the_house }}.\n", encoding="utf-8")
    assert "system.j2: changed by you" in run("templates", "diff", "prompts").output
    result = run("templates", "check", "prompts")
    assert result.exit_code == 1
    assert "'the_house' is not defined" in result.output


def test_check_writes_faults_for_editors(run: Run, desk: Path) -> None:
    run("templates", "new", "house")
    page = desk / "templates" / "house" / "brief.html.j2"
    page.write_text(page.read_text(encoding="utf-8").replace("options.office", "options.ofice"), encoding="utf-8")
    result = run("templates", "check", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.output) == [
        {
            "file": str(Path("templates") / "house" / "brief.html.j2"),
            "line": 5,
            "message": "the template has no option 'ofice'",
            "hint": "did you mean 'office'?",
        }
    ]


def test_a_broken_template_stops_a_run_before_anything_is_read(run: Run, desk: Path) -> None:
    run("templates", "new", "house")
    page = desk / "templates" / "house" / "brief.md.j2"
    page.write_text(
        page.read_text(encoding="utf-8") + "{% block account %}{{ brief.acount }}{% endblock %}", encoding="utf-8"
    )
    result = run("brief", "nowhere.txt", "--template", "house")
    assert result.exit_code == 1
    assert "did you mean 'account'?" in result.stderr
    assert "nowhere.txt" not in result.stderr
    # Another format does not fill that file.
    assert "acount" not in run("brief", "nowhere.txt", "--template", "house", "-o", "x.html").stderr


def test_a_value_of_set_that_does_not_fit_stops_a_run_too(run: Run, desk: Path) -> None:
    result = run("brief", "nowhere.txt", "--set", "contents_after=many")
    assert result.exit_code == 1
    assert "a whole number" in result.stderr


def test_what_depends_on_the_brief_stops_no_run(run: Run, desk: Path) -> None:
    run("templates", "new", "house")
    page = desk / "templates" / "house" / "brief.md.j2"
    page.write_text(page.read_text(encoding="utf-8").replace("options.office", "brief.set.office_of"), encoding="utf-8")
    assert run("templates", "check", "house").exit_code == 1
    sample = lookup.builtin_folder().parent / "samples" / "minimal.json"
    assert "Ports" in run("render", sample, "--template", "house", "--set", "office_of=Ports").output
