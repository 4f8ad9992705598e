"""The line: writing and strict reading are inverses, and every bad line is refused in its own words."""

from base64 import b64encode
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_lines import BEGIN, a_line, withheld

from regesta.events.canonical import canonical
from regesta.events.entry import MAX_LINE, EntryError, commitment, fact_id, format_entry, parse_entry, sealed

SALT = bytes(range(16))
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
facts = st.dictionaries(texts, values, max_size=5)
offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(timezones=offsets, min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30))


@given(facts, moments, texts.filter(bool), texts.filter(bool), st.binary(min_size=16, max_size=16))
def test_reading_is_the_inverse_of_writing(fact: dict[str, Any], at: datetime, by: str, tool: str, salt: bytes) -> None:
    line = format_entry(fact, at=at, by=by, tool=tool, salt=salt)
    assert b"\n" not in line
    assert line.count(b"\t") == 1
    for strict in (True, False):
        entry = parse_entry(line, strict=strict)
        assert (entry.fact, entry.by, entry.tool, entry.salt) == (fact, by, tool, salt)
        assert datetime.fromisoformat(entry.at) == at
        assert not entry.withheld
    assert entry.fact is not None
    again = format_entry(entry.fact, at=datetime.fromisoformat(entry.at), by=by, tool=tool, salt=salt)
    assert again == line


@given(st.binary(min_size=32, max_size=32))
def test_an_id_is_the_first_eighty_bits_of_the_digest(digest: bytes) -> None:
    number = 0
    for letter in fact_id(digest):
        number = number * 32 + ALPHABET.index(letter)
    assert len(fact_id(digest)) == 16
    assert number.to_bytes(10, "big") == digest[:10]


@given(facts, facts)
def test_two_facts_never_share_a_line(one: dict[str, Any], other: dict[str, Any]) -> None:
    lines = {format_entry(fact, at=BEGIN, by="A", tool="t", salt=SALT) for fact in (one, other)}
    # True == 1 in Python, not in JSON: compare what JSON tells apart.
    assert len(lines) == len({canonical({"fact": one}), canonical({"fact": other})})


def test_a_withheld_entry_keeps_its_leaf_and_its_id() -> None:
    shown, hidden = a_line(1), withheld(a_line(1))
    assert commitment(hidden) == commitment(shown)
    assert len(hidden) == 99
    assert parse_entry(hidden).id == parse_entry(shown).id
    assert parse_entry(hidden).withheld
    entry = parse_entry(hidden)
    assert (entry.by, entry.fact, entry.salt, entry.tool) == (None, None, None, None)
    assert sealed(hidden) == sealed(shown)


def test_the_time_is_stored_in_utc_with_microseconds() -> None:
    at = datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=3)))
    line = format_entry({}, at=at, by="A", tool="t", salt=SALT)
    assert parse_entry(line).at == "2025-12-31T21:30:00.000000Z"


@given(st.integers(0, len(a_line(3)) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_unless_it_gives_another_commitment(place: int, change: int) -> None:
    line = bytearray(a_line(3))
    line[place] ^= change
    try:
        entry = parse_entry(bytes(line))
    except EntryError:
        return
    # Only the time is not covered by the digest; a signed tree head covers it.
    assert 7 <= place < 7 + 27
    assert entry.at != parse_entry(a_line(3)).at


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ({"a": 1.5}, "fact.a is 1.5 (float); write text, an integer, true, false, null, an object or an array"),
        ({"a": [0, float("nan")]}, "fact.a[1] is nan (float); write text, an integer"),
        ({"a": {"b": 2**53}}, "fact.a.b is the integer 9007199254740992, past 2^53-1; write it as text"),
        ({"a": {1: "x"}}, "fact.a has the key 1, which is not text"),
        ({"a": b"x"}, "fact.a is b'x' (bytes); write text"),
        ({"a": BEGIN}, "fact.a is datetime.datetime("),
        ({"a": "\ud800"}, "the entry holds the lone surrogate U+D800; save the text as UTF-8"),
        ({"\udfff": 1}, "the entry holds the lone surrogate U+DFFF"),
        (
            {"a": "x" * MAX_LINE},
            "the fact makes a line of 1,048,746 bytes, and 1,048,576 is the most; put long texts in captures",
        ),
    ],
)
def test_what_could_not_be_read_back_is_not_written(fact: dict[Any, Any], sentence: str) -> None:
    with pytest.raises(EntryError) as refused:
        format_entry(fact, at=BEGIN, by="A", tool="t", salt=SALT)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"at": datetime(2026, 1, 1)}, "the time 2026-01-01T00:00:00 has no time zone; give it one"),
        ({"salt": b"short"}, "the salt has 5 bytes instead of 16"),
        ({"by": ""}, "'by' is empty; an entry says who recorded it, and with what"),
        ({"tool": ""}, "'tool' is empty; an entry says who recorded it, and with what"),
    ],
)
def test_an_entry_says_when_who_and_with_what(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EntryError) as refused:
        format_entry({}, **{"at": BEGIN, "by": "A", "tool": "t", "salt": SALT, **changed})
    assert str(refused.value) == sentence


def nested(depth: int) -> dict[str, Any]:
    """A fact whose deepest value stands `depth` levels down, the disclosure being the first."""
    value: Any = []
    for _ in range(depth - 3):
        value = [value]
    return {"a": value}


def test_sixty_four_levels_are_written_and_read_and_no_more() -> None:
    line = format_entry(nested(64), at=BEGIN, by="A", tool="t", salt=SALT)
    assert parse_entry(line).fact == nested(64)
    for depth in (65, 100_000):
        with pytest.raises(EntryError, match="the fact nests deeper than 64 levels"):
            format_entry(nested(depth), at=BEGIN, by="A", tool="t", salt=SALT)


def with_disclosure(disclosure: bytes) -> bytes:
    """A line whose digest is right, whatever stands right of the tab."""
    digest = b64encode(sha256(disclosure).digest())
    return b'{"at":"2026-11-23T19:55:57.123456Z","digest":"' + digest + b'","v":1}\t' + disclosure


def with_fact(fact: bytes) -> bytes:
    return with_disclosure(b'{"by":"A","fact":' + fact + b',"salt":"AAECAwQFBgcICQoLDA0ODw==","tool":"t 1"}')


GOOD = with_fact(b'{"a":"b"}')
LEFT, RIGHT = GOOD.split(b"\t")
COMMITMENT = (
    "the commitment is not written as it must be: the keys at, digest and v in this order, without blanks, the time as"
    " 2026-11-23T19:55:57.123456Z, the digest as 44 characters of base64"
)
NO_COMMITMENT = "does not begin with a commitment: left of the tab stands no JSON object"
DIGEST = "the disclosure does not match its digest: one of the two was changed after it was recorded"
CANONICAL = "the disclosure is not written canonically: keys sorted and each once, no blanks, no needless escapes"
KEYS = "the disclosure is not an object with the four keys by, fact, salt and tool"
KINDS = "the disclosure's by and tool must be text, and its fact an object"
SALTED = "the disclosure's salt is not 16 bytes in base64"
DEEP = "the disclosure nests deeper than 64 levels"
MARK = (
    "is a mark that git left in a conflict; take out the marks, keep every other line, and see that .gitattributes says"
    " `log/*.log merge=union`"
)
TIME = "the commitment's time {} is no moment of the calendar"
FRACTION = "the disclosure holds the number {}; only integers are written as numbers"
LARGE = "the disclosure holds the integer {}, past 2^53-1"
NOT_JSON = "the disclosure is not JSON"
NEWER = "is written in version 2 of the log's format, and this regesta reads version 1; install a newer regesta"

BAD = {
    "empty": (b"", "is blank; every line is an entry"),
    "blanks": (b" \t ", "is blank; every line is an entry"),
    "tab": (b"\t", "is blank; every line is an entry"),
    "text": (b"hello", NO_COMMITMENT),
    "not-utf8": (b"\xff\t{}", NO_COMMITMENT),
    "nuls": (b"\x00" * 300, NO_COMMITMENT),
    "deep-left": (b"[" * 100_000, NO_COMMITMENT),
    "array-left": (b"[]\t{}", NO_COMMITMENT),
    "disclosure-alone": (b"\t" + RIGHT, NO_COMMITMENT),
    "no-keys": (b"{}\t{}", COMMITMENT),
    "two-commitments": (LEFT + LEFT + b"\t" + RIGHT, NO_COMMITMENT),
    "no-tab": (LEFT, "has no tab after the commitment; a withheld entry keeps it"),
    "no-tab-but-text": (LEFT + RIGHT, NO_COMMITMENT),
    "two-tabs": (GOOD + b"\t", "holds more than one tab; the first alone parts commitment and disclosure"),
    "two-lines-in-one": (GOOD + GOOD, "holds more than one tab; the first alone parts commitment and disclosure"),
    "carriage-return": (GOOD + b"\r", "ends in a carriage return; an editor or git rewrote the line ends"),
    "withheld-cr": (LEFT + b"\t\r", "ends in a carriage return; an editor or git rewrote the line ends"),
    "byte-order-mark": (b"\xef\xbb\xbf" + GOOD, "begins with a byte-order mark; an editor rewrote the file"),
    "conflict-ours": (b"<<<<<<< HEAD", MARK),
    "conflict-middle": (b"=======", MARK),
    "conflict-base": (b"||||||| 1234567", MARK),
    "conflict-theirs": (b">>>>>>> other", MARK),
    "newer": (GOOD.replace(b'"v":1', b'"v":2'), NEWER),
    "newer-with-more": (LEFT[:-1].replace(b'"v":1', b'"v":2,"w":[]') + b"}\t", NEWER),
    "version-text": (GOOD.replace(b'"v":1', b'"v":"1"'), COMMITMENT),
    "version-true": (GOOD.replace(b'"v":1', b'"v":true'), COMMITMENT),
    "version-float": (GOOD.replace(b'"v":1', b'"v":1.0'), NO_COMMITMENT),
    "left-blank": (GOOD.replace(b'"v":1', b'"v": 1'), COMMITMENT),
    "left-order": (b'{"v":1,' + LEFT[1:-7] + b"}\t" + RIGHT, COMMITMENT),
    "left-twice": (LEFT[:-1] + b',"v":1}\t' + RIGHT, COMMITMENT),
    "left-more": (LEFT[:-1] + b',"w":1}\t' + RIGHT, COMMITMENT),
    "no-microseconds": (GOOD.replace(b".123456", b""), COMMITMENT),
    "offset": (GOOD.replace(b"Z", b"+00:00", 1), COMMITMENT),
    "small-z": (GOOD.replace(b"Z", b"z", 1), COMMITMENT),
    "arabic-digits": (GOOD.replace(b"2026", "٢٠٢٦".encode()), COMMITMENT),
    "no-such-day": (GOOD.replace(b"11-23", b"02-30"), TIME.format("2026-02-30T19:55:57.123456Z")),
    "leap-second": (GOOD.replace(b":57.", b":60."), TIME.format("2026-11-23T19:55:60.123456Z")),
    "year-0": (GOOD.replace(b"2026", b"0000"), TIME.format("0000-11-23T19:55:57.123456Z")),
    "digest-short": (b'{"at":"2026-11-23T19:55:57.123456Z","digest":"AAAA","v":1}\t', COMMITMENT),
    "digest-urlsafe": (LEFT[:46] + b"-_" + LEFT[48:] + b"\t", COMMITMENT),
    "digest-spare-bits": (b'{"at":"2026-11-23T19:55:57.123456Z","digest":"' + b"A" * 42 + b'B=","v":1}\t', COMMITMENT),
    "digest-of-other": (LEFT + b"\t" + RIGHT.replace(b'"b"', b'"c"'), DIGEST),
    "cut": (GOOD[:-1], DIGEST),
    "blank-after": (GOOD + b" ", DIGEST),
    "right-not-json": (with_disclosure(b"{"), NOT_JSON),
    "right-not-utf8": (with_fact(b'"\xff"'), "the disclosure is not UTF-8 at its byte 19"),
    "right-utf16": (with_disclosure('{"by":"A"}'.encode("utf-16-le")), NOT_JSON),
    "right-array": (with_disclosure(b"[]"), KEYS),
    "right-null": (with_disclosure(b"null"), KEYS),
    "right-blank": (with_disclosure(b" "), NOT_JSON),
    "right-few-keys": (with_disclosure(b'{"by":"A"}'), KEYS),
    "right-more-keys": (with_disclosure(RIGHT[:-1] + b',"x":1}'), KEYS),
    "right-tool-number": (with_disclosure(RIGHT.replace(b'"t 1"', b"1")), KINDS),
    "right-by-empty": (with_disclosure(RIGHT.replace(b'"A"', b'""')), KINDS),
    "right-fact-text": (with_fact(b'"x"'), KINDS),
    "right-salt-short": (with_disclosure(RIGHT.replace(b"AAEC", b"")), SALTED),
    "right-salt-spare-bits": (with_disclosure(RIGHT.replace(b"Dw==", b"Dx==")), SALTED),
    "right-salt-null": (with_disclosure(RIGHT.replace(b'"AAECAwQFBgcICQoLDA0ODw=="', b"null")), SALTED),
    "right-blanks": (with_fact(b'{"a": "b"}'), CANONICAL),
    "right-blank-end": (with_disclosure(RIGHT + b" "), CANONICAL),
    "right-line-feed": (with_disclosure(RIGHT + b"\n"), CANONICAL),
    "right-unsorted": (with_fact(b'{"b":1,"a":1}'), CANONICAL),
    "right-utf16-order": (with_fact('{"\U00010000":1,"\uffff":1}'.encode()), CANONICAL),
    "right-key-twice": (with_fact(b'{"a":1,"a":1}'), CANONICAL),
    "right-escaped-letter": (with_fact(rb'{"a":"\u0062"}'), CANONICAL),
    "right-escaped-slash": (with_fact(rb'{"a":"\/"}'), CANONICAL),
    "right-escape-case": (with_fact(rb'{"a":"\u001F"}'), CANONICAL),
    "right-raw-control": (with_fact(b'{"a":"\x01"}'), NOT_JSON),
    "right-surrogate": (with_fact(rb'{"a":"\ud800"}'), "the disclosure holds a lone surrogate"),
    "right-minus-zero": (with_fact(b'{"a":-0}'), CANONICAL),
    "right-float": (with_fact(b'{"a":1.0}'), FRACTION.format("1.0")),
    "right-exponent": (with_fact(b'{"a":1e400}'), FRACTION.format("1e400")),
    "right-nan": (with_fact(b'{"a":NaN}'), FRACTION.format("NaN")),
    "right-big": (with_fact(b'{"a":9007199254740992}'), LARGE.format("9007199254740992")),
    "right-huge": (with_fact(b'{"a":' + b"9" * 10_000 + b"}"), LARGE.format("99999999999999999999")),
    "right-deep": (with_fact(b'{"a":' + b"[" * 63 + b"]" * 63 + b"}"), DEEP),
    "right-very-deep": (with_fact(b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}"), DEEP),
    "long": (GOOD + b" " * MAX_LINE, "is longer than 1,048,576 bytes"),
}  # fmt: skip


def test_the_good_line_that_the_bad_ones_are_made_from_is_good() -> None:
    assert parse_entry(GOOD).fact == {"a": "b"}


@pytest.mark.parametrize(("line", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_refused_in_a_sentence(line: bytes, sentence: str) -> None:
    with pytest.raises(EntryError) as refused:
        parse_entry(line)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(("line", "sentence"), BAD.values(), ids=BAD.keys())
def test_the_quick_reading_takes_of_bad_lines_only_what_is_merely_not_canonical(line: bytes, sentence: str) -> None:
    if sentence == CANONICAL and b"\\u" not in line:
        parse_entry(line, strict=False)
    else:
        with pytest.raises(EntryError):
            parse_entry(line, strict=False)
