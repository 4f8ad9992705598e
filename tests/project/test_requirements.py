"""The pinned requirements: complete, hashed, free of addresses, and of licences that a user may accept."""

import re
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions
from itertools import chain

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tree import ROOMS, ROOT, imports, pyproject

FILES = ("run", "dev", "uv", "aics")
LINE = re.compile(r"(?P<pin>[a-z0-9.-]+==\S+(?: ; [^\\\n]+)?)(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")


def pins(file: str) -> dict[str, str]:
    """The version of each package that a requirements file pins."""
    found = (Requirement(match["pin"].strip()) for match in LINE.finditer(text(file)))
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in found}


def text(file: str) -> str:
    return (ROOT / "requirements" / f"{file}.txt").read_text("utf-8")


def asked(group: str) -> list[Requirement]:
    """What a dependency group of pyproject.toml asks for."""
    return [Requirement(line) for line in pyproject()["dependency-groups"][group] if isinstance(line, str)]


@pytest.mark.parametrize("file", FILES)
def test_a_requirements_file_holds_pins_with_hashes_and_nothing_else(file: str) -> None:
    assert LINE.sub("", text(file)) == ""
    assert pins(file)


def test_every_dependency_is_pinned_to_a_version_that_pyproject_allows() -> None:
    runtime = [Requirement(line) for line in pyproject()["project"]["dependencies"]]
    wanted = {"run": [*runtime, *asked("build")], "dev": [*runtime, *asked("build"), *asked("dev")]}
    missing = [
        f"{file}: {requirement}"
        for file, requirements in wanted.items()
        for requirement in requirements
        if not requirement.specifier.contains(pins(file).get(canonicalize_name(requirement.name), "0"), True)
    ]
    assert missing == [], "run: make requirements"


def test_tests_run_with_the_versions_that_users_run_with() -> None:
    assert pins("run").items() <= pins("dev").items()


def test_no_package_is_named_like_a_module_of_the_standard_library() -> None:
    assert {"argparse", "datetime"} & pins("dev").keys() == set()


def test_nothing_that_users_run_is_under_the_gpl() -> None:
    refused = []
    for package in pins("run"):
        try:
            said = metadata(package)
        except PackageNotFoundError:  # pinned for another platform
            continue
        licence = " ".join(
            chain(
                [said["License-Expression"] or "", (said["License"] or "")[:200]],
                (line for line in said.get_all("Classifier", []) if line.startswith("License")),
            )
        )
        if re.search(r"\b[AL]?GPL|GNU", licence):
            refused.append(f"{package}: {licence}")
    assert refused == []


def test_what_the_code_imports_is_what_pyproject_asks_for() -> None:
    providers = packages_distributions()
    imported = {
        canonicalize_name(provider)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for _, module in imports(path)
        for provider in providers.get(module.partition(".")[0], ())
        if provider != "regesta"
    }
    asked_for = {canonicalize_name(Requirement(line).name) for line in pyproject()["project"]["dependencies"]}
    assert imported == asked_for
