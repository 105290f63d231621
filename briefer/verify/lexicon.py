"""Words that news uses for one another, and words that turn each other round: lists of our own, compared by stem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from briefer.language.names.lexicon import ROLES
from briefer.verify.words import stem

#: Groups of words that news uses for one another; a word may stand in several.
_ALIKE = """
one 1 single; two 2 both couple pair twice double; three 3; four 4; five 5; six 6; seven 7; eight 8; nine 9; ten 10;
eleven 11; twelve 12 dozen; twenty 20; thirty 30; forty 40; fifty 50; hundred 100; absolute complete total full entire
whole utter; abuse mistreat mistreatment maltreat harass harassment; accident crash collision wreck smash; accord
agreement deal pact treaty settlement compromise contract; accuse allege blame charge indict; accused suspect
defendant; achieve attain accomplish reach secure win; acquire buy purchase takeover obtain; acquit clear exonerate;
act law bill legislation statute measure; actor star performer actress; add append include; address tackle confront
handle speech talk; adjust alter change modify amend revise edit shift; adopt pass approve ratify endorse enact
accept; advance progress move forward; advise recommend counsel suggest urge; affect influence impact hit; afraid
fearful scared frighten fear worry concern anxious alarm; agency body authority office bureau department regulator
watchdog; agree consent accept concur settle; aid help assistance support relief assist; aim goal target objective
purpose intend plan mean design seek; aircraft plane jet airplane airliner; allow permit let authorise authorize
enable grant; ally partner supporter backer; ambitious bold audacious daring; amid during while; amount sum total
figure number quantity; anger angry fury furious outrage rage irate; animal creature beast livestock pet; announce
declare reveal unveil disclose publish publicise release state say present report; annual yearly year; answer reply
respond response react reaction; appeal plea call urge request ask; appear seem look emerge; appoint name nominate
hire choose select pick designate elect; approach method way strategy plan; approximate roughly around about near
nearly almost close some estimate; area region district zone territory province part neighbourhood; argue contend
claim maintain insist assert say; arm weapon arms armament gun firearm munition; army military troop force soldier;
arrange organise organize set schedule plan; arrest detain capture catch apprehend hold seize custody nab caught;
arrive come reach land; article story piece report; artwork painting picture work; assassinate murder kill execute
slay; assault attack strike raid offensive hit; assembly parliament legislature congress chamber; assess evaluate
judge gauge examine review rate measure; assign allocate allot earmark; attempt try bid effort endeavour endeavor
seek; attend visit join present; attorney lawyer solicitor barrister counsel; author writer novelist; authority
official power; automobile car vehicle; average typical mean; avert avoid prevent stop block; award prize honour honor
medal give grant present; baby infant child newborn; back support endorse favour favor approve; ban prohibit forbid
bar outlaw block bans; bank lender; bankrupt insolvent bust; barrier obstacle hurdle hindrance; battle fight clash
combat conflict struggle war; beat defeat overcome win victory thrash; begin start launch commence open kick initiate;
belief opinion view think believe; belong own; benefit advantage gain help; big large huge major vast massive great
giant enormous hefty considerable substantial sizeable; blame fault accuse responsible; blast explosion explode bomb
detonate; block stop prevent halt bar obstruct; boat ship vessel ferry; bolster strengthen boost reinforce shore;
boost increase lift raise improve strengthen; border frontier; boss chief head leader manager director executive;
breach break violate violation infringe breaching; brief short quick concise; bring take carry deliver; broad wide
extensive; broadcast air show stream; budget spending; build construct erect building construction make; building
structure property; business company firm corporation enterprise operator; buyer customer purchaser client consumer
shopper; calm quiet peaceful; campaign drive push; cancel scrap abandon drop axe scrapped call; candidate contender
nominee hopeful runner; career profession job; cause lead trigger prompt spark result reason provoke bring; caution
warn warning; cease stop end halt finish; celebrate mark honour; celebrity star famous; centre center hub; ceremony
event; certain sure; challenge contest dispute; champion winner title; chance opportunity possibility prospect; change
alter alteration shift amend reform; charity nonprofit; cheap inexpensive affordable low; check inspect examine verify
inspection test; chief head leader boss main top; child kid youngster minor boy girl son daughter teenager; choose
select pick opt decide; chopper helicopter; citizen resident national people inhabitant; city town municipality; claim
say allege assert; class lesson category; clear obvious plain; climb rise ascend increase; close shut near end
closure; coach manager trainer; coalition alliance bloc; collaborate cooperate partner work; colleague coworker peer;
collide crash hit; combat fight counter; combine merge unite join; comment remark say statement; commission panel
committee body; common usual frequent widespread; communicate inform tell contact; community neighbourhood; company
firm business corporation group manufacturer maker; compel force oblige obligate require mandate order make enforce
demand; compete contest vie race; competition contest tournament; competitor rival opponent; complain complaint
grievance object; complete finish end conclude full; complex complicated difficult; comply obey follow; conclude end
finish close find; conduct perform carry do run hold execute; conference meeting summit; confess admit acknowledge
concede; confident sure; confirm verify affirm validate; confront face; consider weigh ponder think mull contemplate
regard; consist comprise contain include; conspire plot; consume eat drink use; contact reach touch; contain hold
include; continue proceed persist keep remain carry go; convict sentence guilty jail; convince persuade; cost price
expense worth charge; count tally number; country nation state; coup overthrow putsch; court tribunal judge; cover
include span; create make produce build form establish generate; crew team staff; crime offence offense felony;
criminal offender culprit perpetrator; crisis emergency; critic opponent detractor; critical crucial key vital
essential important; criticise criticize condemn slam attack blast denounce fault rebuke; crowd throng people gather;
cruel brutal harsh; curb limit restrict restrain curtail reduce control contain; cure treat remedy heal; current
present now existing; cut reduce lower slash trim shrink decrease; damage harm hurt injure destroy wreck; danger risk
threat peril hazard; dangerous risky hazardous unsafe; data information figure statistic; dead die killed deceased
late; deadly fatal lethal; dealer trader seller; debate discuss discussion argue; debt owe liability; debut premiere
launch; decide determine resolve choose rule decision; decision ruling verdict choice; decline fall drop decrease
reduce shrink dip; deep profound; defeat loss; defence defense protect; defend protect guard back resist; delay
postpone defer late; delegate representative envoy lawmaker member; delegation group team; delete remove erase wipe
uninstall eliminate discard eradicate; deliver provide bring supply give; demand call urge require want insist press;
demonstrate show prove protest; demonstrator protester activist; deny reject refute dispute; depart leave exit quit;
deploy send station; describe portray depict call characterise characterize term; design plan create; desire want
wish; destroy ruin demolish wreck devastate; detail describe; detect find discover spot notice; develop create build
grow; device gadget phone; devote dedicate; dialogue talk discussion negotiation; die dead kill perish death pass;
differ vary; different distinct various separate; difficult hard tough; diminish reduce lessen shrink; diplomat
ambassador envoy; direct order instruct run lead; disagree differ; disagreement dispute row conflict; disappear vanish
missing; disaster catastrophe calamity; discontinue stop end; discover find uncover detect learn; discreet secret
covert; discuss talk debate address; disease illness sickness condition virus infection; dismiss fire sack reject
oust; display show exhibit; dispute row conflict argue; distribute share hand deliver give; disturb upset; divide
split separate; doctor physician medic; document file record paper; dominate control; donate give contribute; donation
gift contribution; double twice twofold; doubt question suspect; draft outline write; drama play; dramatic sharp
sudden; draw attract tie; drug medicine medication; due owing; duty obligation responsibility; early soon; earn make
gain receive; earnings profit income revenue; earthquake quake tremor; ease relax relieve loosen; economy economic;
educate teach school; effect impact result consequence; elect vote choose; election vote poll ballot; electricity
power energy; eliminate remove delete kill eradicate; emissions emission pollution; emphasise emphasize stress
highlight underline; employ hire use recruit; employee worker staff personnel; employment job work; encounter meet
face; encourage urge promote; end finish stop conclude close cease expire; endure suffer; enemy foe; engage involve;
enjoy like; ensure guarantee secure; enter join; enthusiastic keen; equal same; equipment gear; error mistake; escape
flee run break loose away; establish found set create form; estimate forecast predict project reckon; evacuate clear;
evidence proof; examine study inspect investigate review; exceed surpass top pass; excellent superb; exchange swap
trade; exclude omit; execute kill carry; expand grow extend enlarge widen; expect anticipate forecast predict likely
due; expensive costly; expert specialist analyst; expire end lapse; explain clarify; explore examine; expose reveal;
express voice; extend expand lengthen prolong; extra additional more further another; fabricate forge; factory plant
mill works; fair just; fake false bogus counterfeit; fall drop decline decrease plunge slump dip tumble slide sink;
family relative household; famous known renowned popular; fast quick rapid swift; father dad parent; favour favor
prefer support; female woman girl; film movie picture; final last concluding; financial fiscal economic monetary; fine
penalty penalise penalize; fire blaze burn; first initial; flat apartment; flight plane; flood inundate; fluctuate
vary; follow after; food meal; foreign overseas abroad external; former ex previous past; free release liberate;
friend pal; fuel petrol gasoline gas; fund finance money pay bankroll funding cash; funeral burial; gain win rise
increase; gather collect assemble meet convene; gift present; give provide grant hand donate offer; global worldwide
international world; good positive; goods product merchandise; government administration cabinet state ministry
federal; greet welcome; group organisation organization band team faction; grow increase expand rise; growth increase
rise expansion; guarantee ensure pledge; guide lead; gunman shooter attacker assailant; hall venue; happen occur take
place; happy pleased glad delighted; harass bully; harbour harbor port; hasten accelerate speed quicken; head lead
chief; health medical; hear listen; hide conceal; high tall; hint suggest; hire employ recruit appoint; history past;
holiday vacation; home house residence; homicide murder; hope wish; hospital clinic; human person; hurt injure wound
harm; husband spouse; identify name recognise recognize; ill sick unwell; illegal unlawful; image photo picture
photograph; immediate instant prompt; immigrant migrant; implement enforce introduce apply; important significant
major key; impose introduce enforce; improve better enhance boost; improvement gain; incident event accident; increase
rise grow climb raise hike boost surge jump growth; indicate show suggest signal; individual person people; industry
sector business; inform tell notify brief; injure wound hurt injury casualty; inmate prisoner; inquiry enquiry
investigation probe; install fit; institute institution; instruct order tell direct require; insult offend; intention
plan; introduce launch bring unveil; invade attack; invasion attack offensive war; investigate probe examine look
inquire; investment invest; invite ask; involve include; island isle; issue problem matter publish; jail prison
imprison sentence; job work post role position; journalist reporter correspondent; keep retain hold maintain; kidnap
abduct; kill murder slay dead die shoot execute; killer murderer; labour labor; lack shortage; lawful legal; lawmaker
legislator politician representative congressman senator mp deputy parliamentarian; lawsuit case suit litigation sue;
leader head chief president; leading top; lease rent; lecture talk; letter mail; limit cap restrict ceiling; link
connect tie relate associate; live reside; loan lend credit; locate find; location place site; long lengthy extended
prolonged; loss lose; lucky fortunate; majority most; man male; mandatory compulsory obligatory required; manufacture
make produce; many numerous several multiple various lot; marriage wedding; marry wed; massacre slaughter killing
bloodbath shooting; measure step; media press; meet gather encounter; meeting talk summit session; monitor watch
track; mother mum mom parent; motive reason; move step shift; need require; negotiate talk bargain; new fresh recent
novel; normal usual; notice notify; observe watch see; obtain get acquire; occasion event; officer official; oil crude
petroleum; old elderly; operate run; oppose resist object; organisation organization group body; origin source; oust
remove topple dismiss; outline detail; overhaul reform revamp; overturn reverse quash annul; own possess; owner
proprietor; part portion section; participate take part join; passenger traveller traveler; pause halt suspend break;
pay wage salary; peace truce ceasefire armistice; penalty fine punishment sanction; phone telephone mobile; plan
proposal scheme intend programme program project; pledge promise vow commit commitment; plot scheme; police officer
cop authority force; poll survey; pollute contaminate; population people; possible potential; powerful strong; praise
hail laud applaud commend welcome; prepare ready; preserve protect conserve; previous former earlier prior; priest
clergyman; primary main; problem issue difficulty trouble; procedure process; production output; profit gain earnings;
prominent leading; property estate; propose suggest offer proposal; prosecute try charge; protect guard defend
safeguard shield; protest demonstrate rally demonstration march; provide give supply offer; punish penalise penalize;
pursue chase; put place; quarrel row; query question; question ask; quit resign leave; quote cite; rail train railway
railroad; rare unusual; ready prepared; real actual; realise realize; rebel insurgent militant; rebuild reconstruct
restore; receive get; recession downturn slump; referendum vote; refugee migrant asylum; regulate control; regulation
rule; reject refuse dismiss decline deny; relation tie; relationship tie; religion faith; reluctant unwilling; rely
depend; remain stay continue; remove delete take; repair fix mend; replace substitute succeed; republican gop; rescue
save; research study; researcher scientist; resign quit step; resolve settle solve; restriction limit curb; result
outcome; resume restart reopen; retail shop store; revenue sales income turnover; rich wealthy affluent; riot unrest;
road street highway motorway; rob steal; robbery theft heist burglary; role part; rubbish trash garbage waste; rumour
rumor; safe secure; safety security; sea ocean; search hunt look; secret covert clandestine hidden surreptitious
silent private; seize confiscate capture; send dispatch; senior top; serious severe grave; share stake; sharp steep;
shock stun surprise; shoot fire; similar alike comparable; simple easy; skill ability; skip miss; small little tiny
minor modest; smart clever; solution answer fix; song track; sort kind type; speak talk; sponsor fund back; stable
steady; stage phase; stance position; statistics data; stock share; storm hurricane typhoon cyclone; strike walkout
stoppage; student pupil; submit file; sufficient enough; surgery operation; surrender yield; task job; tax levy duty
tariff; team squad side club; television tv; temporary interim; terrible awful; terrorist militant; test trial;
therapy treatment; topic subject; trade commerce; transfer move relocate; transform change; travel journey visit; trip
journey visit mission tour; truck lorry; uncertain unclear; unemployed jobless; unemployment jobless; university
college; use utilise utilize employ; vaccine jab vaccination shot; value worth; victim casualty; victory win triumph;
video footage clip; visitor tourist guest; voluntary optional; voter electorate; want wish seek; warning alert; weak
feeble; website site; wife spouse; withdraw pull retreat; wrong incorrect; yell shout scream; young youth; stabilise
stabilize steady; terminate end close stop; precise exact; retaliate respond; shut close down; depart leave go;
youngster youth teenager teen adolescent; pensioner retiree; toddler child; premier president; chair chairman
chairwoman chairperson head lead; spokesman spokeswoman spokesperson representative; coast shore seaside; fisherman
fisher; firefighter fireman; policeman policewoman officer; nurse carer; minister secretary; harvest crop; flu
influenza; covid coronavirus; cheap discount; bonus premium; subsidy grant aid; dam reservoir; reservoir lake;
blackout outage; outage cut; poster placard; flyer leaflet; lie falsehood; lie mislead; deceive mislead; cheat fraud;
fraud scam; bribe corruption; corrupt corruption; embezzle steal; smuggle traffic; smuggler trafficker; hostage
captive; kidnapper captor; body corpse remains; grave tomb; tomb burial; scholar academic; academic professor;
professor lecturer; headteacher principal; principal main; dean head; clerk official; bureaucrat official; spy agent;
spy espionage; hacker attacker; hack breach; breach leak; leak spill; spill discharge; sewage wastewater; drought dry;
heatwave heat; snow blizzard; landslide mudslide; volcano eruption; erupt eruption; tremor shake; aftershock tremor;
dwelling home; flat home; tower block; skyscraper tower; mall centre; grocer supermarket; supermarket store; cafe
restaurant; pub bar; inn pub; chef cook; waiter staff; tram train; underground metro subway; bus coach; bike bicycle;
cyclist rider; motorist driver; driver rider; pedestrian walker; airport airfield; cargo freight; freight goods; dock
port harbour quay; docker dockworker worker; farmer grower; grower producer; wheat grain; grain cereal; dairy milk;
cattle cow; sheep lamb; pig swine; poultry chicken; trawler boat; sailor seaman; seaman crew; warship vessel; missile
rocket; rocket shell; drone uav; tank armour; convoy column; frontline front; outpost base; barracks base; foe
adversary; adversary rival; envoy emissary; embassy mission; consulate mission; visa permit; permit licence license;
quota limit cap; embargo ban; boycott shun; sanction embargo; audit review; auditor inspector; inspector official;
watchdog ombudsman; levy charge fee; toll fee; fare price ticket; mortgage loan; dividend payout; payout payment;
shareholder investor; merger takeover; subsidiary unit; unit division; branch office; headquarters base; launch
release; rollout launch; prototype model; model version; upgrade improve; outage failure; failure fault; fault defect;
defect flaw; flaw weakness; glitch fault; bug fault; recall withdraw; withdraw remove; warn alert; alarm alert;
evacuate flee leave; shelter refuge; refuge haven; camp settlement; tribe clan; clan family; heir successor; monarch
king queen; parade procession march; grief sorrow; sorrow sadness; delight joy; joy happiness; panic fear; dread fear;
hunger famine; famine starvation; starve hunger; epidemic outbreak pandemic; infect catch; infect infection; symptom
sign; diagnose diagnosis; recover heal; jab injection; clinic surgery; ward unit; ambulance paramedic; paramedic
medic; squad unit; commander chief; general commander; recruit soldier; conscript draft; conscription draft; desert
abandon; mutiny revolt; revolt uprising rebellion; insurgency rebellion; curfew lockdown; lockdown restriction;
detention custody; custody jail; overrule overturn; uphold confirm; repeal scrap abolish; abolish scrap end; decree
order; edict order; veto block; amendment change; clause provision; charter constitution; session sitting; adjourn
suspend postpone; motion proposal; resolution motion; constituency seat district; manifesto programme; rally
gathering; watch view see spectator viewer audience crowd; match game final fixture; reduction cut decrease;
redundancy layoff dismissal cut; sailing crossing voyage; intact undamaged complete; dig excavation excavate; unearth
uncover discover; retire retirement pension; peak maximum highest top; abandon leave; plot land ground site; demand
ask request claim; shed cut axe; rural countryside village; informed told; largest biggest; find discovery; thrice
three; hour time; shut closed close; permit allow licence; hurt injured wounded; oldest eldest; spread expand; verdict
ruling judgment; autumn fall
"""
#: Words that turn a claim round; each row is one question with its two answers.
_OPPOSITES = """
rise increase grow climb gain jump surge soar expand improve raise higher strengthen hike double rebound rally
    / fall decrease shrink drop decline plunge slump sink contract worsen lower weaken cut reduce halved halving slide dip tumble less fewer
up / down
win winner victory / lose loss loser
accept approve back support endorse welcome ratify agree adopt favour favor praise embrace
    / reject oppose refuse veto condemn block dismiss decline criticise criticize denounce
open reopen / close shut closure
begin start launch resume / end stop halt suspend finish cancel abandon cease
buy purchase acquire buyer / sell seller
arrive enter join / leave depart quit exit
allow permit authorise authorize legalise / ban forbid prohibit outlaw bar prevent
include / exclude omit
confirm admit acknowledge / deny
convict guilty conviction / acquit innocent acquittal
hire appoint recruit add create / fire dismiss sack axe shed cut slash lose
north northern / south southern
east eastern / west western
above over exceed / below under
before / after
ally friend / enemy foe
import / export
profit surplus / loss deficit
succeed success successful / fail failure unsuccessful
advance / retreat
majority / minority
public open / private secret confidential
tighten / ease loosen relax
hot heat warm / cold cool
early earlier soon / late later
first / last
attack / defend
love praise hail laud / hate criticise criticize condemn slam
peace peaceful / war violent
release free / detain arrest jail imprison hold
safe / dangerous unsafe
possible / impossible
likely / unlikely
legal lawful / illegal unlawful
alive survive survivor / die kill dead
more most / less fewer least
many numerous / few
keep retain maintain preserve / delete remove erase scrap abolish drop discard eliminate
mandatory compulsory obligatory required / voluntary optional
temporary / permanent
partial part / full complete total
strong / weak
rich wealthy / poor
best better / worst worse
big large biggest largest bigger larger high highest / small little smallest smaller low lowest
old older oldest elderly / young younger youngest new newest
long longer longest / short shorter shortest brief
fast faster quick accelerate / slow slower slow
ambitious bold audacious / modest minimal cautious
man men male boy / woman women female girl
father dad / mother mum mom
son / daughter
brother / sister
husband / wife
uncle / aunt
king / queen
morning / evening afternoon night
domestic national / foreign international overseas
urban city / rural countryside
left leftist / right rightist
employer / employee worker
extend lengthen prolong / shorten
lend lender / borrow borrower
teacher / pupil
landlord / tenant
resign / stay remain
withdraw pull / send deploy
optimistic hopeful / pessimistic
common / rare
increase / reduction
unanimous / split divided
support supporter / opponent critic opposition
backer proponent / opponent
united unite / divide split
confident / doubtful
happy pleased satisfied / unhappy angry disappointed
expensive / cheap
heavy / light
inside indoor / outside outdoor
with / without
encourage / discourage
encouraged / discouraged
trust / distrust
attend / skip boycott
deny denial / admission confession
maximum / minimum
upper / lower
delay postpone / hasten accelerate
rescue save / abandon
raise / lower
spend / save
borrow / repay
stable / unstable
clear certain / unclear uncertain
hero / villain
victim / perpetrator attacker
prosecution prosecutor / defence defense
plaintiff / defendant
recover recovery / relapse
"""


def _forms(word: str) -> set[str]:
    """Stems of a word and of what it may end in: a suffix rule may lead "caution" and "cautioned" to different ones."""
    bare = word.removesuffix("e")
    return {stem(form) for form in (word, f"{word}s", f"{bare}ed", f"{bare}ing", f"{word}{word[-1]}ed")}


@cache
def _alike() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in _ALIKE.split(";"):
        forms = set().union(*(_forms(word) for word in row.split()))
        for form in forms:
            found.setdefault(form, set()).update(forms)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _opposites() -> Mapping[str, Sequence[tuple[frozenset[str], frozenset[str]]]]:
    found: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for row in re.sub(r"\n\s+/", " /", _OPPOSITES.strip()).splitlines():
        sides = [frozenset[str]().union(*(_forms(w) for w in side.split())) for side in row.split("/")]
        for own, other in (sides, sides[::-1]):
            for word in own:
                found.setdefault(word, []).append((own, other))
    return found


#: Nouns for bodies that act like people.
_BODIES = frozenset(
    "union company firm police government court council parliament ministry bank army opposition board city state employer".split()
)


def acts(word: str) -> bool:
    """Whether the word is a noun for somebody who acts: a role, or a body of people."""
    single = word.casefold().removesuffix("s")
    return single in ROLES or single in _BODIES or word.casefold() in _BODIES


def alike(word: str) -> frozenset[str]:
    """The stems that say much the same as a stem, itself among them; none for a word that no list has."""
    return _alike().get(word, frozenset())


def opposites(word: str) -> Sequence[tuple[frozenset[str], frozenset[str]]]:
    """For each question that a stem answers: the stems that answer the same, and those that answer otherwise."""
    turned = frozenset({f"un{word}", f"non{word}"}) | {word.removeprefix(p) for p in ("un", "non") if _turns(p, word)}
    return (*_opposites().get(word, ()), (frozenset({word}), turned))


def _turns(prefix: str, word: str) -> bool:
    """Whether the prefix turns the rest of the word round ("unable"), and is no part of it ("unless", "union")."""
    return (
        word.startswith(prefix) and len(word) >= len(prefix) + 4 and word not in ("unless", "until", "under", "unite")
    )
