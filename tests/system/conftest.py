"""What the system tests share."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dovecot as dovecot_server
import pytest


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that the users of mail servers can get into.

    pytest's own are private to the one who runs it, and become so again whenever another pytest starts.
    """
    with tempfile.TemporaryDirectory(prefix="briefer-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="module")
def dovecot(open_folder: Path) -> Iterator[Any]:
    """A running IMAP server with one empty mailbox: `tests/servers/dovecot.py`."""
    if not Path(dovecot_server.PROGRAM).exists():
        pytest.skip("dovecot is not installed")
    folder = open_folder / "dovecot"
    folder.mkdir(mode=0o711)
    with dovecot_server.running(folder) as running:
        yield running
