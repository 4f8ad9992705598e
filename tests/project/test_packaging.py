"""The package: a wheel holds regesta/… and nothing else, with every data file, and works where it is installed."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from tree import ROOMS, ROOT, project_files, pyproject

CODE = ("events", "projections", "web", "cli")
BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"


def build(hook: str, source: Path, into: Path) -> Path:
    """Run a hook of the build backend in a copy of the sources, as pip and uv do, and give the file that it made."""
    into.mkdir()
    subprocess.run([sys.executable, "-c", BUILD, hook, str(into)], cwd=source, check=True, capture_output=True)
    (made,) = into.iterdir()
    return made


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's files: building leaves traces where it is done."""
    copy = tmp_path_factory.mktemp("sources")
    for path in project_files():
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target, follow_symlinks=False)
    return copy


@pytest.fixture(scope="module")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("build_wheel", sources, tmp_path_factory.mktemp("wheel") / "made")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that has the wheel, and sees the dependencies that are installed here."""
    place = tmp_path_factory.mktemp("an environment")
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True)
    (site,) = place.glob("lib/python3*/site-packages")
    # A folder named in a .pth file is searched, but its own .pth files, the editable install's, are not read.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return place / "bin"


def test_every_folder_with_code_is_a_package_of_the_wheel() -> None:
    code = (path.relative_to(ROOT).parent.parts for path in project_files() if path.suffix == ".py")
    folders = {".".join(("regesta", *parts)) for parts in code if parts and parts[0] in CODE}
    assert folders <= set(pyproject()["tool"]["setuptools"]["packages"])


def test_a_wheel_holds_regesta_and_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    assert tops == {"regesta", f"regesta-{pyproject()['project']['version']}.dist-info"}


def test_a_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    expected = {
        f"regesta/{path.relative_to(ROOT).as_posix()}"
        for path in project_files()
        if path.relative_to(ROOT).parts[0] in ROOMS
    }
    assert expected - names_in(wheel) == set()
    assert {f"regesta/{room}/py.typed" for room in CODE} <= names_in(wheel)


def test_the_metadata_file_is_one_file_and_ships(wheel: Path) -> None:
    assert (ROOT / "web" / "metadata.yml").resolve() == (ROOT / "metadata.yml").resolve()
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("regesta/web/metadata.yml") == (ROOT / "metadata.yml").read_bytes()


def test_a_source_archive_builds_the_same_wheel(wheel: Path, sources: Path, tmp_path: Path) -> None:
    archive = build("build_sdist", sources, tmp_path / "sdist")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert names_in(build("build_wheel", unpacked, tmp_path / "wheel")) == names_in(wheel)


def test_an_installed_regesta_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    told = subprocess.run(
        [installed / "regesta", "--version"], cwd=tmp_path, env=clean, capture_output=True, text=True, check=True
    )
    assert pyproject()["project"]["version"] in told.stdout
    where = [str(installed / "python"), "-c", "import regesta.events.when as module; print(module.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=clean, capture_output=True, text=True, check=True).stdout
    assert Path(found).is_relative_to(installed.parent)


def test_help_needs_nothing_but_click(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    import click

    shutil.copytree(Path(click.__file__).parent, tmp_path / "click")
    script = "import sys; sys.path.insert(0, sys.argv[1]); sys.argv[1] = '--help'; from regesta.cli import main; main()"
    # -I and -S: no site-packages, so nothing that is installed here can be imported.
    run = subprocess.run([sys.executable, "-I", "-S", "-c", script, str(tmp_path)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "Usage:" in run.stdout
