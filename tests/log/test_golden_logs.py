"""Every version of the log that was ever released is read for ever: one golden log each, never changed."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from regesta.events.entry import commitment, parse_entry
from regesta.events.files import FileLog
from regesta.events.integrity import check
from regesta.events.merkle import leaf_hash, root

GOLDEN = Path(__file__).parents[1] / "golden" / "log"
HASHES = {"v1.log": "cfc908c0935ce70dd19733a894df8411e3d0bb1852f475c02fbe3b56f25c661e"}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.log")), ids=lambda path: path.name)
def test_a_released_log_reads_as_it_always_did(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_bytes())
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    found = [parse_entry(line) for line in lines]
    assert [
        {
            "id": entry.id,
            "at": entry.at,
            "digest": entry.digest.hex(),
            "by": entry.by,
            "tool": entry.tool,
            "salt": None if entry.salt is None else entry.salt.hex(),
            "fact": entry.fact,
        }
        for entry in found
    ] == expected["entries"]
    assert root(leaf_hash(commitment(line)) for line in lines).hex() == expected["root"]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.log")), ids=lambda path: path.name)
def test_a_released_log_opens_and_is_sound(path: Path, tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "000000.log").write_bytes(path.read_bytes())
    found = check(FileLog(tmp_path / "log"))
    assert found.problems == ()
    assert found.root.hex() == json.loads(path.with_suffix(".json").read_bytes())["root"]


def test_a_golden_log_is_never_changed() -> None:
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in GOLDEN.glob("*.log")} == HASHES
