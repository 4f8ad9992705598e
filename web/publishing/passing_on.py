"""Which captured sources are published: those whose licence lets everybody pass them on, and in which nothing that is
withheld can be read.

A fact that is withheld may cite a source that is public. What it says is then said in the captures of that source, in
the very words where it quotes them, and so these stay behind: that readers miss them tells less than the words would.
The words are not looked for: a page has more in its bytes than in its text (a title, a description, the article once
more for machines), and what was quoted with a slip, or with an ellipsis, or told in other words (a name, a saying, a
date) stands there all the same. What was captured of a withheld source stays behind under any other source's name, too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from regesta.events.by_hash import keep
from regesta.events.captures import read_bytes
from regesta.events.dossier import Dossier
from regesta.events.entry import parse_entry, said_in
from regesta.events.publishing.manifest import LeftOut
from regesta.web.publishing.database import PublicCapture, captures

UNSTATED = "no licence of the source is recorded"
NOT_FREE = "the licence of the source is none that lets everybody pass them on"
HELD_BACK = "what is withheld cites their source, or was captured so too"
FOR_READERS = "kept back"
"""What readers are told instead of HELD_BACK."""


@dataclass(slots=True)
class _Withheld:
    """What withheld facts tell of captures."""

    cited: set[str] = field(default_factory=set)
    """The sources that they cite."""
    files: set[str] = field(default_factory=set)
    """The hashes of the bytes and the texts that they say were captured, or in which they found their quotes."""

    def touches(self, one: PublicCapture) -> bool:
        """Whether a capture may hold what they say."""
        return one.source in self.cited or one.sha256 in self.files or one.text in self.files


def pass_on(own: Path, dossier: Dossier, database: Path, hidden: Mapping[int, str]) -> tuple[int, tuple[LeftOut, ...]]:
    """Copy the captures that may be passed on; how many files were captured so, and those that stay behind."""
    withheld = _withheld(dossier, hidden)
    found = tuple(captures(database))
    secret = {sha256 for one in found if withheld.touches(one) for sha256 in _files(one)}
    free = [one for one in found if one.free]
    stays = {one.sha256: UNSTATED if one.licence is None else NOT_FREE for one in found if not one.free}
    # The same bytes may be captures of two sources: one licence is enough to pass them on, one secret to keep them.
    for one in free:
        stays.pop(one.sha256, None)
    gone = stays | {one.sha256: HELD_BACK for one in free if secret.intersection(_files(one))}
    passed = [one for one in free if one.sha256 not in gone]
    for sha256 in {sha256 for one in passed for sha256 in _files(one)}:
        keep(own, read_bytes(dossier.path, sha256))
    return len({one.sha256 for one in passed}), tuple(_left_out(gone))


def _files(one: PublicCapture) -> tuple[str, ...]:
    """The hashes of the bytes of a capture and of the text in them, if there is one."""
    return tuple(filter(None, (one.sha256, one.text)))


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
        for said in said_in(parse_entry(line, strict=False).fact) if position in hidden else ():
            for citation in said.get("citations", ()):
                found.cited.add(citation["source"])
                found.files.update(filter(None, (citation.get("quote", {}).get("text"),)))
            if said["kind"] == "capture":
                found.files.update(filter(None, (said["sha256"], said.get("text"))))
    return found
