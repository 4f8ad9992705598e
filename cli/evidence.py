"""What a fact rests on, as it was typed: sources, places in them, and quotes that are looked for in their captures."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regesta.cli.desk import Desk
from regesta.cli.referring import subject
from regesta.cli.refusal import WrongUsage
from regesta.cli.typed import cleaned
from regesta.events.claim import Citation, Quote
from regesta.events.errors import RegestaError
from regesta.events.when import When
from regesta.projections.reading.heard import publication
from regesta.projections.reading.rows import rows


class NotQuoted(RegestaError):
    """A quote that does not stand in what was captured of its source."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a fact rests on, and what its first source tells about it."""

    citations: tuple[Citation, ...] = ()
    observation: bool = False
    publication: str | None = None
    published: When | None = None
    """When the first source was published: what relative dates are counted from."""


def evidence(form: Mapping[str, tuple[str, ...]], desk: Desk) -> Evidence:
    """The evidence that a form names; the fields are those of `fields.evidence_fields`.

    Raises RegestaError for a source that is not known or a quote that is not found, unless it may be unverified.
    """
    sources = tuple(_source(name, desk) for name in form.get("source", ()))
    unverified = "unverified" in form
    parts = _paired(sources, form.get("locator", ()), form.get("quote", ()))
    citations = tuple(
        Citation(source=source, locator=_place(locator), quote=_quote(source, words, unverified, desk))
        for source, locator, words in parts
    )
    return _known(citations, "observed" in form, desk.connection)


def evidence_of(citations: tuple[Citation, ...], observation: bool, desk: Desk) -> Evidence:
    """The evidence of a fact that is recorded already."""
    return _known(citations, observation, desk.connection)


def _source(name: str, desk: Desk) -> str:
    return subject("--source", name, ("source",), desk.connection).id


def _paired(
    sources: tuple[str, ...], locators: tuple[str, ...], quotes: tuple[str, ...]
) -> tuple[tuple[str, str, str], ...]:
    """One (source, locator, quote) for each citation.

    Several quotes of one source are several citations; of several sources, the first quote is the first one's, and so
    on, with a blank one for a source that is not quoted. Locators go the same way.
    """
    for option, texts in (("--locator", locators), ("--quote", quotes)):
        if texts and not sources:
            raise WrongUsage(f"{option}: names no source; say with --source where it stands.")
        if len(sources) > 1 and len(texts) > len(sources):
            raise WrongUsage(
                f"{option}: is given {len(texts)} times for {len(sources)} sources; give one for each source, in the"
                " order of the sources ('' for none)."
            )
    count = max(len(sources), len(quotes), len(locators)) if sources else 0
    places = sources * count if len(sources) == 1 else sources
    spots = locators * count if len(sources) == 1 and len(locators) == 1 else locators
    padded = [(*texts, *[""] * (count - len(texts))) for texts in (spots, quotes)]
    return tuple(zip(places[:count], *padded, strict=True))


def _quote(source: str, words: str, unverified: bool, desk: Desk) -> Quote | None:
    """The quote where it stands in what was captured of its source, the newest capture first; None for no words."""
    from regesta.events.quotes import find

    words = cleaned("--quote", words)
    if not words:
        return None
    texts = captured_texts(source, desk)
    for sha, whole in texts.items():
        if found := find(whole, words):
            return Quote(
                exact=found.exact,
                prefix=found.prefix,
                suffix=found.suffix,
                start=found.start,
                end=found.end,
                text=sha,
                found=found.how,
            )
    if unverified:
        return Quote(exact=words, found="unverified")
    raise NotQuoted(_not_quoted(source, words, tuple(texts.values())))


def _place(locator: str) -> str | None:
    text = cleaned("--locator", locator, 2_000)
    if "\n" in text or "\t" in text:
        raise WrongUsage("--locator: holds a line break or a tab; write it on one line.")
    return text or None


def captured_texts(source: str, desk: Desk) -> dict[str, str]:
    """The texts that were extracted from a source's captures, by their hashes, the newest capture first."""
    from regesta.events.captures import read_text

    found = desk.connection.execute(
        "SELECT text_sha256 FROM captures WHERE source = ? AND text_sha256 IS NOT NULL ORDER BY retrieved DESC, id",
        (source,),
    )
    return {str(row[0]): read_text(desk.dossier.path, str(row[0])) for row in found}


def _not_quoted(source: str, words: str, texts: tuple[str, ...]) -> str:
    if not texts:
        return (
            f"--quote: nothing that was captured of the source {source!r} holds text in which to look for it. Add a"
            f" capture with `regesta add source --of {source} --capture FILE`, or give --unverified."
        )
    from regesta.events.ellipses import nearest_in, parts_in

    shown = words if len(words) <= 80 else words[:79] + "…"
    if stand := next(filter(None, (parts_in(whole, words) for whole in texts)), ()):
        return (
            f'--quote: "{shown}" does not stand in what was captured of {source!r} in one piece, and an ellipsis does'
            f" not stand for words left out. Its parts stand there: {_listed([one.exact for one in stand])}. Give each"
            " as a --quote of its own."
        )
    near = nearest_in(texts, words)
    are = "passage is" if len(near) == 1 else "passages are"
    hint = f" The nearest {are}: {_listed(near)}." if near else ""
    return (
        f'--quote: "{shown}" does not stand in what was captured of {source!r}.{hint} Copy the words as they stand'
        " there, or give --unverified."
    )


def _listed(passages: Sequence[str]) -> str:
    return " and ".join(f'"{one}"' for one in passages)


def _known(citations: tuple[Citation, ...], observation: bool, connection: sqlite3.Connection) -> Evidence:
    if not citations:
        return Evidence((), observation)
    source = citations[0].source
    return Evidence(citations, observation, publication(connection, source), published(source, connection))


def published(source: str, connection: sqlite3.Connection) -> When | None:
    """A source's date of publication, whole, from the fact in force that says it."""
    told = rows(
        connection,
        "SELECT json FROM facts WHERE subject_kind = 'source' AND subject = ? AND status = 'in-force'"
        " AND kind IN ('source', 'correction') ORDER BY position",
        (source,),
    )
    for row in told:
        fact = json.loads(str(row["json"]))
        published = fact.get("fact", fact).get("published")
        if published is not None:
            return When.model_validate(published)
    return None
