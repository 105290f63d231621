"""The library: inputs of every kind to a brief, the account of them, and the second look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefer import Article, Briefer, BrieferError, Document, Profile, Skipped, Watch
from briefer.contract import dump_brief
from briefer.errors import ConfigError, NothingToBrief, PluginError, TemplateError, UsageError
from briefer.model import Brief
from briefer.pipeline import open_engine, verified
from briefer.read import Reading
from briefer.testing import FakeEngine

WATER = (
    "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir on Wednesday, the basin council "
    "said. “You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren said."
)
FERRY = (
    "The ferry company Marlpost will cut a third of its night crossings in June, it said on Monday. “Nobody sails at three "
    "in the morning,” its director, Ines Marr, said. The union of seafarers rejected the plan."
)
NOW = datetime(2026, 5, 21, 5, 10, tzinfo=UTC)


def test_a_brief_in_a_few_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WATER, encoding="utf-8")
    briefer = Briefer()
    brief = briefer.brief([tmp_path / "a.txt"])
    assert brief.stories[0].headline.startswith("Norrmark and Vellany failed to agree")
    assert "Signe Halgren" in briefer.render(brief)
    assert "<html" in briefer.render(brief, format="html", template="ministerial")
    assert verified(dump_brief(brief)).holds


def test_one_input_need_not_be_in_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WATER, encoding="utf-8")
    for one in (tmp_path / "a.txt", str(tmp_path / "a.txt"), Article.of(WATER, language="en")):
        assert len(list(Briefer(engine=FakeEngine()).extract(one))) == 1


def test_inputs_of_every_kind_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WATER, encoding="utf-8")

    class Mine:
        def documents(self) -> Iterator[Document | Skipped]:
            yield Document(input="mine", data=(FERRY + " It is final.").encode(), media_type="text/plain")

    inputs = [
        Article.of(FERRY, title="Night crossings"),
        tmp_path / "a.txt",
        "gone.txt",
        Mine(),
        Document(input="given", data=FERRY.encode(), media_type="text/plain"),
    ]
    found = list(Briefer(engine=FakeEngine()).read(inputs))
    assert [(type(item), item.input) for item in found] == [
        (Reading, "Night crossings"),
        (Reading, str(tmp_path / "a.txt")),
        (Skipped, "gone.txt"),
        (Reading, "mine"),
        (Skipped, "given"),
    ]
    assert isinstance(last := found[-1], Skipped)
    assert last.code == "duplicate"


def test_now_and_the_id_may_be_given() -> None:
    made = [Briefer().brief(Article.of(WATER, language="en"), now=NOW, id="b1") for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0].id, made[0].created) == ("b1", "2026-05-21T05:10:00Z")
    assert dump_brief(made[0])["digest"] == dump_brief(made[1])["digest"]


def test_the_account_holds_every_input_and_reconciles() -> None:
    told: list[tuple[str, str]] = []
    watch = Watch(skipped=lambda item: told.append((item.input, item.code)))
    inputs = [
        Article.of(WATER, id="w", language="en"),
        Article.of(WATER, id="again", language="en"),
        Article.of(FERRY, id="f", language="en"),
        Article.of(FERRY + " Oui.", id="fr", language="fr"),
        Article.of(FERRY + " Twice.", id="w", language="en"),
        "gone.txt",
    ]
    brief = Briefer(watch=watch).brief(inputs)
    outcomes = sorted((item.article or "", item.outcome) for item in brief.account.articles)
    assert outcomes == [
        ("", "failed"),
        ("again", "skipped"),
        ("f", "used"),
        ("fr", "skipped"),
        ("w", "failed"),
        ("w", "used"),
    ]
    codes = sorted(code for _, code in told)
    assert codes == ["duplicate", "language", "missing", "repeated_id"]
    claims = brief.account.claims
    assert claims.made == claims.verified + claims.flagged + claims.withheld
    left = claims.not_shown
    assert claims.verified == claims.shown + claims.merged + left.rank + left.limit + left.filter + left.edit


def test_progress_is_told_article_by_article() -> None:
    told: list[tuple[int, int | None, str]] = []
    watch = Watch(progress=lambda done, total, name: told.append((done, total, name)))
    Briefer(watch=watch).brief([Article.of(t, title=t[:5], language="en") for t in (WATER, FERRY)])
    assert told[-2:] == [(1, 2, WATER[:5]), (2, 2, FERRY[:5])]


def test_without_an_article_there_is_no_brief() -> None:
    with pytest.raises(NothingToBrief):
        Briefer().brief([Article.of(FERRY, language="fr")])
    with pytest.raises(BrieferError) as caught:
        Briefer().brief([Article.of(FERRY, language="fr"), "gone.txt"])
    assert caught.value.status == 1
    with pytest.raises(NothingToBrief):
        Briefer().brief([])


def test_what_is_said_of_the_only_article_wins_over_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: In the file\noutlet: Northern Wire\n---\n{WATER}", encoding="utf-8")
    (item,) = Briefer(engine=FakeEngine()).read(tmp_path / "a.md", given={"title": "Given", "url": None})
    assert isinstance(item, Reading)
    assert (item.article.title, item.article.outlet) == ("Given", "Northern Wire")
    with pytest.raises(UsageError, match="single article"):
        list(Briefer(engine=FakeEngine()).read([tmp_path / "a.md", tmp_path / "a.md"], given={"title": "x"}))


def test_findings_of_inputs_without_an_article_are_rows_too() -> None:
    rows = list(Briefer(engine=FakeEngine()).extract(["gone.txt", Article.of(WATER, id="w", language="en")]))
    assert [row.status for row in rows] == ["failed", "empty"]
    assert rows[0].problem is not None
    assert rows[0].problem.code == "missing"
    assert rows[0].problem.text.startswith("gone.txt: ")
    assert rows[0].article.characters == 0


def test_extract_takes_articles_as_they_come() -> None:
    asked = 0

    def endless() -> Iterator[Article]:
        nonlocal asked
        while True:
            asked += 1
            yield Article.of(f"{WATER} Day {asked}.", language="en")

    rows = Briefer(engine=FakeEngine()).extract(endless())
    assert next(rows).status == "empty"
    assert asked < 100


def test_engines_are_had_by_name() -> None:
    assert open_engine().info.name == "extractive"
    with pytest.raises(PluginError) as caught:
        open_engine("extractiv")
    assert "did you mean “extractive”?" in (caught.value.hint or "")
    with pytest.raises(ConfigError, match="a model and its server"):
        open_engine("openai")
    with pytest.raises(ConfigError):
        open_engine("replay")
    with pytest.raises(ConfigError):
        open_engine("extractive", recordings=Path("x"))


@pytest.mark.parametrize("formats", [["markdown"], ["json"]])
@pytest.mark.parametrize(
    ("template", "set"),
    [("dayly", {}), ("../briefs/daily", {}), ("builtin:dayly", {}), ("daily", {"contents_after": "daily"})],
)
def test_a_template_that_is_not_there_is_told_before_the_reading(
    template: str, set: dict[str, str], formats: list[str]
) -> None:
    with pytest.raises(TemplateError, match=r"dayly|daily"):
        Briefer(profile=Profile(template=template, set=set)).check_template(formats)


def test_two_workers_make_the_same_brief_as_one() -> None:
    articles = [Article.of(f"{WATER} Day {i}.", id=f"a{i}", language="en") for i in range(10)]
    one, two = (Briefer(workers=n).brief(articles, now=NOW, id="b") for n in (1, 2))
    assert one == two


WIRE = (
    "TARNVIK, May 20 - Twelve people were killed on Wednesday when a bus fell into the Sild at Tarnvik, police said. "
    "“The road was wet and the driver did not brake,” said police chief Oda Renfelt. "
    "The bus company Brisling Lines will stop all trips over the bridge on Thursday."
)
OWN = (
    "Fifteen people were killed when a bus fell into the river at Tarnvik, the hospital of the town said on Wednesday. "
    "Oda Renfelt, the police chief, said the driver of Brisling Lines had worked for eleven hours. "
    "The mayor of Tarnvik, Mats Ulven, wants the bridge over the Sild closed."
)


def test_reports_of_one_event_are_one_story_whose_claims_hold() -> None:
    def given(name: str, text: str, hour: int) -> Article:
        stamp = f"2026-05-20T{hour:02}:00:00+02:00"
        return Article.of(text, id=name, outlet=name, published=stamp, language="en")

    articles = [
        given("Courier", WIRE.replace("TARNVIK, May 20 - ", ""), 9),
        given("Tidende", OWN, 12),
        given("Wire", WIRE, 8),
    ]
    first = Briefer().brief(articles, now=datetime(2026, 5, 21, tzinfo=UTC), id="b")
    (story,) = first.stories
    assert (set(story.outlets), story.independent) == ({"Wire", "Courier", "Tidende"}, 2)
    assert {o.article: o.outcome for o in first.account.articles} == {
        "Wire": "used", "Courier": "merged", "Tidende": "merged",
    }  # fmt: skip
    assert verified(dump_brief(first)).holds
    (clash,) = story.contradictions
    assert clash.kind == "number"
    assert "Where sources disagree" in Briefer().render(first)
    counts = first.account.claims
    hidden = counts.not_shown
    assert counts.verified == counts.shown + counts.merged + hidden.rank + hidden.limit


def test_a_wire_report_that_outlets_print_word_for_word_is_one_voice_of_them_all() -> None:
    printed = [
        Article.of(WATER, url=f"https://{name.lower()}.example/water", outlet=name) for name in ("Wire", "Post", "Mail")
    ]
    again = Article.of(WATER, url="https://post.example/again", outlet="Post")
    brief = Briefer().brief([*printed, again, Article.of(WATER, id="copy")])
    (story,) = brief.stories
    assert set(story.outlets) == {"Wire", "Post", "Mail"}
    assert story.independent == 1
    outcomes = [one.outcome for one in brief.account.articles]
    assert sorted(outcomes) == ["merged", "merged", "skipped", "skipped", "used"]
    claims = brief.account.claims
    assert claims.verified == claims.shown + claims.merged + sum(
        getattr(claims.not_shown, name) for name in ("rank", "limit", "filter", "edit")
    )
    assert verified(dump_brief(brief)).holds


def test_a_brief_that_knows_the_one_before_says_what_changed() -> None:
    rest = "Twelve people were killed when a bus of Brisling Lines fell from it. Divers search the river."

    def brief(day: int, words: str, name: str, earlier: tuple[Brief, ...] = ()) -> Brief:
        text = f"Divers searched the Sild at Tarnvik for the bus of Brisling Lines. {words} {rest}"
        article = Article.of(text, id=f"a{day}", outlet="Tidende", published=f"2026-05-{day}", language="en")
        return Briefer().brief(article, now=datetime(2026, 5, day, 18, tzinfo=UTC), id=name, earlier=earlier)

    before = brief(19, "Transport minister Mats Ulven said he would not close the bridge over the Sild.", "one")
    after = brief(20, "Transport minister Mats Ulven said he would close the bridge over the Sild.", "two", (before,))
    assert before.changes == ()
    assert [(item.kind, item.since) for item in after.changes if item.kind == "changed"] == [("changed", "2026-05-19")]
    assert {article.id for article in after.articles} == {"a19", "a20"}
    assert verified(dump_brief(after)).holds
    assert "1 article from 1 outlet" in Briefer().render(after)


def test_a_report_that_its_outlet_withdraws_is_no_voice_and_the_account_says_so() -> None:
    def report(text: str, outlet: str, hour: int, title: str) -> Article:
        published = f"2026-05-20T{hour:02}:00:00+02:00"
        return Article.of(text, outlet=outlet, published=published, language="en", title=title)

    crash = "{} people were killed when a tram fell from the bridge at Tarnvik on Wednesday, police said."
    notice = (
        "Tidende has withdrawn its report of this morning on the tram and the bridge at Tarnvik. The number was wrong."
    )
    brief = Briefer().brief(
        [
            report(crash.format(15), "Tidende", 8, "Tram falls from bridge at Tarnvik"),
            report(crash.format(12), "Drell Post", 8, "Tram falls into river at Tarnvik"),
            report(notice, "Tidende", 13, "To our readers"),
        ],
        now=NOW,
    )
    assert [(o.outcome, (o.reason or "").split(":")[0]) for o in brief.account.articles] == [
        ("skipped", "withdrawn by Tidende"),
        ("used", ""),
        ("skipped", "withdraws another article, “Tram falls from bridge at Tarnvik”"),
    ]
    assert brief.stories[0].contradictions == ()
    assert "15" not in str([event.text for event in brief.stories[0].what])
