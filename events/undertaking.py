"""What is undertaken under the log's lock, and the sentence that says what is so when it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from regesta.events.durable import FULL, READ_ONLY, LockHeld, SyncFailed
from regesta.events.store import LogError, Unavailable


@dataclass(frozen=True, slots=True)
class Work:
    """What is undertaken, as it is told when it fails."""

    failed: str
    unknown: str
    kept: str = "nothing was lost"


def appending(count: int) -> Work:
    """Recording so many entries."""
    what = "the entry was" if count == 1 else f"the {count:,} entries were"
    return Work(f"{what} not recorded", f"whether {what} recorded")


MENDING = Work("what an interrupted append left was not mended", "whether what an interrupted append left was mended")
ERASING = Work("not everything was erased", "whether everything was erased", "nothing else was lost")


@contextmanager
def failing(name: str, work: Work, wait: float) -> Iterator[None]:
    """Turn what the operating system says into a sentence for the user; `name` is the log folder's."""
    try:
        yield
    except SyncFailed as error:
        raise Unavailable(
            f"The disk did not confirm the write to {name}/ ({error.strerror}): it is not known {work.unknown}."
            " See to the disk, then repeat the same call: what is there is recognized."
        ) from error
    except LockHeld as error:
        raise LogError(
            f"Another process has been writing to {name}/ for more than {wait:g} seconds; {work.failed}."
            " Let it end, or end it, and repeat."
        ) from error
    except OSError as error:
        if error.errno in FULL:
            sentence = f"The disk is full ({error.strerror}) and {work.failed} in {name}/; {work.kept}."
            raise LogError(f"{sentence} Free some space, and repeat.") from error
        if error.errno in READ_ONLY:
            sentence = f"{name}/ cannot be written ({error.strerror}) and {work.failed}; reading works."
            raise LogError(f"{sentence} Make the folder writable, or work in a copy.") from error
        raise LogError(f"Writing to {name}/ failed ({error.strerror}) and {work.failed}; {work.kept}.") from error
