"""The files of a published folder that readers fetch to check it: the log, the captures, the manifest and the sums.

What is served is what `SHA256SUMS` names, and nothing else: no path is ever put together from an address.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette.utils.asgi import NotFound, asgi_send_file  # type: ignore[import-untyped]

from regesta.events.publishing.manifest import MANIFEST
from regesta.events.publishing.sums import SUMS, SumsError, parse_sums
from regesta.web.guarded import PLUGIN, is_published

ROBOTS = "robots.txt"

ROUTES = (
    r"^/(?P<path>published\.json|SHA256SUMS|robots\.txt)$",
    r"^/(?P<path>[^/]+/(?:log|captures)/[A-Za-z0-9._/-]+)$",
)

# Whatever a captured page holds, no browser makes anything of it: it is saved, and if it is shown, then in a sandbox.
CAPTURED = {
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "content-disposition": "attachment",
    "cross-origin-resource-policy": "same-origin",
}
PLAIN = {"content-security-policy": CAPTURED["content-security-policy"]}

_FULL_TILE = re.compile(r"[^/]+/log/tile/[^.]+")
_TEXT = "text/plain; charset=utf-8"


async def published_file(datasette: Any, request: Any, send: Any) -> None:
    """A file of the published folder that is served."""
    path = request.url_vars["path"]
    folder = folder_of(datasette)
    where = None if folder is None else _file(folder, path)
    if where is None:
        raise NotFound("There is no such file here.")
    ttl = datasette.setting("default_cache_ttl")
    captured = "/captures/" in path
    lasting = captured or _FULL_TILE.fullmatch(path)
    headers = {
        **(CAPTURED if captured else PLAIN),
        "cache-control": "public, max-age=31536000, immutable" if lasting else f"max-age={ttl}",
    }
    await asgi_send_file(send, where, content_type=_content_type(path), chunk_size=65_536, headers=headers)


def folder_of(datasette: Any) -> Path | None:
    """The published folder that an instance serves; None if it serves none."""
    if not is_published(datasette):
        return None
    folder = datasette.plugin_config(PLUGIN).get("folder") or datasette.config_dir
    return None if folder is None else Path(folder)


def _file(folder: Path, path: str) -> Path | None:
    """The file with a published path; None if it is not one of those that were published."""
    if path != SUMS and path not in _sums(folder):
        return None
    where = folder / path
    return where if where.is_file() and not any(part.is_symlink() for part in (where, *_above(folder, where))) else None


def _above(folder: Path, where: Path) -> tuple[Path, ...]:
    return tuple(parent for parent in where.parents if parent.is_relative_to(folder) and parent != folder)


def _sums(folder: Path) -> frozenset[str]:
    """The paths that a folder's list of sums names."""
    try:
        found = (folder / SUMS).stat()
        return _listed(folder, found.st_mtime_ns, found.st_size, found.st_ino)
    except (OSError, SumsError):
        return frozenset()


@lru_cache(maxsize=8)
def _listed(folder: Path, *version: int) -> frozenset[str]:
    """The same, read once for each version: the folder may be published again while it is served."""
    return frozenset(parse_sums((folder / SUMS).read_bytes()))


def _content_type(path: str) -> str:
    if path == MANIFEST:
        return "application/json; charset=utf-8"
    if path in (SUMS, ROBOTS) or ("/tile/" not in path and "/captures/" not in path):
        return _TEXT
    return "application/octet-stream"
