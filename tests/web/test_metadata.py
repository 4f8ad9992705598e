"""metadata.yml: what it says is applied, is of our tables, and nothing in it is ignored without a word."""

import asyncio
import re
from io import StringIO
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import yaml
from datasette.utils import _table_config_keys  # type: ignore[import-untyped]
from recorded import a_dossier
from seed_case import SeedCase
from served_pages import Site

from regesta.projections.column import columns
from regesta.projections.registry import TABLES
from regesta.web.described import FACETS, HIDDEN, SIZES, as_yaml, described
from regesta.web.holding import Holding
from regesta.web.instance import PLACEHOLDER, SETTINGS, metadata

ROOT = Path(__file__).parents[2]
COLUMNS = {table.name: {field.name: field for field in columns(table.row)} for table in TABLES}

# What Datasette 1.0a41 shows of an instance, a database and a table, or moves to its configuration when it loads.
# `queries`, `units` and `settings` it would drop in silence.
SHOWN = {"title", "description", "license", "license_url", "source", "source_url", "about", "about_url"}
OF_TABLES = SHOWN | {"columns", *_table_config_keys}


def written() -> dict[str, Any]:
    """metadata.yml as it stands."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))
    return loaded


def refused(loaded: dict[str, Any]) -> set[str]:
    """The keys of some metadata that Datasette would ignore."""
    found = set(loaded) - SHOWN - {"databases"}
    for database in loaded["databases"].values():
        found |= set(database) - SHOWN - {"tables"}
        for table in database["tables"].values():
            found |= set(table) - OF_TABLES
    return found


def test_nothing_in_it_is_ignored_by_datasette() -> None:
    assert refused(written()) == set()


@pytest.mark.parametrize("key", ["queries", "units", "settings", "facet"])
def test_what_datasette_would_ignore_is_refused(key: str) -> None:
    loaded = written()
    loaded["databases"][PLACEHOLDER]["tables"]["postings"][key] = {}
    loaded["databases"][PLACEHOLDER][key] = {}
    assert refused(loaded) == {key}


def test_the_tables_in_it_are_those_that_the_marks_make() -> None:
    assert written()["databases"][PLACEHOLDER]["tables"] == described()
    generated = (ROOT / "metadata.yml").read_text("utf-8").partition("# ]]]\n")[2].partition("    # [[[end]]]")[0]
    assert yaml.safe_load(StringIO(generated)) == yaml.safe_load(as_yaml())


def test_the_plugin_carries_the_same_file() -> None:
    assert (ROOT / "web" / "metadata.yml").read_bytes() == (ROOT / "metadata.yml").read_bytes()


def test_facets_are_columns_that_are_indexed_for_it_and_never_yes_or_no() -> None:
    rows = {table.name: table.row for table in TABLES}
    for table, names in FACETS.items():
        for name in names:
            assert COLUMNS[table][name].column.facet, f"{table}.{name}"
            assert bool not in (hint := get_type_hints(rows[table])[name], *get_args(hint)), f"{table}.{name}"
        assert 2 <= len(names) <= 5, table
    assert HIDDEN | set(SIZES) <= set(COLUMNS)


def test_what_is_folded_away_are_columns_of_our_tables() -> None:
    sheet = (ROOT / "web" / "static" / "folded.css").read_text("utf-8")
    rules = re.findall(r"^\.table-(\w+) :is\((.*?)\)", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL), re.MULTILINE)
    assert len(rules) == len(set(COLUMNS) - HIDDEN)
    for table, names in rules:
        folded = set(re.findall(r"\.col-(\w+)", names))
        assert folded <= set(COLUMNS[table]), table
        assert len(COLUMNS[table]) - len(folded) >= 2, table


def test_it_is_applied_to_the_database_whatever_its_name(seed_case: SeedCase) -> None:
    site = Site(seed_case.dossier)

    async def known() -> tuple[Any, Any, Any]:
        await site.datasette.invoke_startup()
        config = await site.datasette.table_config(site.name, "postings")
        shown = await site.datasette.get_resource_metadata(site.name, "postings")
        column = await site.datasette.get_column_metadata(site.name, "postings", "start_latest")
        return config, shown, column

    config, shown, column = asyncio.run(known())
    assert config["sort_desc"] == "start_earliest"
    assert config["label_column"] == "label"
    assert config["facets"] == list(FACETS["postings"])
    assert shown["description"] == "Who held which post, from when to when."
    assert column["description"] == "the day from which it certainly held"


def test_it_serves_plain_datasette_too(tmp_path: Path) -> None:
    from datasette.app import Datasette  # type: ignore[import-untyped]

    dossier = a_dossier(tmp_path / "dossier")
    plain = Datasette([str(dossier.database)], metadata=written())

    async def asked() -> str:
        text: str = (await plain.client.get("/dossier/postings")).text
        return text

    assert "Who held which post, from when to when." in asyncio.run(asked())


def test_the_dossier_speaks_for_itself(tmp_path: Path) -> None:
    made = metadata("letters", Holding("Letters", description="From an attic.", licence="CC-BY-4.0"))
    assert (made["title"], made["description"], made["license"]) == ("Letters", "From an attic.", "CC-BY-4.0")
    assert list(made["databases"]) == ["letters"]
    assert made["databases"]["letters"]["title"] == "Letters"


def test_settings_are_ones_that_datasette_has() -> None:
    from datasette.app import DEFAULT_SETTINGS

    assert {name: type(value) for name, value in SETTINGS.items()} == {
        name: type(DEFAULT_SETTINGS[name]) for name in SETTINGS
    }
