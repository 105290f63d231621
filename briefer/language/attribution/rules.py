"""The rules by name, each with one line on what it goes by: what `explain` says of an attribution."""

from __future__ import annotations

#: Every rule that `Attribution.rule` may name.
RULES = {
    "quotation": "words in quotation marks beside a verb that quotes, with the subject of that verb as who speaks",
    "document": "words in quotation marks behind a colon and a document, with its owner as who speaks",
    "clause": "a clause that a verb of saying, thinking or deciding reports, with the subject of that verb",
    "infinitive": "what a verb's own subject is to do: promised to, refuses to, wants to",
    "object_infinitive": "what a verb wants somebody else to do: urged the council to",
    "object": "what a verb praises, blames, denies or demands, named as its object",
    "preposition": "what a verb is about, behind its preposition: called for, complained of",
    "object_preposition": "what is said of a verb's object, behind a preposition: accused him of",
    "as": "what somebody or something is called or seen as: described him as",
    "according_to": "the clause that “according to” belongs to, with whom it names",
    "as_said": "the clause that “as the minister put it” comments on",
    "cited": "words that an outlet reports and gives to somebody whom it cites",
    "seeming": "what seems or appears so: nobody is named who thinks it",
    "impersonal": "what is said or expected in the passive: nobody is named who says so",
    "passive": "what is said of the subject of a passive, by whoever stands behind “by”",
    "noun": "what a noun of saying or thinking holds: his claim that, fears of",
    "adjective": "what an adjective of thinking or feeling is about: is confident that",
    "colon": "what follows a name or a label and a colon, as in a transcript",
    "signed": "a quotation with a dash and a name behind it",
    "carried_over": "a quotation with no verb of its own, given to whoever spoke right before: a guess",
    "beat": "a quotation with no verb of its own, given to whoever acts in the sentence before: a guess",
}
