"""The finder of quotes against the plain definition of what is alike: two texts folded whole, one within the other."""

import re
import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from regesta.events.extraction import normalized
from regesta.events.quotes import find, nearest

DASHES = "-–—−־"
MARKS = "'’\"“”«»「」׳״"
UNSEEN = "\u200b\u00ad\u0640"
WIDE = "，！"
PIECES = st.sampled_from((*"abA é  \n\t\u00a0…ﬁ大使。", *DASHES, *MARKS, *UNSEEN, *WIDE, "\ufed7", "word", " and "))
TEXTS = st.lists(PIECES, max_size=14).map("".join).map(normalized)


def plain(text: str) -> str:
    """A text as it compares, by one rule after the other over the whole of it."""
    text = re.sub(f"[{UNSEEN}]", "", text)
    text = re.sub(f"\\s*[{DASHES}](?:\\s*[{DASHES}])*\\s*", "-", text)
    text = re.sub(f"\\s*[{MARKS}](?:\\s*[{MARKS}])*\\s*", "'", text)
    text = re.sub(f"\\s*([{WIDE}])\\s*", "\\1", text)
    text = re.sub(r"(?<=[大使。])\s+(?=[大使。])", "", text)
    return unicodedata.normalize("NFKC", re.sub(r"\s+", " ", text))


def no_word_is_cut(*texts: str) -> bool:
    """Whether no hyphen stands at the end of a line: what that may mean has examples of its own."""
    return not any(re.search("[-\u00ad][^\\S\n]*\n", text) for text in texts)


@given(TEXTS, TEXTS)
def test_a_quote_is_found_if_and_only_if_it_stands_there_by_definition(text: str, quote: str) -> None:
    assume(no_word_is_cut(text, quote))
    wanted = plain(quote.strip()).strip()
    found = find(text, quote)
    assert (found is not None) == bool(wanted and wanted in plain(text)) or quote.strip() in text
    if found is not None:
        assert plain(found.exact).strip() == wanted or found.how == "exact"


@given(st.lists(st.sampled_from("abcdefghij "), min_size=60, max_size=200).map("".join), st.data())
def test_a_quote_with_one_letter_wrong_leads_to_its_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 30))
    part = text[start : start + 30]
    place = data.draw(st.integers(0, 29))
    wrong = part[:place] + "z" + part[place + 1 :]
    assume(part.strip() == part and "  " not in text and place)
    best = max(nearest(text, wrong), key=lambda near: near.score)
    # By brute force: no window of the text is more like the quote than the passage that is told.
    differing = min(sum(a != b for a, b in zip(wrong, text[at : at + 30], strict=True)) for at in range(len(text) - 29))
    assert best.score >= 100 * (30 - differing) / 30 - 1
