"""`regesta add agent` and `regesta add name`."""

from regesta.cli.adding import Adding, adding, observed_without_source

agent = adding(
    Adding(
        "agent",
        help="Somebody who can hold, say or meet. A person, a body, or a voice that is not named. Without a --source,"
        " it is your own observation.",
        example='regesta add agent --key jon-huntsman --name "Jon Huntsman" --type person',
        make=observed_without_source,
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
