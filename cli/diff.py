"""`regesta diff`: what changed between two editions, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import bold, print_json, printed, quoted, safe, say, table

if TYPE_CHECKING:
    from datetime import datetime

    from regesta.projections.reading.changed import Changed, Entry, SubjectChanged


@click.command()
@click.argument("earlier", metavar="EDITION")
@click.argument("later", metavar="[EDITION]", required=False)
@json_option
@dossier_option
def diff(earlier: str, later: str | None, as_json: bool) -> None:
    """Tell what changed between two editions, subject by subject, and why.

    An edition is a day (YYYY-MM-DD, at its end in UTC), a moment, a number of entries, or a tag; the later one is this
    moment's if it is left out. For each fact that something happened to: whether it was added, judged (two agents, or
    origins), corrected, retracted, restored, confirmed, unconfirmed (a confirmation was withdrawn) or withheld, or is
    unchanged because the entries undid each other; then the entries that did it, with their reasons.

    \b
    Example:
      regesta diff first-draft
      regesta diff 2026-11-01 2026-12-01 --json
    """
    from regesta.cli.edition import reading_as_known
    from regesta.projections.reading.changed import changed, entries_in

    since, until = _editions(earlier, later)
    with reading_as_known(until) as desk:
        found = changed(desk.connection, since)
        sizes = entries_in(desk.connection, since), entries_in(desk.connection, None)
    if as_json:
        print_json(
            {
                "earlier": {"edition": earlier, "entries": sizes[0]},
                "later": {"edition": later, "entries": sizes[1]},
                "subjects": [_json(subject) for subject in found],
            }
        )
        return
    for place, subject in enumerate(found):
        printed(_lines(subject, first=place == 0))
    say(_summary(found, sizes))


def _editions(earlier: str, later: str | None) -> "tuple[int | datetime, int | datetime | None]":
    """The two editions, the later one as None if it holds the whole log; refuses those that are not in this order."""
    from regesta.cli.desk import reading
    from regesta.cli.edition import edition
    from regesta.cli.editions import EditionError
    from regesta.projections.reading.changed import only_in

    since = edition("EDITION", earlier, here())
    until = None if later is None else edition("EDITION", later, here())
    with reading() as desk:
        if only_in(desk.connection, since, until):
            raise EditionError(
                f"EDITION: {earlier!r} holds entries that {later!r} does not; give the earlier one first."
            )
        return since, until if only_in(desk.connection, None, until) else None


def _json(subject: "SubjectChanged") -> dict[str, object]:
    shown = asdict(subject)
    for change in shown["changes"]:
        change["values"] = {name: {"before": old, "after": new} for name, (old, new) in change["values"].items()}
    return shown


def _summary(found: "Sequence[SubjectChanged]", sizes: tuple[int, int]) -> str:
    counts = Counter(change.what for subject in found for change in subject.changes)
    told = ", ".join(f"{count:,} {what}" for what, count in counts.most_common()) or "nothing changed"
    return f"From {sizes[0]:,} to {sizes[1]:,} entries: {told}."


def _lines(subject: "SubjectChanged", first: bool) -> Iterator[str]:
    if not first:
        yield ""
    named = f"{subject.kind} {subject.id}" if subject.kind else "nothing"
    yield bold(safe(named)) + f"  {safe(subject.label)}"
    yield from table([row for change in subject.changes for row in _rows(change)], "  ")


def _rows(change: "Changed") -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each entry, the first with what became of the fact; then one for each value that differs."""
    for place, entry in enumerate(change.entries):
        when, who = entry.recorded_at[:16].replace("T", " "), str(entry.recorded_by or "withheld").partition(" <")[0]
        yield change.what if place == 0 else "", str(entry.position), when, who, _told(entry)
    for name, (before, after) in change.values.items():
        yield "", "", "", "", f"{name}: {_worded(before)} → {_worded(after)}"


def _told(entry: "Entry") -> str:
    motive = f" [{entry.motive}]" if entry.motive else ""
    why = f" ({entry.why})" if entry.why and entry.why not in entry.says else ""
    return f"{entry.says}{motive}{why}"


def _worded(value: Any) -> str:
    """A value of a fact in short: a date as it was worded, a quote in its marks."""
    match value:
        case None:
            return "none"
        case {"verbatim": worded}:
            return str(worded)
        case {"exact": words}:
            return quoted(str(words))
        case {"state": "stated", "when": when}:
            return _worded(when)
        case Mapping():
            return ", ".join(map(_worded, value.values()))
        case list():
            return "; ".join(map(_worded, value))
        case _:
            return str(value)
