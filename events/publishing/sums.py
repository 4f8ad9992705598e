"""`SHA256SUMS`: the SHA-256 of every file of a published folder, in the form that `sha256sum -c` checks.

It is signed by nobody. It finds what a disk or a copy spoiled, in files too that no signature covers; what a publisher
may not change is in the log, under the checkpoint.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from regesta.events.errors import Problem, RegestaError

SUMS = "SHA256SUMS"

MAX_SUMS = 200_000_000
"""The longest list that is read, in bytes: that of more than a million files."""

_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._~+/-]+)")
_REMEDY = "Get the published folder anew."


class SumsError(RegestaError):
    """A list of sums that is not as it must be; the sentence fits after `SHA256SUMS: `."""


def format_sums(sums: Mapping[str, str]) -> bytes:
    """The list, in order of the paths."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def parse_sums(data: bytes) -> dict[str, str]:
    """Path and SHA-256 of each file in a list: the strict inverse of `format_sums`. Raises SumsError."""
    found: dict[str, str] = {}
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise SumsError("is not ASCII") from None
    for number, line in enumerate(text.split("\n")[:-1], 1):
        match = _LINE.fullmatch(line)
        if match is None or any(part in ("", ".", "..") for part in match[2].split("/")):
            raise SumsError(f"its line {number} is not a SHA-256, two blanks and a path within the folder")
        found[match[2]] = match[1]
    if format_sums(found) != data:
        raise SumsError("is not written as it must be: each path once, in order, a line each")
    return found


def folder_sums(folder: Path) -> dict[str, str]:
    """The sums of all files below a folder, but for the list itself."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SUMS)
    return {path.relative_to(folder).as_posix(): _sum(path) for path in files}


def check_sums(folder: Path, names: tuple[str, ...]) -> Iterator[Problem]:
    """Every file of a published folder that is not what its sum says, or is missing.

    In the folders `names`, those of the dossiers, every file that has no sum, too. What else somebody keeps beside
    the published files (an environment, notes) is nobody's business.
    """
    try:
        listed = parse_sums((folder / SUMS).read_bytes())
    except (SumsError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        yield Problem(SUMS, f"{why}.", _REMEDY)
        return
    for path, expected in listed.items():
        there = folder / path
        if there.is_symlink() or not there.is_file():
            yield Problem(path, "is missing.", _REMEDY)
        elif _sum(there) != expected:
            yield Problem(
                path, f"is not the file that was published: its bytes do not have the sum in {SUMS}.", _REMEDY
            )
    for name in names:
        for there in sorted((folder / name).rglob("*")):
            path = there.relative_to(folder).as_posix()
            if not there.is_dir() and path not in listed:
                yield Problem(path, "was not published with the rest.", "Move it elsewhere.")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
