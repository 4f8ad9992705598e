"""The shell: `regesta` and its commands. One command family a file; each is loaded when it is called."""

import io
import os
import sys
from typing import Any

import click

from regesta.cli.lazy import LazyGroup, Line
from regesta.cli.options import dossier_option

START, RECORD, AMEND, READ, KEEP = "Begin", "Record", "Amend", "Read", "Keep and publish"

COMMANDS = (
    Line("init", "regesta.cli.init:init", "Start a dossier: a folder with an empty log.", START),
    Line("demo", "regesta.cli.serve:demo", "Build a seed dossier and serve it.", START),
    Line("add", "regesta.cli.add:add", "Record a fact.", RECORD),
    Line("import", "regesta.cli.importing:import_", "Record many facts from files, all or nothing.", RECORD),
    Line("expect", "regesta.cli.expect:expect", "Record what the record is expected to say, and check it.", RECORD),
    Line("correct", "regesta.cli.correct:correct", "Replace a fact by a corrected version.", AMEND),
    Line("retract", "regesta.cli.retract:retract", "Withdraw a fact; it stays visible, and says why.", AMEND),
    Line("confirm", "regesta.cli.confirm:confirm", "Add a citation to a fact.", AMEND),
    Line("suggest", "regesta.cli.suggest:suggest", "Suggest agents that may be one, to be judged one by one.", AMEND),
    Line("same", "regesta.cli.identity:same", "Judge two agents to be the same.", AMEND),
    Line("different", "regesta.cli.identity:different", "Judge two agents to be different.", AMEND),
    Line("undecided", "regesta.cli.identity:undecided", "Take back a judgement on two agents.", AMEND),
    Line("apart", "regesta.cli.apart:apart", "Take a cluster of agents apart.", AMEND),
    Line("origin", "regesta.cli.origin:origin", "Judge two origins to be one, or independent.", AMEND),
    Line("explain", "regesta.cli.explain:explain", "Explain a conflict.", AMEND),
    Line("show", "regesta.cli.show:show", "Show the record of a subject, or a fact.", READ),
    Line("who", "regesta.cli.who:who", "Tell who held a post: certainly, possibly, or not.", READ),
    Line("conflicts", "regesta.cli.conflicts:conflicts", "List what cannot all be true, by rule.", READ),
    Line("check", "regesta.cli.check:check", "Tell what needs a look: conflicts, expectations, quotes.", READ),
    Line("timeline", "regesta.cli.timeline:timeline", "List everything that has a date, in order.", READ),
    Line("find", "regesta.cli.find:find", "Search names, words, sources and quotes.", READ),
    Line("quote", "regesta.cli.quote:quote", "Find a quote in what was captured of a source.", READ),
    Line("log", "regesta.cli.log:log", "List what was recorded, the newest last.", READ),
    Line("diff", "regesta.cli.diff:diff", "Tell what changed between two editions, subject by subject, and why.", READ),
    Line("date", "regesta.cli.date:date", "Show how a wording of a date is read.", READ),
    Line(
        "restrict", "regesta.cli.restrict:restrict", "Keep a fact from being published: for good, or until a day.", KEEP
    ),
    Line("release", "regesta.cli.restrict:release", "Make public again what was restricted.", KEEP),
    Line("erase", "regesta.cli.erase:erase", "Destroy what a fact says, for good.", KEEP),
    Line("status", "regesta.cli.status:status", "Tell how large the dossier is, and how it is.", KEEP),
    Line("key", "regesta.cli.key:key", "Make or show the key that signs the log.", KEEP),
    Line("sign", "regesta.cli.sign:sign", "Sign the log as it is now.", KEEP),
    Line("prove", "regesta.cli.prove:prove", "Write a file that proves that a fact is in the signed log.", KEEP),
    Line("verify", "regesta.cli.verify:verify", "Check the log, the checkpoints, the captures and the quotes.", KEEP),
    Line("witness", "regesta.cli.witness:witness", "Cosign what somebody else published, as its witness.", KEEP),
    Line("tag", "regesta.cli.tag:tag", "Name the edition of this moment.", KEEP),
    Line("build", "regesta.cli.build:build", "Build the database, of today or as it was known before.", KEEP),
    Line("publish", "regesta.cli.publish:publish", "Write what is public as a folder that anybody can serve.", KEEP),
    Line("serve", "regesta.cli.serve:serve", "Show the dossier on this machine, or serve what was published.", KEEP),
)
"""Every command, in the order in which the help lists them; a new one is one line here."""


class Shell(LazyGroup):
    """The outermost group: what goes wrong inside becomes a sentence here."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        from regesta.cli.refusal import refusing

        return refusing(lambda: super(Shell, self).invoke(ctx))


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from regesta.cli.tool import TOOL

        click.echo(TOOL)
        ctx.exit()


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.command(cls=Shell, lines=COMMANDS, context_settings=_SETTINGS)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print it and exit."
)
@dossier_option
def cli() -> None:
    """Keep dated, sourced facts in a log that proves itself, and publish them.

    A dossier is a folder: a log that is only ever added to, the sources that were captured, and a database made from
    them. Commands use the dossier in the nearest parent folder; --dossier or REGESTA_DOSSIER names another.

    \b
    Example:
      regesta init senators && cd senators
      regesta add post --key mayor --title Mayor --place Springfield --observed
      regesta who mayor --on 2018-06-01
    """


def main() -> None:
    """What the `regesta` command runs."""
    _open_what_is_closed()
    _escape_what_has_no_sign()
    cli(prog_name="regesta")


def _open_what_is_closed() -> None:
    """Give the standard streams that were closed (`<&-`) an end that swallows: Python has None for them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123 - open for as long as the process


def _escape_what_has_no_sign() -> None:
    """Print what the terminal's encoding lacks as an escape: a name must not end a command in Latin-1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")
