"""Common given names, for a person's gender; names that both carry are left out."""

from __future__ import annotations

MALE = frozenset(
    """
    ulf amos anselm arvid asger axel birger bjarne casper clem colm cosmo danilo dario edvard einar elmer emeka
    endre enzo espen ezra finn fritz gustaf haakon halvard halvor harald hjalmar ingmar ivar janos joost jorund kofi
    kristian kwame lennart lorenz miklos mirko niels olle oskar ove pieter pim ragnar rasmus rune sepp sigmund silas
    soren stellan tibor trygve valdemar viggo vidar vilmos arno bogdan branko cezary darko davor dragan dusan goran
    gregor hektor henk jakub laszlo lubos luka matej nuno radek radoslav sandor slavko vlad vojtech kenzo hiro
    vikram arjun rohan deepak suresh ahmet yilmaz faisal nasser kwesi babatunde chidi femi sipho thabo
    petter sigurd jiri dov leo bashir samir anders julian gwyn ferenc pranav dean kenny mikko ravi emeric orhan kemal karim hadi bo callum wade keir jonty rafal jonas laurent
    jeb rand mitt newt reince cory devin darrell orrin jerrold mick denny zach zack seth wes beau clark curtis dwayne elon
    jed kent kirk leroy luther marshall marty melvin merrick preston ralph rex rufus sherrod strom thad tucker vance vernon
    virgil wendell wilbur woody antonin clarence samuel brett neil elvis ernie gus hank herb lou mel moe monty morris ozzy
    rhys idris owain gethin ewan euan hamish fergus lachlan ruaridh callum cormac cillian eoin fintan padraig seamus tadhg
    jeremiah josiah ezekiel isaiah caleb gideon barnaby rupert tarquin piers crispin jolyon
    aaron abdul abdullah abel adam adrian ahmad ahmed alan alastair albert alberto alejandro aleksander aleksandr
    alexander alfred alistair alvin amir amit anders andre andreas andrei andres andrew andrii andrzej andré angus
    ansel anthony antoine anton antonio antony antti archie arkady armando arne arnold arthur arturo asif austin
    ayman barack barry bartosz bashar beat ben benedict benjamin bernard bernd bernie bert bill binyamin björn bjørn
    bob bobby boris brad bradley brandon brendan brett brian bruce bruno bryan byron callum carl carlos cedric chad
    charles charlie christian christoph christopher chuck clarence claude clement clive colin conor cornelius craig
    cyril damian damien dan daniel darren dave david declan denis dennis derek diego dieter dirk dmitri dmitry
    dmytro dominic don donald doug douglas duncan dwight dylan eamon earl eddie edgar edmund eduard eduardo edward
    edwin ehud eli elias elijah elliott emil emile emmanuel emre enrique eric erik ernest ernesto esteban ethan
    eugene evan fabian felipe felix ferdinand fernando filip florian francesco francis francisco francois frank
    franklin franz françois fred frederick fredrik friedrich gareth gary gavin gennady geoff geoffrey georg george
    georgi gerald gerard gerhard giles giorgio giovanni giuseppe glenn gordon graham grant greg gregory grzegorz
    guillaume guillermo gunnar gustav guy göran günter hakan hamad hamid hans harold harry harvey hassan hector
    heinrich helmut henri henrik henry herbert herman hiroshi howard hubert hugh hugo hussein håkan iain ian ibrahim
    igor ihor ilya imran isaac ismail ivan ivo jack jacob jacques jake jakob jamal james janek jared jaroslav
    jarosław jason javier jeff jeffrey jens jeremy jerome jerry jim jimmy joachim joao joaquin joe joel johan
    johannes john johnny jon jonas jonathan jorge jose josef joseph josh joshua josé juan juha julian julio jussi
    justin jörg jürgen kamal karim karl kaspar kasper keith ken kenji kenneth kevin khalid kieran kjell klaus konrad
    konstantin kurt kyle lance lars laurence laurent lawrence lech leif len leo leon leonard leonid leopold lev
    lewis liam lloyd lorenzo louis luca lucas ludwig luigi luis luiz lukas luke magnus mahmoud malcolm manuel marc
    marcel marco marcos marcus marek mario marius mariusz mark markus martin marvin mateo mateusz mathias mats matt
    matteo matthew matthias matti maurice mauro max maximilian mehmet michael michal michel miguel mike mikhail
    mikheil miles milos miloš mitch mitchell mohamed mohammad mohammed muhammad mustafa mykola naftali narendra
    nathan nathaniel neil nelson neville niall nicholas nick nicolas nicolás nigel niklas nikola nikolai nikolaus
    nils noah norbert norman odd olaf ole oleg oleh oleksandr oliver olivier omar ondrej ondřej osama oscar osman
    otto owen pablo paolo pascal patrick paul paulo pavel pedro pekka per pete peter petr petro phil philip philippe
    pierre piers piotr pyotr quentin rafael rahul raj rajesh ralph ramon raphael rashid raul ray raymond recep
    reinhard rené reto reuben rex ricardo riccardo rich richard rick rishi rob robert roberto rod roderick rodney
    rodrigo roger roland rolf roman ron ronald rory ross roy rudolf rudy rupert russell saddam salman salvador samir
    samuel sanjay santiago scott sean sebastian serge sergei sergey sergio serhii shane shaun shigeru shimon sidney
    siegfried silvio simon solomon stanley stefan stefano stephan stephen steve steven stewart stuart sven sverre
    tadeusz takeshi tamim taras tariq ted teodor terence terrence theo theodore thomas thor tim timo timothy tobias
    todd tom tomas tomasz tommy tomáš tony torbjörn torsten travis trevor tristan tyler ulrich umberto urs vaclav
    valentin vasily vasyl victor vijay viktor vincent vincenzo vitaly vladimir volodymyr václav wade walter warren
    wayne werner wesley wilfred wilhelm will william willy wim winston wolfgang xavier yair yannick yaroslav yasser
    yevgeny yuri yusuf zachary zbigniew zdenek zoltan øystein
    """.split()
)

FEMALE = (
    frozenset(
        """
        agneta amara asha asta aurelia barbro bente berit carin cosima dagny edda elin esme freya gerda grethe gro
        gunvor hanne hedwig helle hilda idun inger jorunn kari marit mira ottilie pia renata ronja runa sanna sigrun
        siri siv sunniva svea synne thea tova tove unni vigdis yrsa zofia alenka anneke aneta beata blanka bozena danuta
        dorota ewa gordana halina jadwiga jolanta kamila kinga ludmila malgorzata marija milena mirela nadezhda natasa
        paola radka sanja simona snezana tatjana tereza vesna zdenka zorica zuzana aiko haruka naoko anjali sunita
        lakshmi samira nour adaeze amahle lerato zanele
    shauna blessing rosalind kjersti livia hanna anita lotte marguerite bev edith carly huma kellyanne condoleezza loretta maya michelle melania ivanka tiffany barbra bette bernice beverly brooke carrie
    charlene clare connie crystal darlene dawn debra delores dianne dolly eliza elinor ellie emmy enid estelle fay
    fern gail gayle gladys glenda greer gwendolyn harper heidi hester holly imelda inez irma ivy jackie jacqui janelle janette
    jeanette jeannie jocelyn josie joyce kaitlin kara kathie kaya keisha kimberly lara latoya lesley lillian lorena
    lottie louisa lucinda lulu lyn mae maeve marguerite marilyn marisa marlena mathilda maude meg melody millie mimi
    minnie moira myrna nadine nan nell nettie noreen odessa opal patrice pearl phyllida rachael rae raquel reba rena rhian
    rhiannon rochelle rosalie rosanna roseanne roslyn rosalyn sadie salma savannah sharron sherry shirin sian siân sinead
    sinéad sonya stacey susannah sybil tammy thalia theodora tilda tricia trina trisha trixie twyla vicky viv winnie
    yasmine yuki zadie zainab zeinab zena niamh aoife saoirse orla roisin róisín grainne ciara deirdre eilidh catriona mairi
    inés inès ines irène hélène cécile amélie aurélie zoë chloë chloe élodie agnès solène marta tessa livia lorna leah kaia
    imke maren silke elke antje birte dörte wiebke frauke kirsi päivi tuula marja riitta aino anneli outi ylva gunilla
    birgitta annika ulla ebba maja tuva linnea ingvild ragnhild torunn randi bodil mette lene pernille trine vibeke
    abigail ada adela adele adriana agatha agnes agnieszka aileen aisha alberta alejandra alessandra alexandra alice
    alicia alina alison allison alma amalia amanda amber amelia amina amy ana anastasia angela angelina angelique
    anita anja ann anna annabel annalena anne annegret annette annie antonia astrid audrey aurora ava barbara
    beatrice beatrix becky belinda benazir bernadette bertha beth bethany betsy betty bianca birgit bonnie brenda
    bridget brigitte britta camilla candace carla carmen carol carole carolina caroline carolyn catalina catherine
    cathy cecilia celeste celia charlotte chelsea cheryl chiara christa christiane christina christine cindy claire
    clara clarissa claudia colette colleen connie consuelo cora cordelia cristina cynthia dagmar daisy daniela
    danielle daphne debbie deborah debra delia denise diana diane dina dolores donna dora doris dorothea dorothy
    ebba edith edna eileen elaine eleanor elena eleni elisa elisabeth elise elizabeth ella ellen eloise elsa elsie
    emilia emily emma erica erika erna ernestine esther ethel eugenia eva eve evelyn fatima faye felicity fernanda
    fiona flora florence frances francesca freda frida frieda gabriela gabriella gabrielle gemma genevieve georgina
    geraldine gertrude ghislaine gillian gina ginny giorgia gisela giulia gloria grace greta gretchen gudrun gwen
    hanna hannah harriet hasina hazel heather hedda heidi heike helen helena helene helga henrietta hilde hillary
    hope ida ilona ilse imogen indira ines inga inge ingeborg ingrid irene irina iris isabel isabella isabelle
    isobel ivana ivanka ivy jacinda jacqueline jana jane janet janice janine jasmine jeanne jeannette jelena
    jennifer jenny jessica jill joanna joanne johanna josephine joy joyce juanita judith judy julia juliana julie
    juliet justine kaja kamala karen karin karina karla kate katherine kathleen kathryn kathy katie katja katrin
    katya kayleigh keiko kellyanne ketanji khaleda kirsten kirstie kirsty klara kristin kristina laura lauren layla
    leah leila lena leonora leticia lidia lila lily lina linda lisa lise liv livia liz liza lois lora loretta lorna
    lorraine louisa louise lucia lucille lucy luisa lydia mabel madeleine madeline magda magdalena maggie maia
    malala mandy manuela mara marcia margaret margarita margot margrethe maria mariam mariana marianne marie marina
    marion marissa marjorie marlene marta martha martina mary matilda maud maureen mavis maxine maya megan meghan
    melania melanie melinda melissa mercedes meredith mette mia michaela michelle mildred millicent miriam moira
    mollie molly mona monica monika morag muriel myra myrtle nadia nadine nancy naomi natalia natalie natasha nellie
    ngozi nicole nikki nina nirmala nora norma octavia oksana olena olga olive olivia oprah paige pam pamela
    patricia patsy patty paula paulina pauline pearl peggy penelope penny petra phoebe phyllis pippa polly priscilla
    priti priya rachel ramona rebecca regina renee rhoda rhona rita roberta rosa rosalind rosalyn rose rosemary
    rosie rowena roxanne ruth sabina sabine sabrina sally samantha sandra sara sarah selma sharon sheikha sheila
    shelley shirley sibyl signe sigrid silvia siobhan sofia solveig sonia sonja sophia sophie stella stephanie sue
    summer susan susanna susanne susie suzanne svetlana sylvia tabitha tamara tania tanya tara tatiana teresa tessa
    thelma theresa therese tina trudy tulsi ulrike una ursula valentina valeria valerie vanessa vera verena verity
    veronica victoria viktoria viola violet virginia vivien wanda wendy wilhelmina wilma winifred yasmin yelena
    yolanda yulia yuliya yvette yvonne zara zelda zoe zsofia
    """.split()
    )
    - MALE
)
