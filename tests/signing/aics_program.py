"""A program over PyPI's `aics-tlog`, run by a Python of its own (3.12 on), for tests that others judge.

It stands in an environment apart: it needs a newer Python than Regesta does, and nobody who develops needs it.
"""

import os
import subprocess
from pathlib import Path

import pytest

from regesta.events.keys import VerifierKey, format_vkey

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parent.parent / ".tools" / "aics"
"""Where `.ci/run` puts it, if there is a Python that can run it."""


def aics(what: str, key: VerifierKey, *args: object) -> "subprocess.CompletedProcess[str]":
    """Run the program; the test is skipped where it is not installed, unless `REGESTA_AICS=required`."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        message = "aics-tlog is not installed: `bash .ci/aics` does it where there is a Python 3.12 or newer"
        pytest.fail(message) if os.environ.get("REGESTA_AICS") == "required" else pytest.skip(message)
    command = [python, HERE / "aics" / "verify.py", what, format_vkey(key), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
