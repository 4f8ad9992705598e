"""What a stranger's log says of captures and quotes may be anything: it is told in a sentence, and never a crash."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from site_case import SiteCase, a_site

from regesta.cli import cli
from regesta.cli.rechecking import Claims
from regesta.events.entry import Entry, format_entry
from regesta.events.heads import Found
from regesta.events.publishing.manifest import MANIFEST
from regesta.events.publishing.public_log import write_public_log
from regesta.events.publishing.sums import SUMS, folder_sums, format_sums

QUOTE = {"exact": "a", "start": 0, "end": 1, "text": "0" * 64, "found": "exact"}
STRANGE: list[dict[str, Any]] = [
    {"kind": "capture"},
    {"kind": "capture", "sha256": "../../etc/passwd"},
    {"kind": "capture", "sha256": 7},
    {"kind": "correction"},
    {"kind": "correction", "fact": []},
    {"kind": "post", "citations": 7},
    {"kind": "post", "citations": [7]},
    {"kind": "post", "citations": [{"quote": {}}]},
    {"kind": "post", "citations": [{"quote": {**QUOTE, "text": "../x"}}]},
    {"kind": "post", "citations": [{"quote": {**QUOTE, "start": -1}}]},
    {"kind": "post", "citations": [{"quote": {**QUOTE, "start": None}}]},
]


def an_entry(fact: dict[str, Any]) -> Entry:
    return Entry("2026-11-24T00:00:00.000000Z", bytes(32), "x", "x", bytes(16), fact)


@pytest.mark.parametrize("fact", STRANGE, ids=json.dumps)
def test_what_no_fact_says_is_told_with_its_place(fact: dict[str, Any]) -> None:
    found = Claims()
    found.take(lambda: "made/log/000000.log:1", an_entry(fact))
    assert [str(problem) for problem in found.problems] == [
        f"made/log/000000.log:1, fact {'0' * 16}: says of captures or quotes what no fact says. Believe none of it."
    ]
    assert not found.quotes


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "fact", "citations", "quote", "sha256", "text", "exact", "start", "end", "found"])
            | st.text(max_size=3),
            inner | st.sampled_from(["capture", "correction", "exact"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["kind", "fact", "citations"]), ANYTHING | st.sampled_from(["capture"])))
def test_nothing_that_json_can_say_breaks_it(fact: dict[str, Any]) -> None:
    Claims().take(lambda: "here", an_entry(fact))


def test_a_published_folder_with_such_a_log_is_told_about_in_sentences(tmp_path: Path) -> None:
    case: SiteCase = a_site(tmp_path, signed=False)
    shutil.rmtree(case.log)
    lines = [
        format_entry(fact, at=datetime.now(UTC), by="A", tool="t 1", salt=number.to_bytes(16, "big"))
        for number, fact in enumerate(STRANGE)
    ]
    written = write_public_log(case.log, iter(lines), Found((), (), (), ()))
    manifest = json.loads((case.folder / MANIFEST).read_text("utf-8"))
    manifest["dossiers"][0] |= {"entries": len(lines), "root": written.root.hex()}
    (case.folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (case.folder / SUMS).write_bytes(format_sums(folder_sums(case.folder)))
    result = CliRunner().invoke(cli, ["verify", str(case.folder)])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert result.stdout.count("says of captures or quotes what no fact says.") == len(STRANGE)
    assert "senators.db: cannot be compared with the log" in result.stdout


def test_where_a_quote_stands_is_found_out_for_problems_alone() -> None:
    """Finding the place of an entry looks at every segment: for each entry of a long log that takes minutes."""
    found = Claims()
    found.take(lambda: pytest.fail("it was looked for"), an_entry({"kind": "post"}))
    found.take(lambda: pytest.fail("it was looked for"), an_entry({"kind": "post", "citations": [{"quote": QUOTE}]}))
    assert [quote.exact for quote in found.quotes] == ["a"]
