"""A harbour and its fees: a brief with everything in it."""

from __future__ import annotations

from dataclasses import replace

from making import FAILED, MODEL, NOT_RUN, OK, WEAK, Text, blank, finished

from briefer.model import (
    ArticleOutcome,
    Brief,
    Change,
    ChangeItem,
    Contradiction,
    Custom,
    ProfileInfo,
    Story,
    Translation,
    Usage,
    WithheldClaim,
)

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
