"""Our own terms as words of the page: kinds, stances, gates."""

from __future__ import annotations

from dataclasses import dataclass

from briefer.model import Article, Stance
from briefer.render.words import source
from briefer.templating import Locale, translated


@dataclass(frozen=True, slots=True)
class Terms:
    """What a brief says in fixed words, as the page says it."""

    locale: Locale

    def kind(self, kind: str) -> str:
        """A kind of claim, change, step or event as a word: `bottom line`, `not heard`, `actor`, `pledged`."""
        _, pgettext = self.locale.gettext, self.locale.pgettext
        known = {
            "headline": _("headline"),
            "lead": _("lead"),
            "bottom_line": _("bottom line"),
            "who": _("actor"),
            "what": _("event"),
            "position": _("position"),
            "step": _("next step"),
            "custom": _("own section"),
            "new": _("new"),
            "changed": _("changed"),
            "repeated": _("repeated"),
            "not_heard": _("not heard"),
            "due": _("due"),
            "overdue": _("overdue"),
            "scheduled": _("scheduled"),
            "pledged": _("pledged"),
            "demanded": _("demanded"),
            "conditional": pgettext("next step", "conditional"),
            "predicted": _("predicted"),
            "confirmed": _("confirmed"),
            "reported": _("reported"),
            "alleged": _("alleged"),
            "planned": _("planned"),
        }
        return known.get(kind) or kind.replace("_", " ")

    def stance(self, stance: Stance) -> str:
        """`supports`, `opposes`, `conditional`, `neutral`, `stance unclear`."""
        _, pgettext = self.locale.gettext, self.locale.pgettext
        return {
            "support": _("supports"),
            "oppose": _("opposes"),
            "conditional": pgettext("stance", "conditional"),
            "neutral": _("neutral"),
            "unclear": _("stance unclear"),
        }[stance]

    def gate(self, gate: str) -> str:
        """What a gate looks at, in a word: `quote`, `numbers`."""
        _ = self.locale.gettext
        known = {
            "ids": _("ids"),
            "quote": _("quote"),
            "numbers": _("numbers"),
            "names": _("names"),
            "negation": _("negation"),
            "speaker": _("speaker"),
            "step": _("step"),
            "support": _("support"),
        }
        return known.get(gate, gate)

    def source(self, article: Article) -> str:
        """What an article is called where its outlet should stand."""
        return source(article) or self.locale.gettext("no outlet given")

    def translated(self, text: str) -> str:
        """A sentence that briefer has put into the brief (a reason, a gap), in the page's language."""
        return translated(text, self.locale)
