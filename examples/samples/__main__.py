"""Makes the sample briefs that templates are checked and previewed with: `python examples/samples`.

Everything in them was invented. Offsets come from looking the words up, so a sample cannot cite what is not there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from desk import edited
from edges import empty, hostile, minimal, rtl, thirty
from harbour import complete

from briefer.contract import dump_brief

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "samples"
SAMPLES = {
    "minimal": minimal,
    "complete": complete,
    "edited": edited,
    "thirty": thirty,
    "rtl": rtl,
    "hostile": hostile,
    "empty": empty,
}


def written(name: str) -> str:
    """The sample's file as it should be."""
    # Hostile words stay escaped: nobody should meet a mark of direction in a file of ours.
    return json.dumps(dump_brief(SAMPLES[name]()), ensure_ascii=name == "hostile", indent=1) + "\n"


def main() -> None:
    """Writes all samples."""
    FOLDER.mkdir(exist_ok=True)
    for name in SAMPLES:
        (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(SAMPLES)} samples in {FOLDER}\n")


if __name__ == "__main__":
    main()
