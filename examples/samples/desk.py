"""The same after the desk has edited it."""

from __future__ import annotations

from dataclasses import replace

from harbour import complete
from making import NOT_RUN, OK

from briefer.compose.edits import apply
from briefer.model import Actor, Brief, Check, Claim, ClaimKind, Edit, Reason

VERDICTS = {
    "The harbour board of Skerrow raises ferry fees by 12 percent from July.": OK,
    "Two quays in Cassel close until autumn": NOT_RUN,
    "The board will publish 14 accounts by 18 May.": Check(
        status="withheld",
        gates={"ids": "pass", "numbers": "fail"},
        reasons=(Reason("numbers", "the number 14 does not stand in the cited sentences"),),
    ),
    "Teo Marrick, managing director": Check(
        status="withheld",
        gates={"ids": "pass", "support": "fail"},
        reasons=(Reason("support", "the role “managing director” has no words in the cited sentences"),),
    ),
}


def edited() -> Brief:
    """A brief with everything that a desk can do to one."""
    made = replace(complete(), id="sample-edited", title="Harbours and ferries, edited")
    fees, quays = made.stories
    fund = next(p for p in fees.positions if p.holder == "Teo Marrick")
    words = iter(VERDICTS)
    edits = (
        Edit(what="replace", target=fees.what[0].id, words=next(words)),
        Edit(what="replace", target=quays.id, words=next(words)),
        Edit(what="replace", target=fees.next_steps[1].id, words=next(words)),
        Edit(what="replace", target=fees.who[1].id, words=next(words)),
        Edit(what="hide", target=fees.what[2].id),
        Edit(what="pin", target=quays.id),
        Edit(what="note", target=fees.id, words="Our own figures on island fares are with the statistics unit."),
        Edit(what="note", target=fees.id, words="Ask the embassy."),
        Edit(what="recommend", words="Offer the board and Lodin Lines a joint hearing before 28 May."),
        Edit(what="line", words="We welcome that the board puts its plans to a second vote."),
        Edit(what="line", words="Islanders must be able to reach the mainland at a fair price."),
        Edit(what="hide", target="note-2"),
    )

    def check(_: ClaimKind, claim: Claim) -> Claim:
        said = f"{claim.name}, {claim.role}" if isinstance(claim, Actor) else str(getattr(claim, "text", ""))
        return replace(claim, check=VERDICTS[said])

    first = apply(made, edits, check=check, by="Islands desk", at="2026-05-21T06:02:00Z")
    return apply(first, [Edit(what="hide", target=fund.id)], check=check, by="Islands desk", at="2026-05-21T06:20:00Z")


# --- thirty ------------------------------------------------------------------------------------------
