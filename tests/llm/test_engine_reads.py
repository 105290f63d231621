"""The engine between prompts and findings: passages, second tries, repairs, and what its key depends on."""

from __future__ import annotations

import asyncio
import json
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefer.engines.openai import OpenAIEngine
from briefer.engines.openai.outcomes import BadReply, Completion, Outcome, Prompt, Refused, TooLong, Truncated
from briefer.engines.openai.prompt import Prompts
from briefer.engines.openai.settings import ModelSettings
from briefer.engines.openai.split import MOST, OVERLAP, halves, split
from briefer.errors import EngineError
from briefer.language import analyse, find_in, parse_all
from briefer.model import Analysis, Article, Findings, Profile, Usage
from briefer.model.protocols import RemoteEngine
from briefer.verify import check_findings

EMPTY: dict[str, Any] = {"headline": None, "who": [], "what": [], "positions": [], "next_steps": []}
TEXT = (
    "Ostrel closed the old market on Tuesday. “Nobody asked us about the stalls,” Paul Odekerk said. "
    "Mayor Ilse Varn said 38 traders would move."
)
SETTINGS = ModelSettings(model="example-model", base_url="http://127.0.0.1:1/v1")
Answer = Callable[[Prompt], str | Exception]


class Model:
    """Answers each prompt as it is told to."""

    def __init__(self, *answers: Answer | str | Exception, cut: bool = False) -> None:
        self.answers = list(answers)
        self.asked: list[Prompt] = []
        self.cut = cut
        self.closed = False

    @property
    def usage(self) -> Usage:
        return Usage(calls=len(self.asked))

    @contextmanager
    def metered(self) -> Iterator[Callable[[], Usage]]:
        before = len(self.asked)
        yield lambda: Usage(calls=len(self.asked) - before)

    async def open(self) -> None:
        """There is nothing to open."""

    async def ask(self, prompt: Prompt) -> Completion:
        answer = self.answers[min(len(self.asked), len(self.answers) - 1)]
        self.asked.append(prompt)
        said = answer(prompt) if callable(answer) else answer
        await asyncio.sleep(0)
        if isinstance(said, Exception):
            raise said
        return Completion(text=said, tokens_in=1, tokens_out=1, cost=None, form="json_schema", cut=self.cut)

    async def aclose(self) -> None:
        self.closed = True


def engine_of(transport: Model, **changes: Any) -> OpenAIEngine:
    return OpenAIEngine(transport, settings=replace(SETTINGS, **changes))


def read(model: Model, analysis: Analysis) -> Findings:
    return asyncio.run(engine_of(model).read(analysis, Profile()))


def reply(**parts: Any) -> str:
    return json.dumps(EMPTY | parts)


def what(text: str, *ids: str, **more: Any) -> dict[str, Any]:
    return {"ids": list(ids), "text": text, "status": "confirmed", "when": None, "where": None} | more


def said(holder: str, place: str, *, ids: list[str], quotes: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {
        "ids": ids, "quotes": list(quotes), "holder": {"words": holder, "id": place}, "role": None, "speaker": None,
        "channel": "direct", "via": None, "text": None, "stance": "unclear", "target": None,
    } | more  # fmt: skip


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(Article.of(TEXT, id="ostrel", published="2026-03-04", language="en"))


@pytest.fixture(scope="module")
def long() -> Analysis:
    """Some three passages of short paragraphs."""
    paragraphs = [f"Harbour {i} reported {i + 100} ships on Monday. Nobody counted the boats." for i in range(420)]
    article = Article.of("\n\n".join(paragraphs), id="long", language="de")
    return analyse(article)


def shown(prompt: Prompt) -> list[int]:
    """The numbers of the sentences in a prompt."""
    return [int(number) for number in re.findall(r"^s(\d+) \| ", prompt.user, re.M)]


def first_sentence(prompt: Prompt) -> str:
    """A reply about the first sentence that is shown."""
    name = f"s{shown(prompt)[0]}"
    return reply(what=[what(f"Report on {name}.", name)])


def test_it_is_what_the_run_asks_for() -> None:
    model = Model(reply())
    engine = engine_of(model)
    assert isinstance(engine, RemoteEngine)
    assert (engine.info.name, engine.info.model, engine.info.prompt) == ("openai", "example-model", Prompts().digest)
    assert engine.reads("ja")
    assert engine.reads(None)
    assert engine.usage.calls == 0
    asyncio.run(engine.aclose())
    assert model.closed


def test_an_article_is_one_call(analysis: Analysis) -> None:
    model = Model(reply(what=[what("Ostrel closed the old market.", "s1")]))
    findings = read(model, analysis)
    assert len(model.asked) == 1
    assert findings.status == "ok"
    assert [e.text for e in findings.what] == ["Ostrel closed the old market."]
    assert check_findings(findings, analysis).what[0].check.status == "verified"


def test_long_articles_are_read_in_passages_that_overlap(long: Analysis) -> None:
    passages = split(long)
    assert len(passages) >= 2
    for before, after in zip(passages, passages[1:], strict=False):
        assert before.stop - after.start == OVERLAP
        # A passage ends with its paragraph.
        assert long.sentences[before.stop - 1].paragraph != long.sentences[before.stop].paragraph
    assert {i for p in passages for i in p} == set(range(len(long.sentences)))
    assert all(long.sentences[p[-1]].end - long.sentences[p[0]].start <= MOST for p in passages)
    model = Model(first_sentence)
    findings = read(model, long)
    assert len(model.asked) == len(passages)
    assert [e.evidence[0].start for e in findings.what] == [long.sentences[p.start].start for p in passages]
    assert all("part of a longer article" in prompt.user for prompt in model.asked)


def test_what_two_passages_tell_alike_counts_once(long: Analysis) -> None:
    def same(prompt: Prompt) -> str:
        who = {"ids": ["s1"], "name": {"words": "Harbour 0", "id": "s1"}, "kind": "organisation", "role": None}
        return reply(what=[what("Harbour 0 reported 100 ships.", "s1")], who=[who])

    findings = read(Model(same), long)
    assert len(findings.what) == len(findings.who) == 1


@pytest.mark.parametrize("trouble", [TooLong("it does not fit"), Truncated("it was cut")])
def test_a_passage_that_does_not_fit_is_halved(long: Analysis, trouble: Outcome) -> None:
    most = 40

    def fits(prompt: Prompt) -> str | Exception:
        return first_sentence(prompt) if len(shown(prompt)) <= most else trouble

    model = Model(fits)
    findings = read(model, long)
    answered = {i for prompt in model.asked if len(shown(prompt)) <= most for i in shown(prompt)}
    assert answered == set(range(1, len(long.sentences) + 1))
    assert findings.status == "ok"


def test_what_is_too_short_to_halve_is_the_article_s_trouble(analysis: Analysis) -> None:
    assert halves(range(5)) == ()
    with pytest.raises(TooLong):
        read(Model(TooLong("it does not fit")), analysis)


def test_a_part_that_failed_leaves_the_rest_partial(long: Analysis) -> None:
    model = Model(first_sentence, Refused("it will not read this"), first_sentence)
    findings = read(model, long)
    assert findings.status == "partial"
    assert findings.problem is not None
    assert findings.problem.code == "refused"
    assert findings.what


def test_where_no_part_could_be_read_the_outcome_is_the_article_s(long: Analysis) -> None:
    with pytest.raises(Refused):
        read(Model(Refused("it will not read this")), long)


def test_trouble_that_is_the_run_s_is_raised(long: Analysis) -> None:
    with pytest.raises(EngineError):
        read(Model(first_sentence, EngineError("the key was refused")), long)


def test_a_reply_without_the_form_is_asked_for_once_more_and_not_shown_to_the_model(analysis: Analysis) -> None:
    model = Model('{"weather": "fine"}', reply(what=[what("Ostrel closed the old market.", "s1")]))
    findings = read(model, analysis)
    assert findings.status == "ok"
    first, second = model.asked
    assert first.system == second.system
    assert "fine" not in second.user
    assert "did not keep the form" in second.user
    assert "did not keep the form" not in first.user


def test_twice_without_the_form_is_the_article_s_trouble(analysis: Analysis) -> None:
    model = Model("[]")
    with pytest.raises(BadReply):
        read(model, analysis)
    assert len(model.asked) == 2


def test_items_without_the_form_of_one_make_findings_partial(analysis: Analysis) -> None:
    bad = reply(what=[what("Ostrel closed the old market.", "s1"), {"text": "No more."}])
    findings = read(Model(bad), analysis)
    assert (findings.status, len(findings.what)) == ("partial", 1)
    assert findings.problem is not None
    assert "an item" in findings.problem.text


def test_a_prompt_that_the_server_cut_makes_findings_partial(analysis: Analysis) -> None:
    findings = read(Model(reply(what=[what("Ostrel closed the old market.", "s1")]), cut=True), analysis)
    assert findings.status == "partial"
    assert findings.problem is not None
    assert findings.problem.code == "context_cut"


# --- repair ----------------------------------------------------------------------------------------------

FALSE = reply(
    headline={"ids": ["s1"], "text": "Ostrel did not close the old market"},
    what=[what("Ostrel closed the old market.", "s1"), what("83 traders would move.", "s3")],
    positions=[
        said("Ilse Varn", "s3", ids=["s2"], quotes=("q1",)),
        said("Ilse Varn", "s3", ids=["s99"], text="Traders would move."),
    ],
)


def repaired(model: Model, analysis: Analysis) -> tuple[Findings, Findings]:
    """Checked findings before and after the repair."""
    engine = engine_of(model)
    found = check_findings(asyncio.run(engine.read(analysis, Profile())), analysis)
    return found, check_findings(asyncio.run(engine.repair(found, analysis, Profile())), analysis)


def answer(claim: str, **field: Any) -> dict[str, Any]:
    parts = dict.fromkeys(("headline", "who", "what", "position", "next_step", "line"))
    return {"claim": claim, **parts, **field}


def test_withheld_claims_are_told_with_their_reasons_and_put_right(analysis: Analysis) -> None:
    answers = [
        answer("c1", headline={"ids": ["s1"], "text": "Ostrel closed the old market"}),
        answer("c2", what=what("38 traders would move.", "s3")),
        answer("c3", position=said("Paul Odekerk", "s2", ids=["s2"], quotes=("q1",))),
        answer("c4"),
    ]
    model = Model(FALSE, json.dumps({"answers": answers}))
    before, after = repaired(model, analysis)
    assert before.headline_check is not None
    assert before.headline_check.status == "withheld"
    assert [c.check.status for c in before.what] == ["verified", "withheld"]
    assert [c.check.status for c in before.positions] == ["withheld", "withheld"]
    assert after.headline_check is not None
    assert after.headline_check.status == "verified"
    assert [c.check.status for c in after.what] == ["verified", "verified"]
    assert [c.check.status for c in after.positions] == ["verified", "withheld"]
    assert after.positions[0].holder == "Paul Odekerk"
    assert after.positions[0].salience == before.positions[0].salience
    assert after.what[0].id == before.what[0].id
    ids = [c.id for c in (*after.what, *after.positions)]
    assert len(set(ids)) == len(ids)

    prompt = model.asked[1]
    assert prompt.system == model.asked[0].system
    assert prompt.schema_name != model.asked[0].schema_name
    assert "c2 (what): text: 83 traders would move.; " in prompt.user
    assert "against it: the number 83 does not stand in the cited sentences" in prompt.user
    assert "gives these words to Paul Odekerk, not to Ilse Varn" in prompt.user
    assert "there is no id 99 that it cites" in prompt.user
    # Only what failed is told, as part of the question, and the article stands last.
    assert "Ostrel closed the old market.;" not in prompt.user
    assert prompt.user.endswith(">>>")


def test_nothing_withheld_is_no_call(analysis: Analysis) -> None:
    model = Model(reply(what=[what("Ostrel closed the old market.", "s1")]))
    before, after = repaired(model, analysis)
    assert len(model.asked) == 1
    assert after == before


@pytest.mark.parametrize(
    "text",
    [
        '{"answers": []}',
        '{"answers": [{"claim": "c9", "what": {"ids": ["s1"], "text": "It rained.", "status": "confirmed"}}]}',
        json.dumps({"answers": [answer("c2", position=said("Paul Odekerk", "s2", ids=["s2"], quotes=("q1",)))]}),
    ],
    ids=["no answer", "an answer to nothing", "an answer of another kind"],
)
def test_claims_that_are_not_answered_stay_withheld(analysis: Analysis, text: str) -> None:
    before, after = repaired(Model(FALSE, text), analysis)
    assert after == before


def test_a_second_lie_is_withheld_as_the_first_was(analysis: Analysis) -> None:
    answers = [answer("c2", what=what("830 traders would move.", "s3"))]
    _, after = repaired(Model(FALSE, json.dumps({"answers": answers})), analysis)
    assert after.what[1].text == "830 traders would move."
    assert after.what[1].check.status == "withheld"


def test_a_repair_of_a_long_article_shows_what_is_around_the_cited_sentences(long: Analysis) -> None:
    false = reply(what=[what("Harbour 200 reported 9,999 ships.", "s401")])
    model = Model(lambda prompt: '{"answers": []}' if prompt.schema_name == "repair" else false)
    engine = engine_of(model)
    found = check_findings(asyncio.run(engine.read(long, Profile())), long)
    asyncio.run(engine.repair(found, long, Profile()))
    assert shown(model.asked[-1]) == [1, 2, *range(398, 405)]


# --- key -------------------------------------------------------------------------------------------------


def test_the_key_is_the_same_for_the_same_and_names_all_that_decides_the_answer(tmp_path: Path) -> None:
    article, profile = Article.of(TEXT, id="a", title="T", published="2026-03-04", language="en"), Profile()
    model = Model(reply())
    (tmp_path / "system.j2").write_text("Read otherwise.", encoding="utf-8")
    key = engine_of(model).key(article, profile)
    assert re.fullmatch(r"[0-9a-f]{64}", key)
    assert engine_of(Model(reply())).key(article, profile) == key
    # A template and a title of the brief change nothing of what is read.
    assert engine_of(model).key(article, replace(profile, template="ministerial", title="Noon")) == key
    assert engine_of(model, api_key="k", timeout=1.0, concurrency=3).key(article, profile) == key
    others = [
        engine_of(model).key(Article.of(f"{TEXT} ", id="a", title="T", published="2026-03-04", language="en"), profile),
        engine_of(model).key(replace(article, title="U"), profile),
        engine_of(model).key(replace(article, published="2026-03-05"), profile),
        engine_of(model).key(replace(article, language="fr"), profile),
        engine_of(model).key(article, replace(profile, language="fr")),
        engine_of(model, model="another-model").key(article, profile),
        engine_of(model, base_url="http://127.0.0.1:2/v1").key(article, profile),
        engine_of(model, temperature=0.5).key(article, profile),
        OpenAIEngine(model, settings=SETTINGS, prompts=Prompts([tmp_path])).key(article, profile),
    ]
    assert len({key, *others}) == len(others) + 1


def test_questions_need_the_parsed_article_only(analysis: Analysis) -> None:
    """The rules are at work while the server reads; the findings are those of the whole analysis."""
    (parsed,) = parse_all([analysis.article])
    assert not parsed.entities
    assert parsed.tokens == analysis.tokens
    asked: list[Prompt] = []

    def answer(prompt: Prompt) -> str:
        asked.append(prompt)
        return reply(what=[what("The council met.", "s1")])

    async def later() -> Analysis:
        assert asked
        return replace(parsed, **find_in(parsed))

    async def both() -> tuple[Findings, Findings]:
        engine = engine_of(Model(answer, answer))
        return await engine.read(parsed, Profile(), later()), await engine.read(analysis, Profile())

    found, at_once = asyncio.run(both())
    assert asked[0] == asked[1]
    assert found == at_once


def test_an_analysis_comes_back_from_pickling_as_it_was(analysis: Analysis) -> None:
    (parsed,) = parse_all([analysis.article])
    for one in (analysis, parsed, replace(analysis, tokens=())):
        assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - made here
