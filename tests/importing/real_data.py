"""Where the real data lies that some tests read; they are skipped where it is not there."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent
MAPPINGS = REPOSITORY / "docs" / "mappings"


def data(name: str) -> Path:
    """A file or folder of the data; skips the test where it is not there."""
    root = Path(os.environ.get("REGESTA_DATA") or REPOSITORY.parent / "shared" / "data")
    path = root / name
    if not path.exists():
        pytest.skip(f"{name} of the real data is not there; REGESTA_DATA names its folder")
    return path
