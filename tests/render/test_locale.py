"""The page's own words in the page's language."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from briefer.errors import TemplateError
from briefer.merge.contradictions import TEXTS
from briefer.model import GAPS, NextStep, Recipient, Span, When
from briefer.render import render
from briefer.render.account import account_lines
from briefer.render.dates import Calendar
from briefer.render.terms import Terms
from briefer.render.views import Views
from briefer.templating import ENGLISH, Locale, translated
from briefer.templating.locale import fault, places, read_catalogue
from briefer.templating.messages import collected, template_of, write_catalogue

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 5, 21, 7, 10, tzinfo=UTC)
FRENCH = Locale.of("fr")

#: A small language: two messages, three plural forms, quotation marks of its own.
SMALL = r"""
msgid ""
msgstr ""
"Language: qaa\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\n"

msgid "Account"
msgstr "Okkonto"

msgid "“%(text)s”"
msgstr "‹%(text)s›"

msgid "%(num)d story"
msgid_plural "%(num)d stories"
msgstr[0] "un-stori"
msgstr[1] "bi-stori"
msgstr[2] "%(num)d mo-stori"

#, fuzzy
msgid "Next steps"
msgstr "Perhaps"
"""


def _small(folder: Path, text: str = SMALL, name: str = "qaa") -> Path:
    path = folder / "locales" / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# French


@pytest.fixture(scope="module")
def french() -> dict[object, object]:
    return {m.id: m for m in read_catalogue(ROOT / "templates" / "locales" / "fr.po") if m.id}


def test_french_has_every_message_and_no_other(french: dict[object, object]) -> None:
    wanted = {message.id for message in template_of("fr", NOW) if message.id}
    assert len(wanted) > 250
    assert sorted(map(str, wanted - set(french))) == []
    assert sorted(map(str, set(french) - wanted)) == []
    assert not read_catalogue(ROOT / "templates" / "locales" / "fr.po").obsolete


def test_every_french_message_is_whole(french: dict[object, object]) -> None:
    for message in read_catalogue(ROOT / "templates" / "locales" / "fr.po"):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        originals = message.id if isinstance(message.id, tuple | list) else [message.id]
        for form in forms:
            assert form, message.id
            # A language code in place of the language's name needs the code alone.
            assert places(form) | {"language"} >= places(originals[-1]) or message.id[0] == "i", message.id
        assert not fault(message), message.id


def test_french_is_set_as_french_is(french: dict[object, object]) -> None:
    """No-break spaces before high punctuation, guillemets with narrow ones within, curved apostrophes."""
    for message in read_catalogue(ROOT / "templates" / "locales" / "fr.po"):
        if not message.id:
            continue
        for form in message.string if isinstance(message.string, tuple | list) else [message.string]:
            assert not re.search(r"[“”']", form), form
            assert not re.search(r"[^\u00a0]:(?!\w)", form), form
            assert not re.search(r"[^\u202f][;?!]", form), form
            assert not re.search(r"«(?!\u202f)|(?<!\u202f)»", form), form


# Every English word that a page of ours can say and French does not, by message.
@cache
def _words_of_ours() -> frozenset[str]:
    found: set[str] = set()
    for _file, _line, message, _context in collected():
        for form in message if isinstance(message, tuple) else (message,):
            bare = re.sub(r"%\(\w+\)[sd]", "\n", form)
            found |= {piece.strip(" .,:;()“”") for piece in bare.split("\n")}
    return frozenset(piece for piece in found if len(piece.split()) > 1 and "briefer" not in piece)


def _in_french(samples: ModuleType, name: str) -> object:
    brief = getattr(samples, name)()
    return replace(brief, language="fr")


@pytest.mark.parametrize("name", ["ministerial", "daily", "empty"])
@pytest.mark.parametrize("ending", ["md", "txt", "html", "ics", "atom"])
def test_no_english_message_is_left_in_a_french_page(samples: ModuleType, name: str, ending: str) -> None:
    brief = getattr(samples, name)()
    page = str(render(brief, format=ending, language="fr"))
    told = {text for article in brief.articles for text in [article.text, article.title or ""]}
    plain = re.sub(r"\s+", " ", page.replace("\r\n ", "").replace("\\", ""))
    own = {piece for piece in _words_of_ours() if not any(piece in text for text in told)}
    left = sorted(piece for piece in own if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", plain))
    assert left == []


def test_a_french_page_says_what_it_is(samples: ModuleType) -> None:
    page = str(render(samples.daily(), format="html", language="fr"))
    assert '<html lang="fr">' in page
    assert 'aria-label="Extrait 1"' in page
    assert ">Fermer</button>" in page
    assert "ouvrir l’article à cette phrase" in page
    assert 'q { quotes: "«\u202f" "\u202f»"; }' in page
    # What the brief says is not the page's language.
    assert '<span lang="en" dir="auto">' in page


def test_the_brief_itself_decides_where_nobody_else_does(samples: ModuleType) -> None:
    brief = replace(samples.daily(), language="fr-BE")
    assert "## Bilan" in str(render(brief, format="md"))
    assert "## Account" in str(render(brief, format="md", recipient=Recipient(language="en")))
    assert "## Bilan" in str(render(samples.daily(), format="md", recipient=Recipient(language="fr")))
    assert "## Account" in str(render(brief, format="md", recipient=Recipient(language="fr"), language="en"))
    page = str(render(brief, format="html"))
    assert '<html lang="fr-BE">' in page


# Dates, numbers, lists


@pytest.mark.parametrize(
    ("start", "end", "text", "english", "french"),
    [
        ("2026-05-26", "2026-05-26", "then", "26 May", "26 mai"),
        ("2026-06-01", "2026-06-01", "then", "1 June", "1er juin"),
        ("2026-05-18", "2026-05-20", "then", "18 to 20 May", "18–20 mai"),
        ("2026-06-01", "2026-06-03", "then", "1 to 3 June", "1er–3 juin"),
        ("2026-05-25", "2026-07-01", "then", "25 May to 1 July", "25 mai\u2009–\u20091er juillet"),
        ("2025-07-03", "2025-07-05", "then", "3 to 5 July 2025", "3–5 juillet 2025"),
        ("2025-12-30", "2026-01-02", "then", "30 December 2025 to 2 January", "30 décembre 2025\u2009–\u20092 janvier"),
        ("2027-01", "2027-03", "then", "January 2027 to March 2027", "janvier–mars 2027"),
        ("2027", "2028", "then", "2027 to 2028", "2027\u2009–\u20092028"),
        (None, "2026-05-31", "then", "by 31 May", "d’ici au 31 mai"),
        (None, "2027-08", "then", "by August 2027", "d’ici à août 2027"),
        ("2026-05-20", "2026-06-01", "by June", "by 1 June", "d’ici au 1er juin"),
        ("2026-05-25", None, "then", "from 25 May", "dès le 25 mai"),
        ("2027", None, "then", "from 2027", "dès 2027"),
        ("2025-10-11", "2025-10-11", "then", "11 October 2025", "11 octobre 2025"),
    ],
)
def test_a_date_is_written_as_the_page_writes_dates(
    start: str | None, end: str | None, text: str, english: str, french: str
) -> None:
    when = When(text, Span("a", 0, 1), start, end)
    assert Calendar(NOW).when(when) == english
    assert Calendar(NOW, FRENCH).when(when) == french


def test_words_of_time_in_another_language_than_the_page_say_the_same_date() -> None:
    calendar = Calendar(NOW, FRENCH)
    for words in ("on 26 May", "le 26 mai", "26 May 2026"):
        assert calendar.words(When(words, Span("a", 0, 1), "2026-05-26", "2026-05-26")) == ""
    assert calendar.words(When("next Tuesday", Span("a", 0, 1), "2026-05-26", "2026-05-26")) == "next Tuesday"


def test_times_numbers_and_lists() -> None:
    assert FRENCH.time(time(7, 5)) == "07:05"
    assert FRENCH.number(12345) == "12\u202f345"
    assert FRENCH.number(0.5, 2) == "0,50"
    assert (ENGLISH.number(12345), ENGLISH.number(0.5, 2)) == ("12,345", "0.50")
    assert [FRENCH.listed("abc"[:n]) for n in range(4)] == ["", "a", "a et b", "a, b et c"]
    assert [ENGLISH.listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert FRENCH.day(date(2026, 8, 1), year=True) == "1er août 2026"
    assert FRENCH.short_day(date(2026, 2, 11)) == "11 févr."
    assert FRENCH.weekdays()[0] == "lun."


@pytest.mark.parametrize(
    ("tag", "english", "french"),
    [
        ("fr-BE", "French", "français"),
        ("uk", "Ukrainian", "ukrainien"),
        ("is", "Icelandic", "islandais"),
        ("und", "an unknown language", "langue inconnue"),
        ("qaa", "qaa", "qaa"),
    ],
)
def test_languages_have_names(tag: str, english: str, french: str) -> None:
    assert (ENGLISH.language_name(tag), FRENCH.language_name(tag)) == (english, french)


def test_quotation_marks_are_the_pages(samples: ModuleType) -> None:
    assert (ENGLISH.quoted("so"), FRENCH.quoted("so")) == ("“so”", "«\u202fso\u202f»")
    brief = samples.ministerial()
    view = Views.of(brief, Calendar.of(brief, FRENCH))
    quote = next(q for p in brief.stories[0].positions for q in map(view.quote, p.quotes))
    page = str(render(brief, format="md", language="fr"))
    lines = [line for line in page.replace("\\", "").splitlines() if line.startswith("- «\u202f")]
    assert any(f"«\u202f{quote.text}\u202f»" in line for line in lines)
    assert not any("“" in line for line in lines)


def test_one_english_word_may_be_two_in_french() -> None:
    assert Terms(FRENCH).kind("conditional") != Terms(FRENCH).stance("conditional")
    assert Terms(ENGLISH).kind("conditional") == Terms(ENGLISH).stance("conditional") == "conditional"


def test_plurals(samples: ModuleType) -> None:
    brief = samples.daily()
    counts = replace(brief.account.claims, made=1, verified=1, flagged=0, withheld=0, merged=0)
    one = replace(brief, account=replace(brief.account, claims=counts))
    assert account_lines(one, FRENCH)[0] == "1 énoncé\u00a0: 1 vérifié."
    counts = replace(counts, made=1200, verified=1000, withheld=200)
    many = replace(brief, account=replace(brief.account, claims=counts))
    assert account_lines(many, FRENCH)[0] == "1\u202f200 énoncés\u00a0: 1\u202f000 vérifiés et 200 écartés."
    # French counts nothing as one.
    assert FRENCH.ngettext("%(num)d article", "%(num)d articles", 0) == "0 article"


# Sentences that a brief carries


def test_stored_sentences_are_recognised() -> None:
    assert translated("Brief of 1 May 2026", FRENCH) == "Note du 1er mai 2026"
    assert translated("it has only 8 words of text", FRENCH) == "son texte ne compte que 8 mots"
    said = "the article's words make it a pledge, not a scheduled step: “will, it hopes, meet”"
    assert translated(said, FRENCH) == (
        "selon les mots de l’article, il s’agit de ceci\u00a0: un engagement, non une étape à date fixée "
        "(«\u202fwill, it hopes, meet\u202f»)"
    )
    assert translated(said, ENGLISH) == said
    for text in ("Morning brief", "Brief of the whole of May", "connection refused by 10.0.0.1", ""):
        assert translated(text, FRENCH) == text


def test_every_gap_has_french_words() -> None:
    assert all(translated(gap, FRENCH) != gap for gap in GAPS)


def test_what_stands_above_a_contradiction_has_french_words() -> None:
    assert all(translated(text, FRENCH) != text for text in TEXTS)


#: What stands for a place that takes certain words only.
_GIVEN = {
    ("fields.py", "the Xy “"): "the role “",
    ("ids.py", "the words of the Xy"): "the words of the cue",
    ("ids.py", "the Xy lie outside"): "the attributed words lie outside",
    ("ids.py", "of the Xy overlap"): "of the quotation overlap",
    ("ids.py", "place Xy to Xy"): "place 7 to 90",
    ("ids.py", "of Xy characters"): "of 80 characters",
    ("quote.py", "marksXy"): "marks: “Xy” is not theirs",
    ("numbers.py", "sentencesXy"): "sentences (they say Xy)",
    ("stance.py", "”Xy"): "”; they read as “Xy”",
}


def _reasons() -> Iterator[tuple[str, str]]:
    """What the gates say, from their own source: each with letters in its places."""
    for path in sorted((ROOT / "briefer" / "verify" / "gates").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ("weak", "fail", "_wrong"):
                continue
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.JoinedStr) and any(isinstance(v, ast.Constant) for v in part.values):
                    text = "".join(v.value if isinstance(v, ast.Constant) else "Xy" for v in part.values)  # type: ignore[misc]
                    if " " in text.strip():
                        yield path.name, text
                elif isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value.strip():
                    if not _is_a_piece(node.args[0], part):
                        yield path.name, part.value


def _is_a_piece(tree: ast.AST, part: ast.AST) -> bool:
    """Whether the words are a part of a longer sentence, or what a method is called with."""
    wholes = (ast.JoinedStr, ast.Call)
    return any(part in ast.walk(whole) for whole in ast.walk(tree) if isinstance(whole, wholes))


def test_every_reason_of_the_gates_has_french_words() -> None:
    reasons = []
    for file, text in _reasons():
        for (place, generic), given in _GIVEN.items():
            text = text.replace(generic, given) if place == file else text  # noqa: PLW2901
        reasons.append((file, text))
    assert len(reasons) > 50
    unknown = [(file, text) for file, text in reasons if translated(text, FRENCH) == text]
    assert unknown == []


# Adding a language


def test_a_new_language_needs_one_file(samples: ModuleType, tmp_path: Path) -> None:
    brief = replace(samples.daily(), language="qaa")
    assert "## Account" in str(render(brief, format="md", search=[tmp_path]))
    _small(tmp_path)
    page = str(render(brief, format="md", search=[tmp_path]))
    assert "## Okkonto" in page
    assert len(brief.stories) == 3
    assert ", 3 mo-stori;" in page
    # Without a translation, or with one that nobody has looked through, a message stays English.
    assert "Next steps" in page
    assert "Perhaps" not in page
    # Bringing the file up to date keeps the plural forms, which nobody but its author knows.
    written = write_catalogue("qaa", tmp_path, NOW)
    assert written.translated == 3
    assert str(render(brief, format="md", search=[tmp_path])) == page


def test_plural_forms_are_the_languages_own(tmp_path: Path) -> None:
    _small(tmp_path)
    locale = Locale.of("qaa", [tmp_path])
    counted = [locale.ngettext("%(num)d story", "%(num)d stories", n) for n in (1, 2, 5)]
    assert counted == ["un-stori", "bi-stori", "5 mo-stori"]
    assert locale.marks == ("‹", "›")


def test_ones_own_words_go_before_the_built_in_ones(tmp_path: Path) -> None:
    _small(tmp_path, 'msgid "Account"\nmsgstr "Contrôle"\n', "fr")
    _small(tmp_path, 'msgid "Account"\nmsgstr "Contrôle (Suisse)"\n', "fr-CH")
    _small(tmp_path, 'msgid "Account"\nmsgstr "How this was made"\n', "en")
    spoken = {tag: Locale.of(tag, [tmp_path]) for tag in ("fr", "fr-CH", "fr-BE", "en", "en-GB", "de")}
    assert {tag: locale.gettext("Account") for tag, locale in spoken.items()} == {
        "fr": "Contrôle",
        "fr-CH": "Contrôle (Suisse)",
        "fr-BE": "Contrôle",
        "en": "How this was made",
        "en-GB": "How this was made",
        "de": "Account",
    }
    assert spoken["fr-CH"].gettext("Next steps") == "Prochaines étapes"
    assert Locale.of("fr").gettext("Account") == "Bilan"
    assert spoken["en"].day(date(2026, 5, 26), year=False) == "26 May"


def test_a_page_without_words_of_its_language_is_english_throughout(samples: ModuleType) -> None:
    locale = Locale.of("de")
    assert (locale.day(date(2026, 5, 26), year=False), locale.number(1234)) == ("26 May", "1,234")
    assert '<html lang="de">' in str(render(samples.daily(), format="html", language="de"))


@pytest.mark.parametrize("tag", ["ar", "he", "fa-IR", "ur"])
def test_some_pages_run_from_right_to_left(samples: ModuleType, tag: str) -> None:
    assert f'<html lang="{tag}" dir="rtl">' in str(render(samples.daily(), format="html", language=tag))
    assert Locale.of("fr").direction == Locale.of("en").direction == Locale.of("qaa").direction == "ltr"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('msgid "a"\nmsgstr "b"\n\nmsgid "Sent to %(address)s."\nmsgstr "%(adress)s"\n', 4, "%(adress)s"),
        ('msgid "a"\nmsgstr "100 %"\n', 1, "%%"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr nonsense\n', 5, "nonsense"),
        ('msgid "a"\nmsgstr "b\n', 2, "no line of a PO file"),
        ('msgid "a"\nmsgstr "b " c"\n', 2, "no line of a PO file"),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 1, "missing msgstr"),
    ],
)
def test_a_broken_catalogue_names_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = _small(tmp_path, text, "xx")
    with pytest.raises(TemplateError) as caught:
        Locale.of("xx", [tmp_path])
    assert caught.value.template == str(path)
    assert caught.value.line == line
    assert message in caught.value.message


def test_a_changed_catalogue_is_read_again(tmp_path: Path) -> None:
    import os

    path = _small(tmp_path, 'msgid "Account"\nmsgstr "Eins"\n', "de")
    assert Locale.of("de", [tmp_path]).gettext("Account") == "Eins"
    path.write_text('msgid "Account"\nmsgstr "Zwei"\n', encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert Locale.of("de", [tmp_path]).gettext("Account") == "Zwei"


def test_the_file_for_translators(tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "template.toml").write_text('extends = "builtin:daily"\n', encoding="utf-8")
    file = house / "brief.md.j2"
    file.write_text('{{ _("For the cabinet") }} {{ ngettext("%(num)d page", "%(num)d pages", 2) }}', encoding="utf-8")
    first = write_catalogue("de", tmp_path, NOW, [tmp_path])
    assert first.translated == 0
    text = first.path.read_text(encoding="utf-8")
    assert 'msgid "For the cabinet"' in text
    assert "nplurals=2; plural=(n != 1)" in text
    first.path.write_text(
        text.replace('msgid "For the cabinet"\nmsgstr ""', 'msgid "For the cabinet"\nmsgstr "Für das Kabinett"'),
        encoding="utf-8",
    )
    file.write_text('{{ _("For the cabinet") }} {{ _("Secret") }}', encoding="utf-8")
    again = write_catalogue("de", tmp_path, NOW, [tmp_path])
    assert (again.messages, again.translated) == (first.messages, 1)
    text = again.path.read_text(encoding="utf-8")
    assert 'msgid "Secret"' in text
    assert '#~ msgid "%(num)d page"' in text
    assert Locale.of("de", [tmp_path]).gettext("For the cabinet") == "Für das Kabinett"


# Escaping


@pytest.mark.parametrize(
    ("ending", "shown"),
    [
        ("html", "Caf&amp;é &lt;b&gt; 1,234 <i>x</i> 5%"),
        ("md", "Caf&amp;é &lt;b&gt; 1,234 <i>x</i> 5%"),
        ("txt", "Caf&é <b> 1,234 <i>x</i> 5%"),
    ],
)
def test_a_message_and_what_is_put_in_are_escaped_like_any_value(
    samples: ModuleType, tmp_path: Path, ending: str, shown: str
) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "template.toml").write_text('contract = "briefer.brief/1"\n', encoding="utf-8")
    message = '_("Caf&é %(a)s %(n)d %(m)s 5%%", a="<b>", n=1234, m="<i>x</i>"|safe)'
    (house / f"brief.{ending}.j2").write_text("{{ " + message + " }}", encoding="utf-8")
    assert shown in str(render(samples.daily(), format=ending, template="house", search=[tmp_path]))


def test_a_place_without_a_value_is_an_error_with_its_line(samples: ModuleType, tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "template.toml").write_text('contract = "briefer.brief/1"\n', encoding="utf-8")
    (house / "brief.md.j2").write_text('one\n{{ _("For %(name)s") }}\n', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"line 2: .*%\(name\)s"):
        render(samples.daily(), format="md", template="house", search=[tmp_path])


def test_no_break_spaces_of_a_page_are_kept(samples: ModuleType) -> None:
    page = str(render(samples.ministerial(), format="md", language="fr"))
    assert "Pour contrôler cette note de nouveau\u00a0: `briefer" in page
    assert "«\u202f" in page


# Speed


def test_an_english_page_asks_neither_babel_nor_a_catalogue(samples: ModuleType, tmp_path: Path) -> None:
    import json

    from briefer.contract import dump_brief

    bundle = tmp_path / "b.json"
    bundle.write_text(json.dumps(dump_brief(samples.daily())), encoding="utf-8")
    code = (
        "import json, sys\n"
        "from briefer.contract import load_brief\n"
        "from briefer.render import render\n"
        f"brief = load_brief(json.load(open({str(bundle)!r}, encoding='utf-8')))\n"
        "for name in ('md', 'txt', 'html'):\n"
        "    render(brief, format=name)\n"
        "assert 'babel' not in sys.modules\n"
        "render(brief, format='md', language='fr')\n"
        "assert 'babel' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_due_words_are_the_pages() -> None:
    step = NextStep(text="x", kind="pledged", when=When("then", Span("a", 0, 1), None, "2026-05-20"))
    assert (Calendar(NOW).due(step), Calendar(NOW, FRENCH).due(step)) == ("overdue", "en retard")
