"""One line of the log: when, by whom and with what a fact was recorded, and the fact.

A line is a commitment, one tab, and a disclosure; `docs/log-format.md` specifies it byte by byte. The commitment is
the leaf of the Merkle tree and holds the digest of the disclosure, which may be withheld without touching the leaf.
`format_entry` and `parse_entry` are strict inverses: what one would not write, the other refuses.
"""

import re
from base64 import b32encode, b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from json import JSONDecodeError, JSONDecoder
from typing import Any, NoReturn

from regesta.events.canonical import canonical, sha256
from regesta.events.errors import RegestaError

VERSION = 1
"""The version that `format_entry` writes; every version ever released is read for ever."""

MAX_LINE = 1_048_576
"""The longest line, in bytes without its line feed (1 MiB); longer texts are captures, kept by their hash."""

MAX_DEPTH = 64
"""How deep objects and arrays may nest in a disclosure, which itself is the first level."""

MAX_INTEGER = 2**53 - 1
"""The largest size of a number: every JSON reader holds it exactly (RFC 8259, section 6)."""

SALT_BYTES = 16

# Forty-three base64 characters carry 258 bits: the last one must leave the two spare bits zero, or one digest
# could be written in four ways. In a salt four bits are spare.
_COMMITMENT = re.compile(
    rb'\{"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)","digest":"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)","v":1\}'
)
_SALT = re.compile(r"[A-Za-z0-9+/]{21}[AQgw]==")
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz")
_MARKERS = (b"<<<<<<< ", b">>>>>>> ", b"||||||| ")


class EntryError(RegestaError):
    """A line that is not an entry, or a fact that cannot be written as one; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands in the log; who, what and the fact are None when it is withheld."""

    at: str
    """When the log took it: RFC 3339 in UTC with microseconds and Z, as stored; a claim of the writer's clock."""
    digest: bytes
    """The SHA-256 of the disclosure, 32 bytes."""
    by: str | None
    """Who recorded it."""
    tool: str | None
    """The program that recorded it, and its version."""
    salt: bytes | None
    """Sixteen random bytes, which make guessing what was withheld useless."""
    fact: dict[str, object] | None
    """What it says."""

    @property
    def id(self) -> str:
        """The fact's id."""
        return fact_id(self.digest)

    @property
    def withheld(self) -> bool:
        """Whether the disclosure is not there."""
        return self.fact is None


def fact_id(digest: bytes) -> str:
    """The first 80 bits of a digest in Crockford's base32, lower case: 16 characters."""
    return b32encode(digest[:10]).translate(_CROCKFORD).decode("ascii")


def format_entry(fact: Mapping[str, object], *, at: datetime, by: str, tool: str, salt: bytes) -> bytes:
    """The line that records a fact, without its line feed.

    `at` must know its time zone; `salt` is 16 fresh random bytes. Refuses, with an EntryError, what could not be
    read back as it is: fractions, integers past 2^53-1, keys that are not text, lone surrogates, nesting past 64
    levels, and a line past 1 MiB.
    """
    if at.tzinfo is None:
        raise EntryError(f"the time {at.isoformat()} has no time zone; give it one")
    if len(salt) != SALT_BYTES:
        raise EntryError(f"the salt has {len(salt)} bytes instead of {SALT_BYTES}")
    for name, text in (("by", by), ("tool", tool)):
        if not text:
            raise EntryError(f"{name!r} is empty; an entry says who recorded it, and with what")
    said = dict(fact)
    try:
        _refuse_unwritable(said, 2)
        disclosure = canonical({"by": by, "fact": said, "salt": b64encode(salt).decode(), "tool": tool})
    except EntryError as error:
        raise EntryError(f"fact{error}") from None
    except RecursionError:
        raise EntryError(f"the fact nests deeper than {MAX_DEPTH} levels") from None
    except UnicodeEncodeError as error:
        code = ord(error.object[error.start])
        raise EntryError(f"the entry holds the lone surrogate U+{code:04X}; save the text as UTF-8") from None
    stamp = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    # Canonical JSON written out: time and digest are ASCII that needs no escapes, and this is done for every fact.
    line = b'{"at":"%b","digest":"%b","v":%d}\t%b' % (
        stamp.encode("ascii"),
        b64encode(sha256(disclosure)),
        VERSION,
        disclosure,
    )
    if len(line) > MAX_LINE:
        raise EntryError(
            f"the fact makes a line of {len(line):,} bytes, and {MAX_LINE:,} is the most; put long texts in captures"
        )
    return line


def parse_entry(line: bytes, *, strict: bool = True) -> Entry:
    """The entry on a line (without its line feed): the strict inverse of `format_entry`.

    Raises EntryError, whose sentence fits after `file:line: `, when the digest is not that of the bytes right of
    the tab, or when the line is not exactly as `format_entry` would have written it. With `strict` off, the
    disclosure is not encoded again to see that it is canonical, which takes a third of the time: for rebuilds, where
    `check` has the last word on a log.
    """
    stamp, digest, disclosure = _split(line)
    if not disclosure:
        return Entry(stamp, digest, None, None, None, None)
    try:
        text = disclosure.decode("utf-8")
        value = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise EntryError(f"the disclosure is not UTF-8 at its byte {error.start + 1}") from None
    except JSONDecodeError:
        raise EntryError("the disclosure is not JSON") from None
    except RecursionError:
        raise EntryError(f"the disclosure nests deeper than {MAX_DEPTH} levels") from None
    if disclosure.count(b"{") + disclosure.count(b"[") > MAX_DEPTH:
        _refuse_depth(value, 1)
    if not isinstance(value, dict) or value.keys() != {"by", "fact", "salt", "tool"}:
        raise EntryError("the disclosure is not an object with the four keys by, fact, salt and tool")
    by, fact, salt, tool = value["by"], value["fact"], value["salt"], value["tool"]
    if not (isinstance(by, str) and by and isinstance(tool, str) and tool and isinstance(fact, dict)):
        raise EntryError("the disclosure's by and tool must be text, and its fact an object")
    if not isinstance(salt, str) or not _SALT.fullmatch(salt):
        raise EntryError("the disclosure's salt is not 16 bytes in base64")
    if strict or b"\\u" in disclosure:  # an escape may hide a lone surrogate, which no database takes
        _refuse_unless_canonical(value, disclosure)
    return Entry(stamp, digest, by, tool, b64decode(salt), fact)


def said_in(fact: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """What a fact says, as JSON: the fact itself and, if it corrects one, the new one; nothing of None."""
    while fact is not None:
        yield fact
        fact = fact["fact"] if fact.get("kind") == "correction" else None


def sealed(line: bytes) -> bytes:
    """The digest of a line whose commitment is well-formed and whose disclosure matches it, or is withheld.

    The cheap half of `parse_entry`, for those who need the bytes to be right but not the fact. Raises EntryError.
    """
    return _split(line)[1]


def commitment(line: bytes) -> bytes:
    """The bytes left of the tab, exactly as stored: the leaf of the Merkle tree."""
    return line.partition(b"\t")[0]


def _split(line: bytes) -> tuple[str, bytes, bytes]:
    """Time, digest and disclosure of a line whose digest is right; the disclosure is empty when withheld."""
    left, tab, disclosure = line.partition(b"\t")
    found = _COMMITMENT.fullmatch(left)
    if found is None or not tab or len(line) > MAX_LINE:
        _refuse_line(line)
    stamp = found[1].decode("ascii")
    try:
        datetime.fromisoformat(stamp)
    except ValueError:
        raise EntryError(f"the commitment's time {stamp} is no moment of the calendar") from None
    digest = b64decode(found[2])
    if disclosure and sha256(disclosure) != digest:
        if b"\t" in disclosure:
            raise EntryError("holds more than one tab; the first alone parts commitment and disclosure")
        if line.endswith(b"\r"):
            _refuse_line(line)
        raise EntryError("the disclosure does not match its digest: one of the two was changed after it was recorded")
    return stamp, digest, disclosure


def _refuse_line(line: bytes) -> NoReturn:
    """Raise the EntryError that says best why a line has no commitment that we can read."""
    left, tab, _ = line.partition(b"\t")
    if len(line) > MAX_LINE:
        raise EntryError(f"is longer than {MAX_LINE:,} bytes")
    if not line.strip():
        raise EntryError("is blank; every line is an entry")
    if line.startswith(_MARKERS) or line == b"=======":
        raise EntryError(
            "is a mark that git left in a conflict; take out the marks, keep every other line, and see that"
            " .gitattributes says `log/*.log merge=union`"
        )
    if line.endswith(b"\r"):
        raise EntryError("ends in a carriage return; an editor or git rewrote the line ends")
    if line.startswith(b"\xef\xbb\xbf"):
        raise EntryError("begins with a byte-order mark; an editor rewrote the file")
    try:
        value = _DECODER.decode(left.decode("utf-8"))
    except (ValueError, RecursionError, EntryError):
        raise EntryError("does not begin with a commitment: left of the tab stands no JSON object") from None
    if not isinstance(value, dict):
        raise EntryError("does not begin with a commitment: left of the tab stands no JSON object")
    version = value.get("v")
    if isinstance(version, int) and not isinstance(version, bool) and version != VERSION:
        raise EntryError(
            f"is written in version {version} of the log's format, and this regesta reads version {VERSION};"
            " install a newer regesta"
        )
    if not tab:
        raise EntryError("has no tab after the commitment; a withheld entry keeps it")
    raise EntryError(
        "the commitment is not written as it must be: the keys at, digest and v in this order, without blanks, the"
        " time as 2026-11-23T19:55:57.123456Z, the digest as 44 characters of base64"
    )


def _refuse_unless_canonical(value: dict[str, object], disclosure: bytes) -> None:
    try:
        written = canonical(value)
    except ValueError:  # a lone surrogate, written as an escape
        raise EntryError("the disclosure holds a lone surrogate") from None
    if written != disclosure:
        raise EntryError(
            "the disclosure is not written canonically: keys sorted and each once, no blanks, no needless escapes"
        )


def _refuse_unwritable(value: object, depth: int) -> None:
    """Raise EntryError on what JSON would turn into something else, or what its readers do not agree on.

    The sentence begins with the way to the value (`.end.when[0]`), put together only when there is something to say.
    """
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise EntryError(f" is the integer {value}, past 2^53-1; write it as text")
        return
    if not isinstance(value, dict | list | tuple):
        raise EntryError(
            f" is {value!r} ({type(value).__name__}); write text, an integer, true, false, null, an object or an array"
        )
    if depth > MAX_DEPTH:
        raise RecursionError
    named = isinstance(value, dict)
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if type(item) is not str:  # most are, and a call for each would take a third of the time
            try:
                _refuse_unwritable(item, depth + 1)
            except EntryError as error:
                raise EntryError(f".{key}{error}" if named else f"[{key}]{error}") from None
        if named and not isinstance(key, str):
            raise EntryError(f" has the key {key!r}, which is not text")


def _refuse_depth(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise EntryError(f"the disclosure nests deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict | list):
                _refuse_depth(item, depth + 1)


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise EntryError(f"the disclosure holds the integer {digits[:20]}, past 2^53-1")
    return int(digits)


def _no_number(text: str) -> NoReturn:
    raise EntryError(f"the disclosure holds the number {text[:20]}; only integers are written as numbers")


_DECODER = JSONDecoder(parse_int=_integer, parse_float=_no_number, parse_constant=_no_number)
