"""`briefer approve`: a brief released by somebody, in exactly these words."""

from __future__ import annotations

from typing import Annotated

import typer

from briefer.cli import options
from briefer.errors import UsageError

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who releases it; else the name you log in with.")]
Revoke = Annotated[bool, typer.Option("--revoke", help="Hold it back again.")]


def command(
    bundle: options.BundleFile, *, by: By = None, revoke: Revoke = False, config: options.Config = None
) -> None:
    """Release a brief for sending. Any later edit needs a new approval."""
    from datetime import UTC, datetime

    from briefer.cli.bundles import keep_revision, load_held
    from briefer.cli.screen import count
    from briefer.compose.edits import parts
    from briefer.config import load
    from briefer.store import open_approvals
    from briefer.templating import one_line

    if bundle == "-":
        raise UsageError("approve needs a file: what is released is what stands in it")
    brief, _ = load_held(bundle)
    what = f"revision {brief.revision} of “{one_line(brief.title)}”"
    settings = load(config)
    with open_approvals(settings.store.path) as approvals:
        if revoke:
            held = approvals.revoke(brief)
            typer.echo(f"{what} is held back again" if held else f"{what} was not released, so nothing was changed")
            return
        found = approvals.approve(brief, by=by or _user(), now=datetime.now(UTC))
    keep_revision(brief, settings)
    typer.echo(f"{what} is released by {one_line(found.by or '')}")
    if failed := sum(part.claim.check.status == "withheld" for part in parts(brief)):
        typer.echo(f"  with {count(failed, 'claim')} that failed the checks, shown as the desk's own words")


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise UsageError("it is not known who you are", hint="say it with --by NAME") from error
