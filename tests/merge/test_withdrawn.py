"""Reports that their own outlet has withdrawn."""

from __future__ import annotations

import pytest

from briefer.merge import withdrawn
from briefer.model import Article

REPORT = "Fifteen people died when a tram fell from the bridge at Tarnvik, police said. Fog lay over the river."


def article(
    name: str,
    text: str,
    *,
    outlet: str = "Harbour Courier",
    hour: int = 8,
    title: str = "Tram falls from bridge at Tarnvik",
) -> Article:
    return Article.of(
        text, id=name, title=title, outlet=outlet, published=f"2026-05-20T{hour:02}:00:00+02:00", language="en"
    )


@pytest.mark.parametrize(
    "notice",
    [
        "Harbour Courier has withdrawn its report of this morning on the tram that fell from the bridge at Tarnvik. It was wrong.",
        "We retract our article on the tram and the bridge at Tarnvik. The number could not be confirmed.",
        "The editors have withdrawn the story “Tram falls from bridge at Tarnvik”.",
    ],
)
def test_a_withdrawn_report_and_its_notice_are_left_out_with_the_reason(notice: str) -> None:
    found = withdrawn([article("a", REPORT), article("n", notice, hour=13, title="To our readers")])
    assert set(found) == {"a", "n"}
    assert found["a"].startswith("withdrawn by Harbour Courier: “")
    assert notice.split(". ", maxsplit=1)[0].rstrip(".") in found["a"]
    assert found["n"] == "withdraws another article, “Tram falls from bridge at Tarnvik”"


@pytest.mark.parametrize(
    ("text", "outlet", "hour", "title"),
    [
        (
            "The inspectors have withdrawn their report on the tram and the bridge at Tarnvik.",
            "Harbour Courier",
            13,
            "Report withdrawn",
        ),
        (
            "Harbour Courier has withdrawn its report on the tram and the bridge at Tarnvik.",
            "Tidende",
            13,
            "A rival errs",
        ),
        ("We withdraw our report on the tram and the bridge at Tarnvik.", "Harbour Courier", 7, "To our readers"),
        ("We withdraw our report on the herring quota of Norrmark.", "Harbour Courier", 13, "To our readers"),
        (
            "“We withdraw our report on the tram and the bridge at Tarnvik,” the mayor said.",
            "Harbour Courier",
            13,
            "Mayor speaks",
        ),
    ],
)
def test_only_an_outlet_itself_withdraws_and_only_what_it_has_printed(
    text: str, outlet: str, hour: int, title: str
) -> None:
    assert withdrawn([article("a", REPORT), article("n", text, outlet=outlet, hour=hour, title=title)]) == {}
