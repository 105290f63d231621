from __future__ import annotations

import sys
from pathlib import Path

import pytest

from briefer import config
from briefer.errors import ConfigError
from briefer.model import Profile, Question


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
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_: tmp_path / "home")
    assert config.load() == config.Settings()
    assert config.load().profile() == Profile()


def test_the_current_folder_comes_before_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    here = tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_: home)
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
        ("[brief.a]\nname = 'x'", "no “name”", "there are: title"),
        ("[brief.a]\nquestions = []", "no “questions”", "did you mean “sections”"),
        ("[brief.a]\nlanguage = 'english please'", "must be a language tag", "pt-BR"),
        ("[brief.a]\nlanguage = 'in'", "there is no language “in”", "pt-BR"),
        ("[brief.a]\ntranslate = 'yes'", "true or false", "yes"),
        ("[brief.a]\nonly = 'gas AND'", "“only”: the query “gas AND” cannot be read at character 8", "write a word"),
        ("[brief.a]\nmuted = ['cup', '(final']", "“muted”: the query “\\(final” cannot be read", "write ) where"),
        ("[brief.a]\nlanguages = ['en', '?']", "“languages” must be a language tag", "pt-BR"),
        ("[brief.a]\nmax_stories = 0", "a whole number above 0", "0"),
        ("[brief.a]\nmute = ['x']", "no “mute”", "did you mean “muted”"),
        ("[brief.a]\nsections = 'risks'", "a list of texts", "risks"),
        ("[brief.a]\nsections = ['risk']\n[section.risks]\nquestion = 'x'", "no \\[section.risk\\]", "mean “risks”"),
        ("[brief.a]\nsections = ['risks']", "no \\[section.risks\\]", "none at all"),
        ("[section]\nquestion = 'x'", "must be a table with a name", "section.risks"),
        ("[section.risks]\ntitle = 'Risks'", "“question” is missing", "question = "),
        ("[section.risks]\nquestion = ' '", "“question” is missing", "question = "),
        ("[section.risks]\nquestion = 'x'\nkind = 'lst'", "must be list, claim or choice", "lst"),
        ("[section.risks]\nquestion = 'x'\nkind = ['list']", "must be list, claim or choice", "list"),
        ("[section.risks]\nquestoin = 'x'", "no “questoin”", "did you mean “question”"),
        ("[section.mood]\nquestion = 'x'\nkind = 'choice'", "among several", "choices = "),
        ("[section.mood]\nquestion = 'x'\nkind = 'choice'\nchoices = ['a']", "among several", "choices = "),
        ("[section.mood]\nquestion = 'x'\nkind = 'choice'\nchoices = ['a', 'A']", "among several", "choices = "),
        ("[section.mood]\nquestion = 'x'\nchoices = ['a', 'b']", "for kind", "list"),
        ("[section.'our risks']\nquestion = 'x'", "no name for a section", "one word"),
        ("[section.our-risks]\nquestion = 'x'", "no name for a section", "one word"),
        ("[section.1st]\nquestion = 'x'", "no name for a section", "one word"),
        ("[section.a]\nquestion = 'x'\n[section.A]\nquestion = 'y'", "section.a\\] already", "capitals"),
        ("[engine]\nsecond_look = 'large'", "true or false", "large"),
        ("[engine]\nmax_tokens = 0.5", "a whole number", "0.5"),
        ("[engine]\ndeadline = 0", "a number above 0", "0"),
        ("[brief.a\n", "cannot be read", "TOML"),
        ("[engine]\nconcurrency = 0", "a whole number", "0"),
        ("[engine]\nconcurrency = true", "a whole number", "True"),
        ("[engine]\ntimeout = -1", "a number above 0", "-1"),
        ("[engine]\nmax_cost = inf", "a number above 0", "inf"),
        ("[engine]\nprices = {input = 1.0}", "a million tokens", "input"),
        ("[engine]\nprices = {input = 1.0, output = 1.0, per = 1}", "a million tokens", "per"),
        ("[store]\npaht = 'x'", "no “paht”", "did you mean “path”"),
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


SECTIONS = """
[section.risks]
title = "Risks for us"
question = "What could go wrong for us?"
[section.mood]
question = "How do the sides speak of each other?"
kind = "choice"
choices = ["calm", "tense"]
"""
RISKS = Question(name="risks", title="Risks for us", question="What could go wrong for us?")
MOOD = Question(
    name="mood",
    title="Mood",
    question="How do the sides speak of each other?",
    kind="choice",
    choices=("calm", "tense"),
)


def test_every_brief_asks_all_sections_unless_it_names_some(tmp_path: Path) -> None:
    briefs = "[brief.all]\n[brief.none]\nsections = []\n[brief.some]\nsections = ['mood', 'risks', 'mood']\n"
    settings = config.load(write(tmp_path, briefs + SECTIONS))
    assert settings.questions == (RISKS, MOOD)
    assert settings.profile("all").questions == (RISKS, MOOD)
    assert settings.profile("none").questions == ()
    assert settings.profile("some").questions == (MOOD, RISKS)


def test_sections_are_asked_where_no_brief_is_named(tmp_path: Path) -> None:
    assert config.load(write(tmp_path, SECTIONS)).profile() == Profile(questions=(RISKS, MOOD))


def test_a_section_may_be_named_in_any_language(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, "[section.'größe_2']\nquestion = 'Wie groß?'\nkind = 'claim'"))
    assert settings.questions == (Question(name="größe_2", title="Größe 2", question="Wie groß?", kind="claim"),)


def test_a_language_is_kept_in_its_usual_form(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, "[brief.a]\nlanguage = 'pt_BR'\ntranslate = true"))
    assert (settings.profile().language, settings.profile().translate) == ("pt-BR", True)


def test_a_file_of_somebody_else_names_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("briefer.config.files._own", lambda path: False)
    path = write(tmp_path, "[brief.a]\n")
    assert config.load().profile("a").name == "a"
    write(tmp_path, "[engine]\nname = 'replay'")
    with pytest.raises(ConfigError, match="not yours"):
        config.load()
    assert config.load(path).engine.name == "replay"


def test_a_missing_file_is_an_error_only_when_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        config.load(tmp_path / "nowhere.toml")


def test_all_that_an_engine_with_a_server_takes(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        [engine]
        name = "openai"
        model = "small"
        base_url = "http://localhost:8080/v1"
        api_key = {env = "MY_KEY"}
        api_version = "2024-10-21"
        concurrency = 8
        timeout = 30
        deadline = 600
        max_cost = 1.5
        max_tokens = 50000
        second_look = true
        second_look_model = "large"
        prices = {input = 0.5, output = 0, currency = "EUR"}
        [store]
        path = "mine.db"
        """,
    )
    settings = config.load(path)
    assert settings.engine == config.EngineSettings(
        name="openai",
        model="small",
        base_url="http://localhost:8080/v1",
        api_key=config.Secret(env="MY_KEY"),
        api_version="2024-10-21",
        concurrency=8,
        timeout=30.0,
        deadline=600.0,
        max_cost=1.5,
        max_tokens=50_000,
        second_look=True,
        second_look_model="large",
        prices=config.PriceList(input=0.5, output=0.0, currency="EUR"),
    )
    assert settings.store.path == str(tmp_path / "mine.db")


@pytest.mark.parametrize("key", ["'sk-invented'", "{value = 'sk-invented'}", "{env = 'A', command = ['sk-invented']}"])
def test_a_key_in_the_file_is_refused_and_not_shown(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError, match="never stands in the file") as caught:
        config.load(write(tmp_path, f"[engine]\napi_key = {key}"))
    assert "sk-invented" not in f"{caught.value.message} {caught.value.hint}"


def test_a_key_comes_from_the_environment_or_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", " sk-invented ")
    assert config.Secret(env="MY_KEY").value() == "sk-invented"
    prints = (sys.executable, "-c", "print('sk-printed; $HOME')")
    assert config.Secret(command=prints).value() == "sk-printed; $HOME"
    monkeypatch.delenv("MY_KEY")
    with pytest.raises(ConfigError, match="MY_KEY holds no key"):
        config.Secret(env="MY_KEY").value()
    for fails in ((sys.executable, "-c", "import sys; sys.exit(3)"), (sys.executable, "-c", ""), ("no such program",)):
        with pytest.raises(ConfigError, match="api_key"):
            config.Secret(command=fails).value()


@pytest.mark.parametrize(
    "text",
    [
        "[engine]\nbase_url = 'http://x/v1'",
        "[engine]\nmodel = 'm'",
        "[store]\npath = 'x'",
        "[[source]]\nfiles = '/home'",
        "[brief.morning]\noutput = '/home'",
    ],
)
def test_a_file_of_somebody_else_says_nothing_of_who_receives_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("briefer.config.files._own", lambda path: False)
    path = write(tmp_path, text)
    with pytest.raises(ConfigError, match="not yours"):
        config.load()
    assert config.load(path).path == path


def test_a_file_of_somebody_else_runs_no_command_even_when_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "[engine]\nmodel = 'm'\napi_key = {command = ['pass', 'show', 'key']}")
    assert config.load(path).engine.api_key == config.Secret(command=("pass", "show", "key"))
    monkeypatch.setattr("briefer.config.files._own", lambda path: False)
    with pytest.raises(ConfigError, match="names a command, and the file is not yours"):
        config.load(path)
