"""What the page on evidence promises."""

from pathlib import Path

import pytest

from regesta.events import captures, extraction, fetching, mail_text, pdf_text, quotes

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("what", "bound"),
    [
        ("a capture, from a file or the web", f"{captures.MAX_BYTES // 1_000_000} MB"),
        ("a text", f"{extraction.MAX_CHARACTERS:,} characters"),
        ("a PDF", f"{pdf_text.MAX_PAGES:,} pages, {pdf_text.MAX_SECONDS:.0f} seconds"),
        (
            "how often an answer is packed, and in how many parts",
            f"{extraction.MAX_LAYERS}, and {extraction.MAX_MEMBERS}",
        ),
        ("a header of an e-mail", f"{mail_text.MAX_HEADER:,} characters"),
        ("fetching: all of it together", f"{fetching.TIMEOUT:.0f} seconds"),
        ("fetching: redirects", f"{fetching.MAX_REDIRECTS}"),
        ("a quote's context on each side", f"{quotes.CONTEXT} characters"),
    ],
)
def test_the_bounds_are_those_of_the_code(what: str, bound: str) -> None:
    assert f"| {what} | {bound} |" in PAGE


def test_a_file_and_an_address_have_the_same_bound() -> None:
    assert captures.MAX_BYTES == fetching.MAX_BYTES
