"""Who records: --author, REGESTA_AUTHOR, git's user.name and user.email, or what was answered when `add` asked."""

import os
from pathlib import Path

import click

from regesta.cli.printing import say
from regesta.cli.refusal import WrongUsage
from regesta.cli.typed import cleaned
from regesta.events.errors import RegestaError
from regesta.events.values import one_line


class NoAuthor(RegestaError):
    """Nobody is named who records."""


def author(given: str | None, folder: Path, ask: bool) -> str:
    """The name under which to record: what was given, else git's, else what was answered once, else now asked.

    What is answered is kept for this user and this machine, not in the dossier: a dossier is shared, and may be
    published. Raises NoAuthor where nobody can be asked.
    """
    name = (given or "").strip() or _git(folder) or _kept()
    if not name and ask:
        name = click.prompt("Who records? (your name, as the log shall show it)", err=True).strip()
        _keep(name)
    if not name:
        raise NoAuthor(
            "Nobody is named who records: give --author NAME, set REGESTA_AUTHOR, or tell git your user.name."
        )
    try:
        return one_line(cleaned("--author", name))
    except ValueError as error:
        raise WrongUsage(f"--author: {error}.") from error


def _git(folder: Path) -> str | None:
    """`Name <address>` as git would sign a commit made in this folder; None if git is not there or knows nobody."""
    import subprocess

    try:
        found = subprocess.run(
            ["git", "config", "--get-regexp", r"^user\.(name|email)$"],  # noqa: S607
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    told = dict(line.split(" ", 1) for line in found.stdout.splitlines() if " " in line)
    name, address = told.get("user.name"), told.get("user.email")
    return f"{name} <{address}>" if name and address else name


def _place() -> Path:
    return Path(click.get_app_dir("regesta")) / "author"


def _kept() -> str | None:
    try:
        return _place().read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _keep(name: str) -> None:
    place = _place()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(name + "\n")
    except OSError as error:
        say(f"The name could not be kept in {place} ({error.strerror}); it is used this once.")
        return
    say(f"Kept in {place} for the next time; REGESTA_AUTHOR or --author go before it.")
