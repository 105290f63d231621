"""The steps of the ledger as a list for people, as rows, and as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from briefer.formats.csv import table
from briefer.model import AGREED, Entry, Quoted, Settled, Span, Telling, When
from briefer.render.dates import Calendar
from briefer.templating import ENGLISH, one_line, safe_url
from briefer.templating.escaping import escape_markdown

_BECAME = {
    "kept": "Kept",
    "cancelled": "Called off",
    "postponed": "Put off",
    "moved": "Moved",
    "denied": "Not kept",
}
COLUMNS = (
    "number",
    "state",
    "due",
    "from",
    "to",
    "overdue",
    "kind",
    "text",
    "original",
    "actor",
    "says",
    "story",
    "sentence",
    "outlet",
    "day",
    "url",
    "became",
    "settled_by",
    "settled_outlet",
    "settled_day",
    "settled_url",
    "told",
    "brief",
)


def as_markdown(entries: Sequence[Entry], today: date, *, narrowed: bool) -> str:
    """The list in parts; `narrowed` says that only some of it was asked for."""
    dates = Calendar(datetime.combine(today, time(), UTC))
    parts: dict[str, list[Entry]] = {}
    for entry in entries:
        parts.setdefault(_part(entry, today), []).append(entry)
    lines = [f"# Next steps, {dates.today()}", ""]
    if not entries:
        lines += ["Nothing is due." if narrowed else "No steps are open.", ""]
    for title in ("Overdue", "Due today", "Coming", "Date passed", "Without a date", "Settled"):
        if parts.get(title):
            lines += [f"## {title}", ""]
            for entry in parts[title]:
                lines += _item(entry, dates)
            lines.append("")
    return "\n".join(lines)


def _part(entry: Entry, today: date) -> str:
    if entry.state != "open":
        return "Settled"
    if entry.due is None:
        return "Without a date"
    if entry.due == today:
        return "Due today"
    if entry.due > today:
        return "Coming"
    return "Overdue" if entry.overdue(today) else "Date passed"


def _item(entry: Entry, dates: Calendar) -> Iterator[str]:
    text = one_line(entry.text).rstrip(".")
    text = escape_markdown(text[:1].upper() + text[1:])
    if entry.kind not in AGREED:
        # What is only asked for or foreseen never looks agreed.
        text = f"{entry.kind.capitalize()}: {text}"
    when = dates.when(_when(entry))
    story = escape_markdown(one_line(entry.latest.headline))
    said = f"says {escape_markdown(one_line(entry.says))}" if entry.says else ""
    noted = entry.state if entry.state in ("done", "dropped") else ""
    behind = "; ".join(part for part in (noted, said, story) if part)
    yield f"- ({entry.number}) {f'{when}: ' if when else ''}**{text}** ({behind})"
    if entry.edited:
        yield f"    - in the brief: {escape_markdown(one_line(entry.original))}"
    if entry.settled is not None and entry.settled != entry.moved:
        became = "Taken back" if entry.taken_back else _BECAME[entry.settled.how]
        yield f"    - **{became}**: {_quoted(entry.settled, dates)}"
    if entry.moved is not None:
        yield f"    - **Moved**: {_quoted(entry.moved, dates)}"
    for quoted in entry.evidence[:2]:
        yield f"    - {_quoted(quoted, dates)}"
    for telling in entry.before[-1:] if entry.moved is None else ():
        yield f"    - told before, {dates.when(_when(telling))}: {_quoted(telling.evidence[0], dates)}"


def _when(time: Entry | Telling) -> When | None:
    if not (time.from_ or time.to):
        return None
    return When(time.when or "", Span("", 0, 0), time.from_, time.to)


def _quoted(quoted: Quoted, dates: Calendar) -> str:
    outlet, address = escape_markdown(one_line(quoted.outlet or "")), safe_url(quoted.url)
    if address:
        outlet = f"[{outlet or 'article'}](<{address}>)"
    source = ", ".join(part for part in (outlet, dates.day(quoted.day)) if part)
    sentence = escape_markdown(one_line(quoted.sentence))
    return f"{sentence if '“' in sentence else ENGLISH.quoted(sentence)} ({source})"


def as_json(entries: Sequence[Entry], today: date) -> str:
    """Rows with all that is known."""
    return json.dumps([_row(entry, today) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def _row(entry: Entry, today: date) -> dict[str, Any]:
    return {
        "number": entry.number,
        "uid": entry.uid,
        "state": entry.state,
        "text": entry.text,
        "original": entry.original if entry.edited else None,
        "kind": entry.kind,
        "actor": entry.actor,
        "says": entry.says,
        "when": entry.when,
        "from": entry.from_,
        "to": entry.to,
        "due": entry.due.isoformat() if entry.due else None,
        "overdue": entry.overdue(today),
        "headline": entry.latest.headline,
        "brief": entry.brief,
        "story": entry.story,
        "claim": entry.latest.claim,
        "told": entry.told,
        "evidence": [asdict(quoted) for quoted in entry.evidence],
        "settled": _outcome(entry.settled),
        "moved": _outcome(entry.moved),
        "before": [{"from": t.from_, "to": t.to, "evidence": [asdict(q) for q in t.evidence]} for t in entry.before],
        "modified": entry.modified,
    }


def _outcome(settled: Settled | None) -> dict[str, Any] | None:
    if settled is None:
        return None
    row = asdict(settled)
    return {"how": row.pop("how"), "from": row.pop("from_"), **row}


def as_table(entries: Sequence[Entry], today: date) -> str:
    """One row for each step, for spreadsheets."""
    return table(COLUMNS, (_cells(entry, today) for entry in entries))


def _cells(entry: Entry, today: date) -> dict[str, str]:
    first, settled = entry.evidence[0] if entry.evidence else None, entry.settled
    return {
        "number": str(entry.number),
        "state": entry.state,
        "due": entry.due.isoformat() if entry.due else "",
        "from": entry.from_ or "",
        "to": entry.to or "",
        "overdue": "yes" if entry.overdue(today) else "",
        "kind": entry.kind,
        "text": entry.text,
        "original": entry.original if entry.edited else "",
        "actor": entry.actor or "",
        "says": entry.says or "",
        "story": entry.latest.headline,
        "sentence": first.sentence if first else "",
        "outlet": first.outlet or "" if first else "",
        "day": first.day if first else "",
        "url": first.url or "" if first else "",
        "became": settled.how if settled else "",
        "settled_by": settled.sentence if settled else "",
        "settled_outlet": settled.outlet or "" if settled else "",
        "settled_day": settled.day if settled else "",
        "settled_url": settled.url or "" if settled else "",
        "told": str(entry.told),
        "brief": entry.brief,
    }
