"""Feasts and other days that go by a name."""

from collections.abc import Callable
from datetime import date

from regesta.events.wording.cursor import phrases
from regesta.events.wording.days import Days, add_days, easter, the_day

_FIXED: dict[str, tuple[int, int]] = {
    "New Year's Day|New Year's": (1, 1),
    "Epiphany|Twelfth Day": (1, 6),
    "Candlemas": (2, 2),
    "Valentine's Day|St Valentine's Day": (2, 14),
    "St Patrick's Day": (3, 17),
    "Lady Day": (3, 25),
    "May Day": (5, 1),
    "Midsummer Day|Midsummer's Day": (6, 24),
    "Bastille Day": (7, 14),
    "Michaelmas|Michaelmas Day": (9, 29),
    "Halloween|Hallowe'en": (10, 31),
    "All Saints' Day": (11, 1),
    "All Souls' Day": (11, 2),
    "Armistice Day|Martinmas": (11, 11),
    "Christmas Eve": (12, 24),
    "Christmas|Christmas Day": (12, 25),
    "Boxing Day|St Stephen's Day": (12, 26),
    "New Year's Eve|Hogmanay": (12, 31),
}
_FROM_EASTER: dict[str, int] = {
    "Shrove Tuesday|Mardi Gras": -47,
    "Ash Wednesday": -46,
    "Palm Sunday": -7,
    "Maundy Thursday|Holy Thursday": -3,
    "Good Friday": -2,
    "Holy Saturday|Easter Eve": -1,
    "Easter|Easter Sunday|Easter Day": 0,
    "Easter Monday": 1,
    "Ascension Day|Ascension": 39,
    "Whit Sunday|Whitsunday|Whitsun|Pentecost": 49,
    "Whit Monday": 50,
    "Trinity Sunday": 56,
    "Corpus Christi": 60,
}

FEASTS = phrases({names: names.split("|")[0] for names in (*_FIXED, *_FROM_EASTER)})
"""Every name of every feast, and the name that it goes by here. Feasts whose day depends on the country (Labour Day,
Thanksgiving, Independence Day) and on other calendars are left out: they would be guessed."""

_DAYS = {names.split("|")[0]: day for names, day in _FIXED.items()}
_OFFSETS = {names.split("|")[0]: days for names, days in _FROM_EASTER.items()}


def feast_in(name: str) -> Callable[[int], Days]:
    """The days of the feast, year by year."""
    return lambda year: (feast_day(name, year),) * 2


def feast_day(name: str, year: int) -> date:
    """The day of the feast in the year, by the Western church's Gregorian calendar."""
    if name in _OFFSETS:
        return add_days(easter(year), _OFFSETS[name])
    return the_day(year, *_DAYS[name])
