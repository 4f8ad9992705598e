"""Quotes with words left out: their parts are found one after the other, and are cited each for itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.events.ellipses import MOST_PARTS, nearest_in, parts, parts_in
from regesta.events.quotes import find

TEXT = "The minister “refused” to receive the envoy – twice. Later they met\nafter all, and nothing came of it."


@pytest.mark.parametrize("gap", ["…", " … ", " [...] ", "...", " (…) ", " . . . ", " [ … ] ", " .... ", "…]"])
def test_an_ellipsis_parts_a_quote(gap: str) -> None:
    assert parts(f"the envoy{gap}nothing came of it") == ("the envoy", "nothing came of it")


@pytest.mark.parametrize("quote", ["", "the envoy", "… the envoy", "the envoy …", "...", "U.S. envoy", "a..b"])
def test_what_is_in_one_piece_has_no_parts(quote: str) -> None:
    assert parts(quote) == parts_in(TEXT, quote) == ()


def test_the_parts_are_found_where_they_stand() -> None:
    found = parts_in(TEXT, 'The minister "refused" … they met after all […] of it')
    assert [one.exact for one in found] == ["The minister “refused”", "they met\nafter all", "of it"]
    assert [one.how for one in found] == ["spacing", "spacing", "exact"]
    assert all(TEXT[one.start : one.end] == one.exact for one in found)
    assert found[1].prefix == TEXT[found[1].start - 32 : found[1].start]


@pytest.mark.parametrize("quote", ["they met … The minister", "The minister … they parted", "the envoy … the envoy"])
def test_parts_that_do_not_stand_there_in_this_order_are_not_found(quote: str) -> None:
    assert parts_in(TEXT, quote) == ()


def test_very_many_parts_are_not_looked_for() -> None:
    assert parts_in("a " * 100, " … ".join("a" * (MOST_PARTS + 1))) == ()
    assert len(parts_in("a " * 100, " … ".join("a" * MOST_PARTS))) == MOST_PARTS


def test_the_nearest_passage_to_each_part_is_told() -> None:
    assert nearest_in(("nothing here", TEXT), "the minister refuses … nothing kame of it") == (
        "The minister “refused",
        "nothing came of it",
    )
    assert nearest_in((TEXT,), "nothing kame of it") == ("nothing came of it",)
    assert nearest_in((), "nothing … came") == ()


@given(st.text("ab .", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), min_size=2, max_size=4))
def test_whatever_is_cut_out_of_a_text_in_order_is_found(text: str, cuts: list[tuple[int, int]]) -> None:
    pieces, at = [], 0
    for skip, length in cuts:
        piece = text[at + skip : at + skip + length].strip(" .")
        at += skip + length
        if piece and find(piece, "...") is None:
            pieces.append(piece)
    quote = " […] ".join(pieces)
    if len(parts(quote)) == len(pieces):
        assert len(parts_in(text, quote)) == len(pieces)
