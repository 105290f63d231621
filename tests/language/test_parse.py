"""The parse is the model's own, however its steps are driven."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from itertools import compress
from pathlib import Path

import pytest
import spacy

from briefer.language.network import annotate, load_model, quickened
from briefer.language.parse import _Forms, _rows, model_name, model_version

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"


@pytest.mark.parametrize("on_numpy", [True, False])
def test_words_are_tagged_and_tied_as_the_model_itself_does_it(on_numpy: bool) -> None:
    plain, nlp = spacy.load(model_name()), quickened(load_model(model_name()), on_numpy=on_numpy)
    assert nlp.tokenizer.to_bytes(exclude=["vocab"]) == plain.tokenizer.to_bytes(exclude=["vocab"])
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.md"))]
    texts += ["", " ", "No.", "Mira Quist and Jon Aas met in Port Salen on 3 March 2031."]
    own = list(plain.pipe(texts, disable=["attribute_ruler", "lemmatizer"]))
    driven = [nlp.make_doc(text) for text in texts]
    annotate(nlp, driven)
    columns = ["TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
    assert [doc.to_array(columns).tolist() for doc in driven] == [doc.to_array(columns).tolist() for doc in own]
    assert sum(len(doc.ents) for doc in driven) > 50


def test_lemmas_and_parts_of_speech_are_those_that_the_model_gives_whole_texts() -> None:
    plain, nlp = spacy.load(model_name()), load_model(model_name())
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.md"))]
    texts.append("Geese flew over the wolves' dens; he was leaving, she had left it worse, and it's what they'd done.")
    docs = [nlp.make_doc(text) for text in texts]
    annotate(nlp, docs)
    forms, rows = _Forms(nlp), [row for doc in docs for row in _rows(doc)]
    forms.learn(rows)
    own = [token for doc in plain.pipe(texts) for token in doc]
    found = [forms.known[row[2:5]] for row in rows]
    # A rule over two words is given up: "is" after "there" as a verb.
    alike = [not token.i or token.nbor(-1).dep_ != "expl" for token in own]
    assert list(compress(found, alike)) == [(token.lemma_, token.pos_) for token in compress(own, alike)]
    assert {"wolf", "leave", "fly", "be"} <= {token.lemma_ for token in own}


def test_words_that_are_looked_at_out_of_their_text_have_no_neighbours() -> None:
    nlp = load_model(model_name())
    forms = _Forms(nlp)
    store = nlp.vocab.strings
    pair = [
        (0, 0, store.add(word), store.add(tag), store.add("ROOT"), 0, 0, 0, 0)
        for word, tag in (("gon", "VBG"), ("na", "TO"))
    ]
    forms.learn(pair)
    assert [forms.known[row[2:5]][0] for row in pair] == ["gon", "na"]


def test_spacy_is_imported_without_its_commands_and_has_them_still() -> None:
    code = """
import os, sys
before = os.environ.get("OPENBLAS_NUM_THREADS")
from briefer.language.network import import_spacy
assert import_spacy()
assert "requests" not in sys.modules and os.environ.get("OPENBLAS_NUM_THREADS") == before
import spacy
assert spacy.info()["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.download)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_parser_s_version_is_that_of_its_package() -> None:
    assert model_version() == f"{model_name()} {version(model_name())}"


def test_threads_that_parse_at_once_wait_for_one_to_load() -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
from briefer import Article
from briefer.language import analyse
def words(i):
    return len(analyse(Article.of(f"Mayor Ana Dorr shut pier {i} on Monday.", language="en")).tokens)
with ThreadPoolExecutor(4) as threads:
    assert list(threads.map(words, range(8))) == [9] * 8
"""
    subprocess.run([sys.executable, "-c", code], check=True)
