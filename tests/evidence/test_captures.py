"""Captures on the disk: stored once, checked always, and nothing outside of their folder."""

import gzip
import hashlib
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.events import by_hash
from regesta.events.by_hash import CaptureError, keep, location
from regesta.events.captures import (
    Captured,
    Expected,
    check_captures,
    read_bytes,
    read_text,
    store,
    store_fetched,
    store_file,
)
from regesta.events.fetching import Fetched

RETRIEVED = datetime(2019, 8, 7, 12, 0, tzinfo=UTC)
PAGE = b"<!doctype html><p>One <b>bo</b>ld word"


def a_capture(dossier: Path, data: bytes = PAGE) -> Captured:
    return store(dossier, data, retrieved=RETRIEVED)


def files(dossier: Path) -> set[str]:
    return {str(path.relative_to(dossier)) for path in dossier.rglob("*") if not path.is_dir()}


def root() -> bool:
    """Whether permissions do not bind us."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def test_bytes_and_text_are_each_stored_under_their_hash(tmp_path: Path) -> None:
    captured = a_capture(tmp_path)
    assert captured.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert captured.text_sha256 == hashlib.sha256(b"One bold word").hexdigest()
    assert files(tmp_path) == {f"captures/{name[:2]}/{name}" for name in (captured.sha256, captured.text_sha256)}
    assert read_bytes(tmp_path, captured.sha256) == PAGE
    assert read_text(tmp_path, captured.text_sha256) == "One bold word"
    assert (captured.media_type, captured.size, captured.retrieved) == ("text/html", len(PAGE), RETRIEVED)


@given(data=st.binary(max_size=500), name=st.none() | st.text(max_size=30), said=st.none() | st.text(max_size=30))
@settings(max_examples=60)
def test_whatever_it_is_called_what_is_stored_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str | None, said: str | None
) -> None:
    dossier = tmp_path_factory.mktemp("dossier")
    captured = store(dossier, data, retrieved=RETRIEVED, media_type=said, filename=name)
    assert read_bytes(dossier, captured.sha256) == data
    expected = {captured.sha256, captured.text_sha256} - {None}
    assert {Path(file).name for file in files(dossier)} == expected


def test_storing_again_changes_nothing(tmp_path: Path) -> None:
    first = a_capture(tmp_path)
    before = location(tmp_path, first.sha256).stat()
    assert a_capture(tmp_path) == first
    after = location(tmp_path, first.sha256).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_plain_text_is_its_own_text_if_it_is_clean(tmp_path: Path) -> None:
    captured = a_capture(tmp_path, b"words\n")
    assert captured.text_sha256 == captured.sha256
    assert len(files(tmp_path)) == 1


def test_an_image_is_stored_without_a_text(tmp_path: Path) -> None:
    captured = a_capture(tmp_path, b"\x89PNG\r\n\x1a\n")
    assert (captured.media_type, captured.text_sha256) == ("image/png", None)
    assert captured.note == "No text is read from image/png."


@pytest.mark.parametrize("name", ["../../outside.html", "/etc/passwd", "a\x00b", "..", "", "captures/x", "C:\\x"])
def test_a_name_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    dossier = tmp_path / "dossier"
    dossier.mkdir()
    captured = store(dossier, PAGE, retrieved=RETRIEVED, filename=name)
    assert files(tmp_path) == {
        f"dossier/captures/{sha[:2]}/{sha}" for sha in (captured.sha256, captured.text_sha256 or "")
    }


@pytest.mark.parametrize("sha256", ["", "../../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_no_hash_is_refused(tmp_path: Path, sha256: str) -> None:
    with pytest.raises(CaptureError, match="is no SHA-256"):
        read_bytes(tmp_path, sha256)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    captured = a_capture(tmp_path)
    path = location(tmp_path, captured.sha256)
    path.unlink()
    with pytest.raises(CaptureError, match=f"{captured.sha256} is missing"):
        read_bytes(tmp_path, captured.sha256)


@pytest.mark.parametrize("change", [b"", PAGE[:-1], PAGE + b"x", PAGE.replace(b"One", b"Two")])
def test_an_altered_file_is_never_read_as_if_it_were_whole(tmp_path: Path, change: bytes) -> None:
    captured = a_capture(tmp_path)
    path = location(tmp_path, captured.sha256)
    path.chmod(0o644)
    path.write_bytes(change)
    with pytest.raises(CaptureError, match="was altered"):
        read_bytes(tmp_path, captured.sha256)
    with pytest.raises(CaptureError, match="was altered"):
        a_capture(tmp_path)
    assert path.read_bytes() == change, "what is there is never overwritten"


def test_bytes_are_not_taken_for_a_text(tmp_path: Path) -> None:
    captured = a_capture(tmp_path, b"\xff\xfe\x00")
    with pytest.raises(CaptureError, match="not a text in UTF-8"):
        read_text(tmp_path, captured.sha256)


def test_a_link_to_elsewhere_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    dossier, elsewhere = tmp_path / "dossier", tmp_path / "elsewhere"
    dossier.mkdir()
    elsewhere.write_bytes(PAGE)
    path = location(dossier, hashlib.sha256(PAGE).hexdigest())
    path.parent.mkdir(parents=True)
    path.symlink_to(elsewhere)
    for act in (lambda: read_bytes(dossier, path.name), lambda: a_capture(dossier)):
        with pytest.raises(CaptureError, match="is a symbolic link"):
            act()


def test_a_linked_folder_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    dossier, elsewhere = tmp_path / "dossier", tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = location(dossier, hashlib.sha256(PAGE).hexdigest())
    path.parent.parent.mkdir(parents=True)
    path.parent.symlink_to(elsewhere)
    for act in (lambda: read_bytes(dossier, path.name), lambda: a_capture(dossier)):
        with pytest.raises(CaptureError, match="is a symbolic link"):
            act()
    assert list(elsewhere.iterdir()) == []


def test_a_folder_in_the_place_of_a_capture_is_named(tmp_path: Path) -> None:
    path = location(tmp_path, "0" * 64)
    path.mkdir(parents=True)
    with pytest.raises(CaptureError, match="is a folder, not a file"):
        read_bytes(tmp_path, path.name)


@pytest.mark.skipif(root(), reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_gives_a_sentence(tmp_path: Path) -> None:
    first = a_capture(tmp_path)
    folder = location(tmp_path, first.sha256).parent
    folder.chmod(0o555)
    (tmp_path / "captures").chmod(0o555)
    try:
        assert a_capture(tmp_path).sha256 == first.sha256
        with pytest.raises(CaptureError, match="allow writing in that folder"):
            a_capture(tmp_path, b"something else")
    finally:
        folder.chmod(0o755)
        (tmp_path / "captures").chmod(0o755)


@pytest.mark.parametrize("code", ["EACCES", "EROFS", "ENOSPC", "EIO"])
def test_a_disk_that_refuses_gives_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    import errno

    def refuse(*_: object) -> None:
        raise OSError(getattr(errno, code), os.strerror(getattr(errno, code)))

    monkeypatch.setattr(by_hash, "write_whole", refuse)
    with pytest.raises(CaptureError, match=r"cannot be stored: .*; .*, then repeat\. Nothing was recorded\."):
        keep(tmp_path, b"data")
    assert files(tmp_path) == set()


def test_what_a_crash_left_half_written_is_in_nobodys_way(tmp_path: Path) -> None:
    sha256 = hashlib.sha256(PAGE).hexdigest()
    folder = location(tmp_path, sha256).parent
    folder.mkdir(parents=True)
    (folder / f".{sha256}.0badcafe.part").write_bytes(PAGE[:5])
    captured = a_capture(tmp_path)
    assert read_bytes(tmp_path, captured.sha256) == PAGE
    assert list(check_captures(tmp_path, [Expected(sha256, "somewhere")])) == []


def telling(acts: list[str], name: str, act: Callable[..., None]) -> Callable[..., None]:
    def told(*arguments: object) -> None:
        acts.append(name)
        act(*arguments)

    return told


def test_bytes_are_on_the_disk_before_their_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acts: list[str] = []
    for name in ("write_whole", "sync", "sync_folder"):
        monkeypatch.setattr(by_hash, name, telling(acts, name, getattr(by_hash, name)))
    monkeypatch.setattr(Path, "rename", telling(acts, "rename", Path.rename))
    keep(tmp_path, b"data")
    # The two folders are new: the name of each must survive too.
    assert acts == ["sync_folder", "sync_folder", "write_whole", "sync", "rename", "sync_folder"]


def test_a_file_is_captured_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(b"Subject: x\n\nbody")
    captured = store_file(tmp_path, path, retrieved=RETRIEVED)
    assert captured.media_type == "message/rfc822"
    assert read_text(tmp_path, captured.text_sha256 or "") == "Subject: x\n\nbody"


def test_a_file_above_the_bound_is_refused_and_the_bound_is_named(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 1001)
    with pytest.raises(CaptureError, match=r"large.txt is larger than 1,000 bytes"):
        store_file(tmp_path, path, retrieved=RETRIEVED, limit=1000)
    assert store_file(tmp_path, path, retrieved=RETRIEVED, limit=1001).size == 1001


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, sort in ((tmp_path / "pipe", "a pipe"), (tmp_path, "a folder"), (Path("/dev/zero"), "a device")):
        with pytest.raises(CaptureError, match=f"is {sort}, not a file"):
            store_file(tmp_path, path, retrieved=RETRIEVED)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "s"))
        with pytest.raises(CaptureError, match="cannot be read"):
            store_file(tmp_path, tmp_path / "s", retrieved=RETRIEVED)
    with pytest.raises(CaptureError, match="cannot be read: No such file"):
        store_file(tmp_path, tmp_path / "absent", retrieved=RETRIEVED)


def a_fetched(data: bytes, *headers: tuple[str, str], media_type: str = "text/html") -> Fetched:
    return Fetched(data, media_type, "https://example.org/x", (*headers, ("Content-Type", media_type)), RETRIEVED)


def test_what_was_fetched_is_kept_with_its_headers(tmp_path: Path) -> None:
    captured = store_fetched(tmp_path, a_fetched(PAGE, ("X-Name", "Jos\xc3\xa9"), ("X-Name", "twice")))
    assert captured.url == "https://example.org/x"
    assert captured.headers[:2] == (("X-Name", "Jos\xc3\xa9"), ("X-Name", "twice"))
    kept = read_bytes(tmp_path, captured.headers_sha256 or "")
    assert kept == "X-Name: José\r\nX-Name: twice\r\nContent-Type: text/html\r\n".encode()


def test_what_came_packed_is_kept_packed_and_read_unpacked(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    captured = store_fetched(tmp_path, a_fetched(packed, ("content-encoding", "gzip")))
    assert (captured.media_type, captured.size) == ("text/html", len(packed))
    assert read_bytes(tmp_path, captured.sha256) == packed
    assert read_text(tmp_path, captured.text_sha256 or "") == "One bold word"


def test_what_cannot_be_unpacked_is_kept_and_says_so(tmp_path: Path) -> None:
    captured = store_fetched(tmp_path, a_fetched(b"...", ("Content-Encoding", "br")))
    assert captured.text_sha256 is None
    assert captured.note == "It came packed as br, and could not be unpacked: only gzip and deflate are known here."


def test_the_charset_that_the_server_named_is_followed(tmp_path: Path) -> None:
    captured = store_fetched(tmp_path, a_fetched("Привет".encode("koi8-r"), media_type="text/plain; charset=koi8-r"))
    assert read_text(tmp_path, captured.text_sha256 or "") == "Привет"


def test_every_place_that_relies_on_a_bad_capture_is_told(tmp_path: Path) -> None:
    good, bad = keep(tmp_path, b"good"), keep(tmp_path, b"bad")
    location(tmp_path, bad).chmod(0o644)
    location(tmp_path, bad).write_bytes(b"worse")
    expected = [
        Expected(good, "fact 1"),
        Expected(bad, "fact 2"),
        Expected("0" * 64, "fact 3"),
        Expected(bad, "fact 4"),
        Expected("rubbish", "fact 5"),
    ]
    problems = list(check_captures(tmp_path, expected))
    assert [(problem.place, problem.what.split(": ")[0].split(" ", 1)[1]) for problem in problems] == [
        ("fact 2", "was altered"),
        ("fact 3", "is missing. Restore it from a copy of the dossier."),
        ("fact 4", "was altered"),
        ("fact 5", "is no SHA-256"),
    ]
