"""What a run takes from earlier ones: findings and checks that cannot come out otherwise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from briefer.model import Analysis, Article, Statement
from briefer.store import Store
from briefer.understand import Memory

#: Raised whenever a gate decides otherwise than before: part of every key.
GATES = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """The store that findings are kept in."""

    store: Store
    #: Whether everything is read anew and kept anew.
    refresh: bool = False


def memory_of(cache: Cache) -> Memory:
    """The cache for these rules, this parser and these gates."""
    from briefer.language import RULES
    from briefer.language.parse import model_name

    parser = model_name()
    # A model in a folder of one's own has only its name.
    with suppress(PackageNotFoundError):
        parser = f"{parser} {version(parser)}"
    return Memory(store=cache.store, version=f"rules {RULES}, gates {GATES}, {parser}", refresh=cache.refresh)


def kept_check(
    articles: Mapping[str, Article], analyses: Mapping[str, Analysis], memory: Memory | None
) -> Callable[[Statement], Statement]:
    """The gates for words that are composed from claims; a check that is kept needs no analysis of its articles.

    `articles` are all that may be cited, `analyses` those that were made in this run; what is missing is made.
    """
    known = dict(analyses)

    def check(said: Statement) -> Statement:
        from briefer.verify import check_statement

        cited = {span.article for span in said.evidence}
        for name in sorted(cited - known.keys()):
            from briefer.language import analyse

            known[name] = analyse(articles[name])
        return check_statement(said, {name: known[name] for name in cited})

    def remembered(said: Statement) -> Statement:
        if memory is None:
            return check(said)
        cited = sorted({span.article for span in said.evidence})
        parts = [memory.version, asdict(said), [asdict(articles[name].info()) for name in cited]]
        key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
        found = None if memory.refresh else memory.store.statement(key)
        if found is None:
            found = check(said)
            memory.store.keep_statement(key, found)
        return found

    return remembered
