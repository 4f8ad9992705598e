"""Errors become sentences here, and only here.

Exit codes: 0 fine; 1 the answer is no, or the dossier or the files refuse; 2 the command line itself is wrong, which
shows without looking into a dossier. Our own bugs crash with a traceback: hiding one would hide what to mend.
"""

import errno
from collections.abc import Callable
from typing import IO, Any

import click

from regesta.cli.printing import safe
from regesta.events.errors import RegestaError


class WrongUsage(RegestaError):
    """What was typed is wrong in itself, whatever the dossier holds."""


class Refusal(click.ClickException):
    """What a user reads when we cannot go on; exits with 1, or with 2 if the command line itself is wrong."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        vars(self)["exit_code"] = exit_code  # click declares it for the class alone

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence to standard error, with nothing in it that could steer a terminal."""
        click.echo("Error: " + safe(self.message, keep="\n"), file=file, err=file is None)


def refusing(run: Callable[[], Any]) -> Any:
    """What `run` returns; its RegestaErrors, and the system's refusals, raised as sentences."""
    try:
        return run()
    except WrongUsage as error:
        raise Refusal(str(error), exit_code=2) from error
    except RegestaError as error:
        raise Refusal(str(error)) from error
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has left; click ends quietly
            raise
        where = f"{error.filename}: " if error.filename else ""
        raise Refusal(f"{where}{error.strerror or error}.") from error
