"""Mail through programs: one that takes mails, and one that each mail passes through first."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Self

from briefer.config import MailSettings
from briefer.deliveries.words import told
from briefer.errors import ConfigError, DeliveryError
from briefer.model import Delivery, Parcel, Receipt

#: Statuses of `sysexits.h`: try again, and those that say that the mail was not taken and will not be.
_TRY_AGAIN = 75
_NOT_TAKEN = frozenset({64, 65, 66, 67, 68, 69, 72, 73, 76, 77, 78})
#: Headers that a program in between must leave as they are.
_KEPT = ("From", "To", "Message-ID", "Subject")


class SendmailDelivery:
    """The program that every mail server brings along: it takes a mail on its standard input."""

    def __init__(self, mail: MailSettings) -> None:
        self.command = mail.command
        self.patience = mail.timeout * 10
        self.target = mail.command[0] if mail.command else "no program"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def check(self) -> str:
        """Whether the program is there."""
        if not self.command or shutil.which(self.command[0]) is None:
            raise DeliveryError(
                f"there is no program {self.target}", hint='name it: [mail] command = ["/usr/sbin/sendmail", "-i"]'
            )
        return f"{self.target} is there"

    def deliver(self, parcel: Parcel, *, committing: Callable[[], None]) -> Receipt:
        """Runs the program; its status says what became of the mail."""
        self.check()
        committing()
        arguments = (*self.command, "-f", parcel.sender, "--", parcel.recipient)
        try:
            done = subprocess.run(  # noqa: S603  (only from a file that is the user's own)
                arguments,
                # Programs of this machine take its line ends.
                input=parcel.message.replace(b"\r\n", b"\n"),
                capture_output=True,
                timeout=self.patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Receipt(outcome="unknown", reason=f"{self.target} did not end in {self.patience:g} seconds")
        except (OSError, ValueError) as error:
            return Receipt(outcome="pending", reason=f"{self.target} cannot be run: {told(str(error))}")
        if done.returncode == 0:
            return Receipt(outcome="sent", reason=f"taken by {self.target}")
        words = f"{self.target} ended with status {done.returncode}: {told(done.stderr or done.stdout)}"
        if done.returncode == _TRY_AGAIN:
            return Receipt(outcome="pending", reason=words)
        return Receipt(outcome="refused" if done.returncode in _NOT_TAKEN else "unknown", reason=words)


class PipedDelivery:
    """Has each mail pass through a program, standard input to standard output, and hands on what came out of it."""

    def __init__(self, command: tuple[str, ...], then: Delivery, *, timeout: float) -> None:
        self.command = command
        self.then = then
        self.timeout = timeout
        self.target = then.target

    def __enter__(self) -> Self:
        self.then.__enter__()
        return self

    def __exit__(self, *how: object) -> None:
        self.then.__exit__(*how)

    def check(self) -> str:
        """Whether the program is there, and what the mails are handed on to."""
        if shutil.which(self.command[0]) is None:
            raise ConfigError(f"there is no program {self.command[0]}", hint="it is named by [mail] pipe")
        return f"{self.then.check()}; each mail passes through {self.command[0]} first"

    def deliver(self, parcel: Parcel, *, committing: Callable[[], None]) -> Receipt:
        """What came out of the program goes on."""
        message = passed(self.command, parcel.message, timeout=self.timeout)
        return self.then.deliver(replace(parcel, message=message), committing=committing)


def passed(command: tuple[str, ...], message: bytes, *, timeout: float) -> bytes:
    """The mail as the program makes it; a `DeliveryError` where that is no longer the mail that it was."""
    program = command[0]
    try:
        done = subprocess.run(  # noqa: S603  (only from a file that is the user's own)
            command, input=message, capture_output=True, timeout=timeout, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        # Not chained: a timeout's text names the command, whose arguments are nobody else's business.
        why = "did not end in time" if isinstance(error, subprocess.TimeoutExpired) else told(str(error))
        raise DeliveryError(f"{program} ([mail] pipe) cannot be run: {why}") from None
    if done.returncode:
        words = f"ended with status {done.returncode}: {told(done.stderr)}"
        raise DeliveryError(f"{program} ([mail] pipe) {words}", hint="try it in a terminal")
    came = b"\r\n".join(done.stdout.replace(b"\r\n", b"\n").split(b"\n"))
    for header in _KEPT:
        if _header(came, header) != _header(message, header):
            raise DeliveryError(
                f"{program} ([mail] pipe) changed “{header}” of the mail, or printed no mail",
                hint="it must print the whole mail with its headers",
            )
    return came


def _header(message: bytes, name: str) -> list[str]:
    """The values of a header, however they are folded."""
    parsed = message_from_bytes(message, policy=policy.compat32)
    return [" ".join(str(value).split()) for value in parsed.get_all(name, [])]
