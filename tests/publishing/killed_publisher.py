"""A process that publishes a dossier and stops at a step: `python killed_publisher.py STEP DOSSIER FOLDER DAY`.

STEP is `writing` (its own folder is there, in part), `between` (the folder that was there is away, the new one is not
yet in its place) or `removing` (it is, and the old one is still beside it). There it says so, in a line, and waits for
its end: it has to be killed.
"""

import shutil
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from regesta.events.dossier import open_dossier
from regesta.web.publishing import site
from regesta.web.publishing.site import Wish, publish


def stop(*_: Any, **__: Any) -> Any:
    """Say that the step is reached, and go no further."""
    print("here", flush=True)
    signal.pause()


if __name__ == "__main__":
    step, dossier, folder, day = sys.argv[1:]
    rename, remove = Path.rename, shutil.rmtree
    match step:
        case "writing":
            site._write_site = stop
        case "between":
            Path.rename = lambda path, to: stop() if path.suffix == ".new" else rename(path, to)  # type: ignore[assignment,method-assign]
        case "removing":
            shutil.rmtree = lambda path, **more: stop() if path.exists() else remove(path, **more)  # type: ignore[assignment]
    publish(Path(folder), (open_dossier(Path(dossier)),), Wish(date.fromisoformat(day)), None, lambda what, count: None)
