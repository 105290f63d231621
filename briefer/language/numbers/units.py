"""Units of measure and money, and the words that scale a number."""

from __future__ import annotations

import re

#: What a scale word multiplies by.
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "t": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip

#: Symbols and codes that stand before or after a figure.
SYMBOLS = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "Rs": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY",
    "₴": "UAH", "₪": "ILS", "₦": "NGN", "฿": "THB", "₫": "VND", "₱": "PHP",
}  # fmt: skip
CODES = frozenset(
    "USD EUR GBP JPY CNY CHF CAD AUD NZD HKD SGD BRL INR RUB KRW TRY UAH ILS SEK NOK DKK PLN CZK HUF MXN ZAR".split()
)

_MONEY_NAMES = {
    "USD": "dollar us.dollar u.s..dollar american.dollar", "CAD": "canadian.dollar", "AUD": "australian.dollar",
    "NZD": "new.zealand.dollar", "HKD": "hong.kong.dollar", "SGD": "singapore.dollar", "EUR": "euro",
    "GBP": "pound pound.sterling british.pound", "JPY": "yen", "CNY": "yuan renminbi", "INR": "rupee", "RUB": "rouble ruble",
    "KRW": "won", "TRY": "lira lire", "UAH": "hryvnia hryvnias", "ILS": "shekel", "CHF": "franc swiss.franc", "SEK": "krona kronor",
    "PLN": "zloty", "ZAR": "rand", "THB": "baht", "NGN": "naira", "BRL": "real reais", "VND": "dong", "CZK": "koruna",
    "HUF": "forint", "peso": "peso", "krone": "krone kroner", "dinar": "dinar", "riyal": "riyal", "dirham": "dirham", "cent": "cent",
}  # fmt: skip

_MEASURE_NAMES = {
    "second": "second sec", "minute": "minute min mins", "hour": "hour hr hrs", "day": "day days", "week": "week", "month": "month",
    "year": "year yr yrs", "decade": "decade", "century": "century centuries", "night": "night", "quarter": "quarter",
    "kilometre": "kilometre kilometer km kms", "metre": "metre meter m", "centimetre": "centimetre centimeter cm",
    "millimetre": "millimetre millimeter mm", "mile": "mile", "foot": "foot feet ft", "inch": "inch inches", "yard": "yard",
    "nautical mile": "nautical.mile", "hectare": "hectare ha", "acre": "acre", "square kilometre": "sq.km km² km2",
    "kilogram": "kilogram kilogramme kilo kg kgs", "gram": "gram gramme", "milligram": "milligram mg", "tonne": "tonne metric.ton",
    "ton": "ton tons", "ounce": "ounce oz", "litre": "litre liter", "gallon": "gallon", "barrel": "barrel", "bushel": "bushel",
    "cubic metre": "m³ m3", "degree": "degree °c °f degree.celsius degree.fahrenheit degree.centigrade",
    "kilowatt": "kilowatt kw", "megawatt": "megawatt mw", "gigawatt": "gigawatt gw", "kilowatt hour": "kilowatt-hour kwh",
    "megawatt hour": "megawatt-hour mwh", "terawatt hour": "terawatt-hour twh", "mile per hour": "mph mile.per.hour mile.an.hour",
    "kilometre per hour": "km/h kph kmh kilometre.per.hour kilometer.per.hour kilometre.an.hour", "knot": "knot", "volt": "volt",
    "byte": "byte", "gigabyte": "gigabyte gb", "megabyte": "megabyte mb", "terabyte": "terabyte tb",
    "basis point": "basis.point bp bps", "percentage point": "percentage.point pp",
}  # fmt: skip

_PERCENT = r"%|per ?cent(?:age)?\b(?! point)|pct\.?(?!\w)|pc\b|per cents\b"
#: Abbreviations take no plural.
_FIXED = frozenset(
    "yen yuan renminbi won lira lire baht rand naira dong zloty koruna feet inches centuries kroner kronor reais".split()
)


def _forms(names: dict[str, str]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for unit, words in names.items():
        for word in words.split():
            form = word.replace("..", "\0").replace(".", " ").replace("\0", ". ")
            forms[form] = unit
            if len(form) > 3 and form not in _FIXED:
                forms[_plural(form)] = unit
    return forms


def _plural(word: str) -> str:
    first, _, rest = word.partition(" per ")
    return (
        f"{first}s per {rest}"
        if rest
        else word.replace("degree ", "degrees ")
        if " c" in word or " f" in word
        else f"{word}s"
    )


#: Lower-case form -> unit, for money and for measures.
MONEY = _forms(_MONEY_NAMES)
MEASURES = _forms(_MEASURE_NAMES)
_AREA = "metre meter kilometre kilometer mile foot feet yard inch metres meters kilometres kilometers miles yards inches m km ft"


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


#: After a figure: one of `percent`, `money`, `power` with `area`, `measure`.
UNIT = re.compile(
    rf"(?:[ \u00a0\u202f\u2009]|-)?(?:(?P<percent>{_PERCENT})"
    rf"|(?P<power>square|sq\.?|cubic)[ -](?P<area>{_alternatives(_AREA.split())})\b"
    rf"|(?P<money>(?:{_alternatives([*MONEY, *(c.lower() for c in CODES)])})(?![\w-](?!\w)|\w)|[€£₽₴](?!\d))"
    rf"|(?P<measure>(?:{_alternatives(list(MEASURES))})(?!\w)))",
    re.IGNORECASE,
)


def unit_of(match: re.Match[str]) -> tuple[str, str]:
    """Unit and kind of a `UNIT` match."""
    if match["percent"]:
        return "percent", "percent"
    if match["power"]:
        power = "cubic" if match["power"].lower() == "cubic" else "square"
        area = match["area"].lower()
        return f"{power} {MEASURES.get(area, 'metre' if area == 'm' else area)}", "measure"
    if match["money"]:
        word = match["money"]
        return SYMBOLS.get(word) or MONEY.get(word.lower()) or word.upper(), "money"
    return MEASURES[match["measure"].lower()], "measure"
