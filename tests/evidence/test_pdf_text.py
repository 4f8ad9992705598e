"""The words of PDFs, within bounds."""

import io
import itertools
import subprocess
import sys

from made_pdf import a_pdf, lines
from pypdf import PdfReader, PdfWriter

from regesta.events import pdf_text as module
from regesta.events.extraction import extract
from regesta.events.pdf_text import pdf_text


def locked(password: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(a_pdf(lines("secret words")))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_lines_and_pages_are_kept_apart() -> None:
    read = pdf_text(a_pdf(lines("Hello", "world"), lines("page two")), 1000)
    assert (read.text, read.note) == ("Hello\nworld\n\npage two", "")


def test_a_scan_without_text_says_so() -> None:
    read = pdf_text(a_pdf(b"0 0 m", b"0 0 m"), 1000)
    assert read.text == "" and read.note.startswith("The PDF has no text in its 2 pages")


def test_a_pdf_that_needs_a_password_says_so() -> None:
    found = extract(locked("pass"), "application/pdf")
    assert found.text is None and "locked with a password" in found.note


def test_a_pdf_that_only_forbids_copying_is_read() -> None:
    assert extract(locked(""), "application/pdf").text == "secret words"


def test_a_broken_pdf_gives_a_sentence() -> None:
    whole = a_pdf(lines("Hello"))
    for data in (b"%PDF-1.4", b"%PDF-1.4 rubbish", whole[:200], whole.replace(b"/Pages", b"/Sides"), b""):
        found = extract(data, "application/pdf")
        assert found.text is None and found.note.endswith(".")


def test_one_page_that_cannot_be_read_does_not_cost_the_others() -> None:
    bad = b"BT (x) Tj ET " + b"0" * 80_000_000  # above what pypdf unpacks of one stream
    read = pdf_text(a_pdf(lines("before"), bad, lines("after")), 1000)
    assert read.text == "before\n\nafter" and read.note == "1 page of 3 could not be read."


def test_a_small_file_that_unfolds_to_gigabytes_is_stopped() -> None:
    found = extract(a_pdf(b"0" * 80_000_000, times=4), "application/pdf")
    assert found.text is None and found.note


def test_the_sum_of_the_text_is_bounded() -> None:
    read = pdf_text(a_pdf(lines("x" * 100), times=9), 250)
    assert read.text.count("x") == 300
    assert read.note == "The PDF's text is longer than 250 characters: pages 4 to 9 were not read."


def test_the_time_is_bounded() -> None:
    ticks = itertools.count(0.0, module.MAX_SECONDS / 3)
    read = pdf_text(a_pdf(lines("x"), times=9), 1000, clock=lambda: next(ticks))
    assert read.text == "x\n\nx\n\nx"
    assert read.note == "The PDF took more than 60 seconds: pages 4 to 9 were not read."


def test_nothing_is_printed_of_what_the_library_doubts() -> None:
    # In a process of its own: the test runner listens to all logging, and so changes what is printed.
    broken = a_pdf(lines("words")).replace(b"65535 f", b"65535 x").replace(b"startxref\n", b"startxref\n9")
    script = "import sys; from regesta.events.pdf_text import pdf_text as read; print(read(sys.stdin.buffer.read(), 9))"
    run = subprocess.run([sys.executable, "-c", script], input=broken, capture_output=True, check=True)
    assert b"words" in run.stdout
    assert run.stderr == b""
