"""What cannot all be true among facts, found the slow way: plain Python over the entries of a log, each with each.

It is written from docs/conflicts.md and shares no query, no table and no fold with `projections/`; only the id of a
conflict is made by the same function. So what the rules find in a database can be compared with what is there
(`tests/projections/test_conflicts_by_force.py`), and planted errors can be told apart into those that contradict the
record and those that do not (`benchmarks.planting`).

Two things it leaves out: judgements on who is who, and dates that are counted from others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any, NamedTuple

from regesta.projections.conflicts.rule import conflict_id

FIRST, LAST = "0000-00-00", "9999-99-99"
SERVED = {"serving", "appointed", "sworn-in", "arrived", "accredited"}
TAKEN_UP = ("appointed", "sworn-in", "arrived", "accredited")
GONE = {"left", "died"}
YES = {"agreed", "delegated", "scheduled", "postponed", "held"}
ANSWERS = {"agreed", "refused", "unanswered", "delegated"}
OFTEN = {"wanted", "requested", "agreed", "refused", "unanswered", "delegated", "scheduled", "postponed", "cancelled",
         "denied"}  # fmt: skip
ALIVE = {"sworn-in", "arrived", "accredited", "serving", "acting", "resigned", "declined", "said", "held", "wanted",
         "requested", "agreed", "refused"}  # fmt: skip
PAST = {"said", "wanted", "requested", "agreed", "refused", "unanswered", "held", "denied", "nominated", "confirmed",
        "expelled", "declined", "rejected", "died"}  # fmt: skip

Bounds = tuple[str, str]


class Told(NamedTuple):
    """What is in force of a lineage: the first fact's id, this one's, what it says, and the sources it cites."""

    root: str
    id: str
    fact: Mapping[str, Any]
    sources: frozenset[str]

    @property
    def subject(self) -> str:
        """The id of what it speaks of."""
        return str(self.fact.get("of") or self.fact.get("key") or self.root)


class Event(NamedTuple):
    """A dated thing that a fact tells."""

    told: Told
    kind: str
    type: str
    days: Bounds
    agent: str | None = None
    other: str | None = None


def in_force(lines: Iterable[bytes]) -> list[Told]:
    """What stands of the entries of a log, in the order in which it was first told."""
    from regesta.events.entry import parse_entry

    entries: list[tuple[str, dict[str, Any]]] = [
        (entry.id, dict(entry.fact)) for entry in map(parse_entry, lines) if entry.fact is not None
    ]
    dead: set[str] = set()
    for id, fact in reversed(entries):
        if fact["kind"] == "retraction" and id not in dead:
            dead.add(fact["fact"])
    roots: dict[str, str] = {}
    lineages: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    cited: defaultdict[str, set[str]] = defaultdict(set)
    for id, fact in entries:
        if fact["kind"] == "correction":
            if (root := roots.get(fact["replaces"])) is not None:
                roots[id] = root
                lineages[root].append((id, fact["fact"]))
        elif fact["kind"] == "confirmation":
            if id not in dead:
                cited[roots.get(fact["fact"], "")] |= _sources(fact)
        elif fact["kind"] != "retraction":
            roots[id] = id
            lineages[id] = [(id, fact)]
    found = []
    for root, versions in lineages.items():
        standing = [version for version in versions if version[0] not in dead]
        if root not in dead and standing:
            id, fact = standing[-1]
            found.append(Told(root, id, fact, frozenset(_sources(fact) | cited[root])))
    return found


def contradictions(told: Iterable[Told]) -> frozenset[tuple[str, str]]:
    """(rule, id of the conflict) of everything that cannot all be true."""
    by_kind: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_kind[str(one.fact["kind"])].append(one)
    events = list(_events(by_kind))
    found = (*_dates(events), *_order(by_kind), *_life(events), *_report(events, by_kind), *_steps(by_kind),
             *_denied(by_kind), *_seats(by_kind))  # fmt: skip
    return frozenset((rule, conflict_id(rule, key)) for rule, key in found)


Found = Iterator[tuple[str, tuple[str, ...]]]


def _sources(fact: Mapping[str, Any]) -> set[str]:
    return {citation["source"] for citation in fact.get("citations", ()) if "source" in citation}


def _bounds(when: Mapping[str, Any] | None) -> Bounds:
    return ((when or {}).get("earliest") or FIRST, (when or {}).get("latest") or LAST)


def _apart(one: Bounds, other: Bounds) -> bool:
    return one[0] > other[1] or other[0] > one[1]


def _posting_end(fact: Mapping[str, Any], *states: str) -> Mapping[str, Any] | None:
    """The date of the end of a posting, if it is told in one of these ways, with a date."""
    end = fact.get("end") or {}
    when: Mapping[str, Any] | None = end.get("when") if end.get("state") in states else None
    return when


def _events(by_kind: Mapping[str, list[Told]]) -> Iterator[Event]:
    speakers = _first(by_kind["statement"], "speaker")
    for kind, fields in (("agent", ("born", "died")), ("source", ("published",)), ("statement", ("said",))):
        for one in by_kind[kind]:
            who = one.subject if kind == "agent" else speakers.get(one.subject)
            yield from (Event(one, kind, name, _bounds(one.fact[name]), who) for name in fields if one.fact.get(name))
    holders = _first(by_kind["posting"], "holder")
    for one in by_kind["posting"]:
        if one.fact.get("start"):
            yield Event(one, "posting", one.fact["phase"], _bounds(one.fact["start"]), holders[one.subject])
        if when := _posting_end(one.fact, "stated", "ended"):
            yield Event(one, "posting", "ended", _bounds(when), holders[one.subject])
    seekers, parties = _first(by_kind["meeting"], "by"), _parties(by_kind["meeting"])
    for one in by_kind["meeting"]:
        if one.fact.get("on"):
            for seeker, other in product(seekers.get(one.subject, ()), one.fact.get("with") or parties[one.subject]):
                who, whom = (other, seeker) if one.fact["step"] in ANSWERS else (seeker, other)
                yield Event(one, "meeting", one.fact["step"], _bounds(one.fact["on"]), who, whom)


def _first(told: Iterable[Told], field: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in told:
        if one.fact.get(field):
            found.setdefault(one.subject, one.fact[field])
    return found


def _parties(told: Iterable[Told]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in told:
        found[one.subject] += [party for party in one.fact.get("with", ()) if party not in found[one.subject]]
    return found


def _dates(events: Iterable[Event]) -> Found:
    """One event on days that exclude each other: by sources that share nothing, and by one source."""
    same: defaultdict[tuple[Any, ...], list[Event]] = defaultdict(list)
    for event in events:
        if event.kind != "meeting" or event.type not in OFTEN:
            phase = event.told.fact.get("phase", "") if event.kind == "posting" else ""
            same[event.kind, event.told.subject, event.type, phase, event.agent, event.other].append(event)
    for (kind, subject, type, phase, *_), told in same.items():
        key = (f"{kind}/{subject}", f"{type}/{phase}")
        for one, other in combinations(told, 2):
            if one.told.id != other.told.id and _apart(one.days, other.days):
                if not one.told.sources & other.told.sources:
                    yield "dates", key
                yield from (("restated", (*key, f"source/{one}")) for one in one.told.sources & other.told.sources)


def _order(by_kind: Mapping[str, list[Told]]) -> Found:
    """Over, by one fact, and taken up or held after that, by another."""
    for posting, told in _by_subject(by_kind["posting"]).items():
        for one, other in product(told, told):
            phase, late = one.fact["phase"], other.fact["phase"]
            over = one.fact.get("start") if phase in GONE else None
            if phase in ("serving", "acting"):
                over = _posting_end(one.fact, "stated", "ended")
            until = _bounds(over)[1]
            began = _bounds(other.fact.get("start"))[0] if other.fact.get("start") else FIRST
            held = _bounds(_posting_end(other.fact, "holds"))[0]
            bears = late == "acting" if phase == "acting" else late in SERVED or (phase in GONE and late == "acting")
            if one.id != other.id and bears and max(began, held) > until:
                yield "order", (posting,)


def _life(events: Iterable[Event]) -> Found:
    did: defaultdict[str, list[Event]] = defaultdict(list)
    lives = []
    for event in events:
        if event.kind == "agent":
            lives.append(event)
            continue
        did[str(event.agent)].append(event)
        if event.other is not None and event.type == "held":
            did[event.other].append(event)
    for life in lives:
        for act in did[str(life.agent)]:
            early = life.type == "born" and act.days[1] < life.days[0]
            late = life.type == "died" and act.type in ALIVE and act.days[0] > life.days[1]
            if early or late:
                yield "life", (life.type, life.told.root)


def _report(events: Iterable[Event], by_kind: Mapping[str, list[Told]]) -> Found:
    published: dict[str, Any] = _first(by_kind["source"], "published")
    for event in events:
        for source in event.told.sources if event.type in PAST else ():
            until = _bounds(published.get(source))[1]
            if until < LAST and event.days[0] > FIRST:
                morrow = date.fromisoformat(until) + timedelta(days=1)
                if date.fromisoformat(event.days[0]) > morrow:
                    yield "report", (event.told.root, f"source/{source}")


def _steps(by_kind: Mapping[str, list[Told]]) -> Found:
    parties = _parties(by_kind["meeting"])
    for meeting, told in _by_subject(by_kind["meeting"]).items():
        for counterpart in parties[meeting]:
            steps = [one for one in told if counterpart in (one.fact.get("with") or [counterpart])]
            days = {one.id: _bounds(one.fact.get("on")) for one in steps}
            last = [one for one in steps if not any(days[other.id][0] > days[one.id][1] for other in steps)]
            for pair in {tuple(sorted((a.fact["step"], b.fact["step"]))) for a, b in combinations(last, 2)}:
                if _exclude(*pair):
                    yield "steps", (meeting, *pair)
            held = [days[one.id][1] for one in steps if one.fact["step"] == "held"]
            for one in steps if held and LAST not in held else ():
                step = one.fact["step"]
                if step in ("refused", "unanswered", "cancelled", "denied") and days[one.id][0] > max(held):
                    yield "steps", (meeting, "held", step)


def _exclude(one: str, other: str) -> bool:
    for a, b in ((one, other), (other, one)):
        if (a in ("refused", "unanswered") and b in YES) or (a == "held" and b in ("cancelled", "denied")):
            return True
    return {one, other} == {"refused", "unanswered"}


def _denied(by_kind: Mapping[str, list[Told]]) -> Found:
    modes = _first(by_kind["statement"], "mode")
    for one in by_kind["statement"]:
        for about in one.fact.get("about", ()):
            said, denial = modes.get(about["id"]), one.subject
            names_another = about["kind"] == "statement" and about["id"] != denial
            if names_another and modes.get(denial) == "denial" and said in ("direct", "indirect", "paraphrase"):
                yield "denied", (about["id"], denial)


def _seats(by_kind: Mapping[str, list[Told]]) -> Found:
    """Each two who certainly held a post of one seat for more than a day; other numbers of seats are left out."""
    seats = _first(by_kind["post"], "seats")
    posts, holders = _first(by_kind["posting"], "post"), _first(by_kind["posting"], "holder")
    sitting: defaultdict[str, list[tuple[str, str, Bounds]]] = defaultdict(list)
    for posting, told in _by_subject(by_kind["posting"]).items():
        if seats.get(posts[posting]) == 1 and (days := _certain(told)):
            sitting[posts[posting]].append((posting, holders[posting], days))
    for together in sitting.values():
        for (one, who, days), (other, whom, other_days) in combinations(together, 2):
            if who != whom and max(days[0], other_days[0]) < min(days[1], other_days[1]):
                yield "seats", (one, other)


def _certain(told: Iterable[Told]) -> Bounds | None:
    """The first and the last day on which a posting was certainly held; None if it is certain on none."""
    facts = [one.fact for one in told]
    if not SERVED & {fact["phase"] for fact in facts}:
        return None
    starts = [_bounds(fact.get("start")) for fact in facts if fact["phase"] in ("serving", "acting")]
    began = _shared(starts)[1] if starts else None
    if began is None:
        steps = [[_bounds(fact["start"]) for fact in facts if fact["phase"] == phase and fact.get("start")]
                 for phase in TAKEN_UP]  # fmt: skip
        began = max((_shared(step)[1] for step in steps if step), default=LAST)
    held = min((_bounds(when)[1] for fact in facts if (when := _posting_end(fact, "holds"))), default=LAST)
    if held < began and held >= (_shared(starts)[0] if starts else FIRST):  # who holds it still had begun by then
        began = held
    ends = [_bounds(_posting_end(fact, "stated", "ended")) for fact in facts if _ended(fact)]
    ends += [_bounds(fact.get("start")) for fact in facts if fact["phase"] in GONE]
    still = [(_bounds(when)[0], LAST) for fact in facts if (when := _posting_end(fact, "holds"))]
    if not ends:
        still += [(_bounds(fact["start"])[0], LAST) for fact in facts
                  if fact["phase"] in ("resigned", "recalled", "expelled") and fact.get("start")]  # fmt: skip
    until = _shared([*ends, *still])[0] if ends or still else FIRST
    if {"declined", "withdrawn", "rejected"} & {fact["phase"] for fact in facts} and not (
        {fact["phase"] for fact in facts} & {"serving", "acting", "sworn-in", "arrived", "accredited", *GONE}
    ):
        return None
    return (began, until) if began < until else None


def _ended(fact: Mapping[str, Any]) -> bool:
    return bool((fact.get("end") or {}).get("state") in ("stated", "ended"))


def _shared(several: list[Bounds]) -> Bounds:
    """What all of them allow; what any of them allows where they exclude each other."""
    narrow = (max(one[0] for one in several), min(one[1] for one in several))
    return narrow if narrow[0] <= narrow[1] else (min(one[0] for one in several), max(one[1] for one in several))


def _by_subject(told: Iterable[Told]) -> Mapping[str, list[Told]]:
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        found[one.subject].append(one)
    return found
