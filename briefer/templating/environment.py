"""Jinja environments in which a template can show a brief and do nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from types import CodeType
from typing import Any, Literal

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from briefer.templating.escaping import escape_markdown, escape_target, one_line, safe_url, visible
from briefer.templating.locale import ENGLISH, Locale

Kind = Literal["html", "markdown", "text"]

#: Longest string or list that `*` may make in a template, and largest exponent of `**`.
LONGEST = 10_000
EXPONENT = 64
#: Of a line of plain text.
WIDTH = 72
#: They pad or format to any width (a gigabyte from twenty characters), or escape for HTML inside Markdown.
FORBIDDEN_METHODS = frozenset(
    {"center", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust", "translate", "zfill"}
)
_FILTERS_OUT = ("center", "format", "indent", "replace", "urlize", "wordwrap", "xmlattr", "pprint", "tojson")


class Missing(StrictUndefined):
    """An unknown name is an error that says which name was meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = self._undefined_name, self._undefined_obj
        if not isinstance(name, str):
            return f"there is no item {name!r}"
        if is_dataclass(owner):
            known: Iterable[str] = [f.name for f in fields(owner)]
            what = f"{type(owner).__name__} has no field '{name}'"
        elif isinstance(owner, Mapping):
            known, what = list(owner), f"there is no value '{name}'"
        else:
            known, what = (), f"'{name}' is not defined"
        near = get_close_matches(name, [str(k) for k in known], 1)
        return f"{what} (did you mean '{near[0]}'?)" if near else what


class Generator(CodeGenerator):
    """Compiles `a ~ b` so that each side is escaped for the format, not always for HTML."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        """Words of the file alone are made ready now: a filter may give something else on another page."""
        if not isinstance(node, nodes.TemplateData | nodes.Const):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 -- the base class names it
        """`when.from` is what the contract says; the field has an underscore, because Python keeps the word."""
        if node.attr != "from":
            super().visit_Getattr(node, frame)
            return
        self.write("environment.beginning(")
        self.visit(node.node, frame)
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 -- the base class names it
        """Hands all sides to `Sandbox.together`."""
        self.write("environment.together((")
        for side in node.nodes:
            self.visit(side, frame)
            self.write(", ")
        self.write("))")


class Compiled(BytecodeCache):
    """What was made of files of one kind, for as long as the process lives: it rests on their text alone."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code of a file, where its text is still the same."""
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code of a file in place of what its earlier text gave."""
        if bucket.code is not None:
            self._known[bucket.key] = bucket.checksum, bucket.code


#: For environments that pages are filled in; what compiles in another way keeps its own.
COMPILED: Mapping[Kind, Compiled] = {"html": Compiled(), "markdown": Compiled(), "text": Compiled()}


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates read plain data through filters; they change nothing and cannot run away."""

    code_generator_class = Generator
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(
        self, kind: Kind, loader: BaseLoader, locale: Locale = ENGLISH, *, compiled: Compiled | None = None
    ) -> None:
        self.kind = kind
        self.locale = locale
        self.quoted = _QUOTED[kind]
        super().__init__(
            loader=loader,
            undefined=Missing,
            autoescape=kind != "text",
            finalize=self.shown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            # Nothing is worked out ahead that rests on a page, so that the code serves every page of its kind.
            optimized=False,
            bytecode_cache=compiled,
        )
        self.globals.update({"_": self.gettext, "ngettext": self.ngettext, "locale": locale})
        for name in _FILTERS_OUT:
            self.filters.pop(name, None)
        self.filters["join"] = self.joined
        self.filters["url"] = self.url
        self.filters["line"] = one_line
        if kind == "text":
            self.filters["wrap"] = wrap

    def shown(self, value: Any) -> Any:
        """What stands in the page for a value: visible characters only, escaped unless it is markup already."""
        if isinstance(value, Missing):
            return value
        if hasattr(value, "__html__"):
            return value
        return self.quoted("" if value is None else str(value))

    def beginning(self, value: Any) -> Any:
        """`value.from`, of a plain type or of a mapping."""
        return self.getattr(value, "from_" if is_dataclass(value) else "from")

    def together(self, parts: Iterable[Any]) -> Any:
        """`a ~ b`: plain words stay plain until they are shown; beside markup each is escaped for the format."""
        return self.joined(parts)

    def joined(self, parts: Iterable[Any], separator: Any = "", attribute: str | None = None) -> Any:
        """The filter `join`, with the format's own escaping."""
        items = [self.getattr(part, attribute) if attribute else part for part in parts]
        if any(hasattr(item, "__html__") for item in (*items, separator)):
            # Each side has been escaped by `shown`.
            return Markup(str(self.shown(separator)).join(str(self.shown(item)) for item in items))  # noqa: S704
        return str(separator).join(str(item) for item in items)

    def gettext(self, message: str, /, **values: Any) -> Any:
        """The message in the page's language: words like any other, escaped when shown, as are the values in it.

        What is markup among the values stays markup: `_("Read %(command)s.", command="`man`"|safe)`.
        """
        return self._filled(self.locale.translated(message), values)

    def ngettext(self, one: str, many: str, num: int, /, **values: Any) -> Any:
        """The form of the message for this number, which is `%(num)d` in it."""
        chosen = self.locale.translated_plural(one, many, num)
        return self._filled(chosen, {"num": num, **values})

    def _filled(self, message: str, values: Mapping[str, Any]) -> Any:
        """The message with its values; beside markup its words are escaped piece by piece."""
        parts = list(self.locale.parts(message, values))
        if self.kind == "markdown" and any(hasattr(part, "__html__") for part in parts):
            # Words and values take turns. A colon after a value begins no line, so it needs no escape.
            parts[2::2] = [_within(str(words)) for words in parts[2::2]]
        return self.joined(parts)

    def url(self, address: Any) -> Any:
        """The filter `url`: an address that may be linked to, or nothing."""
        safe = safe_url(address)
        return Markup(escape_target(safe)) if self.kind == "markdown" and safe else safe  # noqa: S704 -- encoded

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """The fields of our own plain data, but no private one and no method that formats or pads."""
        if attr[:1] != "_" and attr in getattr(type(obj), "__dataclass_fields__", ()):
            return True
        if isinstance(obj, str) and attr in FORBIDDEN_METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, _value: Any) -> None:
        """No formatting at all: `is_safe_attribute` refuses it."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, but no short way to a giant string or number, and no HTML escaping inside Markdown."""
        if operator == "+" and (hasattr(left, "__html__") or hasattr(right, "__html__")):
            return self.together((left, right))
        if operator == "%" and isinstance(left, str | bytes):
            raise SecurityError("% does not format strings in a template; write the parts with ~")
        if operator == "*":
            _check_product(left, right)
        if operator == "**" and (not isinstance(right, int | float) or abs(right) > EXPONENT or abs(left) > LONGEST):
            raise SecurityError(f"** goes up to {LONGEST} ** {EXPONENT} in a template")
        return super().call_binop(context, operator, left, right)


def _check_product(left: Any, right: Any) -> None:
    for sequence, times in ((left, right), (right, left)):
        if hasattr(sequence, "__len__") and (not isinstance(times, int) or len(sequence) * times > LONGEST):
            raise SecurityError(f"* makes at most {LONGEST} characters or items in a template")


def _markdown(value: str) -> Markup:
    return Markup(escape_markdown(value))  # noqa: S704 -- escaped on the same line


def _within(value: str) -> Markup:
    """Words of Markdown that stand within a line."""
    return Markup(escape_markdown(f"x{value}")[1:])  # noqa: S704 -- escaped on the same line


def _html(value: str) -> Markup:
    return escape(visible(value))


_QUOTED: dict[Kind, Callable[[str], Any]] = {"html": _html, "markdown": _markdown, "text": visible}


def wrap(text: object, indent: int = 0, first: str | None = None) -> str:
    """Words as lines of at most `WIDTH`, each but the first indented; an address is never broken.

    `first` stands before the first line in place of its indent.
    """
    import textwrap

    start = " " * indent if first is None else first
    lines = textwrap.wrap(
        # A note's number stays with the word before it.
        re.sub(r" (?=\[\d+\])", "\xa0", one_line(str(text))),
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace("\xa0", " ") or start.rstrip()


class Files(BaseLoader):
    """Reads `FILE` of the template at hand, and `TEMPLATE/FILE` of another."""

    def __init__(self, find: Callable[[str], Any]) -> None:
        self._find = find

    def get_source(self, _environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The file's text and place."""
        if not re.fullmatch(r"(?:(?:builtin:)?[A-Za-z0-9][\w-]*/)?[\w-][\w.-]*", template):
            raise TemplateNotFound(template)
        path = self._find(template)
        if path is None:
            raise TemplateNotFound(template)
        return path.read_text(encoding="utf-8"), str(path), lambda: True
