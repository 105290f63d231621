"""The HTML of a mail within the size that mail programs show: cut between stories, and it says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from briefer.formats.eml.files import with_pictures
from briefer.formats.eml.inline import inlined
from briefer.formats.eml.message import Attachment
from briefer.model import Brief, Story
from briefer.templating import Cut, Page, safe_url

#: Bytes of a mail's HTML, decoded, that Gmail shows before it hides the rest behind a link: 102 KB. What it counts is
#: nowhere published; thousands are the smaller of the two readings, and line ends count as the two bytes they are sent.
LARGEST = 102_000
#: From here on whoever sends the mail is told that it is nearly too large.
NEAR = 90_000
#: So many stories are named at the cut; further ones are counted.
NAMED = 40
#: So many entries of a list (skipped articles, changes) a mail keeps when it is too large.
KEPT = 10
#: What became of the articles that a mail's account names.
LOST = frozenset({"skipped", "failed"})
#: A cut that fills this part of the budget is good enough to stop looking for a better one.
FULL = 0.9
#: What a try is to fill, so that it is not a little too large.
AIM = 0.96
#: Tries that follow the sizes; a brief whose first stories are its longest is found faster by halves.
GUESSES = 4

#: In a page that tells of its cut by itself, the head of what is only named.
TOLD = 'id="rest"'

_FILE = "brief.email.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """HTML that is ready to be sent."""

    html: str
    #: Bytes, as counted for the limit.
    size: int
    #: None where the whole brief is in it.
    cut: Cut | None
    #: Those that it names.
    pictures: tuple[Attachment, ...] = ()


def size_of(html: str) -> int:
    """Bytes of the HTML as a mail program has it after decoding."""
    return len(html.encode()) + html.count("\n")


def fitted(page: Page, budget: int = LARGEST, *, url: str = "") -> Fitted:
    """The mail's page in at most `budget` bytes where cutting can do it; each story is told whole or only named.

    First the lists of skipped articles and of changes are shortened, then the last stories are left out, as few as
    need be. `url` is where the whole brief can be read.
    """
    environment, context = page.prepared("html")
    ordered = environment.filters["ordered"] if "ordered" in environment.filters else lambda stories, _: tuple(stories)
    brief: Brief = context["brief"]
    stories: tuple[Story, ...] = ordered(brief.stories, page.recipient)
    theme = page.theme()

    def made(shown: Brief, cut: Cut | None) -> Fitted:
        # Here a stranger's words are still escaped: what looks like an element is one of the template's.
        filled = page.fill(_FILE, "html", brief=shown, cut=cut)
        if cut is not None and cut.count and TOLD not in filled:
            filled = _notice(page, filled, cut)
        filled, pictures = with_pictures(page, filled)
        html = inlined(filled, theme)
        return Fitted(html=html, size=size_of(html), cut=cut, pictures=tuple(pictures))

    whole = made(brief, None)
    if whole.size <= budget:
        return whole
    short, nothing = _shortened(brief, url)

    def told(number: int) -> Fitted:
        rest = stories[number:]
        cut = replace(nothing, stories=rest[:NAMED], more=len(rest[NAMED:]))
        return made(replace(short, stories=stories[:number]), cut)

    return _most(told, len(stories), budget)


def _shortened(brief: Brief, url: str) -> tuple[Brief, Cut]:
    """The brief with short lists, and what that leaves out."""
    lost = [o for o in brief.account.articles if o.outcome in LOST]
    # What failed is worth more than what was skipped on purpose.
    named = sorted(lost, key=lambda outcome: outcome.outcome != "failed")[:KEPT]
    kept = (*(o for o in brief.account.articles if o.outcome not in LOST), *named)
    short = replace(brief, account=replace(brief.account, articles=kept), changes=brief.changes[:KEPT])
    left = Cut(articles=len(lost) - len(named), changes=len(brief.changes[KEPT:]), url=safe_url(url))
    return short, left


def _notice(page: Page, html: str, cut: Cut) -> str:
    """The page of a template that does not tell of its cut, with two sentences that do at its end."""
    _ = page.locale.gettext
    told = escape(_("This mail is cut here, because mail programs hide the end of a longer one."))
    link = f'<a href="{escape(cut.url)}">{escape(cut.url)}</a>'
    whole = _("The whole brief is at %(address)s.", address=link) if cut.url else _("The whole brief is attached.")
    notice = f"<p><b>{told}</b> {whole}</p>"
    head, end, foot = html.rpartition("</body>")
    return f"{head}{notice}{end}{foot}" if end else html + notice


def _most(told: Callable[[int], Fitted], stories: int, budget: int) -> Fitted:
    """The most stories that fit, or nearly so, in few tries: by the sizes of those so far, then by halves."""
    best = told(stories)
    if best.size <= budget or not stories:
        return best
    # So many are too many, and so many fit.
    high, most, low, best = stories, best.size, 0, told(0)
    least, tries = best.size, 0
    while high - low > 1 and best.size < FULL * budget:
        part = (AIM * budget - least) / (most - least) if tries < GUESSES else 0.5
        number = min(max(low + int((high - low) * part), low + 1), high - 1)
        tried, tries = told(number), tries + 1
        if tried.size <= budget:
            low, least, best = number, tried.size, tried
        else:
            high, most = number, tried.size
    return best
