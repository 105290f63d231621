"""The words that attribute, with the frames they take: data, drawn up by sense, not from any corpus.

A line is a set of frames and the verbs (lemmas) that take them:

    q   introduces or follows words in quotation marks ("…," she added)
    c   takes a clause as what is said or thought ("said that …", "asked whether …")
    i   takes an infinitive that its own subject is to do ("promised to …")
    g   takes a verb in -ing ("denied hiding …")
    oi  takes an object that is to do something ("urged the council to …")
    o   takes an object that it says, thinks or judges something of ("criticised the plan")
    as  the same with "as" or a second predicate ("described him as …", "called it a …")
    +P  takes a preposition P with what it is about ("called +for …"); `o+P` where an object comes first
        ("accused him o+of …")

The parser's lemmatiser makes "hop" of "hoped" and "hoping": it stands here beside "hope".
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["speech", "belief", "intention", "attitude"]

_SPEECH = """
c: relate signal indicate imply intimate project estimate calculate speculate reassure notify brief guarantee
    stipulate specify clarify posit postulate hypothesize theorize summarize summarise preach teach
    decree show demonstrate prove find discover detect learn hear certify verify establish quibble
q c: say add write tweet state note remark comment observe explain declare proclaim assert contend maintain
    allege concede reply respond answer counter conclude reckon quip protest exclaim shout whisper wonder
    email muse opine charge reason
o: rebut refute bemoan laud extol promote decry deplore bash ridicule disparage cite quote reference express
    voice air convey outline detail address discuss chronicle echo parrot second endorse back misstate
    exaggerate
q c o: announce affirm reaffirm reiterate repeat stress emphasize emphasise acknowledge confirm deny recall
    recount report reveal mention suggest recommend predict lament
q: interrupt chant sing text message bellow bark deadpan post retort rejoin continue cry yell scream mutter murmur sigh snap fume gush thunder type elaborate interject
    chime reflect read
o o+for: fault thank applaud commend lambast lambaste attack assail castigate chastise rebuke berate mock
as: label brand dub portray depict paint cast rate rank grade deem pronounce
oi: exhort press order instruct command direct encourage invite challenge dare petition
c o: rule underline underscore dispute disclose divulge advocate forecast advertise document highlight
o as: hail tout defend denounce deride dismiss reject describe
o o+for as: criticize criticise condemn slam blast
q c i o: demand vow pledge promise
+for: push apologize apologise
q c +about: joke grumble brag
q c +to: admit confess object
q c i: claim threaten volunteer
q c oi: advise urge
q c oi +for: ask
q oi: plead beg implore
+to: refer allude
as o: characterize characterise
c i: swear resolve
c o+of: assure inform
c oi: persuade convince
c q: inquire enquire
i: decline refuse
o+to: liken compare
o+at: put
+about: talk
+against: rail
+for +against: campaign
+for c: pray
+for oi: appeal
+of +about +against: speak
as +for +on: call
c +at: hint
c +to: attest
c +to q: testify
c +with: disagree
c o oi: request
c oi o+of: remind
c q +to: point
i +for +against: vote
o c: debate
o o+for o+as: praise
o o+for o+on: blame
o o+on: congratulate
o+of: accuse
o+with: equate
o+with o+for: credit
oi +for: lobby
q c +about +of: complain
q c +at: scoff
q c +for +against: argue
q c +of +about: boast
q c +on: insist
q c +with: concur
q c i +with: agree
q c o i: propose
q c oi +against: caution
q c oi +of +against +about o+of o+about: warn
q c oi o+about +of: tell
q i: offer
q o c: question
q o o+for: scold
"""

_BELIEF = """
c: believe feel know understand suspect assume presume suppose trust figure guess imagine realize realise
    remember forget gather infer deduce determine conclude accept
c o: anticipate foresee doubt fear envision recognize recognise regret ponder
as: regard view see perceive
c as: judge deem
o: misunderstand contemplate
q c i +for: hope hop
c +of: dream
c as o: consider
c i: wish
c i +against: decide
c oi o: expect
o c: appreciate
q c +about +that: worry
q c +of: think
"""

_INTENTION = """
i: intend aim mean wish seek hope prepare aspire long opt choose
i o: prefer desire
i +on o: plan
i oi: want
"""

_ATTITUDE = """
o: support favor favour welcome resent like dislike love hate admire respect disdain despise detest loathe
    embrace disavow repudiate renounce shun tolerate
+about: care
+of: disapprove
+of o: approve
+to: object
o i: oppose
"""

_GERUNDS = """
g: deny admit acknowledge propose recommend suggest advocate report recall describe
"""


def _table(lines: str) -> dict[str, frozenset[str]]:
    """The frames of each verb; an indented line goes on with the verbs of the line before."""
    found: dict[str, frozenset[str]] = {}
    for line in lines.strip().replace("\n    ", " ").split("\n"):
        frames, _, lemmas = line.partition(":")
        for lemma in lemmas.split():
            found[lemma] = found.get(lemma, frozenset()) | frozenset(frames.split())
    return found


#: Frames of each verb by kind of what it reports; a verb may stand in several kinds.
VERBS: dict[str, dict[str, Kind]] = {}
_TABLES: tuple[tuple[Kind, str], ...] = (
    ("speech", _SPEECH),
    ("speech", _GERUNDS),
    ("belief", _BELIEF),
    ("intention", _INTENTION),
    ("attitude", _ATTITUDE),
)
for _kind, _lines in _TABLES:
    for _lemma, _frames in _table(_lines).items():
        _frame_kinds = VERBS.setdefault(_lemma, {})
        for _frame in sorted(_frames):
            _frame_kinds.setdefault(_frame, _kind)
