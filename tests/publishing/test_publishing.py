"""Publishing: one folder, whole or not at all, the same bytes for the same log, and never another log's."""

import itertools
import os
import re
import shlex
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factories import a_meeting, a_restriction, a_source, an_agent
from recorded import a_dossier, add
from site_case import DAY, KEY, SiteCase, Visitor, a_site, checked, files, problems, the_seed_site

from regesta.events.captures import store
from regesta.events.dossier import open_dossier
from regesta.events.entry import parse_entry
from regesta.events.errors import RegestaError
from regesta.events.facts import parse_fact
from regesta.events.keys import SigningKey, format_vkey, write_signing_key
from regesta.events.publishing.public_log import Rewritten
from regesta.web.publishing.site import Wish, publish

DAY_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("published"))


def test_a_published_folder_is_sound_and_all_of_it_is_signed(seed_site: SiteCase) -> None:
    assert seed_site.problems() == ()
    (log,) = checked(seed_site.folder)
    assert log.head is not None
    assert log.head.checkpoint.size == log.entries == seed_site.dossier.log.head().size


def test_the_same_input_gives_the_same_bytes(seed_site: SiteCase, tmp_path: Path) -> None:
    again = replace(seed_site, folder=tmp_path / "elsewhere")
    again.publish()
    assert files(again.folder) == files(seed_site.folder)


def test_every_account_may_read_it_whatever_the_publisher_lets_others_see(seed_site: SiteCase, tmp_path: Path) -> None:
    """A container and a service run as nobody in particular."""
    again = replace(seed_site, folder=tmp_path / "strict")
    before = os.umask(0o077)
    try:
        again.publish()
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in (again.folder, *again.folder.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o644}


def test_nothing_but_what_is_published_is_in_the_folder(seed_site: SiteCase) -> None:
    name = seed_site.name
    tops = {path.split("/")[0] for path in files(seed_site.folder)}
    assert tops == {
        ".dockerignore",
        "Dockerfile",
        "README.md",
        "SHA256SUMS",
        "datasette.yaml",
        "deploy",
        "inspect-data.json",
        "metadata.yml",
        "published.json",
        "regesta-0.1.0-py3-none-any.whl",
        "requirements.txt",
        "robots.txt",
        "verify.go",
        name,
        f"{name}.db",
    }
    assert not any("private" in path or "signing-key" in path for path in files(seed_site.folder))


def test_the_private_key_and_the_paths_of_the_machine_are_in_no_file(seed_site: SiteCase) -> None:
    secrets = (KEY.seed, KEY.seed.hex().encode(), b"PRIVATE+KEY", str(seed_site.dossier.path.parent).encode())
    for path, data in files(seed_site.folder).items():
        for secret in secrets:
            # The program itself says `PRIVATE+KEY` where it reads one.
            assert secret not in data or (path.endswith(".whl") and secret == b"PRIVATE+KEY"), path


def test_the_database_is_one_file_made_afresh_from_the_public_log(seed_site: SiteCase) -> None:
    with closing(sqlite3.connect(f"file:{seed_site.folder / seed_site.name}.db?immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 0
        facts = connection.execute("SELECT count(*) FROM facts").fetchone()[0]
    assert facts == seed_site.dossier.log.head().size


def test_a_folder_goes_on_with_its_log(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    kept = case.keep()
    add(case.dossier, an_agent("carol"))
    since = case.publish().since[case.name]
    assert (since.added, since.shown, since.withdrawn) == (1, 0, 0)
    assert problems(case.folder, (kept,)) == ()
    assert len(list((case.log / "checkpoints").iterdir())) == 2


def test_another_log_is_never_published_over_one(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    before = files(case.folder)
    other = a_dossier(tmp_path / "other" / "senators", an_agent("eve"), an_agent("ann"), an_agent("bob"), an_agent("x"))
    with pytest.raises(Rewritten, match="The entry at position 0 was published and is another one now"):
        replace(case, dossier=other).publish()
    shorter = a_dossier(tmp_path / "third" / "senators")
    shorter.log.append(list(case.dossier.log.read())[:2])
    with pytest.raises(Rewritten, match="The entry at position 2 was published and is missing now"):
        replace(case, dossier=shorter).publish()
    assert files(case.folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["memory", "other", "senators", "site", "third"]


def test_what_was_disclosed_may_be_withheld_later_and_that_is_told(tmp_path: Path) -> None:
    case = a_site(tmp_path, signed=False)
    segment = case.dossier.path / "log" / "000000.log"
    lines = segment.read_bytes().split(b"\n")
    segment.write_bytes(b"\n".join([lines[0], lines[1].partition(b"\t")[0] + b"\t", *lines[2:]]))
    done = case.publish()
    assert done.since[case.name].withdrawn == 1
    assert done.manifest.dossiers[0].withheld == 1
    assert case.problems(keyless=True) == ()
    segment.write_bytes(b"\n".join(lines))
    assert case.publish().since[case.name].shown == 1


@pytest.mark.parametrize("there", ["a file", "notes"])
def test_nothing_is_published_over_other_files(tmp_path: Path, there: str) -> None:
    case = a_site(tmp_path)
    target = tmp_path / "home"
    if there == "a file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "notes").write_text("mine")
    with pytest.raises(RegestaError, match=r"is a file|is not empty and holds no published.json"):
        replace(case, folder=target).publish()
    assert (target if there == "a file" else target / "notes").read_text() == "mine"


def test_a_dossier_is_not_published_over_itself(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    with pytest.raises(RegestaError, match="is a dossier; publish it into another folder"):
        replace(case, folder=case.dossier.path).publish()


def test_the_folder_that_is_proposed_instead_is_beside_the_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_site(tmp_path)
    monkeypatch.chdir(case.dossier.path)
    with pytest.raises(RegestaError, match=f"such as {case.dossier.path}-published"):
        replace(case, folder=Path()).publish()


def test_control_c_while_the_folder_is_replaced_leaves_the_one_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_site(tmp_path)
    case.publish()
    before = files(case.folder)
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        case.publish()
    assert files(case.folder) == before
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".site")]


def test_a_log_with_problems_is_not_published(tmp_path: Path) -> None:
    case = a_site(tmp_path, signed=False)
    segment = case.dossier.path / "log" / "000000.log"
    segment.write_bytes(segment.read_bytes().replace(b'"ann"', b'"eve"'))
    with pytest.raises(RegestaError, match=r"was not published: `regesta verify` finds problems.\nlog/000000.log:2"):
        case.publish()


def test_readers_are_told_how_many_entries_are_withheld_and_the_publisher_for_which_reasons(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    (talks,) = add(case.dossier, a_meeting(by=("ann",), **{"with": ("bob",)}))
    add(case.dossier, a_restriction("withheld", code="safety", fact=talks))
    done = case.publish()
    told, because = done.manifest.dossiers[0], done.left_out[case.name]
    assert (told.entries, told.withheld) == (5, 4)
    assert [(one.count, one.what, one.why) for one in told.left_out] == [(4, "entries", "withheld")]
    assert [(one.count, one.what, one.why) for one in because] == [
        (2, "entries", "withheld: they would give away what is withheld"),
        (1, "entry", "withheld: they say what is restricted, and why"),
        (1, "entry", "withheld: safety"),
    ]
    assert case.problems() == ()
    assert not any(b"safety" in (case.folder / name).read_bytes() for name in ("published.json", "README.md"))


def test_readers_are_told_the_reasons_where_that_is_asked_for(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    (talks,) = add(case.dossier, a_meeting(by=("ann",), **{"with": ("bob",)}))
    add(case.dossier, a_restriction("withheld", code="safety", fact=talks))
    done = case.publish(Wish(DAY, reasons=True))
    assert done.manifest.dossiers[0].left_out == done.left_out[case.name]
    assert "withheld: safety" in {one.why for one in done.left_out[case.name]}


def test_an_embargo_that_has_passed_is_published_without_anybodys_act(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    (talks,) = add(case.dossier, a_meeting(by=("ann",), **{"with": ("bob",)}))
    add(case.dossier, a_restriction("embargoed", until="2026-12-01", fact=talks))
    case.publish(Wish(date(2026, 11, 30)))
    before = case.keep()
    done = case.publish(Wish(date(2026, 12, 1)))
    assert (done.since["senators"].added, done.since["senators"].shown) == (0, 3)
    assert done.manifest.dossiers[0].withheld == 1
    assert problems(case.folder, (before,)) == ()


def test_an_empty_log_is_not_published(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    with pytest.raises(RegestaError, match="its log is empty"):
        replace(case, dossier=a_dossier(tmp_path / "empty"), folder=tmp_path / "new").publish()
    assert not (tmp_path / "new").exists()


def test_an_unsigned_log_is_published_as_such(tmp_path: Path) -> None:
    case = a_site(tmp_path, signed=False)
    (log,) = checked(case.folder, ())
    assert log.head is None
    assert case.problems(keyless=True) == ()
    assert not (case.log / "checkpoint").exists()
    assert "published **unsigned**" in (case.folder / "README.md").read_text()


def test_whoever_has_not_the_key_publishes_with_the_checkpoint_that_is_kept(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    shutil.rmtree(case.dossier.path / "private")
    add(case.dossier, an_agent("carol"))
    (one,) = case.publish().manifest.dossiers
    assert (one.signed, one.entries) == (3, 4)
    assert case.problems() == ()


def test_several_dossiers_share_a_folder_and_none_is_dropped(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    other = a_dossier(tmp_path / "mayors", a_source("m"), title="Mayors")
    publish(case.folder, (case.dossier, other), Wish(DAY, title="Both"), case.memory, lambda what, count: None)
    assert case.problems(keyless=True) == ()
    assert [log.name for log in checked(case.folder, ())] == ["senators", "mayors"]
    with pytest.raises(RegestaError, match="holds mayors too, which would be gone"):
        case.publish()
    twin = a_dossier(tmp_path / "twin" / "senators", a_source("m"))
    with pytest.raises(RegestaError, match="are both named senators"):
        publish(case.folder, (case.dossier, twin), Wish(DAY), None, lambda what, count: None)


def test_the_short_address_of_a_fact_leads_to_the_dossier_that_has_it(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    other = a_dossier(tmp_path / "mayors")
    (fact,) = add(other, a_source("m"))
    publish(case.folder, (case.dossier, other), Wish(DAY), case.memory, lambda what, count: None)
    visitor = Visitor(case.folder)
    assert visitor.ask(f"/-/fact/{fact}").headers["location"] == f"/mayors/-/fact/{fact}"
    assert visitor.ask("/-/fact/%C3%A9").headers["location"] == "/senators/-/fact/~C3~A9"


def captured(tmp_path: Path, **licences: str | None) -> SiteCase:
    """A dossier with one capture for each source, under its licence."""
    dossier = a_dossier(tmp_path / "captured")
    for name, licence in licences.items():
        stored = store(
            dossier.path, f"<p>The words of {name}.</p>".encode(), retrieved=DAY_NOON, media_type="text/html"
        )
        add(dossier, a_source(name, **({} if licence is None else {"licence": licence})))
        fact = {
            "kind": "capture",
            "source": name,
            "sha256": stored.sha256,
            "text": stored.text_sha256,
            "media_type": stored.media_type,
            "size": stored.size,
            "retrieved": stored.retrieved.isoformat(),
            "observation": True,
        }
        add(dossier, parse_fact(fact))
    write_signing_key(dossier.path, KEY)
    case = SiteCase(dossier, tmp_path / "site", tmp_path / "memory")
    case.publish()
    return case


def test_captures_are_published_where_the_licence_allows_it_and_else_their_hashes(tmp_path: Path) -> None:
    case = captured(tmp_path, free="CC BY 4.0", closed="All rights reserved", silent=None)
    holding = {path.name: path.read_bytes() for path in (case.folder / "captured").glob("captures/*/*")}
    assert sorted(holding.values()) == [b"<p>The words of free.</p>", b"The words of free."]
    (one,) = case.publish().manifest.dossiers
    assert one.captures == 1
    assert [(left.count, left.what, left.why) for left in one.left_out] == [
        (1, "capture", "no licence of the source is recorded; the log has their hashes"),
        (
            1,
            "capture",
            "the licence of the source is none that lets everybody pass them on; the log has their hashes",
        ),
    ]
    for data in files(case.folder).values():
        assert b"The words of closed" not in data
    assert case.problems() == ()


def test_a_capture_that_was_altered_stops_the_publication(tmp_path: Path) -> None:
    case = captured(tmp_path, free="CC0-1.0")
    for path in case.dossier.captures.glob("*/*"):
        path.chmod(0o644)
        path.write_bytes(b"other")
    before = files(case.folder)
    with pytest.raises(RegestaError, match="was altered"):
        case.publish()
    assert files(case.folder) == before


def test_the_readme_checks_every_signed_dossier_with_its_own_keys_and_checkpoint(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    mayors, judges = (a_dossier(tmp_path / name, a_source(name)) for name in ("mayors", "judges"))
    other = SigningKey("example.org/it's;$(mayors)", bytes(32))
    write_signing_key(mayors.path, other)
    publish(case.folder, (case.dossier, mayors, judges), Wish(DAY), case.memory, lambda what, count: None)
    text = (case.folder / "README.md").read_text("utf-8")
    (line,) = re.findall("(?m)^.*regesta verify .*$", text)
    words = shlex.split(line)
    given = [value for option, value in itertools.pairwise(words) if option == "--key"]
    assert given == [format_vkey(KEY.verifier), format_vkey(other.verifier)]
    kept = [value for option, value in itertools.pairwise(words) if option == "--checkpoint"]
    assert kept == ["../senators.checkpoint", "../mayors.checkpoint"]
    for name in ("senators", "mayors"):
        assert f"\ncp {name}/log/checkpoint ../{name}.checkpoint\n" in text
    fact = parse_entry(next(case.dossier.log.read())).id
    assert words[-2:] == ["--fact", fact]


def test_the_readme_names_no_fact_where_readers_see_none(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    for line in tuple(case.dossier.log.read()):
        add(case.dossier, a_restriction("internal", fact=parse_entry(line).id))
    case.publish()
    text = (case.folder / "README.md").read_text("utf-8")
    assert "regesta verify . --key" in text
    assert "--fact" not in text


def test_the_titles_of_strangers_are_text_in_the_readme(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    text = case.dossier.path / "regesta.toml"
    text.write_text('title = "[x](javascript:alert(1)) <script> `rm`"\n', "utf-8")
    replace(case, dossier=open_dossier(case.dossier.path)).publish()
    assert "# \\[x\\]\\(javascript:alert\\(1\\)\\) \\<script\\> \\`rm\\`\n" in (case.folder / "README.md").read_text()


def test_the_home_page_tells_how_much_is_withheld_and_lists_none_of_it(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    (carl,) = add(case.dossier, an_agent("carl"))
    add(case.dossier, a_restriction("internal", fact=carl))
    case.publish()
    page = Visitor(case.folder).ask("/").text
    assert "3 facts, recorded" in page and "by one author. 2 more are withheld." in page
    assert [page.count(name) for name in ("Ann, person", "Bob, person", "Withheld")] == [1, 1, 0]
