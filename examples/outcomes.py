"""Prints what became of each input of a brief: `python examples/outcomes.py BRIEF.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def lines(bundle: Path) -> list[str]:
    """One line an input, in the order of the account."""
    account = json.loads(bundle.read_text(encoding="utf-8"))["account"]["articles"]
    reasons = [f": {row['reason']}" if row["reason"] else "" for row in account]
    return [f"{row['outcome']:8}{row['input']}{why}" for row, why in zip(account, reasons, strict=True)]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(Path(sys.argv[1]))) + "\n")
