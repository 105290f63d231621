from __future__ import annotations

from briefer.language import analyse
from briefer.language.parse import _loaded, load
from briefer.model import Article


def test_a_model_that_is_loaded_anew_changes_nothing() -> None:
    text = "Tolvane’s zinc prices rose on Monday, Quilla Ferndale said."
    before = analyse(Article.of(text))
    _loaded.cache_clear()
    load()
    again = analyse(Article.of(text.replace("zinc", "osmium").replace("Quilla", "Wendra")))
    assert [t.pos for t in again.tokens] == [t.pos for t in before.tokens]
    assert analyse(Article.of(text)).tokens == before.tokens
