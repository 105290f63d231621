"""`python -m briefer` and the `briefer` command."""

from __future__ import annotations

import sys

from briefer import __version__


def main() -> None:
    """Runs the command line; `--version` is answered before anything else is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"briefer {__version__}\n")
        return
    from briefer.cli import run

    run()


if __name__ == "__main__":
    main()
