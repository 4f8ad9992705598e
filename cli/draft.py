"""A fact on its way from what was typed to the log, with the agents that are recorded along with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from regesta.cli.desk import Desk
from regesta.cli.evidence import Evidence
from regesta.cli.fields import Field, Reads
from regesta.cli.refusal import WrongUsage
from regesta.cli.worded import heard_by, value
from regesta.events.claim import Evidenced
from regesta.events.errors import InvalidInput
from regesta.events.facts import KINDS, Fact, parse_fact

Form = Mapping[str, tuple[str, ...]]
"""What a person filled in: the texts of each field, by its name; a field that was left out is not there."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the fields of one fact are read against."""

    desk: Desk
    evidence: Evidence
    added: list[Fact] = field(default_factory=list)
    """Agents and spellings that were named for the first time: they are recorded in the same commit."""

    remarks: list[str] = field(default_factory=list)
    """What to tell the person about them once they are recorded."""
    agent_type: str = "person"
    """What an agent is that is named for the first time."""
    heard_by: str | None = None
    """To whom voices without a name spoke; None if it was to the outlet of the first cited source."""


def filled(kind: str, form: Form, fields: tuple[Field, ...], draft: Draft) -> dict[str, object]:
    """The values of a form, as the kind's model takes them, with the draft's evidence."""
    model = KINDS[kind]
    if issubclass(model, Evidenced) and not evidenced(draft.evidence):
        raise WrongUsage(f"{kind}: cites no source. Name one with --source, or say --observed if you saw it yourself.")
    said: dict[str, object] = {"kind": kind, **evidenced(draft.evidence)}
    names = {info.alias or name for name, info in model.model_fields.items()}
    # The hops come first: they tell to whom a speaker without a name spoke.
    for one in sorted(fields, key=lambda field: field.reads is not Reads.HOP):
        texts = tuple(text for text in form.get(one.name, ()) if text.strip())
        if texts and one.name in names:
            said[one.name] = value(one, texts, draft)
            if one.reads is Reads.HOP:
                draft = replace(draft, heard_by=heard_by(said[one.name], draft))  # type: ignore[arg-type]
    return said


def evidenced(evidence: Evidence) -> dict[str, object]:
    """The fields in which a fact carries its evidence; none where there is none."""
    said: dict[str, object] = {}
    if evidence.citations:
        said["citations"] = evidence.citations
    if evidence.observation:
        said["observation"] = True
    return said


def made(said: Mapping[str, object], given: str = "--{}") -> Fact:
    """The fact; raises WrongUsage with every problem, each under its option (`Field.given`)."""
    kind = str(said["kind"])
    try:
        return parse_fact(said, place="")
    except InvalidInput as refused:
        raise WrongUsage("\n".join(_optioned(str(one), kind, given) for one in refused.problems)) from refused


def _optioned(problem: str, kind: str, given: str) -> str:
    """`, "derived_from.0.how": …` as a person reads it who typed options: `--derived-from: …`."""
    if not problem.startswith(', "'):
        return f"{kind}: {problem.removeprefix(': ')}"
    path, _, rest = problem.removeprefix(', "').partition('"')
    return given.format(path.split(".")[0].replace("_", "-")) + rest
