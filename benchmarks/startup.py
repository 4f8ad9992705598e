"""What a person waits for at the shell: help, a fact with a name and dates, an answer; each a whole process."""

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
    """Three commands in a dossier of this size; the floor is `sqlite-utils insert` of one row."""
    dossier, _ = recorded(folder / "startup", facts(count))
    environment = os.environ | {"REGESTA_AUTHOR": "benchmark", "REGESTA_DOSSIER": str(dossier.path)}
    number = iter(range(1_000_000))

    def run(*words: str) -> None:
        subprocess.run([*REGESTA, *words], env=environment, check=True, capture_output=True)

    def add() -> None:
        start = f"{1800 + next(number)}"
        run("add", "posting", "--holder", "Ann Lee", "--post", "mayor", "--phase", "serving", "--start", start,
            "--end", "still in office", "--source", "gazette")  # fmt: skip

    def insert() -> None:
        command = [*SQLITE_UTILS, "insert", str(folder / "rows.db"), "postings", "-"]
        subprocess.run(command, input=b'{"holder": "Ann Lee", "post": "mayor"}', check=True, capture_output=True)

    run("add", "post", "--key", "mayor", "--title", "Mayor", "--source", "gazette")  # builds the database
    add()
    floor = median(insert, TIMES)
    yield Result("regesta --help", median(lambda: run("--help"), TIMES), floor, "sqlite-utils insert", "1 ×")
    yield Result("regesta add posting", median(add, TIMES), floor, "sqlite-utils insert", "1 ×")
    yield Result("regesta who", median(lambda: run("who", "mayor"), TIMES), floor, "sqlite-utils insert", "1 ×")
