"""docs/log-format.md is recomputed: each figure in its examples comes out of what stands beside it in the page."""

import json
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from regesta.events import entry as line_format
from regesta.events.entry import commitment, format_entry, parse_entry
from regesta.events.merkle import leaf_hash, root
from regesta.events.segments import SEGMENT_ENTRIES

DOCUMENT = (Path(__file__).parents[2] / "docs" / "log-format.md").read_bytes().decode()


def blocks(kind: str) -> list[str]:
    """The fenced blocks with this word after the opening fence's first one."""
    return re.findall(rf"^```\w+ {kind}\n(.*?)\n```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def values(block: str) -> dict[str, str]:
    return dict(line.split(" = ") for line in block.split("\n"))


INPUTS = [json.loads(block) for block in blocks("input")]
EXAMPLES = list(zip(INPUTS, blocks("disclosure"), blocks("commitment"), map(values, blocks("values")), strict=False))


def written(given: dict[str, str]) -> bytes:
    at, salt = datetime.fromisoformat(given["at"]), bytes.fromhex(given["salt"])
    fact = given["fact"]
    assert isinstance(fact, dict)
    return format_entry(fact, at=at, by=given["by"], tool=given["tool"], salt=salt)


def test_the_document_has_three_examples() -> None:
    assert len(INPUTS) == len(EXAMPLES) == 3
    assert len(blocks("values")) == 4


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_what_the_writer_writes(example: tuple[dict[str, str], str, str, dict[str, str]]) -> None:
    given, disclosure, left, figures = example
    line = written(given)
    assert line == left.encode() + b"\t" + disclosure.encode()
    assert figures == {
        "digest": sha256(disclosure.encode()).hexdigest(),
        "id": parse_entry(line).id,
        "leaf hash": leaf_hash(left.encode()).hex(),
    }
    for text, size in ((disclosure, "disclosure"), (left, "commitment")):
        assert f"The {size}, {len(text.encode())} bytes:\n\n```text {size}\n{text}\n" in DOCUMENT


def test_the_examples_as_a_log_have_the_roots_that_the_document_tells() -> None:
    data = b"".join(written(given) + b"\n" for given in INPUTS)
    leaves = [leaf_hash(commitment(line)) for line in data.split(b"\n")[:-1]]
    assert values(blocks("values")[-1]) == {
        "bytes": str(len(data)),
        "sha256": sha256(data).hexdigest(),
        **{f"root of {size}": root(leaves[:size]).hex() for size in range(4)},
    }


def test_the_known_roots_come_out() -> None:
    leaves = [leaf_hash(bytes.fromhex(line)) for line in blocks("known-leaves")[0].split("\n")]
    roots = blocks("known-roots")[0].split("\n")
    assert len(leaves) == len(roots) == 8
    assert [root(leaves[:size]).hex() for size in range(1, 9)] == roots


def test_the_limits_in_the_document_are_those_of_the_code() -> None:
    assert f"at most {line_format.MAX_LINE:,} bytes" in DOCUMENT
    assert f"from -{line_format.MAX_INTEGER} to {line_format.MAX_INTEGER}" in DOCUMENT
    assert f"at most {line_format.MAX_DEPTH} deep" in DOCUMENT
    assert f"holds {SEGMENT_ENTRIES:,} lines or more" in DOCUMENT
    assert f"| {line_format.VERSION} | 0.1.0 | this page |" in DOCUMENT


def test_a_version_of_the_lines_has_a_golden_log() -> None:
    golden = Path(__file__).parents[1] / "golden" / "log"
    for version in range(1, line_format.VERSION + 1):
        assert (golden / f"v{version}.log").is_file()
