"""docs/library.md and docs/plugins.md: their Python runs, in order and in one process, and prints what they show.

`pytest --update tests/project/test_library.py` writes what is printed now; the difference is the review.
"""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import types
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import briefer

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "docs" / "library.md"
#: Python, and what it prints where that is shown.
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.M | re.S)


def played(text: str, name: str) -> str:
    """The page with what its examples print now."""
    module = types.ModuleType(name)
    sys.modules[name] = module

    def one(block: re.Match[str]) -> str:
        printed = io.StringIO()
        line = text[: block.start()].count("\n") + 1
        code = compile("\n" * line + block[1], f"{name}.md", "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, module.__dict__)  # noqa: S102 - that is what the test is for
        if block[2] is None:
            assert not printed.getvalue(), f"line {line} prints what is not shown: {printed.getvalue()}"
            return block[0]
        return f"```python\n{block[1]}```\n\n```text\n{printed.getvalue()}```\n"

    try:
        return BLOCK.sub(one, text)
    finally:
        del sys.modules[name]


def test_the_tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFER_STORE", str(tmp_path / "store.db"))
    text = LIBRARY.read_text(encoding="utf-8")
    now = played(text, "library")
    if update:
        LIBRARY.write_text(now, encoding="utf-8", newline="\n")
    assert LIBRARY.read_text(encoding="utf-8") == now


def test_the_tour_shows_every_public_name() -> None:
    text = LIBRARY.read_text(encoding="utf-8")
    assert [name for name in briefer.__all__ if not re.search(rf"\b{name}\b", text)] == []


def test_every_stage_in_the_table_is_there_and_public() -> None:
    stages = re.findall(r"^\| \w+ \| `(briefer\.[\w.]+)` \|", LIBRARY.read_text(encoding="utf-8"), re.M)
    assert len(stages) >= 10
    for stage in stages:
        home, _, name = stage.rpartition(".")
        module: Any = import_module(home)
        assert callable(getattr(module, name))
        assert name in getattr(module, "__all__", (name,))


def test_threads_with_a_briefer_each_find_what_one_alone_finds() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from briefer import Article, Briefer, dump_findings

    texts = [
        f"Mayor Ana Dorr said on Monday that pier {i} would stay shut. “We wait for spring,” she said."
        for i in range(12)
    ]
    articles = [Article.of(text, language="en", published="2026-05-20") for text in texts]

    def found(article: Article) -> list[dict[str, Any]]:
        return [dump_findings(findings) for findings in Briefer().extract(article)]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(found, articles)) == [found(article) for article in articles]


def test_the_process_is_left_as_it_was(tmp_path: Path) -> None:
    """In a process of its own, where nobody has asked for anything before."""
    article = "Mayor Ana Dorr said on Monday that the pier would stay shut. “We wait for spring,” she said."
    code = f"""
import locale, os, signal
def state():
    signals = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    return locale.setlocale(locale.LC_ALL), os.environ.get("TZ"), os.getcwd(), signals
before = state()
from briefer import Article, Briefer
made = Briefer().brief(Article.of({article!r}, language="en"))
Briefer().render(made, format="html")
assert state() == before, (before, state())
"""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
