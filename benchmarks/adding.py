"""One fact from the shell: the whole process, from typing to the id that is printed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.made import facts, recorded
from benchmarks.result import Result, median

REGESTA = (sys.executable, "-m", "regesta.cli")
SQLITE_UTILS = (sys.executable, "-m", "sqlite_utils")
TIMES = 7


def results(count: int, folder: Path) -> Iterator[Result]:
    """`regesta add post` in a dossier of this size; the floor is `sqlite-utils insert` of one row."""
    dossier, _ = recorded(folder / "adding", facts(count))
    number = iter(range(1_000_000))
    environment = os.environ | {"REGESTA_AUTHOR": "benchmark", "REGESTA_DOSSIER": str(dossier.path)}

    def add() -> None:
        title = f"Another post {next(number)}"
        command = [*REGESTA, "add", "post", "--title", title, "--source", "gazette"]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    def insert() -> None:
        row = f'{{"title": "Another post {next(number)}", "source": "gazette"}}'
        command = [*SQLITE_UTILS, "insert", str(folder / "rows.db"), "posts", "-"]
        subprocess.run(command, input=row.encode(), check=True, capture_output=True)

    add()  # builds the database, which a dossier in use has
    yield Result("regesta add, whole process", median(add, TIMES), median(insert, TIMES), "sqlite-utils insert", "1 ×")
    yield Result("regesta --version", median(_version, TIMES), median(_nothing, TIMES), "python -c ''", "small")


def _version() -> None:
    subprocess.run([*REGESTA, "--version"], check=True, capture_output=True)


def _nothing() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)
