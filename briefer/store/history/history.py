"""Briefs that were recorded: kept whole, found again by their words and their people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from briefer.contract import dump_brief
from briefer.errors import BrieferError
from briefer.model import Brief
from briefer.store.database import Database
from briefer.store.history import writing
from briefer.store.history.people import who
from briefer.store.history.records import Hit, HitKind, Person, Recorded
from briefer.store.history.search import find
from briefer.store.history.spelling import near
from briefer.store.history.words import Words

_KINDS: tuple[HitKind, ...] = ("person", "claim", "article")
_INDEXES = ("claims_words", "people_words", "texts_words")
#: Pages of each index that are put in order when briefs are dropped: by itself it keeps what was dropped for months.
_MERGED = 500


class History:
    """The part of a store that is the archive.

    Every revision of a brief is kept whole, the text of an article once, whichever briefs hold it. What is listed,
    searched and compared with is the latest revision.
    """

    def __init__(self, store: Database) -> None:
        self._store = store

    def record(self, brief: Brief) -> None:
        """Keeps the brief; what was kept of the same id and revision is replaced."""
        brief = replace(brief, digest=dump_brief(brief)["digest"])
        with self._store.together():
            loose = set[int]()
            latest = True
            for number, revision in self._store.do("SELECT number, revision FROM briefs WHERE brief = ?", brief.id):
                if revision == brief.revision:
                    loose |= writing.drop(self._store, number)
                elif revision < brief.revision:
                    writing.unlist(self._store, number)
                else:
                    latest = False
            number = writing.keep(self._store, brief, latest=latest)
            if latest:
                writing.enlist(self._store, brief, number)
            writing.let_go(self._store, loose)

    def recorded(
        self,
        *,
        name: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Recorded]:
        """What is kept, the newest first: of a profile, made at or after `since` and before `until` (both aware)."""
        wanted = {
            "name = ?": name,
            "created >= ?": since and writing.utc(since),
            "created < ?": until and writing.utc(until),
        }
        given = {condition: value for condition, value in wanted.items() if value is not None}
        rows = self._store.do(
            "SELECT brief, revision, name, title, made, stories, articles, digest FROM briefs"  # noqa: S608
            f" WHERE {' AND '.join(('latest', *given))} ORDER BY created DESC, number DESC LIMIT ?",
            *given.values(),
            -1 if limit is None else limit,
        )
        return [
            Recorded(
                id=known, revision=revision, name=of, title=title, created=made, stories=told, articles=read, digest=sha
            )
            for known, revision, of, title, made, told, read, sha in rows
        ]

    def knows(self, id: str) -> bool:
        """Whether a brief of this id was recorded."""
        return bool(self._store.do("SELECT 1 FROM briefs WHERE brief = ? LIMIT 1", id))

    def recorded_last(self, name: str | None = None) -> datetime | None:
        """When the brief was made that was recorded last, of a profile or of all; aware; None where there is none."""
        # By number and not by time: a clock may have been set back.
        rows = self._store.do(
            "SELECT created FROM briefs WHERE name = coalesce(?, name) ORDER BY number DESC LIMIT 1", name
        )
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def brief(self, id: str, revision: int | None = None) -> Brief | None:
        """The brief as it was recorded, in its latest revision or another; None where there is none.

        An id may be given by its beginning. `BrieferError` where several begin so, or the brief is damaged.
        """
        ids = {of for (of,) in self._store.do("SELECT brief FROM briefs WHERE substr(brief, 1, ?) = ?", len(id), id)}
        if id not in ids and len(ids) > 1:
            some = ", ".join(sorted(ids)[:5])
            raise BrieferError(f"the ids of {len(ids)} briefs begin with “{id}”", hint=f"give more of it: {some}")
        (chosen,) = {id} & ids or ids or {id}
        rows = self._store.do(
            "SELECT number, digest, bundle FROM briefs WHERE brief = ? AND (latest OR ? IS NOT NULL)"
            " AND revision = coalesce(?, revision)",
            chosen,
            revision,
            revision,
        )
        for number, sha, packed in rows:
            brief = writing.unpacked(self._store, number, packed)
            if dump_brief(brief)["digest"] != sha:
                raise BrieferError(
                    f"the brief {chosen} is not what was recorded: the store {self._store.path} is damaged",
                    hint="briefer doctor looks at the store",
                )
            return brief
        return None

    def briefs(self, ids: Sequence[str]) -> list[Brief]:
        """The briefs of these ids in their latest revisions, in the same order; those that are not kept are left out."""
        found = (self._store.do("SELECT number, bundle FROM briefs WHERE latest AND brief = ?", one) for one in ids)
        return [writing.unpacked(self._store, number, packed) for rows in found for number, packed in rows]

    def earlier(self, name: str, *, before: datetime, most: int) -> list[Brief]:
        """The briefs of a profile that were made before (aware), at most so many, those that were recorded last first.

        The order is that of their first revisions, whatever the clock said when they were made.
        """
        rows = self._store.do(
            "SELECT number, bundle FROM briefs WHERE latest AND name = ? AND created < ?"
            " ORDER BY (SELECT min(number) FROM briefs AS first WHERE first.brief = briefs.brief) DESC LIMIT ?",
            name,
            writing.utc(before),
            most,
        )
        return [writing.unpacked(self._store, number, packed) for number, packed in rows]

    def search(self, words: str, *, kinds: Sequence[HitKind] = (), limit: int = 50) -> list[Hit]:
        """People, then claims, then articles in which all the words stand: of each the newest, at most so many.

        How words are taken says `Words`. Without `kinds` all are searched.
        """
        asked = Words(words)
        wanted = [kind for kind in _KINDS if asked and (not kinds or kind in kinds)]
        return [hit for kind in wanted for hit in find(self._store, kind, asked, limit)]

    def who(self, name: str) -> list[Person]:
        """Whom the name can mean, who said most first: forms of a name joined, namesakes apart where roles say so.

        Where it names no person, also who is told of in such a role, as in "finance minister of Norrmark".
        """
        return who(self._store, name)

    def near(self, name: str, *, limit: int) -> list[str]:
        """Names and roles in the archive that come near to this one, the nearest first."""
        known = self._store.do(
            "SELECT name FROM people UNION"
            " SELECT role || CASE organisation WHEN '' THEN '' ELSE ', ' || organisation END FROM people WHERE role != ''"
        )
        return near(name, (one for (one,) in known), limit)

    def forget(self, before: datetime) -> int:
        """Forgets the briefs made before (aware), and texts that no other brief holds; says how many briefs."""
        made = self._store.do("SELECT brief FROM briefs WHERE latest AND created < ?", writing.utc(before))
        return self.drop([brief for (brief,) in made])

    def drop(self, ids: Collection[str]) -> int:
        """Forgets the briefs of these ids, and texts that no other brief holds; says how many briefs."""
        with self._store.together():
            found = [self._store.do("SELECT number, brief FROM briefs WHERE brief = ?", brief) for brief in ids]
            rows = [row for rows in found for row in rows]
            loose = {text for number, _ in rows for text in writing.drop(self._store, number)}
            writing.let_go(self._store, loose)
            if rows:
                for table in _INDEXES:
                    self._store.do(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", -_MERGED)  # noqa: S608
        return len({brief for _, brief in rows})

    def in_order(self) -> list[tuple[str, datetime]]:
        """Each brief's id and when it was made (aware), in the order in which they were recorded first."""
        rows = self._store.do(
            "SELECT brief, created FROM briefs WHERE number IN (SELECT min(number) FROM briefs GROUP BY brief)"
            " ORDER BY number"
        )
        return [(brief, datetime.fromisoformat(created)) for brief, created in rows]

    def compact(self) -> None:
        """Leaves nothing in the file of what was forgotten, and makes it smaller; not within a transaction."""
        for table in _INDEXES:
            self._store.do(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
        self._store.do("VACUUM")
        self._store.do("PRAGMA wal_checkpoint(TRUNCATE)")
