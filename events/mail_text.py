"""The words of an e-mail: who to whom, when, on what, and the body; attachments are not read.

RFC 5322, and RFC 2045 to 2049 for the parts. The plain body is preferred to the HTML one, as it is what most programs
quote from. A saved web page in MHTML (RFC 2557) is read by the same rules.
"""

import email
import email.header
import email.policy
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from importlib.metadata import version

from regesta.events.charsets import declared_in_markup, decode
from regesta.events.html_text import html_text

HEADERS = ("From", "To", "Cc", "Date", "Subject")

# The standard library compares every line with every boundary that is open; a crafted mail can open hundreds.
MAX_COMPARISONS = 100_000_000

# What the standard library is known to raise on crafted mail: parts nested too deeply; parameters (RFC 2231),
# encoded words, encodings and content types that contradict themselves.
_DAMAGE = (RecursionError, MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError)


@dataclass(frozen=True, slots=True)
class MailText:
    """What was read, what read it beside ourselves, and a sentence on what was not (blank if nothing is missing)."""

    text: str
    reader: str = ""
    note: str = ""


def mail_text(data: bytes) -> MailText:
    """The text of an e-mail: a line for each header, a blank line, the body."""
    if data.count(b"\n") * data.lower().count(b"boundary") > MAX_COMPARISONS:
        return MailText("", note="The e-mail has too many lines and parts to be read.")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        lines = [f"{name}: {value}" for name in HEADERS if (value := _header(message, name))]
        body = _body(message)
    except _DAMAGE as trouble:
        what = type(trouble).__name__
        return MailText(decode(data).text, note=f"The e-mail is damaged ({what}): its text is the whole file as it is.")
    return MailText("\n".join(lines) + ("\n\n" + body.text if body.text else ""), body.reader, body.note)


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line, its encoded words (RFC 2047) decoded; blank if it is absent.

    Read as it stands, not by the library's reader of addresses: that one takes time in the square of the length.
    """
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    plain = decode(raw.encode("utf-8", "surrogateescape")).text if not raw.isascii() else raw
    line = " ".join(plain.split())
    try:
        return " ".join(str(email.header.make_header(email.header.decode_header(line))).split())
    except _DAMAGE:
        return line


def _body(message: EmailMessage) -> MailText:
    part = message.get_body(preferencelist=("plain", "html"))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        return MailText("", note="The e-mail has no body of text; attachments are not read.")
    others = sum(1 for _ in message.iter_attachments())
    note = f"Attachments and further parts are not read: {others}." if others else ""
    declared = part.get_param("charset")
    charset = declared if isinstance(declared, str) else None
    if part.get_content_subtype() != "html":
        decoded = decode(payload, charset)
        return MailText(decoded.text, decoded.remark, note)
    decoded = decode(payload, charset or declared_in_markup(payload))
    text, whole = html_text(decoded.text)
    if not whole:
        note = "The e-mail's HTML holds a single text or tag above 10 MB: what follows it was not read."
    return MailText(text, f"lxml {version('lxml')} {decoded.remark}".strip(), note)
