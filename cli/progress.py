"""How far a long command has come: one line on standard error, on a terminal only, gone when it is done."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Report = Callable[[str, int, int], None]
"""Told what is being done, how many parts of it are done, and how many there are (0 if that is not known)."""

_EVERY = 0.1
_AFTER = 1.0
_WIDTH = 24


@contextmanager
def progress(clock: Callable[[], float] = time.monotonic) -> Iterator[Report]:
    """A line that is drawn ten times a second at most, once the work takes longer than a second."""
    drawn, started = [0.0], clock()

    def report(what: str, done: int, total: int) -> None:
        now = clock()
        if now - started >= _AFTER and now - drawn[0] >= _EVERY:
            drawn[0] = now
            click.echo("\r\x1b[K" + _line(what, done, total), nl=False, err=True)

    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    try:
        yield report
    finally:
        if drawn[0]:
            click.echo("\r\x1b[K", nl=False, err=True)


def _line(what: str, done: int, total: int) -> str:
    if not total:
        return f"{what}: {done:,}"
    share = min(done / total, 1.0)
    filled = round(share * _WIDTH)
    return f"{what} [{'#' * filled}{'-' * (_WIDTH - filled)}] {share:4.0%}  {done:,} of {total:,}"
