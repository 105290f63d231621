"""A brief, a template and the filters between them: what a format fills."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from briefer.errors import TemplateError
from briefer.model import Brief, Recipient
from briefer.templating.contract import CONTRACT
from briefer.templating.locale import Locale
from briefer.templating.lookup import Folders, Template, file_of, find_template
from briefer.templating.options import Value, values
from briefer.templating.stored import translated

if TYPE_CHECKING:
    from jinja2.exceptions import TemplateError as JinjaError

    from briefer.templating.environment import Kind, Sandbox

#: Lends its page and its style sheet to templates that have none.
DEFAULT = "builtin:daily"
#: Keys of `--set` that have a place of their own in every template.
MASTHEAD = frozenset({"to", "from", "date", "deadline", "for", "reference", "marking", "recommendation", "title"})

#: Jinja's own that no page needs.
_GLOBALS_OUT = ("cycler", "joiner", "lipsum")


# Without slots, because the template is looked up once, and only by a format that wants one.
@dataclass(frozen=True, kw_only=True)
class Page:
    """Everything that a format needs."""

    brief: Brief
    #: As the user named it.
    name: str
    folders: Folders = field(default_factory=Folders)
    #: Fresh for each document: what templates may use beside Jinja's own, under `filters` and `values`.
    helpers: Callable[[Locale], Mapping[str, Mapping[str, Any]]] = lambda _: {}
    #: Who this copy is for; None: nobody in particular.
    recipient: Recipient | None = None
    #: BCP 47, of the page's own words; None: the recipient's, else the brief's.
    language: str | None = None

    @cached_property
    def locale(self) -> Locale:
        """The page's own words, in its language."""
        own = self.language or (self.recipient.language if self.recipient else None)
        return Locale.of(own or self.brief.language, self.folders.search, content=self.brief.language)

    @property
    def title(self) -> str:
        """The brief's title; one that briefer gave it is in the page's language."""
        return translated(self.brief.title, self.locale)

    @cached_property
    def template(self) -> Template:
        """The template; `TemplateError` where there is none of that name."""
        return find_template(self.name, self.folders)

    def has(self, file: str) -> bool:
        """Whether the template or one that it extends has this file."""
        return self.template.find(file) is not None

    def options(self) -> dict[str, Value]:
        """The template's options, with the values of `--set` in their place."""
        return values(self.template.options, self.brief.set, MASTHEAD)

    def theme(self) -> str:
        """The style sheets of the chain, parents first, for a `<style>` element; the built-in one where it has none."""
        chain = self.template.chain() if self.has("theme.css") else find_template(DEFAULT, self.folders).chain()
        sheets = [path for t in reversed(chain) if (path := t.folder / "theme.css").is_file()]
        # `</style` inside the element would end it.
        return "\n".join(path.read_text(encoding="utf-8").strip() for path in sheets).replace("</", "<\\/")

    def fill(self, file: str, kind: Kind, **values: Any) -> str:
        """The text that the template's file makes of the brief; `values` stand beside `brief` and `options`."""
        import jinja2

        environment, context = self.prepared(kind)
        try:
            return environment.get_template(file).render({**context, **values})
        except jinja2.TemplateError as error:
            raise self._explained(error, file, environment) from error
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
            place = _place(error, self._roots())
            if place is None:
                raise
            raise _failure(str(error), place, "a filter or value was used in a way it does not allow") from error

    def prepared(self, kind: Kind) -> tuple[Sandbox, dict[str, Any]]:
        """A fresh environment with the helper filters, and the values that a template can use."""
        helpers = self.helpers(self.locale)
        environment = self._environment(kind)
        environment.filters.update(helpers.get("filters", {}))
        known = {"brief": self.brief, "options": self.options(), "recipient": self.recipient}
        return environment, {**known, **helpers.get("values", {})}

    def _environment(self, kind: Kind) -> Sandbox:
        from briefer.templating.environment import COMPILED, Files, Sandbox

        environment = Sandbox(kind, Files(self._file), self.locale, compiled=COMPILED[kind])
        for name in _GLOBALS_OUT:
            environment.globals.pop(name)
        return environment

    def _file(self, reference: str) -> Path | None:
        return file_of(reference, self.template, self.folders)

    def _roots(self) -> tuple[Path, ...]:
        return tuple(t.folder.parent for t in self.template.chain())

    def _explained(self, error: JinjaError, file: str, environment: Sandbox) -> TemplateError:
        """Jinja's error with the file, the line and what to try."""
        import jinja2

        if isinstance(error, jinja2.TemplateNotFound):
            place = _place(error, self._roots()) or (str(self.template.folder / file), None)
            hint = "a file is named FILE in its own template, and TEMPLATE/FILE in another (builtin:daily/brief.md.j2)"
            return _failure(f"there is no template file “{error.message}”", place, hint)
        if isinstance(error, jinja2.TemplateSyntaxError):
            where = (error.filename or file, error.lineno)
            return _failure(str(error.message), where, _syntax_hint(str(error.message), environment))
        place = _place(error, self._roots()) or (file, None)
        hint = f"what a template can use is listed in docs/templates.md ({CONTRACT})"
        return _failure(str(error.message), place, hint)


@runtime_checkable
class Format(Protocol):
    """How a brief leaves the house; loaded through the entry points `briefer.formats`."""

    #: With the dot, the usual one first.
    suffixes: tuple[str, ...]
    #: IANA media type.
    media_type: str

    def render(self, page: Page) -> str | bytes:
        """The whole document; text is UTF-8 when it is written."""
        ...


@runtime_checkable
class Needing(Protocol):
    """A format that needs what may not be installed."""

    def check_installed(self) -> None:
        """`PluginError` with a remedy where it cannot be written here; asked before anything is read."""
        ...


def _place(error: BaseException, roots: tuple[Path, ...]) -> tuple[str, int | None] | None:
    """The innermost line of a template on the way to the error."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if f.filename.endswith(".j2") or Path(f.filename).parent.parent in roots]
    return (inside[-1].filename, inside[-1].lineno) if inside else None


def _syntax_hint(message: str, environment: Sandbox) -> str:
    if message.startswith("No filter named"):
        wrong = message.split("'")[1]
        near = get_close_matches(wrong, list(environment.filters), 1)
        if near:
            return f"did you mean the filter '{near[0]}'?"
    return "the Jinja syntax is described at https://jinja.palletsprojects.com/templates/"


def _failure(message: str, place: tuple[str, int | None], hint: str) -> TemplateError:
    file, line = place
    at = f"{file}, line {line}" if line else file
    return TemplateError(f"{at}: {message}", hint=hint, template=file, line=line)
