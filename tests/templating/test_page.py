"""Templates show a brief and do nothing else; what is wrong with one is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefer.errors import TemplateError
from briefer.model import Brief, EngineInfo, ProfileInfo
from briefer.templating import Folders, Page

HOSTILE = "*a* [b](javascript:c) <d> | `e`"
MARKDOWN = r"\*a\* \[b\](javascript:c) &lt;d&gt; &#124; \`e\`"


def _brief(**values: str) -> Brief:
    return Brief(
        id="b",
        created="2026-05-21T05:10:00Z",
        title=HOSTILE,
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="p", template="house"),
        engine=EngineInfo(name="fake"),
        set=values,
    )


def _page(root: Path, brief: Brief | None = None, settings: str = "", **files: str) -> Page:
    folder = root / "house"
    folder.mkdir()
    (folder / "template.toml").write_text(settings, encoding="utf-8")
    for file, text in files.items():
        (folder / f"{file}.j2").write_text(text, encoding="utf-8")
    return Page(brief=brief or _brief(), name="house", folders=Folders([root]))


@pytest.mark.parametrize(
    "template",
    [
        "{{ brief.title }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(brief.title) }}",
        "{% set x %}{{ brief.title }}{% endset %}{{ x }}",
        "{% set x = brief.title %}{{ x }}",
        "{{ [brief.title]|join }}",
        "{{ ['', brief.title]|join('') }}",
        "{% macro m() %}{% endmacro %}{{ m() ~ brief.title }}",
        "{% macro m() %}{% endmacro %}{{ m() + brief.title }}",
        "{% macro m() %}{% endmacro %}{{ [m(), brief.title]|join }}",
        "{% filter trim %}{{ brief.title }}{% endfilter %}",
        "{% block a %}{{ brief.title }}{% endblock %}",
    ],
)
def test_markdown_is_escaped_once_on_every_road(tmp_path: Path, template: str) -> None:
    assert _page(tmp_path, x=template).fill("x.j2", "markdown") == MARKDOWN


def test_markdown_survives_super(tmp_path: Path) -> None:
    page = _page(
        tmp_path,
        base="{% block a %}{{ brief.title }}{% endblock %}",
        x='{% extends "base.j2" %}{% block a %}<{{ super() }}>{% endblock %}',
    )
    assert page.fill("x.j2", "markdown") == f"<{MARKDOWN}>"


def test_html_is_escaped_and_text_is_not(tmp_path: Path) -> None:
    page = _page(tmp_path, x="{{ brief.title }}")
    assert page.fill("x.j2", "html") == "*a* [b](javascript:c) &lt;d&gt; | `e`"
    assert page.fill("x.j2", "text") == HOSTILE


@pytest.mark.parametrize("kind", ["html", "markdown", "text"])
def test_invisible_characters_reach_no_page(tmp_path: Path, kind: str) -> None:
    page = _page(tmp_path, _brief(to="a\u202eb\u200bc"), x='{{ brief.set["to"] }}')
    assert page.fill("x.j2", kind) == "abc"  # type: ignore[arg-type]


def test_a_link_target_is_made_safe(tmp_path: Path) -> None:
    page = _page(tmp_path, _brief(u="https://e.org/?a=1&copy=2"), x='[x]({{ brief.set["u"]|url }})')
    assert page.fill("x.j2", "markdown") == "[x](https://e.org/?a=1&amp;copy=2)"
    assert page.fill("x.j2", "html") == "[x](https://e.org/?a=1&amp;copy=2)"
    assert page.fill("x.j2", "text") == "[x](https://e.org/?a=1&copy=2)"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ brief.__class__.__init__.__globals__ }}",
        "{{ (brief|attr('__class__')).mro() }}",
        "{{ brief.set.update({'a': 1}) }}",
        "{{ [].append(1) }}",
        "{{ 'x' * 10**9 }}",
        "{{ 10**9 * 'x' }}",
        "{{ [1] * 99999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 'x'|center(999999999) }}",
        "{{ range(10**9) }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../etc/passwd' %}",
        "{{ lipsum() }}",
        "{{ self.__init__.__globals__ }}",
    ],
)
def test_a_template_cannot_break_out_or_run_away(tmp_path: Path, template: str) -> None:
    with pytest.raises(TemplateError):
        _page(tmp_path, x=template).fill("x.j2", "html")


def test_small_products_are_fine(tmp_path: Path) -> None:
    assert _page(tmp_path, x="{{ '-' * 5 }}{{ 2 ** 10 }}{{ 7 % 4 }}{{ 3 * 4 }}").fill("x.j2", "text") == "-----1024312"


@pytest.mark.parametrize(
    ("template", "line", "message", "hint"),
    [
        ("\n\n{{ brief.titel }}", 3, "Brief has no field 'titel' (did you mean 'title'?)", "docs/templates.md"),
        ("\n{% for s in brief.stories %}{% endfor %}\n{{ s.headline }}", 3, "'s' is not defined", ""),
        ("\n{{ brief.set['dedline'] }}", 2, "there is no value 'dedline' (did you mean 'deadline'?)", ""),
        ("\n{{ brief.title|uper }}", 2, "uper", "did you mean the filter 'upper'?"),
        ("\n\n\n{% if %}", 4, "Expected an expression", "jinja"),
        ("\n{{ brief.title + 3 }}", 2, "", ""),
        ("\n{% include 'gone.j2' %}", 2, "no template file “gone.j2”", "TEMPLATE/FILE"),
    ],
)
def test_an_error_names_file_and_line_and_what_to_try(
    tmp_path: Path, template: str, line: int, message: str, hint: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        _page(tmp_path, _brief(deadline="x"), x=template).fill("x.j2", "html")
    error = caught.value
    assert error.line == line
    assert str(tmp_path / "house" / "x.j2") == error.template
    assert f"x.j2, line {line}: " in error.message
    assert message in error.message
    assert hint in (error.hint or "")


def test_an_error_inside_a_parent_names_the_parent(tmp_path: Path) -> None:
    page = _page(tmp_path, base="\n\n{{ brief.nothing }}", x='{% extends "base.j2" %}')
    with pytest.raises(TemplateError) as caught:
        page.fill("x.j2", "html")
    assert (Path(caught.value.template or "").name, caught.value.line) == ("base.j2", 3)


def test_options_take_the_values_of_set_in_their_own_type(tmp_path: Path) -> None:
    settings = '[options]\nlimit = 3\nloud = false\nword = "a"'
    page = _page(
        tmp_path,
        _brief(limit="7", loud="yes"),
        settings,
        x="{{ options.limit + 1 }} {{ options.loud }} {{ options.word }}",
    )
    assert page.fill("x.j2", "text") == "8 True a"
    other = Page(brief=_brief(limit="many"), name="house", folders=page.folders)
    with pytest.raises(TemplateError, match="whole number"):
        other.fill("x.j2", "text")


def test_style_sheets_are_joined_and_cannot_leave_their_element(tmp_path: Path) -> None:
    page = _page(tmp_path, settings='extends = "builtin:daily"', x="")
    (tmp_path / "house" / "theme.css").write_text(":root { --accent: teal } </style><b>", encoding="utf-8")
    sheet = page.theme()
    assert sheet.index("--paper") < sheet.index("teal")
    assert "</" not in sheet
