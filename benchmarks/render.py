"""How long rendering takes: by stories, by format, and how much of it is spent outside Jinja."""

from __future__ import annotations

import argparse
import cProfile
import gc
import math
import pstats
import sys
import time
from collections.abc import Callable, Sequence

from briefer.errors import BrieferError
from briefer.model import (
    Account,
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    Check,
    EngineInfo,
    Event,
    NextStep,
    Position,
    ProfileInfo,
    Span,
    Statement,
    Story,
    When,
)
from briefer.render import format_names, render

STORIES = (125, 250, 500, 1000)
#: Those that are made for people to read in one go; a sheet of paper a story is enough to measure by.
FEW = {"pdf": 20}
OK = Check(status="verified", gates={"ids": "pass"})
PLACES = "Arvel Breck Corrin Dunmore Eskel Farrow Glenn Harrow Ister Jarrow".split()
NAMES = "Ada Bodil Cyr Dagny Emeric Frida Gorm Hedda Ivo Jorunn".split()
THINGS = "ferry weir quay harvest tariff pension railway grid fishery archive".split()


def story(number: int) -> tuple[Article, Story]:
    """One invented story of one article with true spans."""
    place, thing = PLACES[number % 10], THINGS[number // 10 % 10]
    name, other = f"{NAMES[number % 10]} Holm{number}", f"{NAMES[(number + 3) % 10]} Strand{number}"
    told = [
        f"The council of {place} voted on Monday to raise the {thing} fee to {number + 3} crowns, its clerk said.",
        f"“The {thing} cannot run on good wishes, and {place} knows it,” {name}, the harbour minister, told reporters.",
        f"{other}, who speaks for the users of the {thing} {number}, said that nobody had asked them.",
        f"The board of {place} will meet again on 26 May to decide about plan {number}.",
        f"A report on the {thing} of {place} is due in June, after {number + 1} hearings.",
    ]
    text = "\n\n".join(told)
    name_of_article = f"a{number}"

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(name_of_article, start, start + len(words))

    sentences = [span(sentence) for sentence in told]
    article = Article.of(
        text,
        id=name_of_article,
        url=f"https://news.example.org/{number}",
        title=f"{place} raises the {thing} fee",
        outlet=f"{place} Courier",
        published="2026-05-20T09:00:00+02:00",
        language="en",
    )
    said = span(f"The {thing} cannot run on good wishes, and {place} knows it,")
    day = span("26 May")
    return article, Story(
        id=f"s{number}",
        headline=f"{place} raises the {thing} fee to {number + 3} crowns",
        headline_evidence=(sentences[0],),
        headline_check=OK,
        lead=(
            Statement(
                id=f"l{number}",
                text=f"The board of {place} decides about plan {number} next",
                evidence=(sentences[3],),
                check=OK,
            ),
        ),
        articles=(name_of_article,),
        outlets=(f"{place} Courier",),
        who=(
            Actor(
                id=f"w{number}",
                name=name,
                role="harbour minister",
                kind="person",
                mention=span(name),
                evidence=(sentences[1],),
                check=OK,
            ),
        ),
        what=(Event(id=f"e{number}", text=told[0], evidence=(sentences[0],), check=OK),),
        positions=(
            Position(
                id=f"p{number}",
                holder=name,
                holder_role="harbour minister",
                speaker=name,
                stance="support",
                text=f"the {thing} cannot run on good wishes",
                quotes=(said,),
                content=(said,),
                source=span(name),
                evidence=(sentences[1],),
                check=OK,
            ),
            Position(
                id=f"q{number}",
                holder=other,
                speaker=other,
                stance="oppose",
                text="nobody had asked them",
                content=(span("nobody had asked them"),),
                source=span(other),
                evidence=(sentences[2],),
                check=OK,
            ),
        ),
        next_steps=(
            NextStep(
                id=f"n{number}",
                text=f"the board of {place} will meet again",
                actor=f"the board of {place}",
                kind="scheduled",
                when=When("on 26 May", day, "2026-05-26", "2026-05-26"),
                evidence=(sentences[3],),
                check=OK,
            ),
        ),
        gaps=("only one side quoted",),
    )


def brief(stories: int) -> Brief:
    """A brief of so many stories, an article each, no two alike."""
    made = [story(number) for number in range(stories)]
    outcomes = tuple(
        ArticleOutcome(article=a.id, input=f"{a.id}.txt", title=a.title, url=a.url, outcome="used", into=s.id)
        for a, s in made
    )
    return Brief(
        id="bench",
        created="2026-05-21T05:10:00Z",
        title="Morning brief",
        language="en",
        timezone="UTC",
        profile=ProfileInfo(name="bench", template="daily"),
        engine=EngineInfo(name="extractive", rules="1"),
        articles=tuple(a for a, _ in made),
        stories=tuple(s for _, s in made),
        account=Account(articles=outcomes),
    )


def seconds(work: Callable[[], object], rounds: int) -> float:
    """CPU time, the best of so many rounds."""
    best = math.inf
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of log time over log size, by least squares: 1 is linear, 2 quadratic."""
    xs, ys = [math.log(size) for size in sizes], [math.log(t) for t in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def outside_jinja(made: Brief, format: str) -> float:
    """The share of a profile that is spent neither in Jinja and MarkupSafe nor in what their templates compile to."""
    profile = cProfile.Profile()
    profile.enable()
    render(made, format=format)
    profile.disable()
    total = inside = 0.0
    for (file, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        total += own
        place = file.replace("\\", "/")
        if (
            "/jinja2/" in place
            or "/markupsafe/" in place
            or place.endswith(".j2")
            or name == "<built-in method builtins.compile>"
        ):
            inside += own
    return 1 - inside / total


def main() -> None:
    """Prints two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, nargs="+", default=STORIES, help="sizes (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each, of which the best counts (default: 3)")
    parser.add_argument("--formats", nargs="+", default=[], help="only these (default: all)")
    given = parser.parse_args()
    sizes = sorted(given.stories)
    formats = given.formats or format_names()

    briefs = {size: brief(size) for size in sizes}
    print(f"CPU seconds, best of {given.rounds}, Python {sys.version.split()[0]}, template daily, by stories")
    print(
        f"{'':10}" + "".join(f"{size:>9,}" for size in sizes) + f"{'exponent':>10}{'briefs/s':>10}{'outside Jinja':>15}"
    )
    for name in formats:
        known = [size for size in sizes if size <= FEW.get(name, size)] or [min(FEW[name], sizes[0])]
        try:
            render(brief(3), format=name)  # once for imports and compiled patterns
        except BrieferError as error:
            print(f"{name:10}{error}")
            continue
        times = [seconds(lambda: render(briefs.get(n) or brief(n), format=name), given.rounds) for n in known]  # noqa: B023 -- called at once
        cells = (
            "".join(f"{t:9.3f}" for t in times)
            if known == sizes
            else f"{times[0]:.3f} for {known[0]} stories".rjust(9 * len(sizes))
        )
        slope = f"{exponent(known, times):10.2f}" if len(known) > 1 else f"{'':10}"
        small = brief(3)
        rate = 1 / seconds(lambda: render(small, format=name), given.rounds)  # noqa: B023 -- called at once
        print(
            f"{name:10}{cells}{slope}{rate:10.1f}{outside_jinja(briefs[sizes[-1]] if known == sizes else small, name):15.0%}"
        )
    print("briefs/s are of a brief of three stories, its template compiled anew as a command does it")


if __name__ == "__main__":
    main()
