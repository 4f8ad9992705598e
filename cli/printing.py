"""What goes to a terminal: plain text, aligned, and never anything that could steer the terminal.

Whatever was stored or came from outside passes `safe` before it is printed. Data goes to standard output, talk to
standard error.
"""

import calendar
import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from regesta.events.errors import Problem

WIDTH = 80
"""How wide text is folded on a terminal that does not say how wide it is."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def safe(text: str, keep: str = "") -> str:
    """The text with every control character, lone surrogate and direction override written as an escape.

    `keep` names control characters that may stay; line breaks and tabs otherwise become blanks.
    """
    if text.isprintable():
        return text
    return "".join(character if character in keep else _visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\n\t":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cs") or character in _OVERRIDES or category in ("Zl", "Zp"):
        return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
    return character


def say(text: str) -> None:
    """Say something about what is being done, on standard error."""
    click.echo(safe(text, keep="\n"), err=True)


def line(text: str) -> None:
    """Print one line of data."""
    click.echo(safe(text))


def printed(lines: Iterable[str]) -> None:
    """Print lines that `table` and `hanging` made: they are safe already, and may be styled."""
    for text in lines:
        click.echo(text)


def print_json(value: object) -> None:
    """Print a value as JSON, readable on a terminal, on one line elsewhere."""
    indent = 2 if sys.stdout.isatty() else None
    # ASCII alone would be safe everywhere, but unreadable in every other script: only what steers is escaped.
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    click.echo(_escaped(text))


def _escaped(text: str) -> str:
    """JSON in which what could steer a terminal is written as JSON's own escapes (RFC 8259, section 7)."""
    if text.isprintable():
        return text
    return "".join(
        character if character == "\n" or _visible(character) == character else f"\\u{ord(character):04x}"
        for character in text
    )


def dim(text: str) -> str:
    """Text that matters less, where the terminal can show it."""
    return _styled(text, dim=True)


def bold(text: str) -> str:
    """Text that leads, where the terminal can show it."""
    return _styled(text, bold=True)


def coloured(text: str, colour: str) -> str:
    """Text in a colour, where the terminal can show it; a colour never says what the words do not."""
    return _styled(text, fg=colour)


def _styled(text: str, **style: object) -> str:
    # click drops styles where standard output is no terminal; NO_COLOR (no-color.org) drops them there too.
    if os.environ.get("NO_COLOR"):
        return text
    return click.style(text, **style)  # type: ignore[arg-type]


def room() -> int | None:
    """How many columns the terminal has; None where output goes elsewhere, which is never folded."""
    return shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else None


def table(rows: Sequence[Sequence[str]], indent: str = "") -> Iterator[str]:
    """The rows' cells in aligned columns, two blanks between; the last column is folded under itself on a terminal."""
    cells = [[safe(cell) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(map(wide, column)) for column in zip(*(row[:-1] for row in cells), strict=True)]
    for row in cells:
        start = indent + "".join(
            cell + " " * (width - wide(cell) + 2) for cell, width in zip(row[:-1], widths, strict=True)
        )
        yield from hanging(start, row[-1])


def wide(text: str) -> int:
    """How many columns a terminal takes for the text: two for wide East Asian characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def hanging(start: str, text: str) -> Iterator[str]:
    """The text after its start, folded under itself where a terminal has too few columns."""
    columns = room()
    if columns is None or wide(start) + wide(text) <= columns:
        yield (start + text).rstrip()
        return
    left = wide(start) if wide(start) <= columns // 2 else 8
    folded = textwrap.wrap(text, max(columns - left, 20), break_on_hyphens=False) or [""]
    if left != wide(start):
        yield start.rstrip()
        yield from (" " * left + part for part in folded)
        return
    yield start + folded[0]
    yield from (" " * left + part for part in folded[1:])


def quoted(words: str) -> str:
    """Words in quotation marks, unless they stand in some already, as a quote of what somebody said does."""
    return words if words[:1] in tuple('“"«„') and words[-1:] in tuple('”"»“') else f"“{words}”"


def plain_problems(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as JSON tells them."""
    return [{"place": problem.place, "what": problem.what, "remedy": problem.remedy} for problem in problems]


def pairs(fields: Mapping[str, str] | Iterable[tuple[str, str]], indent: str = "  ") -> Iterator[str]:
    """Names and values, a pair a line."""
    items = fields.items() if isinstance(fields, Mapping) else fields
    return table([(name, value) for name, value in items], indent)


def bounds(worded: str | None, earliest: str | None, latest: str | None) -> str:
    """A date as it was worded, with the days it may mean unless they say the same; blank if there is none."""
    meant = days(earliest, latest)
    if worded is None or worded == meant:
        return meant
    return f"{worded} ({meant})" if meant else worded


def days(earliest: str | None, latest: str | None) -> str:
    """The days from the first to the last in short: `2019`, `2019-10`, `2019-08-06`, `2017-09-01..2017-11-30`.

    Blank if both sides are open.
    """
    if earliest is None or latest is None:
        return f"{earliest or ''}..{latest or ''}" if earliest or latest else ""
    if earliest == latest:
        return earliest
    year, month = earliest[:4], earliest[:7]
    if (earliest, latest) == (f"{year}-01-01", f"{year}-12-31"):
        return year
    if earliest == f"{month}-01" and latest[:7] == month and _is_last(latest):
        return month
    return f"{earliest}..{latest}"


def _is_last(day: str) -> bool:
    """Whether the day is the last of its month."""
    year, month, number = map(int, day.split("-"))
    return number == calendar.monthrange(year, month)[1]


def span(row: Mapping[str, object]) -> str:
    """The span of a posting or a phase, from its columns: start and end, as they were worded, with their days."""

    def cell(name: str) -> str | None:
        return None if row[name] is None else str(row[name])

    start = bounds(cell("start"), cell("start_earliest"), cell("start_latest")) or "start not known"
    worded = bounds(cell("end"), cell("end_earliest"), cell("end_latest"))
    match row["end_state"]:
        case "stated":
            end = worded or "end not known"
        case "ended":
            end = "ended, day not known" + _known_days(row)
        case "holds":
            end = "still holds" + _known_days(row)
        case _:
            end = "end not stated" + (f" (not after {latest})" if (latest := cell("end_latest")) else "")
    return f"{start} – {end}"


def tenure(row: Mapping[str, object]) -> str:
    """The span of a posting, and what it was if it was not simply held: acting, recalled, disputed, nominated alone."""
    from regesta.projections.reading.who import marks

    if row["effect"] == "not-in-effect":
        return f"{row['phase']}; did not take effect"
    phase, effect, end_state = (str(row[name]) for name in ("phase", "effect", "end_state"))
    notes = ", ".join(marks(phase, effect, end_state, bool(row["acting"]), bool(row["disputed"])))
    return f"{span(row)}; {notes}" if notes else span(row)


def _known_days(row: Mapping[str, object]) -> str:
    """The bounds of an end that has no date, where there are any."""
    earliest, latest = (None if row[name] is None else str(row[name]) for name in ("end_earliest", "end_latest"))
    return f" ({days(earliest, latest)})" if earliest or latest else ""
