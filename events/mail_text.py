"""The words of an e-mail: who to whom, when, on what, and the body; attachments are not read.

RFC 5322, and RFC 2045 to 2049 for the parts. The plain body is preferred to the HTML one, as it is what most programs
quote from, unless it is blank; further texts that stand in line, between pictures say, follow it. A saved web page in
MHTML (RFC 2557) is read by the same rules.
"""

import email
import email.header
import email.policy
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage, Message
from importlib.metadata import version

from regesta.events.charsets import declared_in_markup, decode
from regesta.events.html_text import html_text

HEADERS = ("From", "To", "Cc", "Date", "Subject")

# The standard library compares every line with every boundary that is open; a crafted mail can open hundreds.
MAX_COMPARISONS = 100_000_000

# It takes time in the square of a header's length, and much more of it for those that say what a part is.
MAX_HEADER = 50_000
MAX_SQUARES = 100_000_000

_OF_A_PART = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)

# What the standard library is known to raise on crafted mail: parts nested too deeply; parameters (RFC 2231),
# encoded words, encodings and content types that contradict themselves.
_DAMAGE = (RecursionError, MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError)


@dataclass(frozen=True, slots=True)
class MailText:
    """What was read, what read it beside ourselves, and a sentence on what was not (blank if nothing is missing)."""

    text: str
    reader: str = ""
    note: str = ""


def mail_text(data: bytes, charset: str | None = None) -> MailText:
    """The text of an e-mail: a line for each header, a blank line, the body.

    `charset` is an encoding that is believed before what the parts declare.
    """
    if data.count(b"\n") * data.lower().count(b"boundary") > MAX_COMPARISONS:
        return MailText("", note="The e-mail has too many lines and parts to be read.")
    if sum((found.end() - found.start()) ** 2 for found in _OF_A_PART.finditer(data)) > MAX_SQUARES:
        return MailText("", note="The e-mail has headers too long to be read.")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        lines = [f"{name}: {value}" for name in HEADERS if (value := _header(message, name))]
        body = _body(message, charset)
    except _DAMAGE as trouble:
        what = type(trouble).__name__
        return MailText(decode(data).text, note=f"The e-mail is damaged ({what}): its text is the whole file as it is.")
    return MailText("\n".join(lines) + ("\n\n" + body.text if body.text else ""), body.reader, body.note)


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line, its encoded words (RFC 2047) decoded; blank if it is absent.

    Read as it stands, not by the library's reader of addresses: that one takes time in the square of the length. Of a
    header that is longer than any in earnest, the beginning is read.
    """
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")[:MAX_HEADER]
    plain = decode(raw.encode("utf-8", "surrogateescape")).text if not raw.isascii() else raw
    line = " ".join(plain.split())
    try:
        parts = email.header.decode_header(line)
    except _DAMAGE:
        return line
    words = (part if isinstance(part, str) else decode(part, charset).text for part, charset in parts)
    return " ".join("".join(words).split())


def _body(message: EmailMessage, charset: str | None) -> MailText:
    """The text of the body: the part that says most, and the texts that stand beside it in line."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None and not _payload(body).strip():
        body = message.get_body(preferencelist=("html",)) or body
    if not isinstance(body, EmailMessage):
        return MailText("", note="The e-mail has no body of text; attachments are not read.")
    rest = [] if message.get_content_subtype() == "alternative" else list(message.iter_parts())
    rest = [part for part in rest if not any(one is body for one in part.walk())]
    inline = [part for part in rest if isinstance(part, EmailMessage) and _stands_in_line(part)]
    read = [_part(part, charset) for part in (body, *inline)]
    others = len(rest) - len(inline)
    notes = [f"Attachments and further parts are not read: {others}."] if others else []
    notes += [one.note for one in read if one.note]
    readers = dict.fromkeys(one.reader for one in read if one.reader)
    texts = [one.text.strip("\r\n") for one in read] if len(read) > 1 else [read[0].text]
    return MailText("\n\n".join(texts), " ".join(readers), " ".join(dict.fromkeys(notes)))


def _stands_in_line(part: EmailMessage) -> bool:
    """Whether a further part is a text that mail programs show below the body."""
    plain = part.get_content_type() in ("text/plain", "text/html")
    return plain and not part.is_attachment() and part.get_filename() is None


def _payload(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _part(part: EmailMessage, charset: str | None) -> MailText:
    """The text of one part."""
    payload, param = _payload(part), part.get_param("charset")
    declared = (charset, param if isinstance(param, str) else None)
    if part.get_content_subtype() != "html":
        decoded = decode(payload, *declared)
        return MailText(decoded.text, decoded.remark, decoded.warning)
    decoded = decode(payload, *declared, declared_in_markup(payload))
    text, whole = html_text(decoded.text)
    note = "" if whole else "The e-mail's HTML holds a single text or tag above 10 MB: what follows it was not read."
    return MailText(text, f"lxml {version('lxml')} {decoded.remark}".strip(), note or decoded.warning)
