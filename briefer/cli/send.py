"""`briefer send`: a brief by mail, one for each recipient."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefer.cli import options
from briefer.cli.journal import Journal
from briefer.errors import BrieferError, ConfigError, UsageError

if TYPE_CHECKING:
    from briefer.cli.screen import Screen
    from briefer.config import MailSettings, Settings
    from briefer.deliver import Tries
    from briefer.model import Addressee, Brief, Corrected, Receipt
    from briefer.pipeline.mailing import Mailing
    from briefer.pipeline.sending import Report
    from briefer.store import Entry, Outbox

To = Annotated[
    list[str] | None,
    typer.Option("--to", metavar="ADDRESS", help="Who gets it, as in 'Ann <ann@example.org>'. May be repeated."),
]
ToList = Annotated[str | None, typer.Option("--list", metavar="NAME", help="The [list.NAME] whose members get it.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write the mails as files; send and remember nothing.")]
Folder = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FOLDER", help="With --dry-run: where to; else BRIEF-mails here."),
]
Test = Annotated[
    bool, typer.Option("--test", help="Send a mail marked as a test; it needs --to, and counts for nothing.")
]
Resend = Annotated[bool, typer.Option("--resend", help="Send also to those who have it, or may have it; asks first.")]
Yes = Annotated[bool, typer.Option("--yes", help="With --resend: do not ask.")]
Correction = Annotated[
    bool,
    typer.Option("--correction", help="Send a later revision to those who got an earlier one, and say what changed."),
]
Attach = Annotated[
    list[str] | None,
    typer.Option("--attach", metavar="FORMAT", help="A format to attach: pdf, docx, markdown, ics. May be repeated."),
]


@options.spread
def command(  # noqa: PLR0913 - each is an option of the command
    bundle: options.BundleFile,
    *,
    to: To = None,
    to_list: ToList = None,
    dry_run: DryRun = False,
    output: Folder = None,
    test: Test = False,
    resend: Resend = False,
    yes: Yes = False,
    correction: Correction = False,
    template: options.Template = None,
    template_dir: options.TemplateDir = None,
    attach: Attach = None,
    config: options.Config = None,
    log: Journal,
) -> None:
    """Send a brief by mail. To the recipients whose `briefs` name it, to a list, or to single addresses."""
    from briefer.cli.bundles import keep_revision, load_held
    from briefer.cli.readers import check_layouts
    from briefer.cli.screen import Screen
    from briefer.config import load
    from briefer.pipeline.mailing import Mailing, addressed
    from briefer.store import open_outbox

    log.begin("send")
    _check(bundle, to, to_list, dry_run=dry_run, output=output, test=test, correction=correction, resend=resend)
    brief, _ = load_held(bundle)
    settings = load(config)
    mail, screen, now = required(settings), Screen(), datetime.now(UTC)
    if not dry_run:
        _check_approved(brief, settings, mail, bundle)
    readers = [] if correction else _readers(brief, settings, to, to_list)
    mailing = Mailing(
        brief=brief,
        mail=mail,
        readers=addressed(
            [replace(r, template=template or r.template, attach=formats_of(attach) or r.attach) for r in readers]
        ),
        search=options.template_folders(template_dir, settings.path),
        edition=f"{brief.id}/test-{secrets.token_hex(4)}" if test else brief.id,
        mark="test" if test else "none",
        now=now,
        note=once(screen),
    )
    check = partial(
        check_layouts,
        template=brief.profile.template,
        search=mailing.search,
        given=brief.set,
        where="--template, for" if template else f"[list.{to_list}]" if to_list else "[[recipient]]",
    )
    check(mailing.readers.values())
    if dry_run and not correction:
        _write([mailing], output, bundle, screen)
        return
    with open_outbox(settings.store.path, now=lambda: datetime.now(UTC)) as outbox:
        mailings = _corrections(mailing, outbox, Path(bundle), screen) if correction else [mailing]
        if correction:
            check(reader for each in mailings for reader in each.readers.values())
        if dry_run:
            _write(mailings, output, bundle, screen)
            return
        _check_earlier(mailings, outbox, bundle)
        if resend and not yes:
            _ask(mailings, outbox)
        if not test:
            keep_revision(brief, settings)
        report = sent(mailings, outbox, tries_of(screen, mail, log), screen, again=resend)
    told(report, screen)


def required(settings: Settings) -> MailSettings:
    """The `[mail]` table."""
    if settings.mail is None:
        where = settings.path or "a briefer.toml (none was found)"
        raise ConfigError(
            f"there is no [mail] in {where}",
            hint='it says through what mails leave: from = "Desk <desk@example.org>" and host = "mail.example.org"',
        )
    return settings.mail


def formats_of(attach: Sequence[str] | None) -> tuple[str, ...]:
    """The formats by their names; `UsageError` for what is none."""
    if not attach:
        return ()
    from briefer.render import format_of

    return tuple(dict.fromkeys(format_of(word) for word in attach))


def tries_of(screen: Screen, mail: MailSettings, log: Journal | None = None) -> Tries:
    """How patient a run is; what does not go well is said as it happens, and `log` is told what became of each mail."""
    import time

    from briefer.deliver import Tries
    from briefer.templating import one_line

    def settled(entry: Entry, receipt: Receipt) -> None:
        if log is not None:
            log.settled(entry, receipt)
        if receipt.outcome != "sent":
            word = "put off" if receipt.outcome == "pending" else receipt.outcome
            screen.note(f"{word} {one_line(entry.address)}: {one_line(receipt.reason)}")

    return Tries(sleep=time.sleep, connections=mail.connections, settled=settled, note=screen.note)


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C says where to look: some mails may have been sent, and one may be in doubt."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt("what was sent, and what was not: briefer outbox list") from error


def waiting(screen: Screen) -> None:
    """Says why nothing happens."""
    screen.note("another briefer is sending; this one waits until it is done")


def told(report: Report, screen: Screen) -> None:
    """Says how all recipients stand and what to do, and ends with the status of that."""
    tell(report, screen)
    if report.stopped is not None and report.status == 1:
        raise report.stopped
    if report.stopped is not None:
        screen.note(report.stopped.message)
    if report.status:
        raise typer.Exit(report.status)


def tell(report: Report, screen: Screen) -> None:
    """Says how all recipients stand and what to do."""
    from briefer.cli.screen import count

    if report.broken_off:
        screen.note(f"{count(report.broken_off, 'mail')} of an earlier run may or may not have been sent: now unknown")
    said = [
        f"{number} {state}" for state in ("sent", "refused", "unknown", "pending") if (number := report.count(state))
    ]
    if said and report.now < report.count("sent"):
        said[0] += f" ({report.now} of them now)"
    shown = ", ".join(said) or "nobody"
    if report.ahead:
        screen.note(f"{count(report.ahead, 'recipient')}: not sent, a later revision is theirs already")
    if report.entries or not report.ahead:
        screen.note(f"{count(len(report.entries), 'recipient')}: {shown}")
    if report.count("unknown"):
        screen.note(
            "unknown: the server may have it; ask, then say: briefer outbox resolve sent NUMBER (or pending NUMBER)"
        )
    if report.count("pending"):
        screen.note("pending: to try again: briefer outbox retry")


def once(screen: Screen) -> Callable[[str], None]:
    """Says each line once, whatever number of mails it is about."""
    said: set[str] = set()

    def note(line: str) -> None:
        if line not in said:
            said.add(line)
            screen.note(line)

    return note


def _check(bundle: str, to: list[str] | None, to_list: str | None, *, output: Path | None, **given: bool) -> None:
    """`UsageError` for options that do not go together."""
    if bundle == "-":
        raise UsageError("send needs a file: what is sent is what stands in it")
    if to and to_list:
        raise UsageError("--to and --list each say who gets it", hint="give one of them")
    if output is not None and not given["dry_run"]:
        raise UsageError("-o is for --dry-run, which writes the mails as files")
    if given["test"] and not to:
        raise UsageError("--test needs --to: a test goes to nobody by itself", hint="as in --test --to me@example.org")
    if given["test"] and (given["correction"] or given["resend"]):
        raise UsageError("--test goes with neither --correction nor --resend", hint="a test counts for nothing")
    if given["correction"] and (to or to_list or given["resend"]):
        raise UsageError("--correction goes to those who got the earlier revision, and to nobody else")


def _check_approved(brief: Brief, settings: Settings, mail: MailSettings, bundle: str) -> None:
    if not mail.approval:
        return
    from briefer.store import open_approvals

    with open_approvals(settings.store.path) as approvals:
        if not approvals.released(brief):
            raise BrieferError(
                f"revision {brief.revision} of this brief is a draft: nobody has approved it in these words",
                hint=f"when it is right: briefer approve {bundle}",
            )


def _readers(brief: Brief, settings: Settings, to: list[str] | None, to_list: str | None) -> Sequence[Addressee]:
    """Those who are named, or else those who get every brief of this name."""
    from briefer.config import addressee
    from briefer.pipeline.mailing import subscribed

    if to_list is not None:
        if to_list not in settings.lists:
            raise ConfigError(
                f"there is no [list.{to_list}] in {settings.path}",
                hint=f"there are: {', '.join(settings.lists)}" if settings.lists else "there is no list at all",
            )
        return settings.lists[to_list]
    if to:
        known = {reader.email.lower(): reader for reader in settings.recipients}
        found = [addressee(text, known) for text in to]
        if None in found:
            raise UsageError(f"“{to[found.index(None)]}” is no mail address", hint="write it as in ann@example.org")
        return [reader for reader in found if reader is not None]
    readers = subscribed(settings.recipients, brief.profile.name)
    if not readers:
        raise UsageError(
            f"nobody gets the brief “{brief.profile.name}” by itself",
            hint=f'say --to ADDRESS or --list NAME, or give a [[recipient]] briefs = ["{brief.profile.name}"]',
        )
    return readers


def _corrections(mailing: Mailing, outbox: Outbox, path: Path, screen: Screen) -> Sequence[Mailing]:
    """The brief for those who have an earlier revision, told what changed, and for those who were still to get one."""
    from briefer.cli.bundles import revision_file

    brief = mailing.brief
    last: dict[str, Entry] = {}
    for entry in outbox.entries(edition=mailing.edition):
        if entry.revision < brief.revision and entry.state in ("sent", "unknown", "in_flight", "pending"):
            last[entry.address.lower()] = max(last.get(entry.address.lower(), entry), entry, key=lambda e: e.revision)
    had = [entry for entry in last.values() if entry.state != "pending"]
    if not had:
        raise UsageError(
            f"nobody has an earlier revision of this brief; this is revision {brief.revision}",
            hint=f"to send it for the first time: briefer send {path}",
        )
    mailings = [
        replace(
            mailing,
            readers={entry.address: entry.reader for entry in had if entry.revision == before},
            mark="correction",
            changes=_changes(brief, revision_file(path, before), screen),
            before=before,
        )
        for before in sorted({entry.revision for entry in had})
    ]
    waiting = {entry.address: entry.reader for entry in last.values() if entry.state == "pending"}
    return [*mailings, replace(mailing, readers=waiting)] if waiting else mailings


def _changes(brief: Brief, file: Path, screen: Screen) -> Sequence[Corrected]:
    """What is different since the revision that is kept beside the brief."""
    from briefer.cli.bundles import load_held
    from briefer.compose.edits import correction

    if not file.is_file():
        screen.note(f"there is no {file}, so the mail does not say what changed")
        return ()
    return correction(load_held(str(file))[0], brief)


def _check_earlier(mailings: Sequence[Mailing], outbox: Outbox, bundle: str) -> None:
    """Nobody gets a second revision without being told that it is one."""
    mailing = mailings[0]
    if mailing.mark != "none":
        return
    addresses = {address.lower() for address in mailing.readers}
    had = [
        entry
        for entry in outbox.entries(edition=mailing.edition, states=("sent", "unknown", "in_flight"))
        if entry.revision < mailing.brief.revision and entry.address.lower() in addresses
    ]
    if had:
        raise BrieferError(
            f"{had[0].address} and others have revision {had[0].revision} of this brief already"
            if len(had) > 1
            else f"{had[0].address} has revision {had[0].revision} of this brief already",
            hint=f"to send revision {mailing.brief.revision} as what it is: briefer send {bundle} --correction",
        )


def _ask(mailings: Sequence[Mailing], outbox: Outbox) -> None:
    """Says what a second sending does, and goes on only with a yes."""
    from briefer.cli.screen import at_terminal, count

    mailing = mailings[0]
    addresses = {address.lower() for m in mailings for address in m.readers}
    entries = outbox.entries(edition=mailing.edition, revision=mailing.brief.revision)
    stand = [entry.state for entry in entries if entry.address.lower() in addresses]
    sentence = (
        f"{count(stand.count('sent'), 'recipient')} will get this brief a second time, "
        f"{stand.count('unknown') + stand.count('in_flight')} perhaps"
    )
    if not at_terminal():
        raise UsageError(f"--resend: {sentence}", hint="there is nobody to ask here: say --yes as well")
    if not typer.confirm(f"{sentence}. Send it?", err=True):
        raise typer.Exit(1)


def _write(mailings: Sequence[Mailing], output: Path | None, bundle: str, screen: Screen) -> None:
    """The mails as files."""
    from briefer.cli.screen import count
    from briefer.deliveries.folder import written
    from briefer.pipeline.sending import written_mails

    folder = output or Path(f"{Path(bundle).stem}-mails")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        number = len([written(folder, parcel) for parcel in written_mails(mailings)])
    except OSError as error:
        raise BrieferError(f"cannot write {folder}: {error.strerror or error}", hint="name another with -o") from error
    screen.note(f"nothing was sent; as it would be: {count(number, 'mail')} in {folder}")


def sent(mailings: Sequence[Mailing], outbox: Outbox, tries: Tries, screen: Screen, *, again: bool = False) -> Report:
    """Sends them, and says through what."""
    from briefer.cli.screen import count
    from briefer.pipeline.sending import open_delivery, send

    mail = mailings[0].mail
    number = sum(len(mailing.readers) for mailing in mailings)
    screen.note(f"sending to {count(number, 'recipient')} through {open_delivery(mail).target}")
    with stoppable():
        return send(
            outbox,
            mailings,
            partial(open_delivery, mail),
            tries,
            again=again,
            waiting=lambda: waiting(screen),
        )
