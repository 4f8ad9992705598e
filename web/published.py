"""A published folder as a Datasette instance: its databases, for reading alone, locked down.

`regesta serve DIR` makes the instance from `published.json` alone. `datasette.yaml` and `metadata.yml` in the folder
say the same for those who run plain Datasette on it; they are not read here, since somebody else may have written them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette.app import Datasette  # type: ignore[import-untyped]

from regesta.events.errors import RegestaError
from regesta.events.files import FileLog
from regesta.events.publishing.manifest import (
    LOG,
    MANIFEST,
    MAX_MANIFEST,
    Manifest,
    ManifestError,
    PublishedDossier,
    parse_manifest,
)
from regesta.web import instance
from regesta.web.guarded import PLUGIN
from regesta.web.holding import Holding, hold, texts_in

SETTINGS: Mapping[str, Any] = {
    **instance.SETTINGS,
    "allow_download": True,  # all of it is public, and a copy to work with spares the site many queries
    "allow_facet": True,
    "default_cache_ttl": 300,
    "max_csv_mb": 100,
    "max_post_body_bytes": 1024,
    "max_signed_tokens_ttl": 1,
}
"""Settings of a published instance, where they are the same for all."""


def read_published(folder: Path) -> Manifest:
    """What a published folder says of itself. Raises RegestaError when it is none."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            return parse_manifest(file.read(MAX_MANIFEST + 1))
    except FileNotFoundError:
        raise RegestaError(
            f"{folder} is no published folder: it holds no {MANIFEST}. `regesta publish` makes one; a dossier of your"
            " own is named with --dossier."
        ) from None
    except OSError as error:
        raise RegestaError(f"{folder / MANIFEST} cannot be read: {error.strerror}.") from error
    except ManifestError as error:
        raise RegestaError(f"{folder / MANIFEST}: {error}.") from None


def config(manifest: Manifest) -> dict[str, Any]:
    """Datasette's configuration for a published folder, as `datasette.yaml` says it."""
    address = urlsplit(manifest.base_url or "")
    settings = {
        **SETTINGS,
        "base_url": manifest.path,
        "default_allow_sql": manifest.allow_sql,
        "force_https_urls": address.scheme == "https",
    }
    host = {"host": address.netloc} if address.netloc else {}
    return {"settings": dict(sorted(settings.items())), "plugins": {PLUGIN: {"published": True, **host}}}


def metadata(manifest: Manifest) -> dict[str, Any]:
    """metadata.yml for a published folder."""
    made = [instance.metadata(dossier.name, _holding(dossier)) for dossier in manifest.dossiers]
    sections = {name: section for one in made for name, section in one["databases"].items()}
    several = {} if len(made) == 1 else {"description": "Dossiers of dated, sourced facts.", "license": "See each"}
    return {**made[0], **several, "title": manifest.title, "databases": sections}


def published_instance(folder: Path, manifest: Manifest, inspected: Mapping[str, Any] | None = None) -> Datasette:
    """Datasette over a published folder. `inspected` is what `inspect-data.json` says; without it, rows are counted."""
    instance.enable()
    told = config(manifest)
    told["plugins"][PLUGIN]["folder"] = str(folder)
    files = [str(folder / f"{dossier.name}.db") for dossier in manifest.dossiers]
    served = Datasette(
        [],
        immutables=files,
        metadata=metadata(manifest),
        config=told,
        inspect_data=dict(inspected) if inspected else None,
    )
    for dossier in manifest.dossiers:
        hold(served, dossier.name, _holding(dossier, folder / dossier.name))
    return served


def _holding(dossier: PublishedDossier, folder: Path | None = None) -> Holding:
    if folder is None:
        return Holding(dossier.title, dossier.description, dossier.licence)
    log = FileLog(folder / LOG)
    return Holding(
        title=dossier.title,
        description=dossier.description,
        licence=dossier.licence,
        text_of=texts_in(folder),
        line_at=lambda position: next(log.read(position), None),
    )
