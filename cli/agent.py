"""`regesta add agent` and `regesta add name`."""

from regesta.cli.adding import Adding, adding, observed_without_source
from regesta.cli.desk import Desk
from regesta.cli.draft import Form
from regesta.cli.recording import Prepared
from regesta.cli.refusal import WrongUsage


def named(kind: str, form: Form, desk: Desk, agent_type: str = "person") -> Prepared:
    """The agent that a form says; the model cannot tell with which options its name and type are given."""
    missing = [f"--{name}" for name in ("name", "type") if not form.get(name)]
    if missing and not form.get("of"):
        types = "person, organization, office, group or anonymous"
        raise WrongUsage(
            f"{' and '.join(missing)}: a new agent needs a name and a type, which is {types}."
            " To add to an agent that is there, name it with --of."
        )
    return observed_without_source(kind, form, desk, agent_type)


agent = adding(
    Adding(
        "agent",
        help="Somebody who can hold, say or meet. A person, a body, or a voice that is not named. Without a --source,"
        " it is your own observation.",
        example='regesta add agent --key jon-huntsman --name "Jon Huntsman" --type person',
        make=named,
    )
)

name = adding(
    Adding(
        "name",
        help="A source names an agent so. A misspelling is a name with a citation, not an error to erase.",
        example=r"""
regesta add name --agent jon-huntsman --name Hutsman --form misspelling \
  --source digest""",
    )
)
