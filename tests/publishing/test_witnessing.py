"""A witness cosigns what goes on with the last head that it cosigned of a log, and nothing else."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from made_log import InMemory, a_log, head_at

from regesta.events.checkpoints import Note, format_note, open_checkpoint, parse_note
from regesta.events.cosignatures import Cosignature, cosignatures
from regesta.events.errors import RegestaError
from regesta.events.keys import COSIGNATURE, KeyRefused, SigningKey
from regesta.events.publishing.checking import check_public_log
from regesta.events.publishing.manifest import PublishedDossier
from regesta.events.publishing.witnessing import (
    NotWitnessed,
    Witnessed,
    read_witness_key,
    witness,
    write_witness_key,
)

LOG = SigningKey("example.org/seed", bytes(range(32)))
ADA = SigningKey("example.org/ada", bytes(range(32, 64)), COSIGNATURE)
BOB = SigningKey("example.org/bob", bytes(32), COSIGNATURE)


@dataclass(slots=True)
class Logs:
    """A log at several sizes as it is published, and witnesses who remember."""

    folder: Path
    clock: int = 1_700_000_000
    made: dict[int, tuple[InMemory, PublishedDossier]] = field(default_factory=dict)

    @property
    def memory(self) -> Path:
        return self.folder / "settings" / "witness"

    def at(self, size: int) -> tuple[InMemory, PublishedDossier]:
        if size not in self.made:
            self.made[size] = a_log(self.folder / str(size), size)
        return self.made[size]

    def cosign(self, size: int, key: SigningKey = ADA, log: SigningKey = LOG) -> Witnessed:
        self.clock += 1
        self.memory.mkdir(parents=True, exist_ok=True)
        return witness(*self.at(size), (log.verifier,), key, self.memory, self.clock)


@pytest.fixture
def logs(tmp_path: Path) -> Logs:
    return Logs(tmp_path)


def test_a_head_that_is_cosigned_is_believed_with_both_keys(logs: Logs) -> None:
    done = logs.cosign(5)
    assert (done.checkpoint.size, done.before) == (5, None)
    assert open_checkpoint(done.data, (LOG.verifier, ADA.verifier)) == done.checkpoint
    place, listed = logs.at(5)
    place.files["made/log/checkpoint"] = done.data
    checked = check_public_log(place, listed, (LOG.verifier, ADA.verifier))
    assert checked.problems == ()
    assert checked.cosigned == (Cosignature(ADA.verifier, logs.clock),)


def test_a_witness_who_is_not_believed_is_not_told(logs: Logs) -> None:
    place, listed = logs.at(5)
    place.files["made/log/checkpoint"] = logs.cosign(5).data
    assert check_public_log(place, listed, (LOG.verifier, BOB.verifier)).cosigned == ()
    assert check_public_log(place, listed, ()).cosigned == ()


def test_a_cosignature_that_was_changed_spoils_the_checkpoint(logs: Logs) -> None:
    place, listed = logs.at(5)
    note = parse_note(logs.cosign(5).data)
    *own, line = note.signatures
    spoiled = type(line)(line.name, line.key_id, line.value[:-1] + bytes([line.value[-1] ^ 1]))
    place.files["made/log/checkpoint"] = format_note(Note(note.text, (*own, spoiled)))
    checked = check_public_log(place, listed, (LOG.verifier, ADA.verifier))
    assert checked.head is None
    assert "the signature of example.org/ada does not verify" in str(checked.problems[0])


def test_a_log_that_goes_on_is_cosigned_again_and_again(logs: Logs) -> None:
    sizes = [(done.checkpoint.size, done.before and done.before.size) for done in map(logs.cosign, (3, 7, 7, 300))]
    assert sizes == [(3, None), (7, 3), (7, 7), (300, 7)]


def test_a_smaller_head_is_refused(logs: Logs) -> None:
    logs.cosign(7)
    with pytest.raises(NotWitnessed, match=r"holds 5 entries, and the checkpoint that you kept .* has 7"):
        logs.cosign(5)
    assert logs.cosign(7).before == logs.cosign(7).checkpoint


def test_a_head_that_is_smaller_under_more_entries_is_refused(logs: Logs, tmp_path: Path) -> None:
    """The lines go on, but the checkpoint is an older one."""
    logs.cosign(7)
    place, listed = logs.at(9)
    older, of_older = logs.at(5)
    tiles = {path: data for path, data in older.files.items() if "/tile/" in path or path.endswith("checkpoint")}
    lines = {path: data for path, data in place.files.items() if "/tile/" not in path and "checkpoint" not in path}
    logs.made[8] = (
        InMemory({**lines, **tiles}),
        listed.model_copy(update={"signed": 5, "checkpoints": of_older.checkpoints}),
    )
    with pytest.raises(NotWitnessed, match="signed over 5 entries, and the last one that you cosigned over 7"):
        logs.cosign(8)


def test_a_rewritten_log_is_refused_though_its_own_key_signed_it(logs: Logs) -> None:
    """What the witness saw before was another log of the same name, signed with the same key."""
    logs.cosign(3)
    [kept] = logs.memory.glob("*.checkpoint")
    kept.write_bytes(rewritten_head(3, logs.clock))
    with pytest.raises(NotWitnessed, match="its first 3 entries do not have the root of the checkpoint that you kept"):
        logs.cosign(7)
    with pytest.raises(NotWitnessed, match="do not have the root"):
        logs.cosign(3)


def rewritten_head(size: int, at: int) -> bytes:
    from regesta.events.cosignatures import cosign

    note = parse_note(head_at(size, rewritten=True).data)
    return format_note(Note(note.text, (*note.signatures, cosign(note, ADA, at))))


def test_a_refusal_changes_nothing(logs: Logs) -> None:
    logs.cosign(7)
    before = {path.name: path.read_bytes() for path in logs.memory.iterdir()}
    with pytest.raises(NotWitnessed):
        logs.cosign(5)
    assert {path.name: path.read_bytes() for path in logs.memory.iterdir()} == before


@pytest.mark.parametrize("what", ["made/log/000000.log", "made/log/tile/0/000.p/7", "made/log/checkpoint"])
def test_a_log_with_anything_wrong_is_not_cosigned(logs: Logs, what: str) -> None:
    place, _ = logs.at(7)
    data = place.files[what]
    place.files[what] = data[:30] + bytes([data[30] ^ 1]) + data[31:]
    with pytest.raises(NotWitnessed, match=r"Nothing was cosigned.\nmade/log/.*: "):
        logs.cosign(7)
    assert not list(logs.memory.glob("*.checkpoint"))
    place.files[what] = data
    assert logs.cosign(7).before is None


def test_a_log_that_another_key_signed_is_not_cosigned(logs: Logs) -> None:
    with pytest.raises(NotWitnessed, match=r"is not signed by the key of example\.org/seed"):
        logs.cosign(7, log=SigningKey(LOG.name, bytes(32)))


def test_an_unsigned_log_is_not_cosigned(logs: Logs) -> None:
    place, listed = logs.at(7)
    logs.made[7] = (place, listed.model_copy(update={"signed": 0, "checkpoints": ()}))
    with pytest.raises(NotWitnessed, match="made/log/: is not signed"):
        logs.cosign(7)


def test_nobody_is_the_witness_of_oneself(logs: Logs) -> None:
    with pytest.raises(NotWitnessed, match="your own key"):
        logs.cosign(7, SigningKey("example.org/ada", LOG.seed, COSIGNATURE))


def test_a_clock_that_went_back_is_told(logs: Logs) -> None:
    logs.cosign(5)
    logs.clock -= 100
    with pytest.raises(NotWitnessed, match="the clock is behind your last cosignature"):
        logs.cosign(7)


@given(some.data())
def test_every_changed_byte_of_what_is_remembered_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: some.DataObject
) -> None:
    logs = Logs(tmp_path_factory.mktemp("remembered"))
    logs.cosign(2)
    [kept] = logs.memory.glob("*.checkpoint")
    whole = kept.read_bytes()
    place = data.draw(some.integers(0, len(whole) - 1))
    damaged = whole[:place] + bytes([whole[place] ^ data.draw(some.sampled_from((1, 2, 32, 128)))]) + whole[place + 1 :]
    own = parse_note(whole).signatures[0]
    kept.write_bytes(damaged)
    try:
        logs.cosign(2)
    except NotWitnessed:
        return
    # What is not the witness's own is only the log's signature, which nothing here rests on.
    assert cosignatures(parse_note(damaged), (ADA.verifier,))
    assert own not in parse_note(damaged).signatures


def test_each_witness_remembers_for_itself_and_each_log_by_its_name(logs: Logs) -> None:
    logs.cosign(7)
    assert logs.cosign(5, BOB).before is None
    assert len(list(logs.memory.glob("*.checkpoint"))) == 2


def test_lines_that_nobody_has_checked_are_not_handed_on(logs: Logs) -> None:
    place, _ = logs.at(5)
    place.files["made/log/checkpoint"] = logs.cosign(5, BOB).data
    done = logs.cosign(5)
    assert [line.name for line in parse_note(done.data).signatures] == [LOG.name, ADA.name]


def test_the_key_of_a_witness_is_kept_apart_from_those_of_logs(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match=r"you have no witness's key yet\. `regesta key witness NAME` makes one"):
        read_witness_key(tmp_path)
    path = write_witness_key(tmp_path / "settings" / "witness", ADA)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_witness_key(path.parent) == ADA
    with pytest.raises(KeyRefused, match="`regesta key witness` prints its public half"):
        write_witness_key(path.parent, BOB)
    path.unlink()
    write_witness_key(path.parent, LOG)
    with pytest.raises(KeyRefused, match="holds a log's key, and a witness's is needed here"):
        read_witness_key(path.parent)


def test_a_witness_key_does_not_sign_a_log(tmp_path: Path) -> None:
    from regesta.events.keys import read_signing_key, write_signing_key

    write_signing_key(tmp_path, ADA)
    with pytest.raises(RegestaError, match="holds a witness's key, and a log's is needed here"):
        read_signing_key(tmp_path)
