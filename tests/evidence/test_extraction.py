"""What text comes out of bytes, whatever the bytes are."""

import gzip
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made_pdf import a_pdf, lines

from regesta.events.extraction import extract, normalized, unpacked
from regesta.events.values import clean

TYPES = (
    "text/html",
    "application/xhtml+xml",
    "application/pdf",
    "text/plain",
    "text/plain; charset=utf-16",
    "message/rfc822",
    "image/png",
    "application/json",
    "application/octet-stream",
    "no type at all",
    "",
)

STARTS = (
    b"",
    b"%PDF-1.7\n",
    b"<!doctype html><p>",
    b"From: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
)


@given(st.sampled_from(STARTS), st.binary(max_size=300), st.sampled_from(TYPES))
@example(b"", b"\xed\xa0\x80lone surrogate", "text/plain; charset=utf-8")
@example(b"", b"\xff\xfe\x00\xd8", "text/plain")
@example(b"", b"\x00" * 5000, "text/html")
def test_any_bytes_give_a_text_that_can_be_quoted_or_none(start: bytes, rest: bytes, media_type: str) -> None:
    found = extract(start + rest, media_type)
    if found.text is None:
        assert found.extractor is None and found.note
    else:
        assert found.text.strip() and found.extractor
        assert clean(found.text) == found.text


@given(st.text())
@example("\ufeff\ufeffx")
def test_normalizing_twice_is_normalizing_once(text: str) -> None:
    once = normalized(text)
    assert normalized(once) == once
    assert clean(once) == once


@given(st.lists(st.integers(0xD800, 0xDFFF) | st.sampled_from([0, 9, 10, 13, 0x85, 0x301, 0x202E, 0x41]), max_size=20))
def test_whatever_a_lone_surrogate_stands_next_to_the_text_can_be_stored(codes: list[int]) -> None:
    text = normalized("".join(map(chr, codes)))
    assert clean(text) == text


def test_every_kind_of_line_end_becomes_a_line_feed() -> None:
    assert normalized("a\r\nb\rc\u2028d\x85e\x0cf\n\rg") == "a\nb\nc\nd\ne\nf\n\ng"


def test_what_would_hide_on_a_page_is_removed() -> None:
    assert normalized("\ufeffad\u202emin\x00\x07\x9f\u2066\tx") == "admin\tx"


def test_composed_and_decomposed_letters_become_one() -> None:
    assert normalized("Zu\u0308rich") == "Z\u00fcrich"


def test_a_million_combining_marks_are_sorted_in_pieces_of_thirty() -> None:
    # In one piece this takes hours: each mark of class 220 has to pass all those of class 230 before it.
    text = normalized("a" + "\u0301\u0323" * 500_000)
    assert unicodedata.is_normalized("NFC", text)
    assert text.count("\u034f") == 1_000_000 // 30


@pytest.mark.parametrize("media_type", ["image/png", "application/zip", "application/octet-stream", "rubbish"])
def test_what_holds_no_text_that_we_read_says_so(media_type: str) -> None:
    found = extract(b"\x89PNG\r\n\x1a\n", media_type)
    assert (found.text, found.extractor) == (None, None)
    assert found.note.startswith("No text is read from")


def test_the_extractor_names_the_library_that_read_the_text() -> None:
    assert (extract(b"<p>x", "text/html").extractor or "").startswith("regesta-html-1 lxml ")
    assert (extract(a_pdf(lines("x")), "application/pdf").extractor or "").startswith("regesta-pdf-1 pypdf ")
    assert extract(b"x", "text/plain").extractor == "regesta-text-1"
    assert extract(b"Subject: x\n\nbody", "message/rfc822").extractor == "regesta-mail-2"


def test_a_guessed_encoding_is_told_by_the_extractor() -> None:
    assert extract("\u201cyes\u201d".encode("cp1252"), "text/plain").extractor == (
        "regesta-text-1 windows-1252 (guessed)"
    )


def test_utf_16_is_read_by_its_mark() -> None:
    found = extract("Привет\r\n".encode("utf-16"), "text/plain")
    assert found.text == "Привет\n"


def test_an_empty_file_has_no_text() -> None:
    assert extract(b"", "text/plain").note == "It holds no text."


def test_gzip_and_deflate_are_unpacked() -> None:
    import zlib

    data = b"hello " * 50
    bare = zlib.compress(data)[2:-4]
    for packed, name in ((gzip.compress(data), "gzip"), (zlib.compress(data), "deflate"), (bare, "Deflate")):
        assert unpacked(packed, name, 1000) == data
    assert unpacked(gzip.compress(zlib.compress(data)), "deflate, gzip", 1000) == data


@pytest.mark.parametrize(
    ("packed", "names", "why"),
    [
        (gzip.compress(b"hello " * 50)[:-9], "gzip", "break off"),
        (b"\x1f", "gzip", "break off"),
        (gzip.compress(b"x"), "gzip, gzip, gzip, gzip", "too many times"),
        (gzip.compress(b"") * 101, "gzip", "more than 100 files"),
    ],
    ids=["broken off", "hardly begun", "packed again and again", "of many files"],  # the bytes hold the time of day
)
def test_what_cannot_be_unpacked_whole_gives_a_reason(packed: bytes, names: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        unpacked(packed, names, 1000)


def test_gzip_files_in_a_row_are_one_answer_and_what_follows_is_ignored() -> None:
    assert unpacked(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", "gzip", 1000) == b"one two"
    with pytest.raises(ValueError, match="more than 6 bytes"):
        unpacked(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", 6)


def test_what_unfolds_beyond_the_bound_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 1,000 bytes"):
        unpacked(gzip.compress(b"0" * 1001), "gzip", 1000)
    with pytest.raises(ValueError, match="only gzip and deflate"):
        unpacked(b"", "br", 1000)
