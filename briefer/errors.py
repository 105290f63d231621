"""Every error that briefer raises on purpose.

BrieferError                what failed, on what, and what to try; exit status 1
├── UsageError              the command was called wrongly; exit status 2
├── ContractError           JSON that does not keep its contract
├── ConfigError             briefer.toml, or an option, that cannot be used
├── PluginError             an adapter that is unknown, broken, or whose extra is not installed
├── LanguageError           the language model is missing or not the pinned one
├── EngineError             an engine that cannot go on with the run
├── DeliveryError           a mail server or program that takes no mail at all
├── TemplateError           a template that is missing or does not fit the context
└── NothingToBrief          no article was left to brief; exit status 4

Expected trouble with one article (an empty page, a missing file) is not an error: it travels as a
value, `briefer.model.Skipped`.
"""

from __future__ import annotations

__all__ = [
    "BrieferError",
    "ConfigError",
    "ContractError",
    "DeliveryError",
    "EngineError",
    "LanguageError",
    "NothingToBrief",
    "PluginError",
    "TemplateError",
    "UsageError",
]


class BrieferError(Exception):
    """What failed and on what (`message`), and what to try (`hint`)."""

    #: The exit status that the command line ends with.
    status = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(BrieferError):
    """The command was called wrongly."""

    status = 2


class ContractError(BrieferError):
    """JSON that does not keep its contract."""


class ConfigError(BrieferError):
    """A setting that cannot be used."""


class PluginError(BrieferError):
    """An adapter that is unknown, broken, or whose extra is not installed."""


class LanguageError(BrieferError):
    """The language model is missing or not the pinned one."""


class EngineError(BrieferError):
    """An engine that cannot go on with the run."""


class DeliveryError(BrieferError):
    """A mail server or program that takes no mail at all; `lasting`: another try would change nothing.

    The mail that was at hand has not been handed over.
    """

    def __init__(self, message: str, *, hint: str | None = None, lasting: bool = True) -> None:
        super().__init__(message, hint=hint)
        self.lasting = lasting


class TemplateError(BrieferError):
    """A template that is missing or does not fit the context; `line` counts from 1."""

    def __init__(
        self, message: str, *, hint: str | None = None, template: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.template = template
        self.line = line


class NothingToBrief(BrieferError):
    """No article was left to brief."""

    status = 4
