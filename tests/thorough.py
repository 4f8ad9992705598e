"""How thoroughly laws are tried: as often as fits a run after every change or, at night, many times that."""

import os


def times(number: int) -> int:
    """So many tries, or as many times that as `REGESTA_THOROUGH` says."""
    return number * int(os.environ.get("REGESTA_THOROUGH") or 1)
