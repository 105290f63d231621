"""What a run's report says to people."""

from __future__ import annotations

from typing import Any

from briefer.pipeline.facts import facts

NOTHING: dict[str, Any] = {"calls": 0, "tokens_in": 0, "tokens_out": 0, "cost": None, "currency": None}
SPENT: dict[str, Any] = {"calls": 3, "tokens_in": 4200, "tokens_out": 310, "cost": 0.0123, "currency": "EUR"}


def test_a_full_report_in_words() -> None:
    report = {
        "problem": None,
        "window": {"since": "2026-05-20T06:00:00+00:00", "until": "2026-05-21T06:00:00+00:00", "regular": True},
        "steps": [
            {"step": "read", "seconds": 1.234, **NOTHING},
            {"step": "understand", "seconds": 2.0, **{k: v for k, v in SPENT.items() if k != "currency"}},
        ],
        "usage": SPENT,
        "sources": {"number": 4, "failed": ["a"], "quiet": []},
        "articles": {"in": 9, "seen": 5, "used": 6, "merged": 2, "skipped": 1},
        "claims": {"made": 40, "verified": 38, "flagged": 0, "withheld": 2, "shown": 30},
        "stories": 6,
        "changes": {"new": 2, "not_heard": 1},
        "files": ["briefs/one.html", "briefs/one.pdf"],
        "held": "it waits for approval",
        "recipients": {"sent": 0, "refused": 0, "unknown": 0, "pending": 0},
    }
    assert list(facts(report, lambda iso: iso[:10])) == [
        ("window", "2026-05-20 to 2026-05-21"),
        ("sources", "4, 1 failed, 0 gone quiet"),
        ("articles", "9 in, 5 seen before, 6 used, 2 merged, 1 skipped"),
        ("stories", "6, 2 new, 1 not heard"),
        ("claims", "40 made, 38 verified, 2 withheld, 30 shown"),
        ("held", "it waits for approval"),
        ("file", "briefs/one.html"),
        ("file", "briefs/one.pdf"),
        ("model", "3 calls, 4,200 tokens read and 310 written, 0.0123 EUR"),
        ("read", "1.23 s"),
        ("understand", "2.00 s, 3 calls, 4,200 tokens read and 310 written, 0.0123"),
    ]


def test_of_what_there_is_nothing_nothing_is_said() -> None:
    report = {"problem": "no network", "window": None, "claims": None, "usage": NOTHING, "steps": [], "stories": 0}
    assert list(facts(report, str)) == [("problem", "no network")]
