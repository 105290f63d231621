"""A Word file that people can restyle. Needs the extra `docx`."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from briefer.errors import PluginError, TemplateError
from briefer.model import Brief, Claim, Story
from briefer.templating import Page, one_line, safe_url

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

#: A Word file of one's own in the template's folder, with Jinja in its text.
OWN = "brief.docx"
_REMEDY = "in briefer's checkout: pip install '.[docx]'"


class DocxFormat:
    """Fills the template's `brief.docx`; without one the brief is set in Word's own styles."""

    suffixes = (".docx",)
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def render(self, page: Page) -> bytes:
        """The file; `PluginError` where the extra is missing."""
        docxtpl = _docxtpl()
        own = page.template.find(OWN)
        stream = io.BytesIO()
        if own is not None:
            # Word's text is XML: values are escaped as in HTML.
            environment, context = page.prepared("html")
            made = docxtpl.DocxTemplate(str(own))
            try:
                made.render(context, jinja_env=environment)
            except Exception as error:
                raise TemplateError(f"{own}: {error}", hint="its Jinja is that of the other templates") from error
            made.save(stream)
        else:
            _Writer(page).document().save(stream)
        return stream.getvalue()

    def check_installed(self) -> None:
        """`PluginError` where the extra is missing."""
        _docxtpl()


def _docxtpl() -> Any:
    try:
        import docxtpl
    except ImportError as error:
        raise PluginError(f"Word files cannot be written: {error}", hint=_REMEDY) from error
    return docxtpl


class _Writer:
    """The brief in the order of a page, each part in a style of Word's own."""

    def __init__(self, page: Page) -> None:
        import docx

        helpers = page.helpers(page.locale)
        self.filters: Mapping[str, Callable[..., Any]] = helpers["filters"]
        self.values = helpers["values"]
        self.brief: Brief = page.brief
        self._ = page.locale.gettext
        self.marks = page.locale.marks
        self.made: Document = docx.Document()
        # What stands at the end of every document: its paper.
        self._end: Any = self.made.element.body.sectPr
        self._width = self.made._block_width
        # Ids of styles by name.
        self._styles: dict[str, str] = {}

    def document(self) -> Document:
        brief, made = self.brief, self.made
        # Word takes 255 characters.
        made.core_properties.title = one_line(brief.title)[:255]
        made.core_properties.author = "briefer"
        made.core_properties.language = brief.language
        if marking := brief.set.get("marking"):
            made.sections[0].header.paragraphs[0].text = one_line(marking)
        for change in self.values["correction"]:
            self._line("Quote", (self._("Correction.") + " ", True), (change, False))
        self._paragraph(one_line(self.values["subject"]), "Title")
        self._paragraph(f"{self.values['created']} · {self.values['coverage']}", style="Caption")
        for label, value in self.values["route"](["date"]):
            self._line(None, (f"{label}: ", True), (value, False))
        line = self.values["bottom_line"](self.values["subject"])
        if line:
            paragraph = self._paragraph(style="Intense Quote")
            for claim in line:
                self._claim(paragraph, self.filters["sentence"](claim.text) + " ", claim)
        if not brief.stories:
            self._paragraph(self.values["nothing"])
        if text := brief.set.get("recommendation"):
            self._line("Quote", (self._("Recommendation (desk).") + " ", True), (text, False))
        for text in self.values["lines_to_take"]:
            self._line("Quote", (self._("Lines to take (desk).") + " ", True), (text, False))
        for story in brief.stories:
            self._story(story)
        self._account()
        return made

    def _story(self, story: Story) -> None:
        alone = self.values["single"] is not None
        if not alone:
            self._claim(self._paragraph(style="Heading 1"), self.filters["headline"](story.headline), story)
        level = 1 if alone else 2
        for claim in self.filters["opening"](story):
            self._claim(self._paragraph(), self.filters["sentence"](claim.text), claim)
        if actors := self.filters["actors"](story):
            self._heading(self._("Who matters"), level)
            for actor in actors:
                role = self.filters["role"](actor, story)
                self._claim(self._paragraph(style="List Bullet"), f"{actor.name}{', ' if role else ''}{role}", actor)
        if holders := self.filters["holders"](story):
            self._heading(self._("Who stands where"), level)
            for holder in holders:
                self._holder(holder)
        if steps := self.filters["steps"](story):
            self._heading(self._("Next steps"), level)
            table = self._table(3, "Light Grid")
            for item in steps:
                cells = table.add_row().cells
                cells[0].text = one_line(item.date or item.words)
                self._claim(cells[1].paragraphs[0], self.filters["sentence"](item.text), item.step)
                cells[2].text = item.step.kind
        self._sections(story, level)
        for text in self.filters["desk_notes"](story):
            self._line("Quote", (self._("Note (desk).") + " ", True), (text, False))
        self._heading(self._("Sources"), level)
        for article in self.filters["articles"](story):
            outlet = f", {article.outlet}" if article.title and article.outlet else ""
            address = safe_url(article.url)
            self._line(
                "List Bullet",
                (f"{article.title or article.outlet or article.id}{outlet}", False),
                (f" {address}", False),
            )

    def _sections(self, story: Story, level: int) -> None:
        for section in story.custom.values():
            if section.value or section.claims:
                self._heading(section.title, level)
                if section.value:
                    self._line(None, (section.value, True))
                for claim in section.claims:
                    self._claim(self._paragraph(style="List Bullet"), self.filters["sentence"](claim.text), claim)

    def _holder(self, holder: Any) -> None:
        parts = [(holder.name, True)]
        parts += [(f", {holder.role}", False)] if holder.role else []
        stances = ", ".join(self.filters["stance"](s) for s in holder.stances if s != "unclear")
        self._line(None, *parts, *([(f" — {stances}", False)] if stances else []))
        for item in holder.sayings:
            said = " … ".join(f"{self.marks[0]}{q.text}{self.marks[1]}" for q in item.quotes)
            words = " ".join(filter(None, [self.filters["sentence"](item.paraphrase) if item.paraphrase else "", said]))
            paragraph = self._paragraph(style="List Bullet")
            self._claim(paragraph, words, item.position)
            if item.said_by:
                paragraph.add_run(f" ({one_line(item.said_by)})").italic = True

    def _account(self) -> None:
        if listed := self.values["notes"].listed():
            self._heading(self._("Evidence"), 1)
            for note in listed:
                words = " … ".join("".join(p.text for p in passage.pieces) for passage in note.passages)
                sources = "; ".join(dict.fromkeys(self.filters["source"](p.article) for p in note.passages))
                self._line(None, (f"{note.number}. ", True), (f"{words} ({sources})", False))
        self._heading(self._("Account"), 1)
        for outcome in self.values["brief"].account.articles:
            self._line(
                "List Bullet", (f"{outcome.title or outcome.input}: ", False), (self.filters["outcome"](outcome), False)
            )
        for line in self.values["account"]:
            self._paragraph(one_line(str(line)))

    def _paragraph(self, words: str = "", style: str | None = None) -> Paragraph:
        """A paragraph at the end; python-docx goes through the whole document and all styles to add one."""
        from docx.oxml import OxmlElement
        from docx.text.paragraph import Paragraph

        element = OxmlElement("w:p")
        self._end.addprevious(element)
        paragraph = Paragraph(element, self.made)
        if style is not None:
            paragraph._p.style = self._style(style)
        if words:
            paragraph.add_run(words)
        return paragraph

    def _table(self, columns: int, style: str) -> Any:
        """A table without rows at the end."""
        from docx.oxml.table import CT_Tbl
        from docx.table import Table

        element = CT_Tbl.new_tbl(0, columns, self._width)
        self._end.addprevious(element)
        element.tblStyle_val = self._style(style)
        return Table(element, self.made)

    def _style(self, name: str) -> str:
        """The id of a style of Word's own."""
        if name not in self._styles:
            self._styles[name] = self.made.styles[name].style_id
        return self._styles[name]

    def _heading(self, words: str, level: int) -> None:
        self._paragraph(one_line(words), f"Heading {level}")

    def _line(self, style: str | None, *parts: tuple[str, bool]) -> None:
        paragraph = self._paragraph(style=style)
        for words, bold in parts:
            paragraph.add_run(_run(words)).bold = bold or None

    def _claim(self, paragraph: Paragraph, words: str, claim: Claim | Story) -> None:
        """The words, and the number of the claim's note above the line."""
        paragraph.add_run(_run(words))
        note = self.filters["note"](claim)
        if note is not None:
            paragraph.add_run(str(note.number)).font.superscript = True
        if mark := self.filters["edited"](claim):
            paragraph.add_run(f" ({mark})").italic = True


def _run(words: str) -> str:
    """Visible words; the space at an end stays, because the next run goes on there."""
    shown = one_line(words)
    return f"{' ' * words.startswith(' ')}{shown}{' ' * words.endswith(' ')}" if shown else ""
