"""The options that mean the same on every command that has them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from regesta.events.dossier import Dossier

Decorated = TypeVar("Decorated", bound=Callable[..., object])

_DOSSIER = "regesta.dossier"


def _remember(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.meta[_DOSSIER] = value


def dossier_option(command: Decorated) -> Decorated:
    """Adds --dossier; it may stand before or after the command's name. `here` gives the dossier."""
    return click.option(
        "--dossier",
        "dossier",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        callback=_remember,
        help="The dossier's folder; otherwise REGESTA_DOSSIER, or the nearest folder upwards that is one.",
    )(command)


def here(ctx: click.Context | None = None) -> "Dossier":
    """The dossier of this command: --dossier, REGESTA_DOSSIER, or the nearest folder upwards; RegestaError if none.

    While a shell completes, no context is the current one, and `ctx` gives it.
    """
    from regesta.events.dossier import find_dossier, open_dossier

    named = (ctx or click.get_current_context()).meta.get(_DOSSIER) or os.environ.get("REGESTA_DOSSIER")
    return open_dossier(Path(named)) if named else find_dossier(Path.cwd())


def json_option(command: Decorated) -> Decorated:
    """Adds --json, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, in the shape that docs/cli.md tells.")(
        command
    )


def author_option(command: Decorated) -> Decorated:
    """Adds --author, which REGESTA_AUTHOR gives too."""
    return click.option(
        "--author",
        metavar="NAME",
        envvar="REGESTA_AUTHOR",
        help="Who records; otherwise REGESTA_AUTHOR, or git's user.name and user.email.",
    )(command)
