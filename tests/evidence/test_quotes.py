"""Quotes: found letter for letter, or with other spacing, or not at all, and always where they stand."""

import itertools
import random
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regesta.events.extraction import normalized
from regesta.events.folding import fold
from regesta.events.quotes import CONTEXT, Found, find, nearest, recheck

# The characters at which folding has something to do are frequent, so that they meet.
PIECES = st.sampled_from(
    (
        *"abcdABC é  \n\t\u00a0\u2009-\u2010\u2013\u2014\u2212'\"\u2019\u201c\u201d\u00ab\u00bb\u2026",
        *("...", "\u00ad", "\u200b", "ﬁ", "-\n", "\u00ad\n", "\uff21", "\U0001f600", "word", " and "),
    )
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join).map(normalized)


@st.composite
def slices(draw: st.DrawFn) -> tuple[str, str]:
    """A text and a part of it that begins and ends with something to see."""
    text = draw(TEXTS)
    start = draw(st.integers(0, max(0, len(text) - 1)))
    part = text[start : draw(st.integers(start, len(text)))]
    assume(any(character.isalnum() for character in part))
    return text, part


@given(slices())
def test_a_part_of_a_text_is_found_exactly(case: tuple[str, str]) -> None:
    text, part = case
    found = find(text, part)
    assert found is not None and found.how == "exact"
    assert found.exact == part.strip() == text[found.start : found.end]
    assert found.start == text.find(part.strip())
    assert found.prefix == text[: found.start][-CONTEXT:] and found.suffix == text[found.end :][:CONTEXT]


SWAPS = {
    " ": [" ", "  ", "\n", "\u00a0", " \n ", "\u2003"],
    "-": ["-", "–", "—", "‑", "−", " - ", " — "],
    "'": ["'", "’", "‘", '"', "“", "«", "„"],
}
KINDS = {
    **dict.fromkeys(" \n\t\u00a0\u2009", " "),
    **dict.fromkeys("-\u2010\u2013\u2014\u2212", "-"),
    **dict.fromkeys("'\"\u2019\u201c\u201d\u00ab\u00bb", "'"),
}


@given(slices(), st.randoms(use_true_random=False))
def test_a_part_is_found_with_other_white_space_dashes_and_quotation_marks(
    case: tuple[str, str], chance: random.Random
) -> None:
    text, part = case
    # A soft hyphen before a blank means nothing; before a line break it means that the word goes on.
    assume(not re.search("\u00ad\\s", part))
    varied = "".join(chance.choice(SWAPS[KINDS[one]]) if one in KINDS else one for one in part)
    found = find(text, varied)
    assert found is not None
    assert found.exact == text[found.start : found.end]
    assert (found.how == "exact") == (found.exact == varied.strip())
    assert skeleton(found.exact) == skeleton(varied)


def skeleton(text: str) -> str:
    """What must be the same however a text is set: its letters and digits."""
    return "".join(character for character in fold(text).text if character.isalnum())


@given(TEXTS, TEXTS)
def test_what_is_found_has_the_letters_of_the_quote_in_their_order(text: str, quote: str) -> None:
    found = find(text, quote)
    if found is not None:
        assert skeleton(found.exact) == skeleton(quote)


@given(TEXTS)
def test_every_folded_character_comes_from_a_place_in_the_text(text: str) -> None:
    page, last = fold(text), 0
    for place in range(len(page.text)):
        start, end = page.original(place, place + 1)
        assert last <= start < end <= len(text)
        last = start


LETTER = (
    "The ambas-\nsador said: “We  are — of\u00a0course — a well-\nknown… ﬁne coun\u00ad\ntry.” He left.\n"
    "« Mot » it’s 1914–1918. The boys’ home. 15\u00a0000 men, so\u00adcalled."
)


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        ("The ambassador said", "The ambas-\nsador said"),
        ("ambas-sador", "ambas-\nsador"),
        ("ambas-\n sador", "ambas-\nsador"),
        ("We are - of course", "We  are — of\u00a0course"),
        ("of course—a well-known", "of\u00a0course — a well-\nknown"),
        ("well-known... fine country.'", "well-\nknown… ﬁne coun\u00ad\ntry.”"),
        ('"Mot" it\'s 1914-1918', "« Mot » it’s 1914–1918"),
        ("15 000 men, socalled", "15\u00a0000 men, so\u00adcalled"),
        ('"We are', "“We  are"),
        ("he left", None),
        ("Heleft", None),
        ("The boys home", None),
        ("We are … fine", None),
        ("The ambassador … left", None),
        ("Mot its", None),
        ("1914 1918", None),
        ("", None),
        (" \n ", None),
        ("\u00ad", "\u00ad"),
        ("\u200b", None),
    ],
)
def test_only_setting_may_differ(quote: str, exact: str | None) -> None:
    found = find(LETTER, quote)
    assert (found.exact if found else None) == exact
    assert found is None or found.how == ("exact" if quote == exact else "spacing")


def test_a_hyphen_within_a_line_is_part_of_the_word() -> None:
    assert find("to re-sign the treaty", "to resign the treaty") is None
    assert find("to re-\nsign the treaty", "to resign the treaty") is not None


@pytest.mark.parametrize(
    ("text", "quote", "exact"),
    [
        ("x --y", "—y", "--y"),
        ("y-- x", "y—", "y--"),
        ("y''z", '"z', "''z"),
        ("an ambas-sador", "ambas-\nsador", "ambas-sador"),
        ("an ambassador", "ambas-\nsador", "ambassador"),
        ("15 men", "1-\n5", None),
        ("1b", "1-\nb", None),
        ("b1", "b-\n1", None),
    ],
)
def test_a_run_of_signs_is_one_sign_and_a_cut_word_is_one_word(text: str, quote: str, exact: str | None) -> None:
    found = find(text, quote)
    assert (found.exact if found else None) == exact


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("\ufed7\ufe8e\ufedd \ufe8d\ufedf\ufeb4\ufed4\ufef4\ufeae", "قال السفير"),  # letters as a PDF joins them
        ("قال الســـفير إن", "قال السفير إن"),
        ("ארצות־הברית אמרה", "ארצות-הברית אמרה"),
        ("דובר צה״ל אמר", 'דובר צה"ל אמר'),
        ("ג׳ורג׳ אמר", "ג'ורג' אמר"),
        ("Зʼїзд відбувся", "З'їзд відбувся"),
        ("大使は会談を\n拒否した。", "大使は会談を拒否した。"),
        ("大使は会談を拒否した。", "大使は 会談を\n拒否した。"),
        ("中国大使，\n拒绝会见。", "中国大使，拒绝会见。"),
        ("大使は「拒否した」と述べた", "大使は“拒否した”と述べた"),
        ("２０１９年８月", "2019年8月"),
    ],
)
def test_what_is_set_otherwise_in_other_scripts_is_found(text: str, quote: str) -> None:
    found = find(normalized(text), quote)
    assert found is not None and (found.exact, found.how) == (text, "spacing")


def test_vowel_signs_count_but_do_not_hide_the_nearest_passage() -> None:
    text = normalized("הַשַּׁגְרִיר אָמַר שֶׁהַפְּגִישָׁה לֹא הִתְקַיְּמָה")
    assert find(text, "השגריר אמר שהפגישה") is None
    (near,) = nearest(text, "השגריר אמר שהפגישה", 1)
    assert (near.start, near.score) == (0, 100.0)
    assert near.exact == text[: text.index(" לֹא")]


def test_a_passage_ends_where_its_words_end_in_every_script() -> None:
    (near,) = nearest("राजदूत ने मुलाक़ात से इनकार किया, फिर", "राजदूत ने मुलाकात से इनकार किय", 1)
    assert near.exact == "राजदूत ने मुलाक़ात से इनकार किया"


def test_a_decomposed_quote_is_found_in_a_composed_text() -> None:
    found = find("in Zürich today", "Zu\u0308rich")
    assert found is not None and (found.exact, found.how) == ("Zürich", "exact")


def test_offsets_count_code_points() -> None:
    found = find("😀😀 said", "said")
    assert found is not None and (found.start, found.end) == (3, 7)


def test_the_first_of_several_is_told_with_their_number() -> None:
    assert find("yes, yes and yes", "yes") == Found(0, 3, "yes", "", ", yes and yes", "exact", 3)
    found = find("a – b, a – b", "a - b")
    assert found is not None and (found.start, found.occurrences, found.how) == (0, 2, "spacing")


@pytest.mark.parametrize(
    ("text", "start", "exact", "state", "now"),
    [
        ("he said yes", 3, "said", "present", None),
        ("then he said yes", 3, "said", "moved", 8),
        ("he  said\nyes", 3, "said yes", "altered", 4),
        ("he said no", 3, "said yes", "missing", None),
        ("", 0, "said", "missing", None),
        ("said", -4, "said", "moved", 0),
        ("said", 99, "said", "moved", 0),
        ("  ", 0, "", "missing", None),
        (" x ", 1, "  ", "missing", None),
    ],
)
def test_a_quote_is_rechecked_at_its_place(text: str, start: int, exact: str, state: str, now: int | None) -> None:
    again = recheck(text, start, start + len(exact), exact)
    assert (again.state, again.now.start if again.now else None) == (state, now)


def test_offsets_that_do_not_fit_the_quote_are_no_place() -> None:
    assert recheck("he said yes", 3, 5, "said").state == "moved"


def test_a_moved_quote_is_told_by_its_neighbours() -> None:
    text = "I said yes. You said yes. We said yes, too."
    again = recheck("xx" + text, 29, 37, "said yes", prefix="You ", suffix=". We")
    assert again.state == "moved" and again.now is not None
    assert text[: again.now.start - 2].endswith("You ")


@given(slices())
def test_what_was_found_is_present(case: tuple[str, str]) -> None:
    text, part = case
    found = find(text, part)
    assert found is not None
    assert recheck(text, found.start, found.end, found.exact, found.prefix, found.suffix).state == "present"


ORDINARY = "Paragraph {0}. The minister for matter {0} told the house that nothing had been decided.\n"
SPEECH = "".join(map(ORDINARY.format, range(400))) + (
    "The ambassador resigned on 6 August and went home to Utah to run for governor.\n"
)


def test_the_nearest_passage_is_told() -> None:
    near = nearest(SPEECH, "the Ambassador resigned on 5th August, and went back home to Utah")
    assert near[0].exact.startswith("The ambassador resigned on 6 August and went home")
    assert SPEECH[near[0].start : near[0].end] == near[0].exact
    assert 70 < near[0].score < 100


def test_the_nearest_passages_come_best_first_and_do_not_overlap() -> None:
    near = nearest(SPEECH, "The minister for matter 777 told the house that nothing was decided", limit=3)
    assert len(near) == 3
    assert [one.score for one in near] == sorted((one.score for one in near), reverse=True)
    spans = sorted((one.start, one.end) for one in near)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize("quote", ["", "ab", "zzzz qqqq xxxx", "\u00ad" * 9])
def test_where_nothing_is_near_nothing_is_told(quote: str) -> None:
    assert nearest(SPEECH, quote) == ()


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "a", "an", "the"]), min_size=1)


@given(WORDS.map(" ".join), st.lists(WORDS.map(" ".join), max_size=5).map(". ".join))
def test_the_nearest_passages_are_apart_and_in_order(quote: str, text: str) -> None:
    near = nearest(text, quote)
    spans = sorted((one.start, one.end) for one in near)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert all(before.score >= after.score for before, after in itertools.pairwise(near))


@given(TEXTS, st.text(max_size=40))
def test_the_nearest_passages_are_of_the_text(text: str, quote: str) -> None:
    for near in nearest(text, quote):
        assert text[near.start : near.end] == near.exact != ""
        assert 50 <= near.score <= 100
