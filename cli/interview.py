"""`-i`: each field is asked for in order; what cannot be read is asked for again, with the reason."""

from collections.abc import Callable
from typing import TypeAlias

import click

from regesta.cli.adding import form_fields
from regesta.cli.desk import Desk, opened
from regesta.cli.draft import Draft, Form
from regesta.cli.evidence import Evidence, NotQuoted, evidence
from regesta.cli.fields import Field, Reads
from regesta.cli.printing import say
from regesta.cli.recording import Pen
from regesta.cli.worded import value
from regesta.events.errors import RegestaError
from regesta.events.facts import KINDS
from regesta.events.replacing import TAKES_UP

Answers: TypeAlias = dict[str, tuple[str, ...]]

_FIRST = ("source", "of")
_LAST = ("quote", "locator", "unverified", "observed", "via", "note", "key")
CLEAR = "-"
"""What clears a field that has a value."""


def interviewed(kind: str, form: Form, pen: Pen, recorded: Callable[[Form], None]) -> None:
    """Ask for the fields of a fact until it is recorded; what was typed as options is offered as it is.

    If the person leaves in between, what was typed is kept as a form.
    """
    answers: Answers = dict(form)
    say(f"{(KINDS[kind].__doc__ or kind).splitlines()[0]}")
    say(f"Blank leaves a field out, or keeps the value in brackets; {CLEAR} clears it. Ctrl-C leaves.")
    try:
        while True:
            with opened(pen.dossier, pen.ask, pen.new_agents, pen.kept) as desk:
                for field in ordered(kind):
                    _asked(field, answers, desk)
            try:
                recorded(answers)
            except RegestaError as refused:
                say(f"{refused}\nOnce more, from the start:")
            else:
                return
    except click.Abort:
        from regesta.cli.form import keep

        if answers:
            say(f"\nNothing is recorded. What you typed is kept in {keep(kind, answers, pen.dossier)}.")
            say(f"`regesta add {kind} --edit` goes on with it.")
        raise


def ordered(kind: str) -> tuple[Field, ...]:
    """The fields in the order in which they are asked for: the source first, for it gives relative dates their year."""
    fields = {field.name: field for field in form_fields(kind)}
    first = [name for name in _FIRST if name in fields]
    last = [name for name in _LAST if name in fields]
    middle = [name for name in fields if name not in (*first, *last)]
    return tuple(fields[name] for name in (*first, *middle, *last))


def _asked(field: Field, answers: Answers, desk: Desk) -> None:
    """Ask for one field until what was answered can be read; its texts are put among the answers."""
    if not _matters(field, answers):
        return
    say(f"\n{field.description}{_values(field)}")
    while True:
        texts = _typed(field, answers, desk)
        if texts or not field.required:
            break
        say(f"{field.name} is needed.")
    answers.pop(field.name, None)
    if texts:
        answers[field.name] = texts


def _matters(field: Field, answers: Answers) -> bool:
    """Whether the answers so far leave anything to ask."""
    match field.name:
        case "locator" | "quote":
            return "source" in answers
        case "observed":
            return "source" not in answers
        case "unverified" | "charset":  # given when a quote is not found, or a text was not read right
            return False
        case "allow_local":
            return any(address.startswith(("http://", "https://")) for address in answers.get("capture", ()))
        case "replaces":
            return "start" in answers and answers["phase"][-1] in TAKES_UP
        case "key":
            return "of" not in answers
        case _:
            return True


def _values(field: Field) -> str:
    unsaid = [choice for choice in field.choices if choice not in field.description]
    return f" ({', '.join(field.choices)})" if unsaid else ""


def _typed(field: Field, answers: Answers, desk: Desk) -> tuple[str, ...]:
    """What the person types: one text, or for a field that takes several, one after another until a blank.

    Each is read when it is typed, and asked for again if it cannot be. A blank keeps what the field held before.
    """
    before = answers.get(field.name, ())
    texts: tuple[str, ...] = ()
    kept = f" [{', '.join(before)}]" if before else ""
    while True:
        question = f"{field.name} (another, or blank)" if texts else f"{field.name}{kept}"
        text = click.prompt(question, default="", show_default=False, prompt_suffix=": ", err=True).strip()
        if text == CLEAR:
            return ()
        if not text and not texts and not _accepted(field, before, answers, desk):
            before, kept = (), ""
            continue
        if not text:
            return texts or before
        if _accepted(field, (*texts, text), answers, desk):
            texts = (*texts, text)
            if not field.many:
                return texts


def _accepted(field: Field, texts: tuple[str, ...], answers: Answers, desk: Desk) -> bool:
    """Whether the texts can be read; if not, the reason was said. A quote that is not found may be confirmed."""
    try:
        _read(field, texts, answers, desk)
    except NotQuoted as refused:
        say(str(refused))
        if not click.confirm("Record it as unverified?", default=False, err=True):
            return False
        answers["unverified"] = ("yes",)
    except RegestaError as refused:
        say(str(refused))
        return False
    return True


def _read(field: Field, texts: tuple[str, ...], answers: Answers, desk: Desk) -> None:
    """Read the texts as they will be read in the end, and drop the result: the errors are what is wanted."""
    if not texts:
        return
    cited = {name: told for name, told in answers.items() if name in ("source", "unverified")}
    if field.name in ("source", "locator", "quote"):
        evidence({**cited, field.name: texts}, desk)
        return
    draft = Draft(desk, evidence(cited, desk) if cited.get("source") else Evidence())
    if field.reads is not Reads.TEXT:
        value(field, texts, draft)
