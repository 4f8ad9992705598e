"""How a kind of fact is added: its options made from its model, and one way to record for all kinds."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from regesta.cli.author import author
from regesta.cli.completion import ANY, Known
from regesta.cli.desk import Ask, Desk
from regesta.cli.draft import Draft, Form, filled, made
from regesta.cli.evidence import evidence
from regesta.cli.fields import ALIASES, Field, Reads, evidence_fields, fields, fields_of_another
from regesta.cli.level import level, options, remarks_on
from regesta.cli.options import author_option, dossier_option, here, json_option
from regesta.cli.printing import say
from regesta.cli.recording import Pen, Prepared, commit, tell
from regesta.cli.refusal import WrongUsage
from regesta.events.facts import KINDS, Fact
from regesta.events.restriction import CODES

_CODES = tuple(code for code in CODES if code != "other")
"""Another reason has to be told, which `regesta restrict` asks for."""

Make = Callable[[str, Form, Desk, str], Prepared]
"""Makes the facts of a form: its kind, what was filled in, the desk, and the type of agents that are new."""


def prepared(kind: str, form: Form, desk: Desk, agent_type: str = "person") -> Prepared:
    """The fact that a form says, after the agents that it names for the first time."""
    draft = Draft(desk, evidence(form, desk), agent_type=agent_type)
    fact = made(filled(kind, form, form_fields(kind), draft))
    return Prepared((*draft.added, fact), remarks=tuple(draft.remarks))


def observed_without_source(kind: str, form: Form, desk: Desk, agent_type: str = "person") -> Prepared:
    """As `prepared`; what cites no source is recorded as the author's own observation, and that is said."""
    if form.keys() & {"source", "observed"}:
        return prepared(kind, form, desk, agent_type)
    observed = prepared(kind, {**form, "observed": ("yes",)}, desk, agent_type)
    remark = "No source is cited: recorded as your own observation."
    return Prepared(observed.facts, observed.main, (*observed.remarks, remark))


@dataclass(frozen=True, slots=True)
class Adding:
    """How one kind of fact is added."""

    kind: str
    help: str
    """What the command's help says."""
    example: str
    """A whole command line, or several."""
    also: tuple[click.Option, ...] = ()
    """Options that give a field under another name (`fields.ALIASES`)."""
    make: Make = prepared


def adding(how: Adding) -> click.Command:
    """The command `regesta add KIND`."""
    command = click.Command(
        how.kind,
        callback=lambda **typed: _add(how, typed),
        params=[*map(option, form_fields(how.kind)), *how.also, *_ways_in(), *options(_CODES)],
        help=f"{how.help}\n\n\b\nExample:\n  " + how.example.strip().replace("\n", "\n  "),
    )
    for decorate in (author_option, dossier_option, json_option):
        command = decorate(command)
    return command


def form_fields(kind: str) -> tuple[Field, ...]:
    """The fields that a person fills in to add a fact of this kind, in the order of the form."""
    model = KINDS[kind]
    return (*fields(model), *fields_of_another(model), *evidence_fields(model))


def option(field: Field) -> click.Option:
    """The option that gives a field."""
    is_flag = field.reads is Reads.FLAG
    return click.Option(
        [field.option, field.name],
        metavar=None if is_flag else field.shape,
        type=None if is_flag else _type(field),
        is_flag=is_flag,
        multiple=field.many,
        help=_sentence(field.description) + (" Repeat it for several." if field.many else ""),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _type(field: Field) -> click.ParamType[str]:
    match field.reads:
        case Reads.CHOICE:
            return click.Choice(field.choices, case_sensitive=False)
        case Reads.AGENT | Reads.HOP | Reads.REPLACED:
            return Known(field.shape, ("agent",))
        case Reads.SUBJECT | Reads.DERIVATION:
            return Known(field.shape, (field.kind or "source",))
        case Reads.ABOUT:
            return Known(field.shape, ANY)
        case _:
            return click.STRING


def _ways_in() -> tuple[click.Option, ...]:
    types = click.Choice(["person", "organization", "office", "group"])
    return (
        click.Option(["--new-agent"], is_flag=True, help="A name that comes near to a known one is a new agent's."),
        click.Option(
            ["--agent-type"],
            type=types,
            default="person",
            show_default=True,
            metavar="TYPE",
            help="What an agent is that is named for the first time: person, organization, office or group.",
        ),
        click.Option(["-i", "--interactive"], is_flag=True, help="Ask for each field."),
        click.Option(["--edit"], is_flag=True, help="Fill in a form in $VISUAL or $EDITOR."),
    )


def _add(how: Adding, typed: dict[str, Any]) -> None:
    ask, dossier = asker(), here()
    by = author(typed.pop("author"), dossier.path, ask is not None)
    said = level(typed.pop("internal"), typed.pop("withhold"), typed.pop("until"))
    pen = Pen(dossier, by, ask, typed.pop("new_agent"), restricting=None if said is None else _restricting(said))
    as_json, agent_type = typed.pop("as_json"), typed.pop("agent_type")
    interactive, edit = typed.pop("interactive"), typed.pop("edit")
    form = typed_form(typed, ALIASES.get(how.kind, {}))

    def recorded(form: Form) -> None:
        tell(pen, commit(pen, lambda desk: how.make(how.kind, form, desk, agent_type)), as_json)
        if said is not None:
            say(" ".join((f"Restricted from its first moment: {said.get('code', said['level'])}.", *remarks_on(said))))

    if edit:
        from regesta.cli.form import edited

        edited(how.kind, form, pen, recorded)
    elif interactive:
        from regesta.cli.interview import interviewed

        interviewed(how.kind, form, pen, recorded)
    else:
        recorded(form)


def _restricting(said: Mapping[str, object]) -> Callable[[str], Fact]:
    """Makes the restriction of each fact that is recorded, of the agents that it names for the first time, too."""
    return lambda fact: made({"kind": "restriction", "fact": fact, **said})


def typed_form(typed: Mapping[str, Any], aliases: Mapping[str, str]) -> Form:
    """What was typed as options, as a form: the texts of each option that was given."""
    form: dict[str, tuple[str, ...]] = {}
    for name, value in typed.items():
        texts = _texts(value)
        field = aliases.get(name, name)
        if not texts:
            continue
        if field in form:
            other = next(other for other, same in aliases.items() if same == field)
            raise WrongUsage(f"--{other} and --{field} say the same; give one of them.")
        form[field] = texts
    return form


def _texts(value: object) -> tuple[str, ...]:
    match value:
        case None | False:
            return ()
        case True:
            return ("yes",)
        case tuple():
            return tuple(map(str, value))
        case _:
            return (str(value),)


def asker() -> Ask | None:
    """How to ask the person at the terminal; None if there is none. Questions go to standard error."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    return lambda question: str(click.prompt(question, prompt_suffix="", default="", show_default=False, err=True))
