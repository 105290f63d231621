"""Two rich briefs with true offsets, from articles that were invented for the tests."""

from __future__ import annotations

from dataclasses import replace

from briefer.model import (
    Account,
    Actor,
    Article,
    ArticleOutcome,
    Brief,
    ChangeItem,
    Check,
    ClaimCounts,
    Contradiction,
    Custom,
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
    When,
    WithheldClaim,
)
from briefer.testing import span_of

OK = Check(status="verified", gates={"ids": "pass"})
FLAGGED = Check(
    status="flagged",
    gates={"ids": "pass", "names": "weak"},
    reasons=(Reason("names", "“the envoy” may be another man"),),
)
NOT_RUN = Check(status="flagged", gates={"ids": "pass", "names": "not_run", "speaker": "not_run"})
EXTRACTIVE = EngineInfo(name="extractive", rules="1")

WEIR = Article.of(
    "SANKT ARVEL, May 20 (Northern Wire) — Norrmark and Vellany failed to agree on summer water releases from the "
    "Vardo weir on Wednesday, but signed a data protocol and will meet again next Tuesday, the basin council said."
    "The talks took two days.\n\n"
    "“You cannot share a river that you measure twice,” Norrmark’s water commissioner Signe Halgren told reporters. "
    "She said her side would take a fifth less water if the gauges were shared.\n\n"
    "Vellany’s agriculture minister, Teodor Corvo, has not agreed to that. “Our fields come first, and they will come "
    "first in July,” he said, as cited by the Harbour Post. Asked about the gauges, a spokesperson for Corvo said the "
    "ministry “is reading the protocol line by line”.\n\n"
    "The protocol obliges both sides to begin exchanging gauge readings by 18 May 2026, a date that had passed when "
    "it was signed. Corvo warned that Vellany could leave the council if Norrmark went to court.\n\n"
    "An official close to the talks said the two were “nearer than they admit”. The council’s president, Maren Teale, "
    "will report to both parliaments before the month is out.",
    id="weir",
    url="https://news.example.org/vardo?id=7&lang=en",
    title="No deal on Vardo water",
    outlet="Northern Wire",
    published="2026-05-20T19:40:00+02:00",
    language="en",
)
HOSTILE = Article.of(
    "The council of Orrin Bay <script>alert('x')</script> voted 4|5 against *all* fees on [Monday](javascript:alert(1)). "
    "“No fee, {{ 7*7 }} no ferry & no <b>ghosts</b>,” said Ilse | Brandt_of_Orrin, the harbour’s `clerk`. "
    "\u202eSdrawkcab\u202c words follow\u200b here: AT&amp;T. The price is ~~5~~ crowns.\n\n"
    "# Not a heading\n- not a list\n1. not a number\n\n"
    "המועצה תדון בנושא ביום ראשון, said the clerk. “נחזור לשולחן”, she added.",
    id="bay",
    url="javascript:alert(document.cookie)",
    title="<img src=x onerror=alert(1)> Fees | *fall*",
    outlet="Orrin <i>Bay</i> Courier",
    published="2026-05-19",
    language="en",
)
FRENCH = Article.of(
    "Le port de Cassel fermera ses deux quais pendant l’été. « Nous n’avons pas le choix », a déclaré la directrice "
    "Odile Varenne. Le conseil votera le 28 mai.",
    id="port",
    url="https://exemple.example.org/port-de-cassel",
    title="Le port de Cassel ferme deux quais",
    outlet="La Gazette du Cap",
    published="2026-05-20",
    language="fr",
)


def _event(article: Article, words: str, text: str | None = None, **more: object) -> Event:
    return Event(id=f"e-{len(words)}", text=text or words, evidence=(span_of(article, words),), check=OK, **more)  # type: ignore[arg-type]


def _when(article: Article, words: str, start: str | None, end: str | None) -> When:
    return When(words, span_of(article, words), start, end)


def weir_story() -> Story:
    """One story with a relayed quotation, a spokesperson, an unnamed source and steps of every kind of date."""
    first = span_of(WEIR, WEIR.text.split("said.The")[0] + "said.")
    first = Span("weir", WEIR.text.index("Norrmark and"), first.end)
    quote = "You cannot share a river that you measure twice,"
    halgren = span_of(WEIR, "Signe Halgren")
    corvo = span_of(WEIR, "Teodor Corvo")
    sentence = span_of(WEIR, f"“{quote}” Norrmark’s water commissioner Signe Halgren told reporters.")
    her = span_of(WEIR, "She said her side would take a fifth less water if the gauges were shared.")
    his = "“Our fields come first, and they will come first in July,” he said, as cited by the Harbour Post."
    asked = "Asked about the gauges, a spokesperson for Corvo said the ministry “is reading the protocol line by line”."
    corvo_named = span_of(WEIR, "Vellany’s agriculture minister, Teodor Corvo, has not agreed to that.")
    warned = "Corvo warned that Vellany could leave the council if Norrmark went to court."
    close = "An official close to the talks said the two were “nearer than they admit”."
    teale = "The council’s president, Maren Teale, will report to both parliaments before the month is out."
    obliges = (
        "The protocol obliges both sides to begin exchanging gauge readings by 18 May 2026, a date that had passed "
        "when it was signed."
    )
    return Story(
        id="s1",
        headline="Norrmark and Vellany failed to agree on summer water releases",
        headline_evidence=(first,),
        headline_check=OK,
        lead=(Statement(id="l1", text=WEIR.text[first.start : first.end], evidence=(first,), check=OK),),
        articles=("weir",),
        outlets=("Northern Wire",),
        who=(
            Actor(
                id="w1",
                name="Signe Halgren",
                role="water commissioner",
                organisation="Norrmark",
                kind="person",
                mention=halgren,
                evidence=(sentence,),
                check=OK,
            ),
            Actor(
                id="w2",
                name="Teodor Corvo",
                role="agriculture minister",
                organisation="Vellany",
                kind="person",
                mention=corvo,
                evidence=(corvo_named,),
                check=OK,
            ),
            Actor(
                id="w3",
                name="Maren Teale",
                role="president",
                organisation="the council",
                kind="person",
                mention=span_of(WEIR, "Maren Teale"),
                evidence=(span_of(WEIR, teale),),
                check=OK,
            ),
            Actor(
                id="w4",
                name="the basin council",
                kind="organisation",
                mention=span_of(WEIR, "the basin council"),
                evidence=(first,),
                check=OK,
            ),
        ),
        what=(
            _event(
                WEIR, WEIR.text[first.start : first.end], when=_when(WEIR, "on Wednesday", "2026-05-20", "2026-05-20")
            ),
            _event(WEIR, "The talks took two days."),
        ),
        positions=(
            Position(
                id="p1",
                holder="Signe Halgren",
                holder_role="water commissioner",
                speaker="Signe Halgren",
                text="You cannot share a river that you measure twice",
                quotes=(span_of(WEIR, quote),),
                source=span_of(WEIR, "Norrmark’s water commissioner Signe Halgren"),
                cue=span_of(WEIR, "told"),
                content=(span_of(WEIR, f"“{quote}”"),),
                salience=0.9,
                evidence=(sentence,),
                check=OK,
            ),
            Position(
                id="p2",
                holder="Signe Halgren",
                holder_role="water commissioner",
                speaker="Signe Halgren",
                stance="conditional",
                text="her side would take a fifth less water if the gauges were shared",
                source=span_of(WEIR, "She"),
                cue=span_of(WEIR, "said", 2),
                content=(span_of(WEIR, "her side would take a fifth less water if the gauges were shared"),),
                salience=0.8,
                evidence=(her, sentence),
                derived={"holder": (halgren,), "speaker": (halgren,)},
                check=OK,
            ),
            Position(
                id="p5",
                holder="An official close to the talks",
                speaker="An official close to the talks",
                channel="unnamed",
                text="the two were “nearer than they admit”",
                quotes=(span_of(WEIR, "nearer than they admit"),),
                source=span_of(WEIR, "An official close to the talks"),
                content=(span_of(WEIR, "the two were “nearer than they admit”"),),
                salience=0.7,
                evidence=(span_of(WEIR, close),),
                check=OK,
            ),
            Position(
                id="p3",
                holder="Teodor Corvo",
                holder_role="agriculture minister",
                speaker="Teodor Corvo",
                via="Harbour Post",
                stance="oppose",
                text="Vellany’s harvest comes before any release",
                quotes=(span_of(WEIR, "Our fields come first, and they will come first in July,"),),
                source=span_of(WEIR, "he", WEIR.text[: WEIR.text.index("he said, as cited")].count("he") + 1),
                content=(span_of(WEIR, "“Our fields come first, and they will come first in July,”"),),
                salience=0.6,
                evidence=(span_of(WEIR, his), corvo_named),
                derived={"holder": (corvo,), "holder_role": (span_of(WEIR, "agriculture minister"),)},
                check=OK,
            ),
            Position(
                id="p4",
                holder="Teodor Corvo",
                holder_role="agriculture minister",
                speaker="a spokesperson for Corvo",
                channel="spokesperson",
                text="is reading the protocol line by line",
                quotes=(span_of(WEIR, "is reading the protocol line by line"),),
                source=span_of(WEIR, "a spokesperson for Corvo"),
                content=(span_of(WEIR, "the ministry “is reading the protocol line by line”"),),
                salience=0.5,
                evidence=(span_of(WEIR, asked),),
                check=FLAGGED,
            ),
        ),
        next_steps=(
            NextStep(
                id="n1",
                text=warned.removeprefix("Corvo warned that ").rstrip("."),
                actor="Vellany",
                action="leave the council",
                kind="conditional",
                says="Teodor Corvo",
                evidence=(span_of(WEIR, warned),),
                check=OK,
            ),
            NextStep(
                id="n2",
                text="report to both parliaments before the month is out",
                actor="Maren Teale",
                kind="pledged",
                when=_when(WEIR, "before the month is out", None, "2026-05-31"),
                evidence=(span_of(WEIR, teale),),
                check=OK,
            ),
            NextStep(
                id="n3",
                text="Norrmark and Vellany will meet again next Tuesday",
                actor="Norrmark and Vellany",
                kind="scheduled",
                when=_when(WEIR, "next Tuesday", "2026-05-26", "2026-05-26"),
                evidence=(first,),
                check=OK,
            ),
            NextStep(
                id="n4",
                text="both sides to begin exchanging gauge readings by 18 May 2026",
                actor="both sides",
                kind="pledged",
                when=_when(WEIR, "by 18 May 2026", None, "2026-05-18"),
                evidence=(span_of(WEIR, obliges),),
                check=OK,
            ),
        ),
        custom={
            "risks": Custom(
                title="Risks | for us",
                kind="list",
                claims=(
                    Statement(
                        id="c1", text="Vellany could leave the council", evidence=(span_of(WEIR, warned),), check=OK
                    ),
                ),
            ),
            "cause": Custom(
                title="Cause",
                kind="claim",
                claims=(
                    Statement(
                        id="c2", text="the sides failed to agree on summer releases", evidence=(first,), check=OK
                    ),
                ),
            ),
            "tone": Custom(
                title="Tone",
                kind="choice",
                value="tense",
                claims=(
                    Statement(
                        id="c3", text="Vellany could leave the council", evidence=(span_of(WEIR, warned),), check=OK
                    ),
                ),
            ),
            "unanswered": Custom(title="Nothing was said of this", kind="list"),
        },
        gaps=("no place of the event given",),
    )


def hostile_story() -> Story:
    """One story whose words try everything: tags, tables, links, templates, directions."""
    first = HOSTILE.text[: HOSTILE.text.index(" “No fee")]
    said = HOSTILE.text[HOSTILE.text.index("“No fee") : HOSTILE.text.index(" \u202e")]
    odd = HOSTILE.text[HOSTILE.text.index("\u202e") : HOSTILE.text.index(" The price")]
    later = "המועצה תדון בנושא ביום ראשון, said the clerk."
    name = "Ilse | Brandt_of_Orrin"
    return Story(
        id="s2",
        headline="Council <script>alert('x')</script> voted 4|5 against *all* fees on [Monday](javascript:alert(1))",
        headline_evidence=(span_of(HOSTILE, first),),
        headline_check=OK,
        articles=("bay",),
        outlets=("Orrin <i>Bay</i> Courier",),
        who=(
            Actor(
                id="w5",
                name=name,
                role="`clerk`",
                organisation="the harbour",
                kind="person",
                mention=span_of(HOSTILE, name),
                evidence=(span_of(HOSTILE, said),),
                check=OK,
            ),
        ),
        what=(_event(HOSTILE, odd), _event(HOSTILE, "The price is ~~5~~ crowns.", text="- ~~5~~ crowns # 1. <u>x</u>")),
        positions=(
            Position(
                id="p6",
                holder=name,
                speaker=name,
                stance="oppose",
                target="the ~~fee~~",
                text="No fee, {{ 7*7 }} no ferry & no <b>ghosts</b>",
                quotes=(span_of(HOSTILE, "No fee, {{ 7*7 }} no ferry & no <b>ghosts</b>,"),),
                salience=0.9,
                content=(span_of(HOSTILE, "“No fee, {{ 7*7 }} no ferry & no <b>ghosts</b>,”"),),
                evidence=(span_of(HOSTILE, said),),
                check=OK,
            ),
            Position(
                id="p7",
                holder="the clerk",
                speaker="the clerk",
                text="נחזור לשולחן",
                quotes=(span_of(HOSTILE, "נחזור לשולחן"),),
                source=span_of(HOSTILE, "she"),
                content=(span_of(HOSTILE, "“נחזור לשולחן”"),),
                salience=0.4,
                evidence=(span_of(HOSTILE, "“נחזור לשולחן”, she added."),),
                check=OK,
            ),
        ),
        next_steps=(
            NextStep(
                id="n5",
                text="המועצה תדון | בנושא",
                actor="the council",
                kind="scheduled",
                when=_when(HOSTILE, "ביום ראשון", "2026-05-24", "2026-05-24"),
                evidence=(span_of(HOSTILE, later),),
                check=OK,
            ),
        ),
    )


def french_story() -> Story:
    """A story in a language whose claims could not all be checked."""
    closing = "Le port de Cassel fermera ses deux quais pendant l’été."
    said = "« Nous n’avons pas le choix », a déclaré la directrice Odile Varenne."
    vote = "Le conseil votera le 28 mai."
    return Story(
        id="s3",
        headline="Le port de Cassel fermera ses deux quais pendant l’été",
        headline_evidence=(span_of(FRENCH, closing),),
        headline_check=NOT_RUN,
        articles=("port",),
        outlets=("La Gazette du Cap",),
        what=(replace(_event(FRENCH, closing, status="planned"), check=NOT_RUN),),
        positions=(
            Position(
                id="p8",
                holder="Odile Varenne",
                holder_role="directrice",
                speaker="Odile Varenne",
                text="Nous n’avons pas le choix",
                quotes=(span_of(FRENCH, "Nous n’avons pas le choix"),),
                source=span_of(FRENCH, "la directrice Odile Varenne"),
                salience=0.8,
                translation=Translation(language="en", text="We have *no* choice", by="example-1"),
                content=(span_of(FRENCH, "« Nous n’avons pas le choix »"),),
                evidence=(span_of(FRENCH, said),),
                check=NOT_RUN,
            ),
        ),
        next_steps=(
            NextStep(
                id="n6",
                text="Le conseil votera",
                actor="Le conseil",
                kind="scheduled",
                when=_when(FRENCH, "le 28 mai", "2026-05-28", "2026-05-28"),
                evidence=(span_of(FRENCH, vote),),
                check=NOT_RUN,
            ),
        ),
        contradictions=(Contradiction(kind="date", claims=("n6", "p8"), text="The papers name two dates."),),
    )


def _account(*stories: Story) -> Account:
    used = [
        ArticleOutcome(
            article="weir", input="inbox/vardo.txt", title=WEIR.title, url=WEIR.url, outcome="used", into="s1"
        ),
        ArticleOutcome(
            article="bay", input="inbox/bay.html", title=HOSTILE.title, url=HOSTILE.url, outcome="used", into="s2"
        ),
        ArticleOutcome(
            article="port", input="inbox/port.txt", title=FRENCH.title, url=FRENCH.url, outcome="used", into="s3"
        ),
    ]
    names = {story.id for story in stories}
    return Account(
        articles=(
            *(outcome for outcome in used if outcome.into in names),
            ArticleOutcome(
                article=None,
                input="inbox/drought.html",
                title="The long drought",
                outcome="skipped",
                url="https://news.example.org/drought",
                reason="nearly empty: 12 words",
            ),
            ArticleOutcome(
                article=None, input="inbox/lost | found.txt", outcome="failed", reason="the file is missing"
            ),
        ),
        claims=ClaimCounts(made=24, verified=20, flagged=2, withheld=2, shown=16, not_shown=NotShown(rank=3, limit=1)),
        withheld=(
            WithheldClaim(
                id="x1",
                kind="position",
                text="Corvo will open the weir in 14 days",
                evidence=(),
                check=Check(
                    status="withheld",
                    gates={"numbers": "fail"},
                    reasons=(Reason("numbers", "“14 days” does not stand in the cited sentences"),),
                ),
            ),
            WithheldClaim(
                id="x2",
                kind="step",
                text="Vellany <leaves> the council",
                evidence=(),
                check=Check(
                    status="withheld", gates={"step": "fail"}, reasons=(Reason("step", "a threat is no pledge"),)
                ),
            ),
        ),
        gates_not_run={"fr": ("names", "speaker")} if "s3" in names else {},
    )


def _statement(article: Article, words: str, text: str, id: str) -> Statement:
    return Statement(id=id, text=text, evidence=(span_of(article, words),), check=OK)


def ministerial() -> Brief:
    """One subject, with everything that `--set` can say."""
    story = weir_story()
    first = WEIR.text[story.headline_evidence[0].start : story.headline_evidence[0].end]
    changed = ChangeItem(
        kind="changed",
        story="s1",
        claim="p2",
        text="Halgren: shared gauges are now her condition",
        since="2026-05-18",
        now=(span_of(WEIR, "She said her side would take a fifth less water if the gauges were shared."),),
    )
    return Brief(
        id="b1",
        created="2026-05-21T05:10:00Z",
        title="Water brief",
        language="en",
        timezone="Europe/Brussels",
        profile=ProfileInfo(name="water", template="ministerial"),
        set={
            "to": "Minister of Water",
            "from": "River basins desk",
            "deadline": "25 May, noon",
            "for": "decision",
            "marking": "OFFICIAL · SENSITIVE",
            "reference": "RB/26/114",
            "recommendation": "Offer two hydrologists for the joint gauges before 26 May.",
        },
        engine=EXTRACTIVE,
        articles=(WEIR,),
        bottom_line=(
            _statement(WEIR, first, "Norrmark and Vellany failed to agree on summer water releases.", "b1"),
            _statement(WEIR, first, "Both signed a data protocol and will meet again next Tuesday.", "b2"),
        ),
        changes=(changed,),
        stories=(story,),
        account=_account(story),
    )


def daily() -> Brief:
    """Three stories: a plain one, a hostile one and a French one."""
    stories = (weir_story(), hostile_story(), french_story())
    first = WEIR.text[stories[0].headline_evidence[0].start : stories[0].headline_evidence[0].end]
    return replace(
        ministerial(),
        title="Morning brief",
        profile=ProfileInfo(name="morning", template="daily"),
        set={},
        articles=(WEIR, HOSTILE, FRENCH),
        stories=stories,
        account=_account(*stories),
        changes=(),
        bottom_line=(
            _statement(
                WEIR, first, "Norrmark and Vellany failed to agree on summer water releases from the Vardo weir.", "b3"
            ),
            _statement(HOSTILE, "The price is ~~5~~ crowns.", "Ferry fees in Orrin Bay stay at 5 crowns.", "b4"),
        ),
    )


def empty() -> Brief:
    """A day on which nothing was reported."""
    account = replace(_account(), claims=ClaimCounts(), withheld=())
    return replace(daily(), articles=(), stories=(), bottom_line=(), account=account)
