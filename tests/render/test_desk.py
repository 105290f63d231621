"""What the desk changed, as each page shows it: marked, apart from claims, with what stood there before."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from html import unescape

import pytest

from briefer.compose import correction
from briefer.compose.edits import apply
from briefer.formats.csv import rows
from briefer.model import Brief, Claim, ClaimKind, Corrected, Edit, Recipient
from briefer.render import render
from briefer.render.account import account_lines
from briefer.render.checks import sample
from briefer.render.desk import MOST
from briefer.templating import one_line

TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")
#: In which the whole of a story stands.
WHOLE = ("daily", "ministerial")
FORMATS = ("markdown", "html", "text", "eml")
NOTE = "Our own figures on island fares are with the statistics unit."
LINE = "Islanders must be able to reach the mainland at a fair price."


def same(_: ClaimKind, claim: Claim) -> Claim:
    return claim


def shown(
    brief: Brief, template: str, format: str, changes: list[Corrected] | None = None, language: str = "en"
) -> str:
    """The words of a page as its reader sees them."""
    made = render(brief, format=format, template=f"builtin:{template}", correction=changes, language=language)
    if isinstance(made, bytes):
        mail = message_from_bytes(made, policy=policy.default)
        html = mail.get_body(("html",))
        assert html is not None
        made = html.get_content()
    if format in ("html", "eml"):
        made = unescape(re.sub(r"<(style|title).*?</\1>|<[^>]+>", " ", made, flags=re.S))
    if format == "markdown":
        made = re.sub(r"\\(.)", r"\1", unescape(made))
    return one_line(made)


@pytest.fixture
def edited() -> Brief:
    return sample("edited")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_desks_own_words_stand_apart_in_every_page(edited: Brief, template: str, format: str) -> None:
    text = shown(edited, template, format)
    assert "Recommendation (desk). Offer the board and Lodin Lines a joint hearing" in text.replace("**", "")
    assert "Lines to take (desk)." in text
    assert LINE in text
    assert "Note (desk)." in text
    assert NOTE in text
    # Taken out again.
    assert "Ask the embassy" not in text


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_words_of_the_desk_are_marked_wherever_they_stand(edited: Brief, template: str, format: str) -> None:
    text = shown(edited, template, format)
    # Who stands where has no place for a story in which nobody does.
    if template != "stakeholders":
        assert re.search(r"Two quays in Cassel close until autumn\W*\d*\W*edited by the desk", text)
    if template in WHOLE:
        assert re.search(r"publish 14 accounts by 18 May\.\W*\d+\W*the desk’s words\W+failed the checks", text)
        assert re.search(r"managing director\W*\d*\W*the desk’s words\W+failed the checks", text)


@pytest.mark.parametrize("format", FORMATS)
def test_a_headline_is_marked_where_it_says_what_somebody_stands_for(format: str) -> None:
    made = apply(sample("complete"), [Edit(what="replace", target="s1", words="Fees of ferries rise")], check=same)
    assert re.search(r"Fees of ferries rise\W*edited by the desk", shown(made, "stakeholders", format))


@pytest.mark.parametrize("format", FORMATS)
def test_what_stood_there_before_is_in_the_notes(edited: Brief, format: str) -> None:
    text = shown(edited, "daily", format)
    assert "Edited by the desk; before: “publish its accounts by 18 May”." in text
    assert "Failed the checks: the number 14 does not stand in the cited sentences." in text
    assert "Edited by the desk; before: “Cassel closes two quays for the summer”." in text
    # The sentence that it rests on stands there as before.
    assert "It promised to publish its accounts by 18 May, a date that had passed." in text


def test_the_popup_of_a_reworded_claim_marks_what_the_engine_found(edited: Brief) -> None:
    page = str(render(edited, format="html"))
    (popup,) = re.findall(
        r"<div popover[^>]*>(?:(?!</div>).)*12 percent(?:(?!</div>).)*Edited by the desk.*?</div>", page, re.S
    )
    assert (
        "<mark>Skerrow’s harbour board voted on Wednesday to raise ferry fees by 12 percent from July</mark>" in popup
    )


def test_a_reworded_position_is_not_called_the_articles_own_words() -> None:
    brief = sample("edited")
    brief = replace(brief, engine=replace(brief.engine, name="extractive", model=None))
    position = brief.stories[1].positions[0]
    assert str(render(brief, format="html")).count("The article’s own words; speaker found by rule.")
    only = replace(
        brief, stories=(replace(brief.stories[1], positions=(position,), contradictions=()),), bottom_line=()
    )
    made = apply(only, [Edit(what="replace", target=position.id, words="There is a future")], check=same)
    assert "The article’s own words" in str(render(only, format="html"))
    assert "The article’s own words; speaker" not in str(render(made, format="html"))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("format", FORMATS)
def test_a_brief_that_nobody_edited_says_nothing_of_the_desk(template: str, format: str) -> None:
    text = shown(sample("complete"), template, format)
    assert not re.search(r"edited by the desk|the desk’s words|Lines to take|Note \(desk\)|Correction", text)


def test_the_account_says_that_it_was_edited(edited: Brief) -> None:
    text = " ".join(map(str, account_lines(edited)))
    assert "taken out or reworded by the desk" in text
    assert "Revision 3, edited by the desk" in text
    assert "edited" not in " ".join(map(str, account_lines(sample("complete"))))


def test_a_pinned_story_comes_first_whatever_a_reader_follows(edited: Brief) -> None:
    follows = Recipient(name="Ana", topics=("ferry",))

    def heads(brief: Brief) -> list[str]:
        page = str(render(brief, format="markdown", template="builtin:daily", recipient=follows))
        return re.findall(r"^## (\w+)", page, re.M)[1:3]

    before = sample("complete")
    assert heads(replace(before, stories=tuple(reversed(before.stories)))) == ["Skerrow", "Cassel"]
    assert heads(edited) == ["Two", "Skerrow"]


# --- corrections -------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_correction_stands_on_top_of_every_page(edited: Brief, template: str, format: str) -> None:
    changes = list(correction(replace(sample("complete"), id=edited.id), edited))
    text = shown(edited, template, format, changes)
    notice = text.index("This takes the place of the brief that you were sent before.")
    assert notice < text.index("Harbours and ferries, edited")
    assert "“publish its accounts by 18 May” now reads “The board will publish 14 accounts by 18 May”." in text
    assert "“Passengers should not pay for the lights” was taken out." in text
    assert f"“{LINE.rstrip('.')}” was added." in text
    # Where it is not known what changed, it is a correction all the same.
    assert "This takes the place" in shown(edited, template, format, [])


def test_the_subject_of_a_correction_says_so(edited: Brief) -> None:
    def subject(changes: list[Corrected] | None, language: str = "en") -> str:
        made = render(edited, format="eml", correction=changes, language=language)
        return str(message_from_bytes(bytes(made), policy=policy.default)["Subject"])  # type: ignore[arg-type]

    assert subject([]).startswith("Correction: Harbours and ferries, edited")
    assert subject(None).startswith("Harbours and ferries, edited")
    assert one_line(subject([], "fr")).startswith("Rectification : Harbours")
    assert len(subject([])) <= 78


def test_a_long_correction_is_counted(edited: Brief) -> None:
    changes = [Corrected(kind="added", part="line", after=f"Line {n}.") for n in range(MOST + 3)]
    text = shown(edited, "daily", "text", changes)
    assert f"“Line {MOST - 1}” was added." in text
    assert f"Line {MOST}”" not in text
    assert "3 more differences." in text


def test_in_french_too(edited: Brief) -> None:
    changes = list(correction(replace(sample("complete"), id=edited.id), edited))
    text = shown(edited, "daily", "text", changes, "fr")
    for words in (
        "Rectification. Ce texte remplace la note que vous avez reçue.",
        "Éléments de langage (service).",
        "Remarque (service).",
        "modifié par le service",
        "termes du service",
        "n’a pas passé les contrôles",
    ):
        assert words in text
    assert "desk" not in text.replace("Islands desk", "")


# --- other formats -----------------------------------------------------------------------------------


def test_the_table_of_positions_has_the_words_before(edited: Brief) -> None:
    position = edited.stories[1].positions[0]
    made = apply(edited, [Edit(what="replace", target=position.id, words="There is a future")], check=same)
    found = {row["claim"]: (row["text"], row["before_edit"]) for row in rows(made)}
    assert found[position.id] == ("There is a future", position.text)
    assert [words for name, (_, words) in found.items() if name != position.id] == [""] * (len(found) - 1)


def test_a_word_file_has_the_marks(edited: Brief) -> None:
    docx = pytest.importorskip("docx")
    import io

    made = render(edited, format="docx", correction=[Corrected(kind="added", part="line", after="Line.")])
    document = docx.Document(io.BytesIO(bytes(made)))  # type: ignore[arg-type]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    assert "Lines to take (desk). We welcome" in text
    assert f"Note (desk). {NOTE}" in text
    assert re.search(r"close until autumn\d* \(edited by the desk\)", text)
    assert re.search(r"publish 14 accounts by 18 May\.\d* \(the desk’s words\)", text)
    assert "Correction. “Line” was added." in text


HOSTILE = (
    '</p><script>alert(1)</script> [x](javascript:alert(1)) {{ 7*7 }} "><img src=x onerror=y> *b* <!-- \u202e | `c`'
)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_hostile_words_of_the_desk_are_only_words(template: str, format: str) -> None:
    brief = sample("complete")
    step = brief.stories[0].next_steps[0]
    edits = [
        Edit(what="replace", target=brief.stories[0].id, words=HOSTILE),
        Edit(what="replace", target=step.id, words=HOSTILE),
        Edit(what="note", target="s1", words=HOSTILE),
        Edit(what="line", words=HOSTILE),
        Edit(what="recommend", words=HOSTILE),
    ]
    made = apply(brief, edits, check=same, by=HOSTILE)
    changes = correction(brief, made)
    page = render(made, format=format, template=template, correction=changes)
    if isinstance(page, bytes):
        mail = message_from_bytes(page, policy=policy.default)
        html = mail.get_body(("html",))
        assert html is not None
        page = html.get_content()
    if format in ("html", "eml"):
        assert not re.search(r"<script|<img|<!-- [^\[]|href=.javascript|onerror=y>", page)
        assert "&lt;script&gt;" in page
    if format == "markdown":
        assert not re.search(r"(?<!\\)\]\(javascript|<script|<img", page)
    assert "49" not in re.findall(r"7\*7.{0,8}|\{\{.{0,8}", page)
    assert "{{" in page or r"\{\{" in page
    assert "\u202e" not in page
