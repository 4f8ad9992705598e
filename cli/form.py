"""`--edit`: a form in an editor. What was typed is never lost: a form that is refused is kept, and offered again."""

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from regesta.cli.adding import form_fields
from regesta.cli.draft import Form
from regesta.cli.fields import Field, Reads
from regesta.cli.printing import say
from regesta.cli.recording import Pen
from regesta.events.dossier import Dossier
from regesta.events.errors import InvalidInput, Problem, RegestaError
from regesta.events.facts import KINDS

_PROBLEM = "#! "
LONGEST = 1_000_000
"""The longest form, in characters."""


def edited(kind: str, form: Form, pen: Pen, recorded: Callable[[Form], None]) -> None:
    """Let the person fill in a form until it is recorded, or left as it was.

    A form that was kept before is offered again, unless options say that another one is meant.
    """
    path, before = _begun(kind, form, pen.dossier)
    while True:
        click.edit(filename=str(path))
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        if _without_problems(text) == _without_problems(before) or not _lines(text):
            _leave(kind, path, text, pen.dossier)
            return
        try:
            recorded(parse_form(kind, text))
        except RegestaError as refused:
            before = _with_problems(text, str(refused))
            path.write_text(before, encoding="utf-8", errors="surrogateescape")
            say(f"Not recorded; the form is in {path}, and opens again:\n{refused}")
        else:
            path.unlink()
            return


def keep(kind: str, form: Form, dossier: Dossier) -> Path:
    """Keep what was filled in as a form, and tell where."""
    path = _folder(dossier) / f"{kind}-{os.getpid()}.yml"
    path.write_text(format_form(kind, form), encoding="utf-8", errors="surrogateescape")
    return _kept(kind, path)


def format_form(kind: str, form: Form) -> str:
    """The form for a kind of fact: YAML, a commented line for each field, filled in as far as is known."""
    about = (KINDS[kind].__doc__ or kind).splitlines()[0]
    head = (
        f"# {kind}: {about}\n# Fill in what is known, save and close. A form that is left as it is records nothing.\n"
        '# Several values stand on a line each, with "- " before them.\n'
    )
    return head + "".join(f"\n{_field_text(field, form.get(field.name, ()))}" for field in form_fields(kind))


def parse_form(kind: str, text: str) -> Form:
    """What a form says; raises InvalidInput with every problem, each with its line.

    Every value is text, as it would be on the command line: nothing is taken for a number, a date or a yes.
    """
    import yaml

    if len(text) > LONGEST:
        raise InvalidInput((Problem("The form", "is longer than a million characters."),))
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"Line {mark.line + 1}" if mark else "The form"
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise InvalidInput((Problem(place, f"is not YAML: {what}.", "Text with a colon stands in quotes."),)) from error
    if not isinstance(node, yaml.MappingNode):
        raise InvalidInput((Problem("The form", "has no fields.", "Write a field, a colon, and its value."),))
    names = {field.name for field in form_fields(kind)}
    form: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for key, value in node.value:
        place = f"Line {key.start_mark.line + 1}"
        texts = _scalars(value)
        if key.value not in names:
            problems.append(Problem(place, f"{key.value!r} is no field of this form."))
        elif key.value in form:
            problems.append(Problem(place, f"{key.value} stands here a second time;", "put the values under one."))
        elif texts is None:
            problems.append(Problem(place, f"{key.value} is neither text nor a list of texts."))
        elif texts:
            form[key.value] = texts
    if problems:
        raise InvalidInput(tuple(problems))
    return form


def _scalars(node: object) -> tuple[str, ...] | None:
    """The texts of a value: one, or those of a list, blanks left out; None if it is anything else."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return (node.value,) if node.value.strip() else ()
    if isinstance(node, yaml.SequenceNode) and all(isinstance(part, yaml.ScalarNode) for part in node.value):
        return tuple(part.value for part in node.value if part.value.strip())
    return None


_SHAPES = {Reads.FLAG: "yes or blank", Reads.TEXT: "", Reads.CHOICE: ""}


def _field_text(field: Field, texts: tuple[str, ...]) -> str:
    import yaml

    shape = _SHAPES.get(field.reads, field.shape)
    comment = f"# {field.description}" + (f" ({shape})" if shape else "") + (" (several)" if field.many else "")
    if not texts:
        return f"{comment}\n{field.name}:\n"
    value: object = list(texts) if len(texts) > 1 else texts[0]
    return f"{comment}\n{yaml.safe_dump({field.name: value}, allow_unicode=True, width=10_000)}"


def _begun(kind: str, form: Form, dossier: Dossier) -> tuple[Path, str]:
    """The file to edit and what it holds: a form kept before, or a new one."""
    folder = _folder(dossier)
    path = folder / f"{kind}-{os.getpid()}.yml"
    for kept in () if form else (folder / f"{kind}.yml", *_orphans(folder, kind)):
        try:
            kept.rename(path)
        except FileNotFoundError:
            continue
        say("Going on with the form that was kept. Empty it to begin anew.")
        return path, path.read_text(encoding="utf-8", errors="surrogateescape")
    text = format_form(kind, form)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return path, text


def _orphans(folder: Path, kind: str) -> Iterator[Path]:
    """Forms of commands that ended without a word, as when the terminal was closed."""
    for path in sorted(folder.glob(f"{kind}-*.yml")):
        number = re.fullmatch(rf"{re.escape(kind)}-([0-9]+)\.yml", path.name)
        if number and not _alive(int(number[1])):
            yield path


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _folder(dossier: Dossier) -> Path:
    """Where forms are kept: with what can be thrown away in the dossier, or in the temporary folder."""
    folder = dossier.build / "forms"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir())
    return folder if os.access(folder, os.W_OK) else Path(tempfile.gettempdir())


def _leave(kind: str, path: Path, text: str, dossier: Dossier) -> None:
    if not _lines(text) or text == format_form(kind, {}):
        path.unlink()
        say("The form was left empty: nothing is recorded.")
        return
    say(f"Nothing is recorded. The form is kept in {_kept(kind, path)}; `regesta add {kind} --edit` goes on with it.")


def _kept(kind: str, path: Path) -> Path:
    """The path under which the form is found again."""
    place = path.with_name(f"{kind}.yml")
    if place.exists():
        return path
    return path.rename(place)


def _lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line for line in text.splitlines() if re.search(r":\s*\S|^\s*-\s*\S|^\s+\S", line) and line[:1] != "#"]


def _with_problems(text: str, problems: str) -> str:
    """The form with what is wrong with it at its top, as comments; those of before are taken away."""
    return "".join(f"{_PROBLEM}{line}\n" for line in problems.splitlines()) + _without_problems(text)


def _without_problems(text: str) -> str:
    """The form as it was left: an editor that is a program may write the same again, without what we put there."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_PROBLEM))
