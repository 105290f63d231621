"""What a process does that only analyses: it imports no more than that takes."""

from __future__ import annotations

import gc
import signal

from briefer.errors import BrieferError
from briefer.model import Analyser, Analysis, Article, EngineInfo, Findings
from briefer.understand.unread import broken


def prepare() -> None:
    """Readies the process: Ctrl-C is for the parent to handle, and an analysis leaves few cycles to look for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 50)


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
