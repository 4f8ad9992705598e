"""Files that are named by the SHA-256 of what they hold: `captures/<first two letters>/<sha256>` in a dossier.

What is read is always checked against its name; what is there is never overwritten; storing it again changes nothing.
A crash leaves at most a file whose name begins with a dot and ends in `.part`, which nothing ever reads.
Symbolic links are not followed below `captures`: a dossier that came from elsewhere must not make us read or write
outside of it. (`captures` itself may be a link: to a larger disk, say.)
"""

import errno
import hashlib
import os
import re
import secrets
import stat
from io import BufferedReader
from pathlib import Path

from regesta.events.durable import FULL, READ_ONLY, sync, sync_folder, write_whole
from regesta.events.errors import RegestaError

FOLDER = "captures"

_NAME = re.compile(r"[0-9a-f]{64}")
_RESTORE = "Restore it from a copy of the dossier."


class CaptureError(RegestaError):
    """A capture that cannot be stored or read."""


def location(dossier: Path, sha256: str) -> Path:
    """Where in a dossier the file with this hash is, or would be."""
    if not _NAME.fullmatch(sha256):
        raise CaptureError(f"{sha256!r} is no SHA-256: give 64 letters of 0-9 and a-f.")
    return dossier / FOLDER / sha256[:2] / sha256


def keep(dossier: Path, data: bytes) -> str:
    """Store bytes under their hash, durably, and return it; raises CaptureError if that cannot be done.

    If they are there already, they are checked and waited for, and nothing is written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = location(dossier, sha256)
    try:
        _folder_for(path)
        if path.is_symlink() or path.exists():
            with opened(path) as file:
                check(path, hashlib.file_digest(file, "sha256").hexdigest())
                _confirm(file.fileno(), path.parent)
        else:
            _write(path, data)
    except OSError as trouble:
        raise CaptureError(_refused(path, trouble)) from trouble
    return sha256


def opened(path: Path) -> BufferedReader:
    """A stored file, open for reading; raises CaptureError if it is missing, a link, or no regular file."""
    if path.parent.is_symlink():
        raise CaptureError(f"{path.parent} is a symbolic link: put the folder itself in its place.")
    try:
        return open_regular(path, follow=False)
    except FileNotFoundError:
        raise CaptureError(f"{path} is missing. {_RESTORE}") from None
    except OSError as trouble:
        if trouble.errno == errno.ELOOP:
            raise CaptureError(f"{path} is a symbolic link: put the file itself in its place.") from None
        raise CaptureError(f"{path} cannot be read: {trouble.strerror}.") from trouble


def open_regular(path: Path, *, follow: bool) -> BufferedReader:
    """A regular file, open for reading; raises CaptureError for anything else, without waiting on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0))
    descriptor = os.open(path, flags)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise CaptureError(f"{path} is {_sort(mode)}, not a file: give the path of a regular file.")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def check(path: Path, sha256: str) -> None:
    """Raise CaptureError if what a stored file holds does not have the hash that is its name."""
    if sha256 != path.name:
        raise CaptureError(f"{path} was altered: its bytes do not have the hash that is its name. {_RESTORE}")


def _folder_for(path: Path) -> None:
    """Make the folder of a file to be stored, durably, if it is not there."""
    for folder in (path.parent.parent, path.parent):
        if folder == path.parent and folder.is_symlink():
            raise CaptureError(f"{folder} is a symbolic link: put the folder itself in its place.")
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            sync_folder(folder.parent)


def _write(path: Path, data: bytes) -> None:
    # Of our own name, so that two writers of the same bytes do not meet; 0o444, as nobody is ever to write to it.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        write_whole(descriptor, data)
        sync(descriptor)
        # Whoever was faster wrote the same bytes: they are named by their hash.
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def _confirm(descriptor: int, folder: Path) -> None:
    """Wait for what another wrote, who may have crashed before it was durable; where we may not, it lies still."""
    try:
        sync(descriptor)
        sync_folder(folder)
    except OSError as trouble:
        if trouble.errno not in READ_ONLY | {errno.EINVAL, errno.EBADF}:
            raise


def _refused(path: Path, trouble: OSError) -> str:
    if trouble.errno in FULL:
        remedy = "make room on the disk"
    elif trouble.errno in READ_ONLY:
        remedy = "allow writing in that folder"
    else:
        remedy = "look at that folder"
    return f"{path} cannot be stored: {trouble.strerror or trouble}; {remedy}, then repeat. Nothing was recorded."


def _sort(mode: int) -> str:
    """What a thing that is no regular file is."""
    sorts = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for test, name in sorts if test(mode)), "a device")
