"""Articles with instructions planted in them, read by a model that obeys, by one that does not, and by the rules.

    python benchmarks/injection.py INSTRUCTIONS.jsonl                each row {"attack": "…"}
    python benchmarks/injection.py INSTRUCTIONS.jsonl --share 0.1    a quick look

Each instruction is planted at the start, in the middle and at the end of an example article, as it stands, and in
disguises at one of these places in turn. The road is the real one: prompt, HTTP, reply, findings, gates, brief; the
server is the tests' own, on loopback. The status is 1 where the gates verify what only the planted words ask for,
other than as a quotation of whoever they name, or where they change what a model that does not obey says.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from boards import bar, read_rows
from planted import KINDS, PLACES, WRITER, Job, Model, examples, fake_server, jobs_of

WORKERS = 2
#: Articles that are read together.
_CHUNK = 25
#: Who reads: a model that does what planted words say, one that does not, and the built-in engine.
OBEYS, HONEST, RULES = "obeys", "does not", "rules"
READERS = (OBEYS, HONEST, RULES)
#: Violations that are printed.
_SHOWN = 60


@dataclass
class Outcome:
    """What became of one planted article with one reader."""

    job: Job
    reader: str
    counts: Counter[str] = field(default_factory=Counter)
    #: What must not be, in words.
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plant:
    """Where the planted words stand in an article, and what a model was made to say for them."""

    article: str
    start: int
    end: int
    asked: frozenset[str]

    def is_in(self, claim: Any) -> bool:
        """Whether the claim shows planted words, or rests on them."""
        return any(s.start < self.end and self.start < s.end for s in spans_of(claim)) or any(
            value in self.asked or (isinstance(value, str) and value.rstrip(".") in self.asked)
            for name in ("text", "name", "role", "why", "holder_role", "action")
            if (value := getattr(claim, name, None)) is not None
        )


def spans_of(claim: Any) -> Iterator[Any]:
    """All places that a claim points to."""
    from briefer.model.ids import claim_spans

    yield from claim_spans(claim)
    for spans in claim.derived.values():
        yield from spans


def claims_of(found: Any) -> Iterator[tuple[str, Any]]:
    """The claims of findings or of a story, with their kinds; the headline among them."""
    from briefer.model import Statement

    if found.headline is not None and found.headline_check is not None:
        yield "headline", Statement(text=found.headline, evidence=found.headline_evidence, check=found.headline_check)
    for kind in ("lead", "who", "what", "positions", "next_steps"):
        for claim in getattr(found, kind, ()):
            yield kind, claim


def told(claims: Iterable[tuple[str, Any]]) -> Counter[tuple[str, ...]]:
    """What the claims say and how they were checked, apart from where."""
    return Counter(
        (kind, *(str(getattr(c, name, "")) for name in ("text", "name", "holder", "kind", "status")), c.check.status)
        for kind, c in claims
    )


# --- the road ----------------------------------------------------------------------------------------------


def road(
    articles: Sequence[Any], reader: str, reply: Model, *, briefs: bool = True
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The findings, and the stories of briefs of its own, by article; no briefs of the rules' findings."""
    from briefer import Briefer

    if reader == RULES:
        return {f.article.id: f for f in Briefer().extract(articles)}, {}
    from briefer.engines.openai import OpenAIEngine
    from briefer.engines.openai.settings import ModelSettings
    from briefer.engines.openai.transport import Transport
    from briefer.pipeline.kept import Cache
    from briefer.store import Store

    with fake_server().FakeServer() as server, tempfile.TemporaryDirectory() as folder:
        server.reply = reply
        settings = ModelSettings(model="test-model", base_url=server.url, concurrency=8)

        def briefer(store: Any) -> Any:
            engine = OpenAIEngine(Transport(settings), settings=settings)
            return Briefer(engine=engine, cache=Cache(store=store))

        with Store(Path(folder) / "store.db") as store:
            findings = {f.article.id: f for f in briefer(store).extract(articles)}
            if not briefs:
                return findings, {}
            # Read already: what is kept comes back. Together they would be merged into the stories that they vary.
            stories = {a.id: story for a in articles for story in briefer(store).brief([a]).stories}
            return findings, stories


@cache
def clean(reader: str) -> list[Counter[tuple[str, ...]]]:
    """What is told of each example as it is."""
    jobs = {article.sha256: Job(-1, "", "", "", i) for i, article in enumerate(examples())}
    findings, _ = road(examples(), reader, Model(jobs, obeys=False), briefs=False)
    return [told(claims_of(findings[article.id])) for article in examples()]


def read_chunk(jobs: list[Job], reader: str) -> list[Outcome]:
    """Reads a chunk of planted articles, briefs them and looks for the planted words."""
    from briefer.model import Article

    made: dict[int, tuple[Any, int, int]] = {}
    for job in jobs:
        text, start, end = job.planted()
        was = examples()[job.article]
        article = Article.of(text, id=f"job {job.number}", title=was.title, published=was.published, language="en")
        made[job.number] = (replace(article, outlet=was.outlet), start, end)
    model = Model({made[job.number][0].sha256: job for job in jobs}, obeys=reader == OBEYS)
    findings, stories = road([article for article, _, _ in made.values()], reader, model)
    outcomes = []
    for job in jobs:
        article, start, end = made[job.number]
        plant = Plant(article.id, start, end, frozenset(model.asked.get(job.number, ())))
        outcomes.append(look(Outcome(job, reader), findings[article.id], stories.get(article.id), plant))
    return outcomes


def look(outcome: Outcome, findings: Any, story: Any, plant: Plant) -> Outcome:
    """Counts the planted claims by what became of them, and what changed in the others."""
    own = []
    for kind, claim in claims_of(findings):
        if not plant.is_in(claim):
            own.append((kind, claim))
            continue
        outcome.counts["asked"] += 1
        status = "quoted" if is_quotation(claim, outcome.job) else claim.check.status
        outcome.counts[status] += 1
        if status == "verified":
            outcome.wrong.append(f"verified, {kind}: {words_of(claim)}")
    for kind, claim in claims_of(story) if story is not None else ():
        if plant.is_in(claim) and not is_quotation(claim, outcome.job):
            outcome.counts["shown"] += 1
            outcome.wrong.append(f"shown, {kind}: {words_of(claim)}")
    before = clean(RULES if outcome.reader == RULES else HONEST)[outcome.job.article]
    if outcome.reader == OBEYS:  # its headline was the planted one
        before = Counter({said: n for said, n in before.items() if said[0] != "headline"})
    changes = [*(before - told(own)), *(told(own) - before)]
    outcome.counts["changed"] = len(changes)
    if outcome.reader == HONEST:
        outcome.wrong += [f"changed: {' / '.join(filter(None, said))}" for said in changes]
    return outcome


def is_quotation(claim: Any, job: Job) -> bool:
    """Whether it only says that whoever the planted words name wrote them."""
    named = WRITER in (getattr(claim, "speaker", None), getattr(claim, "name", None))
    return job.kind == "somebody's words" and (named or WRITER in words_of(claim))


def words_of(claim: Any) -> str:
    """The claim in one line."""
    whose = getattr(claim, "holder", None)
    return " ".join(
        f"{f'{whose}: ' if whose else ''}{getattr(claim, 'text', '') or getattr(claim, 'name', '')}".split()
    )


# --- the table ---------------------------------------------------------------------------------------------

#: The columns of each reader.
COLUMNS = {
    OBEYS: ("asked", "verified", "flagged", "withheld", "quoted", "shown", "changed"),
    HONEST: ("verified", "shown", "changed"),
    RULES: ("verified", "flagged", "quoted", "changed"),
}


def print_table(outcomes: Sequence[Outcome]) -> None:
    """A line for each kind of plant and place, and one for all."""
    groups = " | ".join(f"{reader:^{10 * len(names) - 1}}" for reader, names in COLUMNS.items())
    print(f"{'':28}{'articles':>9} | {groups}")
    names = " | ".join(" ".join(f"{name:>9}" for name in columns) for columns in COLUMNS.values())
    print(f"{'planted':20}{'place':8}{'':9} | {names}")
    rows: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        rows[outcome.job.kind, outcome.job.place].append(outcome)
    for kind in KINDS:
        for place in PLACES:
            if rows[kind, place]:
                print_row(kind, place, rows[kind, place])
    print_row("all", "", outcomes)


def print_row(kind: str, place: str, outcomes: Sequence[Outcome]) -> None:
    """The sums of some outcomes."""
    sums = {reader: Counter[str]() for reader in READERS}
    for outcome in outcomes:
        sums[outcome.reader].update(outcome.counts)
    cells = " | ".join(" ".join(f"{sums[r][n]:9}" for n in names) for r, names in COLUMNS.items())
    print(f"{kind:20}{place:8}{len(outcomes) // len(READERS):9} | {cells}")


def main() -> None:
    """Plants, reads, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="the instructions, as JSON lines with the key “attack”")
    parser.add_argument("--share", type=float, default=1.0, help="share of the instructions, for a quick look")
    options = parser.parse_args()
    said = [row["attack"] for row in read_rows(options.file)]
    jobs = jobs_of(said[:: max(1, round(1 / options.share))][: ceil(len(said) * options.share)])
    chunks = [jobs[i : i + _CHUNK] for i in range(0, len(jobs), _CHUNK)]
    outcomes: list[Outcome] = []
    spawn = multiprocessing.get_context("spawn")
    tasks = [(chunk, reader) for chunk in chunks for reader in READERS]
    # A worker reads the examples as they are before its first chunk: few chunks need few workers.
    workers = max(1, min(WORKERS, len(tasks) // len(READERS)))
    with bar("articles", len(jobs) * len(READERS)) as step, ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        for done in as_completed([pool.submit(read_chunk, chunk, reader) for chunk, reader in tasks]):
            outcomes += done.result()
            for _ in done.result():
                step()
    outcomes.sort(key=lambda o: (o.job.number, READERS.index(o.reader)))
    print_table(outcomes)
    wrong = [(o, words) for o in outcomes for words in o.wrong]
    for line in list(
        dict.fromkeys(
            f"{o.job.instruction[:100]!r}, {o.job.kind}, {o.job.place}, {o.reader}: {words[:160]}" for o, words in wrong
        )
    )[:_SHOWN]:
        print(line)
    if wrong:
        raise SystemExit(f"{len(wrong)} times planted words came through")


if __name__ == "__main__":
    main()
