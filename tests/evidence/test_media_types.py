"""What kind of bytes these are, and which characters."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdf import a_pdf, lines

from regesta.events.charsets import _ACCEPTED, declared_in_markup, decode
from regesta.events.media_types import charset, essence, sniff


@pytest.mark.parametrize(
    ("data", "declared", "filename", "kind"),
    [
        (a_pdf(lines("x")), "text/html", "page.html", "application/pdf"),
        (b"junk first\n%PDF-1.4", None, None, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "text/plain", None, "image/png"),
        (b"\xff\xd8\xff\xe0", None, "photo.txt", "image/jpeg"),
        (b"RIFF....WEBPVP8", None, None, "image/webp"),
        (b"<!DOCTYPE html><p>x", None, None, "text/html"),
        (b"\xef\xbb\xbf  <!-- c --><HTML lang=en>", None, None, "text/html"),
        (b"<?xml version='1.0'?><html>", "application/xml", None, "text/html"),
        (b"<html> is a tag", "text/plain", None, "text/plain"),
        (b"<p>no doctype", "text/html; charset=utf-8", None, "text/html"),
        (b"x", None, "NOTE.HTML", "text/html"),
        (b"From: a", None, "letter.eml", "message/rfc822"),
        (b"From: a", "text/plain", "letter.eml", "message/rfc822"),
        (b"From: a", None, "letter.txt", "text/plain"),
        (b"plain", None, None, "text/plain"),
        (b"plain", "application/octet-stream", "a.csv", "text/csv"),
        (b"\x00\x01\x02", None, None, "application/octet-stream"),
        (b"\x00" * 1000, "text/html", "x.html", "application/octet-stream"),
        ("wide".encode("utf-16"), None, "x.txt", "text/plain"),
        ("wide".encode("utf-16-le"), "text/plain; charset=utf-16le", None, "text/plain"),
        (b"PK\x03\x04", None, "x.docx", "application/zip"),
        (b"x", "nonsense", "no ending", "text/plain"),
        (b"x", None, "../../etc/passwd.html", "text/html"),
        (b"", None, None, "text/plain"),
    ],
)
def test_bytes_speak_before_their_sender_and_their_name(
    data: bytes, declared: str | None, filename: str | None, kind: str
) -> None:
    assert sniff(data, declared, filename) == kind


@given(st.binary(max_size=100), st.none() | st.text(max_size=50), st.none() | st.text(max_size=20))
def test_every_kind_is_a_plain_media_type(data: bytes, declared: str | None, filename: str | None) -> None:
    kind = sniff(data, declared, filename)
    assert essence(kind) == kind


def test_comments_that_could_be_cut_in_many_ways_cost_nothing() -> None:
    started = time.process_time()
    sniff(b"<!---->" * 140 + b"<x", None, None)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("text/html; charset=UTF-8", "UTF-8"),
        ('text/html;charset="koi8-r"; x=y', "koi8-r"),
        ("text/html; x=charset", None),
        ("text/html", None),
        (None, None),
    ],
)
def test_a_charset_parameter_is_found(header: str | None, name: str | None) -> None:
    assert charset(header) == name


@pytest.mark.parametrize(
    ("data", "declared", "text", "remark"),
    [
        ("é".encode(), None, "é", ""),
        ("é".encode("cp1252"), None, "é", "windows-1252 (guessed)"),
        ("é".encode("cp1252"), "utf-8", "\ufffd", "utf-8 (damaged)"),
        ("é".encode(), "ascii", "Ã©", "windows-1252"),
        ("“".encode("cp1252"), "ISO-8859-1", "“", "windows-1252"),
        ("й".encode("koi8-r"), "koi8-r", "й", "koi8-r"),
        (codecs.BOM_UTF8 + "é".encode(), "latin-1", "é", ""),
        ("é".encode("utf-16"), "utf-8", "é", "utf-16-le"),
        ("é".encode("utf-32"), None, "é", "utf-32-le"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", None, "\ufffd", "utf-16-le (damaged)"),
        (b"x", "unicode_escape", "x", ""),
        (b"x", "no-such-thing", "x", ""),
        (b"x", "\x00", "x", ""),
    ],
)
def test_characters_are_read_by_mark_then_declaration_then_guess(
    data: bytes, declared: str | None, text: str, remark: str
) -> None:
    decoded = decode(data, declared)
    assert (decoded.text, decoded.remark) == (text, remark)


@given(st.binary(max_size=200), st.sampled_from(sorted(_ACCEPTED)) | st.none())
def test_decoding_never_fails(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared).text, str)


def test_the_names_of_encodings_are_those_that_python_gives_them() -> None:
    assert {codecs.lookup(name).name for name in _ACCEPTED} == _ACCEPTED


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "windows-1251"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b" " * 1024 + b"<meta charset=koi8-r>", None),
        (b"charset=koi8-r", None),
    ],
)
def test_markup_names_its_encoding_in_its_first_kilobyte(data: bytes, name: str | None) -> None:
    assert declared_in_markup(data) == name
