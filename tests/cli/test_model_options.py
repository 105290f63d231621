"""Who reads, who receives text, and what is said before a call: everything up to the first one, without a server."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from briefer.cli.engines import Asked, resolved
from briefer.config import EngineSettings, PriceList
from briefer.errors import ConfigError, UsageError
from briefer.model import Profile
from briefer.pipeline import model_server

Run = Callable[..., Result]
#: An option's field and something to give it.
ONLY_WITH_A_SERVER: dict[str, Any] = {
    "model": "m",
    "base_url": "http://x/v1",
    "concurrency": 3,
    "max_cost": 1.0,
    "max_tokens": 9000,
    "timeout": 5.0,
    "deadline": 60.0,
    "second_look": True,
    "second_look_model": "large",
    "translate": True,
    "brief_language": "fr",
    "no_cache": True,
    "refresh": True,
}


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that anything tried to reach; nothing gets through."""
    tried: list[Any] = []

    def refuse(self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError(f"a test may not reach {address}")

    def no_names(host: Any, *rest: Any, **more: Any) -> None:
        tried.append(host)
        raise socket.gaierror(f"a test may not look up {host}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    return tried


@pytest.mark.parametrize("command", ["brief", "extract"])
def test_keys_and_addresses_in_the_environment_send_nothing(
    run: Run, water: Path, monkeypatch: pytest.MonkeyPatch, reached: list[Any], command: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://texts.example/v1")
    result = run(command, water)
    assert result.exit_code == 0, result.stderr
    assert reached == []
    assert "no text leaves this machine (OPENAI_API_KEY is set and not used" in result.stderr
    assert "sk-invented" not in result.output


def test_the_watch_over_the_sockets_sees_a_call(
    run: Run, water: Path, monkeypatch: pytest.MonkeyPatch, reached: list[Any]
) -> None:
    """Else the test above could not fail."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-invented")
    result = run("brief", water, "--model", "m", "--base-url", "http://texts.example:8080/v1")
    assert result.exit_code == 1
    assert "texts.example" in str(reached)
    first, *rest = result.stderr.splitlines()
    assert first == "reading with the model m; the articles' texts go to texts.example:8080"
    assert rest[0].startswith("briefer: texts.example:8080 cannot be reached")
    assert "sk-invented" not in result.output


@pytest.mark.parametrize(
    ("asked", "settings", "name"),
    [
        (Asked(), EngineSettings(), "extractive"),
        (Asked(model="m"), EngineSettings(), "openai"),
        (Asked(base_url="http://x/v1"), EngineSettings(), "openai"),
        (Asked(), EngineSettings(model="m"), "openai"),
        (Asked(), EngineSettings(base_url="http://x/v1"), "openai"),
        (Asked(recordings=Path("x")), EngineSettings(name="openai", model="m"), "replay"),
        (Asked(engine="extractive"), EngineSettings(name="openai", model="m"), "extractive"),
        (Asked(model="m"), EngineSettings(name="extractive"), "openai"),
        (Asked(), EngineSettings(name="extractive", model="m"), "extractive"),
    ],
)
def test_what_is_named_last_and_nearest_reads(asked: Asked, settings: EngineSettings, name: str) -> None:
    assert resolved(asked, settings).name == name


@pytest.mark.parametrize(
    ("asked", "settings", "counts"),
    [
        (Asked(engine="openai", model="m"), EngineSettings(), True),
        (Asked(model="m"), EngineSettings(name="openai"), True),
        (Asked(model="m"), EngineSettings(), False),
        (Asked(), EngineSettings(model="m"), False),
    ],
)
def test_an_address_in_the_environment_counts_only_with_the_engine_named(
    monkeypatch: pytest.MonkeyPatch, asked: Asked, settings: EngineSettings, counts: bool
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://elsewhere.example/v1")
    assert resolved(asked, settings).base_url == ("http://elsewhere.example/v1" if counts else None)


def test_an_address_that_is_named_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://elsewhere.example/v1")
    settings = EngineSettings(name="openai", model="m", base_url="http://file.example/v1")
    assert resolved(Asked(), settings).base_url == "http://file.example/v1"
    assert resolved(Asked(base_url="http://line.example/v1"), settings).base_url == "http://line.example/v1"


def test_every_option_for_an_engine_with_a_server_is_tried() -> None:
    assert ONLY_WITH_A_SERVER.keys() == {f.name for f in fields(Asked)} - {"engine", "recordings"}


@pytest.mark.parametrize("command", ["brief", "extract"])
@pytest.mark.parametrize("field", [f for f in ONLY_WITH_A_SERVER if f not in ("model", "base_url")])
def test_an_option_for_an_engine_with_a_server_is_refused_for_others(
    run: Run, water: Path, field: str, command: str
) -> None:
    value = ONLY_WITH_A_SERVER[field]
    option = f"--{field.replace('_', '-')}"
    result = run(command, water, option, *([] if value is True else [str(value)]))
    assert result.exit_code == 2
    message, remedy = result.stderr.splitlines()
    assert message == f"briefer: {option} is for --engine openai, and “extractive” reads"
    assert "--engine openai" in remedy


@pytest.mark.parametrize(
    ("asked", "settings", "model"),
    [
        (Asked(), EngineSettings(), None),
        (Asked(second_look=True), EngineSettings(), "m"),
        (Asked(second_look_model="large"), EngineSettings(), "large"),
        (Asked(), EngineSettings(second_look=True), "m"),
        (Asked(), EngineSettings(second_look_model="large"), "large"),
        (Asked(), EngineSettings(second_look=True, second_look_model="large"), "large"),
        (Asked(), EngineSettings(second_look=False, second_look_model="large"), None),
        (Asked(second_look=True), EngineSettings(second_look=False, second_look_model="large"), "large"),
        (Asked(second_look_model="x"), EngineSettings(second_look=False, second_look_model="large"), "x"),
    ],
)
def test_who_takes_a_second_look(asked: Asked, settings: EngineSettings, model: str | None) -> None:
    merged = resolved(asked, replace(settings, model="m", base_url="http://127.0.0.1:1/v1", name="openai"))
    assert model_server(merged).settings.second_look == model


def test_how_a_brief_is_written_can_be_said_on_the_command_line() -> None:
    file = Profile(language="de", title="Lage")
    assert Asked().profile(file) is file
    assert Asked(translate=True).profile(file) == Profile(language="de", title="Lage", translate=True)
    assert Asked(brief_language="pt_BR").profile(file) == Profile(language="pt-BR", title="Lage")
    assert Asked().profile(Profile(translate=True)).translate


def test_a_language_that_is_none_is_told(run: Run, water: Path, reached: list[Any]) -> None:
    result = run("brief", water, "--model", "m", "--base-url", "http://x/v1", "--brief-language", "klingon!")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "briefer: --brief-language must be a language tag"
    assert reached == []


def test_the_command_line_comes_before_the_file() -> None:
    settings = EngineSettings(model="a", concurrency=2, max_cost=1.0, timeout=5.0, max_tokens=10)
    line: dict[str, Any] = {
        "model": "b",
        "concurrency": 3,
        "max_cost": 0.0,
        "timeout": 6.0,
        "deadline": 7.0,
        "max_tokens": 20,
    }
    assert resolved(Asked(**line), settings) == EngineSettings(name="openai", **line)
    assert resolved(Asked(), settings).concurrency == 2


@pytest.mark.parametrize(
    "asked",
    [
        Asked(engine="extractive", model="m"),
        Asked(recordings=Path("x"), base_url="http://x/v1"),
        *(Asked(**{"engine": "extractive", field: value}) for field, value in ONLY_WITH_A_SERVER.items()),
        Asked(engine="openai", recordings=Path("x"), model="m"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(asked: Asked) -> None:
    with pytest.raises(UsageError):
        resolved(asked, EngineSettings())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--engine", "openai"], "there is no default"),
        (["--model", "m"], "there is no key for the model m"),
        (["--model", "m", "--base-url", "localhost:8080/v1"], "is no base URL"),
        (["--model", "m", "--base-url", "ftp://x/v1"], "is no base URL"),
        (
            ["--model", "m", "--base-url", "http://x/v1", "--max-cost", "1"],
            "needs the model's prices, and those of m are not known",
        ),
    ],
)
def test_what_cannot_work_is_told_in_one_line_with_a_remedy(
    run: Run, water: Path, reached: list[Any], arguments: list[str], says: str
) -> None:
    result = run("brief", water, *arguments)
    assert result.exit_code == 1
    message, remedy = result.stderr.splitlines()
    assert says in message
    assert remedy.startswith("  ")
    assert reached == []


def test_a_name_and_password_in_the_address_are_refused_and_not_shown(run: Run, water: Path) -> None:
    result = run("brief", water, "--model", "m", "--base-url", "http://anna:secret@x.example/v1")
    assert result.exit_code == 1
    assert "secret" not in result.output


def test_the_key_is_where_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    from briefer.config import Secret

    monkeypatch.setenv("OPENAI_API_KEY", " sk-usual\n")
    monkeypatch.setenv("MY_KEY", "sk-mine")
    settings = EngineSettings(model="m")
    assert model_server(settings).settings.api_key == "sk-usual"
    assert model_server(settings, key=False).settings.api_key is None
    named = EngineSettings(model="m", api_key=Secret(env="MY_KEY"))
    assert model_server(named).settings.api_key == "sk-mine"
    assert "sk-mine" not in repr(model_server(named))
    monkeypatch.delenv("MY_KEY")
    with pytest.raises(ConfigError, match="MY_KEY"):
        model_server(named)
    azure = EngineSettings(model="m", base_url="https://x.example", api_version="2024-10-21")
    with pytest.raises(ConfigError) as caught:
        model_server(azure)
    assert "AZURE_OPENAI_API_KEY" in (caught.value.hint or "")


def test_settings_reach_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = EngineSettings(
        model="m",
        base_url="http://127.0.0.1:8080/v1/",
        concurrency=7,
        timeout=9.0,
        max_cost=0.5,
        max_tokens=7000,
        deadline=90.0,
        prices=PriceList(input=1.0, output=2.0, currency="EUR"),
    )
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    server = model_server(settings)
    made = server.settings
    assert (made.url, made.at_once, made.timeout, made.max_cost) == ("http://127.0.0.1:8080/v1", 7, 9.0, 0.5)
    assert (made.max_tokens, made.deadline) == (7000, 90.0)
    assert made.prices is not None
    assert (made.prices.input, made.prices.output, made.prices.currency) == (1.0, 2.0, "EUR")
    assert (server.host, made.api_key) == ("127.0.0.1:8080", None)
    assert model_server(EngineSettings(model="m", base_url="http://x/v1")).settings.call_seconds == 120.0
    assert model_server(EngineSettings(model="m", base_url="http://localhost:1/v1")).settings.call_seconds == 600.0
