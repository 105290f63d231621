"""Words beside the verbs that attribute: nouns, adjectives, and who or what may be a source. Data, by sense."""

from __future__ import annotations

from briefer.language.attribution.cue_verbs import Kind


def _kinds(*, speech: str = "", belief: str = "", intention: str = "", attitude: str = "") -> dict[str, Kind]:
    """Each word with the kind of what it reports; where a word stands twice, the first kind counts."""
    found: dict[str, Kind] = dict.fromkeys(attitude.split(), "attitude")
    found.update(dict.fromkeys(intention.split(), "intention"))
    found.update(dict.fromkeys(belief.split(), "belief"))
    found.update(dict.fromkeys(speech.split(), "speech"))
    return found


#: Nouns of saying and thinking that take a that-clause or an infinitive ("his claim that …").
NOUNS = _kinds(
    speech="""
    claim statement assertion allegation accusation argument announcement admission acknowledgment
    acknowledgement suggestion warning promise pledge vow threat proposal demand request call recommendation
    remark comment report conclusion finding contention insistence denial declaration assurance reminder prediction
    forecast complaint charge plea appeal criticism praise condemnation endorsement explanation confession
    revelation disclosure speculation rumor rumour question message offer refusal
    decision ruling determination agreement
    """,
    belief="""
    belief view opinion fear concern worry hope expectation suspicion doubt conviction impression sense
    theory idea notion thought feeling assumption perception understanding realization recognition consensus
    skepticism scepticism optimism confidence pessimism assessment
    """,
    intention="plan intention desire wish goal aim ambition",
    attitude="""
    support opposition disdain contempt admiration dislike hatred love disappointment frustration anger outrage
    enthusiasm approval disapproval resentment
    """,
)
#: Adjectives that say what their subject thinks or feels, with the preposition or clause they take.
ADJECTIVES = _kinds(
    belief="""
    sure certain confident convinced aware unaware hopeful optimistic pessimistic doubtful sceptical skeptical
    worried concerned afraid fearful mindful conscious persuaded adamant
    """,
    attitude="""
    glad happy pleased proud sorry sad angry furious upset surprised shocked disappointed frustrated grateful
    thankful critical supportive dismissive wary weary tired fond jealous ashamed embarrassed delighted relieved
    outraged alarmed dismayed puzzled uneasy uncomfortable opposed
    """,
    intention="willing unwilling eager ready reluctant determined keen prepared committed",
)
#: Verbs that lend their subject to a noun of saying: "made a promise to", "expressed concern that".
LIGHT = frozenset(
    "make issue express give voice raise have repeat share send deliver release renew offer reject".split()
)
#: Cues without anybody who says so: their subject belongs to what is thought.
SEEMING = frozenset({"seem", "appear"})
#: Passives without an agent whose subject is not who speaks: "is expected to".
IMPERSONAL = _kinds(
    speech="say report allege rumor accuse criticize criticise praise predict estimate",
    belief="expect believe think suppose consider know suspect see view regard understand",
)
#: Nouns that may stand before a colon as who says the rest.
LABELS = frozenset(
    "poll report study survey source sources officials official police minister ministry president spokesman "
    "spokeswoman spokesperson experts analysts witnesses analysis judge court lawyer mayor governor senator".split()
)
#: Words of time, which the parse now and then takes for who speaks ("said Thursday").
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday tomorrow tonight morning afternoon evening night day week "
    "weekend month year".split()
)
#: Words in capitals before a colon that nobody is called by.
RUBRICS = frozenset(
    "update updated note correction watch read photo photos video breaking exclusive opinion analysis related more see "
    "live facts background factbox editorial comment sport weather summary q a ps contact source topics tags".split()
)
#: Sources that show rather than say: with them "show" and "find" take an object ("polls show a close race").
DOCUMENTS = frozenset(
    """
    poll polling survey study report data figure statistic number research analysis census document record
    memo memorandum letter email e-mail statement transcript filing complaint lawsuit article story book post tweet
    note brief audit review inquiry investigation video footage tape recording ad advertisement spot website bulletin
    communique communiqué dossier paper ruling verdict judgment opinion editorial column message text indictment
    affidavit testimony readout release dispatch account plan proposal draft bill resolution motion petition treaty agreement
    """.split()
)
#: Documents that keep what others said.
RECORDS = frozenset("readout transcript recording footage tape video minutes clip".split())
#: Participles of passing on: "as cited by X", "carried by X".
PUBLISHING = frozenset("cite quote report carry relay publish broadcast air".split())
#: Participles of having been shown a document: "a letter seen by X".
RECEIVING = frozenset("see obtain review hear".split())
#: Who speaks for whoever stands before or behind: "ministry spokesman", "spokeswoman for X".
SPOKESPEOPLE = frozenset("spokesman spokeswoman spokesperson spokespeople".split())
#: Who speaks for another only with "for X", "X's", or a client's name before it.
AGENTS = frozenset("lawyer attorney solicitor barrister counsel representative publicist agent".split())
#: Nouns for people; without a name and without "the" they are unnamed sources.
UNNAMED = frozenset(
    """
    source official person people diplomat insider aide adviser advisor lawmaker analyst expert critic witness
    resident worker minister officer economist researcher scientist observer investigator prosecutor negotiator
    supporter opponent activist member delegate employee staffer executive banker trader investor farmer teacher
    doctor driver villager neighbour neighbor survivor relative friend colleague voter protester campaigner soldier
    commander leader politician representative envoy mediator one some other many
    """.split()
)
#: Cues that say no by themselves.
REFUSING = frozenset({"deny", "refuse", "decline", "refusal"})
#: Adverbs with which the article itself says that what was said is not so: "wrongly reported".
WRONGLY = frozenset("wrongly incorrectly falsely mistakenly erroneously inaccurately".split())
#: Verbs whose "it" or "that" is what the sentence before says.
ANSWERING = frozenset({"deny", "doubt", "dispute", "confirm", "reject", "refute", "acknowledge"})
#: Verbs that say by their object alone who or what somebody is for or against.
SIDING = frozenset(
    "support endorse oppose back criticize criticise condemn denounce praise attack reject favor favour defend blame "
    "accuse disavow welcome resent admire respect".split()
)
#: What is granted or denied to somebody, and no charge that somebody denies.
GRANTED = frozenset("entry access bail permission passage parole asylum visa admission leave comment anonymity".split())
#: Bodies that a spokesman may belong to without a name: "ministry spokesman".
BODIES = frozenset(
    """
    ministry government council company police army court party campaign family union agency office department
    commission embassy palace church navy bank firm board city state military hospital school university airline
    club federation
    """.split()
)
#: What passes words on, where it has no name.
OUTLETS = frozenset(
    "media radio television tv newspaper newspapers daily broadcaster channel outlet outlets magazine wire press".split()
)
#: Verbs whose object hears what their clause says.
WITH_HEARER = frozenset("tell assure remind inform warn notify convince persuade".split())
