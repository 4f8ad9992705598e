"""Bytes to characters: by the byte order mark, by what is declared, else UTF-8, else windows-1252, and then we say so.

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


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The characters of `data`; `declared` is the name of an encoding, which is believed only if it fits.

    Never fails: what no encoding reads gets U+FFFD in place of what is damaged, and `doubt` says so.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _surely(data[len(mark) :], name)
    told = _known(declared)
    for name in filter(None, (told, "utf-8")):
        try:
            return Decoded(data.decode(name), name)
        except UnicodeDecodeError:
            continue
    if told is not None:
        return _surely(data, told)
    return Decoded(data.decode(WESTERN, "replace"), WESTERN, "guessed")


def declared_in_markup(data: bytes) -> str | None:
    """The encoding that HTML or XML names in its first 1,024 bytes (HTML Standard, 13.2.3.2), if it names one."""
    found = _META.search(data[:1024]) or _XML.match(data[:1024])
    if found is None:
        return None
    name = found[1].decode("ascii")
    # The letters could be read, so they are no UTF-16, whatever they say (HTML Standard, same section, step 14).
    return "utf-8" if name.lower().startswith("utf-16") else name


def _surely(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        return Decoded(data.decode(name, "replace"), name, "damaged")


def _known(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    name = _ON_THE_WEB.get(name, name)
    return name if name in _ACCEPTED else None
