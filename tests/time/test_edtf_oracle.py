"""Which strings are EDTF: this reader against PyPI's edtf-validate, with every disagreement explained."""

import re

import pytest
from edtf_validate.valid_edtf import is_valid
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.events.wording import WordingError, read_when, to_edtf
from regesta.events.wording.edtf import read_edtf
from regesta.events.wording.refusal import Refused

AGREED = """
1985-04-12 1985-04 1985 1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04 1985-04-12T23:20:30+04:30
1985-04-12T24:00:00 1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005 2005/2006-02
2001-21 2001-22 2001-23 2001-24 1984? 2004-06~ 2004-06-11% 201X 20XX 2004-XX 1985-04-XX 1985-XX-XX 1985-04-12/..
1985-04/.. 1985/.. ../1985-04-12 ../1985-04 ../1985 1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985 1984~/2004-06
1984/2004-06~ 1984?/2004% 1984-06-02?/2004-08-08~ 1950S2 2001-25 2001-34 2001-41 2001-21/2001-23 2001-21~ 2001-21?
[1667,1668,1670..1672] [..1760-12-03] [1760-12..] [1760-01,1760-02,1760-12..] [1667,1760-12] [..1984]
{1667,1668,1670..1672} {1960,1961-12} {..1984} 2004-06~-11 2004?-06-11 ?2004-06-~11 2004-%06-11 ~2004-06-11 2004?-?06-11
156X-12-25 15XX-12-25 1XXX-XX 1XXX-12 1984-1X 2004-06-~01/2004-06-~20 2004-06-XX/2004-07-03 Y17E2
"""

REFUSED_BY_BOTH = """
2019-00 2019-13 2019-06-31 1914-18 2001-42 Y2004 20040611 2004-163 2004-W23 2004-6 04-06-11 +2004 [] {} [1667,] [..]
1984-06-02?/unknown unknown/2004 2004/open 2005/2004 2004-06-11T25:00:00 1950S0 2004-06-11/2004-06-10 / 2018-00-01
"""

OURS_ALONE = {
    "201x": "small letters are read as capitals",
    "2019-08-06t14:00:00z": "small letters are read as capitals",
    "[1667]": "a set of one is a set",
    "{2001-21,2002}": "the standard keeps no season out of a set",
    "[2001-21]": "the standard keeps no season out of a set",
    "2001-34?": "any part of a year may be qualified",
    "2001-34/..": "any part of a year may be an end of an interval",
    "{1960..1961-12}": "the ends of a range may differ in how exact they are",
    "2004-06-11/2004-06": "the end holds the start, and so does not lie before it",
    "2004-06-11T10:10": "seconds may be left out (ISO 8601-1, 5.3.1.3)",
    "2004-06-11T10:10:10.5": "a second may have decimals (ISO 8601-1, 5.3.1.4)",
    "1950S2?": "a year with significant digits may be qualified",
    "201X?": "a date with unspecified digits may be qualified",
    "201X~/..": "a date with unspecified digits may be qualified",
    "%2001-21": "the year of a season may be qualified",
    "2001%-21": "the year of a season may be qualified",
    "2004-06-?11/..": "an end of an interval may have a part qualified",
}

THEIRS_ALONE = {
    **dict.fromkeys(("Y170000002", "Y12345", "Y3388E2S3", "Y171010000S3"), "years after 9999 have no days here"),
    **dict.fromkeys(
        ("-1985", "-0001", "0000", "Y-12345", "Y-17E7", "-2004-06-11", "-1XXX"), "years before 1 have no days here"
    ),
    **dict.fromkeys(
        ("XXXX", "XXXX-12-XX", "XXXX-12-25", "XXXX-XX-XX", "0XXX"), "may lie before year 1, and bounds would be made up"
    ),
    **dict.fromkeys(("../..", "/..", "../"), "an interval that is open on both sides says nothing of a date"),
    **dict.fromkeys(("2019-02-29", "1900-02-29", "19X1-02-29"), "29 February is in leap years alone"),
    "{2005..2004}": "a range runs forwards",
    "2018-02-3X": "February has no day 30 to 39",
}


def ours(text: str) -> bool:
    try:
        return read_edtf(text) is not None
    except Refused:
        return False


@pytest.mark.parametrize("text", AGREED.split())
def test_both_take_what_is_edtf(text: str) -> None:
    assert (ours(text), bool(is_valid(text))) == (True, True)


@pytest.mark.parametrize("text", REFUSED_BY_BOTH.split())
def test_both_refuse_what_is_not(text: str) -> None:
    assert (ours(text), bool(is_valid(text))) == (False, False)


@pytest.mark.parametrize("text", OURS_ALONE)
def test_what_only_this_reader_takes_is_listed(text: str) -> None:
    assert (ours(text), bool(is_valid(text))) == (True, False)


@pytest.mark.parametrize("text", THEIRS_ALONE)
def test_what_only_the_oracle_takes_is_listed_and_refused_with_a_sentence(text: str) -> None:
    assert (ours(text), bool(is_valid(text))) == (False, True)
    with pytest.raises(WordingError, match=r"year|exist|open on both sides|before it begins"):
        read_when(text)


digits = st.integers(1, 9999).map(lambda n: f"{n:04d}")
two = st.integers(0, 24).map(lambda n: f"{n:02d}")
signs = st.sampled_from(["", "", "", "?", "~", "%"])
plain = st.one_of(
    digits,
    st.builds("{}-{}".format, digits, two),
    st.builds("{}-{}-{}".format, digits, two, two),
)
points = st.builds("{}{}".format, plain, signs)
expressions = st.one_of(
    points,
    st.builds("{}/{}".format, points, points),
    st.builds("../{}".format, points),
    st.builds("{}/..".format, points),
    st.builds("[{},{}]".format, plain, plain),
    st.builds(lambda y, n: f"{{{y:04d}..{y + n:04d}}}", st.integers(1, 9000), st.integers(1, 99)),
    st.from_regex(r"[12][0-9X]{3}-[01X][0-9X]-[0-3X][0-9X]", fullmatch=True),
)


def explained(text: str) -> bool:
    """Whether a disagreement would be one of those above: leap days, seasons in sets, an end that holds its start."""
    ends = re.split(r"/|\.\.", text.strip("[]{}"))
    held = len(ends) == 2 and (ends[0].startswith(ends[1].rstrip("?~%")) or ends[1].startswith(ends[0].rstrip("?~%")))
    return (
        "-02-" in text
        or held
        or (text[0] in "[{" and re.search(r"-2[1-4]\b", text) is not None)
        or ("X" in text and not ours(text))
    )


@given(expressions)
@settings(max_examples=60, deadline=None)
def test_they_agree_on_all_else(text: str) -> None:
    if not explained(text):
        assert ours(text) == bool(is_valid(text))


ENGLISH = [
    "autumn of 2017",
    "winter 2018",
    "circa 1870",
    "circa May 1870",
    "circa 3 May 1870",
    "circa summer 1870",
    "circa the 1990s",
    "probably the 1990s",
    "probably 1870",
    "early 1990s",
    "the 1990s",
    "18th century",
    "the 1800s",
    "by October 2019",
    "by about 1870",
    "after circa May 1870",
    "since 3 May 1861",
    "mid-2018",
    "Q2 2019",
    "first half of 2018",
    "3-5 May 2019",
    "on or soon after 18 Feb 1818",
    "week of 3 May 2019",
    "perhaps in the autumn of 2017",
    "1896–1897",
    "AD 800",
]


@pytest.mark.parametrize("wording", ENGLISH)
def test_the_edtf_given_for_english_is_valid_to_the_oracle(wording: str) -> None:
    edtf = to_edtf(read_when(wording))
    assert edtf is not None
    assert is_valid(edtf)
