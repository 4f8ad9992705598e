"""The rows of a CSV file (RFC 4180), decoded within bounds, each with the line on which it begins."""

import codecs
import csv
from collections.abc import Iterator
from typing import NamedTuple

from regesta.events.errors import InvalidInput, Problem
from regesta.events.importing.reading import MAX_LINE, Input, too_long, undecodable

_CHUNK = 65_536


class Row(NamedTuple):
    """The cells of a row, without the white space around them, and the line on which it begins.

    Lines within a cell end in a line feed, however the file ends its own.
    """

    line: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


def rows(source: Input, encoding: str, delimiter: str) -> Iterator[Row]:
    """Every row, blank ones included; raises InvalidInput where the file is no CSV, or no text in this encoding."""
    reader = csv.reader(text_lines(source, encoding), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InvalidInput((_problem(source.name, line, reader.line_num, str(error)),)) from None
        yield Row(line, [cell.replace("\r\n", "\n").strip() for cell in cells])
        line = reader.line_num + 1


def text_lines(source: Input, encoding: str) -> Iterator[str]:
    """Each line with its end, decoded; a byte order mark is dropped."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    pending, number = "", 0
    while True:
        chunk = source.file.read(_CHUNK)
        try:
            text = pending + decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise InvalidInput((_undecodable(source.name, number, pending, error, encoding),)) from None
        parts = text.split("\n")
        pending = parts.pop()
        for part in parts:
            number += 1
            if len(part) > MAX_LINE:
                raise too_long(source.name, number)
            yield part + "\n"
        if len(pending) > MAX_LINE:
            raise too_long(source.name, number + 1)
        if not chunk:
            break
    if pending:
        yield pending


def _undecodable(name: str, before: int, pending: str, error: UnicodeDecodeError, encoding: str) -> Problem:
    good = error.object[: error.start]
    line = before + good.count(b"\n") + 1
    start = good.rfind(b"\n") + 1
    column = error.start - start + 1 + (len(pending.encode(encoding, "replace")) if start == 0 else 0)
    sample = error.object[max(0, error.start - 200) : error.start + 200]
    if encoding == "utf-8-sig":
        encoding = "utf-8"
    return undecodable(name, line, column, error.object[error.start], encoding, sample)


def _problem(name: str, first: int, last: int, error: str) -> Problem:
    place = f"{name}:{first}"
    if "unexpected end of data" in error or "field larger" in error:
        return Problem(
            place, "a quotation mark that opens in this row is not closed;", "close it, or double it to mean itself."
        )
    if "expected after" in error:
        return Problem(
            f"{name}:{last}", "a quotation mark stands inside a quoted cell;", 'double it ("") to mean itself.'
        )
    if "new-line character" in error:
        return Problem(f"{name}:{last}", "a lone carriage return stands in a cell;", "save it with usual line ends.")
    return Problem(place, f"is not CSV: {error};", "check the delimiter and the quotation marks.")
