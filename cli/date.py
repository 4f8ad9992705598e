"""`regesta date`: how a wording of a date is read. Needs no dossier."""

import json
import sys
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Literal

import click

from regesta.cli.options import json_option
from regesta.cli.printing import line, pairs, print_json, safe
from regesta.cli.refusal import Refusal

if TYPE_CHECKING:
    from regesta.events.when import When

    Read = Callable[[str], When]

LONGEST_LINE = 8192
"""How many bytes of a line are looked at and given back; a date has 200 characters at most."""

_BASES = {
    "stated": "stated in the wording",
    "derived": "derived: completed from the day its source was published",
    "from-publication-date": "capped by the day its source was published",
}


@click.command()
@click.argument("wording", nargs=-1, required=True, metavar="WORDING|-")
@click.option("--published", metavar="DATE", help="When its source was published; completes what a wording leaves out.")
@click.option(
    "--hemisphere",
    type=click.Choice(["north", "south"]),
    default="north",
    show_default=True,
    help="Whose seasons a wording such as autumn means.",
)
@click.option("--order", type=click.Choice(["dmy", "mdy", "ymd"]), help="Of day, month and year in 03/04/2019.")
@json_option
def date(
    wording: tuple[str, ...],
    published: str | None,
    hemisphere: Literal["north", "south"],
    order: Literal["dmy", "mdy", "ymd"] | None,
    as_json: bool,
) -> None:
    """Show how a wording of a date is read.

    Gives the first and the last day that it may mean, how they are known, and EDTF where EDTF says the same. With - it
    reads a wording a line and answers each with a line: the wording, both days, the basis and the EDTF, separated by
    tabs, or with --json an object. A line that cannot be read, a blank one too, is answered with the reason, and the
    rest are read all the same. Exits with 1 if any wording cannot be read.

    \b
    Example:
      regesta date "in October" --published 2019-08-07
      regesta date --json - < wordings.txt
    """
    from regesta.events.wording import read_when

    day = _published(published) if published else None

    def read(text: str) -> "When":
        return read_when(text, published=day, hemisphere=hemisphere, order=order)

    if wording == ("-",):
        good = _stream(sys.stdin.buffer, read, _object if as_json else _row)
    else:
        good = _one(" ".join(wording), read, as_json=as_json)
    if not good:
        raise click.exceptions.Exit(1)


def _published(text: str) -> "When":
    """The day of publication; what cannot be read, or has an open side, is wrong usage."""
    from regesta.events.wording import WordingError, read_when

    try:
        when = read_when(text)
    except WordingError as refused:
        raise Refusal(f"--published: {refused}", exit_code=2) from refused
    if when.earliest is None or when.latest is None:
        raise Refusal(f"--published: {text!r} is open on one side. Give a day, a month or a year.", exit_code=2)
    return when


def _one(text: str, read: "Read", *, as_json: bool) -> bool:
    """Answer one wording, for a reader or as JSON; whether it could be read."""
    answer = _answered(text, read)
    if as_json:
        print_json(_plain(text, answer))
    elif isinstance(answer, str):
        raise Refusal(answer)
    else:
        for shown in _shown(text, answer):
            line(shown)
    return not isinstance(answer, str)


def _answered(text: str, read: "Read") -> "When | str":
    """What the wording is read as, or the sentence that refuses it."""
    from regesta.events.wording import WordingError

    try:
        return read(text)
    except WordingError as refused:
        return str(refused)


def _plain(text: str, answer: "When | str") -> dict[str, object]:
    """The shape of --json: verbatim, earliest, latest, basis and edtf, and what it is counted from, if it is; or
    verbatim and error."""
    from regesta.events.wording import to_edtf

    if isinstance(answer, str):
        return {"verbatim": text, "error": answer}
    return {
        "verbatim": text,
        "earliest": answer.earliest.isoformat() if answer.earliest else None,
        "latest": answer.latest.isoformat() if answer.latest else None,
        "basis": answer.basis,
        "edtf": to_edtf(answer),
        **answer.model_dump(mode="json", include={"relative"}, exclude_defaults=True),
    }


def _shown(text: str, when: "When") -> Iterator[str]:
    """The answer for a reader."""
    from regesta.events.relation import in_words
    from regesta.events.wording import to_edtf

    yield text
    yield from pairs(
        {
            "from": when.earliest.isoformat() if when.earliest else "open",
            "to": when.latest.isoformat() if when.latest else "open",
            "basis": _BASES[when.basis],
            "approximate": f"yes: the bounds are those of the table of dates, {when.table}"
            if when.approximate
            else "no",
            "EDTF": to_edtf(when) or "none that says the same",
            **({"counted from": "; ".join(map(in_words, when.relative))} if when.relative else {}),
        }
    )


def _stream(source: IO[bytes], read: "Read", formatted: "Callable[[str, When | str], str]") -> bool:
    """Answer each line with a line, at once; whether all could be read."""
    good = True
    for text, trouble in _lines(source):
        answer = trouble or _answered(text, read)
        good = good and not isinstance(answer, str)
        sys.stdout.write(formatted(text, answer) + "\n")
        sys.stdout.flush()  # whoever asks line by line waits for it
    return good


def _lines(source: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Each line with what is wrong with its bytes, if anything is; never more than `LONGEST_LINE` bytes at a time."""
    first = True
    while raw := source.readline(LONGEST_LINE):
        cut = not raw.endswith(b"\n") and len(raw) == LONGEST_LINE
        while cut and (more := source.readline(LONGEST_LINE)):
            if more.endswith(b"\n"):
                break
        raw = raw.removesuffix(b"\n").removesuffix(b"\r")
        text = raw.decode("utf-8-sig" if first else "utf-8", "replace")
        first = False
        if cut:
            yield text, f"The line is longer than {LONGEST_LINE:,} bytes; this is its beginning. Write one date a line."
        elif "\ufffd" in text:
            yield text, "The line is not UTF-8. Save the file as UTF-8."
        else:
            yield text, ""


def _object(text: str, answer: "When | str") -> str:
    return json.dumps(_plain(text, answer))


def _row(text: str, answer: "When | str") -> str:
    """Five columns: wording, earliest, latest, basis, EDTF; of a wording that is refused: wording, error, reason."""
    if isinstance(answer, str):
        cells = [text, "", "", "error", answer]
    else:
        plain = _plain(text, answer)
        basis = answer.basis + (", approximate" if answer.approximate else "")
        cells = [text, *(str(plain[name] or "") for name in ("earliest", "latest")), basis, str(plain["edtf"] or "")]
    return "\t".join(safe(cell) for cell in cells)
