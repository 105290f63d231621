"""What is seen to about the readers of a brief before anything is read or sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.errors import PluginError, TemplateError, UsageError

if TYPE_CHECKING:
    from briefer.cli.screen import Screen
    from briefer.config import Settings
    from briefer.model import Addressee, Profile


def check_layouts(
    readers: Iterable[Addressee], template: str, *, search: Sequence[Path], given: Mapping[str, str], where: str
) -> None:
    """Raises a `TemplateError` that names the reader whose template is missing, or does not fit a mail or attachment.

    A `PluginError` or `UsageError` where an attachment's format is not installed, or is none that a mail takes.
    `template` is the brief's own, for readers who have none, and `where` the table that the reader stands in.
    """
    from briefer.render import format_of
    from briefer.render.required import require

    seen: set[tuple[str, tuple[str, ...]]] = set()
    for reader in readers:
        wanted = (reader.template or template, reader.attach)
        if wanted in seen:
            continue
        seen.add(wanted)
        who = f"{where} {reader.email}: " if reader.template or reader.attach else ""
        try:
            attach = [format_of(word) for word in reader.attach]
            if "eml" in attach:
                raise UsageError("a mail cannot be attached to itself", hint="attach another format, as in pdf or docx")
            require(wanted[0], ["eml", *attach], search=search, given=given)
        except TemplateError as error:
            raise TemplateError(
                f"{who}{error.message}", hint=error.hint, template=error.template, line=error.line
            ) from error
        except (PluginError, UsageError) as error:
            raise type(error)(f"{who}{error.message}", hint=error.hint) from error


def drop_left(settings: Settings, profile: Profile, screen: Screen) -> None:
    """Sees to it that nobody gets a mail of an earlier morning who no longer gets this brief, and says so."""
    from briefer.cli.send import waiting
    from briefer.pipeline import sending
    from briefer.pipeline.mailing import addressed, subscribed
    from briefer.store import open_outbox
    from briefer.templating import one_line

    with open_outbox(settings.store.path, now=lambda: datetime.now(UTC)) as outbox:
        stay = addressed(subscribed(settings.recipients, profile.name))
        for entry in sending.drop_left(outbox, profile.name, stay, waiting=lambda: waiting(screen)):
            screen.note(f"not sent to {one_line(entry.address)}: {sending.LEFT}")
