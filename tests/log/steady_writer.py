"""A process that appends: `python steady_writer.py FOLDER WRITER BATCHES [expecting]`.

It prints the position and the count of each batch that was acknowledged; a batch's lines are numbered by its writer.
"""

import sys
from pathlib import Path

from log_lines import lines

from regesta.events.files import FileLog
from regesta.events.store import Conflict


def main(folder: str, writer: str, batches: str, *how: str) -> None:
    log = FileLog(Path(folder))
    done = 0
    for turn in range(int(batches)):
        batch = lines(1 + (turn * 7 + int(writer)) % 5, int(writer) * 100_000 + done)
        done += len(batch)
        position = contend(log, batch) if how else log.append(batch)
        print(position, len(batch), flush=True)


def contend(log: FileLog, batch: tuple[bytes, ...]) -> int:
    """Append where the log was seen to end, and look again whenever another was faster."""
    while True:
        try:
            return log.append(batch, expected_size=log.head().size)
        except Conflict:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
