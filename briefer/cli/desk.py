"""What the desk did to a brief, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefer.model import Brief, Check, ClaimKind, Edit

#: What each part of a brief is called.
KINDS: Mapping[ClaimKind, str] = {
    "headline": "story",
    "lead": "lead",
    "bottom_line": "bottom line",
    "who": "actor",
    "what": "event",
    "position": "position",
    "step": "next step",
    "custom": "own section",
}


def edit_line(edit: Edit, brief: Brief) -> str:
    """One edit in words, with what the gates say of words that stand in the brief."""
    from briefer.compose.edits import parts, short_ids
    from briefer.templating import one_line

    name = one_line(short_ids(brief).get(edit.target or "", edit.target or ""))
    words, original = f"“{one_line(edit.words or '')}”", f"“{one_line(edit.original or '')}”"
    by = f" ({one_line(edit.by)})" if edit.by else ""
    if edit.what == "replace":
        now = next((p for p in parts(brief) if p.id == edit.target and p.words == edit.words), None)
        said = f": {checked(now.claim.check)}" if now is not None else ""
        return f"{name}{by}: {words} instead of {original}{said}"
    return {
        "hide": f"{name}{by}: taken out: {original}",
        "pin": f"{name}{by}: stays on top",
        "move": f"{name}{by}: moved to place {edit.place}",
        "note": f"{name}{by}: note: {words}",
        "recommend": f"recommendation{by}: {words}" if edit.words else f"recommendation{by}: taken out: {original}",
        "line": f"line to take{by}: {words}",
    }[edit.what]


def checked(check: Check) -> str:
    """What the gates say of the desk's words, and how they are shown."""
    from briefer.templating import one_line

    why = one_line("; ".join(reason.text for reason in check.reasons))
    if check.status == "verified":
        return "verified"
    if check.status == "flagged":
        return f"not fully checked{f': {why}' if why else ''}; shown as such"
    return f"the checks say no: {why}; shown as the desk's own words"
