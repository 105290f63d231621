"""The parse is the model's own, however its steps are driven."""

from __future__ import annotations

from pathlib import Path

import spacy

from briefer.language.parse import annotate, load, model_name

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"


def test_words_are_tagged_and_tied_as_by_the_model_itself_does_it() -> None:
    plain, nlp = spacy.load(model_name()), load()
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.md"))]
    texts += ["", " ", "No.", "Mira Quist and Jon Aas met in Port Salen on 3 March 2031."]
    own = list(plain.pipe(texts, disable=["attribute_ruler", "lemmatizer"]))
    driven = [nlp.make_doc(text) for text in texts]
    annotate(nlp, driven)
    columns = ["TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
    assert [doc.to_array(columns).tolist() for doc in driven] == [doc.to_array(columns).tolist() for doc in own]
    assert sum(len(doc.ents) for doc in driven) > 50
