"""`briefer show`: what a brief says, and where it stands on its way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from briefer.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefer.model import Brief
    from briefer.store import Approval


def command(
    bundle: options.BundleFile,
    *,
    template: options.Template = None,
    template_dir: options.TemplateDir = None,
    config: options.Config = None,
) -> None:
    """Show a brief and where it stands. What it says, its revision and edits, its approval, and what was withheld."""
    from briefer.cli.bundles import load_bundle
    from briefer.cli.screen import give_markdown
    from briefer.config import load
    from briefer.contract import digest, load_brief
    from briefer.render import render
    from briefer.store import open_approvals

    loaded = load_bundle(bundle)
    brief = load_brief(loaded)
    settings = load(config)
    folders = options.template_folders(template_dir, settings.path)
    give_markdown(str(render(brief, format="markdown", template=template, search=folders)))
    with open_approvals(settings.store.path) as approvals:
        state = approvals.state(brief)
    needed = settings.mail is not None and settings.mail.approval
    for line in _facts(brief, state, bundle, holds=loaded.get("digest") == digest(loaded), needed=needed):
        typer.echo(line)


def _facts(brief: Brief, state: Approval, name: str, *, holds: bool, needed: bool) -> Iterator[str]:
    from briefer.cli.desk import KINDS, edit_line
    from briefer.templating import one_line

    yield f"revision: {brief.revision}, of {one_line(brief.id)}, made {one_line(brief.created)}"
    yield "digest: holds" if holds else f"digest: does not hold; what does says: briefer verify {name}"
    yield f"edits: {len(brief.edits) or 'none'}"
    for edit in brief.edits:
        yield f"  revision {edit.revision}: {edit_line(edit, brief)}"
    yield f"approval: {_approval(state, name, needed=needed)}"
    withheld = brief.account.withheld
    yield f"withheld: {len(withheld) or 'nothing'}"
    for claim in withheld:
        reasons = one_line("; ".join(reason.text for reason in claim.check.reasons))
        yield f"  {KINDS[claim.kind]}: “{one_line(claim.text)}”: {reasons}"


def _approval(state: Approval, name: str, *, needed: bool) -> str:
    from briefer.templating import one_line

    if state.released:
        return f"released by {one_line(state.by or '')}, {state.at}"
    since = f"; revision {state.earlier} was, and has been changed since" if state.earlier is not None else ""
    if needed:
        return f"needed before it is sent{since}: briefer approve {name}"
    return f"not given{since}; none is needed ([mail] approval is not set)"
