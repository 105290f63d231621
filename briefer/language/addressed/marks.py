"""Words and marks that only somebody writes who wants a reader, or a program that reads, to do something."""

from __future__ import annotations

import re

_PROGRAMS = r"(?:ai|a\.i\.|llms?|gpt|(?:language |ai )?models?|assistants?|chat ?bots?|bots?|summari[sz]ers?|agents?|programs?|algorithms?)"
_PEOPLE = r"(?:editors?|readers?|users?|writers?|reporters?|reviewers?|developers?|moderators?)"
_WHOEVER = rf"(?:{_PROGRAMS}|{_PEOPLE})"
_PAPERS = r"(?:notes?|messages?|comments?|memos?|letters?|instructions?|reminders?|requests?|hints?|prompts?)"
_OUTPUT = r"(?:summary|summaries|headline|brief|briefing|json|output|digest|key points)"

#: Orders over what the program was told before; what follows them in the paragraph is what it is to be told instead.
OVERRIDE = re.compile(
    r"\b(?:ignor|disregard|forget|overrid|bypass|discard|skip)(?:e|ing)?\b[^.!?]{0,40}\b(?:instructions?|prompts?|rules|"
    r"guidelines|directions|constraints|(?:previous|prior|preceding|earlier|foregoing) "
    r"(?:text|words|messages?|articles?|sentences?|content)|(?:the|all|everything|anything) (?:above|below|before))\b"
    r"|\b(?:new|real|actual|updated|following) (?:instructions?|prompt|task)s?\s*:"
    rf"|\b(?:you are|you're) (?:now )?(?:an? |the |my )?(?:helpful )?{_PROGRAMS}\b"
    rf"|\b(?:if|when|since|because) you(?: are|'re) (?:an? |the )?{_PROGRAMS}\b"
    rf"|\b(?:any|every|all) {_PROGRAMS} (?:that|who|which|reading|processing|summari[sz]ing)\b",
    re.IGNORECASE,
)
#: Who is spoken to, or who speaks, before a colon or a comma at the start of a sentence.
LABEL = re.compile(
    rf"\W*(?:(?:important|note|warning|attention|nb|ps|p\.s\.|psst)\W+)?(?:(?:system|assistant|user|human|developer|{_PROGRAMS}|instructions?|prompt)"
    r"(?: (?:note|message|prompt|update|override|instructions?))?\s*[:>\]]"
    rf"|{_PAPERS} (?:to|for|from) (?:the |any |all |our |every |whoever )?(?:\w+ )?{_WHOEVER}\b"
    rf"|(?:(?:an? |the )?(?:reader|user|guest|visitor|viewer|subscriber)(?:['’]?s)? (?:{_PAPERS}|writes|wrote)\b)"
    r"|comments?\s*(?:\(\d+\)|:|(?:by|from) [^.!?:]{1,40}:)|\d+ comments?\b|posted by\b"
    rf"|(?:dear|hey|hello|hi|attention|listen|to|ok|okay),? (?:the |any |all |every )?{_PROGRAMS}\b"
    r"|(?:end|start|beginning) of (?:the |this )?(?:article|document|text|data|input|prompt|context)\b"
    r"|(?:the )?(?:correct|right|real|actual|true|new|updated) (?:article|summary|headline|answer|output|text)\s*(?:is\b|:)"
    r"|(?:everything|anything|all|the text|the article|what is written|what stands) (?:that stands )?"
    r"(?:above|below|before this|after this|so far)\b)",
    re.IGNORECASE,
)
#: Headings above what readers write.
SECTION = re.compile(
    r"\W*(?:(?:\d+ |reader |readers['’] |leave a |join the |top )?(?:comments?|conversation|discussion)(?: \(\d+\))?|letters to the editor)\W*",
    re.IGNORECASE,
)
#: Talk of what the reader is to write.
OUTPUT = re.compile(
    r"\byour (?:\w+ )?(?:answer|reply|response|summary|output|json|headline|briefing|task|instructions?|prompt|text|"
    r"message|writing|report|translation)s?\b"
    rf"|\b(?:the|this|any|every) {_OUTPUT} (?:must|should|shall|needs? to|has to|have to|is to|are to|ought to)\b"
    r"|\b(?:in|to|from|of|for) (?:the|this) (?:summary|json|output)\b",
    re.IGNORECASE,
)
#: A wish that is told to the reader.
WISH = re.compile(
    r"(?:^|[,;:] |\b(?:and|but|so|then|if|whether) )(?:please |now )?(?:can|could|would|will|won't) you\b"
    r"|\bI(?:'d| would| want| need| wish| expect| ask| order| command| beg| request| require)\b"
    r"(?: like| love)?(?: from)? you\b"
    r"|^\W*(?:we|I)(?: would like|'d like| need| want)(?: to (?:see|read|get|have|know))? (?:an? |the |some |your )?(?:\w+ )?"
    r"(?:list|summary|poem|story|essay|translation|recipe|joke|song|table|script|code|letter|email|answer|reply|"
    r"explanation|example|advice|help|outline)s?\b"
    r"|\b(?:help|great|nice|kind|good|grateful|appreciate|lovely|wonderful|love it)\b[^.]{0,20}\bif you (?:can|could|would)\b"
    rf"|\b(?:act )?as (?:an? |the |my )(?:helpful |good )?{_PROGRAMS},"
    r"|^\W*your (?:task|job|role|goal|mission|duty) (?:is|will be)\b",
    re.IGNORECASE,
)
#: Who wishes where nobody is spoken to.
WE = re.compile(r"\W*(?:we|I)\b", re.IGNORECASE)
#: Fences and tags that end one text and begin another: what follows them is what somebody put in.
FENCE = re.compile(
    r"</?(?:article|system|instructions?|prompt|user|assistant|data|document|context)\b[^<>]{0,80}>"
    r"|<\|[\w ]*\|>|```|\[/?(?:INST|SYS)\]|<<<|>>>|<!--|-->|^\W*#{3,}",
    re.IGNORECASE,
)
#: What news has not even between quotation marks: markup, code, and the ids of a prompt.
CODE = re.compile(
    r"</?(?:script|div|span|p|b|i|a|img|iframe)\b[^<>]{0,80}>"
    r"|[{,\[]\s*[\"“'‘]\w+[\"”'’]\s*:|^\s*[\"“]\w+[\"”]\s*:\s*[\"“\[{\d]|[\"“]\w+[\"”]\s*:\s*[\[{]"
    r"|^\W*[sq]\d{1,4}\s*[|:]|\|\s*[sq]\d{1,4}\s*\|"
    r"|\b(?:def|function) \w+\(|\bimport \w+;|[)}\]];\s*$|\b(?:SELECT|DELETE|DROP|INSERT)\b.{1,60}\b(?:FROM|TABLE|INTO)\b"
)
#: What `CODE` finds has one: to look for these is cheaper.
CODE_SIGN = re.compile(r"[<:|(;]|[FTI](?:ROM|ABLE|NTO)\b")
#: Strings that are written for a program: long runs of letters of both cases and figures, hexadecimal, escapes.
ENCODED = re.compile(
    r"(?<![\w/+.@#-])(?=[A-Za-z0-9+/]{20})(?=[A-Za-z0-9+/]{0,60}[a-z])(?=[A-Za-z0-9+/]{0,60}[A-Z][a-zA-Z+/]{0,20}\d|[A-Za-z0-9+/]{0,60}\d[a-z+/]{0,20}[A-Z])"
    r"[A-Za-z0-9+/]{20,}={0,2}(?![\w/.@-])"
    r"|\b(?:[0-9a-f]{2}[ :]){8,}|(?:\\[xu][0-9a-f]{2,4}){3,}|(?:&#\w{2,5};){3,}|(?:%[0-9a-f]{2}){4,}|\b(?:[01]{8} ?){3,}"
)
#: Small words written backwards or thirteen letters on; two of them make a sentence that nobody speaks.
TURNED = re.compile(r"\b(?:eht|dna|taht|siht|uoy|htiw|morf|gur|naq|gung|guvf|jvgu)\b", re.IGNORECASE)

#: Deeds that a reader is asked for and that are no nouns.
VERBS = frozenset(
    "add adopt analyse analyze append apply arrange ask assert assume attach augment be become begin bring calculate "
    "capitalise capitalize check choose classify combine compile complete compose compute conclude consider construct "
    "convert convince correct create debug decide decode decrypt define delete demonstrate describe determine develop "
    "discuss display divide download eliminate emphasise emphasize encode encourage encrypt enhance ensure enter enumerate "
    "evaluate execute expand explain explore express extract find finish follow generate get give go help hide identify "
    "illustrate imagine imply improve include incorporate indicate inform insert integrate interpret introduce invent "
    "justify keep learn let list make mention misspell modify multiply notify obey obtain omit output outline paraphrase "
    "perform personalise personalize place please predict prepare present pretend print prioritise prioritize proceed "
    "produce promote proofread propose prove provide publish pull put quote read reach rearrange recite recommend refer "
    "remember remind remove render reorder repeat rephrase replace reply respond return reveal reverse revise rewrite say "
    "scramble search see select send shorten shuffle sign simplify simulate solve speak specify spell split spread start "
    "stop submit subscribe substitute subtract suggest summarise summarize swap take talk teach tell think transcribe "
    "transform translate treat try turn update urge use verify visit wait wrap write".split()
)
#: Those that are nouns as well.
BOTH = frozenset(
    "act address advertise alert announce answer back book budget build buy call change claim click code colour color "
    "command comment compare contact copy count cover date design detail direct dock download draft draw edit email end "
    "estimate exchange format forward frame group guess guide handle hint highlight ignore invite joke jumble label lead "
    "link mail mark mask match measure mix move name note offer open order organise organize paint pick plan play point "
    "post praise press process program question quiz rate reason report request research review rhyme run sample save "
    "schedule score sell set shape share shop show sing sort sound state store study stress support table tag target "
    "tease test text title touch trace track train transfer trigger type upload value view voice vote walk warn watch "
    "word work".split()
)
