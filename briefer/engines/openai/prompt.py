"""What the model is asked: instructions and an example first, the same for every article; the article last, as data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefer.engines.openai.outcomes import Prompt
from briefer.language.tags import same_language
from briefer.model import Analysis, Profile, Question
from briefer.templating.lookup import builtin_folder

if TYPE_CHECKING:
    from briefer.engines.openai.told import Told
    from briefer.templating.environment import Sandbox

#: The files under `templates/prompts`.
FILES = ("system.j2", "article.j2", "repair.j2", "lead.j2", "second_look.j2", "translate.j2")
#: A quotation is told by its first and its last words.
_FIRST, _LAST = 9, 3
#: Tokens that a reply may take: a sentence gives some 100 of them at most, and small models run away without a limit.
_BASE, _PER_SENTENCE, _TOKENS = 1_200, 100, 8_000
_PER_FAILED = 250
#: What the model sees of a sentence that is meant for it.
_LEFT_OUT = "[left out]"


class Prompts:
    """The prompt templates: a file of the user's own stands in for the built-in one of its name."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = (*folders, builtin_folder().parent / "prompts")
        self._instructions: dict[str, str] = {}

    @cached_property
    def _environment(self) -> Sandbox:
        from briefer.templating.environment import Files, Sandbox

        return Sandbox("text", Files(self._find))

    def _find(self, name: str) -> Path | None:
        return next((path for folder in self._folders if (path := folder / name).is_file()), None)

    def render(self, name: str, **context: Any) -> str:
        """The prompt of that name."""
        return self._environment.get_template(name).render(context)

    @cached_property
    def system(self) -> str:
        """The part that is the same for every article."""
        return self.render("system.j2").strip()

    def instructions(self, name: str) -> str:
        """The part of the prompt of that name that is the same whatever is asked with it."""
        if name not in self._instructions:
            self._instructions[name] = self.render(name, part="system").strip()
        return self._instructions[name]

    def question(self, name: str, **context: Any) -> str:
        """The rest of it: the data."""
        return self.render(name, part="user", **context).strip()

    def load(self) -> None:
        """Reads and compiles all templates."""
        for name in FILES:
            self._environment.get_template(name)

    @cached_property
    def digest(self) -> str:
        """Names the text of all templates: another prompt reads otherwise."""
        known = hashlib.sha256()
        for name in FILES:
            known.update((self._find(name) or Path(name)).read_bytes() + b"\0")
        return known.hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the reader wants beside the article's own findings."""

    #: Of the model's own words; None: the article's.
    language: str | None = None
    questions: tuple[Question, ...] = ()


def task_of(profile: Profile, language: str | None) -> Task:
    """What a profile asks of an article in this language."""
    own = named(profile.language) if foreign(profile, language) else None
    return Task(language=own, questions=profile.questions)


def foreign(profile: Profile, language: str | None) -> bool:
    """Whether an article in this language is not in the reader's."""
    return not same_language(profile.language, language)


def named(language: str) -> str:
    """A language as the prompts name it."""
    return f"the language “{language}” (BCP 47)"


def read_prompt(
    analysis: Analysis, profile: Profile, prompts: Prompts, *, sentences: Sequence[int], again: bool = False
) -> Prompt:
    """The question about these sentences of an article; `again` after a reply that did not keep the form."""
    from briefer.engines.openai.schema import reply_schema

    task = task_of(profile, analysis.article.language)
    user = prompts.render("article.j2", task=task, article=shown(analysis, sentences), again=again)
    return Prompt(
        system=prompts.system,
        user=user.strip(),
        schema_name="findings",
        schema=reply_schema([q.name for q in task.questions]),
        max_tokens=min(_TOKENS, _BASE + _PER_SENTENCE * len(sentences)),
    )


def repair_prompt(
    analysis: Analysis, profile: Profile, prompts: Prompts, *, failed: Sequence[Told], sentences: Sequence[int]
) -> Prompt:
    """The question about the claims that failed, each with what is against it, and nothing else of the reply."""
    from briefer.engines.openai.reply import Repair
    from briefer.engines.openai.schema import schema_of
    from briefer.engines.openai.told import KINDS

    task = Task(language=task_of(profile, analysis.article.language).language)
    asked = prompts.render("repair.j2", task=task, items=failed, kinds=[k for k in KINDS if _has(failed, k)])
    article = prompts.render("article.j2", task=Task(), article=shown(analysis, sentences), again=False)
    return Prompt(
        system=prompts.system,
        user=f"{asked.strip()}\n\n{article.strip()}",
        schema_name="repair",
        schema=schema_of(Repair),
        max_tokens=min(_TOKENS, _BASE + _PER_FAILED * len(failed)),
    )


def _has(failed: Sequence[Told], kind: str) -> bool:
    return any(item.kind == kind for item in failed)


def shown(analysis: Analysis, sentences: Sequence[int]) -> Mapping[str, Any]:
    """The article as the template shows it."""
    from briefer.engines.openai.numbered import Numbered

    article, chosen, text = analysis.article, set(sentences), Numbered(analysis)
    return {
        # Nobody can write an article that holds the digest of itself.
        "marker": article.sha256[:16],
        "part": len(chosen) < len(analysis.sentences),
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "sentences": [
            {
                "id": f"s{i + 1}",
                "words": _LEFT_OUT if i in analysis.hidden else text.shown(text.shown_at(i)),
                "opens": analysis.sentences[i].paragraph != analysis.sentences[i - 1].paragraph,
            }
            for i in sentences
        ],
        "quotations": [
            {"id": f"q{i + 1}", "sentences": _places(*q.sentences), "words": _short(analysis.words(q))}
            for i, q in enumerate(analysis.quotations)
            if q.sentences[0] in chosen and q.sentences[0] not in analysis.hidden
        ],
    }


def _places(first: int, last: int) -> str:
    return f"s{first + 1}" if first == last else f"s{first + 1} to s{last + 1}"


def _short(words: str) -> str:
    every = words.split()
    if len(every) <= _FIRST + _LAST:
        return words
    return " ".join((*every[:_FIRST], "…", *every[-_LAST:]))
