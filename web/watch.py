"""Following the log: whatever is recorded while a dossier is served is on its pages within a second."""

import asyncio
import sqlite3
import sys
from collections.abc import Callable

from regesta.events.errors import RegestaError
from regesta.web.holding import Following

EVERY = 0.25
"""Seconds between two looks at the log's head; with the refresh itself well within the second that is promised."""


async def follow(
    head: Callable[[], int], refresh: Callable[[], int], following: Following, every: float = EVERY
) -> None:
    """Bring the database up to the log's head whenever the log grows; runs until it is cancelled.

    `head` tells the log's size and must cost little, `refresh` brings the database up to it and gives the size reached.
    What goes wrong is told on standard error, once, and on the pages until it is over; the pages stay as they were.
    """
    reached = -1
    while True:
        try:
            size = await asyncio.to_thread(head)
            if size != reached:
                reached = await asyncio.to_thread(refresh)
            _told(following, "")
        except (RegestaError, OSError, sqlite3.Error) as error:
            _told(following, str(error))
        await asyncio.sleep(every)


def _told(following: Following, trouble: str) -> None:
    """Note how it stands, and print it where that is new."""
    if trouble and trouble != following.trouble:
        print(f"The pages show an earlier state of the dossier: {trouble}", file=sys.stderr)
    elif following.trouble and not trouble:
        print("The pages show the dossier as it is again.", file=sys.stderr)
    following.trouble = trouble
