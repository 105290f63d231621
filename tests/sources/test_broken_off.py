"""A run that is killed: the next one asks only for what was under way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from website import Answer, Website, page

PAGES = 20
TEXT = "The weir at Vardo stayed shut on Monday, and the ferry to Aune waited below it for the whole morning. " * 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no such signal")
def test_kill_and_rerun_repeats_only_what_was_in_flight(site: Website, tmp_path: Path) -> None:
    for i in range(PAGES):
        made = page(f"Story {i}", f"Story number {i}. {TEXT}")
        site.put(f"/{i}", Answer(body=made.body, headers=made.headers, latency=0.08))
    urls = [f"http://127.0.0.1:{site.port}/{i}" for i in range(PAGES)]
    command = [sys.executable, "-m", "briefer", "read", "--allow-private", "--format", "json", *urls]
    environment = {**os.environ, "BRIEFER_STORE": str(tmp_path / "store.db"), "no_proxy": "*"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=tmp_path) as first:
        give_up = time.monotonic() + 60
        while len(site.requests) < PAGES // 2 and time.monotonic() < give_up:
            time.sleep(0.01)
        first.kill()
    before = Counter(request.path for request in site.requests)
    assert PAGES // 3 < len(before) < PAGES
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert len(second.stdout.splitlines()) == PAGES
    assert "by a run that was broken off" in second.stderr
    after = Counter(request.path for request in site.requests)
    repeated = [path for path in after if after[path] > 1]
    assert len(repeated) <= 2, repeated
    assert set(after.values()) <= {1, 2}
