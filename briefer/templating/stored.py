"""Sentences of ours that a brief carries (titles, gaps, reasons), in the page's language.

They are stored in English, because programs and later briefs read them too. A page recognises them and says them in
its own words. What it does not recognise (the words of a server, of an operating system, of a user) it leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from briefer.templating.locale import MONTHS, Locale, places

_PLACE = re.compile(r"%\((\w+)\)s")


def translated(text: str, locale: Locale) -> str:
    """The sentence in the page's language where it is one of ours, else the text as it is."""
    if locale.english or not text:
        return text
    for message, pattern in _patterns():
        if found := pattern.fullmatch(text):
            values = {name: _value(name, value, locale) for name, value in found.groupdict().items()}
            return "".join(map(str, locale.parts(locale.translated(message), values)))
    return text


def _value(name: str, value: str, locale: Locale) -> str:
    """What stood in a place: a date, a language and our own terms in the page's words, all else as it is."""
    if name == "date":
        return _date(value, locale)
    if name == "tag":
        return locale.language_name(value)
    if name in ("stance", "read"):
        return _STANCES[value](locale) if value in _STANCES else value
    return translated(value, locale) if name in ("kind", "other") else value


def _date(text: str, locale: Locale) -> str:
    day, month, year = text.split()
    return locale.day(date(int(year), MONTHS.index(month) + 1, int(day)), year=True)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: list[tuple[str, re.Pattern[str]]] = []
    for message in messages():
        pieces = _PLACE.split(message)
        pattern = "".join(
            f"(?P<{piece}>{_FORMS.get(piece, '.+?')})" if n % 2 else re.escape(piece) for n, piece in enumerate(pieces)
        )
        found.append((message, re.compile(pattern, re.DOTALL)))
    # The one with the most words of its own is meant.
    return tuple(sorted(found, key=lambda pair: (bool(places(pair[0])), -len(_PLACE.sub("", pair[0])))))


_STANCES: dict[str, Callable[[Locale], str]] = {
    "support": lambda locale: locale.gettext("supports"),
    "oppose": lambda locale: locale.gettext("opposes"),
    "conditional": lambda locale: locale.pgettext("stance", "conditional"),
    "neutral": lambda locale: locale.gettext("neutral"),
}
#: Places that take certain words only.
_FORMS = {"date": rf"\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}", "number": r"[\d,]+", "from": r"\d+", "to": r"\d+"}


@cache
def messages() -> tuple[str, ...]:
    """Every sentence that can be recognised."""
    # Marks the messages for those who collect them; nothing is translated here.
    _: Callable[[str], str] = str
    return (
        # Titles.
        _("Brief of %(date)s"),
        _("%(other)s: nothing new in 1 source"),
        _("%(other)s: nothing new in %(number)s sources"),
        _("%(other)s: nothing new in 1 source, %(total)s failed"),
        _("%(other)s: nothing new in %(number)s sources, %(total)s failed"),
        _("%(other)s: no story in 1 source"),
        _("%(other)s: no story in %(number)s sources"),
        _("%(other)s: no story in 1 source, %(total)s failed"),
        _("%(other)s: no story in %(number)s sources, %(total)s failed"),
        # Gaps: `briefer.model.GAPS`.
        _("no publication date given"),
        _("no date of the event given"),
        _("no place of the event given"),
        _("nobody is quoted"),
        _("only one side quoted"),
        _("a speaker is not named"),
        _("no next step given"),
        # What became of an article: `briefer.compose`.
        _("it corrects an earlier report"),
        # What stands above the sides of a contradiction: `briefer.merge.contradictions`.
        _("The sources give different numbers."),
        _("The sources give different dates."),
        _("The sources give different names."),
        _("The sources tell the position differently."),
        _("A later report gives a newer number."),
        _("A later report gives a new date."),
        _("A later report tells another position."),
        # Why an article is not in the brief.
        _("nothing in it passed the checks"),
        _("its story was taken out by the desk"),
        _("seen before"),
        _("seen before, on %(date)s"),
        _("an update: seen before with other words, on %(date)s"),
        _("older than this brief’s window (%(time)s)"),
        _("newer than this brief’s window (%(time)s)"),
        _("gone quiet: nothing new since %(date)s"),
        _("its language is not known, and “languages” takes only %(values)s"),
        _("its language “%(language)s” is not among “languages”: %(values)s"),
        _("its outlet is not known, and “outlets” takes only %(values)s"),
        _("its outlet is not among “outlets”: %(values)s"),
        _("its outlet is among “without_outlets”: %(value)s"),
        _("it does not match “only”: %(query)s"),
        _("its story is muted: %(query)s"),
        _("its story names none of “actors”: %(values)s"),
        _("its story, “%(headline)s”, is number %(number)s, and “max_stories” is %(limit)s"),
        _("it is empty"),
        _("it has only %(number)s words of text"),
        _("it is a consent notice, not an article"),
        _("it is a sign-in or subscription notice, not an article"),
        _("it is an error page, not an article"),
        _("it holds menus or links and no running text"),
        _("it is a front page with many stories, not an article"),
        _("it holds %(number)s characters of text, more than any article with all around it: split it"),
        _("its text has %(number)s characters, more than any news article (%(limit)s): split it"),
        _("its page has %(number)s elements, more than any article's: save the article alone"),
        _("it is larger than %(limit)s; no news article is: split it"),
        _("it has the same text as %(name)s"),
        _("it has the same address as %(name)s"),
        _("it has the same id or address as %(name)s (%(id)s)"),
        _("%(type)s is not read"),
        _("it is a binary file, not text"),
        _("it is %(type)s, not text: save its text as .txt or .html"),
        _("it is not %(encoding)s (see %(place)s): save it as UTF-8"),
        _("its characters cannot be told: save it as UTF-8"),
        _("it is not JSON: %(error)s; JSON lines belong in a .jsonl file"),
        _("it is not JSON: %(error)s"),
        _("its list of articles is empty"),
        _("there is no such file or folder"),
        _("it cannot be read: you may not read it"),
        _("it cannot be read: %(error)s"),
        _("it could not be read: %(error)s"),
        _("the folder holds no articles; briefer reads %(endings)s"),
        _("it is hidden; name it itself to have it read"),
        _("it is a link to a folder; name it itself to have it read"),
        _("it is not a regular file"),
        _("files that end in %(ending)s are not read; briefer reads %(endings)s"),
        _("files without an ending are not read; briefer reads %(endings)s"),
        # Why a page of the web or a feed gave nothing: `briefer.http`, `briefer.sources`.
        _("the server wants a sign-in (HTTP 401); headers or cookies for the host belong in [web.host]"),
        _("the server wants to be paid (HTTP 402)"),
        _("the server refuses it (HTTP 403)"),
        _("there is no such page (HTTP 404)"),
        _("the proxy wants a sign-in (HTTP 407)"),
        _("the page is gone for good (HTTP 410)"),
        _("the page is withheld for legal reasons (HTTP 451)"),
        _("the server is asked too much (HTTP 429)"),
        _("the server is asked too much (HTTP 429), and asks to come back in %(time)s"),
        _("the server has a problem of its own (HTTP %(number)s)"),
        _("the server has a problem of its own (HTTP %(number)s), and asks to come back in %(time)s"),
        _("the server answered with HTTP %(number)s and no page"),
        _("%(host)s leads to this machine or a private network (%(address)s); --allow-private lets it through"),
        _("the name %(host)s has no address"),
        _("the name %(host)s cannot be one"),
        _("it is larger than %(limit)s; no news article is"),
        _("the answer breaks off before its end"),
        _("%(host)s took longer than %(number)s seconds"),
        _("the certificate of %(host)s is not good: %(error)s"),
        _("%(host)s broke off its answer"),
        _("%(host)s cannot be reached (%(error)s)"),
        _("%(host)s cannot be asked (%(error)s)"),
        _("its packing is broken (%(error)s)"),
        _("it is packed with “%(encoding)s”, which was not asked for"),
        _("it leads on and on, more than %(number)s times"),
        _("“%(address)s” is no address of a page"),
        _("“%(address)s” is no address of a page: that begins with https or http"),
        _("an address with a password in it is not asked for; see [web.host] for headers"),
        _("it is %(type)s, not text"),
        _("its site's robots.txt cannot be had: %(error)s"),
        _("the site asks programs not to fetch it (robots.txt)"),
        _("it is not among the saved pages"),
        _("it stands too deep in lists within lists"),
        _("the item has neither an address nor a text of its own"),
        _("1 older item is left out: the newest %(limit)s of a feed are read (--max-items)"),
        _("%(number)s older items are left out: the newest %(limit)s of a feed are read (--max-items)"),
        _("%(error)s; %(number)s items were read all the same"),
        _("%(error)s; nothing in it was read"),
        _("the feed has no items"),
        _("it is a list of feeds (OPML), not a feed"),
        _("it is no feed: %(error)s"),
        _("the list names no feeds"),
        _("only the first %(number)s of its %(total)s feeds are read"),
        _("%(error)s; %(number)s feeds were found in it"),
        _(
            "it is in %(language)s (%(tag)s), which the %(engine)s engine does not read: give it in translation, "
            "or say --language en where this is a wrong guess"
        ),
        _(
            "it is in the language “%(tag)s”, which the %(engine)s engine does not read: give it in translation, "
            "or say --language en where this is a wrong guess"
        ),
        _("the rules found no event, position or step in this article"),
        _("the model found nothing to report in it"),
        _("an item of the model's reply had not the form that was asked for"),
        _("%(number)s items of the model's reply had not the form that was asked for"),
        _("%(number)s of %(total)s parts of the article could not be read: %(error)s"),
        _(
            "the server read only a part of the article: give its model a longer context "
            "(Ollama: OLLAMA_CONTEXT_LENGTH)"
        ),
        # Why a claim is flagged or withheld: `briefer.verify.gates`.
        _("the rules that this gate needs do not read this language"),
        _("no sentence is cited"),
        _("there is no article %(name)s here"),
        _("the cited place %(from)s to %(to)s holds no words"),
        _("the cited place %(from)s to %(to)s lies outside the article of %(number)s characters"),
        _("the cited place %(from)s to %(to)s begins or ends inside a word"),
        _("a cited sentence asks or orders its reader and tells nothing"),
        _("the name's place lies outside the cited sentences"),
        _("the words of the source lie outside the cited sentences"),
        _("the words of the cue lie outside the cited sentences"),
        _("the attributed words lie outside the cited sentences"),
        _("the quotation lies outside the cited sentences"),
        _("two places of the attributed words overlap"),
        _("two places of the quotation overlap"),
        _("“%(words)s” does not stand between quotation marks in the article"),
        _("the words shown are not those between the quotation marks"),
        _("the words shown are not those between the quotation marks: “%(words)s” is not theirs"),
        _("“%(words)s” is not shown word for word"),
        _("“%(words)s” does not stand word for word in the cited sentences"),
        _("“%(words)s” does not stand in the article"),
        _("“%(words)s” does not stand in the cited sentences"),
        _("“%(words)s” does not stand there in the article"),
        _("“%(words)s” stands where the article has “%(others)s”"),
        _("“%(words)s” stands elsewhere in the article, not in the cited sentences"),
        _("“%(words)s” stands elsewhere in the article, in a sentence about something else"),
        _("“%(words)s” stands outside the cited sentences"),
        _("the name %(name)s does not stand in the article"),
        _("the number %(words)s does not stand in the cited sentences"),
        _("the number %(words)s does not stand in the cited sentences (they say %(others)s)"),
        _("“%(words)s” has another unit in the cited sentences (%(unit)s)"),
        _("the cited sentences do not count %(unit)s by “%(words)s”"),
        _("“%(words)s” leaves out “%(others)s”"),
        _("“%(words)s” does not stand before this number in the cited sentences"),
        _("the cited sentences do not say “%(words)s”"),
        _("the year %(year)s does not stand in the article (it has %(others)s)"),
        _("the year of “%(words)s” does not stand in the article"),
        _("the date “%(words)s” does not stand in the cited sentences"),
        _("the words “%(words)s” do not stand at the place that the date names"),
        _("“%(words)s” does not name %(days)s"),
        _("“%(words)s” names %(days)s, not %(others)s"),
        _("the article says “%(words)s” where the claim says “%(others)s”"),
        _("somebody asks or orders this: it tells nothing that happened"),
        _("one word of the article tells nothing that happened"),
        _("it speaks to its reader"),
        _("it has no word that the article could carry"),
        _("the article has this under “%(words)s”, which is left out"),
        _("the article has these words under “%(words)s”, which is left out"),
        _("“%(words)s” is left out"),
        _("the claim denies “%(words)s” (“%(others)s”), the cited sentences do not"),
        _("the cited sentences deny “%(words)s” (“%(others)s”), the claim does not"),
        _("no rule finds in these sentences that anybody says this"),
        _("no rule finds in these sentences that %(name)s says this"),
        _("the article gives these words to nobody by name, not to %(who)s"),
        _("the article gives these words to %(name)s, not to %(who)s"),
        _("the article's channel is “%(kind)s”, not “%(other)s”"),
        _("the article has this from %(name)s, which is left out"),
        _("no words say that this comes from %(name)s"),
        _("%(name)s speaks for %(who)s here"),
        _("the cited sentences do not say that %(name)s speaks for %(who)s"),
        _("this is the position of %(name)s, not of %(who)s"),
        _("no words of the cited sentences carry the stance “%(stance)s”"),
        _("no words of the cited sentences carry the stance “%(stance)s”; they read as “%(read)s”"),
        _("the words of stance “%(stance)s” may be somebody else's"),
        _("it joins pieces of the article that do not stand together there"),
        _("the cited sentences carry only part of it; not %(words)s"),
        _("hardly carried by them"),
        _("“%(words)s”: the article says it of %(name)s, the claim of %(who)s"),
        _("the sentence gives it to %(name)s, not to %(who)s"),
        _("the article has the %(thing)s of %(name)s, not of %(who)s"),
        _("the article has %(name)s with %(thing)s, not with %(others)s"),
        _("the article calls %(name)s “%(words)s”, not %(who)s"),
        _("no words of the article call %(name)s “%(words)s”"),
        _("the organisation “%(words)s” has no words in the cited sentences"),
        _("the organisation “%(words)s” stands elsewhere in the article, not in the cited sentences"),
        _("the role “%(words)s” has no words in the cited sentences"),
        _("the role “%(words)s” stands elsewhere in the article, not in the cited sentences"),
        _("the target “%(words)s” has no words in the cited sentences"),
        _("the target “%(words)s” stands elsewhere in the article, not in the cited sentences"),
        _("the place “%(words)s” has no words in the cited sentences"),
        _("the place “%(words)s” stands elsewhere in the article, not in the cited sentences"),
        _("the article threatens it, and nobody agreed to it: “%(words)s”"),
        _("the article's words make it %(kind)s, not %(other)s: “%(words)s”"),
        _("the article's words make it %(kind)s, not %(other)s"),
        _("no words of the cited sentences make it %(kind)s"),
        _("no rule finds %(kind)s in the cited sentences"),
        _("it is “%(words)s” that is to do it, not “%(others)s”"),
        _("it is %(name)s who says so, not %(who)s"),
        _("%(model)s, asked a second time, says the sentences do not carry it"),
        # Kinds within the sentences above.
        _("a scheduled step"),
        _("a pledge"),
        _("a demand"),
        _("a conditional step"),
        _("a forecast"),
        _("confirmed"),
        _("reported"),
        _("alleged"),
        _("planned"),
        _("direct"),
        _("spokesperson"),
        _("document"),
        _("unnamed"),
    )
