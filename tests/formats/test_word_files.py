"""Word files: the brief in Word's own styles, and in a file of the user's own."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from briefer.errors import TemplateError
from briefer.model import Brief
from briefer.render import render
from briefer.templating import one_line


def _open(made: str | bytes) -> docx.document.Document:
    assert isinstance(made, bytes)
    return docx.Document(io.BytesIO(made))


def _words(document: docx.document.Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_a_file_holds_headlines_positions_steps_and_account(any_brief: Brief) -> None:
    words = _words(_open(render(any_brief, format="docx"))).lower()
    for story in any_brief.stories:
        assert one_line(story.headline).lower() in words
        for step in story.next_steps:
            assert one_line(step.text).rstrip(".").lower() in words
        for position in story.positions:
            name = one_line(position.holder or "")
            assert name.lower() in words
    for outcome in any_brief.account.articles:
        assert one_line(outcome.title or outcome.input).lower() in words


def test_it_is_made_of_styles_that_people_can_restyle(complete: Brief) -> None:
    made = _open(render(complete, format="docx"))
    styles = {p.style.name for p in made.paragraphs if p.style is not None}
    assert {"Title", "Heading 1", "List Bullet"} <= styles


def test_the_marking_stands_on_every_sheet(complete: Brief) -> None:
    brief = replace(complete, set={**complete.set, "marking": "FOR THE HARBOUR DESK"})
    made = _open(render(brief, format="docx"))
    assert made.sections[0].header.paragraphs[0].text == "FOR THE HARBOUR DESK"


@pytest.fixture
def house(tmp_path: Path) -> Callable[[str], Path]:
    """A template folder whose Word file has this one paragraph."""

    def make(paragraph: str) -> Path:
        folder = tmp_path / "house"
        folder.mkdir()
        (folder / "template.toml").write_text(
            'name = "house"\nextends = "builtin:daily"\ncontract = "briefer.brief/1"\n', encoding="utf-8"
        )
        document = docx.Document()
        document.add_paragraph("Letterhead of the harbour")
        document.add_paragraph(paragraph)
        document.save(str(folder / "brief.docx"))
        return tmp_path

    return make


def test_a_file_of_ones_own_is_filled(house: Callable[[str], Path], complete: Brief) -> None:
    search = [house("{{ brief.title }} has {{ brief.stories|length }}: {{ brief.stories[0].headline|headline }}")]
    words = _words(_open(render(complete, format="docx", template="house", search=search)))
    assert "Letterhead of the harbour" in words
    assert f"{complete.title} has {len(complete.stories)}: " in words
    assert one_line(complete.stories[0].headline)[1:] in words


def test_words_of_an_article_are_words_in_it(house: Callable[[str], Path], complete: Brief) -> None:
    title = "{{ 7 * 7 }} </w:t><w:p/> & <b>"
    search = [house("{{ brief.title }}")]
    words = _words(_open(render(replace(complete, title=title), format="docx", template="house", search=search)))
    assert title in words
    assert "49" not in words.replace(title, "")


def test_a_fault_in_it_names_the_file(house: Callable[[str], Path], complete: Brief) -> None:
    search = [house("{{ brief.titel }}")]
    with pytest.raises(TemplateError, match=r"brief\.docx.*titel"):
        render(complete, format="docx", template="house", search=search)


def test_hostile_words_make_no_field_and_no_macro(hostile: Brief) -> None:
    made = render(hostile, format="docx")
    assert isinstance(made, bytes)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        names = parts.namelist()
        text = parts.read("word/document.xml").decode()
    assert not any("vba" in name.lower() for name in names)
    assert "<w:instrText" not in text
    assert "w:fldSimple" not in text
    assert "w:hyperlink" not in text
