"""Bytes to text: the words that a capture's quotes are looked for in.

The text is made once, and is itself stored under its hash: a later version of a library that reads a page otherwise
cannot change what was quoted. `extractor` names what made it. Nothing in the bytes is run, fetched or expanded, and
nothing that they hold makes this fail: what cannot be read gives no text, and a note that says why.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from importlib.metadata import version

from regesta.events.charsets import Decoded, declared_in_markup, decode
from regesta.events.media_types import HTML, MAIL, PDF, charset, essence, is_textual

MAX_CHARACTERS = 20_000_000
"""The longest text that is kept, in characters: some forty thousand pages."""

MAX_LAYERS = 3
"""How often a server may have packed an answer."""
MAX_MEMBERS = 100
"""How many gzip files in a row are one answer; what is left is copied for each."""

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]+")
_SURROGATE = re.compile("[\ud800-\udfff]")

_ONE_TAG = "The page holds a single text or tag above 10 MB: what follows it was not read."


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text and what made it, or no text; `note` is a sentence on what is missing, blank if nothing is."""

    text: str | None
    extractor: str | None
    note: str = ""


def extract(data: bytes, media_type: str) -> Extracted:
    """The text of `data`, normalized; none for images and whatever else holds no text that we read.

    `media_type` may carry a charset. The text is in form NFC, its lines end in `\\n`, and it holds no control
    characters but tabs, no surrogates and no bidirectional overrides: any part of it can be stored as a quote
    (`values.clean`).
    """
    kind = essence(media_type)
    if kind == PDF:
        return _pdf(data)
    if kind in (HTML, "application/xhtml+xml"):
        return _html(data, charset(media_type))
    if kind == MAIL:
        return _mail(data, charset(media_type))
    if kind is not None and is_textual(kind):
        return _plain(data, charset(media_type))
    return Extracted(None, None, f"No text is read from {kind or 'bytes of an unknown type'}.")


def normalized(text: str) -> str:
    """The text as it is kept: NFC, `\\n` at the end of each line, nothing that hides or cannot be stored.

    Line separators of every kind become `\\n`; other control characters (C0 but the tab, C1, U+007F) and the
    bidirectional overrides are removed; lone surrogates become U+FFFD. Of more than 30 combining marks in a row,
    every thirtieth is followed by U+034F (Unicode Annex 15, stream-safe text): without it, their sorting takes time
    in the square of their number.
    """
    text = _shown(text)
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _stream_safe(text))


def unpacked(data: bytes, encoding: str | None, limit: int) -> bytes:
    """The bytes without their Content-Encoding (RFC 9110, 8.4), at most `limit` of them; ValueError if it cannot be."""
    names = [part.strip().lower() for part in (encoding or "").split(",")]
    if len(names) > MAX_LAYERS:
        raise ValueError("they are packed too many times")
    for name in reversed(names):
        match name:
            case "" | "identity":
                continue
            case "gzip" | "x-gzip":
                data = _inflated(data, zlib.MAX_WBITS | 16, limit)
            case "deflate":
                # Meant is zlib (RFC 1950); servers that send it bare (RFC 1951) are known and common.
                zlib_header = data[:1] == b"\x78" and int.from_bytes(data[:2]) % 31 == 0
                data = _inflated(data, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS, limit)
            case _:
                raise ValueError("only gzip and deflate are known here")
    return data


def _inflated(data: bytes, window: int, limit: int) -> bytes:
    """The bytes unpacked: all members of a gzip file (RFC 1952, 2.2); what follows the last is ignored."""
    plain = b""
    for _ in range(MAX_MEMBERS):
        reader = zlib.decompressobj(window)
        try:
            plain += reader.decompress(data, limit + 1 - len(plain))
        except zlib.error as trouble:
            raise ValueError(str(trouble)) from trouble
        if len(plain) > limit:
            raise ValueError(f"they unfold to more than {limit:,} bytes")
        if not reader.eof:
            raise ValueError("they break off before their end")
        data = reader.unused_data
        if not (window & 16 and data.startswith(b"\x1f\x8b")):
            return plain
    raise ValueError(f"they are more than {MAX_MEMBERS} files in a row")


def _html(data: bytes, declared: str | None) -> Extracted:
    from regesta.events.html_text import html_text

    decoded = decode(data, declared, declared_in_markup(data))
    text, whole = html_text(_shown(decoded.text))
    return _extracted(text, f"regesta-html-1 lxml {version('lxml')}", decoded, "" if whole else _ONE_TAG)


def _pdf(data: bytes) -> Extracted:
    from regesta.events.pdf_text import pdf_text

    read = pdf_text(data, MAX_CHARACTERS)
    return _extracted(read.text, f"regesta-pdf-1 pypdf {version('pypdf')}", None, read.note)


def _mail(data: bytes, declared: str | None) -> Extracted:
    from regesta.events.mail_text import mail_text

    read = mail_text(data, declared)
    return _extracted(read.text, f"regesta-mail-2 {read.reader}".strip(), None, read.note)


def _plain(data: bytes, declared: str | None) -> Extracted:
    decoded = decode(data, declared, declared_in_markup(data))
    return _extracted(decoded.text, "regesta-text-1", decoded, "")


def _extracted(text: str, name: str, decoded: Decoded | None, note: str) -> Extracted:
    if len(text) > MAX_CHARACTERS:
        note = note or f"Only the first {MAX_CHARACTERS:,} characters of the text are kept."
    text = normalized(text[:MAX_CHARACTERS])
    if not text.strip():
        return Extracted(None, None, note or "It holds no text.")
    if decoded is None:
        return Extracted(text, name, note)
    return Extracted(text, f"{name} {decoded.remark}".strip(), " ".join(filter(None, (note, decoded.warning))))


def _shown(text: str) -> str:
    """The text without what cannot be stored or would hide: see `normalized`."""
    text = _LINE_END.sub("\n", text.lstrip("\ufeff"))
    return _SURROGATE.sub("\ufffd", _HIDDEN.sub("", text))


def _stream_safe(text: str) -> str:
    marks = "".join(character for character in set(text) if unicodedata.combining(character))
    return re.sub(f"([{marks}]{{30}})(?=[{marks}])", "\\1\u034f", text) if marks else text
