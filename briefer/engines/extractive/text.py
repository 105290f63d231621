"""One article as the engine asks about it: sentences as evidence, entities as actors, words as shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from briefer.language.clauses import Tree, tree_of
from briefer.language.places import dateline_end
from briefer.model import Analysis, Attribution, Entity, Mention, Range, Span


class Text:
    """An analysis with the questions that every part of the engine asks."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._starts = [s.start for s in analysis.sentences]

    @cached_property
    def tree(self) -> Tree:
        """The parse."""
        return tree_of(self.analysis)

    def shown(self, place: Range | Span | Mention) -> str:
        """The words at the place on one line."""
        return " ".join(self.analysis.words(place).split())

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds the character."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def stands_in_a_sentence(self, place: Range) -> bool:
        """False for a dateline."""
        sentence = self.sentence(self.sentence_at(place.start))
        return sentence.start <= place.start and place.end <= sentence.end

    @cached_property
    def _sentences(self) -> list[Span]:
        article, sentences = self.analysis.article.id, self.analysis.sentences
        return [Span(article, dateline_end(self.analysis, i), s.end) for i, s in enumerate(sentences)]

    def sentence(self, index: int) -> Span:
        """The sentence without its dateline."""
        return self._sentences[index]

    def evidence(self, indices: Iterable[int]) -> tuple[Span, ...]:
        """The sentences, each once, in the order given."""
        return tuple(self.sentence(i) for i in dict.fromkeys(indices))

    def span(self, place: Range | Mention) -> Span:
        """The place as a span of the article."""
        return self.analysis.span(place)

    def stands_in(self, words: str, evidence: Iterable[Span]) -> bool:
        """Whether the words stand in one of the spans."""
        return any(words in self.shown(span) for span in evidence)

    def name_mention(self, entity: Entity) -> Mention | None:
        """The name where it first stands in full; else where it first stands at all."""
        names = [m for m in entity.mentions if m.kind == "name"]
        return next((m for m in names if self.shown(m) == entity.name), names[0] if names else None)

    def is_name(self, source: Range) -> bool:
        """Whether the source says a name, be it only a surname."""
        return any(
            m.kind == "name" and source.start <= m.start and m.end <= source.end
            for entity in self.analysis.entities
            for m in entity.mentions
        )

    def organisation(self, entity: Entity) -> str | None:
        """The name of whom or what the entity belongs to."""
        if entity.organisation_name is not None:
            return entity.organisation_name
        if entity.organisation is None:
            return None
        words = self.shown(entity.organisation)
        return f"the {words[4:]}" if words.startswith("The ") else words

    def entity(self, index: int | None) -> Entity | None:
        """The entity of this index."""
        return None if index is None else self.analysis.entities[index]

    def speaker(self, attribution: Attribution) -> str | None:
        """Who uttered the words: a name after resolution, else the mention's own words."""
        if (entity := self.entity(attribution.speaker)) is not None:
            return entity.name
        if attribution.speaker_words is not None:
            return attribution.speaker_words
        return self.shown(attribution.source) if attribution.source is not None else None

    def holder(self, attribution: Attribution) -> str | None:
        """Whose position it is."""
        if (entity := self.entity(attribution.holder)) is not None:
            return entity.name
        return attribution.holder_words or self.speaker(attribution)

    def holder_entity(self, attribution: Attribution) -> Entity | None:
        """The entity whose position it is."""
        if attribution.holder is not None:
            return self.entity(attribution.holder)
        return None if attribution.holder_words is not None else self.entity(attribution.speaker)
