"""Runs `briefer` with these arguments and prints, as JSON, when it ended and what it took; for other benchmarks.

Nothing else is imported before, so that it begins as a command does that anybody runs.
"""

import json
import time


def main() -> None:
    """The command, then the clock (`time.monotonic`, seconds), seconds of CPU with all workers, and megabytes."""
    from briefer.__main__ import main as briefer

    status: int | str | None = 0
    try:
        briefer()
    except SystemExit as end:
        status = end.code
    ended = time.monotonic()
    if status:
        raise SystemExit(status)
    from model_stage import cpu_seconds, peak_megabytes

    print(json.dumps({"ended": ended, "cpu": cpu_seconds(), "peak": peak_megabytes()}))


if __name__ == "__main__":
    main()
