"""What a record rests on, in words."""

from collections.abc import Mapping
from typing import Any


def weight(row: Mapping[str, Any]) -> str:
    """3 citations, 2 independent origins; 1 quote unverified"""
    citations, origins, unverified = row["citations"], row["independent_origins"], row["unverified"]
    doubt = f"; {_count(unverified, 'quote')} unverified" if unverified else ""
    return f"{_count(citations, 'citation')}, {_count(origins, 'independent origin')}{doubt}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
