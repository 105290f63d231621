"""`briefer config`: what counts, and what could be said."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import typer

from briefer.cli import options

if TYPE_CHECKING:
    from briefer.config import Settings
    from briefer.config.document import Given
    from briefer.model import Addressee

app = typer.Typer(
    help="See the configuration as it counts, and every option.", no_args_is_help=True, rich_markup_mode=None
)

#: Variables of the environment that count, and for what; their values may be keys and are never shown.
_VARIABLES: Mapping[str, str] = {
    "BRIEFER_STORE": "names the store",
    "BRIEFER_IMAP_PASSWORD": "is the password of mailboxes that name none",
    "OPENAI_API_KEY": "is the key of a model, where one is named and [engine] api_key is not",
    "AZURE_OPENAI_API_KEY": "is the same for Azure",
    "OPENAI_BASE_URL": "names the model's server, where the engine is openai and names none",
    "HTTPS_PROXY": "is the proxy for https",
    "HTTP_PROXY": "is the proxy for http",
    "ALL_PROXY": "is the proxy for both",
    "NO_PROXY": "says what goes past the proxy",
    "SSL_CERT_FILE": "is the file of the certificates to trust",
    "SSL_CERT_DIR": "is the folder of the certificates to trust",
}
#: Names of headers, options and parts of addresses whose values are not shown.
_SECRET = re.compile(r"key|token|secret|passw|pwd|auth|cookie|credential|signature|^sig$", re.IGNORECASE)
_HIDDEN = "***"


@app.callback()
def _config() -> None:
    """What stands before a subcommand."""


@app.command()
def show(
    *,
    describe: Annotated[
        bool, typer.Option("--describe", help="Every option: what it does, what it takes, its default.")
    ] = False,
    config: options.Config = None,
) -> None:
    """Show what counts as TOML. The file, the defaults and the environment; of a secret only where it is kept."""
    from briefer.config import load
    from briefer.config.document import commented, plain
    from briefer.config.toml import toml_comment

    settings = load(config)
    file = toml_comment(str(settings.path.absolute())) if settings.path is not None else None
    typer.echo(f"# {file}" if file else "# there is no briefer.toml: the defaults; briefer init writes one")
    for line in _environment():
        typer.echo(f"# {line}")
    typer.echo()
    given = _given(settings)
    typer.echo(commented(given, kinds=True) if describe else plain(given), nl=False)


def _environment() -> Iterator[str]:
    for name, what in _VARIABLES.items():
        # Proxies are also read from names in small letters.
        there = [one for one in dict.fromkeys((name, name.lower())) if os.environ.get(one, "").strip()]
        if there and (there[0] == name or name.endswith("_PROXY")):
            yield f"{there[0]} is set: it {what}"


def _given(settings: Settings) -> Mapping[str, Sequence[Given]]:
    """Every table with the values that count."""
    from briefer.cli.engines import Asked, resolved
    from briefer.config.document import Given
    from briefer.store import store_path

    engine = resolved(Asked(), settings.engine)
    notes = {"base_url": "from OPENAI_BASE_URL"} if engine.base_url != settings.engine.base_url else {}
    if settings.engine.name is None:
        notes["name"] = "default"
    briefs = settings.briefs or {"brief": settings.profile()}
    stored = {"path": "from BRIEFER_STORE"} if os.environ.get("BRIEFER_STORE") else {}
    if not stored and settings.store.path is None:
        stored = {"path": "default"}
    return {
        "brief": [
            _table(
                "brief",
                profile,
                name=name,
                sections=tuple(one.name for one in profile.questions) if settings.questions else None,
            )
            for name, profile in briefs.items()
        ],
        "section": [_table("section", question, name=question.name) for question in settings.questions],
        "source": [_table("source", source, **{source.kind: _shown(source.place)}) for source in settings.sources],
        "engine": [_table("engine", engine, notes=notes)],
        "mail": [_table("mail", settings.mail)] if settings.mail is not None else [],
        "recipient": [_table("recipient", one) for one in settings.recipients],
        "list": [
            Given(name=name, values={"recipients": tuple(_member(one, settings) for one in members)})
            for name, members in settings.lists.items()
        ],
        "web": [_table("web", settings.web)],
        "host": [_table("host", one, name=name) for name, one in settings.web.hosts.items()],
        "store": [Given(values={"path": str(store_path(settings.store.path))}, notes=stored)],
    }


def _member(one: Addressee, settings: Settings) -> str:
    """A member of a list as the file writes it; one with a table of its own has its name there."""
    return f"{one.name} <{one.email}>" if one.name and one not in settings.recipients else one.email


def _table(kind: str, read: Any, *, name: str = "", notes: Mapping[str, str] | None = None, **own: Any) -> Given:
    """What the dataclass holds, by the keys of the table; `own` are keys that none of its fields has."""
    from briefer.config.describe import tables
    from briefer.config.document import Given

    values: dict[str, Any] = {}
    said: dict[str, str] = {}
    for option in tables()[kind].options:
        value = own.get(option.key, getattr(read, option.field) if option.field else None)
        if value is None:
            continue
        values[option.key] = _shown(value)
        if remark := _remark(value) or ("default" if not option.required and value == option.default else None):
            said[option.key] = remark
    return Given(name=name, values=values, notes={**said, **(notes or {})})


def _remark(value: Any) -> str | None:
    """Where the secret of a reference is, or is not."""
    from briefer.config import Secret

    if isinstance(value, Mapping):
        remarks = [f"{key}: {remark}" for key, inner in value.items() if (remark := _remark(inner))]
        return "; ".join(remarks) or None
    if not isinstance(value, Secret):
        return None
    if value.env is None:
        return "a program prints it"
    return f"{value.env} is set" if os.environ.get(value.env, "").strip() else f"{value.env} is not set"


def _shown(value: Any) -> Any:
    """The value without what may be a secret in it."""
    if isinstance(value, str) and "://" in value:
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {
            key: _HIDDEN if isinstance(inner, str) and _SECRET.search(key) else _shown(inner)
            for key, inner in value.items()
        }
    return value


def without_secrets(url: str) -> str:
    """The address without passwords, and without the values in it that may be keys."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return _HIDDEN
    user, at, host = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = parts.query
    if any(_SECRET.search(key) for key, _ in pairs):
        hidden = [(key, _HIDDEN if _SECRET.search(key) else value) for key, value in pairs]
        query = urlencode(hidden, safe=_HIDDEN)
    return urlunsplit(parts._replace(netloc=f"{name}{f':{_HIDDEN}' if colon else ''}{at}{host}", query=query))
