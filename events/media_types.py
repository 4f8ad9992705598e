"""What kind of bytes these are: by their first bytes, then by what their sender and their name say.

Neither is trusted alone, and nothing is ever executed: the answer only chooses which reader looks for text, and a
wrong answer costs the text, never the bytes. The signatures are those of the formats' own specifications; the order
(what the bytes say first) follows the WHATWG MIME Sniffing Standard, section 7.
"""

import re

HTML = "text/html"
PDF = "application/pdf"
MAIL = "message/rfc822"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

# A PDF's header may stand anywhere in its first 1,024 bytes (ISO 32000-1, annex H.3, note 13).
LOOK_AT = 1024

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)

# Our own table and not the `mimetypes` module, which reads the machine's: the same file must be read alike everywhere.
_BY_ENDING = {
    "csv": "text/csv",
    "eml": MAIL,
    "htm": HTML,
    "html": HTML,
    "json": "application/json",
    "md": "text/markdown",
    "mht": MAIL,
    "mhtml": MAIL,
    "pdf": PDF,
    "svg": "image/svg+xml",
    "text": TEXT,
    "tsv": "text/tab-separated-values",
    "txt": TEXT,
    "xht": HTML,
    "xhtml": HTML,
    "xml": "application/xml",
}

# Possessive (`*+`): comments that could be cut in many ways must not be tried in all of them.
_HTML_START = re.compile(
    rb"(?:\s|<!--.*?-->|<\?xml[^>]*>)*+<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\"';\s]{1,40})", re.IGNORECASE)
_ESSENCE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}", re.A)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def essence(media_type: str | None) -> str | None:
    """`type/subtype` in small letters, without parameters; None if it is blank or not of that form (RFC 6838, 4.2)."""
    name = (media_type or "").partition(";")[0].strip().lower()
    return name if _ESSENCE.fullmatch(name) else None


def charset(media_type: str | None) -> str | None:
    """The `charset` parameter of a media type, if it has one (RFC 9110, 8.3)."""
    found = _CHARSET.search(media_type or "")
    return found[1] if found else None


def sniff(data: bytes, declared: str | None = None, filename: str | None = None) -> str:
    """The media type of `data`: `type/subtype`, small letters, no parameters.

    `declared` is what its sender says (a Content-Type); of `filename`, only the letters after its last dot count.
    """
    if (magic := _magic(data)) is not None:
        return _told(declared, filename) or magic if magic == "application/zip" else magic
    told = _told(declared, filename)
    if told is None or told == UNKNOWN:
        told = HTML if _HTML_START.match(data[:LOOK_AT].lstrip(b"\xef\xbb\xbf")) else TEXT
    elif told.startswith("application/") and told.endswith("xml") and _HTML_START.match(data[:LOOK_AT]):
        return HTML
    if told == HTML and _HTML_START.match(data[:LOOK_AT].lstrip(b"\xef\xbb\xbf")):
        return HTML  # browsers read over a stray NUL in a page, and so do we
    wide = (charset(declared) or "").lower().startswith("utf-16")
    return UNKNOWN if is_textual(told) and _binary(data) and not wide else told


def is_textual(media_type: str) -> bool:
    """Whether bytes of this type are characters that a person can read as they stand."""
    kind, _, name = media_type.partition("/")
    return kind == "text" or name in ("json", "xml") or (kind == "application" and name.endswith(("+json", "+xml")))


def _told(declared: str | None, filename: str | None) -> str | None:
    """What the sender says, unless that says nothing or only "text" and the name knows better."""
    said = essence(declared)
    named = _BY_ENDING.get(filename.rpartition(".")[2].lower()) if filename and "." in filename else None
    if said in (None, UNKNOWN, "binary/octet-stream") or (said == TEXT and named == MAIL):
        return named or said
    return said


def _magic(data: bytes) -> str | None:
    if b"%PDF-" in data[:LOOK_AT] and not _HTML_START.match(data[:LOOK_AT]):
        return PDF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "image/avif" if data[8:12] == b"avif" else "image/heif"
    return next((name for start, name in _MAGIC if data.startswith(start)), None)


def _binary(data: bytes) -> bool:
    """Whether these cannot be characters: a NUL in the first bytes, outside of UTF-16 and UTF-32."""
    return b"\x00" in data[: 64 * LOOK_AT] and not data.startswith((*_BOMS, b"\x00\x00\xfe\xff"))
