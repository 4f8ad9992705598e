"""`regesta correct`: replace a fact by a corrected version."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import click

from regesta.cli.adding import form_fields, typed_form
from regesta.cli.amending import NotInForce, amending, evidence_options, fact_named, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import Draft, Form, made
from regesta.cli.evidence import Evidence, evidence, evidence_of
from regesta.cli.fields import ALIASES, Field, evidence_fields, fields_of_another
from regesta.cli.recording import Prepared
from regesta.cli.refusal import WrongUsage
from regesta.cli.worded import value
from regesta.events.amendment import Motive
from regesta.events.facts import KINDS, Fact, content, parse_fact
from regesta.projections.reading import ledger

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.projections.reading.rows import Row

_SET = "--set {}"
_FIXED = frozenset({"key", "of", "kind"})
"""What a correction leaves as it is: it speaks of the same subject."""


@click.command()
@click.argument("fact", type=Known("FACT", ("fact",)))
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help="A field as it should be, typed as its option would be; a blank VALUE clears it. Repeat it for several.",
)
@click.option(
    "--motive",
    type=click.Choice(get_args(Motive)),
    metavar="MOTIVE",
    required=True,
    help="was-wrong: it never was so. no-longer-true: it was so, and has changed. clerical: a slip of the pen."
    " source-corrected: the source corrected itself.",
)
@click.option("--note", required=True, metavar="TEXT", help="What is corrected, and why.")
@evidence_options("name")
@click.option("--new-agent", is_flag=True, help="A name that comes near to a known one is a new agent's.")
@amending
def correct(
    fact: str,
    changes: tuple[str, ...],
    motive: str,
    note: str,
    author: str | None,
    as_json: bool,
    new_agent: bool,
    **typed: object,
) -> None:
    """Replace a fact by a corrected version.

    The whole fact is recorded anew, with what --set changes; the version before stays in the log and in the history.
    A --source is added to those that the fact cites, and gives relative dates their year.

    \b
    Example:
      regesta correct 0j522q3z --set end=2019-10-03 --motive was-wrong \\
        --note "The first report gave only the month." --source trend
    """
    form = typed_form(typed, {})

    def make(desk: "Desk") -> Prepared:
        base = _base(fact, changes, desk)
        before = _plain(base)
        draft = Draft(desk, _evidence(before, form, desk))
        after = made(_changed(before, _texts(changes, before.kind), draft), _SET)
        if getattr(after, "level", "") == "erased":
            raise WrongUsage(
                "--set: level=erased is recorded by `regesta erase` alone, which destroys what a fact said."
            )
        if content(after) == content(before):
            raise WrongUsage("--set: nothing changes; the fact says so already.")
        said = {"kind": "correction", "replaces": base["id"], "fact": after, "motive": motive, "note": note}
        return Prepared((*draft.added, made(said)), remarks=tuple(draft.remarks))

    recorded({"author": author, "as_json": as_json, "new_agent": new_agent}, make)


def _base(text: str, changes: tuple[str, ...], desk: "Desk") -> "Row":
    """The version in force of the fact that is named; of a subject's facts, the one that has what is set."""

    def has_what_is_set(row: "Row") -> bool:
        if not isinstance(row["json"], dict):
            return False  # what it says is withheld
        kind = _plain(row).kind
        return {_field(change, kind) for change in changes} <= _settable(kind)

    row = fact_named(text, desk.connection, has_what_is_set)
    if row["kind"] in ("retraction", "confirmation"):
        raise NotInForce(f"FACT: {row['id']} is a {row['kind']}; retract it, and record what holds.")
    base = ledger.in_force(desk.connection, str(row["id"]))
    if base is None:
        raise NotInForce(f"FACT: {row['id']} ({row['says']}) is withdrawn; retract the retraction, or record it anew.")
    return base


def _plain(row: "Row") -> Any:
    """The fact of a row that speaks of the world: what a correction put in force, or the fact itself."""
    said = row["json"]
    assert isinstance(said, dict)  # noqa: S101 - it was recorded as an object
    return parse_fact(said.get("fact", said) if said["kind"] == "correction" else said)


def _evidence(before: Any, form: Form, desk: "Desk") -> Evidence:
    """What the new version rests on: what the old one did, and what is cited now, which is asked first for dates."""
    old = evidence_of(before.citations, before.observation, desk)
    if not form:
        return old
    new = evidence(form, desk)
    cited = {citation.source for citation in old.citations}
    added = tuple(
        citation
        for citation in new.citations
        if citation not in old.citations and (citation.quote or citation.locator or citation.source not in cited)
    )
    observed = (old.observation and not new.citations) or new.observation
    return replace(new, citations=(*old.citations, *added), observation=observed)


def _texts(changes: tuple[str, ...], kind: str) -> dict[str, tuple[str, ...]]:
    """The new texts of each field that is set; none for one that is cleared."""
    known = _settable(kind)
    texts: dict[str, tuple[str, ...]] = {}
    for change in changes:
        _, equals, text = change.partition("=")
        name = _field(change, kind)
        if not equals:
            raise WrongUsage(f"--set: {change!r} has no '='; write FIELD=VALUE, such as end=2019-10-03.")
        if name in _FIXED:
            raise WrongUsage(f"--set: {name!r} cannot be corrected; retract the fact and record it anew.")
        if name not in known:
            raise WrongUsage(f"--set: {name!r} is no field of a {kind} that can be set: {', '.join(sorted(known))}.")
        texts[name] = (*texts.get(name, ()), *((text.strip(),) if text.strip() else ()))
    return texts


def _settable(kind: str) -> set[str]:
    """The fields of a kind that a correction may set."""
    others = (*evidence_fields(KINDS[kind]), *fields_of_another(KINDS[kind]))
    return {field.name for field in form_fields(kind)} - {field.name for field in others} - _FIXED


def _field(change: str, kind: str) -> str:
    """The name of the field that is set, as a kind knows it."""
    name = change.partition("=")[0].strip().removeprefix("--").replace("-", "_")
    return ALIASES.get(kind, {}).get(name, name)


def _changed(before: Any, texts: Mapping[str, tuple[str, ...]], draft: Draft) -> dict[str, object]:
    """The values of the new version: those of the old one, but for what is set and what it rests on."""
    said = dict(_values(before))
    said["citations"], said["observation"] = draft.evidence.citations, draft.evidence.observation
    for field in form_fields(before.kind):
        if field.name in texts:
            said.pop(field.name, None)
            if texts[field.name]:
                said[field.name] = value(_as_set(field), texts[field.name], draft)
    return said


def _values(fact: Fact) -> Iterator[tuple[str, object]]:
    """A fact's fields by their names in JSON, those that were not given left out."""
    for name, info in type(fact).model_fields.items():
        if name in fact.model_fields_set:
            yield info.alias or name, getattr(fact, name)


def _as_set(field: Field) -> Field:
    return replace(field, given=_SET)
