"""A fourth kind of fact, *travel*, typed at the shell: a file of its own in each layer, and a line in each."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import regesta.cli
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
from regesta.projections.account import Account, Names, Projection, first, of_kind
from regesta.projections.column import Column, Table, meaning
from regesta.projections.stated import days


@dataclass(frozen=True, slots=True)
class TravelRow:
    """One row for each travel that has a fact in force."""

    id: Annotated[str, Column("the travel's id")]
    label: Annotated[str, Column("who travels, and where to", search=True)]
    traveller: Annotated[str, Column(meaning(Travel, "traveller"), refers="agents", facet=True)]
    arrives: Annotated[str | None, Column(meaning(Travel, "arrives"))]
    arrives_earliest: Annotated[str | None, Column("the first day that it may mean", index=True)]
    arrives_latest: Annotated[str | None, Column("the last day that it may mean", index=True)]


TRAVELS = Table("travels", "Who went where", TravelRow)


def fold(account: Account, names: Names) -> Iterator[TravelRow]:
    told = of_kind(account.facts, Travel)
    traveller = first(fact.traveller for fact in told)
    if traveller is None:
        return
    agent, to = names.seen("agent", traveller), first(fact.to for fact in told)
    arrives = days(first(fact.arrives for fact in told))
    label = f"{agent['name']} to {to}"
    yield TravelRow(account.id, label, agent["id"], arrives.worded, arrives.earliest, arrives.latest)


def says(fact: Travel, account: Account, names: Names) -> str:
    return f"{names.seen('agent', fact.traveller)['name'] if fact.traveller else 'Somebody'} travels to {fact.to}"


PROJECTION = Projection("travel", (Travel,), (TRAVELS,), fold, says)
'''

COMMAND = '''
"""`regesta add travel`."""

from regesta.cli.adding import Adding, adding

travel = adding(Adding("travel", help="Somebody travels.", example="regesta add travel --traveller Ann --to Perm"))
'''


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of three layers, with travel added."""
    root = tmp_path / "regesta"
    for package in (regesta.events, regesta.projections, regesta.cli):
        name = package.__name__.rpartition(".")[2]
        shutil.copytree(Path(package.__path__[0]), root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "events" / "travel.py").write_text(MODEL)
    (root / "projections" / "travels.py").write_text(PROJECTION)
    (root / "cli" / "travel.py").write_text(COMMAND)
    _edit(root / "events" / "facts.py", "\nPlain:", "from regesta.events.travel import Travel\n\nPlain:")
    _edit(root / "events" / "facts.py", "    | Post\n", "    | Travel\n    | Post\n")
    registry = root / "projections" / "registry.py"
    _edit(registry, "\nPROJECTIONS:", "from regesta.projections import travels\n\nPROJECTIONS:")
    _edit(registry, "    meetings.PROJECTION,\n", "    meetings.PROJECTION,\n    travels.PROJECTION,\n")
    line = '    Line("travel", "regesta.cli.travel:travel", "Somebody travels.", "What happened"),\n'
    _edit(root / "cli" / "add.py", ')\n"""Every kind of fact', f'{line})\n"""Every kind of fact')
    return tmp_path


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1, f"{file.name} has no longer one {old!r}"
    file.write_text(text.replace(old, new))


def test_a_kind_is_typed_corrected_shown_and_found_by_a_file_and_a_line(tree: Path) -> None:
    settings = {"PYTHONPATH": str(tree), "REGESTA_AUTHOR": "Desk", "REGESTA_DOSSIER": str(tree / "dossier")}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "regesta.cli", *words], env=os.environ | settings, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", str(tree / "dossier"))
    run("add", "source", "--key", "gazette", "--title", "Gazette", "--published", "2019-08-09")
    cited = ("--source", "gazette")
    assert "--arrives DATE" in run("add", "travel", "--help")
    made = run(
        "add", "travel", "--key", "trip", "--traveller", "Ann", "--to", "Perm", "--arrives", "in October", *cited
    )
    assert made.endswith("  trip  Ann travels to Perm\n")
    run("correct", "trip", "--set", "to=Omsk", "--motive", "was-wrong", "--note", "Misread.")
    assert run("show", "trip").startswith(
        "travel trip  Ann to Omsk\n  traveller  Ann (ann)\n  arrives    in October (2019-10)\n"
    )
    assert run("show", "travel/trip", "--json").startswith('{"kind": "travel"')
    assert run("find", "omsk") == "travel  trip  Ann to Omsk\n"
    assert [line.split()[-2:] for line in run("log", "trip").splitlines()] == [["to", "Perm"], ["Omsk", "(Misread.)"]]
