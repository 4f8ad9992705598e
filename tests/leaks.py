"""Looking for words in bytes, in every form in which a program may have written them.

Words are looked for as they are and folded, in UTF-8 and UTF-16, in base64 and base32 at every alignment, in
hexadecimal, percent-encoded, escaped as in JSON, HTML and Python, and all of that again in whatever in the bytes can be
decompressed.
"""

import re
import zlib
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

_GZIP, _ZLIB = re.compile(rb"\x1f\x8b\x08"), re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78][\x01\x5e\x9c\xda]")


def forms(word: str) -> frozenset[bytes]:
    """The forms of a word that are looked for."""
    found: set[bytes] = set()
    for text in {word, word.lower(), word.upper()}:
        for plain in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            found |= {plain, plain.hex().encode(), plain.hex().upper().encode()}
            found.update(_aligned(plain))
        found |= {quote(text).encode(), quote(text).lower().encode()}
        found.add(escape(text).encode("ascii", "xmlcharrefreplace"))
        found.add(text.encode("ascii", "backslashreplace"))
    return frozenset(found)


def _aligned(plain: bytes) -> Iterator[bytes]:
    """A word in base64 and base32 wherever in the encoded bytes it stands: what its neighbours do not reach into."""
    for encode, group, written in ((b64encode, 3, 4), (urlsafe_b64encode, 3, 4), (b32encode, 5, 8)):
        for before in range(group):
            whole = (before + len(plain)) // group
            first = 1 if before else 0
            coded = encode(b"\0" * before + plain)[first * written : whole * written]
            if len(coded) >= 8:
                yield coded


def found_in(data: bytes, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in the data, in whatever form."""
    found: set[str] = set()
    wanted = {word: forms(word) for word in words}
    for layer in layers(data):
        found |= {word for word, some in wanted.items() if word not in found and any(form in layer for form in some)}
    return found


def layers(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The data, and whatever in it can be decompressed."""
    yield data
    if not depth:
        return
    for start in (match.start() for pattern in (_GZIP, _ZLIB) for match in pattern.finditer(data)):
        inner = _inflated(data[start:])
        if len(inner) >= 8:
            yield from layers(inner, depth - 1)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=47).decompress(data, 10_000_000)
    except zlib.error:
        return b""
