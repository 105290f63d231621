"""`briefer verify`: a brief checked again, against the articles that it carries."""

from __future__ import annotations

import typer

from briefer.cli import options


def command(bundle: options.BundleFile) -> None:
    """Check a brief's digest, quotations and claims again. Status 1 where something does not hold."""
    from briefer.cli.bundles import load_bundle
    from briefer.cli.screen import count
    from briefer.pipeline import verified

    verdict = verified(load_bundle(bundle))
    claims = verdict.brief.account.claims
    typer.echo(
        f"{verdict.brief.title}: {count(claims.shown, 'claim')} shown, {claims.withheld} withheld when it was made"
    )
    typer.echo("digest: holds" if verdict.digest else "digest: does not hold; the file was changed after it was made")
    typer.echo("words: as in the articles" if not verdict.altered else "words: not those of the articles")
    for line in verdict.altered:
        typer.echo(f"  {line}")
    held = (
        "every stored check holds" if not verdict.mismatches else f"{count(len(verdict.mismatches), 'check')} not held"
    )
    typer.echo(f"checks: {held}")
    for mismatch in verdict.mismatches:
        typer.echo(f"  {mismatch.kind} {mismatch.claim}: “{mismatch.text}”")
        typer.echo(f"    stored as {mismatch.stored.status}, now {mismatch.found.status}: {mismatch.reason}")
    for withheld in verdict.brief.account.withheld:
        reasons = "; ".join(reason.text for reason in withheld.check.reasons)
        typer.echo(f"withheld {withheld.kind}: “{withheld.text}”: {reasons}")
    if not verdict.holds:
        raise typer.Exit(1)
