"""Where published files are read from: a folder here, or an address on the web. Both are untrusted."""

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from regesta.events.by_hash import CaptureError, open_regular
from regesta.events.entry import MAX_LINE
from regesta.events.errors import Problem, RegestaError
from regesta.events.publishing.sums import MAX_SUMS, SUMS, SumsError, parse_sums
from regesta.events.segments import SEGMENT_ENTRIES, lines_within

if TYPE_CHECKING:
    from regesta.events.fetching import Fetched

MAX_FILE = 100_000_000
"""The longest file that is read whole: a capture has no more, and the longest tile 16.8 MB (C2SP `tlog-tiles`)."""

MAX_SEGMENT = SEGMENT_ENTRIES * (MAX_LINE + 1)
"""The longest segment, in bytes; a published one has no more lines than it must."""

MAX_SITE = 50_000_000_000
"""So much is read of one site, in bytes; a log of ten million entries has less."""


PATIENCE = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""So many seconds are waited before a file is asked for again, where a server says that it is asked too often."""


class Missing(RegestaError):
    """A published file that is not there, or cannot be read; the sentence fits after `path: `."""


class Place(Protocol):
    """Where published files are."""

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises Missing."""
        ...

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of a file, without their line feeds; of a line past the limit, its beginning. Raises Missing."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the files that were read, as such."""
        ...


class Folder:
    """A published folder on this machine; links in it are not followed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        where = self._inside(path)
        try:
            with open_regular(where, follow=False) as file:
                data = file.read(MAX_FILE + 1)
        except FileNotFoundError:
            raise Missing("is missing") from None
        except (OSError, CaptureError) as error:
            raise Missing(f"cannot be read: {error}") from None
        if len(data) > MAX_FILE:
            raise Missing(f"is longer than {MAX_FILE:,} bytes")
        return data

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of a file, in little memory."""
        where = self._inside(path)
        if where.is_symlink() or not where.is_file():
            raise Missing("is missing")
        size = where.stat().st_size
        with where.open("rb") as file:
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    raise Missing("does not end in a line feed")
        yield from lines_within(where, size)

    def problems(self) -> tuple[Problem, ...]:
        """None: `check_sums` looks at every file of a folder."""
        return ()

    def _inside(self, path: str) -> Path:
        where = self._path / path
        if not where.parent.resolve().is_relative_to(self._path.resolve()):
            raise Missing("leads out of the folder")
        return where


class Site:
    """A published folder as a web server gives it. Every file that is read is compared with its sum."""

    def __init__(
        self, url: str, get: "Callable[[str, int], Fetched]", wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._url = url
        self._get = get
        self._wait = wait
        self._left = MAX_SITE
        self._sums: dict[str, str] | None = None
        self._problems: list[Problem] = []

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._checked(path, MAX_FILE)

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of a file, of which a whole one is in memory at a time."""
        data = self._checked(path, MAX_SEGMENT)
        if data and not data.endswith(b"\n"):
            raise Missing("does not end in a line feed")
        begin = 0
        while begin < len(data):
            end = data.index(b"\n", begin)
            yield data[begin : min(end, begin + MAX_LINE + 1)]
            begin = end + 1

    def lists(self, path: str) -> bool:
        """Whether the list of sums, which nobody signed, names a file."""
        return path in self._expected()

    def problems(self) -> tuple[Problem, ...]:
        """The files whose bytes did not have their sum."""
        return tuple(self._problems)

    def _checked(self, path: str, limit: int) -> bytes:
        data = self._fetched(path, limit)
        if path == SUMS:
            return data
        if hashlib.sha256(data).hexdigest() != self._expected().get(path):
            what = f"is not the file that was published: its bytes do not have the sum in {SUMS}."
            self._problems.append(Problem(path, what, "Ask again; if it stays so, tell the publisher."))
        return data

    def _expected(self) -> dict[str, str]:
        if self._sums is None:
            self._sums = self._listed()
        return self._sums

    def _listed(self) -> dict[str, str]:
        try:
            return parse_sums(self._fetched(SUMS, MAX_SUMS))
        except (SumsError, Missing) as error:
            self._problems.append(Problem(SUMS, f"{error}.", "Tell the publisher."))
            return {}

    def _fetched(self, path: str, limit: int) -> bytes:
        from regesta.events.fetching import Busy, FetchError

        if self._left <= 0:
            raise Missing(f"comes after {MAX_SITE:,} bytes, which is more than is read of a site")
        for patience in (*PATIENCE, None):
            try:
                got = self._get(self._url + path, min(limit, self._left))
                break
            except FetchError as error:
                if patience is None or not isinstance(error, Busy):
                    raise Missing(f"could not be read: {str(error).rstrip('.')}") from None
                self._wait(patience)
        self._left -= len(got.data)
        return got.data
