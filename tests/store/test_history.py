"""The archive: briefs come back as they were, and are found by their words, their people and their time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefer.compose.edits import apply
from briefer.contract import digest, dump_brief
from briefer.errors import BrieferError
from briefer.model import (
    Actor,
    Article,
    Brief,
    Check,
    Claim,
    ClaimKind,
    Edit,
    EngineInfo,
    Event,
    NextStep,
    Position,
    ProfileInfo,
    Span,
    Statement,
    Story,
)
from briefer.render.checks import sample
from briefer.store import History, Store
from briefer.store.history import Words

OK = Check(status="verified")
SIGN = "Norrmark would sign the river treaty, Signe Halgren said."
GREET = "Signe Halgren, the water commissioner, greeted Anna Löf of the Basin Council."
END = "A stór fjöll lay in fog; the Vardo weir was shut."


def story(article: Article, *said: tuple[str, str], actors: Sequence[Actor] = (), name: str = "s1") -> Story:
    """A story of one article: what is said is (holder, sentence)."""

    def span(sentence: str) -> tuple[Span, ...]:
        start = article.text.index(sentence)
        return (Span(article.id, start, start + len(sentence)),)

    return Story(
        id=name,
        headline="Talks at the weir",
        headline_evidence=span(GREET),
        headline_check=OK,
        lead=(Statement(id="l1", text="Talks went on at the weir.", evidence=span(GREET), check=OK),),
        articles=(article.id,),
        outlets=("Northern Wire",),
        who=tuple(replace(actor, evidence=span(GREET), check=OK) for actor in actors),
        what=(Event(id=f"{name}-w1", text=END, evidence=span(END), check=OK),),
        positions=tuple(
            Position(
                id=f"{name}-p{i}", holder=who, speaker=who, text=words.rpartition(",")[0] or words, evidence=span(words)
            )
            for i, (who, words) in enumerate(said)
        ),
        next_steps=(
            NextStep(id=f"{name}-n1", text="Norrmark will open the gates.", kind="scheduled", says="Anna Löf",
                     evidence=span(GREET), check=OK),
        ),
    )  # fmt: skip


ACTORS = (
    Actor(id="a1", name="Signe Halgren", role="water commissioner", kind="person"),
    Actor(id="a2", name="Basin Council", kind="organisation"),
)


def made(day: int, *said: tuple[str, str], actors: Sequence[Actor] = ACTORS, **more: object) -> Brief:
    """The brief of a day in May, of one article."""
    said = said or (("Signe Halgren", SIGN),)
    text = "\n\n".join((GREET, *(words for _, words in said), f"It was day {day}.", END))
    article = Article.of(
        text,
        url=f"https://wire.example/{day}",
        title=f"Talks, day {day}",
        outlet="Northern Wire",
        published=f"2026-05-{day:02}",
    )
    given: dict[str, object] = {
        "id": f"b{day:02}",
        "created": f"2026-05-{day:02}T06:30:00Z",
        "title": f"Brief of {day} May",
        "language": "en",
        "timezone": "UTC",
        "profile": ProfileInfo(name="morning", template="daily"),
        "engine": EngineInfo(name="extractive"),
        "articles": (article,),
        "stories": (story(article, *said, actors=actors),),
    }
    brief = Brief(**given | more)  # type: ignore[arg-type]
    return replace(brief, digest=digest(dump_brief(brief)))


def at(day: int) -> datetime:
    return datetime(2026, 5, day, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "briefer.db") as opened:
        yield opened


@pytest.fixture
def history(store: Store) -> History:
    return History(store)


# --- whole briefs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["complete", "edited", "empty", "hostile", "minimal", "rtl", "thirty"])
def test_a_brief_comes_back_as_it_was(history: History, name: str) -> None:
    brief = sample(name)
    history.record(brief)
    found = history.brief(brief.id)
    assert found is not None
    assert dump_brief(found) == dump_brief(brief)
    assert found.digest == digest(dump_brief(brief)) == history.recorded()[0].digest


def test_texts_are_kept_character_for_character(history: History) -> None:
    brief = made(1)
    text = brief.articles[0].text + "\r\n\t \u2028ß\u0301 \U0001f6a2\x00 end"
    article = Article.of(text, id=brief.articles[0].id)
    history.record(replace(brief, articles=(article,)))
    found = history.brief(brief.id)
    assert found is not None
    assert found.articles == (article,)


def test_the_latest_revision_counts_and_earlier_ones_stay(history: History) -> None:
    first = made(1)
    second = replace(first, revision=2, title="Other words")
    history.record(second)
    history.record(first)
    assert [(one.revision, one.title) for one in history.recorded()] == [(2, "Other words")]
    assert history.brief("b01") == replace(second, digest=digest(dump_brief(second)))
    assert history.brief("b01", 1) == first
    assert history.brief("b01", 3) is None
    assert len(history.search("treaty", kinds=["claim"])) == 1


def test_recorded_again_it_takes_the_place_of_itself(history: History, store: Store) -> None:
    history.record(made(1))
    history.record(made(1, ("Signe Halgren", "The dam will stay, she said.")))
    assert len(history.recorded()) == 1
    assert history.search("treaty") == []
    assert [hit.text for hit in history.search("dam", kinds=["claim"])] == ["The dam will stay"]
    assert store.do("SELECT count(*) FROM texts") == [(1,)]


def test_an_id_may_be_given_by_its_beginning(history: History) -> None:
    for day in (1, 2, 12):
        history.record(made(day))
    assert history.brief("b1") == history.brief("b12")
    with pytest.raises(BrieferError, match="2 briefs begin"):
        history.brief("b0")
    assert history.brief("x") is None
    history.record(made(3, id="b"))
    found = history.brief("b")
    assert found is not None
    assert found.id == "b"


def test_the_list_is_narrowed_by_name_and_time(history: History) -> None:
    for day in range(1, 6):
        history.record(made(day))
    history.record(made(9, profile=ProfileInfo(name="evening", template="daily")))
    assert [one.id for one in history.recorded()] == ["b09", "b05", "b04", "b03", "b02", "b01"]
    assert [one.id for one in history.recorded(name="morning", since=at(2), until=at(4))] == ["b04", "b03"]
    assert [one.id for one in history.recorded(limit=1)] == ["b09"]
    one = history.recorded(name="evening")[0]
    assert (one.title, one.created, one.stories, one.articles) == ("Brief of 9 May", "2026-05-09T06:30:00Z", 1, 1)


def test_earlier_briefs_are_whole_and_the_newest_come_first(history: History) -> None:
    for day in range(1, 6):
        history.record(made(day))
    history.record(made(4, id="other", profile=ProfileInfo(name="evening", template="daily")))
    assert history.earlier("morning", before=at(4), most=2) == [made(4), made(3)]
    assert history.earlier("morning", before=at(4), most=0) == []
    assert history.earlier("noon", before=at(4), most=2) == []


def test_earlier_briefs_stand_in_the_order_in_which_they_were_recorded_first(history: History) -> None:
    ahead = replace(made(2), id="ahead", created="2031-05-02T06:30:00Z")
    for brief in (made(1), ahead, made(3), made(4)):
        history.record(brief)
    history.record(replace(made(1), revision=2))
    found = history.earlier("morning", before=datetime(2040, 1, 1, tzinfo=UTC), most=4)
    assert [(brief.id, brief.revision) for brief in found] == [("b04", 1), ("b03", 1), ("ahead", 1), ("b01", 2)]


def test_the_text_of_an_article_is_kept_once(history: History, store: Store) -> None:
    first = made(1)
    carried = [replace(made(day), articles=(*made(day).articles, *first.articles)) for day in range(2, 30)]
    for brief in (first, *carried):
        history.record(brief)
    assert store.do("SELECT count(*) FROM texts") == [(29,)]
    # It is found where it came first.
    assert [hit.brief for hit in history.search('"day 1"', kinds=["article"])] == ["b01"]
    assert history.brief("b29") == replace(carried[-1], digest=digest(dump_brief(carried[-1])))


def test_it_is_recorded_with_all_else_or_not_at_all(history: History, store: Store) -> None:
    def broken_off() -> None:
        with store.together():
            history.record(made(1))
            raise KeyError

    with pytest.raises(KeyError):
        broken_off()
    assert history.recorded() == history.search("treaty") == history.who("Halgren") == []


def test_threads_may_record_side_by_side(history: History) -> None:
    threads = [threading.Thread(target=history.record, args=(made(day),)) for day in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(history.recorded()) == len(history.search("treaty", kinds=["claim"])) == 8


def test_a_brief_that_was_altered_in_the_file_is_not_handed_out(history: History, store: Store) -> None:
    history.record(made(1))
    store.do("UPDATE briefs SET digest = ?", "0" * 64)
    with pytest.raises(BrieferError, match="not what was recorded"):
        history.brief("b01")


# --- search ---------------------------------------------------------------------------------------------


def test_claims_people_and_articles_are_found_with_their_sources(history: History) -> None:
    history.record(made(1))
    claim, article = history.search("treaty")
    assert (claim.kind, claim.story, claim.claim, claim.title) == ("claim", "s1", "s1-p0", "Signe Halgren")
    assert (claim.text, claim.words) == ("Norrmark would sign the river treaty", SIGN)
    assert (claim.day, claim.outlet, claim.url) == ("2026-05-01", "Northern Wire", "https://wire.example/1")
    assert (article.kind, article.story, article.title, article.day) == ("article", "s1", "Talks, day 1", "2026-05-01")
    assert "river treaty" in article.words
    hit = history.search("commissioner", kinds=["person"])[0]
    assert (hit.kind, hit.title, hit.text, hit.words) == ("person", "Signe Halgren", "water commissioner", GREET)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("treaty", True),
        ("TREATY river", True),
        ("treat", False),
        ("treat*", True),
        ('"river treaty"', True),
        ("“river treaty”", True),
        ('"treaty river"', False),
        ('"sign the riv"*', True),
        ("fjoll", True),
        ("fjöll", True),
        ("treaty NOT river", False),
        ("treaty nothing", False),
        ("tre-aty", False),
        ("treaty, river!", True),
    ],
)
def test_words_are_taken_as_they_are_explained(history: History, asked: str, found: bool) -> None:
    history.record(made(1))
    assert bool(history.search(asked, kinds=["claim"])) is found


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=30) | st.text(alphabet="\"'*^:()-+{}[]\0 aNEARORNOT~\\", max_size=20))
def test_no_words_are_an_error(history: History, asked: str) -> None:
    if not history.recorded():
        history.record(made(1))
    history.search(asked)
    history.who(asked)
    Words(asked).places(END)


def test_what_is_newer_comes_first_whenever_it_was_recorded(history: History) -> None:
    for day in (5, 1, 9):
        history.record(made(day))
    assert [hit.brief for hit in history.search("treaty", kinds=["claim"])] == ["b09", "b05", "b01"]
    assert [hit.brief for hit in history.search("treaty", kinds=["claim"], limit=2)] == ["b09", "b05"]
    assert [hit.brief for hit in history.search("fog", kinds=["article"])] == ["b09", "b05", "b01"]
    assert [hit.brief for hit in history.search("halgren", kinds=["person"])] == ["b09"]


def test_the_same_articles_briefed_again_are_found_once(history: History) -> None:
    history.record(made(1))
    history.record(replace(made(1), id="again", created="2026-05-01T09:00:00Z"))
    assert [hit.brief for hit in history.search("treaty", kinds=["claim"])] == ["again"]
    assert len(history.search("treaty", kinds=["article"])) == 1
    assert len(history.who("Signe Halgren")[0].said) == 1


def test_more_is_found_than_is_asked_for_at_once(history: History) -> None:
    said = [("Signe Halgren", f"The treaty has {number} pages, she said.") for number in range(450)]
    history.record(made(1, *said))
    assert len(history.search("treaty", kinds=["claim"], limit=1000)) == 450


def test_edited_words_are_searched_and_hidden_claims_are_not(history: History) -> None:
    def fine(_: ClaimKind, claim: Claim) -> Claim:
        return claim

    brief = made(1, ("Signe Halgren", SIGN), ("Signe Halgren", "The dam will stay, she said."))
    history.record(brief)
    assert history.search("dam", kinds=["claim"])
    edits = [
        Edit(what="replace", target="s1-p0", words="Norrmark wants an accord on the river"),
        Edit(what="hide", target="s1-p1"),
    ]
    history.record(apply(brief, edits, check=fine))
    assert [hit.claim for hit in history.search("accord", kinds=["claim"])] == ["s1-p0"]
    assert history.search("dam", kinds=["claim"]) == []
    assert [said.text for said in history.who("Halgren")[0].said] == ["Norrmark wants an accord on the river"]


def test_words_are_marked_where_they_stand() -> None:
    text = "The Vardo weir: weirs, WEIR and Fjöll."
    assert [text[a:b] for a, b in Words('weir* "vardo weir" fjoll').places(text)] == [
        "Vardo weir",
        "weirs",
        "WEIR",
        "Fjöll",
    ]
    assert not Words(' -- "" *')


# --- forgetting -----------------------------------------------------------------------------------------


def test_what_is_forgotten_leaves_nothing_in_the_file(store: Store, history: History, tmp_path: Path) -> None:
    old = made(1, ("Signe Halgren", "The secret barrage will stay, she said."))
    history.record(old)
    history.record(replace(made(8), articles=(*made(8).articles, *made(1).articles)))
    assert history.forget(at(2)) == 1
    assert [one.id for one in history.recorded()] == ["b08"]
    assert history.search("barrage") == history.search('"secret barrage"') == []
    assert store.do("SELECT count(*) FROM texts") == [(2,)]
    history.compact()
    assert b"barrage" not in (tmp_path / "briefer.db").read_bytes()
    assert history.brief("b08") is not None
    for table in ("claims_words", "people_words"):
        store.do(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608
    assert history.forget(at(2)) == 0


def test_all_revisions_of_an_old_brief_go(history: History, store: Store) -> None:
    history.record(made(1))
    history.record(replace(made(1), revision=2))
    assert history.forget(at(1) + timedelta(days=1)) == 1
    for table in ("briefs", "printed", "texts", "claims", "people"):
        assert store.do(f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608


def test_briefs_are_dropped_by_their_ids(history: History) -> None:
    for day in (3, 1, 2):
        history.record(made(day))
    history.record(replace(made(3), revision=2))
    assert [brief for brief, _ in history.in_order()] == ["b03", "b01", "b02"]
    assert history.drop(["b03", "b02", "b09"]) == 2
    assert [one.id for one in history.recorded()] == ["b01"]


def test_an_index_does_not_grow_by_what_was_dropped(history: History, store: Store) -> None:
    for day in range(1, 29):
        words = " ".join(f"word{day}x{number}" for number in range(300))
        history.record(made(day, ("Signe Halgren", f"She said {words}.")))
        history.drop([f"b{day - 1:02}"])
    assert [one.id for one in history.recorded()] == ["b28"]
    for index in ("claims_words", "texts_words"):
        ((size,),) = store.do(f"SELECT sum(length(block)) FROM {index}_data")  # noqa: S608
        assert size < 30_000, index
    store.do("INSERT INTO claims_words (claims_words) VALUES ('integrity-check')")
    assert [hit.brief for hit in history.search("word28x7", kinds=["article"])] == ["b28"]
    assert history.search("word27x7") == []


def test_what_was_recorded_last_is_told_by_order_and_not_by_the_clock(history: History) -> None:
    assert history.recorded_last() is None
    history.record(made(8))
    history.record(replace(made(2), id="other", profile=replace(made(2).profile, name="evening")))
    assert history.recorded_last() == datetime(2026, 5, 2, 6, 30, tzinfo=UTC)
    assert history.recorded_last("morning") == datetime(2026, 5, 8, 6, 30, tzinfo=UTC)
