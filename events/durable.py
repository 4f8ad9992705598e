"""Bytes that stay: locks, whole writes, and what it takes until a file or a folder's names survive a power cut."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The disk, the quota or the largest file size is used up."""

READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
"""We may not write there."""


class SyncFailed(OSError):
    """The disk did not confirm what was written to it; whether it is there is not known."""


class LockHeld(TimeoutError):
    """Another writer held the lock all the time that we were willing to wait."""


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Hold the lock that `path` stands for, alone among processes and threads; its file stays behind, empty.

    Waits for at most `wait` seconds, then raises LockHeld. The kernel gives the lock back when its holder dies.
    """
    until = time.monotonic() + wait
    pause = 0.0005
    while (descriptor := _try_lock(path)) is None:
        if time.monotonic() >= until:
            raise LockHeld(errno.EAGAIN, "another process holds the lock", str(path))
        time.sleep(pause)
        pause = min(pause * 2, 0.02)
    try:
        yield
    finally:
        os.close(descriptor)


def _try_lock(path: Path) -> int | None:
    """A descriptor that holds the lock until it is closed, or None when another holds it."""
    import fcntl  # here, so that a log can be read on systems that have no such locks

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Somebody may have swept the file away (git clean -x does): then what we hold is a lock on nothing.
        if _same_file(descriptor, path):
            return descriptor
    except BlockingIOError:
        pass
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def write_whole(descriptor: int, data: bytes) -> None:
    """Write all of `data`; a write that comes back short is carried on, so that the reason comes as an OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Wait until the disk has what was written.

    Raises SyncFailed, after which the descriptor is good for nothing: the kernel may have dropped the pages, and
    would call a second fsync a success.
    """
    import fcntl

    to_the_platter: int | None = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: its fsync stops at the drive's cache
    try:
        if to_the_platter is None:
            os.fsync(descriptor)
        else:
            fcntl.fcntl(descriptor, to_the_platter)
    except OSError as error:
        raise SyncFailed(error.errno, error.strerror) from error


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder: those born, those renamed, those gone."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Wait until the disk has a file's bytes, whoever wrote them."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def write_file(path: Path, chunks: Iterator[bytes], mode: int | None = None) -> None:
    """Write a whole file beside the others of its folder, durably, and only then give it its name.

    `mode` tells who may read and write it; without one, the user's settings do.
    """
    new = path.with_name(path.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666 if mode is None else 0o600)
    try:
        if mode is not None:
            os.fchmod(descriptor, mode)
        for chunk in chunks:
            write_whole(descriptor, chunk)
        sync(descriptor)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
    new.replace(path)
    sync_folder(path.parent)


def cut(path: Path, size: int) -> None:
    """Shorten a file to `size` bytes, durably."""
    os.truncate(path, size)
    sync_file(path)
