"""What a person is told meanwhile, on stderr: notes, and one calm bar on a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from briefer.model import Article, EngineInfo, Profile, Skipped, Usage

if TYPE_CHECKING:
    from briefer.config import PriceList
    from briefer.engines.openai.prices import Listed
    from briefer.pipeline import Watch

#: Keys that other programs use; they alone never send a text anywhere.
_KEYS = ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "MISTRAL_API_KEY", "OPENROUTER_API_KEY")
_LONGEST_NAME = 40
#: Seconds between two lines about how far the work is, where there is no bar.
_SILENCE = 15.0


class Screen:
    """Counts what was left out, says so, and shows how far the work is."""

    def __init__(self, *, quiet: bool = False) -> None:
        #: Whether notes are kept to itself.
        self._quiet = quiet
        #: How many inputs were skipped and how many failed.
        self.left_out = {"skipped": 0, "failed": 0}
        #: Tokens of each article that was asked about, and what the dearest was.
        self._tokens: list[int] = []
        self._dearest = ("", 0)
        self._bar: Any = None
        #: Whether pages are still to come.
        self._fetching = False
        self._task: Any = None
        self._usage: Callable[[], Usage] | None = None
        #: When the work began, and when it was last told how far it is.
        self._began = self._told = 0.0

    def note(self, text: str) -> None:
        """One line on stderr, above the bar where there is one."""
        if self._quiet:
            return
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{text}\n")

    def skipped(self, item: Skipped) -> None:
        """Says what gave no article and why."""
        self.left_out[item.outcome] += 1
        self.note(f"{item.outcome} {_printable(item.input)}: {_printable(item.reason)}")

    def fetching(self, done: int, total: int, name: str) -> None:
        """Moves the bar while pages are waited for."""
        self._fetching = done < total
        if self._bar is not None:
            short = name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
            what = _printable(short)
            self._bar.update(self._task, completed=done, total=total, description=what, rate="", verb="fetching")

    def progress(self, done: int, total: int | None, name: str) -> None:
        """Moves the bar; without one a run that asks a server says now and then how far it is."""
        if self._bar is not None and self._fetching:
            # Of two numbers that change together a person wants one.
            return
        if self._bar is not None:
            short = name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
            spent = f"{self._spent()}  " if self._spent() else ""
            passed = monotonic() - self._began
            rate = f"{done / passed:.1f}/s" if done and passed > 1 else ""
            what = f"{spent}{_printable(short)}"
            self._bar.update(self._task, completed=done, total=total, description=what, rate=rate, verb="reading")
        elif self._usage is not None and monotonic() - self._told >= _SILENCE:
            self._told = monotonic()
            of = f" of {total}" if total else ""
            self.note(f"{done}{of} articles read{f', {self._spent()}' if self._spent() else ''}")

    def spent(self, article: Article, usage: Usage) -> None:
        """Remembers what an article took."""
        tokens = usage.tokens_in + usage.tokens_out
        if not usage.calls:
            return
        self._tokens.append(tokens)
        self._dearest = max(self._dearest, (article.title or article.id, tokens), key=lambda known: known[1])

    def an_article(self, usage: Usage) -> str | None:
        """What an article took on average, and the dearest; None where fewer than two were asked about."""
        if len(self._tokens) < 2:
            return None
        each = sum(self._tokens) / len(self._tokens)
        whole = usage.tokens_in + usage.tokens_out
        # Words of a brief that no single article is asked for, its leads, are left out of an article's share.
        money = f", {usage.cost * each / whole:.4f} {usage.currency or ''}".rstrip() if usage.cost and whole else ""
        name, most = self._dearest
        return f"an article: {each:,.0f} tokens{money} on average; at most {most:,} ({_printable(name)})"

    def _spent(self) -> str:
        """Calls and cost so far, in short."""
        usage = self._usage() if self._usage is not None else None
        if usage is None or not usage.calls:
            return ""
        calls = count(usage.calls, "call")
        return f"{calls}, {usage.cost:.4f} {usage.currency or ''}".rstrip() if usage.cost is not None else calls

    @contextmanager
    def watching(self, *, bar: bool = True, usage: Callable[[], Usage] | None = None) -> Iterator[Watch]:
        """Shows a bar until the block ends, when stderr is a terminal; `usage` says what was spent so far."""
        from briefer.pipeline import Watch

        self._usage = usage
        self._began = self._told = monotonic()
        watch = Watch(skipped=self.skipped, progress=self.progress, note=self.note, spent=self.spent)
        if not bar or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield watch
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.fields[verb]}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.description}", markup=False),
        )
        with Progress(
            *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
        ) as progress:
            self._bar, self._task = progress, progress.add_task("", total=None, rate="", verb="reading")
            try:
                yield watch
            finally:
                self._bar = None


def reading_with(info: EngineInfo, recordings: object = None) -> str:
    """Which engine reads, and what becomes of a key that lies about."""
    if info.name == "extractive":
        line = "reading with the built-in extractive engine; no text leaves this machine"
    elif info.name == "replay":
        line = f"reading recorded findings from {recordings}; no text leaves this machine"
    else:
        return f"reading with the engine “{info.name}”{f', model {info.model}' if info.model else ''}"
    key = next((name for name in _KEYS if os.environ.get(name)), None)
    return f"{line} ({key} is set and not used; --model NAME turns a model on)" if key else line


def asking(model: str, host: str) -> str:
    """Which model reads, and who receives text."""
    return f"reading with the model {_printable(model)}; the articles' texts go to {_printable(host)}"


def cost_of(usage: Usage, listed: Callable[[], Listed | None] = lambda: None) -> str | None:
    """What a run has cost; None where nothing was asked. `listed` tells the price that it was counted at."""
    if not usage.calls:
        return None
    line = f"{count(usage.calls, 'call')}, {usage.tokens_in:,} tokens read and {usage.tokens_out:,} written"
    if usage.cost is None:
        return line
    line = f"{line}, {usage.cost:.4f} {usage.currency or ''}".rstrip()
    return f"{line}, {at_price(price)}" if (price := listed()) is not None else line


def at_price(listed: Listed) -> str:
    """The listed price that tokens are counted at, and where it is from."""
    prices = listed.prices
    both = f"{prices.input:g} {prices.currency} read and {prices.output:g} {prices.currency} written"
    return f"at {both} for a million tokens ({_printable(listed.source)})"


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_price(model: str) -> PriceList:
    """The prices of a model that nobody has said, from whoever sits at the terminal."""
    import typer

    from briefer.config import PriceList

    def price(said: str) -> float:
        try:
            value = float(said.replace(",", "."))
        except ValueError as error:
            raise typer.BadParameter("write it as a number, as in 0.40") from error
        if not 0 <= value < float("inf"):
            raise typer.BadParameter("a price is 0 or more")
        return value

    sys.stderr.write(f"what {_printable(model)} costs is not known; 0 is right for a server of your own\n")
    read, written = (
        typer.prompt(f"USD for a million tokens {what}", value_proc=price, err=True) for what in ("read", "written")
    )
    return PriceList(input=read, output=written)


def unanswered(profile: Profile, answered: Collection[str], engine: EngineInfo) -> str | None:
    """Which sections of the user's own this engine gave no answer to; None where it answered all, if with nothing."""
    missing = [question.title for question in profile.questions if question.name not in answered]
    if not missing:
        return None
    which = f"{'a section' if len(missing) == 1 else 'sections'} of your own: {_printable(', '.join(missing))}"
    why = "not in what was recorded" if engine.name == "replay" else "it takes a model to answer them (--model NAME)"
    return f"the engine “{engine.name}” left out {which}; {why}"


def _printable(text: str) -> str:
    """The text without what could steer a terminal."""
    return "".join(c if c.isprintable() else "�" for c in text)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 story`, `2 stories`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def length(time: timedelta) -> str:
    """`5 minutes`, `3 hours`, `2 days`."""
    minutes = max(0, round(time.total_seconds() / 60))
    if minutes < 120:
        return count(minutes, "minute")
    return count(round(minutes / 60), "hour") if minutes < 48 * 60 else count(round(minutes / 1440), "day")


def show_markdown(markdown: str) -> None:
    """The brief as a terminal can show it, its notes as raised numbers."""
    from rich.console import Console
    from rich.markdown import Markdown

    notes = re.sub(r"^\[\^(\d+)\]: (.*)$", lambda m: f"{_raised(m[1])} {m[2]}  ", markdown, flags=re.MULTILINE)
    Console().print(Markdown(re.sub(r"\[\^(\d+)\]", lambda m: _raised(m[1]), notes)))


def give_markdown(markdown: str) -> None:
    """Markdown as the result of a command: set for reading on a terminal, as it is elsewhere."""
    if sys.stdout.isatty():
        show_markdown(markdown)
    else:
        sys.stdout.write(markdown if markdown.endswith("\n") else f"{markdown}\n")


def _raised(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
