"""The English of sources: limits, ranges and alternatives of dates, each with what qualifies it.

    wording  = clause { ["and" | "but" | ","] limit-clause }
    clause   = [limit | "between" | "from"] piece { sign piece } [suffix]
    sign     = "to" | "until" | a dash | "and" | "or" | "/" | ","
    piece    = { certainty | filler | part } [core] { certainty | weekday | time of day }

Pieces complete each other (`complete.py`), become spans (`resolve.py`), and are then limited and joined.
"""

from dataclasses import dataclass, replace

from regesta.events.wording.complete import complete, join_years
from regesta.events.wording.cursor import Cursor
from regesta.events.wording.days import new_style
from regesta.events.wording.limits import SUFFIXES, Limit, limit_at, limited
from regesta.events.wording.pieces import Piece
from regesta.events.wording.qualified import CERTAINTY, FILLERS, piece_at
from regesta.events.wording.refusal import ELSEWHERE, Refused
from regesta.events.wording.resolve import resolved
from regesta.events.wording.source import Source
from regesta.events.wording.span import Span, hull, joined, widened
from regesta.events.wording.unread import unread

_SIGNS = {
    "to": "to",
    "until": "to",
    "through": "to",
    "-": "to",
    "–": "to",
    "and": "or",
    "or": "or",
    ",": ",",
    "/": "/",
}
_DAY_WRAPS = frozenset({"week-of", "weekend-of", "night-of"})


_SAID_BY_THE_ROLE = frozenset({("start", "since"), ("start", "from"), ("start", "starting"), ("end", "until")})
"""A start "since 2011" lies in 2011, and so does an end "until 2011"."""


@dataclass(slots=True)
class Clause:
    """Pieces, the signs between them, and the limit that holds for them all."""

    limit: Limit | None
    pieces: list[Piece]
    signs: list[str]
    following: bool = False


def read_english(row: list[str], source: Source) -> Span:
    """The span that these tokens mean; refused, with the reason, if the grammar has no place for them."""
    while len(row) > 1 and row[-1] == ",":
        row = row[:-1]
    c = Cursor(list(row))
    clauses = [_clause(c, source)]
    while not c.done and clauses[-1].limit is not None:
        c.take(("and", "but", ","))
        following = _clause(c, source)
        if following.limit is None:
            raise unread(c, row)
        clauses.append(following)
    if not c.done:
        raise unread(c, row)
    _completed(clauses, source)
    if len(clauses) == 1:
        clauses[0].limit = _in_role(clauses[0].limit, source)
    spans = [_clause_span(clause, source) for clause in clauses]
    return spans[0] if len(spans) == 1 else _both(spans)


def _in_role(limit: Limit | None, source: Source) -> Limit | None:
    """What is left of the limit once it is known that a start or an end is worded."""
    if (source.role, limit) in _SAID_BY_THE_ROLE:
        return None
    match source.role, limit:
        case "start", "at-least-since":
            return "by"
        case "end", "at-least-until":
            return "from"
        case _, ("at-least-since" | "at-least-until"):
            role = "start" if limit == "at-least-since" else "end"
            raise Refused(f"bounds how long something held. Write it as the {role} of a span, or write the date alone.")
        case _:
            return limit


def _completed(clauses: list[Clause], source: Source) -> None:
    pieces: list[Piece] = []
    signs: list[str] = []
    for clause in clauses:
        join_years(clause.pieces, clause.signs)
        signs += [";", *clause.signs] if pieces else clause.signs
        pieces += clause.pieces
    complete(pieces, signs, source, past=clauses[0].limit == "since")


def _both(spans: list[Span]) -> Span:
    """The days that every clause leaves: after 3 May and before 10 May 2019."""
    firsts = [s for s in spans if s.first is not None]
    lasts = [s for s in spans if s.last is not None]
    one = max(firsts, key=lambda s: s.first.toordinal() if s.first else 0) if firsts else spans[0]
    other = min(lasts, key=lambda s: s.last.toordinal() if s.last else 0) if lasts else spans[0]
    return hull(one, other)


def _clause(c: Cursor, source: Source) -> Clause:
    start = c.at
    doubt = c.phrase(CERTAINTY)
    before = c.at
    c.phrase(FILLERS)
    between = c.accept("between") or c.accept("from", "between")
    if not between:
        c.at = before
    led = c.peek() == "following"
    limit = None if between else limit_at(c)
    if limit is None and not between:
        c.at, doubt = start, None  # it belongs to the date
    first = piece_at(c, source)
    if first is None:
        raise unread(c, c.tokens)
    first.circa |= doubt == "circa"
    first.uncertain |= doubt == "uncertain"
    first.ahead = limit in ("by", "before", "until")
    clause = Clause(limit, [first], [], led)
    while (found := _sign(c)) is not None:
        start, sign = found
        following = piece_at(c, source)
        if following is None:
            c.at = start
            break
        clause.pieces.append(following)
        clause.signs.append(sign)
    clause.limit = _suffix(c) or limit
    if between:
        if not clause.signs:
            raise Refused("says between, and names one date. Write both, as in between March and May 2019.")
        clause.signs = ["to"] * len(clause.signs)
    return clause


def _suffix(c: Cursor) -> Limit | None:
    """The limit that a clause ends with: "or later", "onwards", "2017-"."""
    start = c.at
    suffix = c.phrase(SUFFIXES)
    if suffix is None and c.take(("-", "–")) is not None:
        c.accept("?")
        suffix = "from"
    if suffix is not None and c.done:
        return suffix
    c.at = start  # "after 3 May and before 10 May": another clause
    return None


def _sign(c: Cursor) -> tuple[int, str] | None:
    """Where the sign between two pieces begins, and what it is; several in a row are one: ", and", "- to -"."""
    start, kind = c.at, None
    while (token := c.take(_SIGNS)) is not None:
        kind = "to" if kind == "to" else "or" if kind and _SIGNS[token] == "," else _SIGNS[token]
    if kind is None and c.accept("up", "to"):
        kind = "to"
    return None if kind is None else (start, kind)


def _clause_span(clause: Clause, source: Source) -> Span:
    """The pieces of a clause as one span, under its limit."""
    pieces = clause.pieces
    if len(pieces) > 1 and all(piece.day is not None for piece in pieces):
        for piece in pieces:  # the night of 3 to 4 May is two days, not a night after each
            piece.parts = [part for part in piece.parts if part.kind not in _DAY_WRAPS]
    if len(pieces) == 2 and clause.signs == ["/"] and (new_style := _dual(pieces[0], pieces[1])) is not None:
        pieces = [new_style]
    if len(pieces) > 1 and pieces[0].circa:
        pieces[-1].circa = True
    if any(piece.timed for piece in pieces):  # before noon on 3 May may be on 3 May
        clause.limit = _including(clause.limit)
    spans = [resolved(piece, source) for piece in pieces]
    if clause.following and spans[0].derived:  # "the following Sunday", as against "following 6 August 2019"
        raise Refused(ELSEWHERE)
    ranged = clause.signs and all(sign == "to" for sign in clause.signs)
    if not ranged:
        spans = spans if clause.limit is None else [limited(clause.limit, span) for span in spans]
        return spans[0] if len(spans) == 1 else joined([widened(span) for span in spans])
    match clause.limit:
        case "after":
            return hull(limited("after", spans[0]), spans[-1])
        case None | "from" | "since" | "starting":
            return _ascending(spans)
        case _:
            return limited(clause.limit, _ascending(spans))


def _including(limit: Limit | None) -> Limit | None:
    """The limit with its day in it."""
    match limit:
        case "before":
            return "by"
        case "after":
            return "from"
        case _:
            return limit


def _ascending(spans: list[Span]) -> Span:
    whole = spans[0]
    for span in spans[1:]:
        whole = hull(whole, span)
    return whole


def _dual(old: Piece, new: Piece) -> Piece | None:
    """The new-style day of "6/18 February 1818", if the two differ as the Julian and Gregorian calendars then did."""
    if not (old.day and new.day and old.month and new.month and new.year) or old.parts or new.parts:
        return None
    other = resolved(new, Source()).first
    lags = new.year >= 1582 and other == new_style(old.year or new.year, old.month, old.day)
    return replace(new) if lags else None
