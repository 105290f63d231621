"""The account in words: what became of the claims, who read, what could not be checked."""

from __future__ import annotations

from collections.abc import Sequence

from briefer.model import ArticleOutcome, Brief
from briefer.model.brief import NotShown
from briefer.render.terms import Terms
from briefer.templating import ENGLISH, Locale

#: How the reason of what earlier briefs had begins: `briefer.pipeline.recording`.
_SEEN = "seen before, on "
#: So many are named one by one.
_FEW = 3


def account_lines(brief: Brief, locale: Locale = ENGLISH) -> tuple[str, ...]:
    """The account in sentences: claims, engine, cost, and what could not be checked."""
    _, ngettext, terms = locale.gettext, locale.ngettext, Terms(locale)
    claims = brief.account.claims
    lines: list[str] = []
    if claims.made:
        counted = [ngettext("%(num)d verified", "%(num)d verified", claims.verified)]
        if claims.flagged:
            counted.append(ngettext("%(num)d flagged", "%(num)d flagged", claims.flagged))
        if claims.withheld:
            counted.append(ngettext("%(num)d withheld", "%(num)d withheld", claims.withheld))
        parts = locale.listed(counted)
        lines.append(ngettext("%(num)d claim: %(parts)s.", "%(num)d claims: %(parts)s.", claims.made, parts=parts))
    if hidden := _hidden(claims.not_shown, locale):
        lines.append(
            ngettext(
                "Of the verified ones %(num)d is shown; left out: %(parts)s.",
                "Of the verified ones %(num)d are shown; left out: %(parts)s.",
                claims.shown,
                parts=locale.listed(hidden),
            )
        )
    if claims.merged:
        lines.append(
            ngettext(
                "%(num)d of them says the same as another.", "%(num)d of them say the same as another.", claims.merged
            )
        )
    if claims.flagged:
        lines.append(_("Flagged claims are shown only on request, and marked."))
    if brief.edits:
        lines.append(_("Revision %(revision)d, edited by the desk; its words are marked.", revision=brief.revision))
    lines.append(_engine(brief, locale))
    lines += [
        _(
            "Not checked in articles in %(language)s: %(gates)s.",
            language=locale.language_name(language),
            gates=locale.listed(map(terms.gate, gates)),
        )
        for language, gates in brief.account.gates_not_run.items()
        if gates
    ]
    return tuple(lines)


def folded(outcomes: Sequence[ArticleOutcome], locale: Locale = ENGLISH) -> tuple[ArticleOutcome, ...]:
    """The account of articles with all that earlier briefs had in one line, where these are many.

    Feeds show an article for days. Who wants them one by one finds them in the brief as JSON.
    """
    seen = [outcome for outcome in outcomes if (outcome.reason or "").startswith(_SEEN)]
    if len(seen) <= _FEW:
        return tuple(outcomes)
    name = locale.ngettext("%(num)d article of earlier briefs", "%(num)d articles of earlier briefs", len(seen))
    line = ArticleOutcome(article=None, input=str(name), outcome="skipped", reason="seen before")
    rest = [outcome for outcome in outcomes if not (outcome.reason or "").startswith(_SEEN)]
    return (*rest, line)


def _hidden(left: NotShown, locale: Locale) -> list[str]:
    ngettext = locale.ngettext
    told: list[str] = []
    if left.rank:
        told.append(ngettext("%(num)d of lower rank", "%(num)d of lower rank", left.rank))
    if left.limit:
        told.append(ngettext("%(num)d over the page’s limits", "%(num)d over the page’s limits", left.limit))
    if left.filter:
        told.append(ngettext("%(num)d filtered out", "%(num)d filtered out", left.filter))
    if left.edit:
        told.append(
            ngettext(
                "%(num)d taken out or reworded by the desk", "%(num)d taken out or reworded by the desk", left.edit
            )
        )
    return told


def _engine(brief: Brief, locale: Locale) -> str:
    _ = locale.gettext
    engine, usage = brief.engine, brief.usage
    if engine.name == "extractive":
        return _(
            "Read by the built-in extractive engine, without a language model: the words are the articles’ own, "
            "speakers were found by rule."
        )
    reader = (
        _("%(model)s (%(engine)s)", model=engine.model, engine=engine.name)
        if engine.model
        else _("the engine %(engine)s", engine=engine.name)
    )
    if not usage.calls:
        return _("Read by %(reader)s; checked by rules.", reader=reader)
    tokens = usage.tokens_in + usage.tokens_out
    cost = _("cost unknown")
    if usage.cost is not None:
        # An amount without its currency is still an amount.
        cost = f"{locale.number(usage.cost, 2)} {usage.currency or ''}".rstrip()
    return _(
        "Read by %(reader)s in %(calls)s with %(tokens)s, %(cost)s; checked by rules.",
        reader=reader,
        calls=locale.ngettext("%(num)d call", "%(num)d calls", usage.calls),
        tokens=locale.ngettext("%(num)d token", "%(num)d tokens", tokens),
        cost=cost,
    )
