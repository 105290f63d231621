"""The words that attribute, with the frames they take: data, drawn up by sense, not from any corpus.

A verb's line is its lemma and its frames:

    q   introduces or follows words in quotation marks ("…," she added)
    c   takes a clause as what is said or thought ("said that …", "asked whether …")
    i   takes an infinitive that its own subject is to do ("promised to …")
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
say q c
tell q c oi
add q c
write q c
tweet q c
post q
state q c
note q c
remark q c
comment q c
observe q c
explain q c
announce q c o
declare q c
proclaim q c
assert q c
claim q c i
contend q c
maintain q c
insist q c +on
argue q c +for +against
allege q c
affirm q c o
reaffirm q c o
reiterate q c o
repeat q c o
stress q c o
emphasize q c o
emphasise q c o
underline c o
underscore c o
acknowledge q c o
admit q c +to
concede q c
confess q c +to
confirm q c o
deny q c o
dispute c o
rebut o
refute o
reply q c
respond q c
answer q c
retort q
counter q c
rejoin q
continue q
conclude q c
recall q c o
recount q c o
relate c
report q c o
disclose c o
reveal q c o
divulge c o
mention q c o
signal c
indicate c
suggest q c o
hint c +at
imply c
intimate c
propose q c o i
recommend q c o
advise q c oi
advocate c o
warn q c oi +of +against +about
caution q c oi +against
threaten q c i
predict q c o
forecast c o
project c
estimate c
calculate c
reckon q c
speculate c
quip q c
joke q c
scoff q c +at
lament q c o
bemoan o
complain q c +about +of
grumble q c +about
protest q c
object q c +to
boast q c +of +about
brag q c +about
exclaim q c
cry q
shout q c
yell q
scream q
whisper q c
mutter q
murmur q
sigh q
snap q
fume q
gush q
rail +against
thunder q
plead q oi
beg q oi
implore q oi
urge q c oi
exhort oi
press oi
ask q c oi
inquire c q
enquire c q
wonder q c
demand q c i o
request c o oi
order oi
instruct oi
command oi
direct oi
encourage oi
invite oi
challenge oi
dare oi
remind c oi
assure c
reassure c
inform c
notify c
brief c
testify c +to
swear c i
vow q c i o
vote i +for +against
email q c
testify q c
pledge q c i o
promise q c i o
guarantee c
offer q i
volunteer q c i
agree q c i +with
decline i
refuse i
stipulate c
specify c
clarify c
elaborate q
interject q
chime q
muse q c
reflect q
opine q c
posit c
postulate c
hypothesize c
theorize c
charge q c
accuse o+of
blame o o+for o+on
fault o o+for
credit o+with o+for
thank o o+for
congratulate o o+on
praise o o+for o+as
laud o
hail o as
applaud o o+for
commend o o+for
extol o
tout o as
promote o
defend o as
criticize o o+for as
criticise o o+for as
condemn o o+for as
denounce o as
decry o
deplore o
slam o o+for as
blast o o+for as
bash o
lambast o o+for
lambaste o o+for
attack o o+for
assail o o+for
castigate o o+for
chastise o o+for
rebuke o o+for
berate o o+for
scold q o o+for
ridicule o
mock o o+for
deride o as
disparage o
dismiss o as
reject o as
rule c
question q o c
cite o
quote o
reference o
describe o as
call as +for +on
label as
brand as
dub as
characterize as o
characterise as o
portray as
depict as
paint as
cast as
liken o+to
compare o+to
refer +to
point c q +to
allude +to
speak +of +about +against
talk +about
lash
hit
express o
voice o
air o
convey o
outline o
detail o
spell
lay
address o
discuss o
debate o c
summarize c
summarise c
preach c
teach c
joke +about
tell o+about
inform o+of
warn o+of o+about
remind o+of
assure o+of
advertise c o
decree c
resolve c i
petition oi
lobby oi +for
campaign +for +against
push +for
appeal +for oi
pray +for c
apologize +for
apologise +for
reason q c
read q
persuade c oi
convince c oi
document c o
chronicle o
highlight c o
show c
demonstrate c
prove c
find c
discover c
detect c
learn c
hear c
attest c +to
certify c
verify c
establish c
rate as
rank as
grade as
tell +of
weigh
echo o
parrot o
second o
endorse o
back o
concur q c +with
disagree c +with
quibble c
equate o+with
misstate o
exaggerate o
deem as
pronounce as
sum
"""

_BELIEF = """
believe c
think q c +of
feel c
know c
understand c
suspect c
assume c
presume c
suppose c
expect c oi o
anticipate c o
foresee c o
doubt c o
fear c o
worry q c +about +that
hope q c i +for
hop q c i +for
wish c i
trust c
figure c
guess c
judge c as
consider c as o
regard as
view as
see as
perceive as
deem c as
dream c +of
imagine c
envision c o
realize c
realise c
recognize c o
recognise c o
remember c
forget c
gather c
infer c
deduce c
decide c i +against
determine c
conclude c
concern
appreciate o c
accept c
misunderstand o
regret c o
ponder c o
contemplate o
"""

_INTENTION = """
plan i +on o
intend i
aim i
mean i
want i oi
wish i
seek i
hope i
prepare i
aspire i
long i
prefer i o
opt i
choose i
desire i o
need
"""

_ATTITUDE = """
support o
oppose o i
favor o
favour o
welcome o
resent o
like o
dislike o
love o
hate o
admire o
respect o
disdain o
despise o
detest o
loathe o
enjoy
embrace o
disavow o
repudiate o
renounce o
shun o
tolerate o
disapprove +of
approve +of o
object +to
care +about
"""


def _table(lines: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in lines.split("\n"):
        if line:
            lemma, *frames = line.split()
            found[lemma] = found.get(lemma, frozenset()) | frozenset(frames)
    return found


#: Frames of each verb by kind of what it reports; a verb may stand in several kinds.
VERBS: dict[str, dict[str, Kind]] = {}
_TABLES: tuple[tuple[Kind, str], ...] = (
    ("speech", _SPEECH),
    ("belief", _BELIEF),
    ("intention", _INTENTION),
    ("attitude", _ATTITUDE),
)
for _kind, _lines in _TABLES:
    for _lemma, _frames in _table(_lines).items():
        _frame_kinds = VERBS.setdefault(_lemma, {})
        for _frame in sorted(_frames):
            _frame_kinds.setdefault(_frame, _kind)

#: Nouns of saying and thinking that take a that-clause or an infinitive ("his claim that …").
NOUNS: dict[str, Kind] = dict.fromkeys(
    """
    claim statement assertion allegation accusation argument announcement admission acknowledgment
    acknowledgement suggestion warning promise pledge vow threat proposal demand request call recommendation
    remark comment report conclusion finding contention insistence denial declaration assurance reminder prediction
    forecast complaint charge plea appeal criticism praise condemnation endorsement explanation confession
    revelation disclosure speculation rumor rumour question message offer refusal
    decision ruling determination agreement
    """.split(),
    "speech",
) | dict.fromkeys(
    """
    belief view opinion fear concern worry hope expectation suspicion doubt conviction impression sense
    theory idea notion thought feeling assumption perception understanding realization recognition consensus
    skepticism scepticism optimism confidence pessimism assessment
    """.split(),
    "belief",
) | dict.fromkeys("plan intention desire wish goal aim ambition bid effort".split(), "intention") | dict.fromkeys(
    """
    support opposition disdain contempt admiration dislike hatred love disappointment frustration anger outrage
    enthusiasm approval disapproval resentment
    """.split(),
    "attitude",
)
#: Adjectives that say what their subject thinks or feels, with the preposition or clause they take.
ADJECTIVES: dict[str, Kind] = dict.fromkeys(
    """
    sure certain confident convinced aware unaware hopeful optimistic pessimistic doubtful sceptical skeptical
    worried concerned afraid fearful mindful conscious persuaded adamant
    """.split(),
    "belief",
) | dict.fromkeys(
    """
    glad happy pleased proud sorry sad angry furious upset surprised shocked disappointed frustrated grateful
    thankful critical supportive dismissive wary weary tired fond jealous ashamed embarrassed delighted relieved
    outraged alarmed dismayed puzzled uneasy uncomfortable opposed
    """.split(),
    "attitude",
) | dict.fromkeys("willing unwilling eager ready reluctant determined keen prepared committed".split(), "intention")
#: Verbs that lend their subject to a noun of saying: "made a promise to", "expressed concern that".
LIGHT = frozenset(
    "make issue express give voice raise have repeat share send deliver release renew offer face draw reject".split()
)
#: Cues without anybody who says so: their subject belongs to what is thought.
SEEMING: dict[str, Kind] = {"seem": "belief", "appear": "belief"}
#: Passives without an agent whose subject is not who speaks: "is expected to".
IMPERSONAL: dict[str, Kind] = {
    "expect": "belief",
    "say": "speech",
    "believe": "belief",
    "think": "belief",
    "report": "speech",
    "allege": "speech",
    "rumor": "speech",
    "suppose": "belief",
    "consider": "belief",
    "know": "belief",
    "suspect": "belief",
    "predict": "belief",
    "estimate": "belief",
    "accuse": "speech",
    "criticize": "speech",
    "criticise": "speech",
    "praise": "speech",
    "see": "belief",
    "view": "belief",
    "regard": "belief",
    "understand": "belief",
}
#: Nouns that may stand before a colon as who says the rest.
LABELS = frozenset(
    "poll report study survey source sources officials official police minister ministry president spokesman "
    "spokeswoman spokesperson experts analysts witnesses analysis judge court lawyer mayor governor senator".split()
)
#: Sources that show rather than say: with them "show" and "find" take an object ("polls show a close race").
DOCUMENTS = frozenset(
    """
    poll polling survey study report data figure statistic number research analysis census document record
    memo memorandum letter email e-mail statement transcript filing complaint lawsuit article story book post tweet
    note brief audit review inquiry investigation video footage tape recording ad advertisement spot website bulletin
    communique communiqué dossier paper ruling verdict judgment opinion editorial column message text indictment
    affidavit testimony release dispatch account plan proposal draft bill resolution motion petition treaty agreement
    """.split()
)
#: Participles of passing on: "as cited by X", "carried by X", "seen by X".
RELAYING = frozenset("cite quote report carry relay publish broadcast air see obtain review hear".split())
#: Who speaks for another: with "for X", "X's" or "X" before it, the position is that of X.
PROXIES = frozenset(
    "spokesman spokeswoman spokesperson spokespeople lawyer attorney solicitor barrister counsel representative "
    "publicist".split()
)
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
REFUSING = frozenset({"deny", "refuse", "decline"})
