"""What the desk made of a brief, as a page shows it: its own words apart, and claims that it reworded marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefer.model import Brief, ChangeItem, Claim, Corrected, Edit, Story, desk_texts, reworded
from briefer.templating import Locale, one_line

#: Differences that a correction tells one by one; more of them are counted.
MOST = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """The helper filters and values that tell the desk's words from the articles'."""

    brief: Brief
    locale: Locale
    #: By the id of a claim, or of a story for its headline: the edit that holds the engine's words.
    _reworded: Mapping[str, Edit] = field(default_factory=dict)

    @classmethod
    def of(cls, brief: Brief, locale: Locale) -> Desk:
        """The helpers for one brief."""
        targets = {edit.target for edit in brief.edits if edit.what == "replace" and edit.target}
        made = {target: edit for target in targets if (edit := reworded(brief.edits, target)) is not None}
        return cls(brief, locale, made)

    def original(self, claim: Claim | Story | ChangeItem) -> str | None:
        """What stood there before the desk reworded it; None where it did not."""
        edit = None if isinstance(claim, ChangeItem) else self._reworded.get(claim.id)
        return edit.original if edit is not None else None

    def edited(self, claim: Claim | Story | ChangeItem) -> str:
        """The mark of words that the desk has put there: `edited by the desk`; empty where it has not.

        `the desk’s words` where the checks do not let them stand as what the articles say.
        """
        if isinstance(claim, ChangeItem) or self.original(claim) is None:
            return ""
        check = claim.headline_check if isinstance(claim, Story) else claim.check
        own = check.status == "withheld"
        return self.locale.gettext("the desk’s words") if own else self.locale.gettext("edited by the desk")

    def notes(self, story: Story) -> tuple[str, ...]:
        """The desk’s own notes on the story."""
        return tuple(one_line(text.words) for text in desk_texts(self.brief.edits) if text.story == story.id)

    def lines(self) -> tuple[str, ...]:
        """The lines to take."""
        return tuple(one_line(text.words) for text in desk_texts(self.brief.edits) if text.what == "line")

    def correction(self, changes: Sequence[Corrected] | None) -> tuple[str, ...]:
        """What a correction says of itself, then each difference from the revision that the reader has; else nothing."""
        if changes is None:
            return ()
        _, ngettext = self.locale.gettext, self.locale.ngettext
        lines = [_("This takes the place of the brief that you were sent before.")]
        lines += [self._corrected(change) for change in changes[:MOST]]
        if (left := len(changes) - MOST) > 0:
            lines.append(ngettext("%(num)d more difference.", "%(num)d more differences.", left))
        return tuple(lines)

    def _corrected(self, change: Corrected) -> str:
        _ = self.locale.gettext
        # The sentence around the quotation has a full stop of its own.
        bare = (one_line(words or "").rstrip(".") for words in (change.before, change.after))
        before, after = map(self.locale.quoted, bare)
        if change.kind == "hidden":
            return _("%(before)s was taken out.", before=before)
        if change.kind == "added":
            return _("%(after)s was added.", after=after)
        return _("%(before)s now reads %(after)s.", before=before, after=after)
