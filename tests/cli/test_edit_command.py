"""`edit`, `show` and `approve`: a brief changed by its desk, looked at and released."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from briefer.compose.edits import short_ids
from briefer.contract import digest, load_brief
from briefer.model import Brief
from briefer.store import Approvals

Run = Callable[..., Result]
WORDS = "Both governments will meet again next Tuesday."


@pytest.fixture
def made(run: Run, tmp_path: Path, water: Path) -> Path:
    """A brief as JSON."""
    assert run("brief", water, "-o", "made.json").exit_code == 0
    return tmp_path / "made.json"


def brief_in(path: Path) -> Brief:
    return load_brief(json.loads(path.read_text("utf-8")))


def step_of(path: Path) -> str:
    return brief_in(path).stories[0].next_steps[0].id


Editor = Callable[..., None]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Sets an editor that replaces words in the file it is given, or runs other Python on its `path` and `text`."""

    def set_to(*changes: tuple[str, str], code: str = "", variable: str = "VISUAL") -> None:
        script = tmp_path / "my editor.py"
        body = code or (
            f"for old, new in {list(changes)!r}:\n"
            "    assert text.count(old) == 1, (old, text)\n"
            "    text = text.replace(old, new)\n"
            "path.write_text(text, encoding='utf-8')\n"
        )
        script.write_text(
            f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text(encoding='utf-8')\n{body}",
            encoding="utf-8",
        )
        for name in ("VISUAL", "EDITOR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(variable, f'"{sys.executable}" "{script}" --wait')

    return set_to


# --- in an editor ------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR"])
def test_what_is_changed_in_the_editor_is_the_next_revision(
    run: Run, made: Path, editor: Editor, variable: str, tmp_path: Path
) -> None:
    before = made.read_bytes()
    editor(
        (f'{step_of(made)[:4]} = "{WORDS}"', f'{step_of(made)[:4]} = "Both governments meet again on 26 May."'),
        ("lines = [\n", 'lines = ["We hope for a treaty.",\n'),
        variable=variable,
    )
    result = run("edit", made, "--by", "A. Desk")
    assert result.exit_code == 0, result.output
    assert "revision 2: " in result.stdout
    assert f"instead of “{WORDS}”" in result.stdout
    assert "26 May" in result.stdout
    assert "shown as" in result.stdout
    brief = brief_in(made)
    assert (brief.revision, [e.what for e in brief.edits], brief.edits[0].by) == (2, ["line", "replace"], "A. Desk")
    assert brief.stories[0].next_steps[0].check.status != "verified"
    assert (tmp_path / "made.r1.json").read_bytes() == before
    assert not (tmp_path / "made.edits.toml").exists()
    assert run("verify", made).exit_code == 0
    text = run("render", made).stdout
    assert "We hope for a treaty." in text
    assert "before: “Both governments will meet again next Tuesday" in text


def test_words_that_the_sentence_carries_are_verified(run: Run, made: Path) -> None:
    result = run("edit", made, "replace", step_of(made)[:5], "The two governments will meet again next Tuesday.")
    assert result.exit_code == 0, result.output
    found = brief_in(made).stories[0].next_steps[0].check
    assert found.status in ("verified", "flagged")
    said = "verified" if found.status == "verified" else "not fully checked"
    assert said in result.stdout
    assert run("verify", made).exit_code == 0


def test_an_editor_that_changes_nothing_leaves_nothing(run: Run, made: Path, editor: Editor, tmp_path: Path) -> None:
    before = made.read_bytes()
    editor(code="pass\n")
    result = run("edit", made)
    assert result.exit_code == 0, result.output
    assert "nothing was changed" in result.stdout
    assert made.read_bytes() == before
    assert not list(tmp_path.glob("made.*.*"))


def test_a_mistake_in_the_file_loses_no_words(run: Run, made: Path, editor: Editor, tmp_path: Path) -> None:
    before = made.read_bytes()
    editor(("lines = [\n", 'lines = ["We hope for a treaty.\n'))
    result = run("edit", made)
    assert result.exit_code == 1
    assert "is not TOML" in result.stderr
    assert "kept" in result.stderr
    assert made.read_bytes() == before
    # The same command goes on with it.
    editor(("treaty.\n", 'treaty."\n'))
    result = run("edit", made)
    assert result.exit_code == 0, result.output
    assert "going on with" in result.stderr
    assert "line to take: “We hope for a treaty.”" in result.stdout
    assert not (tmp_path / "made.edits.toml").exists()


def test_an_editor_that_fails_changes_nothing(run: Run, made: Path, editor: Editor, tmp_path: Path) -> None:
    before = made.read_bytes()
    editor(code="path.write_text(text.replace('lines = [', 'lines = [\"x\",'), encoding='utf-8'); sys.exit(3)\n")
    result = run("edit", made)
    assert result.exit_code == 1
    assert "ended with status 3" in result.stderr
    assert made.read_bytes() == before
    assert '"x"' in (tmp_path / "made.edits.toml").read_text("utf-8")
    # Whoever cannot use an editor here may change the file elsewhere.
    result = run("edit", made, "apply")
    assert result.exit_code == 0, result.output
    assert [e.words for e in brief_in(made).edits] == ["x"]


def test_an_overlay_of_an_earlier_revision_is_told_apart_and_kept(
    run: Run, made: Path, editor: Editor, tmp_path: Path
) -> None:
    editor(code="sys.exit(1)\n")
    run("edit", made)
    overlay = tmp_path / "made.edits.toml"
    text = overlay.read_text("utf-8")
    assert run("edit", made, "line", "x").exit_code == 0
    for arguments in ([], ["apply"], ["apply", overlay]):
        result = run("edit", made, *arguments)
        assert result.exit_code == 1
        assert "written for revision 1, and the brief is at revision 2" in result.stderr
        assert "move it away" in result.stderr
        assert overlay.read_text("utf-8") == text


def test_one_overlay_makes_one_brief(run: Run, made: Path, editor: Editor, tmp_path: Path) -> None:
    editor(code="path.write_text(text.replace('lines = [', 'lines = [\"x\",'), encoding='utf-8'); sys.exit(3)\n")
    run("edit", made)
    overlay = tmp_path / "mine.toml"
    (tmp_path / "made.edits.toml").rename(overlay)
    found = []
    for name in ("one.json", "two.json"):
        assert run("edit", made, "apply", overlay, "-o", name).exit_code == 0
        bundle: dict[str, Any] = json.loads((tmp_path / name).read_text("utf-8"))
        for edit in bundle["edits"]:
            del edit["at"]
        del bundle["digest"]
        found.append(bundle)
    assert found[0] == found[1]
    assert brief_in(made).revision == 1


def test_a_brief_that_somebody_else_edits_meanwhile_is_not_written_over(
    run: Run, made: Path, editor: Editor, tmp_path: Path
) -> None:
    editor(
        code="import subprocess\n"
        f"subprocess.run([sys.executable, '-m', 'briefer', 'edit', {str(made)!r}, 'line', 'Theirs.'], check=True)\n"
        "path.write_text(text.replace('lines = [', 'lines = [\"Ours.\",'), encoding='utf-8')\n"
    )
    result = run("edit", made)
    assert result.exit_code == 1
    assert "changed by somebody else meanwhile" in result.stderr
    assert "your words are kept in" in result.stderr
    assert [e.words for e in brief_in(made).edits] == ["Theirs."]
    assert "Ours." in (tmp_path / "made.edits.toml").read_text("utf-8")


def test_what_apply_cannot_do_keeps_the_file(run: Run, made: Path, editor: Editor, tmp_path: Path) -> None:
    name = next(a.name for a in brief_in(made).stories[0].who if not (a.role or a.organisation))
    editor((f'= "{name}"', '= "Somebody Else"'))
    result = run("edit", made)
    assert result.exit_code == 1
    assert f"does not begin with {name}" in result.stderr
    assert "your words are kept in" in result.stderr
    assert "Somebody Else" in (tmp_path / "made.edits.toml").read_text("utf-8")
    assert brief_in(made).revision == 1


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_what_is_kept_of_a_private_brief_is_private(run: Run, made: Path, editor: Editor, tmp_path: Path) -> None:
    made.chmod(0o600)
    assert run("edit", made, "line", "x").exit_code == 0
    editor(code="sys.exit(1)\n")
    run("edit", made)
    for name in ("made.json", "made.r1.json", "made.edits.toml"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600, name


@pytest.mark.parametrize("value", ["no-such-editor-here --wait", 'editor "unclosed'])
def test_an_editor_that_is_none_is_told(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("VISUAL", value)
    result = run("edit", made)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "editor" in result.stderr or "VISUAL" in result.stderr


def test_without_a_terminal_no_editor_is_guessed(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    result = run("edit", made)
    assert result.exit_code == 1
    assert "no editor is set" in result.stderr
    assert "briefer edit" in result.stderr


# --- by commands -------------------------------------------------------------------------------------


def test_every_command_does_what_it_says(run: Run, made: Path) -> None:
    story = brief_in(made).stories[0].id
    event, lead = brief_in(made).stories[0].what[0].id, brief_in(made).bottom_line[0].id
    commands: list[list[str]] = [
        ["hide", lead],
        ["pin", story],
        ["move", story, "1"],
        ["replace", story, "No deal on the Vardo weir"],
        ["note", story, "Ask the embassy."],
        ["recommend", "Wait."],
        ["line", "We hope for a treaty."],
        ["hide", "note-1", event],
    ]
    for number, command in enumerate(commands, 2):
        result = run("edit", made, *command)
        assert result.exit_code == 0, (command, result.output)
        assert brief_in(made).revision == number
        assert run("verify", made).exit_code == 0
    assert [e.what for e in brief_in(made).edits] == [*(c[0] for c in commands), "hide"]
    listed = run("edit", made, "list")
    assert listed.exit_code == 0
    assert f"{short_ids(brief_in(made))[story]:<4}  story        No deal on the Vardo weir" in listed.stdout
    assert "line-1  line         We hope for a treaty." in " ".join(listed.stdout.split("\n"))
    assert "note-1  " not in listed.stdout.partition("revision 2")[0]
    assert "revision 9" in listed.stdout


def test_the_old_words_elsewhere_are_pointed_out(run: Run, made: Path) -> None:
    brief = brief_in(made)
    event = brief.stories[0].what[0]
    twin = next((s for s in brief.bottom_line if event.text.rstrip(".") in s.text), None)
    result = run("edit", made, "replace", event.id, "Norrmark and Vellany failed to agree on water.")
    assert result.exit_code == 0
    assert (
        (f"still said in bottom line {short_ids(brief)[twin.id]}" in result.stdout)
        if twin
        else ("still said" not in result.stdout)
    )


def test_undo_goes_back_word_for_word_and_never_reuses_a_number(run: Run, made: Path) -> None:
    first = brief_in(made)
    run("edit", made, "line", "One.")
    second = brief_in(made)
    run("edit", made, "line", "Two.")
    for number, wanted in ((4, second), (5, first)):
        result = run("edit", made, "undo")
        assert result.exit_code == 0, result.output
        now = brief_in(made)
        assert now.revision == number
        assert (now.stories, now.edits, now.set) == (wanted.stories, wanted.edits, wanted.set)
        assert run("verify", made).exit_code == 0
    assert "nothing to undo" in run("edit", made, "undo").stderr
    run("edit", made, "line", "Three.")
    assert brief_in(made).revision == 6
    assert run("edit", made, "undo").exit_code == 0
    assert brief_in(made).edits == ()


def test_undo_needs_the_revision_before(run: Run, made: Path, tmp_path: Path) -> None:
    run("edit", made, "line", "One.")
    kept = tmp_path / "made.r1.json"
    text = kept.read_text("utf-8")
    kept.write_text(text.replace(json.loads(text)["id"], "another"), encoding="utf-8")
    assert "was changed after it was made" in run("edit", made, "undo").stderr
    kept.unlink()
    result = run("edit", made, "undo")
    assert result.exit_code == 1
    assert "made.r1.json" in result.stderr
    assert brief_in(made).revision == 2


def test_another_file_leaves_the_first_as_it_is(run: Run, made: Path, tmp_path: Path) -> None:
    before = made.read_bytes()
    assert run("edit", made, "line", "One.", "-o", "other.json").exit_code == 0
    assert made.read_bytes() == before
    assert (tmp_path / "other.r1.json").read_bytes() == before
    assert run("edit", "other.json", "undo").exit_code == 0
    assert brief_in(tmp_path / "other.json").revision == 3


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["hied", "x"], 2, "did you mean hide"),
        (["zzz"], 2, "there are: hide"),
        (["hide"], 2, "hide ID..."),
        (["replace", "x"], 2, "replace ID WORDS"),
        (["note", "s1", "two", "words"], 2, "quotation marks"),
        (["move", "s1", "top"], 2, "is no place"),
        (["move", "s1", "9"], 1, "cannot be moved"),
        (["list", "x"], 2, "briefer edit BRIEF.json list"),
        (["undo", "x"], 2, "briefer edit BRIEF.json undo"),
        (["hide", "0000"], 1, "has the id “0000”"),
        (["apply", "gone.toml"], 1, "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_changes(
    run: Run, made: Path, words: list[str], status: int, says: str
) -> None:
    before = made.read_bytes()
    result = run("edit", made, *words)
    assert result.exit_code == status, result.output
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert made.read_bytes() == before


def test_a_brief_changed_by_other_hands_is_not_sealed_anew(run: Run, made: Path) -> None:
    made.write_text(made.read_text("utf-8").replace("Norrmark", "Nordmark"), encoding="utf-8")
    for command in (["edit", made, "line", "x"], ["approve", made]):
        result = run(*command)
        assert result.exit_code == 1
        assert "sha256" in result.stderr or "was changed after it was made" in result.stderr


def test_standard_input_cannot_be_edited(run: Run, made: Path) -> None:
    for command in ("edit", "approve"):
        assert run(command, "-", input=made.read_bytes()).exit_code == 2


def test_a_failed_write_leaves_both_files(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made.read_bytes()
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == "made.json":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    result = run("edit", made, "line", "x")
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert made.read_bytes() == before


def test_words_and_ids_of_a_stranger_cannot_steer_the_terminal(run: Run, made: Path) -> None:
    bundle = json.loads(made.read_text("utf-8"))
    story = bundle["stories"][0]
    story["id"], story["headline"] = "s\x1b[2J1", "Water\x1b]0;owned\x07 \u202etalks"
    for outcome in bundle["account"]["articles"]:
        outcome["into"] = story["id"]
    bundle["digest"] = digest(bundle)
    made.write_text(json.dumps(bundle), encoding="utf-8")
    for words in (["list"], ["hide", "s1"], ["note", story["id"], "\x1b[31mred"], ["pin", story["id"]]):
        result = run("edit", made, *words)
        assert not set("\x1b\x07\u202e") & set(result.output), words
    for command in ("show", "approve"):
        assert not set("\x1b\x07\u202e") & set(run(command, made).output)


# --- shown and released ------------------------------------------------------------------------------


def test_show_says_what_it_says_and_where_it_stands(run: Run, made: Path, tmp_path: Path) -> None:
    run("edit", made, "line", "We hope for a treaty.", "--by", "A. Desk")
    result = run("show", made)
    assert result.exit_code == 0, result.stderr
    assert run("render", made).stdout.strip() in result.stdout
    for line in (
        "revision: 2, of ",
        "digest: holds",
        "edits: 1",
        "revision 2: line to take (A. Desk): “We hope for a treaty.”",
        "approval: not given; none is needed",
        "withheld: ",
    ):
        assert line in result.stdout
    (tmp_path / "briefer.toml").write_text(
        '[mail]\nfrom = "desk@example.org"\nhost = "localhost"\napproval = true\n', encoding="utf-8"
    )
    assert "approval: needed before it is sent: briefer approve" in run("show", made).stdout


def test_what_was_withheld_is_shown_with_its_reason(run: Run, tmp_path: Path) -> None:
    from briefer.contract import dump_brief
    from briefer.render.checks import sample

    (tmp_path / "b.json").write_text(json.dumps(dump_brief(sample("complete"))), encoding="utf-8")
    shown = run("show", "b.json").stdout
    assert "withheld: 1\n  event: “Fees rise by 40 percent.”: “40 percent” does not stand" in shown


def test_an_approval_holds_for_these_words_alone(run: Run, made: Path) -> None:
    result = run("approve", made, "--by", "M. Lind")
    assert result.exit_code == 0, result.stderr
    assert "revision 1 of “" in result.stdout
    assert "released by M. Lind" in result.stdout
    assert "approval: released by M. Lind" in run("show", made).stdout
    with Approvals(Path(os.environ["BRIEFER_STORE"])) as approvals:
        assert approvals.released(brief_in(made))
        run("edit", made, "line", "One more thing.")
        assert not approvals.released(brief_in(made))
    assert "revision 1 was, and has been changed since" in run("show", made).stdout
    run("approve", made, "--by", "M. Lind")
    assert "is held back again" in run("approve", made, "--revoke").stdout
    assert "was not released" in run("approve", made, "--revoke").stdout
    assert "approval: not given" in run("show", made).stdout


def test_whoever_approves_is_told_of_words_that_failed_the_checks(run: Run, made: Path) -> None:
    assert "failed the checks" not in run("approve", made, "--by", "M. Lind").stdout
    run("edit", made, "replace", step_of(made), "Both governments will meet 77 times in July 2031.")
    assert "1 claim that failed the checks, shown as the desk's own" in run("approve", made, "--by", "M. Lind").stdout


def test_whoever_is_logged_in_releases(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "mlind")
    assert "released by mlind" in run("approve", made).stdout

    def nobody() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", nobody)
    run("edit", made, "line", "x")
    result = run("approve", made)
    assert result.exit_code == 2
    assert "--by NAME" in result.stderr


def test_none_of_it_reads_again_what_is_only_moved_or_shown(run: Run, made: Path) -> None:
    """Only words that are new are analysed: all else imports no parser."""
    import subprocess

    story = brief_in(made).stories[0].id
    for arguments in (["edit", str(made), "note", story, "x"], ["show", str(made)], ["approve", str(made)]):
        code = (
            "import sys\nfrom briefer.cli import app\n"
            f"try:\n    app({arguments!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
            "assert not {'spacy', 'openai'} & sys.modules.keys()\n"
        )
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
