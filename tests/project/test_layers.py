"""The layers: cli → web → projections → events. A lower one knows nothing of a higher one."""

import subprocess
import sys
from collections import Counter

import pytest
from tree import ROOT, imports, name

BELOW = {
    "events": {"events"},
    "projections": {"events", "projections"},
    "web": {"events", "projections", "web"},
    "cli": {"events", "projections", "web", "cli", "seeds"},
}
# A fact must be readable, and a fold computable, where neither a web server nor a shell is installed.
FOREIGN = {
    "events": {"click", "datasette", "sqlite3", "sqlite_utils", "uvicorn"},
    "projections": {"click", "datasette", "uvicorn"},
    "web": {"click"},
    "cli": set[str](),
}
# Each of these costs tens of milliseconds; `regesta --help` and shell completion must not pay for them.
HEAVY = {"cryptography", "datasette", "lxml", "pydantic", "pypdf", "rapidfuzz", "sqlite_utils", "uvicorn", "yaml"}


@pytest.mark.parametrize("layer", BELOW)
def test_a_layer_imports_only_what_stands_below_it(layer: str) -> None:
    wrong = []
    for path in sorted((ROOT / layer).rglob("*.py")):
        for line, module in imports(path):
            top, _, rest = module.partition(".")
            upward = top == "regesta" and rest.partition(".")[0] not in BELOW[layer]
            if upward or top in FOREIGN[layer] or module.startswith("."):
                wrong.append(f"{name(path)}:{line}: {module}")
    assert wrong == []


def test_no_two_files_of_the_tests_have_the_same_name() -> None:
    """There are no packages in tests/: of two modules of one name, a test would get whichever was imported first.

    Nothing imports a `conftest.py`: pytest loads each for the folder in which it stands.
    """
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py")
    assert [file for file, times in names.items() if times > 1] == []


def test_the_command_line_starts_without_what_is_heavy() -> None:
    script = f"import sys, regesta.cli; print(*sorted({HEAVY!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_what_is_heavy_is_installed_so_that_its_absence_means_something() -> None:
    script = f"import importlib; [importlib.import_module(module) for module in {sorted(HEAVY)!r}]"
    subprocess.run([sys.executable, "-c", script], check=True)
