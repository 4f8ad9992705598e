"""The reference of all commands for docs/cli.md, made from the commands themselves (with cog: `make docs`)."""

from collections.abc import Iterator

import click

from regesta.cli import cli
from regesta.cli.lazy import LazyGroup

WIDTH = 80


def contents() -> str:
    """A table of every command with its summary, under the sections of the shell's help."""
    assert isinstance(cli, LazyGroup)  # noqa: S101 - the shell is one
    lines = []
    for section in dict.fromkeys(line.section for line in cli.lines.values()):
        lines += ["", f"**{section}**", "", "| | |", "|---|---|"]
        lines += [
            f"| [`{line.name}`](#regesta-{line.name}) | {line.summary} |"
            for line in cli.lines.values()
            if line.section == section
        ]
    return "\n".join(lines[1:])


def reference() -> str:
    """The help of every command, each under a heading of its own."""
    return "\n\n".join(f"## {path}\n\n```text\n{text}\n```" for path, text in helps())


def helps() -> Iterator[tuple[str, str]]:
    """Every command's path and its help at a terminal of 80 columns, groups before their commands."""
    context = click.Context(cli, info_name="regesta", terminal_width=WIDTH, max_content_width=WIDTH)
    yield from _below(cli, context)


def _below(group: click.Group, context: click.Context) -> Iterator[tuple[str, str]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        below = click.Context(command, parent=context, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
        yield below.command_path, command.get_help(below).rstrip()
        if isinstance(command, click.Group):
            yield from _below(command, below)
