"""Facts, tersely: `a_posting(start="2024")`. What a test does not care about has a plain default.

Dates are written as days, months, years, or spans of these: "2024-03-01", "2018", "2017-09..2017-11", "..2019-08-07"
(open). They are read here and not by the reader of wordings, so that a test of the fold tests the fold. A date that is
counted from others has them behind it, with the days in between: "..; 2..2 source/letter published".
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from regesta.events.agent import Agent, Identity, Name
from regesta.events.amendment import Confirmation, Correction, Retraction
from regesta.events.assertion_text import parse_assertion
from regesta.events.claim import Citation, Hop, Quote
from regesta.events.expectation import Expectation, expected
from regesta.events.explanation import Explanation
from regesta.events.facts import Plain, dump_fact, parse_fact
from regesta.events.independence import Independence
from regesta.events.meeting import Meeting
from regesta.events.posting import Post, Posting
from regesta.events.relation import Relation
from regesta.events.restriction import Restriction
from regesta.events.source import Capture, Source
from regesta.events.statement import Statement
from regesta.events.when import End, When

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def a_when(text: str, **more: Any) -> When:
    """A day, month or year, or two of them with `..` between; nothing on a side is open. Relations may follow."""
    days, *relations = text.split(";")
    if relations:
        more = {"relative": tuple(map(a_relation, relations))} | more
    first, dots, last = days.strip().partition("..")
    if not dots:
        last = first
    return When.model_validate(
        {"verbatim": text, "earliest": _day(first, False), "latest": _day(last, True), "table": "1-north"} | more
    )


def a_relation(text: str) -> Relation:
    """`2..2 source/letter published`: at least 2 and at most 2 days after that date; nothing on a side is open."""
    days, subject, name = text.split()
    least, _, most = days.partition("..")
    kind, _, id = subject.partition("/")
    return Relation.model_validate(
        {"to": {"kind": kind, "id": id, "date": name}, "least": least or None, "most": most or None}
    )


def _day(text: str, end: bool) -> date | None:
    parts = [int(part) for part in text.split("-") if part]
    match parts:
        case []:
            return None
        case [year]:
            return date(year, 12, 31) if end else date(year, 1, 1)
        case [year, month]:
            return date(year, month, monthrange(year, month)[1] if end else 1)
        case [year, month, day]:
            return date(year, month, day)
        case _:
            raise ValueError(f"{text!r} is no day, month or year")


def an_end(text: str) -> End:
    """An end: a date, "ended", "still", or either with a date after it ("still 2019-08-07")."""
    word, _, when = text.partition(" ")
    match word:
        case "ended":
            return End(state="ended", when=a_when(when) if when else None)
        case "still":
            return End(state="holds", when=a_when(when) if when else None)
        case _:
            return End(state="stated", when=a_when(text))


def a_quote(exact: str, text: str | None = None) -> Quote:
    """A quote that was not looked up or, with the hash of a text, one that was found at its beginning."""
    if text is None:
        return Quote(exact=exact, found="unverified")
    return Quote(exact=exact, found="exact", text=text, start=0, end=len(exact))


def a_citation(source: str, locator: str | None = None, quote: str | None = None) -> Citation:
    """A citation."""
    return Citation(source=source, locator=locator, quote=a_quote(quote) if quote else None)


def _fact(kind: str, defaults: dict[str, Any], given: dict[str, Any]) -> Any:
    fields = {"kind": kind, **defaults, **given}
    source = fields.pop("source", None) if kind != "capture" else None
    if source is not None:
        fields["citations"] = tuple(a_citation(one) for one in _many(source))
    elif (
        kind not in ("source", "capture", "identity", "independence", "correction", "retraction", "explanation")
        and "citations" not in fields
    ):
        fields.setdefault("observation", True)
    if "via" in fields:
        fields["via"] = tuple(Hop(agent=one) if isinstance(one, str) else one for one in _many(fields["via"]))
    for name in ("start", "on", "said", "published", "born", "died", "day"):
        if isinstance(fields.get(name), str):
            fields[name] = a_when(fields[name])
    if isinstance(fields.get("end"), str):
        fields["end"] = an_end(fields["end"])
    return parse_fact(fields)


def _many(value: Any) -> Iterable[Any]:
    return (value,) if isinstance(value, str) or not isinstance(value, Iterable) else value


def a_source(key: str | None = "gazette", **given: Any) -> Source:
    """A source; `derived_from` may be the keys of sources."""
    given["derived_from"] = tuple(
        {"source": one} if isinstance(one, str) else one for one in _many(given.get("derived_from", ()))
    )
    fact: Source = _fact("source", {"key": key} | ({} if "of" in given else {"title": "The Gazette"}), given)
    return fact


def a_capture(source: str = "gazette", **given: Any) -> Capture:
    """A capture of a source."""
    defaults = {
        "source": source,
        "sha256": "0" * 64,
        "media_type": "text/plain",
        "size": 3,
        "retrieved": MORNING.isoformat(),
    }
    fact: Capture = _fact("capture", defaults, given)
    return fact


def an_agent(key: str | None = "ann", **given: Any) -> Agent:
    """A person, called by the key."""
    named = {"name": (key or "Somebody").replace("-", " ").title(), "type": "person"}
    fact: Agent = _fact("agent", {"key": key} | ({} if "of" in given else named), given)
    return fact


def a_name(agent: str = "ann", name: str = "Anne", **given: Any) -> Name:
    """A name of an agent."""
    fact: Name = _fact("name", {"agent": agent, "name": name}, given)
    return fact


def a_judgement(a: str = "ann", b: str = "anne", verdict: str = "same", **given: Any) -> Identity:
    """A judgement on two agents."""
    fact: Identity = _fact("identity", {"a": a, "b": b, "verdict": verdict, "because": "one signature"}, given)
    return fact


def an_origin(a: str, b: str, verdict: str = "independent", **given: Any) -> Independence:
    """A judgement on two origins, which are named as KIND/KEY."""
    pair = {name: dict(zip(("kind", "id"), text.split("/"), strict=True)) for name, text in (("a", a), ("b", b))}
    defaults = {**pair, "verdict": verdict, "because": "she was told by both"}
    fact: Independence = _fact("independence", defaults, given)
    return fact


def a_post(key: str | None = "envoy", **given: Any) -> Post:
    """A post, called by its key."""
    titled = {"title": (key or "Clerk").replace("-", " ").title()}
    fact: Post = _fact("post", {"key": key} | ({} if "of" in given else titled), given)
    return fact


def a_posting(key: str | None = "ann-envoy", **given: Any) -> Posting:
    """Ann, serving as envoy."""
    opening = {"key": key, "holder": "ann", "post": "envoy"}
    fact: Posting = _fact("posting", {"phase": "serving"} | ({} if "of" in given else opening), given)
    return fact


def a_statement(key: str | None = "ann-speaks", **given: Any) -> Statement:
    """Ann says that she will stay."""
    opening = {"key": key, "speaker": "ann", "text": "I will stay."}
    fact: Statement = _fact("statement", {"mode": "direct"} | ({} if "of" in given else opening), given)
    return fact


def a_meeting(key: str | None = "ann-bob", **given: Any) -> Meeting:
    """Ann wanted to meet Bob."""
    opening = {"key": key, "by": ("ann",), "with": ("bob",)}
    fact: Meeting = _fact("meeting", {"step": "wanted"} | ({} if "of" in given else opening), given)
    return fact


def a_correction(replaces: str, fact: Plain, motive: str = "was-wrong", **given: Any) -> Correction:
    """A correction of a recorded fact by another."""
    defaults = {"replaces": replaces, "fact": dump_fact(fact), "motive": motive, "note": "misread"}
    made: Correction = _fact("correction", defaults, given)
    return made


def a_retraction(fact: str, **given: Any) -> Retraction:
    """A retraction of a recorded fact."""
    made: Retraction = _fact("retraction", {"fact": fact, "reason": "a mistake"}, given)
    return made


def a_confirmation(fact: str, source: str | Sequence[str] = "gazette", **given: Any) -> Confirmation:
    """A confirmation of a recorded fact by a source."""
    made: Confirmation = _fact("confirmation", {"fact": fact, "source": source}, given)
    return made


def an_expectation(key: str | None = "hunch", expects: str = 'exists(agent, "ann")', **given: Any) -> Expectation:
    """That an assertion holds, whose names are ids."""
    assertion = {} if "of" in given else {"expects": expected(parse_assertion(expects)).model_dump()}
    made: Expectation = _fact("expectation", {"key": key} | assertion, given | {"observation": False})
    return made


def an_explanation(conflict: str, **given: Any) -> Explanation:
    """A person's note on a conflict."""
    made: Explanation = _fact("explanation", {"conflict": conflict, "note": "two calendars"}, given)
    return made


def a_restriction(level: str = "internal", **given: Any) -> Restriction:
    """A restriction of a fact, a source, an agent or an import; `until` is a day."""
    if isinstance(given.get("until"), str):
        given["until"] = a_when(given["until"])
    made: Restriction = parse_fact({"kind": "restriction", "level": level, **given})  # type: ignore[assignment]
    return made


def moments(start: datetime = MORNING) -> Iterable[datetime]:
    """One moment after another, a second apart."""
    while True:
        yield start
        start += timedelta(seconds=1)
