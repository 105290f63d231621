"""The entities of an article, and the one that a place in the text speaks of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from briefer.language.names.aliases import join
from briefer.language.names.chunks import find_names
from briefer.language.names.draft import Draft
from briefer.language.names.groups import find_groups
from briefer.language.names.kinds import decide_kinds
from briefer.language.names.lexicon import KINSHIP
from briefer.language.names.phrases import is_role
from briefer.language.names.resolution import resolve_mentions
from briefer.language.names.roles import find_roles
from briefer.language.names.tree import Tree
from briefer.model import Analysis, Entity, Mention, Range


def find_entities(analysis: Analysis) -> tuple[Entity, ...]:
    """The actors and places that the article names, each with all its mentions, in order of first mention."""
    if not analysis.tokens:
        return ()
    tree = Tree(analysis)
    names = decide_kinds(tree, find_names(tree))
    drafts = join(tree, names)
    find_roles(tree, drafts, {n.first: n for n in names}, {n.last: n for n in names})
    ends = {n.last: n for n in names}
    drafts.extend(find_groups(tree, ends))
    drafts.sort(key=lambda d: (d.names[0].first, d.names[0].last))
    resolve_mentions(tree, drafts)
    found = [_entity(tree, draft, drafts) for draft in drafts if not draft.hidden]
    return tuple(sorted(found, key=lambda e: (e.mentions[0].start, -e.mentions[0].end)))


def _entity(tree: Tree, draft: Draft, drafts: list[Draft]) -> Entity:
    forms = {n.text: None for n in draft.names}
    name = _best_name(draft)
    mentions = sorted(
        {Mention(tree.tokens[p.first].start, tree.tokens[p.last].end, p.kind) for p in draft.mentions},
        key=lambda m: (m.start, m.end),
    )
    role = draft.role
    whose = role.organisation if role is not None else draft.house
    if role is not None and role.pronoun is not None and draft.role_of is None:
        # "Its" of nobody knows what says nothing, and neither does "wife".
        role, whose = None if role.noun in KINSHIP else role, None
    owner = drafts[draft.role_of] if draft.role_of is not None else None
    return Entity(
        name=name,
        kind=draft.kind,
        mentions=tuple(mentions),
        aliases=tuple(form for form in forms if form != name),
        role=_range(tree, role.first, role.last) if role else None,
        organisation=_range(tree, *whose) if whose is not None else None,
        organisation_name=_best_name(owner) if owner else None,
        gender=draft.gender,
    )


def _range(tree: Tree, first: int, last: int) -> Range:
    return Range(tree.tokens[first].start, tree.tokens[last].end)


def _best_name(draft: Draft) -> str:
    """The fullest form; of a state, the form that stands first in its list.

    Of a person with a word before the full name ("Crooked Signe Halgren") the form that stands more often.
    """
    counts = Counter(n.text for n in draft.names)
    forms = list(counts)
    if draft.kind == "person":
        full = [form for form in forms if " " in form]
        forms = [f for f in forms if not any(f.endswith(f" {o}") and counts[o] > counts[f] for o in full)]
    if draft.country is not None:
        for form in draft.country.names:
            if form in forms:
                return form
    return max(forms, key=lambda form: (not form.isupper(), len(form)))


def entity_at(analysis: Analysis, place: Range) -> int | None:
    """The entity that the words at a place speak of: by their head, so that "Corvo's lawyer" is not Corvo.

    None where the head is nobody known, or where the words join several ("Brandt and Marsh").
    """
    for index, entity in enumerate(analysis.entities):
        if any(m.start == place.start and m.end == place.end for m in entity.mentions):
            return index
    first = bisect_right(analysis.tokens, place.start, key=lambda t: t.end)
    last = bisect_left(analysis.tokens, place.end, key=lambda t: t.start)
    head = _head(analysis, first, last)
    if head is None:
        return None
    if (found := _mentioned(analysis, head)) is not None:
        return found
    if (found := _titled(analysis, head)) is not None:
        return found
    # The name may stand outside the words: "its director" of "Its director, Ada Brandt".
    for i in range(first, min(head + 12, len(analysis.tokens))):
        token = analysis.tokens[i]
        if token.dep != "appos" or (found := _mentioned(analysis, i)) is None:
            continue
        if token.head == head or (analysis.entities[found].kind == "person" and _is_of(analysis, head, token.head)):
            return found
    return None


def _titled(analysis: Analysis, head: int) -> int | None:
    """The person right behind an office that the parse hangs the name on: "Leader of the Opposition Ada Holt"."""
    tokens = analysis.tokens
    for index, entity in enumerate(analysis.entities):
        role = entity.role
        if role is not None and role.start <= tokens[head].start < role.end and entity.kind == "person":
            for mention in entity.mentions:
                if mention.start == role.end + 1 and mention.kind == "name":
                    i = bisect_left(tokens, mention.end, key=lambda t: t.end)
                    while tokens[i].head not in (i, head):
                        i = tokens[i].head
                    return index if tokens[i].head == head != i else None
    return None


def _is_of(analysis: Analysis, head: int, token: int) -> bool:
    """Whether a noun is what a role is of: the town in "The mayor of Nordvik, Ada Brandt"."""
    tokens = analysis.tokens
    link = tokens[token].head
    return (
        tokens[token].dep == "pobj"
        and tokens[link].dep == "prep"
        and tokens[link].head == head
        and is_role(tokens[head].text.lower())
    )


def _head(analysis: Analysis, first: int, last: int) -> int | None:
    """The token of a stretch that the others hang on; None where it joins several of a kind."""
    tokens = analysis.tokens
    heads = [i for i in range(first, last) if not first <= tokens[i].head < last or tokens[i].head == i]
    nouns = [i for i in heads if tokens[i].pos in {"NOUN", "PROPN", "PRON"}] or heads
    if not nouns:
        return None
    head = nouns[0]
    joined = any(t.dep == "conj" and t.head == head and t.pos in {"NOUN", "PROPN"} for t in tokens[first:last])
    return None if joined else head


def _mentioned(analysis: Analysis, token: int) -> int | None:
    """The entity of the shortest mention that has a token."""
    start, end = analysis.tokens[token].start, analysis.tokens[token].end
    best: tuple[int, int] | None = None
    for index, entity in enumerate(analysis.entities):
        for mention in entity.mentions:
            if mention.start <= start and end <= mention.end:
                size = mention.end - mention.start
                if best is None or size < best[0]:
                    best = (size, index)
    return best[1] if best else None
