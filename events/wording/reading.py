"""The way in: a wording becomes a When or an End, or is refused."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from regesta.events.claim import SubjectKind
from regesta.events.relation import Anchor, Relation
from regesta.events.values import clean, slug
from regesta.events.when import NOT_STATED, Basis, End, When
from regesta.events.wording.anchored import Anchored, anchored
from regesta.events.wording.edtf import read_edtf
from regesta.events.wording.english import read_english
from regesta.events.wording.iso import read_iso
from regesta.events.wording.refusal import EXAMPLES, Refused, WordingError
from regesta.events.wording.source import Order, Role, Source
from regesta.events.wording.span import Span, widened
from regesta.events.wording.table import Hemisphere, table_name
from regesta.events.wording.tokens import plain, tokens
from regesta.events.wording.vocabulary import CANON, MONTH_NUMBERS, NO_DATE

LONGEST = 200
"""The longest wording that is read, in characters; a date is a phrase, not a paragraph."""

Anchors = Callable[[SubjectKind, str], str]
"""Gives the id of the subject that stands in brackets; what it raises is raised."""

KEPT = 4096
"""How many readings are kept for when the same wording comes again, as it does in an import."""

_TABLES: dict[Hemisphere, str] = {"north": table_name("north"), "south": table_name("south")}
_MONTH = "|".join(sorted({*MONTH_NUMBERS, *(k for k, v in CANON.items() if v in MONTH_NUMBERS)}, key=len, reverse=True))
_ENGLISH_DAY = re.compile(
    rf"([0-9]{{1,2}}) ({_MONTH}) ([0-9]{{4}})|({_MONTH}) ([0-9]{{1,2}}), ([0-9]{{4}})", re.IGNORECASE | re.ASCII
)
"""A day as most English sources have it, read without the grammar: the grammar reads it alike, only slower."""


def read_when(
    wording: str,
    *,
    published: When | date | None = None,
    hemisphere: Hemisphere = "north",
    order: Order | None = None,
    anchors: Anchors | None = None,
) -> When:
    """The bounds of a wording: ISO 8601, EDTF levels 0 to 2, or the English that sources use (docs/dates.md).

    `published` is when its source appeared; what the wording leaves out is completed from it, and the When is then
    marked derived. `hemisphere` is whose seasons are meant, `order` the order of dates written in figures alone.
    `anchors` gives the ids of what stands in brackets, as in "two days after the letter [source/letter]"; without it,
    whole ids stand there. Raises WordingError for what cannot be read; nothing is guessed.
    """
    if len(wording) == 10 and wording[4] == wording[7] == "-":
        try:
            return _plain_day(wording, hemisphere)
        except ValueError:
            pass  # the long way has the words for what is wrong with it
    return _worded(wording, _source(published, hemisphere, order), anchors)


@lru_cache(maxsize=KEPT)
def _plain_day(wording: str, hemisphere: Hemisphere) -> When:
    """What most of the world's data has: 2019-08-06. Nothing is left to validate, which would double the price."""
    day = date.fromisoformat(wording)
    return When.model_construct(
        verbatim=wording, earliest=day, latest=day, basis="stated", approximate=False, table=_TABLES[hemisphere]
    )


def read_start(
    wording: str,
    *,
    published: When | date | None = None,
    hemisphere: Hemisphere = "north",
    order: Order | None = None,
    anchors: Anchors | None = None,
) -> When:
    """The start of a span: as `read_when`, but "since 2011" and "from 2011" say that it began in 2011."""
    return _worded(wording, _source(published, hemisphere, order, "start"), anchors)


def read_end(
    wording: str | None,
    *,
    published: When | date | None = None,
    hemisphere: Hemisphere = "north",
    order: Order | None = None,
    anchors: Anchors | None = None,
) -> End:
    """How a span ends: on a stated date, on a day not known ("former"), not yet ("still in office"), or not said ("").

    As `read_when` for a date; "until 2019" says that it ended in 2019. An end that holds is known to hold on the day of
    publication, and one whose day is not known lies at most there: neither has a date if that day is not known.
    """
    if wording is None or not wording.strip():
        return NOT_STATED
    text = _clean(wording)
    said = plain(text) if text == ".." else plain(text).strip(" .,;")
    source = _source(published, hemisphere, order, "end")
    if said in _HOLDS:
        if source.last is None:
            return End(state="holds")
        return End(state="holds", when=_when(text, Span(source.first, source.last, "day", capped=True), hemisphere))
    if said in _ENDED:
        if source.last is None:
            return End(state="ended")
        return End(state="ended", when=_when(text, Span(None, source.last, "day", capped=True), hemisphere))
    if said in NO_DATE:
        raise WordingError(wording, _WHICH_END)
    return End(state="stated", when=_worded(wording, source, anchors))


_HOLDS = frozenset(
    {
        "present", "to present", "the present", "to the present", "present day", "to the present day", "until present",
        "until the present", "still", "still in office", "still in post", "still in place", "still holds", "holds",
        "still serving", "still holding", "still there", "serving", "in office", "in post", "incumbent", "current",
        "currently", "currently serving", "to date", "until now", "now", "to this day", "ongoing", "continuing",
        "continues", "sitting", "not ended", "..",
    }
)  # fmt: skip
_ENDED = frozenset(
    {
        "ended", "former", "formerly", "previous", "previously", "ex", "ex-", "past", "over", "no longer",
        "no longer in office", "no longer in post", "no longer holds", "left", "unknown day", "day unknown",
        "on an unknown day", "day not known", "ended, day unknown", "ended, day not known", "ended on an unknown day",
        "ended (day unknown)", "ended, unknown day", "erstwhile", "sometime", "one-time",
    }
)  # fmt: skip
_WHICH_END = (
    'does not say whether it ended. Write "ended" if it did and the day is not known, "still holds" if it did not, or'
    " leave the end out."
)


def _worded(wording: str, source: Source, anchors: Anchors | None) -> When:
    """The date that a wording tells, by itself or by others."""
    text = _clean(wording)
    if "[" in text and (found := _anchored(text, wording, source)) is not None:
        return _relative(found, wording, source, anchors)
    return _when(text, _span(text, wording, source), source.hemisphere)


def _anchored(text: str, wording: str, source: Source) -> Anchored | None:
    def readable(words: str) -> bool:
        try:
            _read(words, source)
        except Refused:
            return False
        return True

    try:
        return anchored(text, source.role, readable)
    except Refused as refusal:
        raise WordingError(wording, str(refusal)) from None


def _relative(found: Anchored, wording: str, source: Source, anchors: Anchors | None) -> When:
    """A date with relations; its own bounds are those of the date in it, or open."""
    span = _span(found.own, wording, source) if found.own else Span(None, None, "day")
    relations = []
    for name, lean in found.relations:
        try:
            id = anchors(name.kind, name.id) if anchors is not None else slug(name.id)
        except ValueError as error:
            if anchors is not None:
                raise
            raise WordingError(wording, f"names a {name.kind} that is no key: {error}.") from None
        relations.append(Relation(to=Anchor(kind=name.kind, id=id, date=name.date), least=lean.least, most=lean.most))
    when = _when(found.words, span, source.hemisphere)
    approximate = when.approximate or any(lean.approximate for _, lean in found.relations)
    return when.model_copy(update={"approximate": approximate, "relative": tuple(relations)})


def _clean(wording: str) -> str:
    """The wording as it is kept, without blanks around it; refused if it is no wording at all."""
    if len(wording) > LONGEST:
        wording_length = len(wording)
        raise WordingError(wording, f"is {wording_length:,} characters long, and a date has {LONGEST} at most. Write"
                           " the date alone, and the rest in a note.")  # fmt: skip
    text = wording.strip()
    if not text:
        raise WordingError(wording, f"is blank. Write a date, such as {EXAMPLES}, or leave it out.")
    if "\n" in text or "\t" in text or "\r" in text:
        raise WordingError(wording, "holds a line break or a tab. Write one date on one line.")
    try:
        return clean(text)
    except ValueError as error:
        raise WordingError(wording, f"{error}.") from None


def _source(published: When | date | None, hemisphere: Hemisphere, order: Order | None, role: Role = "day") -> Source:
    match published:
        case None:
            return Source(None, None, hemisphere, order, role)
        case When():
            return Source(published.earliest, published.latest, hemisphere, order, role)
        case _:
            return Source(published, published, hemisphere, order, role)


def _span(text: str, wording: str, source: Source) -> Span:
    """The span of a clean text; every refusal below gets the wording it is about."""
    try:
        return widened(_read(text, source))
    except Refused as refusal:
        raise WordingError(wording, str(refusal)) from None


@lru_cache(maxsize=KEPT)
def _read(text: str, source: Source) -> Span:
    if (match := _ENGLISH_DAY.fullmatch(text)) is not None and (span := _english_day(match)) is not None:
        return span
    span = read_edtf(text, source.hemisphere)
    if span is None:
        span = read_iso(text)
    if span is not None:
        return span
    simple = plain(text)
    if simple.strip(" .") in NO_DATE or simple in NO_DATE:
        raise Refused("says that there is no date. Leave the date out.")
    row = tokens(simple)
    if not row:
        raise Refused(f"names no date. Write, for example, {EXAMPLES}.")
    return read_english(row, source)


def _english_day(match: re.Match[str]) -> Span | None:
    """The day, or None for the long way if it is not one."""
    d, m, y = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    name = m.lower()
    try:
        day = date(int(y), MONTH_NUMBERS[CANON.get(name, name)], int(d))
    except ValueError:
        return None
    return Span(day, day, "day")


def _when(text: str, span: Span, hemisphere: Hemisphere) -> When:
    basis: Basis = "derived" if span.derived else "from-publication-date" if span.capped else "stated"
    return When(
        verbatim=text,
        earliest=span.first,
        latest=span.last,
        basis=basis,
        approximate=span.approximate,
        table=_TABLES[hemisphere],
    )
