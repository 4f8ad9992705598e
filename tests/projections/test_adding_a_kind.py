"""A fourth kind of subject, *travel*, added to a copy of the tree: two new files, and two lines in each layer.

What is copied is the two layers alone, so that nothing else is needed for it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import regesta.events
import regesta.projections

MODEL = '''
"""Travel: who went where."""

from typing import Annotated, Literal

from pydantic import Field

from regesta.events.claim import AgentId, Refers, Subject
from regesta.events.values import Line, SubjectId
from regesta.events.when import When


class Travel(Subject):
    """Somebody travels somewhere."""

    kind: Literal["travel"]
    of: Annotated[Annotated[SubjectId, Refers("travel")] | None, Field(description="the travel it adds to")] = None
    traveller: Annotated[AgentId | None, Field(description="who travels")] = None
    to: Annotated[Line | None, Field(description="where to")] = None
    arrives: Annotated[When | None, Field(description="when they arrive")] = None
'''

PROJECTION = '''
"""Travels: who went where, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from regesta.events.travel import Travel
from regesta.projections.account import Account, Dated, Names, Projection, Version, first, of_kind
from regesta.projections.column import Column, Table, meaning
from regesta.projections.stated import days


@dataclass(frozen=True, slots=True)
class TravelRow:
    """One row for each travel that has a fact in force."""

    id: Annotated[str, Column("the travel's id")]
    label: Annotated[str, Column("who travels, and where to", search=True)]
    traveller: Annotated[str, Column(meaning(Travel, "traveller"), refers="agents", facet=True)]
    to: Annotated[str | None, Column(meaning(Travel, "to"), facet=True)]
    arrives: Annotated[str | None, Column(meaning(Travel, "arrives"))]
    arrives_earliest: Annotated[str | None, Column("the first day that it may mean", index=True)]


TRAVELS = Table("travels", "Who went where", TravelRow, sort="-arrives_earliest")


def fold(account: Account, names: Names) -> Iterator[TravelRow]:
    told = of_kind(account.facts, Travel)
    traveller = first(fact.traveller for fact in told)
    if traveller is None:
        return
    agent, to = names.seen("agent", traveller), first(fact.to for fact in told)
    arrives = days(first(fact.arrives for fact in told))
    yield TravelRow(account.id, f"{agent['name']} to {to}", agent["id"], to, arrives.worded, arrives.earliest)


def says(fact: Travel, account: Account, names: Names) -> str:
    return f"{names.seen('agent', fact.traveller)['name'] if fact.traveller else 'Somebody'} travels to {fact.to}"


def dates(version: Version, account: Account, names: Names) -> Iterator[Dated]:
    if isinstance(version.fact, Travel) and version.fact.arrives:
        yield Dated("arrives", "arrives", says(version.fact, account, names), version.fact.arrives)


PROJECTION = Projection("travel", (Travel,), (TRAVELS,), fold, says, dates)
'''

RUN = """
import json, sqlite3, sys
from pathlib import Path
from regesta.events.canonical import canonical
from regesta.events.dossier import create
from regesta.events.facts import parse_fact
from regesta.events.recording import Act, record
from regesta.projections.build import refresh
from regesta.projections.known import Lookup
from datetime import datetime, UTC

dossier = create(Path(sys.argv[1]), title="Travels")
when = {"verbatim": "2019-10-03", "earliest": "2019-10-03", "latest": "2019-10-03", "table": "1-north"}

def add(*facts):
    refresh(dossier)
    known = Lookup(sqlite3.connect(dossier.database))
    act = Act("Eve", "regesta 0.1.0", datetime(2026, 11, 23, tzinfo=UTC))
    return record(dossier.log, [parse_fact(fact | {"observation": True}) for fact in facts], known, act, bytes)

add({"kind": "agent", "key": "ann", "name": "Ann", "type": "person"})
(trip,) = add({"kind": "travel", "key": "trip", "traveller": "ann", "to": "Perm", "arrives": when})
add({"kind": "correction", "replaces": trip.fact, "motive": "was-wrong", "note": "misread",
     "fact": {"kind": "travel", "traveller": "ann", "to": "Omsk", "arrives": when, "observation": True}})
add({"kind": "agent", "key": "anne", "name": "Anne", "type": "person"})
add({"kind": "identity", "a": "anne", "b": "ann", "verdict": "same", "because": "one person"})
how = refresh(dossier).how
database = sqlite3.connect(dossier.database)
rows = lambda sql: database.execute(sql).fetchall()
print(json.dumps({
    "how": how,
    "travels": rows('SELECT id, label, traveller, "to", arrives_earliest FROM travels'),
    "says": rows("SELECT says, status FROM facts WHERE subject_kind = 'travel' ORDER BY position"),
    "timeline": rows("SELECT type, what FROM timeline"),
    "history": rows("SELECT change FROM history WHERE subject = 'trip' ORDER BY position"),
    "found": rows("SELECT count(*) FROM travels_fts WHERE travels_fts MATCH 'omsk'"),
}))
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the two layers, with travel added."""
    for package in (regesta.events, regesta.projections):
        source = Path(package.__path__[0])
        name = package.__name__.rpartition(".")[2]
        shutil.copytree(source, tmp_path / "regesta" / name, ignore=shutil.ignore_patterns("__pycache__"))
    events, projections = tmp_path / "regesta" / "events", tmp_path / "regesta" / "projections"
    (events / "travel.py").write_text(MODEL)
    (projections / "travels.py").write_text(PROJECTION)
    _edit(events / "facts.py", "\nPlain:", "from regesta.events.travel import Travel\n\nPlain:")
    _edit(events / "facts.py", "    | Post\n", "    | Travel\n    | Post\n")
    _edit(projections / "registry.py", "\nPROJECTIONS:", "from regesta.projections import travels\n\nPROJECTIONS:")
    _edit(
        projections / "registry.py", "    meetings.PROJECTION,\n", "    meetings.PROJECTION,\n    travels.PROJECTION,\n"
    )
    return tmp_path


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1, f"{file.name} has no longer one {old!r}"
    file.write_text(text.replace(old, new))


def test_a_kind_is_added_by_two_files_and_a_line_in_each_layer(tree: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(tree)}
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(tree / "dossier")], env=environment, capture_output=True, text=True
    )
    assert run.stderr == ""
    assert json.loads(run.stdout) == {
        "how": "advanced",
        "travels": [["trip", "Ann to Omsk", "ann", "Omsk", "2019-10-03"]],
        "says": [["Ann travels to Perm", "corrected"], ["Corrected: Ann travels to Omsk", "in-force"]],
        "timeline": [["arrives", "Ann travels to Omsk"]],
        "history": [["opened"], ["corrected"]],
        "found": [[1]],
    }
