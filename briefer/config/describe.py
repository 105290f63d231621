"""Every option that a briefer.toml knows, with the words that stand beside its declaration."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from dataclasses import field as declared_field
from functools import cache
from typing import Any

from briefer.config.settings import (
    EngineSettings,
    HostSettings,
    MailSettings,
    PriceList,
    Secret,
    SourceSettings,
    StoreSettings,
    WebTable,
)
from briefer.config.tables import KINDS
from briefer.errors import BrieferError
from briefer.model import Addressee, Profile, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A key of a table."""

    key: str
    #: The field of the dataclass that holds it; empty: none does.
    field: str = ""
    #: What kind of value it takes, in words.
    kind: str
    #: The words beside its declaration, in one line.
    doc: str
    #: What counts where the key is absent; None: nothing, or what the words say.
    default: Any = None
    #: Whether the table is an error without it.
    required: bool = False
    #: A value that it could have; it fits to the examples of the table's other keys.
    example: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A kind of table, with its options in the order of their declaration."""

    name: str
    #: Its header with a `{}` for its name, where it has one.
    header: str
    #: A name for the example.
    called: str
    doc: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Declared:
    """Where the options of a table are declared, and which keys of it no field declares by that name."""

    kind: type | None
    header: str
    called: str = ""
    doc: str | None = None
    #: Fields that no key sets.
    not_keys: tuple[str, ...] = ()
    #: Fields without a default that are made of something else where their key is absent.
    made: tuple[str, ...] = ()
    #: Fields whose key has another name.
    renamed: Mapping[str, str] = declared_field(default_factory=dict)
    #: Keys that are read apart from the fields, before them.
    first: tuple[Option, ...] = ()
    last: tuple[Option, ...] = ()


def _text(key: str, doc: str, example: str) -> Option:
    return Option(key=key, kind=KINDS["str"], doc=doc, example=example)


_DECLARED: Mapping[str, _Declared] = {
    "brief": _Declared(
        kind=Profile,
        header="[brief.{}]",
        called="morning",
        not_keys=("name", "questions"),
        last=(
            Option(
                key="sections",
                kind=KINDS["tuple"],
                doc="Names of the [section.NAME] tables that are asked; absent: all of them; []: none.",
                example=("risks",),
            ),
        ),
    ),
    "source": _Declared(
        kind=SourceSettings,
        header="[[source]]",
        not_keys=("kind", "place"),
        made=("name",),
        first=(
            _text("feed", "The address of a feed (RSS, Atom, JSON Feed), or a file that is one.", "https://…"),
            _text("url", "The address of a page, or of a list of pages.", "https://…"),
            _text("files", "A folder with articles, or a file.", "articles"),
            _text("opml", "A list of feeds: an address or a file.", "feeds.opml"),
            _text("mailbox", "A folder of a mailbox, where newsletters come in.", "imap://…"),
        ),
    ),
    "engine": _Declared(kind=EngineSettings, header="[engine]"),
    "mail": _Declared(kind=MailSettings, header="[mail]", renamed={"sender": "from"}),
    "recipient": _Declared(kind=Addressee, header="[[recipient]]"),
    "list": _Declared(
        kind=None,
        header="[list.{}]",
        called="cabinet",
        doc="A `[list.NAME]` table: several recipients under one name, for `briefer send --list NAME`.",
        last=(
            Option(
                key="recipients",
                kind=KINDS["tuple"],
                doc="Their addresses, with a [[recipient]] table or without.",
                required=True,
                example=("ann@example.org", "Ben <ben@example.org>"),
            ),
        ),
    ),
    "section": _Declared(kind=Question, header="[section.{}]", called="risks", not_keys=("name",), made=("title",)),
    "web": _Declared(kind=WebTable, header="[web]", not_keys=("hosts",)),
    "host": _Declared(kind=HostSettings, header="[web.host.{}]", called="news.example"),
    "store": _Declared(kind=StoreSettings, header="[store]"),
}

#: A value for each option without a usable default; other options get one of their kind.
_EXAMPLES: Mapping[tuple[str, str], Any] = {
    ("brief", "title"): "Morning brief",
    ("brief", "topics"): ("fishing", "strike"),
    ("brief", "us"): ("Ministry of Example",),
    ("brief", "output"): "briefs",
    ("brief", "only"): 'fish* OR "harbour dues"',
    ("brief", "outlets"): ("Courier of Example", "news.example"),
    ("brief", "without_outlets"): ("sports.example",),
    ("brief", "languages"): ("en",),
    ("brief", "actors"): ("Ministry of Example",),
    ("brief", "muted"): ('football OR "cup final"',),
    ("brief", "max_stories"): 12,
    ("brief", "set"): {"marking": "Official"},
    ("section", "title"): "Risks for us",
    ("section", "question"): "How large is the risk for us?",
    ("section", "kind"): "choice",
    ("section", "choices"): ("low", "high"),
    ("engine", "name"): "openai",
    ("engine", "recordings"): "findings",
    ("engine", "model"): "model-name",
    ("engine", "base_url"): "http://localhost:11434/v1",
    ("engine", "api_key"): Secret(env="OPENAI_API_KEY"),
    ("engine", "api_version"): "2024-10-21",
    ("engine", "concurrency"): 8,
    ("engine", "timeout"): 120,
    ("engine", "deadline"): 900,
    ("engine", "max_tokens"): 400_000,
    ("engine", "max_cost"): 1.0,
    ("engine", "second_look_model"): "another-model",
    ("source", "name"): "News of Example",
    ("source", "max_items"): 10,
    ("source", "quiet_after"): 3,
    ("source", "password"): Secret(env="DESK_PASSWORD"),
    ("web", "user_agent"): "Desk of Example/1.0",
    ("web", "delay"): 0.5,
    ("web", "max_items"): 20,
    ("host", "headers"): {"X-Edition": "north", "Authorization": Secret(env="NEWS_TOKEN")},
    ("host", "cookies"): {"subscriber": Secret(command=("pass", "show", "news-cookie"))},
    ("store", "path"): "briefer.db",
    ("store", "keep_days"): 365,
    ("mail", "from"): "Fisheries desk <desk@example.org>",
    ("mail", "reply_to"): "press@example.org",
    ("mail", "host"): "mail.example.org",
    ("mail", "port"): 587,
    ("mail", "username"): "desk",
    ("mail", "password"): Secret(env="MAIL_PASSWORD"),
    ("mail", "token"): Secret(command=("get-token",)),
    ("mail", "ca_file"): "our-ca.pem",
    ("mail", "helo"): "desk.example.org",
    ("mail", "folder"): "mails",
    ("mail", "pipe"): ("sign-mail",),
    ("mail", "unsubscribe"): "https://lists.example.org/leave",
    ("mail", "options"): {"colour": "blue"},
    ("recipient", "email"): "ann@example.org",
    ("recipient", "name"): "Ann",
    ("recipient", "briefs"): ("morning",),
    ("recipient", "language"): "fr",
    ("recipient", "timezone"): "Asia/Tokyo",
    ("recipient", "topics"): ("strike",),
    ("recipient", "template"): "short",
    ("recipient", "attach"): ("pdf", "ics"),
}
_OF_KIND: Mapping[str, Any] = {
    "str": "…",
    "tuple": ("…",),
    "Mapping": {"name": "…"},
    "int": 1,
    "float": 1.0,
    "bool": True,
    "Secret": Secret(env="NAME"),
    "PriceList": PriceList(input=0.4, output=1.6),
}


@cache
def tables() -> Mapping[str, Table]:
    """Every table that a briefer.toml knows, by a name of its own, in the order of a file."""
    return {name: _table(name, declared) for name, declared in _DECLARED.items()}


def _table(name: str, declared: _Declared) -> Table:
    doc, words = _documented(declared.kind) if declared.kind is not None else (declared.doc or "", {})
    own = [] if declared.kind is None else [one for one in fields(declared.kind) if one.name not in declared.not_keys]
    options = []
    for one in own:
        key = declared.renamed.get(one.name, one.name)
        base = str(one.type).partition("[")[0].partition(" ")[0]
        default = one.default if one.default is not MISSING else None
        if one.default_factory is not MISSING:
            default = one.default_factory()
        options.append(
            Option(
                key=key,
                field=one.name,
                kind=KINDS.get(base, base),
                doc=words[one.name],
                default=default,
                required=default is None and one.default is MISSING and one.name not in declared.made,
                example=_EXAMPLES.get((name, key)) or default or _OF_KIND.get(base, "…"),
            )
        )
    return Table(
        name=name,
        header=declared.header,
        called=declared.called,
        doc=doc,
        options=(*declared.first, *options, *declared.last),
    )


def _documented(kind: type) -> tuple[str, Mapping[str, str]]:
    """What stands in the source of a dataclass: its first line of words, and the `#:` lines above its fields."""
    try:
        source = inspect.getsource(sys.modules[kind.__module__])
    except OSError as error:
        raise BrieferError(
            "the words on the options are in briefer's own source files, and these cannot be read",
            hint="reinstall briefer",
        ) from error
    lines = source.splitlines()
    found: dict[str, str] = {}
    (declared,) = (n for n in ast.parse(source).body if isinstance(n, ast.ClassDef) and n.name == kind.__name__)
    for node in declared.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            above: list[str] = []
            for line in reversed(lines[: node.lineno - 1]):
                if not line.strip().startswith("#:"):
                    break
                above.insert(0, line.strip().removeprefix("#:").strip())
            found[node.target.id] = " ".join(above)
    return (ast.get_docstring(declared) or "").partition("\n")[0], found
