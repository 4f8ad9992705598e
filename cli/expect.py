"""`regesta expect`: record what the record is expected to say."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from regesta.cli.adding import form_fields, typed_form
from regesta.cli.amending import amending, evidence_options, recorded
from regesta.cli.draft import Draft, Form, filled, made
from regesta.cli.evidence import evidence
from regesta.cli.options import here
from regesta.cli.printing import line, print_json, say
from regesta.cli.recording import Prepared

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.events.expectation import Expectation
    from regesta.projections.expecting import Verdict


@click.command()
@click.argument("assertion")
@click.option("--key", metavar="KEY", help="The expectation's id; if blank, the fact's own id.")
@click.option("--note", metavar="TEXT", help="Why it is expected.")
@evidence_options("expectation")
@click.option("--dry-run", is_flag=True, help="Tell whether it holds now, and record nothing.")
@amending
def expect(assertion: str, dry_run: bool, author: str | None, as_json: bool, **typed: object) -> None:
    """Record what the record is expected to say, and check it.

    The assertion is one of a small language, which docs/expectations.md tells. Names are matched as `add` matches
    them, and kept as ids. Whether it holds is looked up whenever the database is built. With --dry-run, exits with 1
    if it is broken.

    \b
    Example:
      regesta expect 'holder("us-ambassador-ru", 2018-06-01) = "Jon Huntsman"'
      regesta expect --dry-run 'count(postings, post = "us-ambassador-ru") >= 3'
    """
    form = typed_form({**typed, "expects": assertion}, {})
    if dry_run:
        _try(form, as_json)
        return
    found: list[Verdict] = []

    def make(desk: "Desk") -> Prepared:
        fact, said = _looked_up(form, desk)
        found.append(said)
        return Prepared((fact,))

    recorded({"author": author, "as_json": as_json}, make)
    say(_sentence(found[-1]))


def _looked_up(form: Form, desk: "Desk") -> "tuple[Expectation, Verdict]":
    """The expectation that a form says, and what the record says to it."""
    from regesta.events.expectation import Expectation
    from regesta.projections.expecting import verdict

    fields = tuple(replace(one, given=_ARGUMENT.get(one.name, one.given)) for one in form_fields("expectation"))
    fact = made(filled("expectation", form, fields, Draft(desk, evidence(form, desk))))
    assert isinstance(fact, Expectation) and fact.expects  # noqa: S101 - the form has its assertion
    return fact, verdict(fact.expects.assertion, desk.connection)


_ARGUMENT = {"expects": "ASSERTION"}
"""What is no option here: how messages name it."""


def _try(form: Form, as_json: bool) -> None:
    from regesta.cli.desk import opened

    with opened(here()) as desk:
        fact, found = _looked_up(form, desk)
    if as_json:
        print_json({"expects": fact.expects and fact.expects.text, "state": found.state, "found": found.found})
    else:
        line(_sentence(found))
    if found.state == "broken":
        raise click.exceptions.Exit(1)


def _sentence(found: "Verdict") -> str:
    state = {"holds": "It holds", "broken": "It is broken", "undecided": "It is undecided"}[found.state]
    return f"{state}: {found.found}."
