"""Bad input: a clear message each, the other articles still briefed, the right exit status."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]

MADE = Path(__file__).parents[1] / "inputs" / "made"
NAVIGATION = (
    "<html><body><ul>"
    + "".join(
        f'<li><a href="/{w}">{w}</a></li>' for w in "Home News Sport Culture Opinion Weather Video Jobs".split() * 4
    )
    + "</ul><footer>© 2026 Northern Wire. All rights reserved.</footer></body></html>"
)
CONSENT = (
    "<html><body><h2>We value your privacy</h2><p>We and our 812 partners store and access information on a device, such "
    "as cookies, for personalised ads and content. You can accept all, reject all or manage your preferences at any time "
    "in our privacy policy.</p></body></html>"
)
PAGE_OF_BINARY = bytes(random.Random(1).randbytes(4000))
TRUNCATED = '{"text": "Norrmark and Vellany failed to agr'


def of(file: str, content: str | bytes | None) -> Callable[[Path], str]:
    """Makes one bad input in a folder, and gives its name."""

    def make(folder: Path) -> str:
        if content is not None:
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return make


def empty_folder(folder: Path) -> str:
    (folder / "nothing").mkdir()
    return "nothing"


def loop(folder: Path) -> str:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    return "loop.txt"


SKIPPED = {
    "an empty file": (of("empty.txt", ""), "it is empty"),
    "nearly empty": (of("few.txt", "Rain in Vardo."), "only 3 words"),
    "a binary": (of("binary.txt", PAGE_OF_BINARY), "binary file"),
    "rich text": (of("paper.txt", b"{\\rtf1 words}"), "rich-text document"),
    "a scan": (of("scan.pdf", (MADE / "scan.pdf").read_bytes()), "pictures of pages only"),
    "20 MB of text": (of("big.txt", "It rained in Vardo. " * 1_000_000), "larger than 10 MiB"),
    "more text than any article": (of("long.txt", "It rained in Vardo. " * 10_000), "split it"),
    "an unknown type": (of("photo.heic", "x"), ".heic"),
    "a folder without articles": (empty_folder, "holds no articles"),
    "a page of menus": (of("menu.html", NAVIGATION), "it"),
    "a consent notice": (of("consent.html", CONSENT), "consent notice"),
    "another language": (
        of(
            "french.txt",
            "Le ministre a déclaré mardi que les pourparlers avaient échoué et que le gouvernement allait se réunir de "
            "nouveau la semaine prochaine pour discuter de la situation dans la vallée.",
        ),
        "French (fr), which the extractive engine does not read",
    ),
}
FAILED = {
    "a broken PDF": (of("paper.txt", b"%PDF-1.7\n..."), "broken PDF file"),
    "a locked PDF": (of("locked.pdf", (MADE / "locked.pdf").read_bytes()), "password"),
    "a folder on a mail server": (of("imap://desk@127.0.0.1:1/INBOX", None), "BRIEFER_IMAP_PASSWORD"),
    "a missing file": (of("gone.txt", None), "there is no such file"),
    "an unreadable file": (loop, "cannot be read"),
    "invalid UTF-8": (of("latin.txt", b"Snow fell on caf\xe9s in Vardo."), "not UTF-8 (see byte 17)"),
    "a truncated JSON line": (of("rows.jsonl", TRUNCATED), "rows.jsonl:1: it is not JSON"),
    "a row without a text": (of("rows.jsonl", '{"txt": "x"}'), "did you mean “txt”"),
    "an address": (of("https://127.0.0.1:9/vardo", None), "--allow-private lets it through"),
}
if sys.platform == "win32":
    del FAILED["an unreadable file"]


@pytest.mark.parametrize(("make", "says"), SKIPPED.values(), ids=SKIPPED)
def test_skipped_alone_there_is_nothing_to_brief(
    run: Run, tmp_path: Path, make: Callable[[Path], str], says: str
) -> None:
    result = run("brief", name := make(tmp_path), "-o", "brief.md")
    assert result.exit_code == 4, result.stderr
    assert f"skipped {name}: " in result.stderr
    assert says in result.stderr
    assert "nothing to brief" in result.stderr
    assert not (tmp_path / "brief.md").exists()


@pytest.mark.parametrize(("make", "says"), FAILED.values(), ids=FAILED)
def test_failed_alone_is_an_error(run: Run, tmp_path: Path, make: Callable[[Path], str], says: str) -> None:
    result = run("brief", make(tmp_path), "-o", "brief.md")
    assert result.exit_code == 1, result.stderr
    assert "failed " in result.stderr
    assert says in result.stderr
    assert not (tmp_path / "brief.md").exists()


@pytest.mark.parametrize(("make", "says"), SKIPPED.values(), ids=SKIPPED)
def test_skipped_beside_an_article_is_done(
    run: Run, tmp_path: Path, water: Path, make: Callable[[Path], str], says: str
) -> None:
    result = run("brief", make(tmp_path), water, "-o", "brief.json")
    assert result.exit_code == 0, result.stderr
    account = json.loads((tmp_path / "brief.json").read_text(encoding="utf-8"))["account"]["articles"]
    assert sorted(item["outcome"] for item in account) == ["skipped", "used"]
    assert says in next(item["reason"] for item in account if item["outcome"] == "skipped")


@pytest.mark.parametrize(("make", "says"), FAILED.values(), ids=FAILED)
def test_failed_beside_an_article_is_told_by_the_status(
    run: Run, tmp_path: Path, water: Path, make: Callable[[Path], str], says: str
) -> None:
    result = run("brief", make(tmp_path), water, "-o", "brief.json")
    assert result.exit_code == 5, result.stderr
    account = json.loads((tmp_path / "brief.json").read_text(encoding="utf-8"))["account"]["articles"]
    assert sorted(item["outcome"] for item in account) == ["failed", "used"]
    failed = next(item for item in account if item["outcome"] == "failed")
    assert says in f"{failed['input']}: {failed['reason']}"


def test_everything_bad_at_once_still_briefs_the_good(run: Run, tmp_path: Path, water: Path, ferry: Path) -> None:
    names = [make(tmp_path) for make, _ in (*SKIPPED.values(), *FAILED.values())]
    result = run("brief", *names, water, ferry, "-o", "brief.json", "-o", "brief.html")
    assert result.exit_code == 5, result.stderr
    brief = json.loads((tmp_path / "brief.json").read_text(encoding="utf-8"))
    assert [article["sha256"][:0] for article in brief["articles"]] == ["", ""]
    assert len(brief["account"]["articles"]) == len(names) + 2
    assert all(item["reason"] for item in brief["account"]["articles"] if item["outcome"] in ("skipped", "failed"))


def test_failed_and_skipped_without_an_article_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = run("brief", "empty.txt", "gone.txt")
    assert result.exit_code == 1
    assert "1 of 2 inputs failed" in result.stderr


def test_an_article_that_breaks_a_rule_fails_alone(
    run: Run, water: Path, ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefer.engines.extractive import ExtractiveEngine

    really_read = ExtractiveEngine.read

    def burst(self: ExtractiveEngine, analysis: object, profile: object) -> object:
        if "ferry" in analysis.article.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError("a rule")
        return really_read(self, analysis, profile)  # type: ignore[arg-type]

    monkeypatch.setattr(ExtractiveEngine, "read", burst)
    result = run("brief", water, ferry)
    assert result.exit_code == 5
    assert f"failed {ferry}: it could not be read: ZeroDivisionError: a rule" in result.stderr
    assert "Norrmark" in result.stdout
    assert "Traceback" not in result.stderr


def test_an_internal_error_is_one_line_and_a_traceback_only_on_request(
    run: Run, water: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(**_: object) -> None:
        raise ZeroDivisionError("in the composing")

    monkeypatch.setattr("briefer.compose.compose", lambda *_, **more: burst(**more))
    result = run("brief", water)
    assert result.exit_code == 1
    assert "briefer: internal error: ZeroDivisionError: in the composing" in result.stderr
    assert "--debug" in result.stderr
    assert "Traceback" not in result.stderr
    for arguments in (["brief", water, "--debug"], ["--debug", "brief", water]):
        assert isinstance(run(*arguments).exception, ZeroDivisionError)
