"""A shell for tests: runs `regesta` commands in a folder, with nothing of the machine's own settings."""

import json
import os
import shlex
import shutil
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner

from regesta.cli import cli

ABSTRACT = """\
Jon Huntsman, United States ambassador to Russia, has sent in his resignation and means to leave in October, Kommersant
reports. He had been in Moscow since the autumn of 2017 at the latest. In 2018 he named, in a video, the people whom he
hoped to meet, among them Valery Gerasimov, Chief of the General Staff. After some time Gerasimov agreed. While some
agreed to meet with Hutsman, a Russian diplomatic source said, his counterpart Anatoly Antonov was often refused.
"""
"""What the sources of these tests say: written for them."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Shell:
    """Commands run in a folder, by an author."""

    folder: Path
    author: str = "Desk"

    def __call__(self, line: str, *more: str, typed: str | None = None, **environment: str | None) -> Ran:
        """Run `regesta` with the words of a line, as a shell parts them, and more words as they are."""
        settings: dict[str, str | None] = {
            "REGESTA_AUTHOR": self.author,
            "REGESTA_DOSSIER": None,
            "NO_COLOR": "1",
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / ".config"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **environment,
        }
        with chdir(self.folder):
            result = CliRunner().invoke(
                cli, [*shlex.split(line), *more], input=typed, env=settings, catch_exceptions=False
            )
        return Ran(result.exit_code, result.stdout, result.stderr)

    def fine(self, line: str, *more: str) -> Ran:
        """Run a command that must not fail."""
        ran = self(line, *more)
        assert ran.code == 0, ran.err
        return ran

    @property
    def log(self) -> bytes:
        """Every byte of the dossier's log."""
        return b"".join(path.read_bytes() for path in sorted((self.folder / "log").glob("*.log")))


def a_dossier(tmp_path: Path) -> Shell:
    """An empty dossier."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    shell = Shell(folder)
    shell.fine("init --title Resignations")
    return shell


def a_dossier_with_a_source(tmp_path: Path) -> Shell:
    """A dossier with a captured source, `digest`, and a post, `us-ambassador-ru`."""
    shell = Shell(tmp_path / "dossier")
    shutil.copytree(_template(), shell.folder, symlinks=True)
    return shell


@cache
def _template() -> Path:
    """The dossier that tests start from, made once in a process."""
    shell = a_dossier(Path(_KEPT.name))
    (shell.folder / "abstract.txt").write_text(ABSTRACT, encoding="utf-8")
    shell.fine(
        'add source --key digest --title "US Ambassador to Russia resigns" --publication Kommersant'
        " --published 2019-08-09 --capture abstract.txt"
    )
    shell.fine('add post --key us-ambassador-ru --title "Ambassador to Russia" --seats 1 --source digest')
    return shell.folder


_KEPT = TemporaryDirectory(prefix="regesta-tests-")


def a_posting(shell: Shell, more: str = "") -> str:
    """Adds the posting `huntsman-moscow` of Jon Huntsman, and gives the fact's id."""
    fact: str = shell.fine(
        'add posting --key huntsman-moscow --holder "Jon Huntsman" --post us-ambassador-ru --phase serving'
        f' --start "by autumn of 2017" --end "in October" --source digest --json {more}'
    ).json["fact"]
    return fact
