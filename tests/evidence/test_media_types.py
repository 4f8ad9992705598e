"""What kind of bytes these are, and which characters."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdf import a_pdf, lines

from regesta.events.charsets import _ACCEPTED, _LABELS, declared_in_markup, decode, known
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
        (b"<!doctype html><p>a\x00b", "text/html", None, "text/html"),
        (b"<html><p>a\x00b", None, "x.html", "text/html"),
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
        ("Посол отказал".encode() + b"\xff", None, "Посол отказал\ufffd", "utf-8 (damaged)"),
        ("é à ü ».".encode("cp1252"), None, "é à ü ».", "windows-1252 (guessed)"),
        ("שלום".encode("iso8859-8"), "ISO-8859-8-I", "שלום", "iso8859-8"),
        ("大使".encode("cp932"), "x-sjis", "大使", "cp932"),
        ("大使".encode("gb18030"), "x-gbk", "大使", "gb18030"),
        ("й".encode("cp1251"), "x-cp1251", "й", "windows-1251"),
        ("ж".encode("iso8859-5"), "iso88595", "ж", "iso8859-5"),
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


def test_of_two_declarations_the_one_that_fits_is_believed() -> None:
    data = "Посол отказал".encode("cp1251")
    assert decode(data, "utf-8", "windows-1251").text == "Посол отказал"
    assert decode(data, "windows-1251", "utf-8").text == "Посол отказал"
    assert decode(data, "no-such-thing", "windows-1251").text == "Посол отказал"
    assert decode(b"\x98", "windows-1251", "utf-8").remark == "windows-1251 (damaged)"


def test_whoever_stores_what_may_be_wrong_is_told() -> None:
    assert "capture it again with --charset" in decode(b"\xe9").warning
    assert decode(b"\xff", "utf-8").warning == "Some bytes are no utf-8, and stand as \ufffd in the text."
    assert decode("é".encode()).warning == decode(b"\xe9", "latin-1").warning == ""


def test_every_label_leads_to_an_encoding_that_is_read() -> None:
    assert all(known(label) == name for label, name in _LABELS.items())


def test_the_names_of_encodings_are_those_that_python_gives_them() -> None:
    assert {codecs.lookup(name).name for name in _ACCEPTED} == _ACCEPTED


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "windows-1251"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<head>" + b" " * 5000 + b"<meta charset=koi8-r>", "koi8-r"),
        (b" " * 65_536 + b"<meta charset=koi8-r>", None),
        (b"<!-- <meta charset=utf-8> --><meta charset=koi8-r>", "koi8-r"),
        (b"<!-- <meta charset=koi8-r>", None),
        (b"charset=koi8-r", None),
    ],
)
def test_markup_names_its_encoding_in_its_head(data: bytes, name: str | None) -> None:
    assert declared_in_markup(data) == name
