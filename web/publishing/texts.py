"""The texts of a published folder: README, robots.txt, and what takes it to a host.

They are made from the manifest, whose titles and descriptions anybody may have written: what goes into a program's
configuration is a name or an address that was checked, never a title.
"""

import json
import shlex
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from regesta.events.counted import counted, in_entries
from regesta.events.keys import VerifierKey, format_vkey
from regesta.events.publishing.manifest import LOG, Manifest, PublishedDossier

ROBOTS = b"User-agent: *\nDisallow: /*?\nDisallow: /*.csv$\nDisallow: /*.json$\nDisallow: /*/log/tile/\n"
"""What crawlers may look at: pages. Combinations of facets are an endless crawl, and data are not for an index."""


def robots(manifest: Manifest) -> bytes:
    """robots.txt; crawlers look for it at the root of the host alone, so paths there begin with the site's."""
    prefix = urlsplit(manifest.base_url).path.rstrip("/") if manifest.base_url else ""
    return ROBOTS.replace(b"Disallow: /", f"Disallow: {prefix}/".encode())


def deployment(manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """What checks the folder without Regesta, and what takes it to a host: path and bytes of each file."""
    host = urlsplit(manifest.base_url).hostname if manifest.base_url else "example.org"
    yield "verify.go", _text("verify.go").encode()
    yield "Dockerfile", _text("Dockerfile").encode()
    yield ".dockerignore", _text("dockerignore").encode()
    yield "deploy/regesta.service", _text("regesta.service").encode()
    yield "deploy/nginx.conf", _text("nginx.conf").replace("@HOST@", host or "example.org").encode()


def as_yaml(value: Any) -> bytes:
    """YAML as people read it."""
    dumped: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
    return dumped.encode()


def as_json(value: Any) -> bytes:
    """JSON, laid out."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def readme(manifest: Manifest, keys: Mapping[str, tuple[VerifierKey, ...]], fact: str | None) -> bytes:
    """The README of a published folder.

    `keys` are the public keys of each dossier, and `fact` is the id of one that readers can look for, as an example.
    """
    parts = [_text("README.md").replace("@ON@", manifest.on.isoformat()).replace("@TITLE@", _escaped(manifest.title))]
    parts.append(_checking(manifest, keys, fact))
    parts.append("## What is in it\n\n" + "\n".join(_dossier(dossier) for dossier in manifest.dossiers))
    parts.append(_text("hosting.md"))
    return "\n".join(parts).encode()


def _checking(manifest: Manifest, keys: Mapping[str, tuple[VerifierKey, ...]], fact: str | None) -> str:
    """How to check the folder: commands that work as they stand, if one checkpoint of each signed dossier is kept."""
    signed = [dossier for dossier in manifest.dossiers if dossier.signed]
    if not signed:
        return _text("unsigned.md")
    known = dict.fromkeys(format_vkey(key) for dossier in signed for key in keys[dossier.name])
    words = [
        *(f"--key {shlex.quote(key)}" for key in known),
        *(f"--checkpoint ../{dossier.name}.checkpoint" for dossier in signed),
        *([f"--fact {fact}"] if fact else []),
    ]
    keeping = (f"cp {dossier.name}/{LOG}/checkpoint ../{dossier.name}.checkpoint" for dossier in signed)
    filled = _text("verify.md").replace("@WORDS@", " ".join(words)).replace("@KEEPING@", "\n".join(keeping))
    return filled.replace("@LOG@", f"{signed[0].name}/{LOG}")


def _dossier(dossier: PublishedDossier) -> str:
    """What a published dossier holds, and what was left out of it, in numbers."""
    signed = f"the first {dossier.signed:,} are signed" if dossier.signed else "none is signed"
    signed = "all are signed" if dossier.signed == dossier.entries else signed
    lines = [
        f"### {_escaped(dossier.title)}",
        "",
        *([_escaped(dossier.description), ""] if dossier.description else []),
        *([f"Licence: {_escaped(dossier.licence)}.", ""] if dossier.licence else []),
        f"- `{dossier.name}.db`: the record, an SQLite database",
        f"- `{dossier.name}/{LOG}/`: the log: {in_entries(dossier.entries)}; {signed}; root `{dossier.root}`",
        f"- `{dossier.name}/captures/`: {counted(dossier.captures, 'capture')}, those whose licence allows it",
        "",
        "Left out:" if dossier.left_out else "Nothing was left out.",
        *([""] if dossier.left_out else []),
        *(f"- {one.count:,} {one.what}: {one.why}" for one in dossier.left_out),
        "",
    ]
    return "\n".join(lines)


def _text(name: str) -> str:
    return files("regesta.web.publishing").joinpath("site", name).read_text("utf-8")


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is (CommonMark 0.31, "Backslash escapes"), on one line."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|&~$" else letter for letter in " ".join(text.split()))
