"""`briefer init`: a configuration to begin with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from briefer.cli import options
from briefer.errors import BrieferError, ConfigError, UsageError

_NAME = "morning"
_HEAD = """\
# What briefer does here. A line that begins with # and a letter or bracket is an option that is not set:
# take the # away to set it, and that of its table's header. `briefer config show` says what counts.

"""


@dataclass(slots=True, kw_only=True)
class Answers:
    """What somebody who begins is asked; the defaults are what `--yes` takes."""

    title: str = "Morning brief"
    language: str = "en"
    timezone: str = "UTC"
    template: str = "daily"
    #: Addresses of feeds, or one folder as it is written in the file.
    sources: Sequence[str] = ("articles",)
    #: None: the built-in engine.
    model: str | None = None
    base_url: str | None = None
    #: The variable that holds the model's key.
    key: str | None = None
    #: Keys of the `[mail]` table; empty: no mail.
    mail: dict[str, Any] = field(default_factory=dict)
    recipients: Sequence[tuple[str, str]] = ()

    @property
    def folder(self) -> str | None:
        """The folder that articles come from; None where feeds are named."""
        return None if any("://" in source for source in self.sources) else self.sources[0]


def command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where briefer.toml goes.", show_default=False)] = (
        Path()
    ),
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Take the defaults and ask nothing.")] = False,
) -> None:
    """Write a briefer.toml that runs at once. It has every option as a comment, and overwrites nothing."""
    from briefer.cli.outputs import staged
    from briefer.cli.screen import at_terminal
    from briefer.cli.zone import local_timezone
    from briefer.config import FILE_NAME
    from briefer.config.document import commented

    path = folder / FILE_NAME
    if path.exists() or path.is_symlink():
        raise BrieferError(f"{path} is there already", hint="move it away first, or name another folder")
    answers = Answers(timezone=local_timezone() or "UTC")
    if not yes:
        if not at_terminal():
            raise UsageError("there is nobody to ask here", hint="--yes takes the defaults")
        _ask(answers)
    text = _HEAD + commented(_given(answers))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if answers.folder is not None:
            articles = folder / Path(answers.folder).expanduser()
            if not articles.exists():
                articles.mkdir(parents=True)
    except OSError as error:
        raise BrieferError(f"cannot make {error.filename}: {error.strerror}", hint="name another folder") from error
    with staged(path) as stream:
        stream.write(text.encode())
    typer.echo(path)
    for line in _next(answers, folder, path):
        typer.echo(line, err=True)


def _given(answers: Answers) -> Mapping[str, Sequence[Any]]:
    """The answers as tables of the file."""
    from briefer.config import Secret
    from briefer.config.document import Given

    brief = {name: getattr(answers, name) for name in ("title", "language", "timezone", "template")}
    engine: dict[str, Any] = {"name": "openai" if answers.model else "extractive"}
    if answers.model:
        engine["model"] = answers.model
        if answers.base_url:
            engine["base_url"] = answers.base_url
        if answers.key:
            engine["api_key"] = Secret(env=answers.key)
    given: dict[str, Sequence[Given]] = {
        "brief": [Given(name=_NAME, values=brief)],
        "source": [Given(values={"feed" if "://" in one else "files": one}) for one in answers.sources],
        "engine": [Given(values=engine)],
    }
    if answers.mail:
        given["mail"] = [Given(values=answers.mail)]
        given["recipient"] = [
            Given(values={"email": email, **({"name": name} if name else {}), "briefs": (_NAME,)})
            for name, email in answers.recipients
        ]
    return given


def _next(answers: Answers, folder: Path, path: Path) -> list[str]:
    """What to do with the file."""
    from briefer.templating.locale import Locale, primary

    config = "" if folder == Path() else f" --config {_quoted(path)}"
    sources = [_quoted(folder / answers.folder)] if answers.folder is not None else list(answers.sources)
    lines = [f"put articles into {folder / answers.folder}, then try:" if answers.folder is not None else "try:"]
    lines.append(f"  briefer brief {' '.join(sources)}{config} -o brief.html")
    lines.append(f"then, for what is new since the last time: briefer daily{config}")
    if answers.model:
        lines.append(f"the articles' texts go to {answers.base_url or 'OpenAI'}, to be read by {answers.model}")
    held = (answers.key, getattr(answers.mail.get("password"), "env", None))
    lines += [f"set the variable {name}; its value belongs into no file that others read" for name in held if name]
    if Locale.of(answers.language, options.template_folders(None, path)).english and primary(answers.language) != "en":
        lines.append(f"pages speak English: briefer templates locale {answers.language} makes a file for other words")
    if answers.mail and not answers.recipients:
        lines.append("nobody gets it yet: [[recipient]] tables say who")
    if answers.mail:
        lines.append("a brief leaves only after briefer approve; approval under [mail] says so")
    lines.append(f"briefer doctor{config} says whether all is well")
    return lines


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


# --- the questions -------------------------------------------------------------------------------------


def _ask(answers: Answers) -> None:
    from briefer.config.briefs import check_timezone, checked_language
    from briefer.render import folders_of
    from briefer.templating import template_names
    from briefer.templating.locale import spoken

    def timezone(text: str) -> str:
        check_timezone(text, "the time zone")
        return text

    def template(text: str) -> str:
        if text not in layouts:
            raise ConfigError(f"there is no template “{text}”", hint=f"there are: {', '.join(layouts)}")
        return text

    layouts = template_names(folders_of([]))
    answers.title = _prompt("Title of the brief", answers.title)
    answers.language = _prompt(
        f"Language that it is written in (pages have words of {', '.join(spoken())})",
        answers.language,
        lambda text: checked_language(text, "the language"),
    )
    answers.timezone = _prompt("Time zone", answers.timezone, timezone)
    answers.template = _prompt(f"Layout ({', '.join(layouts)})", answers.template, template)
    answers.sources = _prompt("Articles: a folder, or addresses of feeds", " ".join(answers.sources), _sources)
    _ask_engine(answers)
    if typer.confirm("Send the brief by mail?", default=False, err=True):
        _ask_mail(answers)


def _ask_engine(answers: Answers) -> None:
    answers.model = _prompt("Language model that reads (empty: the built-in engine, English, offline)", "") or None
    if answers.model is None:
        return
    answers.base_url = _prompt("Its server, as in http://localhost:11434/v1 (empty: OpenAI)", "", _server) or None
    default = "" if answers.base_url else "OPENAI_API_KEY"
    answers.key = _prompt("Variable that holds its key (empty: it needs none)", default, _variable) or None


def _ask_mail(answers: Answers) -> None:
    from briefer.config import Secret
    from briefer.deliveries.smtp import PORTS

    def security_of(text: str) -> str:
        if text not in PORTS:
            raise ConfigError(f"“{text}” is no security of a mail server", hint=f"there are: {', '.join(PORTS)}")
        return text

    if not (sender := _prompt("Who sends, as in Desk <desk@example.org> (empty: no mail after all)", "", _sender)):
        return
    if not (host := _prompt("Mail server (empty: no mail after all)", "")):
        return
    security = _prompt(f"Its security ({', '.join(PORTS)})", "starttls", security_of)
    port = _prompt("Its port", str(PORTS[security]), _port)
    answers.mail = {"from": sender, "host": host, "port": port, "security": security}
    # A password goes over no open line.
    if security != "none" and (user := _prompt("User name there (empty: nobody logs in)", "")):
        answers.mail["username"] = user
        answers.mail["password"] = Secret(env=_prompt("Variable that holds the password", "MAIL_PASSWORD", _variable))
    answers.mail["approval"] = True
    answers.recipients = _prompt("Who gets it, with commas between (empty: nobody yet)", "", _mailboxes)


def _prompt(question: str, default: str | None, checked: Callable[[str], Any] = str) -> Any:
    """The answer; one that does not fit is asked for again, with the reason."""

    def value(text: str) -> Any:
        try:
            return checked(text.strip())
        except ConfigError as error:
            raise typer.BadParameter(f"{error.message} ({error.hint})" if error.hint else error.message) from error

    return typer.prompt(question, default=default, show_default=bool(default), value_proc=value, err=True)


def _sources(text: str) -> list[str]:
    if "://" not in text:
        return [text or "articles"]
    addresses = text.replace(",", " ").split()
    for address in addresses:
        if not address.startswith(("https://", "http://")):
            raise ConfigError(
                f"“{address}” is no address of a feed", hint="one folder, or addresses with spaces between"
            )
    return addresses


def _server(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s@/]+(/\S*)?", text):
        raise ConfigError(f"“{text}” is no address of a server", hint="as in http://localhost:11434/v1")
    return text


def _variable(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        # What was typed may be the key itself: it is not shown again.
        raise ConfigError("that is no name of a variable", hint="its name, as in OPENAI_API_KEY; never the key itself")
    return text


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise ConfigError(f"“{text}” is no port", hint="a number up to 65535, as in 587")
    return int(text)


def _sender(text: str) -> str:
    if len(_mailboxes(text)) > 1:
        raise ConfigError("one address sends", hint="as in Desk <desk@example.org>")
    return text


def _mailboxes(text: str) -> list[tuple[str, str]]:
    from briefer.config import mailbox

    found = []
    for one in text.split(",") if text else ():
        if (parts := mailbox(one)) is None:
            raise ConfigError(f"“{one.strip()}” is no mail address", hint="as in Ann <ann@example.org>")
        found.append(parts)
    return found
