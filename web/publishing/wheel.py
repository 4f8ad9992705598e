"""Regesta itself as a wheel, made from its own installed files: a published folder is served by what made it.

The wheel (PyPA binary distribution format 1.0) is the same to the byte whenever it is made: sorted, without clock, and
stored without compression, which no two versions of zlib do alike.
"""

import base64
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from importlib.resources import files
from pathlib import Path

from regesta import events

NAME = "regesta"

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows
_KEPT = ("METADATA", "entry_points.txt")


def write_wheel(folder: Path) -> Path:
    """Write the wheel of the Regesta that runs into a folder; return the file."""
    installed = distribution(NAME)
    path = folder / f"{NAME}-{installed.version}-py3-none-any.whl"
    contents = dict(sorted({**dict(_code()), **dict(_about(installed))}.items()))
    record = f"{NAME}-{installed.version}.dist-info/RECORD"
    lines = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in contents.items())
    contents[record] = f"{lines}{record},,\n".encode()  # last, as the format recommends
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3  # Unix, wherever it is made
            archive.writestr(entry, data)
    return path


def requirements(wheel: Path) -> bytes:
    """The pins that this Regesta was tested with, and the wheel beside them: everything by its hash."""
    pins = files("regesta.web.publishing").joinpath("requirements.txt").read_text("utf-8")
    with wheel.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    head = "# Every package by its hash. Regesta itself lies beside this file: install from this folder.\n"
    return f"{head}./{wheel.name} \\\n    --hash=sha256:{digest}\n{pins}".encode()


def is_this_program(folder: Path) -> bool:
    """Whether the wheel in a published folder, which is anybody's file, holds the Regesta that runs, to the byte."""
    try:
        (path,) = folder.glob(f"{NAME}-*.whl")
        ours = dict(_code())
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist() if _is_code(entry.filename)}
            # The sizes first: nothing is unpacked that could be longer than what is here.
            return sizes == {name: len(data) for name, data in ours.items()} and all(
                archive.read(name) == data for name, data in ours.items()
            )
    except (ValueError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        return False  # none, several, or no wheel: whatever made the folder, it is not known to be this


def _is_code(name: str) -> bool:
    return name.startswith(f"{NAME}/")


def _code() -> Iterator[tuple[str, bytes]]:
    """Every file of the packages, by its path in a wheel."""
    root = Path(events.__file__).parent.parent
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if path.is_file() and "__pycache__" not in parts and not path.name.startswith(".") and path.suffix != ".pyc":
            yield "/".join((NAME, *parts)), path.read_bytes()


def _about(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    """The files that tell what the wheel is."""
    folder = f"{NAME}-{installed.version}.dist-info"
    yield f"{folder}/WHEEL", b"Wheel-Version: 1.0\nGenerator: regesta\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    for name in _KEPT:
        text = installed.read_text(name)
        if text is not None:
            yield f"{folder}/{name}", text.encode()
    for name in installed.metadata.get_all("License-File", []):
        text = installed.read_text(f"licenses/{name}")
        if text is not None:
            yield f"{folder}/licenses/{name}", text.encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
