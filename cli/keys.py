"""Keys made from what things are called."""

import re
from collections.abc import Callable


def key_for(text: str, taken: Callable[[str], bool]) -> str:
    """A key in small letters a to z, digits and hyphens for what is called so; `-2` and so on if it is taken."""
    from anyascii import anyascii

    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:100].strip("-") or "unnamed"
    key, count = plain, 1
    while taken(key):
        count += 1
        key = f"{plain}-{count}"
    return key
