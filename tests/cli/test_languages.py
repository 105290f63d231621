"""A page's own words in another language, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]
EXAMPLE = Path(__file__).parents[2] / "examples" / "briefs" / "ministerial.json"


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Path:
    """A folder with a briefer.toml, in which commands run."""
    (tmp_path / "briefer.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_a_brief_is_rendered_in_french_words(run: Run, desk: Path) -> None:
    result = run("render", EXAMPLE, "--format", "md", "--language", "fr")
    assert result.exit_code == 0
    assert "## Prochaines étapes" in result.output
    assert "## Next steps" not in result.output
    assert "## Next steps" in run("render", EXAMPLE, "--format", "md").output


def test_what_is_no_language_is_refused(run: Run, desk: Path) -> None:
    result = run("render", EXAMPLE, "--format", "md", "--language", "french please")
    assert result.exit_code == 1
    assert "--language must be a language tag" in result.output


def test_a_language_is_added_with_one_command_and_an_editor(run: Run, desk: Path) -> None:
    made = run("templates", "locale", "de")
    assert made.exit_code == 0
    path = desk / "templates" / "locales" / "de.po"
    assert str(path.relative_to(desk)) in made.output
    assert ": 0 of " in made.output
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "Next steps"\nmsgstr ""', 'msgid "Next steps"\nmsgstr "Wie es weitergeht"'),
        encoding="utf-8",
    )
    page = run("render", EXAMPLE, "--format", "md", "--language", "de").output
    assert "## Wie es weitergeht" in page
    assert "23. November" in page
    assert ": 1 of " in run("templates", "locale", "de").output


def test_a_broken_file_is_told_with_its_line(run: Run, desk: Path) -> None:
    path = desk / "templates" / "locales" / "de.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Account"\nmsgstr "Rechen\n', encoding="utf-8")
    result = run("render", EXAMPLE, "--format", "md", "--language", "de")
    assert result.exit_code == 1
    assert f"{path.name}, line 2" in result.output.replace("\n", "")
