"""The record of a subject, and a fact, as lines for people."""

from collections.abc import Iterator, Mapping, Sequence

from regesta.cli.printing import bold, bounds, hanging, safe, span, table
from regesta.projections.reading.record import Record
from regesta.projections.reading.rows import Row

_HEADING = frozenset({"id", "label"})
"""Columns that the heading shows."""


def record_lines(record: Record) -> Iterator[str]:
    """The heading, the values, what belongs to it, the evidence, and the history."""
    yield bold(f"{record.kind} {record.id}") + f"  {safe(record.label)}"
    for row in record.rows:
        if len(record.rows) > 1:
            yield f"\n  {safe(str(row['label']))}"
        yield from table(tuple(_values(row)), "  ")
    if not record.rows:
        yield "  No fact of it is in force."
    for name, rows in record.parts.items():
        yield f"\n{name.capitalize()}"
        yield from table([_part(name, row) for row in rows], "  ")
    yield from evidence_lines(record.citations)
    yield "\nHistory"
    yield from table([_happened(row) for row in record.history], "  ")


def fact_lines(fact: Row, citations: Sequence[Row], versions: Sequence[Row]) -> Iterator[str]:
    """What a fact says, its status, its evidence, its versions."""
    yield bold(f"{fact['kind']} {fact['id']}") + f"  {safe(str(fact['says']))}"
    values = {
        "status": fact["status"],
        "subject": f"{fact['subject_kind']} {fact['subject']}" if fact["subject"] else None,
        "recorded": f"{fact['recorded_at']} by {fact['recorded_by'] or 'withheld'}, at position {fact['position']}",
        "import": f"{fact['import_name']}, key {fact['import_key']}" if fact["import_name"] else None,
    }
    yield from table([(name, str(value)) for name, value in values.items() if value], "  ")
    said = fact["json"]
    if isinstance(said, Mapping):
        yield "\nSays"
        yield from table(tuple(_flat(said)), "  ")
    yield from evidence_lines(citations)
    if len(versions) > 1:
        yield "\nVersions"
        yield from table([_version(row) for row in versions], "  ")


def evidence_lines(citations: Sequence[Row]) -> Iterator[str]:
    """Each citation: the source, the place in it, and its words."""
    if citations:
        yield "\nEvidence"
    for row in citations:
        place = f", {row['locator']}" if row["locator"] else ""
        confirmed = f"; confirmed by {row['confirmed_by']}" if row["confirmed_by"] else ""
        yield from hanging("  ", safe(f"{row['source_label']} ({row['source']}){place}{confirmed}"))
        if row["quote"]:
            doubt = " [unverified]" if row["found"] == "unverified" else ""
            yield from hanging("    ", safe(f"“{row['quote']}”{doubt}"))


def _values(row: Row) -> Iterator[tuple[str, str]]:
    """A row's columns that have a value; dates with their bounds."""
    spanned = "end_state" in row
    if spanned:
        yield "held", span(row)
    for name, value in row.items():
        if value is None or name in _HEADING or name.endswith(("_earliest", "_latest")):
            continue
        if spanned and name in ("start", "end", "end_state"):
            continue
        dated = f"{name}_earliest" in row
        shown = _dated(row, name) if dated else str(value)
        yield name.replace("_", " "), shown


def _dated(row: Row, name: str) -> str:
    return bounds(*(None if row[column] is None else str(row[column]) for column in _columns(name)))


def _columns(name: str) -> tuple[str, str, str]:
    stem = "state" if name == "state_on" else name
    return name, f"{stem}_earliest", f"{stem}_latest"


def _part(name: str, row: Row) -> tuple[str, ...]:
    """One line of what belongs to a subject."""
    match name:
        case "phases":
            return str(row["id"]), str(row["phase"]), span(row) + _reason(row)
        case "steps":
            return str(row["id"]), _dated(row, "on"), str(row["label"]) + _reason(row)
        case "postings":
            return str(row["id"]), str(row["label"]), span(row)
        case "statements":
            return str(row["id"]), _dated(row, "said"), str(row["label"])
        case "meetings":
            return str(row["meeting"]), str(row["state"]), str(row["label"])
        case "names":
            return str(row["id"]), str(row["form"]), str(row["name"])
        case "captures":
            return str(row["id"]), str(row["retrieved"])[:16], f"{row['media_type']}, {row['size']:,} bytes"
        case "judgements":
            return str(row["id"]), str(row["verdict"]), f"{row['a']} and {row['b']}: {row['because']}"
        case _:
            return tuple("" if value is None else str(value) for value in row.values())


def _reason(row: Row) -> str:
    told = [str(row[name]) for name in ("reason", "note") if row[name]]
    return f" ({'; '.join(told)})" if told else ""


def _happened(row: Row) -> tuple[str, ...]:
    motive = f" [{row['motive']}]" if row["motive"] else ""
    why = f": {row['why']}" if row["why"] and str(row["why"]) not in str(row["says"]) else ""
    who = str(row["recorded_by"] or "withheld").partition(" <")[0]
    return (
        str(row["position"]),
        str(row["recorded_at"])[:16].replace("T", " "),
        who,
        f"{row['change']}{motive}, {row['says']}{why}",
    )


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
