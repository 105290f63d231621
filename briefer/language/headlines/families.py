"""Words that news writes for one another: a title says "farewell" where the text says "goodbye"."""

from __future__ import annotations

import re
from functools import cache

from briefer.language.negation.stems import stem

#: Each row is one matter; its words may carry one another in a title, and none is another's opposite or degree.
_ROWS = """
die kill dead death fatal fatality fatally lethal deadly slay perish
injure injury hurt wound
attack assault strike raid onslaught
bomb bomber bombing explode explosion blast detonate
shoot shooting gunfire shot shots
crash collide collision smash accident wreck
derail derailment overturn topple tip
blaze fire flame inferno burn
flood flooding inundate deluge
quake earthquake tremor temblor
storm hurricane cyclone typhoon gale
rain downpour rainfall
arrest detain custody apprehend
jail imprison prison
charge indict indictment
trial hearing
identify name
final last remaining
win victory triumph champion
farewell goodbye
protest demonstrate demonstration protester demonstrator
election vote poll ballot elect
celebrate celebration jubilant
resign resignation quit
retire retirement
appoint appointment
sack fire dismiss dismissal oust
strike walkout
meet meeting summit talks talk
deal agreement accord pact agree treaty
ceasefire truce armistice
buy purchase acquire acquisition takeover
sell sale
cut reduce reduction slash
rise increase climb grow growth raise
fall drop decline decrease
plan scheme
launch start begin
stop halt end suspend suspension finish
close shut closure
ban prohibit prohibition outlaw
approve approval
reject rejection refuse refusal
promise pledge vow
investigate investigation probe inquiry
examine check inspect inspection
search hunt
find discover discovery
rescue save
evacuate evacuation
flee escape
damage destroy destruction
build construct construction
repair fix
visit trip
praise hail laud
criticise criticize criticism slam condemn condemnation
anger angry fury furious outrage
tears weep cry
chaos chaotic
emotion emotional emotionally
survivor survive
police officer officers detective detectives
boss chief head principal
father dad
mother mum mom
children kids child
firm company
lorry truck
plane aircraft jet airliner
ship vessel
worker staff employee
soldier troop troops
migrant refugee
illness disease sickness
money cash fund funding
crowd fans
"""


@cache
def families() -> dict[str, frozenset[str]]:
    """The stem of each word to the stems of all that may stand for it, itself included."""
    found: dict[str, frozenset[str]] = {}
    for row in _ROWS.strip().splitlines():
        stems = frozenset(stem(word) for word in row.split())
        for one in stems:
            found[one] = found.get(one, frozenset()) | stems
    return found


#: Verbs of titles for what somebody says, and the words that they say it in.
_VERDICTS = """
hail praise laud salute applaud / great greatest best amazing brilliant incredible outstanding excellent wonderful
    fantastic superb remarkable impressive proud finest magnificent extraordinary
slam blast condemn criticise criticize lambast denounce / wrong shameful disgrace disgraceful unacceptable terrible
    appalling worst failure outrageous reckless stupid dangerous cruel unfair
amaze astonish stun / amazing astonishing stunning incredible unbelievable surprised astonished stunned amazed
surprise shock / surprised surprising shocking shocked unexpected
impress / impressive impressed
"""


@cache
def verdicts() -> dict[str, frozenset[str]]:
    """The stem of a verb of judging to the stems of the words that somebody judges with."""
    found: dict[str, frozenset[str]] = {}
    for row in re.sub(r"\n\s+", " ", _VERDICTS.strip()).splitlines():
        verbs, words = row.split(" / ")
        for verb in verbs.split():
            found[stem(verb)] = found.get(stem(verb), frozenset()) | {stem(word) for word in words.split()}
    return found
