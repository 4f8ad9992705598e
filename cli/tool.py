"""What records: the program and its version, as every entry of the log names them."""

from importlib.metadata import PackageNotFoundError, version


def _version() -> str:
    try:
        return version("regesta")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+checkout"


TOOL = f"regesta {_version()}"
