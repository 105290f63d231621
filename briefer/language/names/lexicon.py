"""Words that tell a title from a name, a role from a thing, and a man from a woman."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Forms of address before a name: they tell that a person follows, and are no role.
HONORIFICS = _words(
    "mr mr. mrs mrs. ms ms. miss mx mx. dr dr. sir dame lord lady madam monsieur madame herr frau señor señora "
    "baron baroness count countess duke duchess hon. rt. cllr cllr. cllrs"
)

#: Offices and ranks that stand before a name with a capital.
OFFICES = _words(
    "president minister premier chancellor secretary senator sen. sens. rep. reps. representative congressman "
    "congresswoman assemblyman assemblywoman governor gov. mayor judge justice general gen. colonel col. lieutenant "
    "lt. captain capt. major maj. sergeant sgt. admiral adm. commander cmdr. brigadier marshal corporal officer "
    "detective inspector superintendent constable sheriff chief commissioner director ambassador envoy spokesman "
    "spokeswoman spokesperson chairman chairwoman chairperson chair speaker leader king queen prince princess emperor "
    "sultan sheikh emir pope cardinal archbishop bishop rabbi imam ayatollah reverend rev. pastor professor prof. "
    "attorney prosecutor coach ceo cfo coo mp mep taoiseach treasurer comptroller aide adviser advisor councillor "
    "councilman councilwoman delegate democrat republican analyst undersecretary ombudsman coordinator "
    "administrator superintendent counsel strategist founder undersheriff manager correspondent capt lt gen col sens reps govs messrs profs sen rep gov adm sgt maj cmdr brig. brig supt "
    "supt. det. insp. cpl. pvt. pfc. ret. alderman alderwoman pc wpc dci"
)

#: What may stand between an office and what it is of: "Deputy *Foreign* Minister".
OFFICE_MODIFIERS = _words(
    "prime foreign deputy vice finance financial defence defense interior home health trade energy environment "
    "environmental education justice transport transportation agriculture agricultural culture economy economic "
    "economics labour labor treasury state assistant associate chief executive managing general press national "
    "security special senior former acting interim lieutenant major brigadier rear attorney solicitor shadow first "
    "second lord crown communications campaign police fire commerce housing immigration climate industry business "
    "water fisheries tourism sports sport justice military intelligence staff joint supreme district chairman "
    "principal permanent junior global regional technical technology digital science planning development welfare "
    "employment minority majority whip opposition parliamentary council under co- ex- homeland veterans border "
    "cabinet exchequer founding head lead chief- sergeant sgt. lt. maj. col. brig. rear then"
)

#: Nouns that say what somebody is or does.
ROLES = OFFICES | _words(
    "academic accountant activist actor actress administrator adviser agent ally ambassador analyst anchor announcer "
    "archaeologist architect artist assistant associate astronaut astronomer athlete attacker attorney aunt author "
    "backbencher ballerina banker barrister bassist batsman billionaire biologist biographer boss boxer boyfriend "
    "broadcaster broker brother builder businessman businesswoman businessperson campaigner candidate caretaker "
    "cellist champion welder "
    "chaplain chef chemist chieftain choreographer citizen claimant clerk climber coach coachman collaborator "
    "colleague columnist comedian commentator composer conductor confidant congressperson conservationist consultant "
    "contractor controller cook coroner correspondent counsellor counterpart cousin critic curator cyclist dancer "
    "daughter dean dealer defender defendant deputy designer detective developer dictator diplomat director dissident "
    "doctor donor driver drummer ecologist economist editor educator eldest employee engineer entrepreneur "
    "environmentalist epidemiologist executive expert explorer farmer father fellow fighter financier firefighter "
    "fisherman "
    "footballer forecaster founder friend fugitive geologist girlfriend goalkeeper golfer grandfather grandmother "
    "grandson granddaughter guard guide guitarist gunman half-brother head headteacher headmaster headmistress heir "
    "heiress hero historian host hunter husband hydrologist illustrator immunologist incumbent industrialist "
    "inspector instructor inventor investigator investor jockey journalist judge jurist keeper lawmaker lawyer "
    "leader lecturer legislator liaison librarian lieutenant lobbyist magistrate magnate manager mathematician mayor "
    "mechanic member mentor meteorologist midfielder militant millionaire miner minister mogul monarch mother mp "
    "musician negotiator neighbour neighbor nephew neurologist niece nominee novelist nurse officer official "
    "oncologist operator opponent organiser organizer owner paediatrician painter paramedic parent partner "
    "passenger pathologist "
    "patient peer philanthropist philosopher photographer physician physicist pianist pilot player playwright poet "
    "policeman policewoman politician pollster predecessor premier presenter priest principal prisoner producer "
    "professor programmer prosecutor protester psychiatrist psychologist publicist publisher pundit pupil racer "
    "ranger rapper rebel receptionist recruiter referee refugee regent regulator reporter representative rescuer "
    "researcher resident retailer rider rival rower ruler sailor salesman scholar scientist scout screenwriter "
    "sculptor secretary seismologist senator sergeant sheriff shareholder shopkeeper singer sister skater skier "
    "skipper sociologist soldier solicitor son songwriter spokesman spokesperson spokeswoman sprinter spy staffer "
    "statesman statistician stepfather stepmother stepson stockbroker strategist striker student successor "
    "supporter surgeon surveyor survivor suspect swimmer teacher teammate technician teenager tenant therapist trader "
    "trainer translator treasurer trustee tsar tutor tycoon uncle undersecretary veteran vet veterinarian "
    "vice-chair vicar victim villager violinist virologist volcanologist volunteer warden warrior whistleblower "
    "wholesaler widow widower wife winemaker winger winner witness worker wrestler writer zoologist czar figurehead "
    "captain mastermind warlord commander "
    "chairman chairwoman chair chairperson president vice-president chancellor commissioner envoy negotiator "
    "mediator rapporteur peacemaker quarterback pitcher catcher shortstop linebacker goalie goaltender defenseman "
    "fullback lineman point-guard batter bowler fly-half prop hooker centre-back striker scorer runner-up medallist "
    "contender hopeful front-runner frontrunner challenger insider lead number-two backer ex-wife ex-husband fiancé "
    "fiancée co-founder cofounder cashier caddie bishop archbishop cardinal pope king queen prince princess duke "
    "duchess emir sultan monk nun cleric imam rabbi preacher evangelist guru alderman alderwoman commissar consul "
    "attaché legate nuncio whip backbencher speaker premier taoiseach tanaiste chief sergeant-at-arms comptroller "
    "ombudsman auditor archivist actuary arborist beekeeper blogger vlogger influencer podcaster youtuber streamer "
    "gamer hacker developer coder moderator postdoc roofer plumber baker butcher carpenter electrician joiner plasterer "
    "barber hairdresser cleaner carer gardener landlord landlady publican pensioner retiree schoolteacher mp pm ceo cfo "
    "coo mep trucker postman milkman trooper"
)

#: Roles that organisations have too: they do not tell that a person follows.
SHARED_ROLES = _words(
    "rival partner owner operator supplier producer broadcaster publisher retailer champion winner opponent host insider "
    "contractor broker developer defender ally backer sponsor investor supporter member neighbour neighbor leader "
    "regulator maker predecessor successor shareholder dealer builder trader challenger contender donor founder chair "
    "head lead general state major chief counsel peer captain"
)
#: Offices that are written short.
SHORT_OFFICES = _words("mp mps pm ceo cfo coo mep")
#: What short offices mean.
SPELLED_OUT: dict[str, tuple[str, ...]] = {
    "pm": ("prime", "minister", "premier"),
    "ceo": ("chief", "executive", "officer", "boss"),
    "cfo": ("chief", "financial", "finance", "officer"),
    "mp": ("lawmaker",),
    "sen.": ("senator", "lawmaker"),
    "sen": ("senator", "lawmaker"),
    "rep.": ("representative", "congressman", "congresswoman", "lawmaker"),
    "gov.": ("governor",),
    "gov": ("governor",),
}
#: Offices that one person holds at a time: who is called so once stays so, whoever spoke since.
SINGLE_OFFICES = _words(
    "mayor governor president premier chancellor minister king queen prince pope bishop archbishop sheriff ceo "
    "chairman chairwoman coach ambassador envoy treasurer taoiseach"
)
#: Kinship and the like: whose it is stands with it and matters more than the word.
KINSHIP = _words(
    "wife husband son daughter father mother brother sister uncle aunt cousin nephew niece grandson granddaughter "
    "grandfather grandmother stepson stepdaughter stepfather stepmother widow widower girlfriend boyfriend partner "
    "friend ally fiancé fiancée ex-wife ex-husband half-brother half-sister neighbour neighbor twin"
)

#: Endings of nouns for people that the list above does not have.
PERSON_ENDINGS = ("man", "woman", "person", "ist", "ologist", "eer", "maker", "keeper", "holder", "worker")

MALE_WORDS = _words(
    "mr mr. sir lord king prince duke baron count emperor sultan sheikh emir pope cardinal archbishop imam rabbi "
    "father brother son uncle nephew husband widower grandson grandfather stepson stepfather boyfriend fiancé "
    "chairman spokesman congressman councilman assemblyman businessman policeman fisherman gunman statesman salesman "
    "alderman batsman actor monk priest son-in-law father-in-law brother-in-law half-brother ex-husband tsar "
    "monsieur herr señor headmaster"
)
FEMALE_WORDS = _words(
    "mrs mrs. ms ms. miss madam dame lady queen princess duchess baroness countess empress mother sister daughter "
    "aunt niece wife widow granddaughter grandmother stepdaughter stepmother girlfriend fiancée chairwoman "
    "spokeswoman congresswoman councilwoman assemblywoman businesswoman policewoman actress nun heiress ballerina "
    "daughter-in-law mother-in-law sister-in-law half-sister ex-wife madame frau señora headmistress alderwoman"
)

#: Words inside a name that make it an organisation.
ORGANISATION_WORDS = _words(
    "academy administration agency airline airlines airways alliance army assembly associates association authority "
    "bank banking bar basin board bros brothers bundestag bureau cabinet center centre chamber church club co co. "
    "coalition college commission committee commons community companies company confederation conference congress "
    "consortium constabulary cooperative corp corp. corporation corps council court courts defence department "
    "directorate duma dynamics "
    "electric electronics energy enterprises exchange express fc federation force forces forum foundation front fund "
    "gazette group guard guild herald holdings hospital house inc inc. industries initiative institute institution "
    "insurance international investments journal knesset laboratories laboratory labs league legion llc llp lords "
    "ltd ltd. magazine management media mercury ministry mission monitor motors movement museum navy network networks "
    "news newspaper office ombudsman organisation organization parliament partners party petroleum pharmaceuticals "
    "plc police politburo post power press prison prosecutor's radio railway railways refinery registry regiment "
    "reserve resources school secretariat securities senate service services shipping society software solutions "
    "state-run station steel store stores studio studios summit syndicate systems taskforce team technologies "
    "telecom telegraph television theatre theater times tower tribune tribunal trust tv union united university "
    "utilities ventures watch wire workers works bundeswehr treasury parish diocese observatory secretariat brigade "
    "squadron battalion fleet jury clinic infirmary images strategies consulting lines coal mines mining fuels healthcare pac nhs rovers rangers athletic albion wanderers hotspur brotherhood "
    "caucus campaign"
)

#: Words that begin an organisation's name and take "of".
OF_HEADS = _words(
    "department ministry bank university house council board court institute bureau office college school church "
    "academy society association federation union league organisation organization committee commission chamber "
    "city state kingdom republic province district bishop archbishop center centre museum group order fund friends "
    "alliance army sons daughters community bundestag ministers secretary minister director chief chairman president "
    "speaker secretary-general duke duchess prince princess king queen earl governor leader attorney church diocese "
    "parliament hospital supreme authority agency headquarters"
)

#: Words of a company's name that it leaves out when it is short: "Halden" for "Halden Motors".
CORPORATE_WORDS = _words(
    "motors foods inc inc. group holdings industries pharmaceuticals technologies technology software systems solutions "
    "energy airlines airways electric electronics steel stores studios partners capital securities insurance petroleum "
    "ltd ltd. plc corp corp. co co. corporation company companies llc llp dynamics enterprises brothers bros ferries "
    "foods brewery breweries retail resources ventures labs telecom communications entertainment pictures games "
    "aerospace robotics logistics properties hotels international investments bancorp networks chemicals minerals "
    "mining metals gas oil power water shipping marine auto automotive & sons daughters"
)

#: Words inside a name that make it a place.
PLACE_WORDS = _words(
    "river lake mountain mountains mount island islands sea ocean bay gulf strait straits valley desert coast peninsula "
    "cape street road avenue square park forest bridge canal airport port harbour harbor county province region "
    "district city town village north south east west hills hill beach falls canyon dam weir creek plateau highlands "
    "basin delta volcano heights springs boulevard lane highway motorway plaza palace castle stadium arena cathedral "
    "reservoir glacier archipelago plant"
)

#: Common nouns for organisations that a later "the agency" may pick up, and words in a name that carry them.
ORGANISATION_NOUNS = _words(
    "agency airline alliance association authority bank board body broadcaster bureau carmaker chain charity club "
    "commission committee company council court department exchange federation firm foundation fund group hospital "
    "institute league office centre center manufacturer maker ministry museum network newspaper operator organisation organization panel "
    "parliament party retailer school society supplier team think-tank tribunal trust union university utility "
    "watchdog regulator developer publisher startup start-up lender insurer brewer airport force service campaign "
    "outlet coalition movement militia guild academy laboratory clinic theatre"
)
#: Such nouns that any organisation of business may be called by.
BUSINESS_NOUNS = _words(
    "company firm carmaker manufacturer maker retailer supplier operator chain lender insurer brewer airline "
    "developer publisher startup start-up utility group"
)

#: Words in the name of what is no business.
PUBLIC_WORDS = _words(
    "union council ministry department court commission university party committee police government parliament senate "
    "congress house nations federation institute school college church army navy association assembly board office "
    "institution museum hospital forum league bureau times post news herald tribune gazette radio television channel"
)
#: Plural nouns for people or bodies that act: "US officials", "European governments".
GROUP_NOUNS = _words(
    "officials governments leaders diplomats lawmakers ministers authorities troops forces negotiators prosecutors "
    "investigators regulators senators republicans democrats conservatives liberals socialists voters residents "
    "police intelligence allies partners experts analysts scientists researchers economists activists protesters "
    "workers unions companies banks courts firefighters rescuers soldiers commanders generals mps meps politicians "
    "delegates envoys aides advisers advisors lawyers judges parties states nations countries farmers doctors nurses "
    "executives investors shareholders fans players teams clubs students teachers journalists reporters sources "
    "separatists rebels militants fighters insurgents campaigners critics supporters citizens people police officers"
)

#: Heads of state and government, whom "the leader" may mean.
LEADER_ROLES = _words("president premier minister chancellor king queen emir sultan emperor prime leader taoiseach")

CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays january february march april may june july august september october november december mon tue wed thu fri "
    "sat sun jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. "
    "dec dec. christmas easter ramadan thanksgiving hanukkah diwali halloween noon midnight gmt utc est edt pst bst "
    "cet a.m. p.m. am pm xmas passover et ct pt bst edt"
)

#: Words for one person of a people, beside those that adjectives of nationality give.
COUNTRYMEN = _words(
    "scot scotsman briton englishman englishwoman welshman welshwoman irishman irishwoman frenchman frenchwoman dutchman "
    "dane swede finn pole turk spaniard yorkshireman londoner mancunian liverpudlian texan californian"
)
#: Words with a capital that name nobody.
NOT_NAMES = _words(
    "i i'm ok god internet web covid covid-19 coronavirus tv pm q a the this that these those it he she they "
    "we you but and or however meanwhile moreover yes no sorry hello mr. mrs. ms. brexit "
    "gdp ceo cfo coo mp mps faq via esq md dui dwi rip diy lgbt lgbtq re vs v. v no. nos. oscar oscars bible koran quran constitution "
    "earth moon mars sun ai dna hiv aids vat phd"
)
#: Words that open a line which is no sentence of the news: "Read more".
OPENERS = _words(
    "photo image images video watch read advertisement breaking exclusive updated update related share subscribe "
    "click editor's please thanks dear correction survey poll analysis opinion comment listen follow full abstract "
    "more top live latest"
)
#: Surnames that news writes without a given name, and that the small parser takes for companies or places.
WELL_KNOWN = _words(
    "trump biden obama clinton sanders romney rubio musk putin lavrov peskov zelensky zelenskyy zelenskiy macron merkel "
    "scholz merz starmer sunak truss farage corbyn netanyahu erdogan erdoğan modi lula bolsonaro maduro trudeau carney "
    "orban orbán lukashenko assad khamenei rouhani duterte marcos ramaphosa sánchez meloni draghi berlusconi sarkozy "
    "hollande gorbachev yeltsin reagan nixon thatcher blair stalin hitler lenin mao churchill mandela einstein guterres "
    "stoltenberg rutte lagarde yellen bernanke bezos zuckerberg"
)
#: Those of them whom news without more words means as women, and those who may be either.
WELL_KNOWN_WOMEN = _words("merkel truss meloni thatcher lagarde yellen")
WELL_KNOWN_EITHER = _words("clinton marcos")
#: Sites where words are posted: organisations, whatever the parser takes them for.
PLATFORMS = _words(
    "twitter facebook instagram youtube tiktok google telegram whatsapp reddit linkedin snapchat soundcloud spotify "
    "itunes netflix amazon apple microsoft meta weibo wechat vkontakte x.com bluesky mastodon signal"
)

#: What only a state or a region has: "Norrmark's *foreign minister*".
STATE_NOUNS = _words(
    "minister commissioner parliament capital ambassador premier chancellor king queen economy coast border borders "
    "territory army currency government constitution population voters airspace coastline legislature navy military "
    "electorate people citizens troops embassy"
)
#: Adjectives that begin many names and are none alone.
ADJECTIVES = _words(
    "federal national central international european western eastern northern southern democratic republican royal new "
    "old great big general global american british state local public private united first second third last next "
    "many most some several all both other another such every each north south east west upper lower holy grand "
    "supreme official senior former current full final early late high low main special independent non anti pro "
    "pre post mid semi super ultra only even still also here there now then today tomorrow yesterday"
)
#: Short forms of US states, as they stand after a town or a senator.
STATE_SHORT_FORMS = _words(
    "ala. ariz. ark. calif. colo. conn. del. d.c. fla. ga. ill. ind. kan. ky. la. md. mass. mich. minn. miss. "
    "mo. mont. neb. nev. n.h. n.j. n.m. n.y. n.c. n.d. okla. ore. pa. r.i. s.c. s.d. tenn. tex. vt. va. wash. w.va. "
    "wis. wyo. va ga fla calif"
)

#: Verbs whose subject speaks.
SPEECH = _words(
    "say tell add announce warn insist argue claim confirm deny declare report note explain state write tweet post "
    "acknowledge admit stress reiterate repeat suggest predict promise pledge vow threaten accuse criticise criticize "
    "describe reply respond respond ask urge call demand recall comment conclude remark testify allege assert "
    "maintain believe think hope fear expect want plan agree refuse reject propose concede contend disclose reveal "
    "emphasise emphasize point praise condemn dismiss complain joke quip estimate caution advise fume rage snap shout yell whisper interrupt interject observe muse "
    "counter retort remember reckon worry doubt dispute blast slam blame hail welcome answer"
)
#: Verbs with a person as object beside the words: either may be meant by a following pronoun.
ADDRESSED = _words("tell ask urge inform advise assure remind warn order persuade convince promise instruct thank")

#: Verbs after which "his" is rarely the subject's own: "praised his attitude".
OTHERS_VERBS = _words(
    "praise criticise criticize blame mock condemn applaud congratulate denounce question dismiss ridicule hail welcome "
    "reject announce support endorse back attack echo accept replace succeed challenge oppose approve confirm sentence"
)
#: Prepositions after which a capital's name is only a place.
PLACE_PREPOSITIONS = _words("in at near outside around inside into through across via above over throughout within")
#: Nouns after which "from Moscow" or "to Moscow" names the government.
EXCHANGE_NOUNS = _words(
    "feedback pressure support statement response message signal demand offer letter criticism help aid proposal "
    "concession assurance warning threat call request reply approval guarantee order instruction invitation answer "
    "reaction resistance opposition backing protest complaint permission alternative challenge appeal gesture note "
    "funding loan weapons arms assistance commitment pledge promise consent condemnation"
)
#: Words beside a country's name that mean its government: "the Norrmark *government*".
GOVERNMENT_NOUNS = _words(
    "government authorities officials regime leadership parliament ministry embassy delegation "
    "military army troops forces state side diplomats negotiators"
)

#: Lower-case parts of a person's name.
PARTICLES = _words("de da van der den von bin al el la del della di du ibn le dos das ten ter zu abu ben af av")
