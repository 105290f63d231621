"""Mails as files: for a program that takes them from a folder, and to look at."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Self

from briefer.config import MailSettings
from briefer.errors import ConfigError, DeliveryError
from briefer.model import Parcel, Receipt

_ODD = re.compile(r"[^\w.@+-]", re.ASCII)


class FolderDelivery:
    """Writes each mail as `ADDRESS-DIGEST.eml`, whole or not at all; the same mail twice is one file."""

    def __init__(self, mail: MailSettings) -> None:
        if mail.folder is None:
            raise ConfigError("the transport “folder” needs a folder", hint='name it: [mail] folder = "mails"')
        self.folder = Path(mail.folder)
        self.target = f"the folder {self.folder}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def check(self) -> str:
        """Whether one can write there."""
        place = self.folder if self.folder.exists() else self.folder.parent
        if not os.access(place, os.W_OK):
            raise DeliveryError(f"{place} cannot be written to", hint="it is named by [mail] folder")
        return f"{self.target} can be written to"

    def deliver(self, parcel: Parcel, *, committing: Callable[[], None]) -> Receipt:
        """Writes the file."""
        self._there()
        committing()
        try:
            path = written(self.folder, parcel)
        except OSError as error:
            return Receipt(outcome="pending", reason=f"{self.folder}: {error.strerror or error}")
        return Receipt(outcome="sent", reason=f"written to {path}")

    def _there(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DeliveryError(f"{self.target} cannot be made: {error.strerror or error}") from error
        if not os.access(self.folder, os.W_OK):
            raise DeliveryError(f"{self.target} cannot be written to")


def written(folder: Path, parcel: Parcel) -> Path:
    """The file that holds the mail from now on; nobody but the user may read it."""
    digest = hashlib.sha256(parcel.message).hexdigest()[:12]
    path = folder / f"{_ODD.sub('_', parcel.recipient)[:80]}-{digest}.eml"
    waiting = path.with_suffix(".part")
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(parcel.message)
        stream.flush()
        os.fsync(stream.fileno())
    return waiting.replace(path)
