"""A date with what qualifies it: its certainty, the part of it that is meant, words that add nothing, its weekday."""

from regesta.events.wording.core import core
from regesta.events.wording.cursor import Cursor, phrases
from regesta.events.wording.days import MONTHS, new_style
from regesta.events.wording.feasts import FEASTS
from regesta.events.wording.parts import part_at
from regesta.events.wording.pieces import Part, Piece
from regesta.events.wording.refusal import JULIAN, Refused
from regesta.events.wording.source import Source
from regesta.events.wording.vocabulary import WEEKDAY_NUMBERS

FILLERS = phrases(
    {
        "in|on|at|of|during|within|for|throughout|into|upon": True,
        "in course of|over course of|some time in|sometime in|some time on|sometime on|some time during|sometime during"
        "|some time|sometime|at some point|at some time|at one point|at some point in|at some time in|at one point in"
        "|at a unknown date in|on a unknown day in|on a unknown date in|on a unspecified day in"
        "|on a unspecified date in|one day in|either|both": True,
        "month of|in month of|year of|in year of|period of|in period of"
        "|in period|for period|over period|period|all of|whole of|all|whole|entire": True,
        "as of|as at|as from|wef|effective|effective from|effective as of|with effect from|with effect as of"
        "|as early as|as late as|dated|just|back in|as far back as|exactly|precisely|only": True,
    }
)
_TIMES = phrases(
    {
        "morning of|evening of|afternoon of|early hours of|small hours of|early morning of|late evening of"
        "|early morning hours of|morning hours of|evening hours of|afternoon hours of"
        "|morning|evening|afternoon|noon|midnight|early morning|late evening|clock|clock on|noon on|midnight on"
        "|morning on|evening on|afternoon on|in morning|in evening|in afternoon|at night|at noon|at midnight": True,
    }
)
CERTAINTY = phrases(
    {
        "circa|on or circa|in or circa|at or circa|some time circa|sometime circa|in circa|close to": "circa",
        "probably|most probably|very probably|quite probably|in all likelihood|in all probability": "uncertain",
    }
)
_DOUBTS = phrases(
    {
        "or so|or thereabouts|or circa": "circa",
        "?|probably|or probably": "uncertain",
        "inclusive|included|period|ns|n s|new style|local time": "",
    }
)
_SOON = phrases(
    {
        "or soon after|or shortly after|or soon thereafter|or shortly thereafter|and shortly after|or just after": Part(
            "from-soon-after"
        ),
        "or shortly before|or just before|or soon before": Part("to-soon-before"),
    }
)
_OLD_STYLE = phrases({"os|o s|old style|julian|julian calendar": True})


def piece_at(c: Cursor, source: Source) -> Piece | None:
    """The piece that comes next; None, with nothing stepped over, if there is none."""
    start, piece = c.at, Piece()
    while not ((c.peek() in FEASTS and _is_feast(c)) or (c.peek() == "dated" and c.peek(1) == "")):
        if c.peek() == "at" and c.peek(1) == "least":
            break  # at least two years ago
        if c.phrase(_TIMES):
            piece.timed = True
        elif (certainty := c.phrase(CERTAINTY)) is not None:
            piece.circa |= certainty == "circa"
            piece.uncertain |= certainty == "uncertain"
        elif (part := part_at(c)) is not None:
            piece.parts.append(part)
        elif not c.phrase(FILLERS):
            if c.peek() != "over" or _counts(c.peek(1)):
                break
            c.at += 1
            piece.circa |= _is_feast(c)  # over Christmas is more than the day
    if not core(c, piece, source) and not piece.parts:
        c.at = start
        return None
    _suffixes(c, piece)
    return piece


def _julian(piece: Piece) -> str:
    """Why an old-style date is refused, with its new-style day where the year cannot be in doubt."""
    year, month, day = piece.year, piece.month, piece.day
    # Before 1752 a year may have begun on 25 March, and 10 February 1718 be of the year after.
    if not (year and month and day) or piece.derived or year < 1582 or (year < 1752 and month < 4):
        return JULIAN
    new = new_style(year, month, day)
    named = f"{new.day} {MONTHS[new.month - 1]} {new.year}"
    old = f"{day} {MONTHS[month - 1]}" + (f" {year}" if new.year != year else "")
    return f"{JULIAN.removesuffix('.')}, {named}, or both: {old}/{named}."


def _is_feast(c: Cursor) -> bool:
    start = c.at
    found = c.phrase(FEASTS) is not None
    c.at = start
    return found


def _counts(token: str) -> bool:
    return token.isdigit() or token in ("a", "few", "several", "couple")


def _suffixes(c: Cursor, piece: Piece) -> None:
    """What may follow a date: its weekday, a time of day, a doubt, a note on the calendar."""
    while not c.done:
        start = c.at
        if c.phrase(_OLD_STYLE):
            raise Refused(_julian(piece))
        if c.phrase(_TIMES):
            piece.timed = True
            continue
        if (soon := c.phrase(_SOON)) is not None:
            piece.parts.insert(0, soon)
            continue
        if (doubt := c.phrase(_DOUBTS)) is not None:
            piece.circa |= doubt == "circa"
            piece.uncertain |= doubt == "uncertain"
            continue
        if c.peek() == "circa" and c.peek(1) == "":
            piece.circa = c.accept("circa")
            continue
        if c.accept("night"):
            piece.parts.insert(0, Part("night-of"))
            continue
        if c.take((",", "on")) and c.phrase(_TIMES):
            piece.timed = True
            continue
        weekday = WEEKDAY_NUMBERS.get(c.peek())
        if weekday is None or piece.day is None or piece.weekday is not None:
            c.at = start
            return
        piece.weekday = weekday
        c.at += 1
