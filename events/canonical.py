"""Canonical JSON, and what is hashed: sorted keys, no blanks, UTF-8, no number but integers that need none.

Ids are hashes of this, never of joined text, so that `("loc", "ationX")` and `("location", "X")` differ.
"""

import hashlib
import json
from collections.abc import Mapping

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Mapping[str, object]) -> bytes:
    """The one way to write a JSON object: keys sorted by code point, no blanks, UTF-8 unescaped.

    Refuses NaN and infinities (not JSON) and lone surrogates (not UTF-8) with a ValueError.
    """
    return _ENCODER.encode(value).encode("utf-8")


def sha256(data: bytes) -> bytes:
    """The 32 bytes of the SHA-256 of `data` (FIPS 180-4)."""
    return hashlib.sha256(data).digest()
