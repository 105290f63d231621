"""Which briefs somebody has released: by id, revision and digest, so that a later edit needs a new word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from briefer.contract import dump_brief
from briefer.model import Brief
from briefer.store.database import Database, store_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Whether a brief may go out, and on whose word."""

    released: bool
    #: Who released exactly this, and when (ISO, UTC); None where nobody has.
    by: str | None = None
    at: str | None = None
    #: The last revision that was released, where it is another, or the same with other words.
    earlier: int | None = None


class Approvals(Database):
    """The approvals of one store."""

    def approve(self, brief: Brief, *, by: str, now: datetime) -> Approval:
        """Releases this revision in these words; `now` is aware. Who released it first stays on record."""
        at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.do("INSERT OR IGNORE INTO approvals VALUES (?, ?, ?, ?, ?)", *_key(brief), by, at)
        return self.state(brief)

    def revoke(self, brief: Brief) -> bool:
        """Holds this revision back again; False where it was not released."""
        where = "brief = ? AND revision = ? AND digest = ?"
        return bool(self.do(f"DELETE FROM approvals WHERE {where} RETURNING brief", *_key(brief)))  # noqa: S608

    def released(self, brief: Brief) -> bool:
        """Whether this revision was released in these very words."""
        return self.state(brief).released

    def state(self, brief: Brief) -> Approval:
        """Who released it and when, or which revision was released before."""
        name, revision, digest = _key(brief)
        rows = self.do('SELECT revision, digest, "by", at FROM approvals WHERE brief = ? ORDER BY at, revision', name)
        for row in rows:
            if (row[0], row[1]) == (revision, digest):
                return Approval(released=True, by=row[2], at=row[3])
        return Approval(released=False, earlier=rows[-1][0] if rows else None)


def open_approvals(configured: str | None = None) -> Approvals:
    """The approvals in the store that `store_path` names, made where there is none."""
    return Approvals(store_path(configured))


def _key(brief: Brief) -> tuple[str, int, str]:
    """What is approved; the digest is computed, because the one in a file may not hold."""
    return brief.id, brief.revision, str(dump_brief(brief)["digest"])
