"""The texts of a published folder: README, robots.txt, and what takes it to a host.

They are made from the manifest, whose titles and descriptions anybody may have written: what goes into a program's
configuration is a name or an address that was checked, never a title.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from regesta.events.keys import VerifierKey, format_vkey
from regesta.events.publishing.manifest import LOG, Manifest, PublishedDossier

ROBOTS = b"User-agent: *\nDisallow: /*?\nDisallow: /*.csv$\nDisallow: /*.json$\nDisallow: /*/log/tile/\n"
"""What crawlers may look at: pages. Combinations of facets are an endless crawl, and data are not for an index."""


def robots(manifest: Manifest) -> bytes:
    """robots.txt; crawlers look for it at the root of the host alone, so paths there begin with the site's."""
    prefix = urlsplit(manifest.base_url).path.rstrip("/") if manifest.base_url else ""
    return ROBOTS.replace(b"Disallow: /", f"Disallow: {prefix}/".encode())


def deployment(manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """What takes the folder to a host: path and bytes of each file."""
    host = urlsplit(manifest.base_url).hostname if manifest.base_url else "example.org"
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


def readme(manifest: Manifest, keys: dict[str, tuple[VerifierKey, ...]]) -> bytes:
    """The README of a published folder; `keys` are the public keys of each dossier."""
    parts = [_text("README.md").replace("@TITLE@", _escaped(manifest.title)).replace("@ON@", manifest.on.isoformat())]
    known = next((found[-1] for found in keys.values() if found), None)
    parts.append(_text("verify.md" if known else "unsigned.md").replace("@KEY@", format_vkey(known) if known else ""))
    parts.append("## What is in it\n\n" + "\n".join(_dossier(dossier) for dossier in manifest.dossiers))
    parts.append(_text("hosting.md"))
    return "\n".join(parts).encode()


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
        f"- `{dossier.name}/{LOG}/`: the log: {dossier.entries:,} entries; {signed}; root `{dossier.root}`",
        f"- `{dossier.name}/captures/`: {dossier.captures:,} captured sources, those whose licence allows it",
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
