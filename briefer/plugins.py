"""Adapters by name, through entry points; our own stand here too, so that no package need be looked at for them.

A package offers one by an entry point in its own `pyproject.toml`, for instance
`[project.entry-points."briefer.formats"]` with `name = "module:attribute"`.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache, reduce
from importlib import import_module
from typing import Any, Literal

from briefer.errors import PluginError

Group = Literal["briefer.sources", "briefer.engines", "briefer.formats", "briefer.deliveries", "briefer.templates"]

#: Those that come with briefer, as its own entry points have them, which a test compares: to read these takes longer
#: than most adapters do.
_OWN: dict[str, dict[str, str]] = {
    "briefer.sources": {
        "feed": "briefer.sources.feed:Feed",
        "files": "briefer.sources.files:Files",
        "imap": "briefer.sources.imap:Mailbox",
        "imaps": "briefer.sources.imap:Mailbox",
        "opml": "briefer.sources.opml:Subscriptions",
        "stdin": "briefer.sources.stdin:StandardInput",
        "url": "briefer.sources.url:Address",
    },
    "briefer.engines": {
        "extractive": "briefer.engines.extractive:ExtractiveEngine",
        "openai": "briefer.engines.openai:OpenAIEngine",
        "replay": "briefer.engines.replay:ReplayEngine",
    },
    "briefer.deliveries": {
        "folder": "briefer.deliveries.folder:FolderDelivery",
        "sendmail": "briefer.deliveries.commands:SendmailDelivery",
        "smtp": "briefer.deliveries.smtp:SmtpDelivery",
    },
    "briefer.formats": {
        "atom": "briefer.formats.atom:AtomFormat",
        "csv": "briefer.formats.csv:CsvFormat",
        "docx": "briefer.formats.docx:DocxFormat",
        "eml": "briefer.formats.eml:EmlFormat",
        "html": "briefer.formats.html:HtmlFormat",
        "ics": "briefer.formats.ics:IcsFormat",
        "json": "briefer.formats.json:JsonFormat",
        "markdown": "briefer.formats.markdown:MarkdownFormat",
        "pdf": "briefer.formats.pdf:PdfFormat",
        "text": "briefer.formats.text:TextFormat",
    },
}


@cache
def _found(group: Group) -> dict[str, str]:
    """Where adapters are, as `module:attribute`, by name; a guest never replaces a built-in one of the same name."""
    from importlib.metadata import entry_points

    return {point.name: point.value for point in entry_points(group=group)} | _OWN.get(group, {})


def is_own(group: Group, name: str) -> bool:
    """Whether the adapter of that name came with briefer; no other package need be looked at then."""
    return name in _OWN.get(group, {})


def names(group: Group) -> tuple[str, ...]:
    """The names that `load` knows, sorted."""
    return tuple(sorted(_found(group)))


def load(group: Group, name: str) -> Any:
    """The adapter of that name, imported now; `PluginError` where there is none or it cannot be imported."""
    what = group.removeprefix("briefer.").removesuffix("s").replace("deliverie", "delivery")
    place = _OWN.get(group, {}).get(name) or _found(group).get(name)
    if place is None:
        near = get_close_matches(name, names(group), 1)
        known = ", ".join(names(group)) or "none"
        raise PluginError(
            f"there is no {what} “{name}”",
            hint=f"did you mean “{near[0]}”? There are: {known}" if near else f"there are: {known}",
        )
    module, _, attribute = place.partition(":")
    try:
        return reduce(getattr, attribute.split("."), import_module(module))
    except (ImportError, AttributeError) as error:
        raise PluginError(
            f"the {what} “{name}” ({place}) cannot be loaded: {error}",
            hint="install what it needs, or reinstall the package that offers it",
        ) from error
