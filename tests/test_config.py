from __future__ import annotations

from pathlib import Path

import pytest

from briefer import config
from briefer.errors import ConfigError
from briefer.model import Profile


def write(folder: Path, text: str) -> Path:
    path = folder / "briefer.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_profile_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        [brief.morning]
        title = "Morning brief"
        timezone = "Europe/Brussels"
        topics = ["energy", "sanctions"]
        us = ["Ministry of Example"]
        set = {to = "the Minister"}
        [engine]
        name = "replay"
        recordings = "recorded"
        """,
    )
    settings = config.load(path)
    assert settings.profile("morning") == Profile(
        name="morning",
        title="Morning brief",
        timezone="Europe/Brussels",
        topics=("energy", "sanctions"),
        us=("Ministry of Example",),
        set={"to": "the Minister"},
    )
    assert settings.profile() == settings.profile("morning")
    assert settings.engine.recordings == str(tmp_path / "recorded")


def test_without_a_file_there_are_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "user_folder", lambda: tmp_path / "home")
    assert config.load() == config.Settings()
    assert config.load().profile() == Profile()


def test_the_current_folder_comes_before_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    here = tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(config, "user_folder", lambda: home)
    write(home, '[brief.a]\ntitle = "home"')
    assert config.load().profile("a").title == "home"
    write(here, '[brief.a]\ntitle = "here"')
    assert config.load().profile("a").title == "here"


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("[brief.a]\ntitel = 'x'", "no “titel”", "did you mean “title”"),
        ("[breif.a]\ntitle = 'x'", "no “breif”", "did you mean “brief”"),
        ("[brief.a]\ntitle = 3", "“title” must be text", "3"),
        ("[brief.a]\ntopics = 'energy'", "a list of texts", "energy"),
        ("[brief.a]\ntimezone = 'Mars/Olympus'", "no time zone", "Europe/Brussels"),
        ("[brief]\ntitle = 'x'", "must be a table with a name", "brief.morning"),
        ("[brief.a\n", "cannot be read", "TOML"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, said: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        config.load(write(tmp_path, text))
    assert hint in (caught.value.hint or "")
    assert str(tmp_path) in caught.value.message


def test_an_unknown_brief_lists_those_there_are(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, "[brief.morning]\n[brief.evening]\n"))
    with pytest.raises(ConfigError) as caught:
        settings.profile("mornin")
    assert "did you mean “morning”" in (caught.value.hint or "")
    assert settings.profile() == Profile()


def test_a_file_of_somebody_else_names_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "_own", lambda path: False)
    path = write(tmp_path, "[brief.a]\n")
    assert config.load().profile("a").name == "a"
    write(tmp_path, "[engine]\nname = 'replay'")
    with pytest.raises(ConfigError, match="not yours"):
        config.load()
    assert config.load(path).engine.name == "replay"


def test_a_missing_file_is_an_error_only_when_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        config.load(tmp_path / "nowhere.toml")
