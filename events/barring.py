"""Barring: that an import does not bring back what was erased, without a word of what that was.

An import knows its facts again by their keys, and a key may be a name. So the record of an erasure keeps a salted hash
of the key instead, one that is slow to compute (PBKDF2, RFC 8018, section 5.2): whoever has the record can try guesses,
but not many. The record itself is never published.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable

from regesta.events.canonical import canonical
from regesta.events.claim import Origin
from regesta.events.restriction import Barred

ROUNDS = 20_000
"""How often it is hashed: some milliseconds a key."""

SALT_BYTES = 16


def bar(origins: Iterable[Origin], known: Iterable[Barred], salt: Callable[[int], bytes]) -> tuple[Barred, ...]:
    """What keeps an import from bringing these facts again.

    Those of one import share a salt, that of the ones `known` before if there are any, so that a large file is hashed
    once and not once for each of them.
    """
    salts = {one.name: one.salt for one in known}
    found = []
    for origin in origins:
        used = salts.setdefault(origin.name, b64encode(salt(SALT_BYTES)).decode("ascii"))
        found.append(Barred(name=origin.name, salt=used, hash=_hash(origin, used)))
    return tuple(found)


class Bars:
    """The keys that imports may not bring again."""

    def __init__(self, known: Iterable[Barred]) -> None:
        self._hashes: dict[str, dict[str, set[str]]] = {}
        for one in known:
            self._hashes.setdefault(one.name, {}).setdefault(one.salt, set()).add(one.hash)

    def __contains__(self, origin: Origin) -> bool:
        return any(_hash(origin, salt) in hashes for salt, hashes in self._hashes.get(origin.name, {}).items())


def _hash(origin: Origin, salt: str) -> str:
    told = canonical({"key": origin.key, "name": origin.name})
    return hashlib.pbkdf2_hmac("sha256", told, b64decode(salt), ROUNDS).hex()
