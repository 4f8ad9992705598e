"""Several names in a sentence."""

from collections.abc import Iterable


def listed(several: Iterable[str]) -> str:
    """Ann, Bob and Carl"""
    names = tuple(several)
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
