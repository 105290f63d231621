"""The types that everything else speaks in: frozen plain data and small protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefer.model.analysis import (
    Analysis,
    Attribution,
    Entity,
    EventCandidate,
    Mention,
    Number,
    Quotation,
    Range,
    Sentence,
    StepCandidate,
    Token,
)
from briefer.model.article import Article, ArticleInfo, Document, Skipped, Span
from briefer.model.brief import (
    Account,
    ArticleOutcome,
    Brief,
    ChangeItem,
    ClaimCounts,
    ClaimKind,
    Contradiction,
    NotShown,
    Profile,
    ProfileInfo,
    Question,
    Story,
    Usage,
    WithheldClaim,
)
from briefer.model.claims import (
    AGREED,
    GAPS,
    UNCHECKED,
    Actor,
    ActorKind,
    Change,
    Channel,
    Check,
    CheckStatus,
    Claim,
    Custom,
    EngineInfo,
    Event,
    EventStatus,
    Findings,
    Gate,
    GateResult,
    NextStep,
    Position,
    Problem,
    Reason,
    SectionKind,
    Stance,
    Statement,
    StepKind,
    Translation,
    When,
)
from briefer.model.edits import Corrected, DeskText, Edit, EditKind, desk_texts, pinned, reworded
from briefer.model.ids import claim_id, with_ids
from briefer.model.material import Material
from briefer.model.page import Later, Page, Shelf, Web, WebSource
from briefer.model.protocols import Analyser, Checker, Engine, Source
from briefer.model.recipient import Addressee, Recipient

if TYPE_CHECKING:
    from briefer.model.delivery import Delivery, Outcome, Parcel, Receipt
    from briefer.model.ledger import Became, Entry, EntryState, Mark, Quoted, Settled, Telling, Told

__all__ = [
    "AGREED",
    "GAPS",
    "UNCHECKED",
    "Account",
    "Actor",
    "ActorKind",
    "Addressee",
    "Analyser",
    "Analysis",
    "Article",
    "ArticleInfo",
    "ArticleOutcome",
    "Attribution",
    "Became",
    "Brief",
    "Change",
    "ChangeItem",
    "Channel",
    "Check",
    "CheckStatus",
    "Checker",
    "Claim",
    "ClaimCounts",
    "ClaimKind",
    "Contradiction",
    "Corrected",
    "Custom",
    "Delivery",
    "DeskText",
    "Document",
    "Edit",
    "EditKind",
    "Engine",
    "EngineInfo",
    "Entity",
    "Entry",
    "EntryState",
    "Event",
    "EventCandidate",
    "EventStatus",
    "Findings",
    "Gate",
    "GateResult",
    "Later",
    "Mark",
    "Material",
    "Mention",
    "NextStep",
    "NotShown",
    "Number",
    "Outcome",
    "Page",
    "Parcel",
    "Position",
    "Problem",
    "Profile",
    "ProfileInfo",
    "Question",
    "Quotation",
    "Quoted",
    "Range",
    "Reason",
    "Receipt",
    "Recipient",
    "SectionKind",
    "Sentence",
    "Settled",
    "Shelf",
    "Skipped",
    "Source",
    "Span",
    "Stance",
    "Statement",
    "StepCandidate",
    "StepKind",
    "Story",
    "Telling",
    "Token",
    "Told",
    "Translation",
    "Usage",
    "Web",
    "WebSource",
    "When",
    "WithheldClaim",
    "claim_id",
    "desk_texts",
    "pinned",
    "reworded",
    "with_ids",
]

#: What most commands do without is imported by whoever asks for it.
_HOMES = {
    **dict.fromkeys(("Delivery", "Outcome", "Parcel", "Receipt"), "delivery"),
    **dict.fromkeys(("Became", "Entry", "EntryState", "Mark", "Quoted", "Settled", "Telling", "Told"), "ledger"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
