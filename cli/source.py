"""`regesta add source`: a document, and with --capture the bytes that were seen of it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from regesta.cli.adding import Adding, adding, form_fields
from regesta.cli.desk import Desk
from regesta.cli.draft import Draft, Form, filled, made
from regesta.cli.evidence import Evidence
from regesta.cli.keys import key_for
from regesta.cli.recording import Prepared
from regesta.cli.refusal import WrongUsage
from regesta.events.captures import Captured
from regesta.events.facts import Fact, parse_fact
from regesta.projections.reading.subjects import with_id


def sourced(kind: str, form: Form, desk: Desk, agent_type: str) -> Prepared:
    """The source that a form says, with its captures; the captures alone where nothing else is said of it."""
    addresses, remarks = form.get("capture", ()), list[str]()
    draft = Draft(desk, Evidence(), agent_type=agent_type)
    said = filled(kind, form, form_fields(kind), draft)
    if addresses and not {"key", "of"} & said.keys():
        said["key"] = _key(said, desk)
        remarks.append(f"Its key is {said['key']}.")
    only_captures = bool(addresses) and said.keys() == {"kind", "of"}
    facts: tuple[Fact, ...] = () if only_captures else (made(said),)
    how = _How("allow_local" in form, _charset(form))
    captures = tuple(_capture(address, str(said.get("of") or said["key"]), desk, remarks, how) for address in addresses)
    return Prepared((*draft.added, *facts, *captures), len(draft.added), (*draft.remarks, *remarks))


def _key(said: dict[str, object], desk: Desk) -> str:
    """A key for a source that has to be named by its captures, and was given none."""
    published = getattr(said.get("published"), "verbatim", "")
    called = f"{said.get('publication') or said.get('title') or said.get('url') or 'source'} {published}"
    return key_for(called, lambda key: bool(with_id(desk.connection, key, ("source",))))


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
"""How what is no file begins (RFC 3986, section 3.1). What is fetched of these, `regesta.events.fetching` decides."""


@dataclass(frozen=True, slots=True)
class _How:
    """How captures are got and read; `charset` is the encoding that a person named, None for what they say."""

    allow_local: bool
    charset: str | None


def _capture(address: str, source: str, desk: Desk, remarks: list[str], how: _How) -> Fact:
    """The capture fact for a file or an address on the web; that of before if the same bytes were captured then.

    Where an encoding was named, only if they were read as the same text then, too.
    """
    captured = desk.kept.get(("capture", address)) or _stored(address, desk.dossier.path, how)
    desk.kept["capture", address] = captured
    assert isinstance(captured, Captured)  # noqa: S101 - kept one line above
    found = desk.connection.execute(
        "SELECT facts.json FROM captures JOIN facts ON facts.id = captures.id WHERE source = ? AND sha256 = ?"
        " AND (? OR text_sha256 IS ?)",
        (source, captured.sha256, how.charset is None, captured.text_sha256),
    ).fetchone()
    if found is not None:
        before: dict[str, object] = json.loads(str(found[0]))
        return parse_fact(before.get("fact", before))
    remarks.append(_remark(address, captured))
    remarks.extend(_twice(captured.sha256, source, desk))
    said = {
        "kind": "capture",
        "source": source,
        "sha256": captured.sha256,
        "media_type": captured.media_type,
        "size": captured.size,
        "retrieved": captured.retrieved,
        "url": captured.url,
        "headers": captured.headers_sha256,
        "text": captured.text_sha256,
        "extractor": captured.extractor,
    }
    return made({name: value for name, value in said.items() if value is not None})


def _twice(sha256: str, source: str, desk: Desk) -> Iterator[str]:
    """A remark for each other source of which the same bytes were captured: it may be one document, entered twice."""
    for (other,) in desk.connection.execute(
        "SELECT DISTINCT source FROM captures WHERE sha256 = ? AND source <> ? ORDER BY source", (sha256, source)
    ):
        yield (
            f"The same bytes were captured of {other}. If both are one document,"
            f" `regesta origin {other} {source} --same --because …` counts them as one origin."
        )


def _charset(form: Form) -> str | None:
    """The encoding that was named for the captures; None where it is left to what they say."""
    from regesta.events.charsets import known

    for name in form.get("charset", ()):
        if known(name) is None:
            raise WrongUsage(
                f"--charset: {name!r} is no encoding that is read here; give one such as windows-1251 or koi8-r."
            )
        if not form.get("capture"):
            raise WrongUsage("--charset: there is nothing to read; give a --capture with it.")
        return known(name)
    return None


def _stored(address: str, folder: Path, how: _How) -> Captured:
    from regesta.events.captures import store_fetched, store_file

    if _ADDRESS.match(address):
        from regesta.events.fetching import fetch

        return store_fetched(folder, fetch(address, allow_local=how.allow_local), how.charset)
    return store_file(folder, Path(address), retrieved=datetime.now(UTC), charset=how.charset)


def _remark(address: str, captured: Captured) -> str:
    what = f"Captured {address}: {captured.size:,} bytes, {captured.media_type}"
    if captured.text_sha256 is None:
        return f"{what}. No text was read from it, so no quote can be looked for. {captured.note}".rstrip()
    return f"{what}. {captured.note}".rstrip()


source = adding(
    Adding(
        "source",
        help="A document exists: an article, a letter, a register. With --capture, what it said is kept, and every"
        " quote is looked for in it, now and later.",
        example=r"""
regesta add source --key digest --title "US Ambassador to Russia resigns" \
  --publication Kommersant --published 2019-08-07 --capture abstract.txt
regesta add source --of digest --capture https://example.com/page.html""",
        make=sourced,
    )
)
