"""What the system tests share."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _beside(name: str) -> ModuleType:
    """`tests/system/NAME.py`, which is no package's."""
    full = f"tests_system_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


@pytest.fixture(scope="session")
def beside() -> Callable[[str], ModuleType]:
    """Loads a module of this folder by its name."""
    return _beside


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
    """A running IMAP server with one empty mailbox: `tests/system/dovecot.py`."""
    server = _beside("dovecot")
    if not Path(server.PROGRAM).exists():
        pytest.skip("dovecot is not installed")
    folder = open_folder / "dovecot"
    folder.mkdir(mode=0o711)
    with server.running(folder) as running:
        yield running
