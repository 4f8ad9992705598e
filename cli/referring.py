"""What was typed for a subject: its id, the beginning of one, or its title; else a sentence with what comes near."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from regesta.cli.typed import cleaned
from regesta.events.errors import RegestaError
from regesta.projections.naming import Candidate, Names
from regesta.projections.reading.subjects import SHORTEST_PREFIX, Subject, some, with_id, with_prefix, withdrawn

LISTED = 8
"""How many candidates a sentence lists."""


class Unknown(RegestaError):
    """Nothing has this id or name."""


class Ambiguous(RegestaError):
    """Several things begin so, or are called so."""


def subject(place: str, text: str, kinds: Sequence[str], connection: sqlite3.Connection) -> Subject:
    """What a text names among the subjects of these kinds (`fact` is one): an id, `KIND/ID`, a prefix, or a label.

    Where facts are asked for too, it may be a subject of which all facts were withdrawn.

    `place` is the option or argument that it was typed for. Raises Unknown with what comes near, and Ambiguous with
    the candidates.
    """
    text = cleaned(place, text)
    kind, slash, rest = text.partition("/")
    if slash and kind in kinds:
        kinds, text = (kind,), rest
    found = (
        with_id(connection, text, kinds) or with_name(connection, text, kinds) or with_prefix(connection, text, kinds)
    )
    if not found and "fact" in kinds:
        found = withdrawn(connection, text, kinds)
    if len(found) == 1:
        return found[0]
    if found:
        several = listed(told_apart(found, connection))
        raise Ambiguous(f"{place}: {text!r} may be {several}; give more of the id, or KIND/ID.")
    raise Unknown(_unknown(place, text, kinds, connection))


def listed(subjects: Sequence[Subject]) -> str:
    """Candidates for a sentence, the first few of them."""
    shown = [f"{one.kind} {one.id} ({one.label})" for one in subjects[:LISTED]]
    more = len(subjects) - len(shown)
    if more:
        shown.append(f"{more} more")
    return ", ".join(shown[:-1]) + (" or " if len(shown) > 1 else "") + shown[-1]


def told_apart(found: Sequence[Subject], connection: sqlite3.Connection) -> tuple[Subject, ...]:
    """The same subjects; of agents who are called alike, each with what is said of them, if anything is."""
    labels = [one.label for one in found]
    alike = {one.id for one in found if one.kind == "agent" and labels.count(one.label) > 1}
    sql = "SELECT id, description FROM agents WHERE id IN (SELECT value FROM json_each(?)) AND description IS NOT NULL"
    said = dict(connection.execute(sql, (json.dumps(sorted(alike)),)))
    return tuple(replace(one, label=f"{one.label}, {said[one.id]}") if one.id in said else one for one in found)


def with_name(connection: sqlite3.Connection, text: str, kinds: Sequence[str]) -> tuple[Subject, ...]:
    """The subjects of these kinds that are called so, whatever the case of the letters."""
    named = (kind for kind in kinds if kind in _NAMED)
    return tuple(_subject(one) for kind in named for one in Names(connection, kind).exact(text))


def near(connection: sqlite3.Connection, text: str, kinds: Sequence[str]) -> tuple[Subject, ...]:
    """The subjects of these kinds that are called nearly so, the nearest first."""
    named = [kind for kind in kinds if kind in _NAMED]
    found = [one for kind in named for one in Names(connection, kind).near(text)]
    return tuple(_subject(one) for one in sorted(found, key=lambda one: -one.score))


_NAMED = ("agent", "post", "source")
"""The kinds of subject that have names to match."""


def _subject(candidate: Candidate) -> Subject:
    return Subject(candidate.kind, candidate.id, candidate.label)


def _unknown(place: str, text: str, kinds: Sequence[str], connection: sqlite3.Connection) -> str:
    meant = near(connection, text, kinds)[:3] or _near_ids(connection, text, kinds)
    hint = f" Did you mean {listed(meant)}?" if meant else ""
    if len(text) < SHORTEST_PREFIX and not meant:
        hint = f" The beginning of an id has at least {SHORTEST_PREFIX} characters."
    if tuple(kinds) == ("fact",):
        return f"{place}: no fact {text!r} is recorded.{hint} `regesta log` lists them."
    if tuple(kinds) == ("conflict",):
        return f"{place}: there is no conflict {text!r}.{hint} `regesta conflicts` lists them."
    what = " or ".join(kinds) if len(kinds) < 3 else "subject or fact" if "fact" in kinds else "subject"
    add = f"Add it with `regesta add {kinds[0]}`, or search" if len(kinds) == 1 else "Search"
    return f"{place}: there is no {what} {text!r}.{hint} {add} with `regesta find`."


def _near_ids(connection: sqlite3.Connection, text: str, kinds: Sequence[str]) -> tuple[Subject, ...]:
    """What has an id that is nearly so; of a few letters, too many ids have them somewhere."""
    if len(text) < SHORTEST_PREFIX:
        return ()
    from rapidfuzz import process

    known = {one.id: one for one in some(connection, kinds)}
    return tuple(known[found] for found, _, _ in process.extract(text, known.keys(), score_cutoff=80, limit=3))
