"""Makes the sample briefs that templates are checked and previewed with: `python examples/samples.py`.

Everything in them was invented. Offsets come from looking the words up, so a sample cannot cite what is not there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from briefer.compose.edits import apply
from briefer.contract import dump_brief
from briefer.model import (
    Account,
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    Change,
    ChangeItem,
    Check,
    Claim,
    ClaimCounts,
    ClaimKind,
    Contradiction,
    Custom,
    Edit,
    EngineInfo,
    Event,
    NextStep,
    NotShown,
    Position,
    ProfileInfo,
    Reason,
    Span,
    Statement,
    Story,
    Translation,
    Usage,
    When,
    WithheldClaim,
)
from briefer.model.ids import statements_with_ids

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "samples"
OK = Check(status="verified", gates={"ids": "pass", "support": "pass"})
WEAK = Check(
    status="flagged",
    gates={"ids": "pass", "support": "weak"},
    reasons=(Reason("support", "the cited sentence carries only part of it; not “steeply”"),),
)
NOT_RUN = Check(status="flagged", gates={"ids": "pass", "names": "not_run", "speaker": "not_run"})
FAILED = Check(
    status="withheld",
    gates={"ids": "pass", "numbers": "fail"},
    reasons=(Reason("numbers", "“40 percent” does not stand in the cited sentences"),),
)
MODEL = EngineInfo(name="openai", model="example-model", prompt="0123456789ab", rules="1")
RULES = EngineInfo(name="extractive", rules="1")


class Text:
    """An article whose words are looked up instead of counted."""

    def __init__(self, text: str, **more: Any) -> None:
        self.article = Article.of(text, **more)

    def span(self, words: str, nth: int = 1) -> Span:
        """The nth place where these words stand."""
        start = -1
        for _ in range(nth):
            start = self.article.text.index(words, start + 1)
        return Span(self.article.id, start, start + len(words))

    def when(self, words: str, start: str | None, end: str | None) -> When:
        """Words of time with the days that they name."""
        return When(words, self.span(words), start, end)

    def event(self, words: str, text: str | None = None, **more: Any) -> Event:
        """What happened, in the article's own words unless `text` has others."""
        return Event(text=text or words, evidence=(self.span(words),), check=more.pop("check", OK), **more)

    def actor(self, name: str, sentence: str, **more: Any) -> Actor:
        """Somebody, cited from this sentence."""
        given = {"kind": "person", "check": OK, "mention": self.span(name), **more}
        return Actor(name=name, evidence=(self.span(sentence),), **given)

    def said(
        self, holder: str | None, text: str, sentence: str, *, quotes: Sequence[str] = (), **more: Any
    ) -> Position:
        """A position, its quotations verbatim."""
        given = {"speaker": holder, "check": OK, "content": (self.span(quotes[0] if quotes else sentence),), **more}
        spans = tuple(self.span(q) for q in quotes)
        return Position(holder=holder, text=text, quotes=spans, evidence=(self.span(sentence),), **given)

    def step(self, text: str, sentence: str, kind: Any, **more: Any) -> NextStep:
        """What is to come."""
        return NextStep(text=text, kind=kind, evidence=(self.span(sentence),), check=more.pop("check", OK), **more)

    def words(self, text: str, sentence: str, **more: Any) -> Statement:
        """A claim that is only words."""
        return Statement(text=text, evidence=(self.span(sentence),), check=more.pop("check", OK), **more)


def _sections(story: Story, hashes: Mapping[str, str]) -> dict[str, Custom]:
    """The story's own sections; no two claims of them share an id."""
    every = [claim for section in story.custom.values() for claim in section.claims]
    named = iter(statements_with_ids("custom", every, hashes))
    return {n: replace(c, claims=tuple(islice(named, len(c.claims)))) for n, c in story.custom.items()}


def finished(brief: Brief, lost: Sequence[ArticleOutcome] = (), withheld: Sequence[WithheldClaim] = ()) -> Brief:
    """The brief with ids on its claims and an account that reconciles."""
    hashes = {a.id: a.sha256 for a in brief.articles}
    stories = tuple(
        replace(
            s,
            lead=statements_with_ids("lead", s.lead, hashes),
            who=statements_with_ids("who", s.who, hashes),
            what=statements_with_ids("what", s.what, hashes),
            positions=statements_with_ids("position", s.positions, hashes),
            next_steps=statements_with_ids("step", s.next_steps, hashes),
            custom=_sections(s, hashes),
        )
        for s in brief.stories
    )
    claims: list[Any] = [*statements_with_ids("bottom_line", brief.bottom_line, hashes)]
    for s in stories:
        sections = [claim for c in s.custom.values() for claim in c.claims]
        claims += [*s.lead, *s.who, *s.what, *s.positions, *s.next_steps, *sections]
    checks = [*(c.check for c in claims), *(s.headline_check for s in stories)]
    shown = sum(c.status == "verified" for c in checks)
    flagged = sum(c.status == "flagged" for c in checks)
    hidden = NotShown(rank=2, limit=1) if withheld else NotShown()
    merged = 1 if withheld else 0
    verified = shown + merged + hidden.rank + hidden.limit
    by_article = {a: s.id for s in stories for a in s.articles}
    first = {s.articles[0] for s in stories}
    outcomes = [
        ArticleOutcome(
            article=a.id,
            input=f"articles/{a.id}.md",
            title=a.title,
            url=a.url,
            outcome="used" if a.id in first else "merged",
            into=by_article[a.id],
        )
        for a in brief.articles
    ]
    account = Account(
        articles=(*outcomes, *lost),
        claims=ClaimCounts(
            made=verified + flagged + len(withheld),
            verified=verified,
            flagged=flagged,
            withheld=len(withheld),
            shown=shown,
            merged=merged,
            not_shown=hidden,
        ),
        withheld=tuple(withheld),
        gates_not_run={"fr": ("names", "speaker")} if withheld else {},
    )
    bottom = statements_with_ids("bottom_line", brief.bottom_line, hashes)
    return replace(brief, stories=stories, bottom_line=bottom, account=account)


def blank(name: str, title: str, **more: Any) -> Brief:
    """A brief of one morning, without stories."""
    given: dict[str, Any] = {
        "created": "2026-05-21T05:10:00Z",
        "language": "en",
        "timezone": "Europe/Brussels",
        "profile": ProfileInfo(name="sample", template="daily"),
        "engine": RULES,
        **more,
    }
    return Brief(id=f"sample-{name}", title=title, **given)


# --- minimal and empty -------------------------------------------------------------------------------


def minimal() -> Brief:
    """One article of one sentence: no title, outlet, address or date, nobody named."""
    text = Text("The footbridge at Lower Quill was closed after a flood.", id="quill")
    story = Story(
        id="s1",
        headline="The footbridge at Lower Quill was closed after a flood",
        headline_evidence=(text.span(text.article.text),),
        headline_check=OK,
        articles=("quill",),
    )
    return finished(blank("minimal", "Morning brief", articles=(text.article,), stories=(story,), timezone="UTC"))


def empty() -> Brief:
    """A day that gave no story."""
    lost = ArticleOutcome(article=None, input="articles/menu.html", outcome="skipped", reason="not an article")
    return finished(blank("empty", "Morning brief"), [lost])


# --- complete ----------------------------------------------------------------------------------------

HARBOUR = Text(
    "Skerrow’s harbour board voted on Wednesday to raise ferry fees by 12 percent from July.\n\n"
    "“A harbour that cannot pay for its lights has no future,” said Una Brask, the board’s chair. "
    "She said the money would pay for two new breakwaters.\n\n"
    "Ferry operator Lodin Lines opposes the increase. “Our passengers are not a lighthouse fund,” its director, "
    "Teo Marrick, told the Skerrow Post. A spokesperson for Mayor Ilva Sand said the mayor would back the fees if "
    "islanders were exempt. The islanders’ union said in a letter that it takes no side. An official close to the "
    "board said a smaller rise was “still on the table”.\n\n"
    "The board will hold a second vote on 28 May. It promised to publish its accounts by 18 May, a date that had "
    "passed. Lodin Lines demanded a hearing on Thursday. If the fees rise, the night ferry could stop. "
    "Analysts expect fares to climb next year. The union will meet its members.\n\n"
    "Police are looking into a claim that a board member took money from a builder.",
    id="harbour",
    url="https://news.example.org/skerrow/fees?id=7&lang=en",
    title="Ferry fees to rise in Skerrow",
    outlet="Northern Wire",
    published="2026-05-20T19:40:00+02:00",
    language="en",
    authors=("Ada Pell",),
)
SECOND = Text(
    "The harbour board of Skerrow raised ferry fees by 15 percent on Wednesday. Una Brask defended the decision.",
    id="second",
    url="https://courier.example.org/fees",
    title="Skerrow board raises fees",
    outlet="Island Courier",
    published="2026-05-20",
    language="en",
)
QUAY = Text(
    "Le port de Cassel fermera ses deux quais pendant l’été. « Nous n’avons pas le choix », a déclaré la directrice "
    "Odile Varenne. Le conseil votera le 2 juin.",
    id="quay",
    url="https://gazette.example.org/port-de-cassel",
    title="Le port de Cassel ferme deux quais",
    outlet="La Gazette du Cap",
    published="2026-05-20",
    language="fr",
)
OLD = Text(
    "Una Brask said in March that no rise was planned. Mayor Ilva Sand said she would not comment on fees.",
    id="old",
    title="No rise planned, says Skerrow",
    outlet="Northern Wire",
    published="2026-03-04",
    language="en",
)


def _fees() -> Story:
    t, voted = HARBOUR, "Skerrow’s harbour board voted on Wednesday to raise ferry fees by 12 percent from July."
    lights = "“A harbour that cannot pay for its lights has no future,” said Una Brask, the board’s chair."
    fund = "“Our passengers are not a lighthouse fund,” its director, Teo Marrick, told the Skerrow Post."
    mayor = "A spokesperson for Mayor Ilva Sand said the mayor would back the fees if islanders were exempt."
    union = "The islanders’ union said in a letter that it takes no side."
    table = "An official close to the board said a smaller rise was “still on the table”."
    police = "Police are looking into a claim that a board member took money from a builder."
    night = "If the fees rise, the night ferry could stop."
    breakwaters = "She said the money would pay for two new breakwaters."
    before = OLD.span("Una Brask said in March that no rise was planned.")
    changed = Change(kind="changed", since="2026-03-04", evidence=(before,))
    chair = {"role": "chair", "organisation": "the board", "why": "defends the rise"}
    director = {"role": "director", "organisation": "Lodin Lines"}
    return Story(
        id="s1",
        headline="Skerrow’s harbour board voted to raise ferry fees",
        headline_evidence=(t.span(voted),),
        headline_check=OK,
        lead=(t.words("Ferry fees in Skerrow rise from July.", voted), t.words("A second vote follows.", voted)),
        articles=("harbour", "second", "old"),
        outlets=("Northern Wire", "Island Courier"),
        independent=2,
        who=(
            t.actor("Una Brask", lights, **chair),
            t.actor("Teo Marrick", fund, **director),
            t.actor("Ilva Sand", mayor, role="Mayor"),
            t.actor("Lodin Lines", "Ferry operator Lodin Lines opposes the increase.", kind="organisation"),
            t.actor("Skerrow", voted, kind="place"),
            t.actor("islanders", mayor, kind="group", check=WEAK),
        ),
        what=(
            t.event(
                voted, when=t.when("on Wednesday", "2026-05-20", "2026-05-20"), where="Skerrow", status="confirmed"
            ),
            SECOND.event("The harbour board of Skerrow raised ferry fees by 15 percent on Wednesday."),
            t.event(police, status="alleged"),
            t.event(
                "The board will hold a second vote on 28 May.",
                status="planned",
                when=t.when("on 28 May", "2026-05-28", "2026-05-28"),
            ),
            t.event(breakwaters, text="Fees climb steeply to pay for breakwaters.", check=WEAK),
        ),
        positions=(
            t.said(
                "Una Brask",
                "A harbour that cannot pay for its lights has no future",
                lights,
                quotes=("A harbour that cannot pay for its lights has no future,",),
                holder_role="chair",
                stance="support",
                target="the increase",
                salience=0.9,
                change=changed,
                source=t.span("Una Brask"),
                cue=t.span("said"),
            ),
            t.said(
                "Una Brask",
                "the money would pay for two new breakwaters",
                breakwaters,
                holder_role="chair",
                source=t.span("She"),
                derived={"holder": (t.span("Una Brask"),), "speaker": (t.span("Una Brask"),)},
            ),
            t.said(
                "Teo Marrick",
                "Passengers should not pay for the lights",
                fund,
                quotes=("Our passengers are not a lighthouse fund,",),
                holder_role="director",
                via="Skerrow Post",
                stance="oppose",
                target="the increase",
                salience=0.8,
                change=Change(kind="new"),
            ),
            t.said(
                "Ilva Sand",
                "would back the fees if islanders were exempt",
                mayor,
                speaker="A spokesperson for Mayor Ilva Sand",
                channel="spokesperson",
                stance="conditional",
                change=Change(kind="repeated", since="2026-05-14"),
            ),
            t.said("the islanders’ union", "takes no side", union, channel="document", stance="neutral"),
            t.said(
                "An official close to the board",
                "a smaller rise was “still on the table”",
                table,
                quotes=("still on the table",),
                channel="unnamed",
                check=NOT_RUN,
            ),
            t.said(None, "a board member took money from a builder", police, check=WEAK),
        ),
        next_steps=(
            t.step(
                "hold a second vote on 28 May",
                "The board will hold a second vote on 28 May.",
                "scheduled",
                actor="The board",
                action="hold a second vote",
                when=t.when("on 28 May", "2026-05-28", "2026-05-28"),
            ),
            t.step(
                "publish its accounts by 18 May",
                "It promised to publish its accounts by 18 May, a date that had passed.",
                "pledged",
                actor="The board",
                when=t.when("by 18 May", None, "2026-05-18"),
            ),
            t.step(
                "a hearing on Thursday",
                "Lodin Lines demanded a hearing on Thursday.",
                "demanded",
                says="Lodin Lines",
                when=t.when("on Thursday", "2026-05-21", "2026-05-21"),
            ),
            t.step("the night ferry could stop", night, "conditional"),
            t.step(
                "fares to climb next year",
                "Analysts expect fares to climb next year.",
                "predicted",
                says="Analysts",
                when=t.when("next year", "2027", "2027"),
            ),
            t.step("meet its members", "The union will meet its members.", "scheduled", actor="The union", check=WEAK),
        ),
        custom={
            "risks": Custom(title="Risks for us", kind="list", claims=(t.words("The night ferry could stop.", night),)),
            "cause": Custom(title="Cause", kind="claim", claims=(t.words("Two new breakwaters.", breakwaters),)),
            "tone": Custom(title="Tone", kind="choice", value="tense", claims=(t.words("A threat to stop.", night),)),
            "unanswered": Custom(title="Nothing was said of this", kind="list"),
        },
        gaps=("a speaker is not named", "no place of the event given"),
    )


def _quays() -> Story:
    t, closes = QUAY, "Le port de Cassel fermera ses deux quais pendant l’été."
    said = "« Nous n’avons pas le choix », a déclaré la directrice Odile Varenne."
    return Story(
        id="s2",
        headline="Cassel closes two quays for the summer",
        headline_evidence=(t.span(closes),),
        headline_check=NOT_RUN,
        articles=("quay",),
        outlets=("La Gazette du Cap",),
        who=(t.actor("Odile Varenne", said, role="directrice", check=NOT_RUN),),
        what=(t.event(closes, text="The port closes both of its quays for the summer.", check=NOT_RUN),),
        positions=(
            t.said(
                "Odile Varenne",
                "there is no choice",
                said,
                quotes=("Nous n’avons pas le choix",),
                holder_role="directrice",
                translation=Translation(language="en", text="We have no choice", by="example-model"),
                check=NOT_RUN,
            ),
        ),
        next_steps=(
            t.step(
                "The council votes on 2 June",
                "Le conseil votera le 2 juin.",
                "scheduled",
                when=t.when("le 2 juin", "2026-06-02", "2026-06-02"),
                check=NOT_RUN,
            ),
        ),
        gaps=("only one side quoted",),
    )


def complete() -> Brief:
    """Every kind of thing that a brief can hold, at least once."""
    voted = "Skerrow’s harbour board voted on Wednesday to raise ferry fees by 12 percent from July."
    opposed = HARBOUR.span("Ferry operator Lodin Lines opposes the increase.")
    silent = OLD.span("Mayor Ilva Sand said she would not comment on fees.")
    lost = (
        ArticleOutcome(article=None, input="articles/menu.html", outcome="skipped", reason="not an article"),
        ArticleOutcome(
            article=None,
            input="https://news.example.org/gone",
            url="https://news.example.org/gone",
            outcome="failed",
            reason="the server answered 404",
        ),
    )
    withheld = WithheldClaim(
        id="0123456789abcdef",
        evidence=(HARBOUR.span(voted),),
        check=FAILED,
        kind="what",
        text="Fees rise by 40 percent.",
    )
    made = finished(
        blank(
            "complete",
            "Harbours and ferries, 21 May 2026",
            profile=ProfileInfo(
                name="morning",
                template="daily",
                sections=("risks", "cause", "tone"),
                topics=("ports",),
                us=("Skerrow",),
            ),
            set={
                "to": "Minister of Ports",
                "from": "Islands desk",
                "deadline": "25 May, noon",
                "for": "decision",
                "reference": "ID/26/114",
                "marking": "OFFICIAL · SENSITIVE",
                "recommendation": "Offer the board a hearing before 28 May.",
                "copies": "Press office",
            },
            engine=MODEL,
            usage=Usage(calls=6, tokens_in=8_412, tokens_out=1_903, cost=0.0371, currency="USD"),
            articles=(HARBOUR.article, SECOND.article, OLD.article, QUAY.article),
            bottom_line=(
                HARBOUR.words("Skerrow’s board raises ferry fees from July; a second vote follows on 28 May.", voted),
                HARBOUR.words("Lodin Lines opposes the increase.", "Ferry operator Lodin Lines opposes the increase."),
            ),
            stories=(_fees(), _quays()),
        ),
        lost,
        [withheld],
    )
    fees = made.stories[0]
    first, second = fees.what[0], fees.what[1]
    fees = replace(
        fees,
        contradictions=(
            Contradiction(
                kind="number", claims=(first.id, second.id), text="Two figures for the same rise: 12 and 15 percent."
            ),
        ),
    )
    brask, step = fees.positions[0], fees.next_steps[1]
    return replace(
        made,
        stories=(fees, *made.stories[1:]),
        changes=(
            ChangeItem(
                kind="new",
                story="s1",
                claim=fees.positions[2].id,
                text="Lodin Lines opposes the increase.",
                now=(opposed,),
            ),
            ChangeItem(
                kind="changed",
                story="s1",
                claim=brask.id,
                text="Una Brask now defends a rise that she had ruled out.",
                since="2026-03-04",
                before=brask.change.evidence if brask.change else (),
                now=brask.evidence,
            ),
            ChangeItem(
                kind="not_heard", story="s1", claim=None, text="Ilva Sand herself", since="2026-03-04", before=(silent,)
            ),
            ChangeItem(
                kind="overdue",
                story="s1",
                claim=step.id,
                text="The board’s accounts",
                since="2026-05-18",
                now=step.evidence,
            ),
            ChangeItem(
                kind="due", story=None, claim=fees.next_steps[2].id, text="The hearing", now=fees.next_steps[2].evidence
            ),
        ),
    )


# --- edited ------------------------------------------------------------------------------------------

#: What the checks say of the desk's words.
VERDICTS = {
    "The harbour board of Skerrow raises ferry fees by 12 percent from July.": OK,
    "Two quays in Cassel close until autumn": NOT_RUN,
    "The board will publish 14 accounts by 18 May.": Check(
        status="withheld",
        gates={"ids": "pass", "numbers": "fail"},
        reasons=(Reason("numbers", "the number 14 does not stand in the cited sentences"),),
    ),
    "Teo Marrick, managing director": Check(
        status="withheld",
        gates={"ids": "pass", "support": "fail"},
        reasons=(Reason("support", "the role “managing director” has no words in the cited sentences"),),
    ),
}


def edited() -> Brief:
    """A brief with everything that a desk can do to one."""
    made = replace(complete(), id="sample-edited", title="Harbours and ferries, edited")
    fees, quays = made.stories
    fund = next(p for p in fees.positions if p.holder == "Teo Marrick")
    words = iter(VERDICTS)
    edits = (
        Edit(what="replace", target=fees.what[0].id, words=next(words)),
        Edit(what="replace", target=quays.id, words=next(words)),
        Edit(what="replace", target=fees.next_steps[1].id, words=next(words)),
        Edit(what="replace", target=fees.who[1].id, words=next(words)),
        Edit(what="hide", target=fees.what[2].id),
        Edit(what="pin", target=quays.id),
        Edit(what="note", target=fees.id, words="Our own figures on island fares are with the statistics unit."),
        Edit(what="note", target=fees.id, words="Ask the embassy."),
        Edit(what="recommend", words="Offer the board and Lodin Lines a joint hearing before 28 May."),
        Edit(what="line", words="We welcome that the board puts its plans to a second vote."),
        Edit(what="line", words="Islanders must be able to reach the mainland at a fair price."),
        Edit(what="hide", target="note-2"),
    )

    def check(_: ClaimKind, claim: Claim) -> Claim:
        said = f"{claim.name}, {claim.role}" if isinstance(claim, Actor) else str(getattr(claim, "text", ""))
        return replace(claim, check=VERDICTS[said])

    first = apply(made, edits, check=check, by="Islands desk", at="2026-05-21T06:02:00Z")
    return apply(first, [Edit(what="hide", target=fund.id)], check=check, by="Islands desk", at="2026-05-21T06:20:00Z")


# --- thirty ------------------------------------------------------------------------------------------

TOWNS = (
    "Aldermoor Brackwater Cairnholm Dunmarsh Eastfold Fennick Garrow Hollin Inverspey Jarrowby Keldmere Lothing Marwick "
    "Northolt-on-Sea Oxbow Penhallow Quarrendon Rookhope Stavely Tarnbeck Ulverscroft Vellum Wexcombe Yarrowdale Zennick "
    "Ashby Birkrigg Copplestone Drumlin Elverton"
).split()
FAMILY = "Alder Brook Carrow Dace Ellery Fenn Gannet Hale Imber Jessop Kestle Lorne Merrow Nairn Orrin".split()
GIVEN = "Ada Bram Cora Dov Edda Finn Greta Hal Isla Joss".split()
PLANS = (
    ("open a second ferry pier", "The pier has waited long enough"),
    ("close the old quarry road", "Lorries do not belong beside a school"),
    ("buy eleven electric buses", "We count on quieter mornings"),
    ("raise the dam by two metres", "Nobody here has forgotten the flood"),
    ("sell the town’s grain store", "An empty store feeds nobody"),
    ("plant 4,000 trees along the canal", "Shade is cheaper than pumps"),
)
STANCES = ("support", "oppose", "conditional", "neutral", "unclear")
KINDS = ("scheduled", "pledged", "demanded", "conditional", "predicted")


def _town(i: int) -> tuple[Text, Story]:
    town, (plan, words) = TOWNS[i], PLANS[i % len(PLANS)]
    name, day = f"{GIVEN[i % 10]} {FAMILY[i % 15]}", 22 + i % 9
    voted = f"The council of {town} decided on Wednesday to {plan}."
    said = f"“{words},” said {name}, who chairs it."
    later = f"Work begins on {day} May."
    outlet = f"{town} Gazette" if i % 3 else "Northern Wire"
    text = Text(
        f"{voted} {said} {later}",
        id=f"a{i + 1}",
        url=f"https://news.example.org/{town.lower()}",
        title=f"{town} decides to {plan}",
        outlet=outlet,
        published="2026-05-20",
        language="en",
    )
    story = Story(
        id=f"s{i + 1}",
        headline=f"{town} decides to {plan}",
        headline_evidence=(text.span(voted),),
        headline_check=OK,
        articles=(text.article.id,),
        outlets=(outlet,),
        who=(text.actor(name, said, role="chair", organisation=f"the council of {town}"),),
        what=(text.event(voted),),
        positions=(text.said(name, words, said, quotes=(f"{words},",), stance=STANCES[i % 5], salience=0.5),),
        next_steps=(
            text.step(later, later, KINDS[i % 5], when=text.when(f"on {day} May", f"2026-05-{day}", f"2026-05-{day}")),
        ),
    )
    return text, story


def thirty() -> Brief:
    """Thirty stories of thirty articles."""
    towns = [_town(i) for i in range(30)]
    lines = tuple(t.words(s.headline + ".", s.what[0].text) for t, s in towns[:3])
    stories = tuple(s for _, s in towns)
    return finished(
        blank(
            "thirty", "Council digest", articles=tuple(t.article for t, _ in towns), bottom_line=lines, stories=stories
        )
    )


# --- right to left -----------------------------------------------------------------------------------


def rtl() -> Brief:
    """A brief in Arabic, with Latin words and numbers in it and one article in Hebrew."""
    a, h = (
        Text(
            "قرر مجلس ميناء سكيرو يوم الأربعاء رفع رسوم العبّارات بنسبة 12 في المئة. «لا مستقبل لميناء بلا أضواء»، "
            "قالت أونا براسك، رئيسة المجلس. ترفض شركة Lodin Lines الزيادة. يصوّت المجلس مرة ثانية في 28 مايو.",
            id="mina",
            url="https://news.example.org/ar/%D9%85%D9%8A%D9%86%D8%A7%D8%A1",
            title="رسوم العبّارات ترتفع في سكيرو (Skerrow)",
            outlet="بريد الشمال",
            published="2026-05-20T19:40:00+02:00",
            language="ar",
        ),
        Text(
            "מועצת הנמל תדון בתעריפים ביום ראשון. «נחזור לשולחן», אמרה המזכירה.",
            id="namal",
            url="https://news.example.org/he/7",
            title="המועצה תדון בתעריפים",
            outlet="קול הים",
            published="2026-05-20",
            language="he",
        ),
    )
    voted = "قرر مجلس ميناء سكيرو يوم الأربعاء رفع رسوم العبّارات بنسبة 12 في المئة."
    lights = "«لا مستقبل لميناء بلا أضواء»، قالت أونا براسك، رئيسة المجلس."
    refuses = "ترفض شركة Lodin Lines الزيادة."
    again = "يصوّت المجلس مرة ثانية في 28 مايو."
    meets = "מועצת הנמל תדון בתעריפים ביום ראשון."
    fees = Story(
        id="s1",
        headline="مجلس ميناء سكيرو يرفع رسوم العبّارات بنسبة 12 في المئة",
        headline_evidence=(a.span(voted),),
        headline_check=OK,
        articles=("mina",),
        outlets=("بريد الشمال",),
        who=(a.actor("أونا براسك", lights, role="رئيسة المجلس"), a.actor("Lodin Lines", refuses, kind="organisation")),
        what=(a.event(voted, when=a.when("يوم الأربعاء", "2026-05-20", "2026-05-20")),),
        positions=(
            a.said(
                "أونا براسك",
                "لا مستقبل لميناء بلا أضواء",
                lights,
                quotes=("لا مستقبل لميناء بلا أضواء",),
                stance="support",
            ),
            a.said("Lodin Lines", "ترفض الزيادة", refuses, stance="oppose", target="الزيادة"),
        ),
        next_steps=(a.step(again, again, "scheduled", when=a.when("في 28 مايو", "2026-05-28", "2026-05-28")),),
        gaps=("no place of the event given",),
    )
    talks = Story(
        id="s2",
        headline="مجلس الميناء يناقش التعرفة يوم الأحد",
        headline_evidence=(h.span(meets),),
        headline_check=NOT_RUN,
        articles=("namal",),
        outlets=("קול הים",),
        what=(h.event(meets, check=NOT_RUN),),
        positions=(
            h.said(
                "السكرتيرة",
                "العودة إلى الطاولة",
                "«נחזור לשולחן», אמרה המזכירה.",
                quotes=("נחזור לשולחן",),
                translation=Translation(language="ar", text="سنعود إلى الطاولة", by="example-model"),
                check=NOT_RUN,
            ),
        ),
    )
    return finished(
        blank(
            "rtl",
            "موجز الصباح",
            language="ar",
            timezone="Asia/Beirut",
            engine=MODEL,
            usage=Usage(calls=2, tokens_in=900, tokens_out=300),
            set={"to": "وزيرة الموانئ", "deadline": "25 مايو"},
            articles=(a.article, h.article),
            bottom_line=(a.words("ترتفع رسوم العبّارات في سكيرو (Skerrow) بنسبة 12 في المئة.", voted),),
            stories=(fees, talks),
        )
    )


# --- hostile -----------------------------------------------------------------------------------------

SCRIPT = "<script>alert('briefer')</script>"
LINK = "[Monday](javascript:alert(1))"
JINJA = "{{ 7*7 }} {% raw %} {# gone #}"
BREAK = "\"><img src=x onerror=alert(1)> ' onmouseover='alert(2)"
STYLE = "</style><style>*{background:url(https://tracker.example.net/x)}"
BRACKETS = "[" * 20_000


def hostile() -> Brief:
    """Words that try to be markup, links, scripts, templates, styles and directions; each must stay words."""
    t = Text(
        f"The council of Orrin {SCRIPT} voted 4|5 against *all* fees on {LINK}. "
        f"“No fee, {JINJA} & no <b>ghosts</b>,” said Ilse | Brandt_of_Orrin, the harbour’s `clerk`. "
        "\u202eSdrawkcab\u202c words\x00 follow\u200b here:\x1b[31m AT&amp;T; the price is ~~5~~ crowns.\n\n"
        "# Not a heading\n- not a list\n1. not a number\n| not | a table |\n[^1]: not a note\n\n"
        f"See https://tracker.example.net/pixel.gif or ask @everyone, www.example.net and desk@example.net. {BREAK} "
        f"![picture](https://tracker.example.net/p.png) {STYLE} <!-- --> ]]> <![CDATA[ x\n\n{BRACKETS}",
        id="bay\"><b>'",
        url="javascript:alert(document.cookie)",
        title=f"{BREAK} Fees | *fall*",
        outlet="Orrin <i>Bay</i> Courier\u2066\u2069",
        published="2026-05-19",
        language="en",
        authors=(SCRIPT,),
    )
    u = Text(
        f"A second report repeats it: {SCRIPT} costs 5 crowns.",
        id="data",
        url="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        title="[x](data:text/html,x) ![y](https://tracker.example.net/y.png)",
        outlet="{{ config }} ${7*7} %(x)s %s",
        published="2026-05-19",
        language="en",
    )
    first = t.article.text[: t.article.text.index(" “No fee")]
    said = t.article.text[t.article.text.index("“No fee") : t.article.text.index(" \u202e")]
    odd = t.article.text[t.article.text.index("\u202e") : t.article.text.index("\n\n# Not")]
    see = t.article.text[t.article.text.index("See https") : t.article.text.index("\n\n[[[")]
    name = "Ilse | Brandt_of_Orrin"
    quote = f"No fee, {JINJA} & no <b>ghosts</b>,"
    story = Story(
        id="s1",
        headline=f"Council {SCRIPT} voted 4|5 against *all* fees on {LINK}",
        headline_evidence=(t.span(first),),
        headline_check=OK,
        lead=(t.words(f"- {SCRIPT} # 1. <u>x</u> {LINK}", first),),
        articles=(t.article.id, u.article.id),
        outlets=(t.article.outlet or "", u.article.outlet or ""),
        who=(
            t.actor(name, said, role="`clerk`", organisation="the harbour", why=BREAK),
            t.actor("@everyone", see, kind="group", role=STYLE),
        ),
        what=(t.event(odd), t.event(see), u.event(u.article.text), t.event(BRACKETS)),
        positions=(
            t.said(
                name, quote, said, quotes=(quote,), stance="oppose", target=f"the ~~fee~~ {BREAK}", holder_role=SCRIPT
            ),
            t.said(
                SCRIPT,
                f"{JINJA} {BREAK}",
                see,
                via=STYLE,
                stance="support",
                channel="spokesperson",
                translation=Translation(language="fr\" onload='alert(3)'", text=SCRIPT, by=BREAK),
            ),
        ),
        next_steps=(
            t.step(
                f"pay | 5 crowns {LINK}",
                odd,
                "scheduled",
                actor=BREAK,
                says=SCRIPT,
                when=t.when("5", "2026-05-26", None),
            ),
            t.step("\u202egnihton od", odd, "demanded", when=When("<b>", t.span("<b>"), None, None)),
        ),
        custom={
            'x"><script>': Custom(title=SCRIPT, kind="choice", value=BREAK, claims=(t.words(JINJA, said),)),
            "risks": Custom(title=f"Risks {STYLE}", kind="list", claims=(t.words(BREAK, see),)),
        },
        gaps=(SCRIPT,),
    )
    lost = (
        ArticleOutcome(
            article=None,
            input=f"{SCRIPT}.html",
            url="https://e.example.org/\"onclick='x'",
            outcome="failed",
            reason=BREAK,
        ),
        ArticleOutcome(
            article=None, input="a|b`c`", title=LINK, url="//tracker.example.net/x", outcome="skipped", reason=JINJA
        ),
    )
    withheld = WithheldClaim(
        id="fedcba9876543210",
        evidence=(t.span(first),),
        check=Check(status="withheld", gates={"quote": "fail"}, reasons=(Reason("quote", f"{SCRIPT} {LINK}"),)),
        kind="position",
        text=f"{BREAK} {JINJA}",
    )
    made = finished(
        blank(
            "hostile",
            f"Morning {SCRIPT} *brief* {JINJA}",
            set={
                "to": BREAK,
                "marking": f"{STYLE} {SCRIPT}",
                "x\" onclick='y'": SCRIPT,
                "recommendation": f"{LINK} {JINJA}",
            },
            engine=EngineInfo(name="openai", model=f"m {SCRIPT}"),
            articles=(t.article, u.article),
            bottom_line=(t.words(f"{SCRIPT} {BREAK}", first), u.words(f"> # - 1. {LINK}", u.article.text)),
            stories=(story,),
        ),
        lost,
        [withheld],
    )
    own = made.stories[0]
    clash = Contradiction(kind="number", claims=(own.what[0].id, own.what[2].id), text=f"4|5 or 5? {SCRIPT}")
    return replace(
        made,
        stories=(replace(own, contradictions=(clash,)),),
        changes=(
            ChangeItem(
                kind="changed",
                story="s1",
                claim=None,
                text=f"{BREAK} {LINK}",
                since="<b>2026</b>",
                now=(t.span(first),),
            ),
        ),
    )


SAMPLES = {
    "minimal": minimal,
    "complete": complete,
    "edited": edited,
    "thirty": thirty,
    "rtl": rtl,
    "hostile": hostile,
    "empty": empty,
}


def written(name: str) -> str:
    """The sample's file as it should be."""
    # Hostile words stay escaped: nobody should meet a mark of direction in a file of ours.
    return json.dumps(dump_brief(SAMPLES[name]()), ensure_ascii=name == "hostile", indent=1) + "\n"


def main() -> None:
    """Writes all samples."""
    FOLDER.mkdir(exist_ok=True)
    for name in SAMPLES:
        (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(SAMPLES)} samples in {FOLDER}\n")


if __name__ == "__main__":
    main()
