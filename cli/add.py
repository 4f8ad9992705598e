"""`regesta add`: record a fact. Each kind of fact is one line here, and a file of its own."""

import click

from regesta.cli.lazy import LazyGroup, Line

KINDS = (
    Line("source", "regesta.cli.source:source", "A document exists: an article, a letter, a register.", "Evidence"),
    Line("agent", "regesta.cli.agent:agent", "Somebody who can hold, say or meet.", "Who"),
    Line("name", "regesta.cli.agent:name", "A source names an agent so.", "Who"),
    Line("post", "regesta.cli.post:post", "A seat exists, whoever holds it.", "What happened"),
    Line("posting", "regesta.cli.posting:posting", "One phase of somebody's time in a post.", "What happened"),
    Line("statement", "regesta.cli.statement:statement", "Somebody said something.", "What happened"),
    Line("meeting", "regesta.cli.meeting:meeting", "One step of a meeting that somebody sought.", "What happened"),
)
"""Every kind of fact that can be added by hand; a new one is one line here."""


@click.command(cls=LazyGroup, lines=KINDS)
def add() -> None:
    """Record a fact.

    Every fact says what it rests on: a --source, with the words of it as --quote, or --observed. Dates are typed as
    the source words them ("in October", "by autumn of 2017"). Names are matched with those that are known; nothing is
    merged without asking. What is recorded is never edited: `regesta correct` replaces it, and keeps both.

    \b
    Example:
      regesta add posting --holder "Jon Huntsman" --post us-ambassador-ru \\
        --phase serving --start "by autumn of 2017" --end "in October" \\
        --source digest --quote "planned to step down in October"
    """
