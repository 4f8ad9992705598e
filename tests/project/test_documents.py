"""What the documents and the project's other texts promise: links, versions, commands, and nothing of one machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tree import ROOT, documents, name, project_files, pyproject, texts

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)

# The texts of a project are read on other machines than the one that they were written on.
OF_ONE_MACHINE = {
    "a folder of one machine": r"(?<![\w.~:/<-])/(?:home|Users|root|work|workspace|builds|private|mnt)/[\w.]",
    "a folder of one Windows machine": r"\b[A-Z]:\\Users\\",
    "an address of a package index": r"files\.pythonhosted|pypi\.org/simple|--(?:extra-)?index-url|--find-links",
    "a marker of an unresolved merge": r"^(?:<{7}|>{7}) ",
}


def anchors(markdown: str) -> set[str]:
    """The anchors of a document's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", documents(), ids=name)
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    broken = []
    for target in LINK.findall(path.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = path.parent / file if file else path
        if not there.exists() or (anchor and anchor not in anchors(there.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


def test_nothing_of_one_machine_is_in_the_texts() -> None:
    found = [
        f"{name(path)}: {what}: {hit[0]!r}"
        for path, text in texts()
        for what, pattern in OF_ONE_MACHINE.items()
        for hit in re.finditer(pattern, text, re.MULTILINE)
        if path != Path(__file__)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["see /home/somebody/notes", "/Users/me/x", "C:\\Users\\me", "--index-url https://x", "<<<<<<< HEAD"]
)
def test_such_texts_would_be_found(text: str) -> None:
    assert any(re.search(pattern, text, re.MULTILINE) for pattern in OF_ONE_MACHINE.values())


def test_no_lock_file_and_nothing_built_is_kept() -> None:
    unwanted = re.compile(r"(^|/)(uv\.lock|\.venv|build|dist|__pycache__|[^/]*\.egg-info)(/|$)|\.(pyc|db|whl)$")
    assert [name(path) for path in project_files() if unwanted.search(name(path))] == []


def test_the_changelog_begins_with_the_version_that_is_built() -> None:
    versions = re.findall(r"^## \[?(\d[\w.]*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[:1] == [pyproject()["project"]["version"]]


def test_the_makefile_lists_all_that_it_can_do() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    listed = re.findall(r'@echo "make ([a-z]+) ', makefile)
    assert sorted([*listed, "help"]) == sorted(TARGET.findall(makefile))


@pytest.mark.parametrize(
    "path", [path for path in documents() if path.name in {"README.md", "CONTRIBUTING.md"}], ids=name
)
def test_the_make_commands_that_documents_tell_of_exist(path: Path) -> None:
    told = set(re.findall(r"(?:`|^)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE))
    assert told
    assert told <= set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))


def test_what_cog_writes_into_the_documents_is_up_to_date() -> None:
    # In a process of its own: what other tests did with the commands would show in their help.
    cog = [sys.executable, "-m", "cogapp", "--check", "--diff", "-P", *map(name, documents())]
    ran = subprocess.run(cog, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, f"run: make docs\n{ran.stdout}{ran.stderr}"
