"""An earlier edition to read from: the one that a person names, checked against the log, and a desk over it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from regesta.cli.desk import Desk, reading
from regesta.cli.editions import EditionError, as_known
from regesta.cli.options import here
from regesta.cli.referring import Unknown
from regesta.events.counted import in_entries
from regesta.events.dossier import Dossier


def edition(place: str, text: str, dossier: Dossier) -> int | datetime:
    """The edition that was typed for an option or argument; raises EditionError if it is not, or not yet, there."""
    known = as_known(dossier, text)
    there = dossier.log.head().size
    if isinstance(known, int) and known > there:
        raise EditionError(f"{place}: the log holds {in_entries(there)}, and not {known:,}.")
    return known


@contextmanager
def reading_as_known(known: int | datetime | None) -> Iterator[Desk]:
    """The desk of this command, over the record as it was known; None is as it is now.

    An earlier edition is built for this once, in the folder for temporary files.
    """
    if known is None:
        with reading() as desk:
            yield desk
        return
    from regesta.projections.build import build

    dossier = here()
    with TemporaryDirectory(prefix="regesta-") as folder:
        path = Path(folder) / f"{dossier.name}.db"
        size = build(dossier.log, path, known)
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            try:
                yield Desk(dossier, connection, size)
            except Unknown as error:
                raise Unknown(f"{error} This was looked for in the edition of {in_entries(size)} alone.") from error
