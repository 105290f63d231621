"""Mail programs show so much of a mail: what is longer is cut between stories, says so, and brings the whole along."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from briefer.contract import load_brief
from briefer.formats.eml import LARGEST, Letter, fitting, letter
from briefer.formats.eml.fitting import NAMED, size_of
from briefer.formats.text import TextFormat
from briefer.model import ArticleOutcome, Brief, Recipient
from briefer.render import page_of

ROOT = Path(__file__).parents[2]
TEMPLATES = ("daily", "ministerial", "short", "stakeholders", "lookahead")
ANA = Recipient(name="Ana Prill", email="ana@desk.example")
#: Less than the ten stories need.
BUDGET = 80_000
CUT_HERE = "This mail is cut here"


def _bundle(path: str) -> Brief:
    return load_brief(json.loads((ROOT / path).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def ten() -> Brief:
    """Ten long stories: nearly 90 KB in one mail."""
    return _more(_bundle("examples/briefs/daily.json"), 10)


@pytest.fixture(scope="module")
def thirty() -> Brief:
    """Thirty short ones."""
    return _bundle("templates/samples/thirty.json")


def _more(brief: Brief, stories: int) -> Brief:
    """The brief with its stories again and again, each with a name and a headline of its own."""
    rounds = [
        replace(story, id=f"{story.id}-{turn}", headline=f"{story.headline} ({turn})")
        for turn in range(-(-stories // len(brief.stories)))
        for story in brief.stories
    ]
    return replace(brief, stories=tuple(rounds[:stories]))


def _letter(brief: Brief, template: str = "daily", *, search: Sequence[Path] = (), **more: object) -> Letter:
    page = page_of(brief, template=template if search else f"builtin:{template}", recipient=ANA, search=search)
    return letter(page, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made(ten: Brief) -> Letter:
    """A mail that had to be cut."""
    return _letter(ten, budget=BUDGET)


def _told(made: Letter) -> list[str]:
    """Ids of the stories that the HTML tells, in their order."""
    page = made.html.partition('<h2 id="rest"')[0]
    return re.findall(r'<h2 id="([^"]+)"', page)


def _named(made: Letter) -> list[str]:
    return re.findall(r'<li id="([^"]+)"', made.html.partition('<h2 id="rest"')[2].partition("</ul>")[0])


@pytest.mark.parametrize("template", TEMPLATES)
def test_forty_items_fit_or_are_cut_with_a_notice(thirty: Brief, ten: Brief, template: str) -> None:
    for brief in (_more(thirty, 40), _more(ten, 40)):
        made = _letter(brief, template)
        assert size_of(made.html) <= LARGEST == 102_000
        assert (CUT_HERE in made.html) == (made.cut > 0) == bool(made.attachments)
        # Nothing of the text is ever left out.
        page = page_of(brief, template=f"builtin:{template}", recipient=ANA)
        assert made.text == TextFormat().render(page)


def test_forty_short_items_need_no_cut(thirty: Brief) -> None:
    assert _letter(_more(thirty, 40)).cut == 0


def test_ten_long_stories_need_no_cut(ten: Brief) -> None:
    made = _letter(ten)
    assert not made.cut
    assert not made.attachments
    assert _told(made) == [story.id for story in ten.stories]


def test_long_stories_are_cut_after_the_last_that_fits(ten: Brief, made: Letter) -> None:
    ids = [story.id for story in ten.stories]
    assert 0 < made.cut < 5
    assert _told(made) == ids[: -made.cut]
    assert _named(made) == ids[-made.cut :]
    # The list at the top leads to each, told or named.
    top = made.html.partition("</ol>")[0]
    assert re.findall(r'href="#([^"]+)"', top.rpartition("<ol")[2]) == ids
    assert 0.8 * BUDGET < size_of(made.html) <= BUDGET
    assert f"{made.cut} of 10 stories" in made.remarks[0]
    (whole,) = made.attachments
    assert (whole.name, whole.media_type) == ("Morning brief 2026-11-21.html", "text/html")
    for story in ten.stories:
        assert f'id="{story.id}"'.encode() in whole.content
    assert all(story.headline in made.text.replace("\n", " ") for story in ten.stories)
    assert CUT_HERE not in made.text


@pytest.mark.parametrize("template", TEMPLATES)
def test_at_every_budget_each_story_is_told_whole_or_named_or_counted(
    thirty: Brief, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief = replace(_more(thirty, 50), set={"stories_at_most": "50"})
    whole = _letter(brief, template, budget=10_000_000)
    assert whole.cut == 0
    full = size_of(whole.html)
    tries: list[int] = []
    kept = fitting.inlined

    def counted(html: str, theme: str) -> str:
        tries[-1] += 1
        return kept(html, theme)

    monkeypatch.setattr(fitting, "inlined", counted)
    cuts = []
    for budget in (full // 4, full // 2, full * 3 // 4, full - 1):
        tries.append(0)
        made = _letter(brief, template, budget=budget)
        assert size_of(made.html) <= budget
        named = _named(made)
        assert len(named) == min(made.cut, NAMED)
        assert named == [story.id for story in brief.stories[50 - made.cut :][:NAMED]]
        if made.cut > NAMED:
            assert f"And {made.cut - NAMED} more." in made.html
        if template in ("daily", "ministerial", "short"):
            assert _told(made) == [story.id for story in brief.stories[: 50 - made.cut]]
            for story in brief.stories[: 50 - made.cut]:
                # To the last claim of it: what the whole mail says of this story stands here too, word for word.
                assert _part(made.html, story.id) == _part(whole.html, story.id)
        cuts.append(made.cut)
    assert cuts == sorted(cuts, reverse=True)
    assert cuts[0] > NAMED // 2
    assert max(tries) <= 6


def _part(html: str, story: str) -> str:
    """The story's words without the numbers of its notes."""
    part = html.partition(f'<h2 id="{story}"')[2]
    return re.sub(r"<sup>.*?</sup>", "", re.split(r"<h2 ", part)[0])


def test_the_same_brief_is_cut_in_the_same_place(ten: Brief, made: Letter) -> None:
    assert _letter(ten, budget=BUDGET) == made


def test_one_link_takes_the_place_of_the_attachment(ten: Brief) -> None:
    brief = replace(ten, set={**ten.set, "online": "https://desk.example/briefs/7?a=1&b=2"})
    made = _letter(brief, budget=BUDGET)
    assert made.cut
    assert not made.attachments
    assert "The whole brief is at " in made.html
    assert 'href="https://desk.example/briefs/7?a=1&amp;b=2"' in made.html
    wrong = _letter(
        replace(ten, stories=ten.stories[:2], set={**ten.set, "online": "javascript:alert(1)"}), budget=20_000
    )
    assert "javascript" not in wrong.html
    assert [file.media_type for file in wrong.attachments] == ["text/html"]


def test_what_is_attached_anyway_is_not_attached_again(ten: Brief) -> None:
    short = replace(ten, stories=ten.stories[:2])
    for attach in (("markdown", "html"), ("markdown",)):
        made = _letter(short, attach=attach, budget=20_000)
        assert made.cut
        assert [file.media_type for file in made.attachments] == ["text/markdown", "text/html"]


def test_skipped_articles_go_before_stories_do(ten: Brief) -> None:
    lost = tuple(
        ArticleOutcome(
            article=None,
            input=f"https://news.example.org/{n}",
            title=f"Left out {n}",
            outcome="skipped",
            reason="empty",
        )
        for n in range(4000)
    )
    failed = ArticleOutcome(article=None, input="late.html", title="Late", outcome="failed", reason="empty")
    few = replace(ten, stories=ten.stories[:3], account=replace(ten.account, articles=(*lost, failed)))
    made = _letter(few)
    assert made.cut == 0
    assert len(_told(made)) == 3
    assert size_of(made.html) <= LARGEST
    assert made.html.count("Left out") == 9
    # What failed is told first.
    assert "Late" in made.html
    assert "And 3,991 more." in made.html or "And 3991 more." in made.html
    assert "The whole brief is attached." in made.html
    assert b"Left out 3999" in made.attachments[0].content
    assert "Left out 3999" in made.text


def test_a_story_that_is_too_long_alone_is_named_and_nothing_of_it_is_cut_off(ten: Brief) -> None:
    story = ten.stories[0]
    long = replace(story, positions=tuple(replace(p, id=f"{p.id}-{n}") for n in range(40) for p in story.positions))
    made = _letter(replace(ten, stories=(long, ten.stories[1])), budget=40_000)
    assert made.cut == 2
    assert size_of(made.html) <= 40_000
    assert _named(made) == [story.id, ten.stories[1].id]


def test_whoever_sends_is_told_near_the_limit_and_beyond_help(ten: Brief) -> None:
    near = _letter(_more(ten, 12))
    assert near.cut == 0
    assert [remark for remark in near.remarks if "beyond 102 KB" in remark]
    assert not _letter(replace(ten, stories=ten.stories[:3])).remarks
    beyond = _letter(ten, budget=1000)
    assert beyond.cut == 10
    assert "its template is too large" in beyond.remarks[1]


def test_a_template_of_ones_own_that_knows_nothing_of_cuts_tells_of_them(ten: Brief, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "template.toml").write_text('name = "house"\nextends = "builtin:daily"\n', encoding="utf-8")
    (folder / "brief.email.html.j2").write_text(
        '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>\n'
        "{% for story in brief.stories %}<h2>{{ story.headline }}</h2>\n"
        "{% for claim in story.positions %}<p>{{ claim.text }}</p>\n{% endfor %}{% endfor %}</body></html>\n",
        encoding="utf-8",
    )
    made = _letter(ten, "house", search=[tmp_path], budget=6_000)
    assert 0 < made.cut < 10
    assert size_of(made.html) <= 6_000
    assert made.html.count("<h2") == 10 - made.cut
    assert made.html.rstrip().endswith("The whole brief is attached.</p></body></html>")
    assert CUT_HERE in made.html
    (folder / "template.toml").write_text(
        'name = "house"\nextends = "builtin:daily"\n[options]\nonline = "https://desk.example/7?a=1&b=2"\n',
        encoding="utf-8",
    )
    linked = _letter(ten, "house", search=[tmp_path], budget=6_000)
    assert not linked.attachments
    assert 'The whole brief is at <a href="https://desk.example/7?a=1&amp;b=2">' in linked.html


def test_a_french_reader_reads_of_the_cut_in_french(ten: Brief) -> None:
    page = page_of(replace(ten, stories=ten.stories[:2]), template="builtin:daily", language="fr")
    html = letter(page, budget=20_000).html
    assert "Ce message est coupé ici" in html
    assert CUT_HERE not in html
