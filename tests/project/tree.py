"""The files of the project, as the tests of the project itself read them."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ROOMS = ("events", "projections", "web", "cli", "seeds")


@cache
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is kept under version control, or is about to be; absolute paths."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(path for name in sorted(filter(None, listed)) if (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Every file of the project that is text, with its text."""
    for path in project_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            yield path, content.decode("utf-8", "replace")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, wherever in it, with the line."""
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def documents() -> tuple[Path, ...]:
    """The Markdown files that a reader of the project is meant to read."""
    return (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))


def name(path: Path) -> str:
    """The path as a person writes it: from the project's folder on."""
    return path.relative_to(ROOT).as_posix()
