"""`explain`: why a sentence was read as it was, in the terminal and as a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]

TALKS = (
    "Water Minister Ada Brandt met the millers of Sella on Monday. She said the weir would open in May. "
    "“We will pay nothing,” their lawyer, Piers Holt, told reporters. He said the minister had promised help.\n"
)
HOSTILE = (
    "<script>alert(1)</script> Mayor Dana Ruhl said the “<img src=x onerror=alert(2)>” was a \u202ejoke\x1b[31m. "
    "{{ 7 * 7 }} she said &lt;b&gt; was worse.\n"
)
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_text(TALKS, encoding="utf-8")
    return path


def facts(text: str) -> list[tuple[str, str]]:
    """Label and words of every line of the output that has both."""
    return re.findall(r"^    (\w+) +(.*)$", text, re.M)


class Page(HTMLParser):
    """What a page holds: its tags, its marked words and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.words = ""
        self._class = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._class = dict(attrs).get("class") or "" if tag == "mark" else ""
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._class = ""

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._class:
            self.marked.append((self._class, data))


def test_every_sentence_is_numbered_and_explained(run: Run, talks: Path) -> None:
    result = run("explain", talks)
    assert result.exit_code == 0, result.stderr
    assert re.findall(r"^Sentence (\d+)", result.stdout, re.M) == ["1", "2", "3", "4"]
    found = facts(result.stdout)
    assert ("cue", "“told”") in found
    assert any(label == "rule" and words.startswith("quotation: ") for label, words in found)
    assert any(label == "check" and words.startswith("verified: ") for label, words in found)


def test_one_sentence_alone_says_how_a_pronoun_came_to_its_name(run: Run, talks: Path) -> None:
    result = run("explain", talks, "--sentence", "2")
    assert re.findall(r"^Sentence (\d+)", result.stdout, re.M) == ["2"]
    found = facts(result.stdout)
    assert ("who", "“She”") in found
    speaker = next(words for label, words in found if label == "speaker")
    assert speaker.startswith("“She” is Ada Brandt, named in sentence 1")
    assert "Position of Ada Brandt" in result.stdout


def test_what_was_not_kept_says_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        TALKS + "Dana Ruhl said the council believes that the weir leaks.\n", encoding="utf-8"
    )
    text = run("explain", "a.txt", "--sentence", "5").stdout
    kept, _, refused = text.partition("Proposed and not kept")
    assert "“the council believes that the weir leaks”" in kept
    assert re.search(r"clause “that the weir leaks” because its cue is part of what somebody else says", refused)


def test_the_number_is_checked(run: Run, talks: Path) -> None:
    result = run("explain", talks, "--sentence", "9")
    assert result.exit_code == 2
    assert "4 sentences" in result.stderr
    assert run("explain", talks, "--sentence", "0").exit_code == 2


def test_another_language_names_the_way_out(run: Run, french: Path) -> None:
    result = run("explain", french)
    assert result.exit_code == 1
    assert "English" in result.stderr
    assert "--model" in result.stderr


def test_several_articles_are_refused(run: Run, talks: Path, water: Path, tmp_path: Path) -> None:
    result = run("explain", tmp_path)
    assert result.exit_code == 2
    assert "2 articles" in result.stderr


def test_a_page_marks_the_words(run: Run, talks: Path, tmp_path: Path) -> None:
    result = run("explain", talks, "-o", "why.html")
    assert result.exit_code == 0, result.stderr
    html = (tmp_path / "why.html").read_text("utf-8")
    page = Page(html)
    assert ("source", "She") in page.marked
    assert ("cue", "said") in page.marked
    assert ("content", "the weir would open in May") in page.marked
    assert "script" not in page.tags
    assert "prefers-color-scheme: dark" in html
    assert run("explain", talks, "--format", "html").stdout == html


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_hostile_text_stays_words(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "a.txt").write_text(HOSTILE * 2, encoding="utf-8")
    result = run("explain", "a.txt", "--format", form)
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    if form == "html":
        page = Page(result.stdout)
        assert not {"script", "img", "b"} & set(page.tags)
        assert "<script>alert(1)</script>" in page.words
        assert "{{ 7 * 7 }}" in page.words
    else:
        assert "{{ 7 * 7 }}" in result.stdout


@pytest.mark.parametrize("name", ["dock-strike-meridian.md", "skerry-bank-courier.html", "gate-three-notebook.txt"])
def test_the_examples_explain_all_that_they_attribute(run: Run, name: str) -> None:
    result = run("explain", EXAMPLES / name)
    assert result.exit_code == 0, result.stderr
    found = facts(result.stdout)
    rules = [words for label, words in found if label == "rule"]
    assert rules
    assert all(re.fullmatch(r"[a-z_]+: .{20,}", words) for words in rules)
    assert len([words for label, words in found if label == "who" and words[0] in '“"n']) == len(rules)
