"""Following the log: refresh when it grew, say what went wrong, go on."""

import asyncio
import sqlite3

import pytest

from regesta.events.errors import RegestaError
from regesta.web.holding import Following
from regesta.web.watch import follow


class Log:
    """A log of a size, a database that reached a size, and a trouble that a refresh runs into."""

    def __init__(self) -> None:
        self.size = 3
        self.looked = 0
        self.reached = 0
        self.refreshed = 0
        self.trouble: Exception | None = None

    def head(self) -> int:
        self.looked += 1
        return self.size

    def refresh(self) -> int:
        self.refreshed += 1
        if self.trouble is not None:
            raise self.trouble
        self.reached = self.size
        return self.size


async def until(what: str, holds: "object") -> None:
    """Wait until something holds; fails after five seconds."""
    assert callable(holds)
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.01)
    pytest.fail(what)


def followed(log: Log, following: Following, story: "object") -> None:
    """Run a story beside the following of a log."""
    assert callable(story)

    async def run() -> None:
        task = asyncio.create_task(follow(log.head, log.refresh, following, every=0.005))
        try:
            await story()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())


def test_what_is_recorded_is_brought_into_the_database() -> None:
    log = Log()

    async def story() -> None:
        await until("the first refresh", lambda: log.reached == 3)
        log.size = 4
        await until("the new entry", lambda: log.reached == 4)

    followed(log, Following(), story)


def test_a_log_that_did_not_grow_costs_no_refresh() -> None:
    log = Log()

    async def story() -> None:
        await until("the first refresh", lambda: log.reached == 3)
        before, looked = log.refreshed, log.looked
        await until("ten more looks at its head", lambda: log.looked > looked + 10)
        assert log.refreshed == before

    followed(log, Following(), story)


@pytest.mark.parametrize(
    "trouble", [RegestaError("the log is damaged."), OSError("disk full"), sqlite3.OperationalError("locked")]
)
def test_a_refresh_that_fails_is_told_once_and_tried_again(
    trouble: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    log, following = Log(), Following()
    log.trouble = trouble

    async def story() -> None:
        await until("several tries", lambda: log.refreshed > 3)
        assert str(trouble) in following.trouble
        log.trouble = None
        await until("it is over", lambda: log.reached == 3 and not following.trouble)

    followed(log, following, story)
    told = capsys.readouterr().err
    assert told.count(str(trouble)) == 1
    assert told.endswith("The pages show the dossier as it is again.\n")
