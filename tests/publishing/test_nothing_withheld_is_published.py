"""No byte of what is withheld is in a published folder, nor in anything that the served instance answers."""

from urllib.parse import quote

import pytest
from factories import (
    a_confirmation,
    a_correction,
    a_meeting,
    a_name,
    a_post,
    a_posting,
    a_restriction,
    a_source,
    a_statement,
    an_agent,
    an_expectation,
    an_explanation,
)
from leaks import found_in
from recorded import a_dossier, add
from site_case import KEY, SiteCase, Visitor, files

from regesta.events.by_hash import keep
from regesta.events.facts import parse_fact
from regesta.events.keys import write_signing_key

KINDS = (
    *("name", "title", "quote", "note", "text", "key", "source"),
    *("import", "reason", "author", "because", "file"),
)
SECRET = {name: f"{number:x}d7{name}жq" for number, name in enumerate(KINDS, 1)}
"""A word that nothing shown may hold, for each kind of text that a fact has."""


def word(name: str) -> str:
    """One of them; in keys, which are ASCII, its beginning."""
    return SECRET[name] if name not in ("key", "import") else SECRET[name].partition("ж")[0]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    """A dossier of which half may be seen, published."""
    folder = tmp_path_factory.mktemp("half")
    dossier = a_dossier(folder / "half", title="Half of it")
    held = keep(dossier.path, f"What the letter says: {word('file')}".encode())
    shown = (a_source("gazette"), a_post("envoy"), an_agent("bob", name="Bob"), an_agent("carl", name="Carl"))
    add(dossier, *shown, a_posting("bobs", holder="bob", source="gazette"))
    add(dossier, a_statement("said", speaker="carl", to=["bob"], source="gazette"))
    key, origin = f"{word('key')}-jane", {"name": f"{word('import')}-file", "key": word("import")}
    author = word("author")
    opened = add(
        dossier,
        a_source("letter", title=word("title"), licence="CC0-1.0", note=word("source")),
        an_agent(key, name=word("name"), description=word("text"), origin=origin),
        a_name(key, word("name"), note=word("note")),
        by=author,
    )
    capture = {"kind": "capture", "source": "letter", "sha256": held, "media_type": "text/plain", "size": 3}
    add(dossier, parse_fact({**capture, "retrieved": "2026-11-23T08:00:00Z"}), by=author)
    quoted = a_posting(
        "hers", holder=key, reason=word("reason"), citations=({"source": "letter", "quote": _quote(word("quote"))},)
    )
    (posting,) = add(dossier, quoted, by=author)
    add(
        dossier,
        a_correction(posting, a_posting("hers", holder=key, title=word("title")), note=word("because")),
        a_confirmation(posting, "gazette", note=word("note")),
        a_meeting("talks", by=("bob",), **{"with": (key,)}, topic=word("text")),
        an_expectation(expects=f'exists(agent, "{key}")', note=word("note")),
        an_explanation("0123456789abcdef", saw=(posting,), note=word("because"), what=word("text")),
        by=author,
    )
    restrictions = [a_restriction(fact=opened[1], note=word("because")), a_restriction(source="letter")]
    add(dossier, *restrictions, by=author)
    write_signing_key(dossier.path, KEY)
    made = SiteCase(dossier, folder / "site", folder / "memory")
    made.publish()
    return made


def _quote(exact: str) -> dict[str, str]:
    return {"exact": exact, "found": "unverified"}


WORDS = [word(name) for name in SECRET]


def test_every_word_is_in_the_dossier(case: SiteCase) -> None:
    """Otherwise the laws below would hold of words that are nowhere."""
    assert found_in(b"".join(files(case.dossier.path).values()), WORDS) == set(WORDS)


def test_no_byte_of_what_is_withheld_is_in_the_published_folder(case: SiteCase) -> None:
    for path, data in files(case.folder).items():
        assert found_in(data, WORDS) == set(), path
        assert found_in(path.encode(), WORDS) == set(), path


def test_no_answer_of_the_served_instance_holds_a_byte_of_it(case: SiteCase) -> None:
    """Pages, JSON, CSV and errors; a page may repeat what was asked for, so that only its own words are asked for."""
    visitor, seen = Visitor(case.folder), set[str]()
    waiting = ["/", f"/{case.name}", "/-/nothing", f"/{case.name}/-/fact/0123456789abcdef", f"/{case.name}/nothing"]
    tables = ("facts", "history", "agents", "names", "sources", "postings", "meetings", "citations", "captures")
    tables += ("restrictions", "judgements", "conflicts", "expectations", "timeline", "aliases", "statements")
    for table in tables:
        waiting += [f"/{case.name}/{table}{form}" for form in ("", ".json?_shape=array", ".csv?_stream=1")]
        waiting += [f"/{case.name}/{table}?_search={quote(one)}" for one in ("Bob", "d7", "letter")]
        waiting += [f"/{case.name}/{table}/{quote(one)}" for one in ("letter", "hers", "talks", "bob", "nothing")]
    for path in waiting:
        answer = visitor.ask(path)
        seen.add(str(answer.status))
        assert found_in(answer.body, WORDS) == set(), path
        assert found_in(str(answer.headers).encode(), WORDS) == set(), path
    assert {"200", "404"} <= seen
