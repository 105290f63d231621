"""Where pages break: next to nothing, very much, another direction of writing, and hostile words."""

from __future__ import annotations

from dataclasses import replace

from making import MODEL, NOT_RUN, OK, Text, blank, finished

from briefer.model import (
    ArticleOutcome,
    Brief,
    ChangeItem,
    Check,
    Contradiction,
    Custom,
    EngineInfo,
    Reason,
    Story,
    Translation,
    Usage,
    When,
    WithheldClaim,
)


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
