"""CSV with a mapping: each part of the mapping language."""

from pathlib import Path
from typing import Any

from in_memory import Dossier, Imported

from regesta.events.facts import Fact

ROWS = "rows:\n  - {kind: post, key: '{id|slug}', title: '{title}', note: '{note?}'}\n"
COLUMNS = "import: m\ncolumns:\n  id: id\n  title: Title\n"


def ran_of(mapping: str, *files: tuple[str, str | bytes], folder: Path = Path("nowhere")) -> Imported:
    """What an import of CSV files with a mapping comes to."""
    return Dossier(folder=folder).run(*files, mapping=mapping)


def made(mapping: str, text: str | bytes, name: str = "t.csv") -> list[Any]:
    """The facts of one CSV file; there must be no problem."""
    ran = ran_of(mapping, (name, text))
    assert ran.problems == ()
    return [planned.fact for planned in ran.plan.facts]


def titles(mapping: str, text: str | bytes, name: str = "t.csv") -> list[str]:
    """The titles of the posts that a CSV file tells of."""
    return [fact.title for fact in made(mapping, text, name)]


POSTS = COLUMNS + "rows:\n  - {kind: post, key: '{id}', title: '{title}'}\n"


def test_a_row_is_a_fact_and_its_citation_may_name_the_row() -> None:
    mapping = POSTS.replace("columns:", "defaults: {source: s, locator: 'row {line}'}\ncolumns:") + (
        "before:\n  - {kind: source, key: s, title: 'The file {filename}', note: '{file}'}\n"
    )
    source, post = made(mapping, 'id,Title\np,"The\nMayor"\n'.replace("\n", "\n", 1).replace("The\nMayor", "The Mayor"))
    assert (source.title, source.note, source.citations) == ("The file t.csv", "t", ())
    assert (post.title, post.citations[0].locator) == ("The Mayor", "row 2")


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    text = 'id,Title\np,"Mayor"\nq,""\n"r","x\ny"\ns,\n'
    ran = ran_of(POSTS, ("t.csv", text))
    assert ran.problems == (
        "t.csv:3: a new post needs a title.",
        't.csv:4, column "Title", "title": holds a line break or a tab; write it on one line or take it as'
        " {COLUMN|line} in the mapping.",
        "t.csv:6: a new post needs a title.",
    )


def test_lines_within_a_cell_end_in_a_line_feed_and_may_be_made_one() -> None:
    mapping = POSTS.replace("'{title}'", "'{title|line}', note: '{title}'")
    (post,) = made(mapping, 'id,Title\r\np,"Lord\r\n  Mayor"\r\n')
    assert (post.title, post.note) == ("Lord Mayor", "Lord\n  Mayor")


def test_headers_are_found_without_regard_to_case_and_blanks_and_may_have_variants() -> None:
    mapping = POSTS.replace("title: Title", "title: [Name of Post, ' TITLE of  post']")
    assert titles(mapping, "Title of Post ,id\nMayor,p\n") == ["Mayor"]


def test_a_header_that_stands_twice_is_refused_until_one_is_named_by_number() -> None:
    text = "id,Title,Note,title ,Note\np,Mayor,x,Judge,y\n"
    ran = ran_of(POSTS, ("t.csv", text))
    assert ran.problems == (
        't.csv:1: has the header "Title" in columns 2 and 4; name the one that is meant by its number, such as "#2".',
    )
    assert titles(POSTS.replace("title: Title", "title: '#4'"), text) == ["Judge"]


def test_a_column_may_be_optional() -> None:
    mapping = COLUMNS + "  note: {column: Note, optional: true}\n" + ROWS
    assert made(mapping, "id,Title\np,Mayor\n")[0].note is None
    assert made(mapping, "id,Title,Note\np,Mayor,x\n")[0].note == "x"


def test_columns_without_headers_are_named_by_number() -> None:
    mapping = (
        POSTS.replace("id: id", "id: '#1'")
        .replace("Title\n", "'#2'\n")
        .replace("import: m", "import: m\ncsv: {header: 0}")
    )
    assert titles(mapping, "p,Mayor\nq,Judge\n") == ["Mayor", "Judge"]


def test_headers_may_stand_below_a_preamble() -> None:
    mapping = POSTS.replace("import: m", "import: m\ncsv: {header: 3}")
    assert titles(mapping, "A list\nof posts\nid,Title\np,Mayor\n") == ["Mayor"]


def test_delimiters_and_encodings_are_told() -> None:
    mapping = POSTS.replace("import: m", "import: m\ncsv: {delimiter: ';', encoding: windows-1252}")
    assert titles(mapping, "id;Title\np;Maire de Nîmes – Gard\n".encode("cp1252")) == ["Maire de Nîmes – Gard"]
    mapping = POSTS.replace("import: m", "import: m\ncsv: {delimiter: tab, encoding: utf-16}")
    assert titles(mapping, "id\tTitle\np\tМэр\n".encode("utf-16")) == ["Мэр"]
    assert titles(POSTS, b"\xef\xbb\xbfid,Title\r\np,Mayor\r\n") == ["Mayor"]


def test_an_undecodable_byte_is_named_by_line_and_column_however_far_down() -> None:
    text = b"id,Title\n" + b"".join(b"p%d,Mayor of somewhere\n" % n for n in range(20_000)) + b"q,N\xeemes\n"
    ran = ran_of(POSTS, ("t.csv", text))
    assert ran.problems == (
        "t.csv:20002: the byte 0xEE in column 4 is not UTF-8; save the file as UTF-8, or name its encoding in the"
        " mapping: cp1252 or iso8859-1 would read it.",
    )


def test_blank_cells_leave_their_field_out_and_need_no_default() -> None:
    mapping = COLUMNS + "  note: {column: Note, blank: [n/a]}\nblank: [NULL]\n" + ROWS
    notes = [fact.note for fact in made(mapping, "id,Title,Note\np,A,x\nq,B,n/a\nr,C,NULL\ns,D,  \n")]
    assert notes == ["x", None, None, None]


def test_a_blank_cell_may_have_a_default() -> None:
    mapping = COLUMNS + "  note: {column: Note, default: 'None of {title}'}\n" + ROWS
    assert [fact.note for fact in made(mapping, "id,Title,Note\np,A,x\nq,B,\n")] == ["x", "None of B"]


def test_a_template_with_a_blank_cell_is_blank_unless_the_cell_may_be() -> None:
    mapping = (
        COLUMNS + "  a: A\n" + "rows:\n  - {kind: post, key: '{id}', title: '{title} {a?}!', note: '{title} {a}!'}\n"
    )
    facts = made(mapping, "id,Title,A\np,Mayor,x\nq,Judge,\n")
    assert [(fact.title, fact.note) for fact in facts] == [("Mayor x!", "Mayor x!"), ("Judge !", None)]


def test_a_template_of_which_only_blanks_are_left_is_blank() -> None:
    mapping = POSTS.replace("title: '{title}'", "title: '{title}', place: '{a?} {b?}'").replace(
        "rows:", "  a: A\n  b: B\nrows:"
    )
    assert [post.place for post in made(mapping, "id,Title,A,B\np,Mayor,,\nq,Judge,Rome,\n")] == [None, "Rome"]


def test_braces_are_written_twice() -> None:
    mapping = COLUMNS + "rows:\n  - {kind: post, key: '{id}', title: '{{{title}}}'}\n"
    assert titles(mapping, "id,Title\np,Mayor\n") == ["{Mayor}"]


def test_same_as_above_copies_the_cell_that_was_told_last() -> None:
    mapping = POSTS + "same_as_above: title\n"
    assert titles(mapping, "id,Title\np,Mayor\nq,\n,\nr,\ns,Judge\nt,\n") == [
        "Mayor",
        "Mayor",
        "Mayor",
        "Judge",
        "Judge",
    ]


def test_a_continuing_row_can_add_to_the_subject_of_the_row_above() -> None:
    mapping = """\
import: m
columns:
  who: Who
  dated: Date
  date: Date
  key: {text: "m-{line}", when: {dated: present}}
same_as_above: [date, key]
defaults: {observed: true}
before:
  - {kind: agent, key: me, name: Me, type: person}
rows:
  - {kind: agent, key: "{who|slug}", name: "{who}", type: person}
  - {kind: meeting, when: {dated: present}, key: "{key}", by: me, with: "{who|slug}", step: held, on: "{date}"}
  - kind: meeting
    unless: {dated: present}
    of: "{key}"
    key: "{key}-{line}"
    with: "{who|slug}"
    step: held
    on: "{date}"
"""
    facts = [fact for fact in made(mapping, "Who,Date\nAnna,2018\nBert,\nCarl,2019\n") if fact.kind == "meeting"]
    assert [(fact.key, fact.of, fact.on.verbatim) for fact in facts] == [
        ("m-2", None, "2018"),
        (None, "m-2", "2018"),
        ("m-4", None, "2019"),
    ]


def test_rows_are_skipped_by_condition_and_when_they_are_blank() -> None:
    mapping = POSTS + "skip:\n  - {title: blank}\n  - {title: {matches: '(?i)^nil return'}}\n  - {id: {is: [x, y]}}\n"
    assert titles(mapping, "id,Title\np,Mayor\nq,\n,\nr,Nil return\nx,A\ny,B\n\nz,Judge\n") == ["Mayor", "Judge"]


def test_conditions_take_their_tests_together_and_their_groups_apart() -> None:
    rows = (
        "rows:\n  - {kind: post, key: '{id}', title: '{title}',"
        " when: [{title: {is: z}, id: {is_not: q}}, {title: {before: '{id}'}}]}\n"
    )
    found = made(COLUMNS + rows, "id,Title\np,z\nq,z\nr,s\nb,a\n")
    assert [fact.key for fact in found] == ["p", "b"]


def test_a_cell_is_split_into_several_values() -> None:
    rows = "rows:\n  - {kind: source, key: '{id}', title: t, authors: '{title}'}\n"
    for split in ("split: ';'", "split_at: ' *(?:;|and) *'"):
        mapping = COLUMNS.replace("title: Title", f"title: {{column: Title, {split}}}") + rows
        assert made(mapping, "id,Title\ns,Anna; Bert ;;Carl\n")[0].authors == ("Anna", "Bert", "Carl")


def test_a_fact_may_be_told_for_each_of_them() -> None:
    mapping = (
        COLUMNS.replace("title: Title", "title: {column: Title, split: ','}")
        + "rows:\n  - {kind: post, for_each: title, key: '{id}-{title|slug}', title: '{title} of {id}'}\n"
    )
    assert titles(mapping, 'id,Title\np,"Mayor, Judge"\nq,\n') == ["Mayor of p", "Judge of p"]


def test_lists_in_a_fact_take_up_columns_of_several_values() -> None:
    mapping = (
        COLUMNS.replace("title: Title", "title: {column: Title, split: ','}")
        + "rows:\n  - {kind: source, key: '{id}', title: t, authors: ['{title}', 'The {title}', '{id}']}\n"
    )
    assert made(mapping, 'id,Title\ns,"A,B"\n')[0].authors == ("A", "B", "The A", "The B", "s")


def test_a_cell_has_parts() -> None:
    mapping = (
        COLUMNS.replace(
            "title: Title",
            "title: {column: Title, split: ',', parts: ['(?P<what>.*)\\((?P<no>\\d+)\\)', '(?P<what>.*)']}",
        )
        + "rows:\n  - {kind: post, for_each: title, key: '{title.what|slug}', title: '{title.what}',"
        " note: 'No. {title.no}'}\n"
    )
    facts = made(mapping, 'id,Title\np,"Mayor(1), Judge, Clerk (22)"\n')
    assert [(fact.key, fact.note) for fact in facts] == [("mayor", "No. 1"), ("judge", None), ("clerk", "No. 22")]


def test_values_are_replaced_mapped_and_looked_up(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("Key,Value\nx,The X\nx,Another\n", "utf-8")
    mapping = (
        "import: m\ncolumns:\n  id: id\n"
        "  a: {column: A, replace: {'(\\w+), (?P<first>\\w+)': '{first} {1} of {id}', '(.)(.)': '{2}{1}'}}\n"
        "  b: {column: B, map: {M: male, F: female}, otherwise: 'neither ({b})'}\n"
        "  c: {column: C, look_up: {file: table.csv, key: key, value: value}}\n"
        "rows:\n  - {kind: post, key: '{id}', title: '{a}', place: '{b}', organization: '{c}'}\n"
    )
    ran = ran_of(mapping, ("t.csv", 'id,A,B,C\np,"Doe, Jane",F,x\nq,xy,?,\nr,xyz,,\n'), folder=tmp_path)
    assert ran.problems == ()
    facts: list[Any] = [planned.fact for planned in ran.plan.facts]
    assert [(fact.title, fact.place, fact.organization) for fact in facts] == [
        ("Jane Doe of p", "female", "The X"),
        ("yx", "neither (?)", None),
        ("xyz", None, None),
    ]
    missing = ran_of(mapping, ("t.csv", "id,A,B,C\np,a,M,y\n"), folder=tmp_path)
    assert missing.problems == (
        't.csv:2, column "C": "y" is not found in table.csv, column "key"; add it there, or give otherwise in the'
        " mapping.",
    )


def test_constants_come_from_the_files_name() -> None:
    mapping = (
        "import: 'posts-{year}'\nfile:\n"
        "  - {matches: '(?P<year>20\\d\\d)'}\n  - {matches: '^special', set: {year: '1999'}}\n"
        + POSTS.removeprefix("import: m\n").replace("'{title}'", "'{title} {year}'")
    )
    for name, title in (("list-2011.csv", "Mayor 2011"), ("special.csv", "Mayor 1999")):
        ran = ran_of(mapping, (name, "id,Title\np,Mayor\n"))
        fact: Fact = ran.plan.facts[0].fact
        assert getattr(fact, "title", None) == title
        assert ran.plan.names == (f"posts-{title[-4:]}",)


def test_several_files_go_into_one_commit_and_may_share_facts_told_once() -> None:
    mapping = (
        "import: m\ndefaults: {source: '{file}'}\ncolumns: {id: id, name: Name}\nbefore:\n"
        "  - {kind: source, key: '{file}', title: '{filename}'}\nrows:\n"
        "  - {kind: agent, key: '{name|slug}', once: file, name: '{name}', type: person}\n"
        "  - {kind: name, key: '{file} {id}', agent: '{name|slug}', name: '{name}'}\n"
    )
    ran = ran_of(mapping, ("a.csv", "id,Name\n1,Anna\n2,Bert\n"), ("b.csv", "id,Name\n1,Anna\n"))
    assert ran.problems == ()
    assert [planned.origin.key for planned in ran.plan.facts] == [
        "source/a", "agent/anna", "name/a 1", "agent/bert", "name/a 2", "source/b", "name/b 1",
    ]  # fmt: skip


def test_slugs_are_latin_and_long_ones_stay_apart() -> None:
    facts = made(
        "import: m\ncolumns: {t: T}\nrows:\n  - {kind: post, key: '{t|slug}', title: '{t}'}\n",
        "T\nMáyor’s Chief of Staff\nПосол\n" + "x" * 300 + "\n" + "x" * 301 + "\n",
    )
    keys = [fact.key for fact in facts]
    assert keys[:2] == ["mayors-chief-of-staff", "posol"]
    assert keys[2] != keys[3]
    assert all(len(key) <= 100 for key in keys)


def test_every_file_is_read_though_one_lacks_a_column() -> None:
    ran = ran_of(POSTS, ("a.csv", "id\np\n"), ("b.csv", "id,Title\np,\n"))
    assert ran.problems == (
        'a.csv:1: has no column "Title"; its columns are "id".',
        "b.csv:2: a new post needs a title.",
    )


def test_a_key_that_is_none_is_answered_with_what_makes_one() -> None:
    mapping = POSTS.replace("key: '{id}'", "key: '{id}-{note?}'").replace("rows:", "  note: Note\nrows:")
    (said,) = ran_of(mapping, ("t.csv", "id,Title,Note\np,Mayor,\n")).problems
    assert said.startswith('t.csv:2, column "id", "Note", "key": \'p-\' is not a key; write small letters')
    assert said.endswith(", or make the whole a column, with text, and take it as {COLUMN|slug}.")


def test_a_name_of_which_no_key_can_be_made_is_a_problem() -> None:
    mapping = POSTS.replace("import: m", "import: '{file|slug}'").replace("'{id}'", "'{id|slug}'")
    mapping += "before:\n  - {kind: source, key: '{file|slug}', title: t}\n"
    ran = ran_of(mapping, ("___.csv", "id,Title\n?!,Mayor\n"))
    assert ran.problems == (
        "mapping.yml:1: the template of its name '___' has no letter or digit to make a key of; change it.",
        "___.csv:1: the template '___' has no letter or digit to make a key of; change mapping.yml:8.",
        "___.csv:2: the template '?!' has no letter or digit to make a key of; change mapping.yml:6.",
    )
