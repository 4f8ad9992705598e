"""`regesta suggest --pairs`: a line of two names in, the line with its score out."""

import json
from collections.abc import Iterator
from typing import IO, Any

from regesta.cli.refusal import WrongUsage

LONGEST = 10_000
"""How many bytes a line has at most."""


def scored(lines: IO[bytes], as_json: bool) -> Iterator[str]:
    """Each line with the score of its two names; raises WrongUsage, which names the line, for one that has no two.

    A line with tabs gets the score as one more column; a line of JSON, or any with `as_json`, becomes an object with
    `a`, `b`, `score` and `reasons`, and what else it held.
    """
    from regesta.projections.resemblance import resemblance

    for number, raw in enumerate(iter(lambda: lines.readline(LONGEST + 1), b""), 1):
        text = _line(number, raw)
        if not text:
            continue
        a, b, rest = _json(number, text) if text[0] in "{[" and "\t" not in text else _columns(number, text)
        found = resemblance(a, b)
        if as_json or rest is not None:
            yield json.dumps(
                {**(rest or {}), "a": a, "b": b, "score": found.score, "reasons": list(found.reasons)},
                ensure_ascii=False,
            )
        else:
            yield f"{text}\t{found.score}"


def _line(number: int, raw: bytes) -> str:
    if len(raw) > LONGEST:
        raise WrongUsage(f"--pairs: line {number} is longer than {LONGEST:,} bytes.")
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
    except UnicodeDecodeError as error:
        raise WrongUsage(f"--pairs: line {number} is not UTF-8.") from error


def _columns(number: int, text: str) -> tuple[str, str, None]:
    a, tab, b = text.partition("\t")
    if not tab:
        raise WrongUsage(f"--pairs: line {number} has no tab; put one between the two names.")
    return a.strip(), b.partition("\t")[0].strip(), None


def _json(number: int, text: str) -> tuple[str, str, dict[str, Any]]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WrongUsage(f"--pairs: line {number} is not JSON.") from error
    match said:
        case {"a": str(a), "b": str(b)}:
            return a, b, said
        case [str(a), str(b), *_]:
            return a, b, {}
        case _:
            raise WrongUsage(f'--pairs: line {number} does not say {{"a": NAME, "b": NAME}}.')
