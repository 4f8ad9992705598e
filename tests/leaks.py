"""Looking for words in bytes, in every form in which a program may have written them.

Words are looked for as they are, folded, decomposed and in Latin letters, in UTF-8, UTF-16 and UTF-32, in base64 and
base32 at every alignment, in hexadecimal, percent- and tilde-encoded, escaped as in JSON, HTML and Python, and all of
that again in whatever in the bytes can be decompressed (zlib, gzip, the members of a zip, bzip2, xz).
"""

import bz2
import io
import lzma
import re
import zipfile
import zlib
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from unicodedata import normalize
from urllib.parse import quote

from anyascii import anyascii

_STREAM = re.compile(
    rb"\x1f\x8b\x08|[\x08\x18\x28\x38\x48\x58\x68\x78][\x01\x5e\x9c\xda]|BZh[1-9]1AY&SY|\xfd7zXZ\x00|PK\x03\x04"
)


@cache
def forms(word: str) -> frozenset[bytes]:
    """The forms of a word that are looked for."""
    latin = anyascii(word)
    spelled = {word, normalize("NFD", word), normalize("NFKC", word), *({latin} if len(latin) >= 6 else ())}
    found: set[bytes] = set()
    for text in {made for one in spelled for made in (one, one.lower(), one.upper(), one.casefold())}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            plain = text.encode(encoding)
            found |= {plain, plain.hex().encode(), plain.hex().upper().encode()}
            found.update(_aligned(plain))
        found |= {quote(text).encode(), quote(text).lower().encode(), quote(text).replace("%", "~").encode()}
        found.add(escape(text).encode("ascii", "xmlcharrefreplace"))
        escaped = text.encode("ascii", "backslashreplace")
        found |= {escaped, escaped.replace(b"\\", b"\\\\")}  # once, and again in what was escaped already
        found.add("".join(one if one.isascii() else f"&#x{ord(one):x};" for one in text).encode())
        found.add("".join(one if one.isascii() else f"\\u{ord(one):04X}" for one in text).encode())
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
    # No form of a word has so many zeros in a row, and empty pages of a database are made of them.
    for layer in layers(re.sub(rb"\0{16,}", bytes(16), data)):
        found |= {word for word, some in wanted.items() if word not in found and any(form in layer for form in some)}
    return found


def layers(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The data, and whatever in it can be decompressed."""
    yield data
    if not depth:
        return
    for start in (match.start() for match in _STREAM.finditer(data)):
        inner = _unpacked(data[start:])
        if len(inner) >= 8:
            yield from layers(inner, depth - 1)


def _unpacked(data: bytes) -> bytes:
    """What a stream at the beginning of the data holds; nothing if it is none."""
    try:
        if data.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(data, 10_000_000)
        if data.startswith(b"\xfd7z"):
            return lzma.LZMADecompressor().decompress(data, 10_000_000)
        if data.startswith(b"PK"):
            return _member(data)
        return zlib.decompressobj(wbits=47).decompress(data, 10_000_000)
    except (zlib.error, OSError, lzma.LZMAError, EOFError):
        return b""


def _member(data: bytes) -> bytes:
    """The member of a zip file whose header stands at the beginning of the data; nothing if it is stored as it is."""
    header = io.BytesIO(data).read(30)
    if len(header) < 30 or int.from_bytes(header[8:10], "little") != zipfile.ZIP_DEFLATED:
        return b""
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return zlib.decompressobj(wbits=-15).decompress(data[30 + names :], 10_000_000)
