"""Bytes in, within bounds: whole small files, lines of large ones, and what to say when they are not text."""

import codecs
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from regesta.events.errors import InvalidInput, Problem, RegestaError

MAX_LINE = 1_048_576
"""The longest line of a JSON Lines or CSV file, in bytes (1 MiB); a fact fits well within."""

MAX_YAML = 64 * 1_048_576
"""The largest YAML file, in bytes (64 MiB); JSON Lines has no such bound."""

_NAMES = (
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be ascii cp437 cp850 cp852 cp866 cp874 cp932 cp949 cp950"
    " cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5"
    " iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u"
    " mac-roman mac-cyrillic shift_jis euc_jp euc_kr gb18030 gbk big5"
)
ENCODINGS = frozenset(_NAMES.split())
"""The encodings that a mapping may name, by Python's names; their usual aliases are accepted too."""

_GUESSES = ("cp1252", "iso8859-1", "utf-16", "mac-roman")


class Input(NamedTuple):
    """A file that is open for reading, what to call it, and the folder that its own paths start from."""

    name: str
    file: BinaryIO
    folder: Path
    size: int | None
    """In bytes, where it is known."""


def open_input(path: str) -> Input:
    """Open a file, or standard input for `-`; refuses what is neither a file nor a pipe."""
    if path == "-":
        return Input("standard input", sys.stdin.buffer, Path(), None)
    try:
        mode = Path(path).stat().st_mode
        if not (stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and _is_open(path))):
            raise RegestaError(f"{path} is not a file; name a file, or - for standard input.")
        file = Path(path).open("rb")  # noqa: SIM115 (it is read lazily; whoever asked closes it)
    except OSError as error:
        raise RegestaError(f"{path} cannot be read: {error.strerror}.") from error
    return Input(path, file, Path(path).parent, os.fstat(file.fileno()).st_size if stat.S_ISREG(mode) else None)


def _is_open(pipe: str) -> bool:
    """Whether a pipe is one that we were given (`/dev/fd/63`, `/dev/stdin`).

    One that lies in a folder may have nobody at its other end, and then opening it would never come back.
    """
    return Path(pipe).is_relative_to("/dev") or Path(pipe).is_relative_to("/proc")


def whole(source: Input, limit: int = MAX_YAML) -> str:
    """All of a UTF-8 file; raises InvalidInput when it is longer than `limit` bytes, or is not UTF-8."""
    data = source.file.read(limit + 1)
    if len(data) > limit:
        raise _invalid(
            source.name,
            f"is larger than {limit // 1_048_576} MiB, the most that is read of a YAML file;",
            "write it as JSON Lines, a fact a line, or in several files.",
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _invalid(f"{source.name}:1", "is written in UTF-16;", "save it as UTF-8.")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1)
        raise InvalidInput((undecodable(source.name, line, column + 1, data[error.start], "utf-8"),)) from None


def lines(source: Input) -> Iterator[tuple[int, bytes]]:
    """Each line with its number, without its line end; a byte order mark before the first is dropped.

    Raises InvalidInput at a line longer than `MAX_LINE` bytes, of which no more than that is read.
    """
    number = 0
    while line := source.file.readline(MAX_LINE + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) > MAX_LINE:
            raise too_long(source.name, number)
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        yield number, line.rstrip(b"\r\n")


def too_long(name: str, line: int) -> InvalidInput:
    """What is said of a line past the bound."""
    return _invalid(
        f"{name}:{line}",
        f"this line is longer than {MAX_LINE:,} bytes, the most that is read;",
        "a fact goes on a line of its own, and a long text into a capture.",
    )


def undecodable(name: str, line: int, column: int, byte: int, encoding: str, sample: bytes = b"") -> Problem:
    """What is said of a byte that the encoding does not have; `column` counts bytes from 1."""
    told = encoding.upper() if encoding.startswith("utf") else encoding
    remedy = "save the file as UTF-8, or name its encoding in the mapping" if sample else "save the file as UTF-8"
    if sample and (names := _readable_as(sample, encoding)):
        remedy += ": " + " or ".join(names) + " would read it"
    return Problem(f"{name}:{line}", f"the byte 0x{byte:02X} in column {column} is not {told};", f"{remedy}.")


def encoding_name(given: str) -> str | None:
    """Python's name of an encoding that is accepted; None if it is none of them."""
    try:
        name = codecs.lookup(given.strip()).name
    except (LookupError, ValueError):
        return None
    return name if name in ENCODINGS else None


def _readable_as(sample: bytes, but: str) -> list[str]:
    """The usual encodings in which these bytes are letters, and not control characters."""
    found = []
    for name in ("utf-8", *_GUESSES):
        if name == but or (name == "utf-16" and not sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))):
            continue
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        if all(character.isprintable() or character in "\r\n\t" for character in text):
            found.append(name)
    return found[:2]


def _invalid(place: str, what: str, remedy: str) -> InvalidInput:
    return InvalidInput((Problem(place, what, remedy),))
