"""Sentences that tell nothing: questions and orders to whoever reads, and what is meant for a reading program.

A news article tells things, and quotes people who ask and order. What asks or orders outside quotation marks carries
no claim, whatever a model makes of it.
"""

from __future__ import annotations

import re

from briefer.model import Analysis, Token

#: Words that only somebody writes who wants a program to read them.
_PROGRAM = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:instructions?|prompts?|rules|guidelines|"
    r"(?:previous|prior|preceding|earlier) (?:text|words|messages?|articles?|sentences?)|(?:the|all) above|everything)\b"
    r"|^\W*(?:system|assistant|user|human|ai|model|instructions?|prompt)(?: (?:note|message|prompt|update))?\s*:"
    r"|\b(?:note|message|attention|instructions?) (?:to|for) (?:the |any |all )?"
    r"(?:ai|llms?|(?:language )?models?|assistants?|chatbots?|summari[sz]ers?|bots?|programs?|readers?)\b"
    r"|\byou are (?:now )?(?:an? |the )?(?:ai|assistant|language model|chatbot|llm)\b|\bas an ai\b"
    r"|\byour (?:answer|reply|response|message|summary|output|json|headline|briefing|task|instructions?)\b"
    r"|\bdo not mention (?:this|these)\b",
    re.IGNORECASE,
)
#: Marks that news has not even between quotation marks.
_CODE = re.compile(
    r"</?(?:article|system|instructions?|prompt)\b|<\|[\w ]*\|>|```|\[/?INST\]|\{\s*[\"“]\w+[\"”]\s*:", re.IGNORECASE
)
#: What readers write below an article is nobody's news.
_COMMENT = re.compile(
    r"^\W*(?:(?:an? |the )?(?:reader|user|guest|visitor)(?:['’]?s)? (?:comments?|notes?|letters?|writes)\b|"
    r"comments?\s*(?:\(\d+\)|:|(?:by|from)\b)|posted by\b)",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
#: What may stand before the verb of an order.
_BEFORE = frozenset({"ADV", "INTJ", "PUNCT", "CCONJ", "PART", "SYM", "SPACE", "X", "NUM"})


def silent(analysis: Analysis) -> tuple[frozenset[int], frozenset[int]]:
    """Indices of the sentences that carry no claim, and of those among them that are meant for a program."""
    words = [analysis.words(s) for s in analysis.sentences]
    unquoted = [i for i, s in enumerate(analysis.sentences) if not _quoted(analysis, s.start, s.end)]
    # What follows an order to a program in its paragraph is what the program is to be told.
    marked = {analysis.sentences[i].paragraph for i in unquoted if _PROGRAM.search(words[i])}
    marked |= {s.paragraph for s, said in zip(analysis.sentences, words, strict=True) if _CODE.search(said)}
    comments = {s.paragraph for s, said in zip(analysis.sentences, words, strict=True) if _COMMENT.match(said)}
    meant = {i for i, s in enumerate(analysis.sentences) if s.paragraph in marked}
    told = {i for i, s in enumerate(analysis.sentences) if s.paragraph in comments}
    asked = {
        i for i, s in enumerate(analysis.sentences) if words[i][-1:] == "?" and not _quoted(analysis, s.end - 1, s.end)
    }
    return frozenset(meant | told | asked | _orders(analysis)), frozenset(meant)


def _quoted(analysis: Analysis, start: int, end: int) -> bool:
    return any(q.start < end and start < q.end for q in analysis.quotations)


def _orders(analysis: Analysis) -> set[int]:
    """Sentences whose verb is an order."""
    tokens = analysis.tokens
    bearing = {t.head for t in tokens if t.dep in _SUBJECTS}
    helped = {t.head for t in tokens if t.dep in ("aux", "auxpass") and t.lemma.lower() != "do"}
    first: dict[int, int] = {}
    for i, token in enumerate(tokens):
        first.setdefault(token.sentence, i)
    return {
        token.sentence
        for i, token in enumerate(tokens)
        if token.dep == "ROOT"
        and token.tag == "VB"
        and not _quoted(analysis, token.start, token.end)
        and i not in bearing
        and i not in helped
        and all(_may_precede(tokens[k]) for k in range(first[token.sentence], i))
    }


def _may_precede(token: Token) -> bool:
    return token.pos in _BEFORE or token.lemma.lower() in ("do", "please", "not")
