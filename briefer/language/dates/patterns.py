"""The words of time, as one pattern: what stands for a day, month, year or stretch, without its preposition."""

from __future__ import annotations

import re

from briefer.language.dates.calendar import MONTHS, WEEKDAYS

_MONTH = (
    r"jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?"
)
_FULL = "|".join(m.capitalize() for m in MONTHS)
_WEEKDAY = "|".join(WEEKDAYS)
_SHORT = r"mon|tues?|wed|thu(?:rs?)?|fri|sat|sun"
_SHORT_NAMES = "mon tue tues wed thu thur thurs fri sat sun".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
    " seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth"
    " twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_SPELT = "|".join(sorted(ORDINALS, key=lambda w: -len(w)))
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?(?![\w/:%]|[.,]\d|,? (?:per cent|percent|million|billion)\b)"
_TO = r" ?[-–—] ?| (?:to|and|through|until|or) "
_PART = r"(?: (?:morning|afternoon|evening|night|lunchtime))?"
_COUNTS = {w: i for i, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
COUNTS = {
    **_COUNTS,
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "ninety": 90,
    "sixty": 60,
}
_COUNT = rf"(?:\d{{1,4}}|{'|'.join(sorted(COUNTS, key=lambda w: -len(w)))})"
_UNIT = r"(?:day|week|month|year|decade)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\w)"
_NAMED = rf"(?:(?:{_WEEKDAY}|(?:{_SHORT})\.?),? (?:the )?)?"
_SEASON = r"spring|summer|autumn|fall|winter"

#: Each alternative is named by what resolves it; see `resolve`.
_ALTERNATIVES = {
    "iso": r"(?<!\d)(?<!\d-)\d{4}-\d{2}-\d{2}(?![\d-]\d)",
    "figures": r"(?<![\d/.-])(?:\d{1,2}(?P<s1>[/.-])(?:\d{1,2}|[a-z]{3})(?P=s1)\d{2,4}|(?:19|20)\d\d(?P<s2>[/ -])(?:[a-z]{3}(?P=s2)\d{1,2}"
    r"|\d{1,2}(?P=s2)(?:\d{1,2}|[a-z]{3})))(?![\w/-]|[.,]\d)",
    "month_day": rf"\b{_NAMED}(?P<md_month>{_MONTH})(?![a-z])\.?,?[ ]?(?:the )?(?P<md_day>{_DAY}|(?:{_SPELT})\b)"
    rf"(?:(?:{_TO})(?P<md_last>{_DAY})(?! ?(?:{_MONTH})\b))?(?:(?: ?,| of)? (?P<md_year>{_YEAR}))?",
    "day_month": rf"(?<![\w.,/$€£:-])(?<![$€£] ){_NAMED}(?P<dm_day>{_DAY}|(?:{_SPELT}))(?:(?:{_TO})(?P<dm_last>{_DAY}))?(?: of)?[ -]?"
    rf"(?P<dm_month>{_MONTH})(?![\w])(?!['’]s\b)\.?(?:(?:,| of)?[ -](?P<dm_year>{_YEAR}|(?<= of )\d\d\b))?",
    "month_year": rf"\b(?P<my_month>{_MONTH}),?(?: of)?[ -](?P<my_year>{_YEAR})",
    "weekday": r"\b(?:(?P<w_which>this coming|this past|last|next|this|coming|following(?! \w+['’]s\b)|previous|past|every) )?"
    rf"(?:(?P<w_day>{_WEEKDAY})|(?P<w_short>{_SHORT})(?=\.?,? (?:the )?\d{{1,2}}(?:st|nd|rd|th)\b))\b"
    rf"(?:(?:\.?,? (?:the )?)(?P<w_of_month>\d{{1,2}}(?:st|nd|rd|th)\b|(?:{_SPELT})\b(?! \w)))?"
    rf"{_PART}(?:,?(?: of)? (?P<w_week>last|next|this|the following) week\b)?",
    "week_day": rf"\b(?P<k_week>last|next|this|previous) week(?: -|['’]s) (?P<k_day>{_WEEKDAY})\b",
    "near": rf"\b(?:(?:earlier|later|late|early) )?(?:the day before yesterday|the day after tomorrow|(?:yesterday|tomorrow){_PART}"
    r"|today|tonight|last night|this (?:morning|afternoon|evening))\b",
    "edge": rf"\b(?:the )?(?P<e_part>end|close|start|beginning|middle|turn) of (?P<e_which>the|this|next|last)"
    rf" (?P<e_unit>week|month|year|decade|{_SEASON})\b",
    "edge_of": r"\b(?:the )?(?:end|close|start|beginning|middle) of"
    rf" (?:(?P<x_month>{_FULL})\b(?: (?:of )?(?P<x_year>{_YEAR}))?|(?P<x_whole>{_YEAR}))",
    "part_of": rf"\bthe (?:(?P<p_nth>first|second|third|fourth|last|final) (?P<p_unit>week) of (?P<p_month>{_FULL})\b(?: (?P<p_year>{_YEAR}))?"
    rf"|(?P<p_share>first|second|third|fourth|last|final) (?P<p_of_year>half|quarter) of (?P<p_whole>{_YEAR}))",
    "ago": rf"\b(?P<a_count>{_COUNT}) (?P<a_unit>{_UNIT})s? (?P<a_way>ago|earlier|later|from (?:now|today|tomorrow|yesterday)"
    r"|before (?:that|then)|after that)\b",
    "ahead": rf"\b(?P<h_way>in|within) (?:the (?P<h_next>next|coming|last|past|previous) )?(?P<h_count>{_COUNT}) (?P<h_unit>{_UNIT})s?"
    r"(?P<h_time>['’]s?['’]? time)?\b(?! (?:from|ago|earlier|later|of\b|old|and))",
    "stretch": rf"\bthe (?P<t_which>past|last|next|coming|previous) (?P<t_count>{_COUNT}) (?P<t_unit>{_UNIT})s\b",
    "unit": r"\b(?:(?:earlier|later|late|early|mid)[ -])?(?P<u_which>this|last|next|the past|the last|the previous|the coming|the following|the same)"
    rf" (?P<u_unit>week|weekend|month|year|decade|quarter|century|{_SEASON})\b",
    "weekend": r"\bthe weekend\b",
    "season_year": rf"\b(?:the )?(?P<y_season>{_SEASON})(?: of|,)? (?P<y_year>{_YEAR})",
    "decade": r"\b(?:the )?(?:(?:early|mid|late)[ -])?(?P<d_year>(?:1[5-9]|20)\d)0s\b",
    "years": rf"(?<![\w.,:/$€£-])(?:early |late |mid-?)?(?P<n_year>{_YEAR})(?:[-–](?P<n_last>(?:20)?\d\d)\b)?"
    rf"(?![\w/%-]|[.,:]\d| (?:{_MONTH}|\d|per cent|percent|or more|hours?\b))",
    "month": rf"\b(?:(?P<m_which>last|next|this|early|late|mid)[ -])?(?P<m_month>{_FULL})\b(?: of (?P<m_year>last|this|next) year\b)?(?!['’]s\b)(?! (?-i:[A-Z])| ?\d)",
    "the_day": r"(?<=\bon )the (?P<o_day>\d{1,2}(?:st|nd|rd|th))"
    r"(?=[.,;:?!]| (?:at|of (?:this|next|last|the) month|and|or|with|for)\b|$)",
}  # fmt: skip
CORE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _ALTERNATIVES.items()), re.IGNORECASE)
#: A match of `CORE` holds one of these words (or a figure with a separator, or a year), no more than `REACH` from its start.
ANCHORS = frozenset(
    [
        *WEEKDAYS,
        *_SHORT_NAMES,
        *MONTHS,
        *"jan feb mar apr jun jul aug sep sept oct nov dec".split(),
        *_SEASON.split("|"),
        *"yesterday today tonight tomorrow night morning afternoon evening week weekend month year decade quarter century".split(),
        *"days weeks months years decades day".split(),
    ]
)
REACH = 40
#: Words and figures, which is where an anchor can be.
WORD = re.compile(r"[^\W\d_]+|\d\w*")
#: A figure that may be a date by itself: a year, a decade, a day of the month, or one of several with separators.
FIGURE = re.compile(r"(?:1[5-9]|20)\d\d|\d{1,2}[/.-][\da-zA-Z]|\d{1,2}(?:st|nd|rd|th)\b")
#: What stands right before and belongs to the words of time.
BEFORE = re.compile(
    r"\b(?:(?:(?:late|early|earlier|later|sometime|starting|beginning|effective) )?(?P<word>on or before|no later than|not later than|no earlier than|not earlier than|later than|earlier than"
    r"|prior to|ahead of|as of|as from|up to|up until|on|in|at|by|before|since|until|till|from|after|during|over|through|throughout|between|around|about|for|starting)"
    r"(?: (?:the )?(?:early|late|mid))?(?: (?:the )?morning of| the night of| the evening of)?|late|early|later|earlier) (?:on )?(?:the )?$",
    re.IGNORECASE,
)
#: Between two dates that make one stretch.
BETWEEN = re.compile(r" ?(?:[-–—]|to|through|until|till|and) ?(?:on )?", re.IGNORECASE)
#: Names of papers, shows, feasts and days that are no dates.
NAMES_BEFORE = re.compile(
    r"(?:\b(?:Mail|Times|Sun|Star|Mirror|Express|Post|Scotland|Independent|Herald) on|\b(?:Black|Good|Cyber|Super|Giving|Ash|Palm|Easter|Holy|Bloody|Shrove"
    r"|Maundy|Whit|Remembrance|Mothering|Sheffield|Red|Ruby|Man|Joan|Morticia|Theresa|Brian|Mrs\.?|Ms\.?|Mr\.?|Prime Minister|USA|Russia|Psychology|India|Columbia|brighter|better|safer|new)) $"
)
NAMES_AFTER = re.compile(
    r"s\b|,? (?:Times|Telegraph|Mirror|Express|Mail|World|Herald|Tribune|Sport|Business Post|Night Football|Night Live|Show\b|show\b|programme\b|program\b"
    r"|Addams|Morning Post)|-to-"
)
#: "The first time in ten years" and "the driest summer in a decade" measure, they date nothing.
MEASURED = re.compile(
    r"\b(?:time|(?:the|its|their|his|her) (?:\w+est|worst|first|last|only|most \w+)(?: \w+){0,2}) $", re.IGNORECASE
)
#: Attacks that are named by their day.
NAMED_DAYS = re.compile(
    r" (?:attacks?|attackers?|hijack\w*|terror\w*|commission|memorial|victims|families)\b", re.IGNORECASE
)
