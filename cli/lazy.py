"""A group of commands that loads each command when it is called, so that start-up costs what is used.

A group is keyed by a tuple of lines, one for each command. A line repeats the first sentence of its command's help,
so that the group's own help loads nothing; a test compares the two.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import click


class Line(NamedTuple):
    """The registration of one command: its name, where it is, and what it does in a sentence."""

    name: str
    target: str
    """`package.module:attribute` of the click command."""
    summary: str
    section: str = "Commands"
    """The heading under which the group's help lists it."""


class LazyGroup(click.Group):
    """A click group whose commands are named by lines and imported when they are asked for."""

    def __init__(self, *args: Any, lines: Sequence[Line] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.lines = {line.name: line for line in lines}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names, in the order of their lines."""
        return list(self.lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None if there is no line for it."""
        line = self.lines.get(cmd_name)
        if line is None:
            return None
        module, _, attribute = line.target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        command.short_help = line.summary
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their sections, from the lines alone."""
        width = formatter.width - 6 - max(map(len, self.lines), default=0)
        for section in dict.fromkeys(line.section for line in self.lines.values()):
            lines = [line for line in self.lines.values() if line.section == section]
            with formatter.section(section):
                formatter.write_dl([(line.name, _shortened(line.summary, width)) for line in lines])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; names the nearest ones when there is none of this name."""
        if args and args[0] not in self.lines and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.lines, n=3)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{meant} `{ctx.command_path} --help` lists them.")
        return super().resolve_command(ctx, args)


def _shortened(summary: str, width: int) -> str:
    text = summary.removesuffix(".")
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
