"""`briefer init`: a file that runs at once, asked for or not, and never over another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from briefer import config
from briefer.config import Secret
from briefer.model import Addressee

Run = Callable[..., Result]


@pytest.fixture
def answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `briefer init` at a terminal, with these answers."""
    monkeypatch.setattr("briefer.cli.screen.at_terminal", lambda: True)

    def call(*answers: str, folder: str = "desk") -> Result:
        return run("init", folder, input="".join(f"{line}\n" for line in answers))

    return call


def test_the_defaults_run_at_once(run: Run, tmp_path: Path, water: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Copenhagen")
    result = run("init", "--yes")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "briefer.toml\n"
    settings = config.load(tmp_path / "briefer.toml")
    profile = settings.profile()
    assert (profile.name, profile.timezone, profile.template) == ("morning", "Europe/Copenhagen", "daily")
    assert settings.mail is None
    assert run("sources", "check").exit_code == 0
    water.rename(tmp_path / "articles" / "water.txt")
    assert "briefer brief articles -o brief.html" in result.stderr
    made = run("brief", "articles", "-o", "brief.html")
    assert made.exit_code == 0, made.stderr
    assert "Morning brief" in (tmp_path / "brief.html").read_text(encoding="utf-8")


def test_nothing_is_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "briefer.toml").write_text("# mine\n", encoding="utf-8")
    result = run("init", "--yes")
    assert result.exit_code == 1
    assert "is there already" in result.stderr
    assert (tmp_path / "briefer.toml").read_text(encoding="utf-8") == "# mine\n"
    assert not (tmp_path / "articles").exists()


def test_where_nobody_can_be_asked_it_says_so_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("init", "desk")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert not (tmp_path / "desk").exists()


def test_return_takes_what_stands_there(answer: Run, run: Run, tmp_path: Path) -> None:
    assert answer(*[""] * 7).exit_code == 0
    run("init", "other", "--yes")
    assert (tmp_path / "desk/briefer.toml").read_bytes() == (tmp_path / "other/briefer.toml").read_bytes()


def test_answers_stand_in_the_file(answer: Run, tmp_path: Path) -> None:
    result = answer(
        'Der "Morgen"', "fr", "Asia/Tokyo", "short",
        "https://news.example/feed https://other.example/rss",
        "a-model", "http://localhost:8080/v1", "DESK_KEY",
        "y", "Desk <desk@example.org>", "mail.example.org", "tls", "", "desk", "DESK_PASSWORD", "Ann <ann@example.org>, ben@example.org",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    settings = config.load(tmp_path / "desk" / "briefer.toml")
    profile = settings.profile("morning")
    assert (profile.title, profile.language, profile.timezone, profile.template) == (
        'Der "Morgen"', "fr", "Asia/Tokyo", "short",
    )  # fmt: skip
    assert [(one.kind, one.place) for one in settings.sources] == [
        ("feed", "https://news.example/feed"),
        ("feed", "https://other.example/rss"),
    ]
    engine = settings.engine
    assert (engine.model, engine.base_url, engine.api_key) == (
        "a-model", "http://localhost:8080/v1", Secret(env="DESK_KEY"),
    )  # fmt: skip
    assert settings.mail is not None
    assert settings.mail.sender == "Desk <desk@example.org>"
    assert (settings.mail.security, settings.mail.port) == ("tls", 465)
    assert settings.mail.password == Secret(env="DESK_PASSWORD")
    assert settings.mail.approval
    assert settings.recipients == (
        Addressee(email="ann@example.org", name="Ann", briefs=("morning",)),
        Addressee(email="ben@example.org", briefs=("morning",)),
    )
    assert "the articles' texts go to http://localhost:8080/v1" in result.stderr
    assert "set the variable DESK_PASSWORD" in result.stderr
    assert not (tmp_path / "desk" / "articles").exists()


def test_what_is_left_empty_of_the_mail_loses_no_answer(answer: Run, tmp_path: Path) -> None:
    begun = ("", "de", "", "", "", "", "y")
    result = answer(*begun, "desk@example.org", "mail.example.org", "", "", "", "", folder="one")
    assert result.exit_code == 0, result.stderr
    settings = config.load(tmp_path / "one" / "briefer.toml")
    assert settings.mail is not None
    assert (settings.mail.security, settings.mail.port, settings.recipients) == ("starttls", 587, ())
    assert "nobody gets it yet" in result.stderr
    assert "pages speak English: briefer templates locale de" in result.stderr
    result = answer(*begun, "", folder="two")
    assert result.exit_code == 0, result.stderr
    assert config.load(tmp_path / "two" / "briefer.toml").mail is None


def test_a_mail_server_without_encryption_is_told_no_password(answer: Run, tmp_path: Path) -> None:
    wrong = ("ssl", "none", "0", "many", "2525")
    result = answer(*[""] * 6, "y", "desk@example.org", "mail.example.org", *wrong, "ann@example.org")
    assert result.exit_code == 0, result.stderr
    mail = config.load(tmp_path / "desk" / "briefer.toml").mail
    assert mail is not None
    assert (mail.security, mail.port, mail.username) == ("none", 2525, None)
    assert "there are: starttls, tls, none" in result.stderr


def test_an_answer_that_does_not_fit_is_asked_for_again(answer: Run, tmp_path: Path) -> None:
    result = answer(
        "", "english!", "in", "en", "Mars/Base", "UTC", "daly", "daily", "https://a.example/f b", "news",
        "m", "localhost", "", "sk-abc123", "MY_KEY", "n",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    settings = config.load(tmp_path / "desk" / "briefer.toml")
    assert settings.engine.api_key == Secret(env="MY_KEY")
    assert settings.sources[0].place == str(tmp_path / "desk" / "news")
    for said in (
        "language tag",
        "there is no language “in”",
        "no time zone",
        "there is no template “daly”",
        "no address of a server",
        "no name of a variable",
    ):
        assert said in result.stderr
    assert "sk-abc123" not in (tmp_path / "desk" / "briefer.toml").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_leaves_nothing_half_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = run("init", "taken", "--yes")
    assert result.exit_code == 1
    assert "name another folder" in result.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == ""
