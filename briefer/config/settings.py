"""What a briefer.toml can say; every option is documented where it is declared."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from briefer.errors import ConfigError
from briefer.model import Profile, Question

FILE_NAME = "briefer.toml"
#: Seconds that a command which prints a key may take: it may ask a person for a password.
_PATIENCE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a key is kept: in a variable of the environment, or printed by a command run without a shell."""

    env: str | None = None
    command: tuple[str, ...] = ()

    def value(self) -> str:
        """The key; `ConfigError` where there is none."""
        if self.env is not None:
            found = os.environ.get(self.env, "").strip()
            if not found:
                raise ConfigError(
                    f"the variable {self.env} holds no key", hint=f"set {self.env}, or change [engine] api_key"
                )
            return found
        return self._printed()

    def _printed(self) -> str:
        import subprocess

        what = f"the command of [engine] api_key ({self.command[0]})"
        try:
            done = subprocess.run(  # noqa: S603  (only from a file that is the user's own)
                self.command, stdout=subprocess.PIPE, timeout=_PATIENCE, check=False, encoding="utf-8"
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise ConfigError(f"{what} cannot be run: {error}", hint="try it in a terminal") from error
        if done.returncode or not done.stdout.strip():
            raise ConfigError(f"{what} printed no key (its status: {done.returncode})", hint="try it in a terminal")
        return done.stdout.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """What a million tokens cost."""

    input: float
    output: float
    #: ISO 4217.
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """The `[engine]` table: which engine reads."""

    #: `extractive`, `replay` or `openai`; absent: `openai` where a model or a base URL is named, else `extractive`.
    name: str | None = None
    #: For `replay`: a JSONL file or a folder of recorded findings, seen from the file's own folder.
    recordings: str | None = None
    #: For `openai`: the model's name as its server knows it. There is no default.
    model: str | None = None
    #: For `openai`: the server, as in `http://localhost:8080/v1`; absent: OpenAI itself.
    base_url: str | None = None
    #: Where the key is; absent: the variable OPENAI_API_KEY, or AZURE_OPENAI_API_KEY for Azure.
    api_key: Secret | None = None
    #: Azure's `api-version`; it also says that the server is Azure's.
    api_version: str | None = None
    #: Calls at once at most; absent: 4 on this machine, 16 elsewhere.
    concurrency: int | None = None
    #: Seconds that one call may take; absent: 120.
    timeout: float | None = None
    #: Seconds that the model's part of a run may take, from the first call on.
    deadline: float | None = None
    #: Tokens that one run may use, read and written together.
    max_tokens: int | None = None
    #: What one run may cost; it needs `prices`.
    max_cost: float | None = None
    #: What a million tokens cost.
    prices: PriceList | None = None
    #: Whether a model is asked again, yes or no, about each flagged claim; absent: when one is named for it.
    second_look: bool | None = None
    #: The model that is asked then, on the same server; absent: the one that read.
    second_look_model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The `[store]` table: where briefer keeps what it remembers."""

    #: The file, seen from this file's own folder; absent: in the user's data folder.
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that one briefer.toml says."""

    #: Where it was read from; None: no file, all defaults.
    path: Path | None = None
    #: The `[brief.NAME]` tables, by name.
    briefs: Mapping[str, Profile] = field(default_factory=dict)
    #: The `[section.NAME]` tables: what is asked of every article, unless a brief names fewer.
    questions: tuple[Question, ...] = ()
    engine: EngineSettings = EngineSettings()
    store: StoreSettings = StoreSettings()

    def profile(self, name: str | None = None) -> Profile:
        """The brief of that name; without a name the only one of the file, or the defaults."""
        if name is None:
            return next(iter(self.briefs.values())) if len(self.briefs) == 1 else Profile(questions=self.questions)
        if name not in self.briefs:
            where = self.path or f"a {FILE_NAME} (none was found)"
            near = get_close_matches(name, self.briefs, 1)
            raise ConfigError(
                f"there is no [brief.{name}] in {where}",
                hint=f"did you mean “{near[0]}”?" if near else f"it has: {', '.join(self.briefs) or 'no brief'}",
            )
        return self.briefs[name]
