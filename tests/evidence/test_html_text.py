"""The words of HTML pages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.events.extraction import extract
from regesta.events.html_text import html_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>bo</b>ld<i>er</i> word", "One bolder word"),
        ("<p>a<p>b", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<ul><li>x<li>y</ul>", "x\ny"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<div> <span> hi </span> <span>there</span> </div>", "hi there"),
        ("  many \n\t blanks  ", "many blanks"),
        ("a&nbsp;&nbsp;b", "a\u00a0\u00a0b"),
        ("<pre>  a\n   b</pre>c  d", "  a\n   b\n\nc d"),
        ("a<noscript>no <b>nor</b> this</noscript>b", "ab"),
        ("soft&shy;hyphen w<wbr>br", "soft\u00adhyphen wbr"),
        ("R&amp;D &lt;p&gt; &eacute; &#8212; &#x2014;", "R&D <p> é — —"),
        ("<p hidden>hidden</p><p style='display:none'>too", "hidden\n\ntoo"),
        ("<a title='not this'>link</a> <img alt='nor this'>", "link"),
        ("x<!-- not this -->y", "xy"),
        ("", ""),
    ],
)
def test_lines_break_where_a_browser_breaks_them(markup: str, text: str) -> None:
    assert html_text(markup) == (text, True)


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "template", "iframe"])
def test_what_is_no_text_of_the_page_is_dropped(tag: str) -> None:
    assert html_text(f"a <{tag}>not this</{tag}>b")[0] == "a b"


def test_the_head_is_dropped() -> None:
    assert html_text("<html><head><title>no</title><meta x></head><body>yes</body></html>")[0] == "yes"


@given(st.lists(st.sampled_from("abc"), min_size=1), st.sampled_from(["b", "i", "span", "a", "em", "font", "sup"]))
def test_inline_tags_never_part_a_word(letters: list[str], tag: str) -> None:
    assert html_text("".join(f"<{tag}>{letter}</{tag}>" for letter in letters))[0] == "".join(letters)


def test_a_million_nested_elements_are_read_to_the_end() -> None:
    found = extract(b"<div>" * 1_000_000 + b"deep", "text/html")
    assert (found.text, found.note) == ("deep", "")


def test_entities_that_a_page_defines_itself_are_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"> ]><p>&b; fine</p>'
    text = extract(bomb, "application/xhtml+xml").text
    assert text is not None and "fine" in text and "haha" not in text


def test_a_page_cannot_make_us_read_a_file() -> None:
    page = b'<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/hostname">]><p>[&f;]</p><iframe src="file:///etc/hostname">'
    assert "[&f;]" in (extract(page, "text/html").text or "")


def test_a_text_that_is_too_long_for_the_parser_is_told_not_hidden() -> None:
    found = extract(b"<p>before<p>" + b"a" * 11_000_000 + b"<p>after", "text/html")
    assert found.text is not None and found.text.startswith("before")
    assert ("after" in found.text) == (found.note == "")


def test_broken_markup_is_not_called_incomplete() -> None:
    assert html_text("<p>a</b></div><table><p>b</table></body>c<d e=>f")[1]


def test_the_charset_of_the_page_is_followed() -> None:
    page = "<meta charset=koi8-r><p>Привет".encode("koi8-r")
    assert extract(page, "text/html").text == "Привет"
    assert extract(page, "text/html; charset=koi8-r").text == "Привет"


def test_reading_takes_time_in_proportion_to_the_page() -> None:
    def seconds(count: int) -> float:
        """CPU time, the least of three: what else the machine does must not count."""
        took = []
        for _ in range(3):
            started = time.process_time()
            html_text("<b><p>x &amp; y <!-- z --><td>" * count)
            took.append(time.process_time() - started)
        return min(took)

    assert seconds(20_000) < 40 * seconds(2_000)  # in proportion it is 10, with its square 100
