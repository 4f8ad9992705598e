"""What may not be shown today: worked out over the whole log, beside reading and parsing it and nothing else.

The peak of memory is that of a process of its own, and is told beside that of one which only reads.
"""

import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.made import ACT, rows
from benchmarks.result import Result
from regesta.events.dossier import create
from regesta.events.entry import format_entry, parse_entry
from regesta.events.store import Log

_READING = "from regesta.projections.entries import Reading\nfor entry in Reading(log): count += 1"
_WITHHOLDING = (
    "from datetime import date\nfrom regesta.projections.public import withheld_in\n"
    "count = len(withheld_in(log, date(2026, 11, 24)))"
)
_MEASURED = """
import resource, sys, time
from pathlib import Path
from regesta.events.files import FileLog
log, count, start = FileLog(Path(sys.argv[1])), 0, time.perf_counter()
{work}
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count)
"""


def results(count: int, folder: Path) -> Iterator[Result]:
    """One fact is restricted, and then the source that every fact cites: nothing, and everything, depends on it."""
    dossier = create(folder / "withholding", title="Benchmark")
    last = _write(dossier.log, count)
    path = dossier.path / "log"
    floor, least, _ = _measured(path, _READING)
    _restrict(dossier.log, {"fact": last})
    yield _result("one fact", count, floor, least, _measured(path, _WITHHOLDING))
    _restrict(dossier.log, {"source": "gazette"})
    yield _result("every fact", count, floor, least, _measured(path, _WITHHOLDING))


def _result(what: str, count: int, floor: float, least: float, told: tuple[float, float, int]) -> Result:
    seconds, most, hidden = told
    job = f"withholding {what}, {hidden:,} hidden"
    goal = f"at most 3 ×, memory flat (peak {most:,.0f} MiB; reading alone {least:,.0f})"
    return Result(job, seconds, floor, "reading the log", goal, count)


def _measured(log: Path, work: str) -> tuple[float, float, int]:
    """Seconds, the peak of memory in MiB, and what was counted, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED.format(work=work), str(log)], check=True, capture_output=True, text=True
    )
    seconds, peak, count = ran.stdout.split()
    return float(seconds), float(peak), int(count)


def _write(log: Log, count: int) -> str:
    """Write so many facts, some thousands at a time: all of them would take gigabytes; the id of the last."""
    lines = (_line(row, number) for number, row in enumerate(rows(count)))
    last = b""
    while batch := tuple(islice(lines, 10_000)):
        log.append(batch)
        last = batch[-1]
    return parse_entry(last).id


def _line(fact: dict[str, Any], number: int) -> bytes:
    return format_entry(fact, at=ACT.at, by=ACT.by, tool=ACT.tool, salt=number.to_bytes(16, "big"))


def _restrict(log: Log, target: dict[str, str]) -> None:
    log.append([_line({"kind": "restriction", "level": "internal", **target}, log.head().size)])
