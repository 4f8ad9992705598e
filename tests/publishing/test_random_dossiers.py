"""Whatever a dossier holds: no byte of what is withheld is in what is published of it, nor in anything served."""

import html
import re
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.parse import quote

from crawler import pages
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from leaks import forms, found_in
from random_dossiers import SECRETS, Drawn, drawn, half_seen
from site_case import Answer, SiteCase, Visitor, files
from thorough import times

from regesta.events.entry import parse_entry

Row = dict[str, Any]

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: an example takes seconds, and hypothesis would try hundreds of smaller ones."""


@settings(max_examples=times(12), phases=PHASES)
@given(drawn())
def test_no_byte_of_what_is_withheld_is_in_the_published_folder(drawing: Drawn) -> None:
    hidden = drawing.hidden
    directly = {place for place, line in enumerate(drawing.log.lines) if parse_entry(line).id in drawing.restricted}
    assert directly <= hidden.keys()
    with half_seen(drawing) as half:
        written = files(half.case.folder)
        told = b"\n".join(path.encode() + b"\n" + data for path, data in written.items() if not path.endswith(".whl"))
        assert found_in(told, SECRETS) == set(), [path for path in written if found_in(written[path], SECRETS)]
        for salt in half.salts:
            assert not any(form in told for form in (salt, salt.hex().encode(), b64encode(salt)))
        assert told_of(half.case, half.ids) == set()


ITSELF: dict[str, Callable[[Row], Row]] = {
    "facts": lambda row: {
        "id": row["root"],
        "root": row["root"],
        "position": row["position"],
        "recorded_at": row["recorded_at"],
        **dict.fromkeys(("kind", "status"), "withheld"),
        "says": "Withheld",
    },
    "_speaks": lambda row: {"kind": "", "subject": row["root"], "place": row["place"], "root": row["root"]},
}
"""All that a row says of an entry that is withheld; no other table has any."""


def told_of(case: SiteCase, ids: tuple[str, ...]) -> set[tuple[str, str]]:
    """Where a database tells more of facts than that there are entries, which follows from what was committed to."""
    found = set()
    with closing(sqlite3.connect(case.folder / f"{case.name}.db")) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in rows.description]
            for row in rows.fetchall():
                row = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
                if row.get("root") in ids and table in ITSELF and row == ITSELF[table](row):
                    continue
                found |= {(table, name) for name, value in row.items() if any(one in str(value) for one in ids)}
    return found


@settings(max_examples=times(2), phases=PHASES)
@given(drawn())
def test_no_answer_of_the_served_instance_holds_a_byte_of_what_is_withheld(drawing: Drawn) -> None:
    with half_seen(drawing) as half:
        visitor, name = Visitor(half.case.folder), half.case.name
        with closing(sqlite3.connect(half.case.folder / f"{name}.db")) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        ways = (".json?_shape=array&_size=max&_nosuffix=1", ".csv?_stream=1", "?_size=max&_all=1", "?_facet_size=max")
        every = [f"/{name}/{table}{form}" for table in tables for form in ways]
        answers = list(pages(visitor, "/nosuch", "/-/jump.json?q=", f"/{name}.db", f"/{name}.json", *every))
        assert {200, 404} <= {answer.status for _, answer in answers}
        assert len(answers) > 150
        told = b"\n".join(str(answer.headers).encode() + answer.body for _, answer in answers)
        assert found_in(told, SECRETS) == set(), [path for path, one in answers if found_in(one.body, SECRETS)]


@settings(max_examples=times(3), phases=PHASES)
@given(drawn(), st.data())
def test_what_is_withheld_is_answered_like_what_never_was(drawing: Drawn, data: st.DataObject) -> None:
    """Whoever guesses a name learns nothing: the answer is that to any other name, but for the name itself."""
    with half_seen(drawing) as half:
        visitor, name = Visitor(half.case.folder), half.case.name
        for secret in data.draw(st.lists(st.sampled_from((*half.keys, *SECRETS)), min_size=2, max_size=3, unique=True)):
            other = f"zv3nobody{secret[9:]}" if secret.isascii() else secret[::-1]
            for ask in GUESSES:
                path = ask.format(name=name, guess=quote(secret))
                told, untold = visitor.ask(path), visitor.ask(ask.format(name=name, guess=quote(other)))
                assert told.status == untold.status, path
                ours, theirs = without(told, secret), without(untold, other)
                assert ours == theirs, (
                    path,
                    [pair for pair in zip(ours.split(), theirs.split(), strict=False) if len({*pair}) > 1][:9],
                )


GUESSES = (
    "/{name}/-/post/{guess}",
    "/{name}/-/fact/{guess}",
    "/{name}/-/conflict/{guess}",
    "/-/fact/{guess}",
    *(f"/{{name}}/{table}/{{guess}}{form}" for table in ("agents", "sources", "facts") for form in ("", ".json")),
    "/{name}/agents/{guess}.blob?_blob_column=name",
    "/{name}/agents.json?id={guess}",
    "/{name}/agents.json?name__contains={guess}",
    "/{name}/facts.json?subject={guess}&_facet=subject&_facet=kind",
    "/{name}/facts.json?content__like=%25{guess}%25",
    "/{name}/history.json?subject__startswith={guess}",
    *(f"/{{name}}/{table}?_search={{guess}}" for table in ("agents", "sources", "facts", "postings", "statements")),
    "/{name}/facts.csv?_search={guess}*&_searchmode=raw",
    "/-/jump.json?q={guess}",
    "/{name}/{guess}",
    "/{guess}",
    "/{name}/captures/{guess}",
    "/{name}/log/{guess}",
)


def without(answer: Answer, guess: str) -> str:
    """An answer without the name that was asked for, however it is repeated, nor times that queries took."""
    text = f"{answer.headers} {answer.text}"
    tilde = quote(guess, safe="").replace("%", "~")  # as Datasette writes it in an address
    for form in (tilde, guess, html.escape(guess), *(form.decode("latin-1") for form in forms(guess))):
        text = text.replace(form, "GUESS")
    return re.sub(r"[0-9.]+ ?ms|'content-length': '[0-9]+'", "", text)
