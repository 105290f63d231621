"""The JSON contracts: types to JSON and back, JSON Schemas, versions.

In memory a `Span` always names its article. On paper `briefer.findings/1` leaves the article out wherever it
can only be the findings' own, and `briefer.brief/1` adds the words to every span. `dump_*` and `load_*`
bridge that; nothing else in briefer knows of it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Literal

from briefer.errors import ContractError
from briefer.model import Article, Brief, Findings, Span, When

FINDINGS = "briefer.findings/1"
BRIEF = "briefer.brief/1"
ARTICLE_KEYS = ("id", "url", "title", "outlet", "authors", "published", "language", "text")

Json = dict[str, Any]
SchemaName = Literal["article", "findings", "brief"]

_SPAN_KEYS = {"start", "end"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
#: In findings these spans name their article, because a story's evidence may come from several.
_EVIDENCE_KEYS = ("evidence", "headline_evidence")


# --- out ---------------------------------------------------------------------------------------------


def _plain(value: Any, span: Callable[[Span, str], Json], key: str = "") -> Any:
    """Dataclasses to JSON values; `span` writes the spans found under a key."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Span):
        return span(value, key)
    if isinstance(value, tuple | list):
        return [_plain(v, span, key) for v in value] if value else []
    if isinstance(value, When):
        return {"text": value.text, "span": span(value.span, "span"), "from": value.from_, "to": value.to}
    if is_dataclass(kind := type(value)):
        found = ((name, getattr(value, name)) for name in _field_names(kind))
        return {n: _plain(v, span, n) for n, v in found if not (n == "change" and v is None)}
    if isinstance(value, Mapping):
        return {n: _plain(v, span, n) for n, v in value.items()}
    return value


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def dump_findings(findings: Findings) -> Json:
    """One row of `briefer.findings/1`."""

    def span(s: Span, key: str) -> Json:
        place: Json = {"start": s.start, "end": s.end}
        return {"article": s.article, **place} if key in _EVIDENCE_KEYS else place

    return {"schema": FINDINGS, **_plain(findings, span)}


def dump_brief(brief: Brief) -> Json:
    """A bundle of `briefer.brief/1`, its digest computed anew."""
    texts = {a.id: a.text for a in brief.articles}

    def span(s: Span, _: str) -> Json:
        words = texts.get(s.article, "")[max(s.start, 0) : max(s.end, 0)]
        return {"article": s.article, "start": s.start, "end": s.end, "words": words}

    bundle = {"schema": BRIEF, **_plain(brief, span)}
    bundle["digest"] = digest(bundle)
    return bundle


def digest(bundle: Json) -> str:
    """SHA-256 of everything but the digest, as canonical JSON: sorted keys, no white space, UTF-8."""
    rest = {key: value for key, value in bundle.items() if key != "digest"}
    return hashlib.sha256(
        json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    ).hexdigest()


# --- in ----------------------------------------------------------------------------------------------


def load_findings(row: Any) -> Findings:
    """Findings from one row; `ContractError` names the place that does not fit."""
    row = _checked_schema(row, FINDINGS)
    article = row.get("article")
    own = article.get("id") if isinstance(article, dict) else None

    def span(place: Json) -> Json:
        return place if "article" in place else {"article": own, **place}

    findings: Findings = _validate(Findings, _walk(row, span), FINDINGS)
    return findings


def load_brief(bundle: Any) -> Brief:
    """A brief from its bundle; the `words` of spans are left to `altered_words`, as the digest is to `digest`."""
    bundle = _checked_schema(bundle, BRIEF)

    def span(place: Json) -> Json:
        return {key: value for key, value in place.items() if key != "words"}

    brief: Brief = _validate(Brief, _walk(bundle, span), BRIEF)
    for article in brief.articles:
        _checked_text(article)
    return brief


def altered_words(bundle: Json) -> tuple[str, ...]:
    """Where a bundle's span holds other words than its article: a line for people each."""
    texts = {a.get("id"): a.get("text") or "" for a in bundle.get("articles", [])}

    def places(value: Any, path: str) -> Iterator[tuple[str, Json]]:
        if isinstance(value, dict):
            if value.keys() >= _SPAN_KEYS | {"words"}:
                yield path, value
            else:
                for key, inner in value.items():
                    yield from places(inner, f"{path}.{key}" if path else key)
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                yield from places(inner, f"{path}[{i}]")

    return tuple(
        f"{path}: the bundle has “{_short(place['words'])}”, its article has “{_short(there)}”"
        for path, place in places(bundle, "")
        for there in [texts.get(place.get("article"), "")[place["start"] : place["end"]]]
        if there != place["words"]
    )


def load_article_row(row: Any) -> Article:
    """An article from an input row of `extract`: only `text` is needed; id and text are kept as they are."""
    if not isinstance(row, dict):
        raise ContractError("an article must be a JSON object", hint='such as {"title": "…", "text": "…"}')
    if not isinstance(row.get("text"), str):
        near = [] if "text" in row else get_close_matches("text", [str(k) for k in row], 1, 0.6)
        raise ContractError(
            "the article has no “text”" if "text" not in row else "the article's “text” is not a string",
            hint=f"did you mean “{near[0]}” to be “text”?" if near else f"its keys are: {', '.join(row) or 'none'}",
        )
    given: Json = {}
    for key in ("id", "url", "title", "outlet", "published", "language"):
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            raise ContractError(f"the article's “{key}” is not a string", hint="leave it out where it is not known")
        given[key] = value or None
    authors = row.get("authors") or ()
    if not isinstance(authors, list | tuple) or not all(isinstance(a, str) for a in authors):
        raise ContractError("the article's “authors” is not a list of strings")
    if given["published"]:
        check_published(given["published"])
    try:
        return Article.of(row["text"], authors=tuple(authors), **given)
    except UnicodeEncodeError as error:
        raise ContractError("the article's “text” holds half a character (a lone surrogate)") from error


def as_language(value: str) -> str | None:
    """A BCP 47 tag, also from `en_GB`; None where it is none."""
    tag = value.strip().replace("_", "-")
    return tag if _LANGUAGE.match(tag) else None


def check_published(value: str) -> None:
    """Raises `ContractError` unless it is an ISO date (`2026`, `2026-05` and `2026-05-20` all serve) or date-time."""
    try:
        if len(value) in (4, 7):
            date.fromisoformat(f"{value}-01-01"[:10])
        else:
            datetime.fromisoformat(value)
    except ValueError as error:
        raise ContractError(
            f"“{value}” is no date that “published” can hold",
            hint="write it as 2026-05-20 or 2026-05-20T19:40:00+02:00",
        ) from error


def _checked_schema(data: Any, version: str) -> Json:
    if not isinstance(data, dict):
        raise ContractError(f"not a JSON object, so not {version}")
    if (found := data.get("schema")) != version:
        name, _, _ = version.partition("/")
        known = isinstance(found, str) and found.startswith(f"{name}/")
        raise ContractError(
            f"this is {found!r}, and {version} is needed" if found else f"no “schema” key, and {version} is needed",
            hint="a newer briefer wrote it: update this one" if known else None,
        )
    return {key: value for key, value in data.items() if key != "schema"}


def _checked_text(article: Article) -> None:
    actual = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    if actual != article.sha256 or len(article.text) != article.characters:
        if not article.text:
            raise ContractError(
                f"the text of article {article.id} is not in the bundle, so nothing in it can be checked",
                hint="it was exported with --without-texts; export it again with the texts",
            )
        raise ContractError(
            f"the text of article {article.id} is not the one that its sha256 and length name",
            hint="the bundle was changed after it was made; make it again",
        )


def _walk(value: Any, span: Callable[[Json], Json]) -> Any:
    if isinstance(value, dict):
        if _SPAN_KEYS <= value.keys() <= _SPAN_KEYS | {"article", "words"}:
            return span(value)
        return {key: _walk(inner, span) for key, inner in value.items()}
    if isinstance(value, list):
        return [_walk(inner, span) for inner in value]
    return value


@functools.cache
def _adapter(kind: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _validate(kind: type, data: Json, version: str) -> Any:
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        lines = [f"{_path(p['loc'])}: {p['msg'][:1].lower()}{p['msg'][1:]}" for p in problems]
        more = f" (and {len(lines) - 3} more)" if len(lines) > 3 else ""
        raise ContractError(
            f"not {version}: {'; '.join(lines[:3])}{more}",
            hint=f"its schema: briefer schema {version.removeprefix('briefer.').partition('/')[0]}",
        ) from error


def _path(place: tuple[int | str, ...]) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".") or "the whole"


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


# --- schemas -----------------------------------------------------------------------------------------


def schema(name: SchemaName) -> Json:
    """The JSON Schema (2020-12) of an input row, a findings row or a brief."""
    if name == "article":
        return _article_schema()
    kind, version = (Findings, FINDINGS) if name == "findings" else (Brief, BRIEF)
    made: Json = _adapter(kind).json_schema()
    definitions: Json = made["$defs"]
    for definition in (made, *definitions.values()):
        if "properties" in definition:
            definition["required"] = [key for key in definition["properties"] if key != "change"]
    made["properties"] = {"schema": {"const": version}, **made["properties"]}
    made["required"].insert(0, "schema")
    place = {key: {"type": "integer", "minimum": 0} for key in ("start", "end")}
    article = {"article": {"type": "string"}}
    if name == "findings":
        _drop_key(definitions, "change")
        definitions["Span"] = _object(place)
        definitions["Evidence"] = _object({**article, **place})
        for definition in (made, *definitions.values()):
            for key in _EVIDENCE_KEYS:
                if key in definition.get("properties", {}):
                    definition["properties"][key]["items"] = {"$ref": "#/$defs/Evidence"}
    else:
        definitions["Span"] = _object({**article, **place, "words": {"type": "string"}})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": version}


def _drop_key(definitions: Json, key: str) -> None:
    for definition in definitions.values():
        definition.get("properties", {}).pop(key, None)
    definitions.pop("Change", None)


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _article_schema() -> Json:
    words = {"type": ["string", "null"]}
    notes = {
        "id": "kept; without one it is made from the URL, else from the text",
        "published": "ISO date or date-time with its own offset, exactly as precise as it is known",
        "language": "BCP 47",
        "text": "kept character for character: every span of the findings refers to it",
    }
    properties: Json = {
        key: {**words, "description": notes[key]} if key in notes else dict(words) for key in ARTICLE_KEYS
    }
    properties["authors"] = {"type": ["array", "null"], "items": {"type": "string"}}
    properties["text"] = {"type": "string", "description": notes["text"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "an input row of briefer extract",
        "type": "object",
        "properties": properties,
        "required": ["text"],
    }
