"""The key under which each fact of an import is known again.

It is `KIND/KEY` for a fact with a key; a fact that adds to a subject with `of` and has none is `KIND/OF/PHASE`, or
step, or mode, if no other fact of the run would be called so; and any other is `KIND/~` and a hash of what was
written. A key may stand for a subject of each kind, so the kind belongs to it.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from regesta.events.canonical import canonical, sha256
from regesta.events.importing.forms import discriminator


class Origins:
    """Tells the keys of a run's drafts, once it has counted those without."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def count(self, kind: str, fields: Mapping[str, Any]) -> None:
        """Take note of a draft that may be called by its phase."""
        if (derived := _derived(kind, fields)) is not None:
            self._counts[derived] += 1

    def key(self, kind: str, fields: Mapping[str, Any]) -> str:
        """The key of a draft."""
        own = fields.get("key")
        if isinstance(own, str):
            return f"{kind}/{own}"
        derived = _derived(kind, fields)
        if derived is not None and self._counts[derived] == 1:
            return derived
        return f"{kind}/~{sha256(canonical({'': _texts(fields)})).hex()[:16]}"


def _derived(kind: str, fields: Mapping[str, Any]) -> str | None:
    of, by = fields.get("of"), discriminator(kind)
    if by is None or fields.get("key") is not None:
        return None
    told = fields.get(by)
    return f"{kind}/{of}/{told}" if isinstance(of, str) and isinstance(told, str) else None


def _texts(value: Any) -> Any:
    """The same value for the same meaning, whether YAML, JSON or CSV said it."""
    match value:
        case Mapping():
            return {str(key): _texts(part) for key, part in value.items() if part is not None}
        case list():
            return [_texts(part) for part in value]
        case bool():
            return "true" if value else "false"
        case str():
            return value.encode("utf-8", "replace").decode("utf-8")
        case _:
            return str(value)
