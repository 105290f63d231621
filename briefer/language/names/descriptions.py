"""Descriptions such as "the minister" or "the agency", resolved to the one whom the article calls so."""

from __future__ import annotations

from briefer.language.names import countries, epithets
from briefer.language.names.draft import Draft, Place
from briefer.language.names.lexicon import (
    BUSINESS_NOUNS,
    CORPORATE_WORDS,
    LEADER_ROLES,
    ORGANISATION_NOUNS,
    PUBLIC_WORDS,
    SINGLE_OFFICES,
    SPEECH,
    SPELLED_OUT,
)
from briefer.language.names.phrases import is_role
from briefer.language.names.scene import Scene
from briefer.language.names.tree import Tree

_GENERIC = BUSINESS_NOUNS | {
    "force",
    "service",
    "movement",
    "campaign",
    "outlet",
    "fund",
    "agency",
    "organisation",
    "organization",
    "body",
    "club",
    "party",
    "charity",
    "network",
}
#: Words in a name that say what such a company is.
_HINTS: dict[str, frozenset[str]] = {
    "lender": frozenset({"bank", "banking"}),
    "airline": frozenset({"airways", "airlines", "air"}),
    "carmaker": frozenset({"motors", "motor", "cars", "automotive"}),
    "insurer": frozenset({"insurance", "assurance"}),
    "brewer": frozenset({"brewery", "breweries", "brewing"}),
    "retailer": frozenset({"stores", "supermarkets"}),
}
#: What somebody is who is addressed so.
_ADDRESSES = {"doctor": "dr", "councillor": "cllr", "duke": "duke", "duchess": "duchess", "count": "count"}
_POSSESSIVES = frozenset({"'s", "’s"})


def resolve(scene: Scene, i: int) -> tuple[int, Place] | None:
    """The draft that a description with this head stands for, and the words of it; None without exactly one."""
    tree = scene.tree
    token = tree.tokens[i]
    if i in scene.at or tree.low[i] in {"head", "lead", "host"}:
        return None
    if token.tag not in {"NN", "NNP"}:
        return epithets.resolve(scene, i)
    low, last = hyphenated(tree, i)
    role, body = is_role(low), low in ORGANISATION_NOUNS or low in BUSINESS_NOUNS
    phrase = _phrase(scene, i, last) if role or body else None
    if phrase is None:
        return epithets.resolve(scene, i)
    first, modifiers, owner = phrase
    number = _person(scene, i, modifiers, owner) if role else None
    if number is None and body and owner is None:
        number = _body(scene, i, modifiers)
    if number is None:
        return epithets.resolve(scene, i)
    return number, Place(first, last, "description")


def hyphenated(tree: Tree, i: int) -> tuple[str, int]:
    """A noun with what a hyphen ties to it on the right, and its last token: "brother-in-law"."""
    last = i
    while (
        tree.same_sentence(i, last + 2) and tree.low[last + 1] == "-" and tree.glued(last + 1) and tree.glued(last + 2)
    ):
        last += 2
    return "".join(tree.low[i : last + 1]), last


def _phrase(scene: Scene, i: int, last: int) -> tuple[int, list[int], int | None] | None:
    """First token, modifiers and owner of "the X Y" or "Z's Y"; None for any other shape."""
    tree = scene.tree
    limit, end = tree.bounds[tree.tokens[i].sentence]
    after = last + 1
    if after < end and (after in scene.at or tree.tokens[after].tag in {"NN", "NNS", "NNP", "NNPS", "POS"}):
        # "the minister's office" speaks of the minister: a possessive ends the phrase, a noun goes on with it.
        if tree.tokens[after].tag != "POS":
            return None
    if any(
        tree.tokens[c].dep in {"relcl", "acl", "appos", "prep"} and c > last and not _is_aside(scene, i, c)
        for c in tree.children[i]
    ):
        return None
    k = i - 1
    modifiers: list[int] = []
    while k >= limit and tree.tokens[k].tag in {"NN", "JJ", "NNP", "NNPS", "HYPH", "VBN"} and len(modifiers) < 6:
        modifiers.append(k)
        k -= 1
    if k < limit:
        return None
    if tree.low[k] == "the":
        return k, modifiers, None
    if tree.tokens[k].tag == "PRP$" and k in scene.at:
        return k, modifiers, scene.at[k]
    if tree.low[k] in _POSSESSIVES and k - 1 in scene.at:
        number = scene.at[k - 1]
        names = [p for p in scene.drafts[number].mentions if p.last == k - 1]
        return (names[0].first, modifiers, number) if names else None
    return None


def _is_aside(scene: Scene, i: int, c: int) -> bool:
    """Whether what hangs on the noun only adds to it: "the minister on Monday", "the deputy, who …"."""
    tree = scene.tree
    if tree.tokens[c].dep == "relcl":
        return tree.low[i + 1] == ","
    if tree.tokens[c].dep != "prep":
        return False
    return any(tree.tokens[k].ent in {"DATE", "TIME"} for k in tree.children[c])


def _person(scene: Scene, i: int, modifiers: list[int], owner: int | None) -> int | None:
    fitting = []
    for number, draft in enumerate(scene.drafts):
        if draft.kind == "person" and not draft.hidden and draft.mentions[0].first < i:
            addressed = not modifiers and owner is None and _is_addressed_so(scene, draft, i)
            if addressed or any(_matches(scene, draft, r, i, modifiers, owner) for r in range(len(draft.roles))):
                fitting.append(number)
    if len(fitting) > 1:
        return _latest_person(scene, i, fitting)
    if not fitting:
        return None
    told_apart = bool(modifiers) or owner is not None or scene.tree.low[i] in SINGLE_OFFICES
    return fitting[0] if _at_hand(scene, i, fitting[0], told_apart) else None


def _is_addressed_so(scene: Scene, draft: Draft, i: int) -> bool:
    """Whether a person of whom the text says no office is called "Dr" before, for "the doctor"."""
    called = _ADDRESSES.get(scene.tree.low[i])
    return called is not None and not draft.roles and any(n.honorific == called and n.first < i for n in draft.names)


def _latest_person(scene: Scene, i: int, fitting: list[int]) -> int | None:
    """Of several who hold the role the one who speaks in the sentence before, if it names no other of them."""
    sentence = scene.tree.tokens[i].sentence - 1
    while sentence >= 0 and scene.all_quoted(sentence):
        sentence -= 1
    subject = scene.subject(sentence) if sentence >= 0 else None
    if subject is None or scene.tree.tokens[scene.tree.tokens[subject].head].lemma not in SPEECH:
        return None
    number = scene.who(subject)
    others = {c.who for c in scene.by_sentence[sentence]} & set(fitting) - {number}
    earlier = {c.who for c in scene.by_sentence[scene.tree.tokens[i].sentence] if c.token < i} & set(fitting)
    return number if number in fitting and not others and not earlier else None


def _matches(scene: Scene, draft: Draft, role_number: int, i: int, modifiers: list[int], owner: int | None) -> bool:
    """Whether noun, modifiers and owner of a description agree with one role of a person."""
    tree = scene.tree
    role = draft.roles[role_number]
    noun, _ = hyphenated(tree, i)
    parts = role.noun.split("-")
    spelled = SPELLED_OUT.get(role.noun, ())
    named = noun == role.noun or noun in parts or noun in spelled or (noun == "leader" and role.noun in LEADER_ROLES)
    if role.at > i or not (named or _is_deputy(scene, draft, role.noun, noun, modifiers)):
        return False
    words = {*tree.low[role.first : role.last + 1], *spelled}
    if ("former" in words) != any(tree.low[m] == "former" for m in modifiers):
        return False
    if words & {"vice", "deputy", "assistant", "shadow"} - {noun} - {tree.low[m] for m in modifiers}:
        return False
    state = _state(scene, draft, role_number)
    owned = scene.at.get(role.organisation[1]) if role.organisation else None
    if owner is not None and owner not in {owned, draft.role_of}:
        return scene.drafts[owner].country is not None and scene.drafts[owner].country == state
    for m in modifiers:
        country = countries.by_demonym().get(tree.tokens[m].text)
        if country is not None:
            if country != state:
                return False
        elif m in scene.at:
            if scene.at[m] != owned:
                return False
        elif tree.low[m] not in words and m not in _name_words(scene, m, owned):
            return False
    return True


def _is_deputy(scene: Scene, draft: Draft, role: str, noun: str, modifiers: list[int]) -> bool:
    """Whether "the deputy mayor" is the deputy of somebody who is mayor."""
    if role != "deputy" or draft.role_of is None or not any(scene.tree.low[m] == "deputy" for m in modifiers):
        return False
    return any(r.noun == noun for r in scene.drafts[draft.role_of].roles)


def _name_words(scene: Scene, m: int, owned: int | None) -> set[int]:
    """The token itself, if it is part of a name of the organisation."""
    if owned is None:
        return set()
    return {m} if any(p.first <= m <= p.last for p in scene.drafts[owned].mentions) else set()


def _state(scene: Scene, draft: Draft, role_number: int) -> countries.Country | None:
    role = draft.roles[role_number]
    if role.organisation is not None:
        owned = scene.at.get(role.organisation[1])
        if owned is not None:
            return scene.drafts[owned].country
    for k in range(role.first, role.last + 1):
        if (country := countries.by_demonym().get(scene.tree.tokens[k].text)) is not None:
            return country
    return None


def _at_hand(scene: Scene, i: int, number: int, told_apart: bool) -> bool:
    """Whether the person is near enough, and nobody without a stated role may be meant instead."""
    tree = scene.tree
    sentence = tree.tokens[i].sentence
    for earlier in range(sentence - 1, max(-1, sentence - 3), -1):
        subject = scene.subject(earlier)
        who = scene.who(subject) if subject is not None else None
        if who == number or any(c.who == number and tree.quoted[c.token] < 0 for c in scene.by_sentence[earlier]):
            return True
        if who is not None and scene.drafts[who].kind == "person" and not scene.drafts[who].roles and not told_apart:
            return False
    return True


def _body(scene: Scene, i: int, modifiers: list[int]) -> int | None:
    """An organisation whose name or apposition has the noun; a company also by being the only one at hand."""
    tree = scene.tree
    noun = tree.low[i]
    fitting = []
    for number, draft in enumerate(scene.drafts):
        if draft.mentions[0].first > i:
            continue
        if draft.kind != "organisation" and not (draft.kind == "place" and _ends_in(draft, noun)):
            continue
        words = {w.lower() for n in draft.names for w in n.words}
        if (noun in words or noun in draft.nouns or words & _HINTS.get(noun, frozenset())) and all(
            tree.low[m] in words for m in modifiers
        ):
            fitting.append(number)
    if fitting:
        sure = len(fitting) == 1 and (noun not in _GENERIC or _latest(scene, i) == fitting[0])
        return fitting[0] if sure else None
    if noun not in _GENERIC or modifiers:
        return None
    sentence = tree.tokens[i].sentence
    near = {
        number
        for token, number in scene.at.items()
        if scene.drafts[number].kind == "organisation"
        and token < i
        and sentence - tree.tokens[token].sentence <= 2
        and not (noun in BUSINESS_NOUNS and _is_public(scene.drafts[number]))
    }
    subject = scene.subject(sentence - 1) if sentence else None
    who = scene.who(subject) if subject is not None else None
    if len(near) != 1:
        return None
    only = near.pop()
    return only if who == only or (noun in BUSINESS_NOUNS and _is_business(scene.drafts[only])) else None


def _ends_in(draft: Draft, noun: str) -> bool:
    """Whether a place is one that people run, and its name says which: "Kelby Airport"."""
    return any(len(n.words) > 1 and n.words[-1].lower() == noun for n in draft.names)


def _latest(scene: Scene, i: int) -> int | None:
    """The organisation that was spoken of last before a token."""
    before = [(t, n) for t, n in scene.at.items() if t < i and scene.drafts[n].kind == "organisation"]
    return max(before)[1] if before else None


def _is_public(draft: Draft) -> bool:
    return any(w.lower() in PUBLIC_WORDS for n in draft.names for w in n.words)


def _is_business(draft: Draft) -> bool:
    return any(w.lower() in CORPORATE_WORDS for n in draft.names for w in n.words)
