"""What is asked of a published instance: nonsense, SQL, and names that were made to hurt."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from site_case import DAY, SiteCase, Visitor

from regesta.web.publishing.site import Wish


@pytest.fixture(scope="module")
def open_to_sql(seed_site: SiteCase, tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """The same, published for readers who may send SQL."""
    case = replace(seed_site, folder=tmp_path_factory.mktemp("sql") / "site")
    case.publish(Wish(DAY, allow_sql=True))
    return Visitor(case.folder)


WRONG = (
    "?_facet=nosuchcolumn",
    "?_facet_date=nosuchcolumn",
    "?_facet_array=nosuchcolumn",
    "?_facet_array=id",
    "?_sort=nosuchcolumn",
    "?_col=nosuchcolumn",
    "?_search_nosuchcolumn=x",
    "?_fts_table=nosuch&_search=x",
    "?_size=abc",
    "?_where=1",
    "?_where=1;attach+'x'+as+y",
    "?_through=x",
    '?_through={"table":"facts","column":"id","value":"x"}',
    "?%5Fthrough=x",
    "?_trace=1",
    "?_context=1",
    "?_timelimit=x",
    "?_next=a,b,c",
    "?_search=a+OR&_searchmode=raw",
    "?id__in=[1",
    "?" + "&".join(["_facet=kind", "_facet_array=json"] * 7),
    "?" + "x" * 5000 + "=1",
)


@pytest.mark.parametrize("suffix", ["", ".json", ".csv"])
@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_answered_is_a_sentence_and_no_traceback(visitor: Visitor, query: str, suffix: str) -> None:
    answer = visitor.ask(f"/huntsman-2019/facts{suffix}{query}")
    assert answer.status in (400, 403, 414)
    for leak in ("Traceback", "sqlite3.", "File &#34;", "site-packages", "/tmp/", "syntax error"):
        assert leak not in answer.text


def test_as_many_facets_as_a_page_may_want_are_counted(visitor: Visitor) -> None:
    assert visitor.ask("/huntsman-2019/facts?" + "&".join(["_facet=kind"] * 6 + ["_facet_size=max"])).status == 200


@pytest.mark.parametrize("ending", ["atom", "JSON", "testall"])
def test_a_page_in_a_form_that_there_is_not_is_not_there(visitor: Visitor, ending: str) -> None:
    assert visitor.ask(f"/huntsman-2019/facts.{ending}").status == 404


def test_what_breaks_inside_is_told_in_a_sentence(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("regesta.web.home.view", broken)
    answer = visitor.ask("/")
    assert answer.status == 500
    assert answer.text == "This page could not be made. If it stays so, tell whoever publishes it.\n"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


SQL = (
    "attach database '/tmp/regesta-attached.db' as x",
    "detach database main",
    "pragma journal_mode=wal",
    "pragma writable_schema=1",
    "pragma database_list",
    "select * from pragma_database_list",
    'select file from "Pragma_Database_List"()',
    "select fts3_tokenizer('simple')",
    "select replace(hex(zeroblob(1000000)), '0', '00000000')",
    "select zeroblob(20000000)",
    "vacuum into '/tmp/regesta-vacuum.db'",
    "insert into facts (id) values ('x')",
    "delete from facts",
    "drop table facts",
    "create table x (y)",
    "select load_extension('x')",
    "select load_extension('x', 'y')",
    "with x as (select 1) delete from facts",
    "select :_actor_id",
    "select :_cookie_x",
    "select :_header_host",
    "select readfile('/etc/passwd')",
    "select writefile('/tmp/x', 'y')",
    "select 1; select 2",
    "explain delete from facts",
)


@pytest.mark.parametrize("sql", SQL)
def test_sql_that_readers_may_send_reads_and_nothing_else(open_to_sql: Visitor, sql: str) -> None:
    answer = open_to_sql.ask("/huntsman-2019/-/query.json", params={"sql": sql})
    if answer.status == 200:
        assert sql.startswith(("select :_", "explain", "pragma database_list"))
        assert "/tmp/" not in answer.text and str(Path.cwd()) not in answer.text
    else:
        assert answer.status in (400, 403, 404)
        assert "Traceback" not in answer.text
    assert not Path("/tmp/regesta-attached.db").exists()
    assert not Path("/tmp/regesta-vacuum.db").exists()
    assert json.loads(open_to_sql.ask("/huntsman-2019/facts.json?_size=0&_extra=count").text)["count"] > 70


def test_readers_who_may_send_sql_can_read_with_it(open_to_sql: Visitor) -> None:
    answer = open_to_sql.ask("/huntsman-2019/-/query.json?sql=select+count(*)+as+n+from+posts&_shape=array")
    assert json.loads(answer.text)[0]["n"] > 5


HOSTILE_NAMES = (
    "/huntsman-2019/posts%0A",
    "/huntsman-2019/posts~0A",
    "/huntsman-2019/%5Bposts%5D",
    "/huntsman-2019/posts~5D",
    "/huntsman-2019/posts]/x",
    "/huntsman-2019/posts'--",
    "/huntsman-2019/<script>alert(1)<~2Fscript>",
    "/<script>alert(1)<~2Fscript>",
)


@pytest.mark.parametrize("path", HOSTILE_NAMES)
def test_names_that_were_made_to_hurt_name_nothing(visitor: Visitor, path: str) -> None:
    answer = visitor.ask(path)
    assert answer.status in (400, 404) or answer.headers["location"].startswith(("/huntsman-2019/~", "/~"))
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "column", ["id__arraycontains", "id']--__arraycontains", "]__arraycontains", "nosuch'__arraynotcontains"]
)
def test_the_name_of_a_column_injects_nothing(visitor: Visitor, column: str) -> None:
    whole = json.loads(visitor.ask("/huntsman-2019/posts.json?_shape=array").text)
    answer = visitor.ask("/huntsman-2019/posts.json", params={column: "x') or 1=1 --", "_shape": "array"})
    assert answer.status in (200, 400)
    if answer.status == 200:
        assert json.loads(answer.text) in (whole, [])


@pytest.mark.parametrize("query", ["?_trace=1", "?_search=<script>alert(1)</script>", "?x=<script>alert(1)</script>"])
def test_what_stands_in_an_address_never_runs(visitor: Visitor, query: str) -> None:
    assert "<script>alert" not in visitor.ask(f"/huntsman-2019/posts{query}").text
