"""`briefer config show`: what counts, with no secret in it, and every option with its words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from typer.testing import Result

from briefer import config
from briefer.config.describe import tables
from briefer.config.document import commented
from briefer.config.toml import toml_value
from briefer.config.web import SOURCE_KINDS
from briefer.model import Addressee, Profile, Question

Run = Callable[..., Result]

FULL = """
[brief.morning]
title = "Morgen — \\"früh\\""
language = "fr"
topics = ["fishing"]
set = {marking = "Official", "two words" = "x"}
sections = []

[brief."after noon"]
timezone = "Europe/Copenhagen"

[section.mood]
question = "How do they speak?"
kind = "choice"
choices = ["calm", "tense"]

[engine]
model = "a-model"
base_url = "http://localhost:8080/v1"
api_key = {env = "DESK_KEY"}
prices = {input = 0, output = 1.5}
max_cost = 2

[[source]]
feed = "https://news.example/feed"
max_items = 5

[[source]]
mailbox = "imap://desk@mail.example/Newsletters"
name = "Letters"
password = {command = ["pass", "show", "desk"]}

[web]
delay = 0.5

[web.host."news.example"]
headers = {X-Edition = "north", Authorization = {env = "NEWS_TOKEN"}}
cookies = {subscriber = {env = "NEWS_COOKIE"}}

[mail]
from = "Desk <desk@example.org>"
host = "mail.example.org"
username = "desk"
password = {env = "MAIL_PASSWORD"}
pipe = ["sign", "--key", "two words"]

[[recipient]]
email = "ann@example.org"
name = "Ann"
briefs = ["morning"]

[list.cabinet]
recipients = ["ann@example.org", "Ben <ben@example.org>"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "briefer.toml"
    path.write_text(text, encoding="utf-8")
    return path


def without_signs(text: str, *, left_out: set[tuple[str, str]]) -> str:
    """The text with every option in it set, but for some keys of some tables."""
    lines, header = [], ""
    for line in re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE).splitlines():
        header = line if line.startswith("[") else header
        if (header.strip("[]"), line.partition(" = ")[0]) not in left_out:
            lines.append(line)
    return "\n".join(lines)


def test_what_it_prints_is_a_file_that_says_the_same(run: Run, tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, FULL))
    result = run("config", "show")
    assert result.exit_code == 0, result.stderr
    (tmp_path / "again").mkdir()
    again = config.load(write(tmp_path / "again", result.stdout))
    # It names the engine that reads and the store that is used.
    engine = replace(settings.engine, name="openai")
    store = config.StoreSettings(path=str(tmp_path / "store" / "briefer.db"))
    assert again == replace(settings, path=again.path, engine=engine, store=store)


def test_defaults_and_the_environment_are_told_apart_from_the_file(run: Run, tmp_path: Path) -> None:
    write(tmp_path, FULL)
    lines = run("config", "show").stdout.splitlines()
    assert lines[0] == f"# {tmp_path / 'briefer.toml'}"
    assert "# BRIEFER_STORE is set: it names the store" in lines
    assert 'language = "fr"' in lines
    assert 'template = "daily"  # default' in lines
    assert f"path = {toml_value(str(tmp_path / 'store' / 'briefer.db'))}  # from BRIEFER_STORE" in lines


def test_without_a_file_the_defaults_count(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("config", "show")
    assert result.stdout.startswith("# there is no briefer.toml")
    data = tomllib.loads(result.stdout)
    assert data["engine"] == {"name": "extractive"}
    assert data["brief"]["brief"]["timezone"] == "UTC"


def test_a_server_named_by_the_environment_is_shown_where_it_counts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:9/v1")
    write(tmp_path, '[engine]\nname = "openai"\nmodel = "m"\n')
    assert 'base_url = "http://localhost:9/v1"  # from OPENAI_BASE_URL' in run("config", "show").stdout
    write(tmp_path, '[engine]\nname = "extractive"\n')
    assert "base_url" not in run("config", "show").stdout.partition("[engine]")[2]


@pytest.mark.parametrize("more", [(), ("--describe",)])
def test_no_secret_is_shown(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]) -> None:
    monkeypatch.setenv("DESK_KEY", "s3cret")
    monkeypatch.setenv("OPENAI_API_KEY", "s3cret")
    monkeypatch.setenv("HTTPS_PROXY", "http://ann:s3cret@proxy.example")
    monkeypatch.delenv("MAIL_PASSWORD", raising=False)
    leaks = """
[[source]]
feed = "https://ann:s3cret@news.example/feed?api_key=s3cret&page=2"
[web.host."other.example"]
headers = {X-Api-Token = "s3cret"}
[mail.options]
api_key = "s3cret"
"""
    write(tmp_path, FULL + leaks)
    result = run("config", "show", *more)
    assert result.exit_code == 0, result.stderr
    assert "s3cret" not in result.output
    for said in (
        'api_key = {env = "DESK_KEY"}  # DESK_KEY is set',
        'password = {env = "MAIL_PASSWORD"}  # MAIL_PASSWORD is not set',
        'password = {command = ["pass", "show", "desk"]}  # a program prints it',
        'feed = "https://ann:***@news.example/feed?api_key=***&page=2"',
        "# HTTPS_PROXY is set",
        "# OPENAI_API_KEY is set",
    ):
        assert said in result.stdout


def test_a_key_that_is_none_is_an_error_with_what_was_meant(run: Run, tmp_path: Path) -> None:
    write(tmp_path, '[brief.a]\ntimezon = "UTC"\n')
    result = run("config", "show")
    assert result.exit_code == 1
    assert "did you mean “timezone”?" in result.stderr


def test_describe_says_of_every_option_what_it_takes(run: Run) -> None:
    result = run("config", "show", "--describe")
    assert result.exit_code == 0
    text = re.sub(r"\n# (?=[a-z])", " ", result.stdout)
    for table in tables().values():
        for option in table.options:
            assert option.doc, (table.name, option.key)
            assert re.search(rf"^#?{option.key} = ", result.stdout, re.MULTILINE), option.key
    assert '# Takes text in quotation marks; default: "starttls"\n#security = "starttls"\n' in text
    assert "# Takes text in quotation marks; needed.\n#from = " in text
    assert tomllib.loads(result.stdout)["brief"]["brief"]["template"] == "daily"


def test_every_field_of_the_settings_is_an_option() -> None:
    known = {name: {option.field or option.key for option in table.options} for name, table in tables().items()}
    for name, kind, not_in_the_file in (
        ("brief", Profile, {"name", "questions"}),
        ("section", Question, {"name"}),
        ("engine", config.EngineSettings, set()),
        ("source", config.SourceSettings, {"kind", "place"}),
        ("mail", config.MailSettings, set()),
        ("recipient", Addressee, set()),
        ("web", config.WebTable, {"hosts"}),
        ("host", config.HostSettings, set()),
        ("store", config.StoreSettings, set()),
    ):
        assert {field.name for field in fields(kind)} - not_in_the_file <= known[name], name
    assert set(SOURCE_KINDS) <= known["source"]
    # Every table of the settings is described, by its own name or another.
    assert len(tables()) == len(fields(config.Settings)) - len({"path"}) + len({"web.host"})


@pytest.mark.parametrize("kind", SOURCE_KINDS)
@pytest.mark.parametrize("login", ["password", "token"])
def test_every_option_holds_when_its_comment_sign_is_taken_away(tmp_path: Path, kind: str, login: str) -> None:
    left_out = {("source", other) for other in SOURCE_KINDS if other != kind}
    left_out |= {("source", "password")} if kind != "mailbox" else set()
    left_out |= {("mail", "password" if login == "token" else "token")}
    text = without_signs(commented({}), left_out=left_out)
    settings = config.load(write(tmp_path, text))
    data = tomllib.loads(text)
    assert settings.sources[0].kind == kind
    assert getattr(settings.mail, login) is not None
    for name, table in tables().items():
        read = data["web"]["host"] if name == "host" else data[name]
        read = read[0] if isinstance(read, list) else read[table.called] if table.called else read
        missing = {option.key for option in table.options} - set(read)
        assert missing == {key for where, key in left_out if where == name}, name


@pytest.mark.parametrize("value", ['a "b" \\ c', "line\nend", "\x7f\u2028", "naïve 🌊", ""])
def test_texts_come_back_as_they_were(value: str) -> None:
    assert tomllib.loads(f"x = {toml_value(value)}")["x"] == value
    assert tomllib.loads(f"x = {toml_value({value or 'k': (value, value)})}")["x"] == {value or "k": [value, value]}
    assert "\n" not in toml_value(value)
