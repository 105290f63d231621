"""What comes in: documents, the articles read from them, and what was left out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

#: Shared by every type of the contracts: unknown keys are an error, not a shrug.
STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of one article's text of record, in Python characters."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInfo:
    """What the contracts say of an article beside its text."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    #: ISO date or date-time exactly as precise as it was given, its own offset kept.
    published: str | None = None
    #: BCP 47.
    language: str | None = None
    #: Of the text of record in UTF-8.
    sha256: str
    #: Length of the text of record in Python characters.
    characters: int

    def facts(self) -> dict[str, str | int | None]:
        """All that is said of the article here, by name; of an `Article` too, without its text."""
        return {name: getattr(self, name) for name in ArticleInfo.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleInfo):
    """One news article; `text` is the text of record that every span refers to."""

    authors: tuple[str, ...] = ()
    text: str

    @classmethod
    def of(  # noqa: PLR0913  # the keys of an input row
        cls,
        text: str,
        *,
        id: str | None = None,
        url: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        authors: tuple[str, ...] = (),
        published: str | None = None,
        language: str | None = None,
    ) -> Article:
        """An article of this text; without an id it gets one from its URL, else from its text."""
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return cls(
            id=id or hashlib.sha256((url or text).encode()).hexdigest()[:16],
            url=url,
            title=title,
            outlet=outlet,
            authors=authors,
            published=published,
            language=language,
            sha256=sha256,
            characters=len(text),
            text=text,
        )

    def info(self) -> ArticleInfo:
        """The article without its text and authors."""
        return ArticleInfo(
            id=self.id,
            url=self.url,
            title=self.title,
            outlet=self.outlet,
            published=self.published,
            language=self.language,
            sha256=self.sha256,
            characters=self.characters,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that a source handed over, not read yet."""

    #: What a person would call it: a path, a URL, `file.jsonl:3`, `-`.
    input: str
    data: bytes
    #: IANA media type, where the source knows one.
    media_type: str | None = None
    url: str | None = None
    #: What the source or the user knows of the article; wins over what the document says of itself.
    given: dict[str, Any] | None = None
    #: What others say of the article, such as its feed; counts where the document does not say it of itself.
    told: dict[str, Any] | None = None
    #: What to read where this gives no article, such as the text in the feed that led here.
    instead: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An input that gave no article to brief, and why."""

    input: str
    outcome: Literal["skipped", "failed"]
    #: A short word for programs: `empty`, `not_an_article`, `binary`, `too_large`, `language`, `duplicate`,
    #: `missing`, `unreadable`, `undecodable`, `bad_json`, `unknown_type`, `engine`, …
    code: str
    #: A sentence for people.
    reason: str
    title: str | None = None
    url: str | None = None
    id: str | None = None
    #: SHA-256 of what was read; None where nothing was.
    sha256: str | None = None

    @classmethod
    def of(
        cls,
        article: Article,
        input: str,
        *,
        code: str,
        reason: str,
        outcome: Literal["skipped", "failed"] = "skipped",
    ) -> Skipped:
        """An article that was read from this input and is left out all the same."""
        return cls(
            input=input,
            outcome=outcome,
            code=code,
            reason=reason,
            title=article.title,
            url=article.url,
            id=article.id,
        )
