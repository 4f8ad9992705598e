"""Which licences let us pass on what was captured of a source: a closed list, and everything else is left out.

What is asked is one thing: may anybody hand on unchanged copies, to everyone, for any purpose? So CC BY-ND is among
them, and no licence that forbids commerce is: whether a site earns money is not for a program to tell. A licence is
named by its SPDX identifier, its address at Creative Commons, or one of the phrases that sources use.
"""

import re

SPDX = (
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-1.0",
    "CC-BY-2.0",
    "CC-BY-2.5",
    "CC-BY-3.0",
    "CC-BY-3.0-IGO",
    "CC-BY-4.0",
    "CC-BY-ND-1.0",
    "CC-BY-ND-2.0",
    "CC-BY-ND-2.5",
    "CC-BY-ND-3.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-1.0",
    "CC-BY-SA-2.0",
    "CC-BY-SA-2.5",
    "CC-BY-SA-3.0",
    "CC-BY-SA-3.0-IGO",
    "CC-BY-SA-4.0",
    "CC-PDDC",
    "CC-PDM-1.0",
    "CC0-1.0",
    "CDLA-Permissive-1.0",
    "CDLA-Permissive-2.0",
    "DL-DE-BY-2.0",
    "DL-DE-ZERO-2.0",
    "etalab-2.0",
    "GFDL-1.2-or-later",
    "GFDL-1.3-or-later",
    "MIT",
    "MIT-0",
    "NLOD-1.0",
    "NLOD-2.0",
    "ODbL-1.0",
    "ODC-By-1.0",
    "OGL-Canada-2.0",
    "OGL-UK-1.0",
    "OGL-UK-2.0",
    "OGL-UK-3.0",
    "PDDL-1.0",
    "Unlicense",
)
"""SPDX identifiers (SPDX License List)."""

PHRASES = (
    "CC BY",
    "CC BY-SA",
    "CC BY-ND",
    "CC0",
    "Creative Commons Attribution",
    "Creative Commons Attribution-ShareAlike",
    "Creative Commons Zero",
    "ODbL",
    "ODC-By",
    "OGL",
    "Open Database License",
    "Open Government Licence",
    "PDDL",
    "public domain",
    "public domain mark",
    "US government work",
    "work of the US government",
)
"""What else counts, whatever version it adds (`CC BY 4.0`, `Open Government Licence v3.0`)."""

_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?:by|by-sa|by-nd)/[0-9.]+|publicdomain/(?:zero|mark)/1\.0)"
    r"(?:/(?:[a-z]{2,5}|igo|deed\.[a-z_]{2,5}|legalcode)?)*"
)
_VERSION = re.compile(r"-(?:v|version-)?[0-9](?:\.[0-9])?(?:-(?:international|unported|universal|uk))?")


def may_be_passed_on(licence: str | None) -> bool:
    """Whether a source's licence, as its fact words it, lets anybody hand on copies of it.

    Of alternatives (`CC-BY-4.0 OR MIT`) one is enough.
    """
    if licence is None:
        return False
    return any(_allowed(one) for one in re.split(r"\s+OR\s+", licence.strip().strip("()")))


def _allowed(licence: str) -> bool:
    if _CREATIVE_COMMONS.fullmatch(licence.strip().lower()):
        return True
    plain = _plain(licence)
    return plain in _NAMES or any(
        plain.startswith(phrase) and _VERSION.fullmatch(plain[len(phrase) :]) for phrase in _WORDED
    )


def _plain(licence: str) -> str:
    """Small letters, with one hyphen for whatever stands between words: `CC BY-SA 4.0` → `cc-by-sa-4.0`."""
    return re.sub(r"[^a-z0-9.]+", "-", licence.lower().replace("license", "licence")).strip("-.")


_WORDED = tuple(map(_plain, PHRASES))
_NAMES = frozenset((*map(_plain, SPDX), *_WORDED))
