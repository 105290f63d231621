"""A real llama.cpp server with a small real model, for the tests that `make test-llm` runs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVE = Path(__file__).with_name("serve.py")


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the server, which ends with the tests."""
    python = os.environ.get("BRIEFER_LLM_PYTHON")
    if not python:
        pytest.skip("needs a model and its server: make test-llm")
    command = [python, str(SERVE), os.environ.get("BRIEFER_LLM_THREADS") or str(os.cpu_count() or 1)]
    if model := os.environ.get("BRIEFER_LLM_MODEL"):
        command.append(str(Path(model).resolve()))
    log = tmp_path_factory.mktemp("llama") / "server.log"
    with (
        log.open("wb") as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said) as server,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        # It says where it listens once the model is loaded, and nothing where it could not.
        address = server.stdout.readline().decode().strip()
        try:
            assert address, log.read_text(encoding="utf-8", errors="replace")[-2_000:]
            yield f"{address}/v1"
        finally:
            server.stdin.close()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
