"""Transcripts: the ```console blocks of a document, run as a reader would run them and compared with what is shown.

All blocks of one document are one session in an empty folder. A line that starts with `$ ` is a command; it goes on
over lines that end in a backslash, and over a here-document. The lines after it are what it prints, on both streams.
In them

- `…` stands for any text on its line, and alone on its line for any number of lines;
- a moment (2026-11-23 22:52, 2026-11-23T22:52:01.974003Z) and a SHA-256 stand for any other;
- an id (16 letters and digits, as Regesta makes them) stands for whatever id is printed there. Ids hold random salt,
  so no two sessions have the same; the first time, the session's id is noted, and from then on, in commands too, each
  stands for the other.

Blocks marked ```sh are run where a test asks for them alone: they need what not every machine has, such as a network.

A command must succeed, unless what it prints is shown to have a line that starts with `Error`: then it must fail.

Run as a program, this writes into the documents named what their commands print now, where that differs.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLAIN = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HERE_DOCUMENT = re.compile(r"<<'?(\w+)'?")
ID = re.compile(r"\b[0-9a-hjkmnp-tv-z]{16}\b")
MOMENT = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
ANY_LINES = "…"


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a transcript, the line of the document it stands on, and what is shown under it."""

    line: int
    command: str
    shown: tuple[str, ...]


def steps(document: str) -> Iterator[Step]:
    """The commands of a document's console blocks, in order."""
    for block in FENCE.finditer(document):
        number = document[: block.start()].count("\n") + 2
        lines = block[1].removesuffix("\n").split("\n")
        while lines:
            step = _first_step(lines, number)
            taken = step.command.count("\n") + 1 + len(step.shown)
            yield step
            lines, number = lines[taken:], number + taken


def all_steps(document: str) -> Iterator[Step]:
    """The commands of the console and of the sh blocks of a document, in order.

    A line of an sh block is a command; what it prints is not shown, so it may be anything.
    """
    plain = (
        Step(document[: block.start()].count("\n") + 2 + number, line, (ANY_LINES,))
        for block in PLAIN.finditer(document)
        for number, line in enumerate(block[1].removesuffix("\n").split("\n"))
    )
    yield from sorted((*steps(document), *plain), key=lambda step: step.line)


def _first_step(lines: list[str], number: int) -> Step:
    if not lines[0].startswith("$ "):
        raise ValueError(f"line {number}: a console block starts with a command, a line that starts with '$ '")
    command = [lines[0].removeprefix("$ ")]
    while command[-1].endswith("\\"):
        command.append(lines[len(command)])
    if ends := HERE_DOCUMENT.search(command[-1]):
        while command[-1] != ends[1]:
            command.append(lines[len(command)])
    shown = takewhile(lambda line: not line.startswith("$ "), lines[len(command) :])
    return Step(number, "\n".join(command), tuple(shown))


@dataclass(slots=True)
class Session:
    """A shell in a folder; each command finds the folder and the exported variables that the last one left."""

    home: Path
    ids: dict[str, str] = field(default_factory=dict)  # as shown → as they are in this session

    def run(self, command: str) -> tuple[int, tuple[str, ...]]:
        """The exit code of a command, and the lines that it printed."""
        state = self.home / ".session"
        start = f". {state}\n" if state.exists() else f"cd {self.home}\n"
        keep = f'{{ export -p; printf "cd %q\\n" "$PWD"; }} > {state}'
        script = f"{start}trap '{keep}' EXIT\n{ID.sub(lambda found: self.ids.get(found[0], found[0]), command)}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            env=_environment(self.home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, tuple(done.stdout.decode().removesuffix("\n").split("\n")) if done.stdout else ()

    def differs(self, step: Step) -> str | None:
        """Run a step; what is wrong with it in a sentence, or None. Notes the ids that it meets."""
        code, printed = self.run(step.command)
        should_fail = any(line.startswith("Error") for line in step.shown)
        if bool(code) != should_fail:
            return f"line {step.line}: `{step.command}` ended with {code}:\n" + "\n".join(printed)
        if not self.same(step.shown, printed):
            return f"line {step.line}: `{step.command}` printed:\n" + "\n".join(printed)
        return None

    def same(self, shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
        """Whether these lines show what was printed; notes the ids in lines that do."""
        if not shown or not printed:
            return shown == printed or shown == (ANY_LINES,)
        if shown[0] == ANY_LINES:
            return self.same(shown[1:], printed) or self.same(shown, printed[1:])
        return self._same_line(shown[0], printed[0]) and self.same(shown[1:], printed[1:])

    def _same_line(self, shown: str, printed: str) -> bool:
        found = re.fullmatch(_pattern(shown), printed)
        if not found:
            return False
        met = dict(zip(ID.findall(shown), found.groups(), strict=True))
        if any(self.ids.get(old, new) != new for old, new in met.items()):
            return False
        self.ids.update(met)
        return True


def _pattern(shown: str) -> str:
    """What a line that is shown stands for, as a pattern with a group for each id."""
    stands_for = {"…": ".*", "\1": f"({ID.pattern})", "\2": MOMENT.pattern, "\3": DIGEST.pattern}
    marked = DIGEST.sub("\3", MOMENT.sub("\2", ID.sub("\1", shown)))
    return "".join(stands_for.get(character) or re.escape(character) for character in marked)


def _environment(home: Path) -> dict[str, str]:
    programs = home / ".programs"
    if not programs.exists():
        programs.mkdir()
        regesta = programs / "regesta"
        regesta.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -c "from regesta.cli import main; main()" "$@"\n', "utf-8"
        )
        regesta.chmod(0o755)
    passed = {key: value for key, value in os.environ.items() if not key.startswith(("REGESTA_", "GIT_", "XDG_"))}
    own = {"HOME": str(home), "PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    return passed | own


def differences(document: str, home: Path) -> list[str]:
    """What is wrong with the transcripts of a document, run in an empty folder; stops at the first."""
    session = Session(home)
    found = map(session.differs, steps(document))
    return [wrong for wrong in [next(filter(None, found), None)] if wrong]


def rewritten(document: str, home: Path) -> str:
    """The document, with what its commands print now wherever that differs from what it shows."""
    lines = document.removesuffix("\n").split("\n")  # not splitlines: it cuts at U+2028, which an example holds
    session, moved = Session(home), 0
    for step in steps(document):
        code, printed = session.run(step.command)
        if session.same(step.shown, printed):
            continue
        print(f"line {step.line}: `{step.command}` prints something else now (exit {code})", file=sys.stderr)
        start = step.line - 1 + moved + step.command.count("\n") + 1
        lines[start : start + len(step.shown)] = printed
        moved += len(printed) - len(step.shown)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(rewritten(path.read_text("utf-8"), Path(folder)), "utf-8")
