"""`regesta quote`: whether words stand in what was captured of a source, and else what stands there."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, assert_never

import click

from regesta.cli.completion import Known
from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import hanging, print_json, printed, safe

if TYPE_CHECKING:
    from regesta.events.quotes import Found, Near

NEAREST = 3
"""How many passages are shown where the words are not found."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Where words stand in the captured texts of a source: the place in each, by its text's hash, the newest first.

    Where they stand in none, `parts` are the places of the parts between their ellipses, where these stand there one
    after the other, and `near` the passages that come nearest, with their texts' hashes, the best first.
    """

    source: str
    quote: str
    places: tuple[tuple[str, "Found"], ...]
    near: tuple[tuple[str, "Near"], ...]
    parts: tuple[tuple[str, "Found"], ...] = ()


@click.command()
@click.argument("source", metavar="SOURCE", type=Known("SOURCE", ("source",)))
@click.argument("text", metavar="TEXT")
@json_option
@dossier_option
@click.pass_context
def quote(ctx: click.Context, source: str, text: str, as_json: bool) -> None:
    """Find a quote in what was captured of a source.

    Told is whether it stands there letter for letter, or with other white space, dashes or quotation marks, and then
    how it stands there; where it does not stand, the nearest passages are shown, from which the right words can be
    copied. Where words are left out ("… […] …"), its parts are looked for, which can be cited each for itself. It is
    looked for as --quote does; nothing is recorded. TEXT may be -, and is then read from standard input.

    Exits with 1 where the quote is not found.

    \b
    Example:
      regesta quote digest "counterpart Anatoly Antonov was often refused"
      regesta quote digest "reluctant to meet Huntsman" --json
    """
    from regesta.cli.desk import reading
    from regesta.cli.evidence import captured_texts
    from regesta.cli.referring import subject
    from regesta.cli.refusal import WrongUsage
    from regesta.cli.typed import cleaned

    words = cleaned("TEXT", _typed_in() if text == "-" else text)
    if not words:
        raise WrongUsage("TEXT: is blank; give the words of the quote.")
    with reading() as desk:
        named = subject("SOURCE", source, ("source",), desk.connection)
        answer = looked_for(words, named.id, captured_texts(named.id, desk))
    if as_json:
        print_json(_json(answer))
    else:
        printed(_lines(answer, named.label))
    if not answer.places:
        ctx.exit(1)


def looked_for(words: str, source: str, texts: Mapping[str, str]) -> Answer:
    """Where words stand in the captured texts of a source, by their hashes; raises NotQuoted if there is no text."""
    from regesta.cli.evidence import NotQuoted
    from regesta.events.ellipses import parts_in
    from regesta.events.quotes import find, nearest

    if not texts:
        raise NotQuoted(
            f"SOURCE: nothing that was captured of {source!r} holds text in which to look. Add a capture with `regesta"
            f" add source --of {source} --capture FILE`."
        )
    places = tuple((sha, found) for sha, text in texts.items() if (found := find(text, words)))
    parted = ((sha, parts_in(text, words)) for sha, text in texts.items())
    parts = () if places else next((tuple((sha, one) for one in found) for sha, found in parted if found), ())
    near: dict[str, tuple[str, Near]] = {}
    for sha, text in () if places else texts.items():
        for one in nearest(text, words, NEAREST):
            near.setdefault(one.exact, (sha, one))  # captures of one page mostly hold the same passages
    best = sorted(near.values(), key=lambda pair: -pair[1].score)[:NEAREST]
    return Answer(source, words, places, tuple(best), parts)


def _typed_in() -> str:
    """Standard input; a byte that is no UTF-8 comes as it does on the command line, and is refused alike."""
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")


def _json(answer: Answer) -> dict[str, object]:
    return {
        "source": answer.source,
        "quote": answer.quote,
        "found": answer.places[0][1].how if answer.places else None,
        "places": [{"text": sha, **asdict(found)} for sha, found in answer.places],
        "parts": [{"text": sha, **asdict(part)} for sha, part in answer.parts],
        "near": [{"text": sha, **asdict(near)} for sha, near in answer.near],
    }


def _lines(answer: Answer, label: str) -> Iterator[str]:
    where = f"in what was captured of {answer.source} ({label})"
    if not answer.places:
        yield from hanging("", safe(f"Not found {where}."))
        if answer.parts:
            yield from hanging(
                "",
                "An ellipsis does not stand for words left out. Its parts stand there, one after the other; cite each"
                " as a quote of its own:",
            )
            for _, part in answer.parts:
                yield ""
                yield from _as_it_stands(part.exact)
            return
        near = "The passages that come nearest; copy the words as they stand there:"
        yield near if answer.near else "No passage comes near."
        for _, passage in answer.near:
            yield ""
            yield from _as_it_stands(passage.exact.strip())
        return
    _, found = answer.places[0]
    match found.how:
        case "exact":
            yield from hanging("", safe(f"Found, letter for letter, {where}:"))
            yield ""
            # Folded as one text: a quote is easier to recognize in its sentence than in the lines of the page.
            yield from hanging("  ", safe(" ".join(f"… {found.prefix}{found.exact}{found.suffix} …".split())))
        case "spacing":
            yield from hanging("", safe(f"Found, with other white space, dashes or quotation marks, {where}."))
            yield "It stands there so:"
            yield ""
            yield from _as_it_stands(found.exact)
        case _:
            assert_never(found.how)
    if found.occurrences > 1:
        yield f"\nIt stands there {found.occurrences:,} times; a citation takes the first."


def _as_it_stands(passage: str) -> Iterator[str]:
    for part in passage.split("\n"):
        yield from hanging("  ", safe(part))
