"""The words that English wordings are read by, and the one spelling that each is brought to.

The grammar is closed: a word that is not here is not read. Months and weekdays have their full names, seasons the
British ones; number words become figures, and ordinals carry a `°` (`°3`), so that the grammar
sees one form of each.
"""

from regesta.events.wording.days import MONTHS, WEEKDAYS

MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
WEEKDAY_NUMBERS = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
SEASON_WORDS = frozenset({"spring", "summer", "autumn", "winter"})
COUNTABLE = {
    form: word
    for word in ("minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "decade", "century")
    for form in (word, f"{word}s")
}
"""The units that can be counted, by their singular and plural: the first month of 2018 is not the first months."""

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_TIES = {"twenty": 20, "thirty": 30}

ORDINALS = {word: number for number, word in enumerate(_ORDINALS, 1)} | {"thirtieth": 30}
COMPOUND_ORDINALS = {
    f"{tens}-{word}": base + number for tens, base in _TIES.items() for number, word in enumerate(_ORDINALS[:9], 1)
}
ROMAN = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
"""Roman numerals of centuries; read before the word century alone."""

ROMAN_MONTHS = {
    numeral: number
    for number, numeral in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}
"""Roman numerals of months; read before a year alone: 12.XII.1919, XII.1919."""

FOREIGN_MONTHS = {
    spelling: month
    for month, spellings in {
        "January": "janvier januar janner enero gennaio janeiro januari styczen ocak leden",
        "February": "fevrier februar febrero febbraio fevereiro februari luty subat unor",
        "March": "mars marz marzo marco maart marzec mart brezen",
        "April": "avril abril aprile kwiecien nisan duben",
        "May": "mai mayo maggio maio mei maj mayis kveten",
        "June": "juin juni junio giugno junho czerwiec haziran cerven",
        "July": "juillet juli julio luglio julho lipiec temmuz",
        "August": "aout agosto augustus augusti sierpien agustos srpen",
        "September": "septembre septiembre settembre setembro wrzesien eylul zari",
        "October": "octobre oktober octubre ottobre outubro pazdziernik ekim rijen",
        "November": "novembre noviembre novembro listopad kasim",
        "December": "decembre dezember diciembre dicembre dezembro desember grudzien aralik prosinec",
    }.items()
    for spelling in spellings.split()
}
"""Names of months in other languages, as small Latin letters have them: none is read, and the English one is told."""

DECADE_WORDS = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}

_SPELLINGS: dict[str, str] = {
    "january": "jan",
    "february": "feb febr",
    "march": "mar",
    "april": "apr apl",
    "june": "jun",
    "july": "jul",
    "august": "aug",
    "september": "sep sept",
    "october": "oct",
    "november": "nov",
    "december": "dec decr",
    "monday": "mon",
    "tuesday": "tue tues",
    "wednesday": "wed weds",
    "thursday": "thu thur thurs",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
    "spring": "springtime",
    "summer": "summertime",
    "autumn": "fall autumntime",
    "winter": "wintertime",
    "minutes": "mins",
    "hour": "hr",
    "hours": "hrs",
    "week": "wk",
    "weeks": "wks",
    "weekend": "weekends",
    "quarter": "quarters",
    "year": "yr",
    "years": "yrs",
    "century": "centuries cent",
    "half": "halves",
    "circa": "c ca cca cir circ about around approximately approx roughly abt near nearly almost",
    "probably": "possibly perhaps maybe presumably likely prob probable possible presumed",
    "and": "&",
    "until": "til till",
    "through": "thru",
    "towards": "toward",
    "between": "bet btw btwn",
    "before": "bef",
    "after": "aft",
    "start": "starting",
    "commence": "commencing",
    "begin": "beginning",
    "middle": "mid-point midpoint",
    "onward": "onwards",
    "noon": "midday noontime lunchtime",
    "morning": "mornings forenoon dawn daybreak sunrise",
    "evening": "evenings dusk sunset",
    "afternoon": "afternoons",
    "night": "nights nighttime",
    "inst": "instant",
    "ult": "ultimo",
    "prox": "proximo",
    "dated": "date",
    "xmas": "christmas",
    "st": "saint",
    "a": "an",
    "q": "qtr",
}

CANON: dict[str, str] = (
    {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split()}
    | {word: str(number) for number, word in enumerate(_NUMBERS, 1)}
    | {word: f"°{number}" for word, number in (ORDINALS | COMPOUND_ORDINALS).items()}
)
"""From a spelling to the word that the grammar knows."""

VAGUE = frozenset(
    {
        "recently", "lately", "soon", "then", "formerly", "previously", "later", "earlier", "once", "eventually",
        "nowadays", "long", "ago", "sometime", "afterwards", "subsequently", "originally", "initially",
    }
)  # fmt: skip
"""Words that name no time at all; alone they are refused with that reason."""

NO_DATE = frozenset(
    {
        "n.d.",
        "n.d",
        "nd",
        "s.d.",
        "undated",
        "not dated",
        "no date",
        "without date",
        "unknown",
        "unknown date",
        "date unknown",
        "day unknown",
        "unknown day",
        "date not known",
        "not known",
        "not stated",
        "unspecified",
        "uncertain",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "tbd",
        "tba",
        "tbc",
        "-",
        "–",
        "—",
        "?",
        "??",
        "???",
    }
)
"""Wordings that say that there is no date."""
