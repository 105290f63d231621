"""The parser's network, driven in fewer and cheaper steps than spaCy takes; what it finds is the same.

Beside `parse` nothing imports spaCy.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc
    from thinc.api import Model

#: Components whose work depends on a word, its tag and its dependency alone.
BY_FORM = ("attribute_ruler", "lemmatizer")
#: The layers of spaCy's `MultiHashEmbed` where it has no vectors (spaCy 3.8).
_EMBED = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
#: Those of its `Maxout` with `normalize`.
_UNITS = ["maxout", "layernorm"]
#: What thinc adds to a variance.
_NO_NULL = 1e-8
#: 2**64 over the golden ratio, as multiplicative hashing takes it (Knuth, The Art of Computer Programming, 6.4).
_GOLDEN = 0x9E3779B97F4A7C15

#: Read by NumPy's OpenBLAS when it is loaded.
_THREADS = "OPENBLAS_NUM_THREADS"
_COMMANDS = "spacy.cli.info"
#: A tokeniser without rules, as spaCy's registry names it.
_BARE = "briefer.bare_tokenizer.v1"


def import_spacy() -> bool:
    """Imports spaCy in two thirds of the time; tells whether NumPy's multiplication keeps to the thread that calls it.

    Else it works on as many threads as there are cores, and processes that parse side by side are in each other's way.
    That is settled when NumPy is imported, so not where somebody has done so before.
    """
    if alone := "numpy" not in sys.modules:
        before = os.environ.get(_THREADS)
        os.environ[_THREADS] = "1"
        try:
            import numpy as np  # noqa: F401 - it reads the variable once
        finally:
            if before is None:
                del os.environ[_THREADS]
            else:
                os.environ[_THREADS] = before
    if "spacy" in sys.modules:
        return alone
    # For one function spaCy imports its commands, and with them what downloads models.
    commands = ModuleType(_COMMANDS)
    commands.info = _info  # type: ignore[attr-defined]
    sys.modules[_COMMANDS] = commands
    collects = gc.isenabled()
    # What is imported stays: there are no cycles to look for, now or later.
    gc.disable()
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules[_COMMANDS]
        gc.freeze()
        if collects:
            gc.enable()
    return alone


def load_model(name: str) -> Language:
    """The model as spaCy loads it, in two thirds of the time, without its rules over several words."""
    import catalogue
    import spacy
    from spacy.pipeline import AttributeRuler, Lemmatizer
    from spacy.tokenizer import Tokenizer
    from spacy.util import registry

    points = catalogue.AVAILABLE_ENTRY_POINTS
    if hasattr(points, "select"):
        # All of them are looked through for each part of the model, unless they are at hand by their groups.
        catalogue.AVAILABLE_ENTRY_POINTS = {group: points.select(group=group) for group in points.groups}
    # The tokeniser comes with rules of its own, which take the place of those of its language.
    registry.tokenizers(_BARE, func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    nlp = spacy.load(name, config={"nlp": {"tokenizer": {"@tokenizers": _BARE}}})
    for part in map(nlp.get_pipe, nlp.pipe_names):
        if isinstance(part, AttributeRuler):
            _by_word(part)
        elif isinstance(part, Lemmatizer) and part.lookups.has_table("lemma_index"):
            # Lists of up to 57,000 words, through which each new word is looked for from the first on.
            index = part.lookups.get_table("lemma_index")
            for kind, words in index.items():
                index[kind] = frozenset(words)
    return nlp


def _by_word(ruler: AttributeRuler) -> None:
    """Takes out the rules over several words ("gon na"): what is left can be asked of words out of their text."""
    for number, rule in enumerate(ruler.patterns):
        patterns: Any = rule["patterns"]
        own = [words for words in patterns if len(words) == 1]
        if len(own) < len(patterns):
            ruler.matcher.remove(str(number))
            if own:
                ruler.matcher.add(str(number), own)


def _info(*given: Any, **named: Any) -> Any:
    """`spacy.info`, from where it is."""
    from spacy.cli.info import info

    return info(*given, **named)


def _embedding_once(embed: Model[Any, Any]) -> Model[Any, Any]:
    """The same embedding, worked out once for each kind of word of a batch: a tenth of the parse less.

    It looks at nothing but a word's own features, and two words in three are in the batch already.
    """
    import numpy as np
    from thinc.api import Model
    from thinc.types import Ragged

    extract, _ragged, look_up, mix, _listed = embed.layers

    def forward(_model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Any]:  # noqa: ARG001 - called by that name
        features = extract.predict(docs)
        rows: Any = np.concatenate(features)
        # Features are hashes of 64 bits, so a weighted sum of them is a hash of the row.
        weights = np.arange(1, 2 * rows.shape[1], 2, dtype="uint64") * np.uint64(_GOLDEN)
        _kinds, first, again = np.unique(rows @ weights, return_index=True, return_inverse=True)
        length: Any = np.array([len(first)], dtype="int32")
        kinds = Ragged(rows[first], length)
        vectors = mix.predict(look_up.predict(kinds)).dataXd[again]
        return np.split(vectors, np.cumsum([len(part) for part in features])[:-1]), None

    return Model("embed_once", forward, layers=[embed])


def _maxout_normed(pair: Model[Any, Any]) -> Model[Any, Any]:
    """The same largest of its pieces, brought to one scale, in passes over memory that lies side by side.

    In thinc the pieces of a unit are neighbours (thinc 8.3); here those of one kind are.
    """
    import numpy as np
    from thinc.api import Model

    maxout, norm = pair.layers
    by_unit: Any = maxout.get_param("W")
    units, pieces, width = by_unit.shape
    weights: Any = np.ascontiguousarray(by_unit.transpose(1, 0, 2)).reshape(pieces * units, width)
    by_unit = maxout.get_param("b")
    bias: Any = by_unit.reshape(units, pieces).T.reshape(-1)
    scale, shift = norm.get_param("G"), norm.get_param("b")
    multiply = maxout.ops.gemm

    def forward(_model: Model[Any, Any], rows: Any, is_train: bool) -> tuple[Any, Any]:  # noqa: ARG001 - called by that name
        made: Any = multiply(rows, weights, trans2=True)
        made += bias
        best = made[:, :units].copy()
        for k in range(1, pieces):
            np.maximum(best, made[:, k * units : (k + 1) * units], out=best)
        best -= best.mean(axis=1, keepdims=True)
        best *= (np.einsum("ij,ij->i", best, best) / units + _NO_NULL)[:, None] ** -0.5
        best *= scale
        best += shift
        return best, None

    return Model("maxout_normed", forward, layers=[pair])


def quickened(nlp: Language, *, on_numpy: bool) -> Language:
    """The model with its layers worked out in fewer steps, each embedding once for each kind of word.

    `on_numpy`: with NumPy's multiplication instead of spaCy's own, a tenth of the parse less.
    """
    from thinc.api import NumpyOps

    ours = NumpyOps(use_blis=False)
    for name in nlp.pipe_names:
        model: Any = getattr(nlp.get_pipe(name), "model", None)
        nodes = list(model.walk()) if hasattr(model, "walk") else []
        for node in nodes:
            if on_numpy and type(node.ops) is NumpyOps:
                node.ops = ours
        for node in nodes:
            layers = [layer.name.partition("(")[0] for layer in node.layers]
            if layers == _EMBED:
                model.replace_node(node, _embedding_once(node))
            elif layers == _UNITS:
                model.replace_node(node, _maxout_normed(node))
    return nlp


def _transitions(parser: Any, docs: list[Doc]) -> Any:
    """What `parser.predict` finds, step by step as its training does it.

    Its own loop runs without Python's lock and takes it again for every move of every word, which costs more than the
    moves themselves: half of the time of the whole parse (spaCy 3.8).
    """
    from thinc.api import set_dropout_rate

    set_dropout_rate(parser.model, 0.0)
    found = parser.moves.init_batch(docs)
    step = parser.model.predict(docs)
    scores = _scores(step) if step.attrs["has_upper"] else None
    rest = [state for state in found if not state.is_final()]
    while rest:
        found_now = step.predict(rest) if scores is None else scores(step.get_token_ids(rest))
        rest = parser.transition_states(rest, found_now)
    step.clear_memory()
    return found


def _scores(step: Any) -> Callable[[Any], Any]:
    """What `step.predict` makes of the places of words, without looking up for each what holds for all."""
    upper = step.vec2scores
    weights, bias = upper.get_param("W"), upper.get_param("b")
    unseen = step._class_mask == 0
    mixed, multiply = step.state2vec.predict, upper.ops.gemm
    any_unseen = bool(unseen.any())

    def scores(places: Any) -> Any:
        found = multiply(mixed(places), weights, trans2=True)
        found += bias
        if any_unseen:
            found[:, unseen] = found.min()
        return found

    return scores


def _names_at_once(recogniser: Any) -> bool:
    """Whether the names that this finds depend on what `_mark_names` looks at, and on nothing else."""
    from spacy.pipeline import EntityRecognizer

    return (
        isinstance(recogniser, EntityRecognizer)
        and not recogniser.postprocesses
        and recogniser.model.attrs["has_upper"]
        and recogniser.model.get_ref("lower").get_dim("nF") == 3
    )


def _mark_names(recogniser: Any, docs: Sequence[Doc]) -> None:
    """Sets the entities that `recogniser` finds in documents without any.

    It goes from word to word and begins a name (B), goes on with it (I), ends it (L), takes the word for a name (U) or
    for none (O). Outside of names its scores depend on the word alone, so they are worked out for all words at once;
    inside they depend on the word, the one before and the name's first. What it may do is in spaCy's `ner.pyx`.
    """
    import numpy as np
    from spacy.attrs import IS_SPACE, SENT_START
    from spacy.tokens import Span
    from thinc.api import set_dropout_rate

    set_dropout_rate(recogniser.model, 0.0)
    step = recogniser.model.predict(docs)
    scores = _scores(step)
    moves = [recogniser.moves.get_class_name(i) for i in range(recogniser.moves.n_moves)]
    of_kind = {move: i for i, move in enumerate(moves)}
    begins, units = (np.array([move[:2] == kind and len(move) > 2 for move in moves]) for kind in ("B-", "U-"))
    out = np.array([move == "O" for move in moves])
    going_on, ending = (np.array([of_kind.get(kind + move[2:], 0) for move in moves]) for kind in ("I-", "L-"))

    columns: Any = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in docs])
    ends = np.cumsum([len(doc) for doc in docs])
    # No name goes past the end of its sentence, none begins with white space.
    last = np.append(columns[1:, 0] == 1, True)
    last[ends - 1] = True
    space = columns[:, 1] == 1
    alone = np.full((len(columns), 3), -1, dtype="int32")
    alone[:, 0] = np.arange(len(columns))
    table = scores(alone)
    table[:, ~(begins | units | out)] = -np.inf
    table[np.ix_(last | space, begins)] = -np.inf
    table[np.ix_(space, units)] = -np.inf
    best = table.argmax(axis=1)

    # Where each name that might begin would end.
    stops = np.arange(1, len(columns) + 1)
    first = np.flatnonzero(begins[best])
    at = first + 1
    while len(first):
        table = scores(np.stack([at, first, at - 1], axis=1).astype("int32"))
        rows, kinds = np.arange(len(first)), best[first]
        more = ~last[at] & (table[rows, going_on[kinds]] >= table[rows, ending[kinds]])
        stops[first[~more]] = at[~more] + 1
        first, at = first[more], at[more] + 1
    step.clear_memory()

    named = np.flatnonzero(~out[best]).tolist()
    offset = 0
    for doc, end in zip(docs, ends.tolist(), strict=True):
        spans: list[Span] = []
        free = offset
        while named and named[0] < end:
            if (start := named.pop(0)) >= free:
                free = int(stops[start])
                spans.append(Span(doc, start - offset, free - offset, label=moves[best[start]][2:]))
        doc.set_ents(spans, default="outside")
        offset = end


def annotate(nlp: Language, docs: Sequence[Doc]) -> None:
    """Tags, dependencies and entities, as `nlp.pipe` sets them, without part of speech and lemma."""
    from spacy.pipeline.transition_parser import Parser

    if not (told := [doc for doc in docs if len(doc)]):
        return
    for name in nlp.pipe_names:
        if name not in BY_FORM:
            pipe: Any = nlp.get_pipe(name)
            greedy = isinstance(pipe, Parser) and pipe.cfg["beam_width"] == 1
            if greedy and _names_at_once(pipe) and not any(doc.ents for doc in told):
                _mark_names(pipe, told)
            else:
                pipe.set_annotations(told, _transitions(pipe, told) if greedy else pipe.predict(told))
