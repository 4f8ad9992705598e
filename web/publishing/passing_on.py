"""Which captured sources are published: those whose licence lets everybody pass them on, and in which nothing that is
withheld can be read.

A fact that is withheld may quote a source that is public. Its words then stand in the captures of that source, and so
these stay behind: that readers miss them tells less than the words would. The words are not looked for: a page has
more in its bytes than in its text (a title, a description, the article once more for machines), and what was quoted
with a slip, or with an ellipsis, stands there in other letters. What was captured of a withheld source stays behind
under any other source's name, too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regesta.events.by_hash import keep
from regesta.events.captures import read_bytes
from regesta.events.dossier import Dossier
from regesta.events.entry import parse_entry
from regesta.events.publishing.manifest import LeftOut
from regesta.web.publishing.database import PublicCapture, captures

UNSTATED = "no licence of the source is recorded"
NOT_FREE = "the licence of the source is none that lets everybody pass them on"
HELD_BACK = "what is withheld quotes them, or was captured so too"
FOR_READERS = "kept back"
"""What readers are told instead of HELD_BACK."""


@dataclass(slots=True)
class _Withheld:
    """What withheld facts tell of captures."""

    quoted: set[str] = field(default_factory=set)
    """The sources that they quote."""
    files: set[str] = field(default_factory=set)
    """The hashes of the bytes and the texts that they say were captured."""

    def touches(self, one: PublicCapture) -> bool:
        """Whether a capture may hold what they say."""
        return one.source in self.quoted or one.sha256 in self.files or one.text in self.files


def pass_on(own: Path, dossier: Dossier, database: Path, hidden: Mapping[int, str]) -> tuple[int, tuple[LeftOut, ...]]:
    """Copy the captures that may be passed on; how many files were captured so, and those that stay behind."""
    withheld = _withheld(dossier, hidden)
    stays: dict[str, str] = {}
    free: dict[str, PublicCapture] = {}
    secret: set[str] = set()
    for one in captures(database):
        if withheld.touches(one):
            secret.add(one.sha256)
        if one.free:
            free[one.sha256] = one
        else:
            stays[one.sha256] = UNSTATED if one.licence is None else NOT_FREE
    # The same bytes may be captures of two sources: one licence is enough to pass them on, one secret to keep them.
    gone = {sha256: why for sha256, why in stays.items() if sha256 not in free}
    gone |= {sha256: HELD_BACK for sha256 in free if sha256 in secret}
    passed = [one for sha256, one in free.items() if sha256 not in secret]
    for one in passed:
        for sha256 in filter(None, (one.sha256, one.text)):
            keep(own, read_bytes(dossier.path, sha256))
    return len(passed), tuple(_left_out(gone))


def for_readers(left: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    """What was left out, without saying what of it has to do with what is withheld."""
    return tuple(one.model_copy(update={"why": one.why.replace(HELD_BACK, FOR_READERS)}) for one in left)


def _left_out(gone: Mapping[str, str]) -> Iterator[LeftOut]:
    counts = Counter(gone.values())
    for why in (UNSTATED, NOT_FREE, HELD_BACK):
        if counts[why]:
            what = "captures" if counts[why] != 1 else "capture"
            yield LeftOut(what=what, why=f"{why}; the log has their hashes", count=counts[why])


def _withheld(dossier: Dossier, hidden: Mapping[int, str]) -> _Withheld:
    """What is withheld says of captures; of what the log itself no longer discloses, nobody knows."""
    found = _Withheld()
    for position, line in enumerate(dossier.log.read()) if hidden else ():
        fact = parse_entry(line, strict=False).fact if position in hidden else None
        for said in _said(fact) if fact is not None else ():
            found.quoted.update(one["source"] for one in said.get("citations", ()) if one.get("quote"))
            if said["kind"] == "capture":
                found.files.update(filter(None, (said["sha256"], said.get("text"))))
    return found


def _said(fact: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A fact and, if it corrects one, the new one."""
    yield fact
    if fact["kind"] == "correction":
        yield from _said(fact["fact"])
