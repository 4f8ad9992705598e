"""What a benchmark found: a job's time beside a floor that was measured in the same run.

Absolute figures drift with the machine and its load; the ratio to the floor is what can be compared.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Result:
    """The time of a job, in seconds, what it is measured against, and the goal in words."""

    job: str
    seconds: float
    floor: float
    floor_is: str
    goal: str
    count: int = 0
    """How many facts it handled, if it handles each."""

    def __str__(self) -> str:
        rate = f"{self.count / self.seconds:>11,.0f} facts/s" if self.count else " " * 19
        ratio = f"{self.seconds / self.floor:>8.2f} × {self.floor_is} ({self.floor * 1000:,.1f} ms)"
        return f"{self.job:<34}{self.seconds * 1000:>12,.1f} ms{rate}   {ratio}; goal: {self.goal}"


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """How long some work took, in seconds, and what it made."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def worked(work: Callable[[], Made]) -> tuple[float, Made]:
    """How much processor time some work took, in seconds, and what it made: for work that never waits."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def median(work: Callable[[], object], times: int) -> float:
    """The median time of some work that is done several times, in seconds."""
    return sorted(timed(work)[0] for _ in range(times))[times // 2]
