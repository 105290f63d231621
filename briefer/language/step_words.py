"""Words that make a step: lexicons, and the kind of step that bare words speak of."""

from __future__ import annotations

import re

from briefer.model import StepKind

#: Deeds with a date: `will` with one of these is a schedule, not a forecast.
FIXED = frozenset(
    "meet visit vote hold travel host return resume begin start open convene reconvene gather decide publish "
    "hear rule launch attend sign arrive debate discuss present address chair close submit report appear "
    "review inspect brief consult release announce unveil tour fly examine take brief elect inaugurate "
    "sit negotiate speak reopen expire enter mediate consider testify plead".split()
)
#: What things do by a timetable, and what is done to them by those who run them: with a date a schedule, too.
SERVICES = frozenset("sail depart dock ply".split())
WORKS = frozenset(
    "repair replace rebuild install clean shut remove deliver drain test restore demolish paint fit resurface collect "
    "distribute complete finish connect upgrade".split()
)
#: What somebody expects of himself and cannot simply do.
OUTCOMES = frozenset(
    "be win gain earn grow reach receive beat rise fall recover profit exceed benefit struggle save".split()
)
#: What is counted towards a deadline: "needs 6,000 signatures by 15 December"; people are, too.
COUNTED = frozenset("signature vote seat member backer supporter volunteer donor donation".split())
#: Deeds that stand in a diary: "is expected to" with one of these and a date is an appointment, not a forecast.
APPOINTMENTS = frozenset(
    "meet visit travel host return resume begin start open convene reconvene gather hear attend arrive debate discuss "
    "present address appear testify plead tour fly inaugurate sit speak reopen consider vote".split()
)
#: What is held on a day, like talks, but decides nothing.
SHOWS = frozenset("trial match game race final concert festival tour show exhibition flight parade ceremony".split())
#: What is given on a fixed day: "is expected to give evidence on Friday".
GIVEN = frozenset("evidence testimony speech lecture address statement".split())
#: Verbs of those who only foresee what others will do.
FORESEEING = frozenset("predict forecast expect anticipate foresee project".split())
BELIEVING = FORESEEING | frozenset(
    # "hop" is what the parser makes of "hoped".
    "think believe hope hop fear doubt suspect assume guess estimate warn reckon bet speculate suggest".split()
)
#: Those whose trade is to foresee, and adverbs that turn an announcement into a guess.
FORECASTERS = frozenset("analyst economist forecaster pollster observer commentator bookmaker pundit".split())
PERHAPS = frozenset("likely probably possibly perhaps maybe presumably".split())
#: Talk and procedure: "contacts will continue" binds those who say it.
TALKS = frozenset(
    "contact talk negotiation consultation discussion meeting dialogue work cooperation exchange conference "
    "summit session round hearing vote election referendum review inquiry investigation inspection ceasefire "
    "truce visit".split()
)
#: Verbs that describe a state, a feeling or a mere happening; nobody schedules or pledges them.
STATES = frozenset(
    "have know remember see forget mean like want feel think believe remain stay depend matter seem appear find "
    "love hate exist contain include cost understand regret miss suffer need say tell become get lose die "
    "recall hope wish look sound happen occur prevail prove show turn fail collapse succeed last".split()
)
#: Adjectives and participles that make the infinitive behind them a step.
READY: dict[str, StepKind] = {
    "due": "scheduled",
    "set": "scheduled",
    "schedule": "scheduled",
    "scheduled": "scheduled",
    "slate": "scheduled",
    "slated": "scheduled",
    "plan": "scheduled",
    "expect": "predicted",
    "likely": "predicted",
    "forecast": "predicted",
    "predict": "predicted",
    "project": "predicted",
    "tip": "predicted",
    "ask": "demanded",
    "require": "demanded",
    "oblige": "demanded",
    "urge": "demanded",
    "order": "demanded",
    "call": "demanded",
}
#: Those whose words a forecast or a plan may be about: offices and bodies, in their singular.
BODIES = frozenset(
    "government minister ministry council court parliament committee commission commissioner party union leader "
    "official president ministry company delegation team envoy lawmaker senator board bank police army judge "
    "prosecutor chancellor premier governor mayor agency authority ambassador diplomat side country state nation "
    "member negotiator mediator inspector regulator spokesman spokeswoman spokesperson assembly congress senate "
    "cabinet administration opposition coalition alliance bloc group firm operator ministry expert panel tribunal "
    "league club port chamber guild consortium museum school hospital university church airline railway carrier trust "
    "broadcaster publisher network charity foundation harbour harbor rival fleet syndicate society institute "
    "chief head director secretary king queen prince pope bishop general commander deputy lawyer union worker "
    "farmer voter city capital department office federation association organisation organization body".split()
)
#: People without a name of their own.
PEOPLE = frozenset(
    "people person man woman child militant protester demonstrator passenger worker farmer voter student soldier "
    "police officer insurgent rebel migrant refugee miner resident civilian prisoner hostage gunman attacker bomber "
    "driver victim doctor nurse teacher trader investor lawmaker minister official leader fan scientist researcher "
    "family parent pilot sailor fisherman firefighter rescuer tourist villager judge lawyer activist journalist "
    "docker picket captain bishop priest owner skipper manager chairman chairwoman broker baker grower shopkeeper "
    "investigator engineer striker staff crew troop fighter tribesman patient pupil employee customer household tenant landlord motorist homeowner commuter shopper".split()
)
#: Deeds that make a step a threat.
HARM = re.compile(
    r"\b(?:retaliat\w+|retribution|reveng\w+|aveng\w+|punish\w*|attack\w*|strik(?:e|es|ing)\b(?! a deal)|bomb\w*|"
    r"shell(?:ing)?|invad\w+|invasion|destroy\w*|annihilat\w+|kill\w*|seiz(?:e|es|ing|ure)|cut(?:ting)? off|"
    r"blockad\w+|shoot\w*|fire (?:back|on|at)|battlefield|front ?lines?|offensive|crush\w*|wip(?:e|ing) out|"
    r"missiles?|go(?:ing)? to war|wage|hit back|fight(?:ing)?|escalat\w+|consequences|a price|the price)\b",
    re.I,
)
#: Verbs whose object may be harm without doing any.
PEACEABLE = FIXED | frozenset(
    "stop halt end cease suspend avoid prevent refrain withdraw investigate condemn monitor ban reduce limit help "
    "ask urge call demand pause lift free release rebuild compensate protect pay contain".split()
)

#: Those who strike by stopping work.
WORKERS = frozenset(
    "union member worker employee staff crew nurse teacher doctor driver miner docker pilot picket farmer".split()
)
#: A stoppage of work, which harms nobody: "if the strike went on".
STOPPAGE = re.compile(
    r"\b(?:the|a|any|this|that|their|our|general|hunger|labour|labor) strikes?\b(?! (?:on|against|at|back)\b)", re.I
)

_PAST_MODAL = r"(?!\s+(?:\w+\s+)?have\b)"
_NOT = r"(?:\s+(?:not|never|no longer)\b|n['’]t\b)"
_THREAT = re.compile(r"\bthreat(?:en\w*|s?\b)", re.I)
#: Words that make a step hang on something else.
CONDITIONAL = re.compile(
    r"(?<!even )(?<!as )(?<!what )\b(?:if(?! only\b)|unless|provided(?! (?:for|by|in|with)\b)(?: that)?|providing|"
    r"(?:as|so) long as|on (?:the )?condition(?: that)?)\b",
    re.I,
)
_ONCE = re.compile(r"\b(?:once|as soon as)\b", re.I)
_DEMAND = re.compile(
    rf"\b(?:must{_PAST_MODAL}|should{_PAST_MODAL}|ought to|ha(?:s|ve) (?:to|until|till)|needs? to)\b|"
    r"\b(?:urg|demand|request|insist|implor|beg|order|instruct|press)(?:s|es|ed|e|ing)?\b|"
    r"\b(?:call(?:s|ed|ing)?|appeal(?:s|ed|ing)?)\s+(?:on|for|to)\b|"
    r"\b(?:ask|tell|requir)(?:s|es|ed|ing)?\b[^.;]*\bto\b|\btold\b[^.;]*\bto\b",
    re.I,
)
_PLEDGE = re.compile(
    r"\b(?:agree[ds]?|agreeing|agreement|promis\w+|pledg\w+|vow(?:s|ed|ing)?|undert(?:ake|akes|ook|aken)|"
    r"commit(?:s|ted|ment|ments)?|swor?e(?:ars?)?|swears?|guaranteed)\b",
    re.I,
)
_REFUSED = re.compile(
    r"(?:\b(?:(?:fail|refus|declin)\w*|unable|unwilling|reluctant|not|never|no|without|hardly)|n['’]t)"
    r"(?:\s+\w+){0,3}\s*$",
    re.I,
)
_WILL = re.compile(rf"\b(?:will|shall|would)\b(?!{_NOT}){_PAST_MODAL}|\w['’]ll\b", re.I)
_SCHEDULE = re.compile(
    r"\b(?:due|set|scheduled|slated|planned|plan(?:s|ning)?|intend\w*|aim\w*|going)\s+(?:to|for|on|in|at|next|this)\b|"
    r"\b(?:is|are|was|were)\s+to\s+(?!blame\b)\w+|\bscheduled\b|\bplanned\b",
    re.I,
)
_FORECAST = re.compile(
    rf"\b(?:expect(?:s|ed|ing)?|likely|forecast\w*|predict\w*|projected|(?:may|might|could){_PAST_MODAL})\b", re.I
)


def step_kinds(words: str) -> frozenset[StepKind]:
    """Every kind of step that the words can carry; empty for words that announce nothing.

    Works on a string without a parse, so it says what the words allow, not which verb they belong to.
    `will` carries a schedule, a pledge or a forecast alike; beside a condition it carries only that.
    """
    kinds: set[StepKind] = set()
    if _DEMAND.search(words):
        kinds.add("demanded")
    if _FORECAST.search(words):
        kinds.add("predicted")
    if any(not _REFUSED.search(words[: match.start()]) for match in _PLEDGE.finditer(words)):
        kinds.add("pledged")
    if _SCHEDULE.search(words):
        kinds.add("scheduled")
    conditional = CONDITIONAL.search(words) is not None
    if _WILL.search(words):
        kinds |= {"predicted"} if conditional else {"scheduled", "pledged", "predicted"}
        conditional = conditional or _ONCE.search(words) is not None
    if conditional:
        kinds.add("conditional")
    if _THREAT.search(words):
        kinds -= {"scheduled", "pledged"}
    return frozenset(kinds)


def classify_step(words: str) -> StepKind | None:
    """The kind of step that the words speak of, the binding kinds last to be believed; None for no step."""
    kinds = step_kinds(words)
    if "conditional" in kinds:
        return "conditional"
    if "demanded" in kinds:
        return "demanded"
    if _PLEDGE.search(words) and "pledged" in kinds:
        return "pledged"
    if _FORECAST.search(words):
        return "predicted"
    return next((kind for kind in _BY_DEFAULT if kind in kinds), None)


#: What `will` says by itself: an announcement, before a promise or a forecast.
_BY_DEFAULT: tuple[StepKind, ...] = ("scheduled", "pledged", "predicted")
