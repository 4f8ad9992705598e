"""The plugin as Datasette finds it: by its entry point, whichever of the two is imported first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOOKS = """
from datasette.plugins import pm
from regesta import web
print(*sorted(hook.name for hook in pm.get_hookcallers(web)))
"""

USED = (
    "asgi_wrapper",
    "extra_css_urls",
    "extra_template_vars",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "register_routes",
    "render_cell",
    "top_homepage",
    "top_row",
    "top_table",
)
"""The hooks that we touch, and no other: Datasette 1.0 is still moving."""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which the project looks installed: a distribution that names the entry point."""
    record = tmp_path / "regesta-0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: regesta\nVersion: 0\n")
    (record / "entry_points.txt").write_text("[datasette]\nregesta = regesta.web\n")
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    return {**os.environ, "PYTHONPATH": path}


@pytest.mark.parametrize(
    "first",
    [
        "import datasette.app",
        "import datasette.plugins",
        "import regesta.web.instance; regesta.web.instance.enable()",
        "import regesta.web.serving; regesta.web.instance.enable(); regesta.web.instance.enable()",
    ],
)
def test_all_hooks_are_there_whoever_is_imported_first(installed: dict[str, str], first: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", first + HOOKS], env=installed, capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    assert run.stdout.split() == list(USED)
