"""`python -m briefer` and the `briefer` command."""

from __future__ import annotations

import atexit
import gc
import sys

from briefer import __version__


def main() -> None:
    """Runs the command line; `--version` is answered before anything else is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"briefer {__version__}\n")
        return
    # What a command imports and makes lasts as long as it does: looking for cycles in it is a tenth of a short run.
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)
    from briefer.cli import run

    run()


if __name__ == "__main__":
    main()
