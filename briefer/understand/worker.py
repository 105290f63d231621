"""What a process does that only analyses: it imports no more than that takes."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Mapping
from typing import Any

from briefer.errors import BrieferError
from briefer.model import Analyser, Analysis, Article, EngineInfo, Findings
from briefer.model.protocols import Finder
from briefer.understand.unread import broken


def prepare() -> None:
    """Readies the process: it is its parent's, and an analysis leaves few cycles to look for."""
    follow_parent()
    gc.set_threshold(100_000, 50, 50)


def follow_parent() -> None:
    """Leaves Ctrl-C to the parent to handle, and ends this process when the parent ends, however that came."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="briefer-parent", daemon=True).start()


def _end_with_parent() -> None:
    # By itself a pool's process waits for work for ever: it holds both ends of the pipe that the work comes through.
    import multiprocessing

    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


#: What was found in one article; `failed` findings where it could not be.
Found = Mapping[str, Any] | Findings


class Unfound(Exception):
    """A rule broke on an article; `findings` say so."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings)
        self.findings = findings


def found_in(find: Finder, analyses: list[Analysis], engine: EngineInfo) -> list[Found]:
    """What is still to be found in each analysis."""
    return [_found_in(find, analysis, engine) for analysis in analyses]


def _found_in(find: Finder, analysis: Analysis, engine: EngineInfo) -> Found:
    try:
        return find(analysis)
    except BrieferError:
        raise
    except Exception as error:  # noqa: BLE001 - one article that breaks a rule must stop no other
        return broken(analysis.article, engine, error)


def analyses_of(analyse: Analyser, articles: list[Article], engine: EngineInfo) -> list[Analysis | Findings]:
    """Each article's analysis, or `failed` findings where it could not be made."""
    try:
        return list(analyse(articles))
    except BrieferError:
        raise
    except Exception as error:  # noqa: BLE001 - one article that breaks a rule must stop no other
        if len(articles) > 1:
            return [made for article in articles for made in analyses_of(analyse, [article], engine)]
        return [broken(articles[0], engine, error)]
