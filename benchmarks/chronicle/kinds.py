"""What the invented month is made of: outlets, names, and kinds of stories in several wordings each."""

from __future__ import annotations

from dataclasses import dataclass, field

WIRE = "Meridian Wire"
OUTLETS = (
    WIRE, "Harbour Courier", "Radio Calvane", "Tidende", "The Drell Post", "Valley Gazette", "Northern Ledger",
    "Skerry Observer", "Evening Lantern", "The Osterholt Mail",
)  # fmt: skip
GIVEN = (
    "Signe Teodor Pavla Mats Oda Ilse Anton Marguerite Casper Hanne Lucia Gustav Nadia Emil Clara Samuel Petra Joren "
    "Sunniva Piet Ilena Oskar Berit Femi Yusuf Ada Elsa Tomas Ragna Miriam Viktor Ines Halvard Agnes Tilde Marek"
).split()
ONSETS = "Hal Cor Sir Ul Ren Ver Os Lind Kru Fer Re Pet Cas Vonn Ek Lar Mar Aas Dahl Sol Win Bran Thor Ad Stro".split()
ENDS = (
    "gren vola kova ven felt moy terberg qvist semer rant hnal rossi tanev ner berg sson skelo lund quist heim".split()
)
TOWNS = (
    "Tarnvik Osterholt Drell Lindhaven Halvorsund Ellery Karsund Imre Casse Sild Brask Norrby Velm Arvel Torsk".split()
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is to come, and what may become of it; `{due}` is "on May 8", `{day}` "May 8", `{new}` the new day."""

    told: tuple[str, ...]
    kept: tuple[str, ...]
    called_off: tuple[str, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of story: sentences with places for names and numbers, each in several wordings."""

    #: The event of the first day, and of later ones.
    leads: tuple[str, ...]
    later: tuple[str, ...]
    titles: tuple[str, ...]
    #: Sentences with a number.
    counts: tuple[str, ...]
    low: int
    high: int
    role: str
    #: What the holder would, or would not, do.
    vow: tuple[str, ...]
    quotes: tuple[str, ...]
    step: Step
    colour: tuple[str, ...]
    other_role: str
    other: tuple[str, ...]
    #: Whether the number grows in the course of events.
    grows: bool = False
    #: The same number of a wider area.
    scope: str = ""
    vehicles: tuple[str, ...] = field(default=("bus", "tram", "coach", "school bus"))


KINDS = (
    Kind(
        leads=(
            "A {vehicle} of {company} fell from the bridge at {town} {on}.",
            "{On}, a {vehicle} that belongs to {company} broke through the rail of the bridge at {town}.",
            "The bridge at {town} was closed {on} after a {vehicle} of {company} fell into the water.",
        ),
        later=(
            "Divers went on searching the river at {town} {on} for the {vehicle} of {company}.",
            "{On}, cranes lifted the {vehicle} of {company} out of the river at {town}.",
            "Investigators questioned the driver of the {vehicle} that fell from the bridge at {town}, run by {company}.",
        ),
        titles=("{vehicle} falls from bridge at {town}", "{town} mourns after bridge crash", "What is known of the crash at {town}"),
        counts=(
            "{n} people were killed when the {vehicle} fell from the bridge, police said.",
            "The crash killed {n} people, according to the police.",
            "Police in {town} said {n} people died in the crash of the {vehicle}.",
        ),
        low=11, high=60, grows=True, scope="In the whole country, {n} people were killed on roads this year.",
        role="transport minister",
        vow=("close the bridge to all heavy traffic", "publish the report of the bridge inspectors", "take the licence from the bus company"),
        quotes=("The rail was older than I am", "Nobody should fear a bridge", "We look for people first and for guilt later"),
        step=Step(
            told=("The inspectors will present their report in {town} {due}.", "A report of the inspectors is due in {town} {due}.",
                  "The bridge inspectors are to hand their report to the minister {due}."),
            kept=("The inspectors presented their report in {town} {on}.", "{On}, the inspectors in {town} handed over their report.",
                  "The report of the inspectors was published {on}."),
            called_off=("The inspectors will not present a report {due}, their office in {town} said.",
                        "The presentation of the inspectors’ report was called off {on}."),
            moved=("The report of the inspectors was delayed until {new}.", "The inspectors put off their report to {new}.",
                   "The inspectors postponed the presentation of their report from {day} to {new}."),
        ),
        colour=("Fog lay over the river all morning.", "Shops along the quay stayed closed.", "The school of the town sent its pupils home.", "Two helicopters circled above the water."),
        other_role="police chief", other=("the driver had not braked", "the road had been wet since the night"),
    ),
    Kind(
        leads=(
            "The workers of {company} in {town} walked out {on} over night shifts.",
            "{On}, the night crews of {company} at {town} laid down their work.",
            "A strike over night shifts shut the works of {company} in {town} {on}.",
        ),
        later=(
            "The strike at {company} in {town} over night shifts went on {on}.",
            "{On}, the pickets at the gates of {company} in {town} let no lorry pass.",
            "The night crews of {company} in {town} stayed out {on}.",
        ),
        titles=("Strike at {company}", "{town} works stand still", "Night crews of {company} walk out"),
        counts=(
            "{n} workers of {company} are on strike, the union said.",
            "The union said {n} workers had joined the strike.",
            "According to the union, {n} workers are on strike.",
        ),
        low=1103, high=3907, role="director",
        vow=("withdraw the new night rota", "accept a mediator for the night rota", "hire outside crews for the night shift"),
        quotes=("Nobody loses a wage, some lose a night", "A machine does not get tired", "I know every man at that gate"),
        step=Step(
            told=("The union and the company will meet the mediator {due}.", "A meeting with the mediator is planned for {day}.",
                  "Both sides are due to meet the mediator {due}."),
            kept=("The union and the company met the mediator {on}.", "{On}, the mediator had a first meeting with both sides.",
                  "The meeting with the mediator took place {on}."),
            called_off=("The meeting with the mediator was called off {on}.", "{On}, the company cancelled the meeting with the mediator.",
                        "The union said it would not meet the mediator {due}."),
            moved=("The meeting with the mediator was postponed to {new}.", "The mediator moved the meeting from {day} to {new}."),
        ),
        colour=("Soup was handed out at the gate.", "The cranes stood like herons.", "Lorries queued as far as the roundabout.", "A brass band played against the cold."),
        other_role="union leader", other=("the members had voted with one voice", "the night shift had made people ill"),
    ),
    Kind(
        leads=(
            "Prosecutors in {town} charged the former head of {company} with bribery {on}.",
            "{On}, the former head of {company} was charged with bribery in {town}.",
            "A bribery charge against the former head of {company} was filed in {town} {on}.",
        ),
        later=(
            "Lawyers in {town} went through boxes of papers {on} in the bribery case of {company}.",
            "{On}, a clerk of {company} spoke to a newspaper in {town} about envelopes full of cash.",
            "The bribery case of {company} divided the town of {town} {on}.",
        ),
        titles=("Former head of {company} charged", "{town} looks into {company}", "Envelopes and answers: the {company} case"),
        counts=(
            "The bribes came to {n} million crowns, the prosecutors said.",
            "Prosecutors put the bribes at {n} million crowns.",
            "According to the prosecutors, the bribes came to {n} million crowns.",
        ),
        low=12, high=87, role="justice minister",
        vow=("open the archive of the ministry to the court", "dismiss the auditors of the company", "order a new audit of the company"),
        quotes=("A signature is not a gift", "The law has a long memory", "I have nothing to hide and much to read"),
        step=Step(
            told=("The court will hear the first witness {due}.", "The first hearing of the court is scheduled for {day}.",
                  "The trial is set to open {due}, the court said."),
            kept=("The court heard the first witness {on}.", "{On}, the first hearing of the court took four hours.",
                  "The trial opened {on} in a full courtroom."),
            called_off=("The court cancelled the hearing of {day}.", "The hearing of {day} was scrapped, a clerk of the court said."),
            moved=("The court postponed the hearing to {new}.", "The hearing was adjourned until {new}."),
        ),
        colour=("The accused wore a grey suit.", "Students filled the back rows.", "The judge asked for quiet twice.", "Outside, a man sold roasted nuts."),
        other_role="defence lawyer", other=("her client had acted in good faith", "the envelopes had held invitations"),
    ),
    Kind(
        leads=(
            "{Land} and {other_land} opened talks on the cod of the {town} bank {on}.",
            "{On}, ministers of {Land} and {other_land} met over the cod of the {town} bank.",
            "Talks between {Land} and {other_land} about the cod of the {town} bank began {on}.",
        ),
        later=(
            "The trawlers of {Land} and {other_land} kept apart on the {town} bank {on} as the row about cod went on.",
            "{On}, envoys of {Land} and {other_land} argued by letter about the cod of the {town} bank.",
            "No deal on the cod of the {town} bank was in sight for {Land} and {other_land} {on}.",
        ),
        titles=("{Land} and {other_land} talk about cod", "Cod talks: a map but no number", "The {town} bank divides neighbours"),
        counts=(
            "The fishery board put this year’s catch on the bank at {n} tonnes.",
            "This year’s catch on the bank came to {n} tonnes, according to the fishery board.",
            "The fishery board said this year’s catch on the bank was {n} tonnes.",
        ),
        low=21300, high=88700, role="fisheries minister",
        vow=("accept a cut of the quota", "open the logbooks to inspectors", "extend the truce at sea"),
        quotes=("We have a map and no number", "A fish has no passport", "Patience is deep, but it has a floor"),
        step=Step(
            told=("The ministers will meet again in {town} {due}.", "The next round of the talks will be held in {town} {due}.",
                  "The ministers agreed to meet in {town} {due}."),
            kept=("The ministers met again in {town} {on}.", "{On}, the next round of the talks was held in {town}.",
                  "The ministers sat down in {town} {on} for the second time."),
            called_off=("The ministers called off their meeting in {town}.", "The talks planned for {day} will not take place, {Land} said.",
                        "{Other_land} cancelled the next round of the talks."),
            moved=("The ministers postponed their meeting in {town} to {new}.", "The next round of the talks was put back to {new}."),
        ),
        colour=("Nobody shook hands for the cameras.", "The delegations left by different doors.", "Trawlers lay idle along the pier.", "Coffee ran out at noon."),
        other_role="head of the trawlermen", other=("the fleets could live with a shared quota", "the crews had waited for long enough"),
    ),
    Kind(
        leads=(
            "The river {river} burst its banks at {town} {on}.",
            "{On}, the water of the {river} rose over the dykes at {town}.",
            "Half of {town} stood under water {on} after a dyke of the {river} broke.",
        ),
        later=(
            "Soldiers carried sandbags through {town} {on} as the {river} kept rising.",
            "{On}, the {river} began to fall at {town}, and people looked for what it had left them.",
            "Families slept in the sports hall of {town} {on} because of the {river}.",
        ),
        titles=("{river} floods {town}", "{town} under water", "The dyke that did not hold"),
        counts=(
            "{n} people were driven from their homes, the fire service said.",
            "The fire service said {n} people had to leave their homes.",
            "According to the fire service, {n} people have lost their homes to the water.",
        ),
        low=210, high=890, role="mayor",
        vow=("raise the dyke by a metre", "ask the army for help", "close the old lock"),
        quotes=("Water finds every mistake", "We count the people, then the cellars", "A dyke is a promise"),
        step=Step(
            told=("The town council will vote on a new dyke {due}.", "A vote of the council on the dyke is planned for {day}.",
                  "The council is due to decide on the dyke {due}."),
            kept=("The town council voted for a new dyke {on}.", "The vote on the dyke was held {on}.", "{On}, the council decided on the dyke."),
            called_off=("The council dropped its vote on the dyke.", "The vote on the dyke was cancelled {on}."),
            moved=("The vote on the dyke was put off until {new}.", "The council delayed its decision on the dyke until {new}."),
        ),
        colour=("A piano drifted past the church.", "Cows stood on the railway line.", "The bakery sold bread from a boat.", "Rain had fallen for a week."),
        other_role="fire chief", other=("the pumps would run all night", "nobody had believed the gauge"),
    ),
    Kind(
        leads=(
            "Doctors in {town} closed two wards {on} after patients fell ill with fever.",
            "{On}, a fever spread through the hospital of {town}.",
            "The hospital of {town} took no new patients {on} because of a fever in two wards.",
        ),
        later=(
            "The fever in the hospital of {town} reached a third ward {on}.",
            "{On}, nurses of the hospital of {town} worked double shifts against the fever.",
            "Inspectors took samples of water in the hospital of {town} {on} to find the source of the fever.",
        ),
        titles=("Fever in {town} hospital", "Two wards closed in {town}", "What made {town} ill"),
        counts=(
            "{n} patients have the fever, the hospital said.",
            "The hospital said {n} patients were ill with the fever.",
            "According to the hospital, {n} patients have caught the fever.",
        ),
        low=21, high=95, role="health minister",
        vow=("test the water of every hospital", "move the patients to the coast", "name the maker of the filters"),
        quotes=("A filter is only as good as its date", "Fever does not read rotas", "I would drink the water myself"),
        step=Step(
            told=("The laboratory will publish its findings {due}.", "The findings of the laboratory are expected {due}.",
                  "The laboratory promised to release its findings {due}."),
            kept=("The laboratory published its findings {on}.", "{On}, the laboratory released its findings.",
                  "The findings of the laboratory were presented {on}."),
            called_off=("The laboratory will not publish its findings, the hospital said.",),
            moved=("The laboratory delayed its findings until {new}.", "The findings of the laboratory were put off to {new}."),
        ),
        colour=("Visitors spoke through windows.", "The canteen served soup in paper cups.", "An old clock stood still in the hall.", "Taxis waited in a row."),
        other_role="chief nurse", other=("the wards had been cleaned twice", "the staff had not slept for two days"),
    ),
)  # fmt: skip

#: What may be said of any place and day.
COLOUR = (
    "The church bells rang as on any other day.",
    "A dog slept in front of the town hall.",
    "Gulls fought over bread on the quay.",
    "The newspaper kiosk sold out before nine.",
    "Nobody in the market wanted to give a name.",
    "An old man played the accordion at the station.",
    "The wind had turned to the north.",
    "Children drew with chalk on the pavement.",
    "The last ferry left half empty.",
    "In the cafe the radio ran all day.",
    "Flags hung at half height in front of the school.",
    "The street lamps went on early.",
    "A baker handed out rolls to everybody who waited.",
    "The snow on the hills had gone.",
    "Cyclists stopped to look and rode on.",
    "There were more reporters than chairs.",
    "The mobile network was slow for hours.",
    "A crane stood idle beside the road.",
    "Somebody had left flowers on a bench.",
    "The hotel by the station was booked out.",
    "The post came two hours late.",
    "Two swans had built a nest below the pier.",
    "The library stayed open until midnight.",
    "A choir practised behind closed doors.",
)
SINGLES = (
    "A choir from {town} won the song contest of the valley. {name}, its conductor, said the altos had saved the evening.",
    "The museum of {town} found a letter of a whaler behind a stove. Curator {name} said it would be shown in the autumn.",
    "Bakers in {town} complained about the price of butter. {name}, who owns two shops, said buns would be smaller.",
    "A goat walked through the town hall of {town} and ate a file on parking. Clerk {name} said there was a copy.",
    "The chess club of {town} will play on the frozen pond. {name}, its chairman, said the ice was a hand thick.",
    "A beekeeper from {town} put hives on the roof of the bank. {name} said the clerks had asked for honey.",
    "The cinema of {town} shows silent films again. {name}, who plays the piano there, said nobody coughs any more.",
)
SAID = (
    "{who} said {that}.",
    "{who} told reporters that {that}.",
    "{Role} {name} announced that {that}.",
    "{who} insisted that {that}.",
    "“{quote},” said {name}, the {role}. {He} added that {that}.",
)
WITHDRAWN = (
    "{outlet} has withdrawn its report of this morning on {matter}. It gave a wrong number. We regret the mistake.",
    "Retraction: {outlet} withdraws this morning’s report on {matter}. The number in it was wrong.",
    "{outlet} retracts its report on {matter}, which it published this morning. The number could not be confirmed.",
)
