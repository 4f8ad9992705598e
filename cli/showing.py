"""The record of a subject, and a fact, as lines for people."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from regesta.cli.printing import bold, bounds, hanging, quoted, safe, span, table, tenure
from regesta.events.posting import LASTING
from regesta.projections.reading.origins import Backing, Named
from regesta.projections.reading.record import Record, named_in
from regesta.projections.reading.rows import Row
from regesta.projections.reading.weight import weight

_UNSHOWN = frozenset({"citations", "id", "label", "meeting", "unverified", "year"})
"""Columns that the heading or another line shows, or that are there for facets."""


def record_lines(record: Record, origins: Sequence[Named] = ()) -> Iterator[str]:
    """The heading, the values, what belongs to it, the evidence, and the history."""
    yield bold(f"{record.kind} {record.id}") + f"  {safe(record.label)}"
    for row in record.rows:
        if len(record.rows) > 1:
            yield f"\n  {safe(str(row['label']))}"
        yield from table(tuple(_values(row, record)), "  ")
    if not record.rows:
        yield "  No fact of it is in force."
    for name, rows in record.parts.items():
        if name == "aliases" and len(rows) == 1:
            continue
        yield f"\n{name.capitalize().replace('_', ' ')}"
        yield from table([_part(name, row) for row in rows], "  ")
    yield from origin_lines(origins)
    yield from evidence_lines(record.citations)
    yield "\nHistory"
    yield from table([_happened(row) for row in record.history], "  ")


def fact_lines(
    fact: Row, dates: Sequence[Row], citations: Sequence[Row], versions: Sequence[Row], withheld: object = None
) -> Iterator[str]:
    """What a fact says, its status, why it may not be shown, what follows for its dates, its evidence, its versions."""
    yield bold(f"{fact['kind']} {fact['id']}") + f"  {safe(str(fact['says']))}"
    values = {
        "status": fact["status"],
        "withheld": withheld,
        "subject": f"{fact['subject_kind']} {fact['subject']}" if fact["subject"] else None,
        "recorded": f"{fact['recorded_at']} by {fact['recorded_by'] or 'withheld'}, at position {fact['position']}",
        "import": f"{fact['import_name']}, key {fact['import_key']}" if fact["import_name"] else None,
    }
    yield from table([(name, str(value)) for name, value in values.items() if value], "  ")
    said = fact["json"]
    if isinstance(said, Mapping):
        yield "\nSays"
        yield from table(tuple(_flat(said)), "  ")
    if dates:
        yield "\nDates"
        yield from table([_part("dates", row) for row in dates], "  ")
    yield from evidence_lines(citations)
    if len(versions) > 1:
        yield "\nVersions"
        yield from table([_version(row) for row in versions], "  ")


def origin_lines(origins: Sequence[Named]) -> Iterator[str]:
    """Each origin by name, and under it what goes back to it."""
    if origins:
        yield "\nOrigins"
    for origin in origins:
        named = f" ({origin.kind} {origin.id})" if origin.id else ""
        below = origin.quotes
        rests = f", which {below.how or 'rests on'} {below.label} ({below.id})" if below else ""
        yield from hanging("  ", safe(f"{origin.label}{named}{rests}"))
        behind = dict.fromkeys(_behind(one) for one in origin.backing if one.source not in (None, origin.id))
        for line in behind:
            yield from hanging("    ", safe(line))


def _behind(backing: Backing) -> str:
    way = f", by way of {', '.join(backing.way)}" if backing.way else ""
    others = f"; or from {', '.join(backing.others)}" if backing.others else ""
    return f"{backing.source_label} ({backing.source}){way}{others}"


def evidence_lines(citations: Sequence[Row]) -> Iterator[str]:
    """Each citation: the source, the place in it, and its words; those that are alike once, with how many they are."""
    if citations:
        yield "\nEvidence"
    told: Counter[tuple[str, str]] = Counter()
    for row in citations:
        place = f", {row['locator']}" if row["locator"] else ""
        confirmed = f"; confirmed by {row['confirmed_by']}" if row["confirmed_by"] else ""
        doubt = " [unverified]" if row["found"] == "unverified" else ""
        words = f"{quoted(str(row['quote']))}{doubt}" if row["quote"] else ""
        told[f"{row['source_label']} ({row['source']}){place}{confirmed}", words] += 1
    for (source, words), times in told.items():
        yield from hanging("  ", safe(source + (f"; {times} times" if times > 1 else "")))
        if words:
            yield from hanging("    ", safe(words))


def _values(row: Row, record: Record) -> Iterator[tuple[str, str]]:
    """A row's columns that have a value: dates with their bounds, agents and posts with their names."""
    refers = named_in(record.kind)
    spanned = "end_state" in row
    if spanned:
        yield "held", span(row)
    for name, value in row.items():
        if value is None or name in _UNSHOWN or name.endswith(("_earliest", "_latest")):
            continue
        if (spanned and name in ("start", "end", "end_state")) or (name, value) == ("status", "in-force"):
            continue
        if name == "independent_origins":
            yield "rests on", weight(row)
            continue
        if name in _YES_OR_NO:
            shown = "yes" if value else "no"
        elif name in refers:
            shown = f"{record.names[f'{refers[name]}/{value}']} ({value})"
        elif name != "state" and _columns(name)[1] in row:
            shown = _dated(row, name)
        else:
            shown = str(value)
        yield name.replace("_", " "), shown


_YES_OR_NO = frozenset({"captured", "disputed", "first_hand"})


def _dated(row: Row, name: str) -> str:
    return bounds(*(None if row[column] is None else str(row[column]) for column in _columns(name)))


def _columns(name: str) -> tuple[str, str, str]:
    stem = {"state_on": "state_", "worded": ""}.get(name, f"{name}_")
    return name, f"{stem}earliest", f"{stem}latest"


def follows(row: Row) -> str:
    """From what a date follows, with which facts it cannot be true, or from what it would follow."""
    said = dict.fromkeys(str(one["says"]) for one in row["origins"])  # type: ignore[attr-defined]
    match row["state"]:
        case "derived":
            return f"from {'; '.join(said)}"
        case "contradicted":
            return f"cannot be true with {'; '.join(said)}" if said else "cannot be true in itself"
        case _:
            return f"{row['counted_from']}, from which nothing more follows"


def _part(name: str, row: Row) -> tuple[str, ...]:
    """One line of what belongs to a subject."""
    match name:
        case "phases":
            lasts = row["phase"] in LASTING or row["end_state"] != "not-stated"
            return str(row["id"]), str(row["phase"]), (span(row) if lasts else _dated(row, "start")) + _reason(row)
        case "steps":
            return str(row["id"]), _dated(row, "on"), str(row["label"]) + _reason(row)
        case "postings":
            return str(row["id"]), str(row["label"]), tenure(row)
        case "statements" | "said_of_it":
            return str(row["id"]), _dated(row, "said"), str(row["label"])
        case "meetings":
            return str(row["meeting"]), str(row["state"]), str(row["label"])
        case "names":
            return str(row["id"]), str(row["form"]), str(row["name"])
        case "captures":
            return str(row["id"]), str(row["retrieved"])[:16], f"{row['media_type']}, {row['size']:,} bytes"
        case "dates":
            return str(row["field"]), _dated(row, "worded"), follows(row)
        case "judgements":
            return str(row["id"]), str(row["verdict"]), f"{row['a']} and {row['b']}: {row['because']}"
        case _:
            return tuple("" if value is None else str(value) for value in row.values())


def _reason(row: Row) -> str:
    told = [str(row[name]) for name in ("reason", "note") if row[name]]
    return f" ({'; '.join(told)})" if told else ""


def _happened(row: Row) -> tuple[str, ...]:
    motive = f" [{row['motive']}]" if row["motive"] else ""
    said = str(row["says"])
    why = f" ({row['why']})" if row["why"] and str(row["why"]) not in said else ""
    when = str(row["recorded_at"])[:16].replace("T", " ")
    who = str(row["recorded_by"] or "withheld").partition(" <")[0]
    change = str(row["change"])
    said = said.removeprefix(f"{change.capitalize()}: ")
    return str(row["position"]), when, who, change, f"{said}{motive}{why}"


def _version(row: Row) -> tuple[str, ...]:
    return str(row["position"]), str(row["fact"]), str(row["status"]), str(row["says"])


def _flat(said: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    """A fact's fields as names and values; what is nested has a dotted name."""
    for name, value in said.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{name}.")
        elif isinstance(value, list):
            for place, part in enumerate(value, 1):
                key = f"{path}{name}" + (f".{place}" if len(value) > 1 else "")
                if isinstance(part, Mapping):
                    yield from _flat(part, f"{key}.")
                else:
                    yield key, str(part)
        else:
            yield f"{path}{name}", str(value)
