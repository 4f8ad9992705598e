"""Bytes to characters: by the byte order mark, by what is declared, else UTF-8, else windows-1252, and then we say so.

Of several declarations, the first that fits is believed: a server that says utf-8 of every page is often wrong.

The order is that of the WHATWG Encoding Standard (sections 4.2 and 6) and so are the names: what calls itself
latin-1 or ASCII on the web is windows-1252. Only the encodings listed here are accepted: Python knows others that
are no character sets of documents (`unicode_escape`, `idna`, `punycode`, `utf_7`), and some of those are slow.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32's mark begins with UTF-16's: it has to be asked first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_NAMES = (
    "utf-8 utf-16-le utf-16-be cp866 koi8-r koi8-u mac-roman mac-cyrillic"
    " gb18030 big5 big5hkscs euc_jp iso2022_jp cp932 cp949 cp874"
    " iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14"
    " iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
)
_ACCEPTED = frozenset(_NAMES.split())
# What the web and mail programs call them, and Python does not (WHATWG Encoding Standard, 4.2).
_LABELS = {
    "cn-big5": "big5",
    "dos-874": "cp874",
    "gb_2312-80": "gb18030",
    "iso-10646-ucs-2": "utf-16-le",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "logical": "iso8859-8",
    "sun_eu_greek": "iso8859-7",
    "ucs-2": "utf-16-le",
    "unicode": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
    "unicodefffe": "utf-16-be",
    "visual": "iso8859-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-sjis": "cp932",
    "x-x-big5": "big5",
}
_MORE_LABELS = ((re.compile(r"x-cp(125\d)"), "cp"), (re.compile(r"iso8859(\d{1,2})"), "iso8859-"))

_ON_THE_WEB = {
    "ascii": "cp1252",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
}

WESTERN = "cp1252"

HEAD = 65_536
"""How many bytes of a page may precede what it says of its encoding."""

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[^>]{0,1000}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})", re.I)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and the encoding that gave them; `doubt` says why it may be wrong: `guessed`, `damaged`, or blank."""

    text: str
    charset: str
    doubt: str = ""

    @property
    def remark(self) -> str:
        """What an extractor's name has to add: blank for sound UTF-8."""
        name = "windows-" + self.charset[2:] if re.fullmatch(r"cp125\d", self.charset) else self.charset
        told = (name if name != "utf-8" or self.doubt else "", f"({self.doubt})" if self.doubt else "")
        return " ".join(filter(None, told))

    @property
    def warning(self) -> str:
        """A sentence for whoever stores it, where letters may be wrong; else blank."""
        match self.doubt:
            case "guessed":
                return (
                    "It does not tell its encoding, and was read as windows-1252: if letters are wrong, capture it"
                    " again with --charset."
                )
            case "damaged":
                return f"Some bytes are no {self.charset}, and stand as \ufffd in the text."
            case _:
                return ""


def decode(data: bytes, *declared: str | None) -> Decoded:
    """The characters of `data`; `declared` are names of encodings, of which the first that fits is believed.

    Never fails: what no encoding reads gets U+FFFD in place of what is damaged, and `doubt` says so. What is declared
    nowhere and is UTF-8 but for a few bytes is damaged UTF-8: letters of windows-1252 seldom look like it.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _surely(data[len(mark) :], name)
    told = [name for name in map(known, declared) if name is not None]
    for name in (*told, "utf-8"):
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    if told:
        return _surely(data, told[0])
    unicode = data.decode("utf-8", "replace")
    bad, plain = unicode.count("\ufffd"), len(unicode.encode("ascii", "ignore"))
    if 10 * bad < len(unicode) - plain - bad:
        return Decoded(unicode, "utf-8", "damaged")
    return Decoded(data.decode(WESTERN, "replace"), WESTERN, "guessed")


def declared_in_markup(data: bytes) -> str | None:
    """The encoding that HTML or XML names in its head, outside of comments, if it names one.

    Within the first 1,024 bytes (HTML Standard, 13.2.3.2), or later as browsers still follow it (13.2.3.4): within the
    first 65,536.
    """
    head = _COMMENT.sub(b"", data[:HEAD])
    found = _META.search(head) or _XML.match(head)
    if found is None:
        return None
    name = found[1].decode("ascii")
    # The letters could be read, so they are no UTF-16, whatever they say (HTML Standard, same section, step 14).
    return "utf-8" if name.lower().startswith("utf-16") else name


def known(declared: str | None) -> str | None:
    """Python's name of the encoding that a document or a person names; None if it is none that we read."""
    name = (declared or "").strip().strip("\"'").lower()
    name = _LABELS.get(name, name)
    for pattern, ours in _MORE_LABELS:
        if found := pattern.fullmatch(name):
            name = ours + found[1]
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    name = _ON_THE_WEB.get(name, name)
    return name if name in _ACCEPTED else None


def _surely(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        return Decoded(data.decode(name, "replace"), name, "damaged")
