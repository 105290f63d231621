"""Each built-in template in each format: whole, readable and inert."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from markdown import Markdown

from briefer.contract import load_brief
from briefer.errors import TemplateError, UsageError
from briefer.model import Brief
from briefer.render import format_of, render

BRIEFS = ["ministerial", "daily", "empty"]
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Outline(HTMLParser):
    """The elements of a page in order; an element that is closed wrongly is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def _claims(brief: Brief) -> list[str]:
    steps = [step.text for story in brief.stories for step in story.next_steps]
    return [*(story.headline for story in brief.stories), *steps]


@pytest.mark.parametrize("name", BRIEFS)
def test_a_page_is_sound(samples: ModuleType, name: str) -> None:
    page = Outline(render(getattr(samples, name)(), format="html"))
    assert len(page.all("h1")) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    popups = {attrs["id"] for _, attrs in page.tags if "popover" in attrs}
    targets = {attrs["popovertarget"] for attrs in page.all("button")}
    assert targets == popups
    assert all(attrs.get("scope") for attrs in page.all("th"))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object", "form", "input"}
    assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on") or key == "style"]
    (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pytest.mark.parametrize("name", BRIEFS)
def test_a_page_links_only_where_a_brief_may(samples: ModuleType, name: str) -> None:
    page = Outline(render(getattr(samples, name)(), format="html"))
    for attrs in page.all("a"):
        assert re.match(r"https://[a-z]+\.example\.org/|#s\d", attrs["href"] or "")


@pytest.mark.parametrize("name", ["ministerial", "daily"])
@pytest.mark.parametrize("format", ["html", "markdown", "text"])
def test_every_headline_step_and_address_is_there(samples: ModuleType, name: str, format: str) -> None:
    brief = getattr(samples, name)()
    made = render(brief, format=format)
    if format == "markdown":
        made = Markdown(extensions=["tables", "footnotes"]).convert(made)
    if format != "text":
        made = html.unescape(re.sub(r"<sup.*?</sup>|<button.*?</button>|<[^>]*>", "", made)) + html.unescape(made)
    flat = " ".join(made.split()).casefold()
    for text in _claims(brief):
        assert " ".join(text.split()).casefold() in flat
    for article in brief.articles:
        if article.id != "bay":
            assert str(article.url) in flat.replace("&amp;", "&")
    assert "javascript:alert(document" not in flat
    assert "nearly empty: 12 words" in flat
    assert "the file is missing" in flat
    assert "briefer verify file.json" in flat
    assert "faithful to the article, not necessarily true" in flat
    assert "“14 days” does not stand in the cited sentences" in flat
    assert "a threat is no pledge" in flat
    assert "speakers were found by rule" in flat
    assert "risks | for us" in flat
    assert "vellany could leave the council." in flat
    assert "tense" in flat
    if name == "daily":
        assert "in english, translated by example-1: we have *no* choice" in flat
        assert "the papers name two dates." in flat
        assert "not checked in articles in french: names and speaker." in flat


def test_whole_articles_stay_at_home(samples: ModuleType) -> None:
    brief = samples.daily()
    for name in ("html", "markdown", "text"):
        made = render(brief, format=name)
        for article in brief.articles:
            assert article.text[: len(article.text) // 2] not in made


@pytest.mark.parametrize("name", BRIEFS)
def test_markdown_reads_back_as_lists_tables_and_notes(samples: ModuleType, name: str) -> None:
    brief = getattr(samples, name)()
    made = render(brief, format="markdown")
    page = Markdown(extensions=["tables", "sane_lists", "footnotes", "def_list"], output_format="html").convert(made)
    tables = re.findall(r"<table>.*?</table>", page, re.DOTALL)
    assert len(tables) == sum(bool(story.next_steps) for story in brief.stories)
    rows = [len(re.findall(r"<td", row)) for table in tables for row in table.split("<tr>")[2:]]
    assert rows == [3] * sum(len(story.next_steps) for story in brief.stories)
    cited = re.findall(r"\[\^(\d+)\](?!:)", made)
    defined = re.findall(r"^\[\^(\d+)\]:", made, re.MULTILINE)
    assert defined == [str(n) for n in range(1, len(defined) + 1)]
    assert set(cited) == set(defined)
    assert page.count('class="footnote-ref"') == len(cited)
    assert not re.search(r"<(?:script|img|b|i|u|del|code)\b(?!>briefer verify)", page)
    assert "javascript" not in "".join(re.findall(r'href="[^"]*"', page))
    assert not re.search(r"[ \t]+$|\n\n\n", made, re.MULTILINE)


def test_hostile_words_are_read_back_as_they_stand(samples: ModuleType) -> None:
    made = render(samples.daily(), format="markdown")
    page = Markdown(extensions=["tables", "sane_lists", "footnotes", "def_list"]).convert(made)
    words = " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())
    for text in (
        "Council <script>alert('x')</script> voted 4|5 against *all* fees on [Monday](javascript:alert(1))",
        "No fee, {{ 7*7 }} no ferry & no <b>ghosts</b>",
        "- ~~5~~ crowns # 1. <u>x</u>",
        "Ilse | Brandt_of_Orrin",
        "AT&amp;T",
        "Vellany <leaves> the council",
        "lost | found.txt",
    ):
        assert text in words


def test_plain_text_keeps_its_width_and_has_no_markup(samples: ModuleType) -> None:
    made = render(samples.ministerial(), format="text")
    assert all(len(line) <= 72 for line in made.splitlines() if "https://" not in line)
    assert "Teodor Corvo, agriculture minister, Vellany (opposes)" in made
    assert "as cited by the Harbour Post" in made
    assert not re.search(r"</?[a-z]+>|\*\*|\[\^", made.replace("<leaves>", ""))


@pytest.mark.parametrize("format", ["html", "markdown", "text"])
def test_the_ministerial_note_has_its_parts_in_order(samples: ModuleType, format: str) -> None:
    made = render(samples.ministerial(), format=format)
    body = made[made.index("OFFICIAL") :]
    parts = [
        "OFFICIAL · SENSITIVE",
        "Norrmark and Vellany failed",
        "Minister of Water",
        "River basins desk",
        "25 May, noon",
        "decision",
        "RB/26/114",
        "Issue",
        "Both signed",
        "Recommendation (desk).",
        "What changed",
        "Current status",
        "Who matters",
        "Who stands where",
        "Next steps",
        "Missing:",
        "Annex: sources",
        "Account",
    ]
    places = [body.index(part) for part in parts]
    assert places == sorted(places)


def test_contents_only_from_the_fourth_story_on(samples: ModuleType) -> None:
    brief = samples.daily()
    assert "contents" not in re.sub(r"<style>.*</style>", "", render(brief, format="html"), flags=re.DOTALL)
    more = replace(brief, stories=(*brief.stories, replace(brief.stories[0], id="s4")))
    page = render(more, format="html")
    assert [f"#{s.id}" for s in more.stories] == [a["href"] for a in Outline(page).all("a")][:4]
    assert 'class="contents"' in render(replace(brief, set={"contents_after": "1"}), format="html")


def test_foreign_words_carry_their_language(samples: ModuleType) -> None:
    page = render(samples.daily(), format="html")
    assert '<q dir="auto" lang="fr">Nous n’avons pas le choix</q>' in page
    assert "in French" in page
    assert 'lang="fr"' not in render(samples.ministerial(), format="html")


def test_a_template_with_markdown_alone_still_gives_a_page(samples: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "template.toml").write_text('name = "house"', encoding="utf-8")
    (tmp_path / "house" / "brief.md.j2").write_text(
        "# {{ brief.title }}\n\n| a |\n|---|\n{% for s in brief.stories %}| {{ s.headline }}[^{{ (s|note).number }}] |\n{% endfor %}\n\n"
        "[x](javascript:alert(1)) [y](//evil.example) <script>alert(1)</script> <img src=x onerror=alert(1)>\n\n"
        "{% for n in notes.listed() %}[^{{ n.number }}]: {{ n.passages[0].text }}\n{% endfor %}",
        encoding="utf-8",
    )
    page = render(samples.daily(), format="html", template="house", search=[tmp_path])
    outline = Outline(page)
    assert page.count("<td>") == 3
    assert "alert('x')" in page
    assert not {"script", "img"} & {tag for tag, _ in outline.tags}
    assert all((a.get("href") or "#").startswith("#") for a in outline.all("a"))
    assert 'id="fn:1"' in page
    assert "--paper" in page


def test_a_house_template_changes_one_block_and_keeps_the_rest(samples: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "template.toml").write_text('extends = "builtin:ministerial"', encoding="utf-8")
    (tmp_path / "house" / "brief.html.j2").write_text(
        '{% extends "builtin:ministerial/brief.html.j2" %}{% block recommendation %}<p>Ours: {{ brief.title }}</p>{% endblock %}',
        encoding="utf-8",
    )
    (tmp_path / "house" / "theme.css").write_text(":root { --accent: #123456; }", encoding="utf-8")
    page = render(samples.ministerial(), format="html", template="house", search=[tmp_path])
    assert "<p>Ours: Water brief</p>" in page
    assert "Offer two hydrologists" not in page
    assert "Annex: sources" in page
    assert page.index("--accent: #8a1f11") < page.index("--accent: #123456")
    # The formats that the house says nothing about are the parent's.
    assert "Annex: sources" in render(samples.ministerial(), format="text", template="house", search=[tmp_path])


def test_json_is_the_brief_and_needs_no_template(samples: ModuleType) -> None:
    brief = replace(samples.daily(), profile=replace(samples.daily().profile, template="gone"))
    made = render(brief, format="json")
    bundle = json.loads(made)
    assert bundle["schema"] == "briefer.brief/1"
    assert replace(load_brief(bundle), digest="") == replace(brief, digest="")
    with pytest.raises(TemplateError, match="gone"):
        render(brief, format="html")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("markdown", "markdown"),
        ("md", "markdown"),
        (".MD", "markdown"),
        ("out/brief.htm", "html"),
        ("txt", "text"),
        ("a.json", "json"),
    ],
)
def test_a_format_is_known_by_name_and_ending(word: str, name: str) -> None:
    assert format_of(word) == name


def test_an_unknown_format_says_what_there_is() -> None:
    with pytest.raises(UsageError, match="“odt”") as caught:
        format_of("odt")
    assert "markdown" in str(caught.value.hint)


def test_the_same_brief_gives_the_same_page(samples: ModuleType) -> None:
    for name in ("html", "markdown", "text", "json"):
        assert render(samples.daily(), format=name) == render(samples.daily(), format=name)
