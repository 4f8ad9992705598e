"""The search for leaks finds what it looks for; a search that finds nothing would hold every law."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from unicodedata import normalize
from urllib.parse import quote

import pytest
from anyascii import anyascii
from leaks import found_in


def zipped(text: str) -> bytes:
    """A file in a zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one", "before")
        archive.writestr("another", text)
    return whole.getvalue()


WORD, OTHER = "k7geheimнет4f", "z9andereда2c"

WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16-le"),
    "utf-16, big end first": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32-le"),
    "decomposed": lambda text: normalize("NFD", text).encode(),
    "Latin letters": lambda text: anyascii(text).encode(),
    "capitals": lambda text: text.upper().encode(),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "percent": lambda text: quote(text).encode(),
    "json": lambda text: json.dumps(text).encode(),
    "html": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "html in hexadecimal": lambda text: "".join(
        f"&#x{ord(one):x};" if ord(one) > 127 else one for one in text
    ).encode(),
    "json in json": lambda text: json.dumps(json.dumps(text)).encode(),
    "tilde": lambda text: quote(text).replace("%", "~").encode(),
    "base64": lambda text: b64encode(text.encode()),
    "base64 for addresses": lambda text: urlsafe_b64encode(text.encode()),
    "base32": lambda text: b32encode(text.encode()),
    "zlib": lambda text: b"before" + zlib.compress(text.encode()) + b"after",
    "gzip": lambda text: b"before" + gzip.compress(text.encode()),
    "bzip2": lambda text: b"before" + bz2.compress(text.encode()),
    "xz": lambda text: b"before" + lzma.compress(text.encode()),
    "zip": lambda text: zipped(text),
    "gzip in zlib": lambda text: zlib.compress(b"here: " + gzip.compress(text.encode())),
}


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "abcd"])
@pytest.mark.parametrize("way", WAYS)
def test_a_word_is_found_however_it_was_written(way: str, before: str) -> None:
    assert found_in(WAYS[way](f"{before}{WORD} and more"), [WORD, OTHER]) == {WORD}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_there_is_not_found(way: str) -> None:
    assert found_in(WAYS[way]("words of no importance"), [WORD, OTHER]) == set()
