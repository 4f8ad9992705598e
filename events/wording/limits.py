"""Before, by, after, from: what a limit leaves of the days."""

from dataclasses import replace
from typing import Literal, assert_never

from regesta.events.wording.cursor import Cursor, Phrases, phrases
from regesta.events.wording.days import add_days
from regesta.events.wording.refusal import Refused
from regesta.events.wording.span import Span

Limit = Literal["before", "by", "until", "after", "from", "since", "starting", "at-least-since", "at-least-until"]

LIMITS: Phrases[Limit] = phrases(
    {
        "before|pre-|prior to|earlier than|previous to|ahead of|some time before|sometime before"
        "|well before|long before|at some point before|some time prior to|sometime prior to": "before",
        "by|no later than|not later than|not after|on or before|in or before|at or before|during or before"
        "|before or on|before or in|on or prior to|by no later than|at latest|at latest by|not beyond": "by",
        "until|up to|up until|through|to|up to and including|up through": "until",
        "after|post-|later than|following|subsequent to|some time after|sometime after|well after|long after"
        "|at some point after|from after|any time after|only after|beyond": "after",
        "on or after|in or after|at or after|during or after|no earlier than|not earlier than|not before"
        "|no sooner than|not until|only from|from on or after|after or on|after or in": "from",
        "since|ever since": "since",
        "since at least|at least since|from at least|at least from|at least as early as": "at-least-since",
        "until at least|at least until|to at least|through at least|at least to|at least as late as": "at-least-until",
        "from|period from|for period from|in period from|over period from": "from",
        "beginning|beginning on|beginning in|beginning from|starting|starting on|starting in|starting from"
        "|commencing|commencing on|commencing in": "starting",
    }
)
"""The phrases that limit a date, and the limit that each is."""

SUFFIXES: Phrases[Limit] = phrases(
    {
        "or earlier|or before|and before|and earlier|or sooner|at latest|at very latest|by latest": "by",
        "or later|or after|and after|and later|onward|and onward|on|and thereafter|at earliest|at very earliest"
        "|forward": "from",
    }
)
"""The same, said after the date."""


def limit_at(c: Cursor) -> Limit | None:
    """The limit that comes next, stepped over; "beginning of" is a part of a period, and none."""
    start = c.at
    limit = c.phrase(LIMITS)
    if limit is not None and c.peek() == "of":
        c.at = start
        return None
    return limit


def limited(limit: Limit, span: Span) -> Span:
    """The days before, up to, after or from a span; each open on its other side.

    A limit at the beginning or the end of a period is as exact as the period: before the end of May is up to 31 May.
    One at another part may be at any day of it: after mid-2018 is not after the last day that mid-2018 may mean.
    """
    edge, within = span.edge, span.within
    exact = replace(span, approximate=span.circa_first is not None, edge=None, within=None)
    match limit:
        case "by" | "until" | "before" if edge == "end" and within is not None:
            return _until(replace(exact, last=within[1]))
        case "before" if edge == "beginning" and within is not None:
            return _until(replace(exact, last=add_days(within[0], -1)))
        case "after" if edge == "end" and within is not None:
            return _onward(replace(exact, first=add_days(within[1], 1)))
        case "after" | "from" | "since" | "starting" if edge == "beginning" and within is not None:
            return _onward(replace(exact, first=within[0]))
        case "by" | "until":
            return _until(span)
        case "before" if within is not None and span.last is not None:
            return _until(replace(span, last=add_days(span.last, -1)))
        case "after" if within is not None and span.first is not None:
            return _onward(replace(span, first=add_days(span.first, 1)))
        case "before":
            if span.first is None:
                raise Refused(_OPEN)
            return _until(replace(span, last=add_days(span.first, -1), circa_last=span.circa_first))
        case "after":
            if span.last is None:
                raise Refused(_OPEN)
            return _onward(replace(span, first=add_days(span.last, 1), circa_first=span.circa_last))
        case "from" | "since" | "starting":
            return _onward(span)
        case "at-least-since" | "at-least-until":
            raise Refused(
                "bounds how long something held, together with another date. Write each as a date of its own."
            )
        case _:
            assert_never(limit)


_OPEN = "limits a date that is open on that side already. Say the limit once."


def _until(span: Span) -> Span:
    if span.last is None:
        raise Refused(_OPEN)
    return replace(span, first=None, circa_first=None, edge=None, within=None)


def _onward(span: Span) -> Span:
    if span.first is None:
        raise Refused(_OPEN)
    return replace(span, last=None, circa_last=None, edge=None, within=None)
