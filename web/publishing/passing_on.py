"""Which captured sources are published: those whose licence lets everybody pass them on, and in which nothing that is
withheld can be read.

A fact that is withheld may quote a source that is public. Its words then stand in the capture of that source, and so
the capture stays behind: that readers miss it tells them less than the words would.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from regesta.events.by_hash import keep
from regesta.events.captures import read_bytes, read_text
from regesta.events.dossier import Dossier
from regesta.events.entry import parse_entry
from regesta.events.publishing.manifest import LeftOut
from regesta.events.quotes import find
from regesta.web.publishing.database import PublicCapture, captures

UNSTATED = "no licence of the source is recorded"
NOT_FREE = "the licence of the source is none that lets everybody pass them on"
QUOTED = "what is withheld quotes them"
KEPT_BACK = "kept back"
"""What readers are told instead of QUOTED."""

Quoted = Mapping[str, frozenset[str]]
"""The words that withheld facts quote, by the source that they stand in."""


def pass_on(own: Path, dossier: Dossier, database: Path, hidden: Mapping[int, str]) -> tuple[int, tuple[LeftOut, ...]]:
    """Copy the captures that may be passed on; how many sources' captures, and those that stay behind."""
    quoted = _quoted(dossier, hidden)
    stays: dict[str, str] = {}
    free: dict[str, PublicCapture] = {}
    for one in captures(database):
        why = _why_not(one, dossier, quoted)
        if why is None:
            free[one.sha256] = one
        else:
            stays[one.sha256] = QUOTED if QUOTED in (why, stays.get(one.sha256)) else why
    # The same bytes may be captures of two sources: one licence is enough to pass them on, one secret to keep them.
    gone = {sha256: why for sha256, why in stays.items() if sha256 not in free or why == QUOTED}
    passed = [one for sha256, one in free.items() if sha256 not in gone]
    for one in passed:
        for sha256 in filter(None, (one.sha256, one.text)):
            keep(own, read_bytes(dossier.path, sha256))
    return len(passed), tuple(_left_out(gone))


def for_readers(left: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    """What was left out, without saying what of it has to do with what is withheld."""
    return tuple(one.model_copy(update={"why": one.why.replace(QUOTED, KEPT_BACK)}) for one in left)


def _left_out(gone: Mapping[str, str]) -> Iterator[LeftOut]:
    counts = Counter(gone.values())
    for why in (UNSTATED, NOT_FREE, QUOTED):
        if counts[why]:
            what = "captures" if counts[why] != 1 else "capture"
            yield LeftOut(what=what, why=f"{why}; the log has their hashes", count=counts[why])


def _why_not(one: PublicCapture, dossier: Dossier, quoted: Quoted) -> str | None:
    """Why a capture stays behind; None if it does not."""
    if not one.free:
        return UNSTATED if one.licence is None else NOT_FREE
    words = quoted.get(one.source)
    if words and (one.text is None or _stands_in(read_text(dossier.path, one.text), words)):
        return QUOTED  # of what has no text, nobody can tell that it does not hold them
    return None


def _stands_in(text: str, words: frozenset[str]) -> bool:
    return any(find(text, some) for some in words)


def _quoted(dossier: Dossier, hidden: Mapping[int, str]) -> Quoted:
    """What the facts that are withheld quote; of those that the log itself no longer discloses, nobody knows."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for position, line in enumerate(dossier.log.read()) if hidden else ():
        fact = parse_entry(line, strict=False).fact if position in hidden else None
        for citation in _citations(fact) if fact is not None else ():
            if citation.get("quote"):
                found[citation["source"]].add(citation["quote"]["exact"])
    return {source: frozenset(words) for source, words in found.items()}


def _citations(fact: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The citations of a fact and, if it corrects one, of the new one."""
    yield from fact.get("citations", ())
    if fact["kind"] == "correction":
        yield from _citations(fact["fact"])
