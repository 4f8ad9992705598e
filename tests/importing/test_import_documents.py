"""Documents: what YAML and JSON Lines mean, and that they mean the same."""

import json
from datetime import date
from typing import Any

import pytest
from in_memory import Dossier, Imported

from regesta.events.facts import Fact, dump_fact

HEAD = """\
facts:
  - {kind: source, key: letter, title: A letter, published: 2019-08-06}
  - {kind: agent, key: jon-huntsman, name: Jon Huntsman, type: person}
  - {kind: agent, key: donald-trump, name: Donald Trump, type: person}
  - {kind: post, key: us-ambassador-ru, title: Ambassador to Russia}
"""


def told(*facts: str, head: str = HEAD) -> list[Fact]:
    """The facts of a document that has these behind its head; there must be no problem."""
    ran = ran_of(*facts, head=head)
    assert ran.problems == ()
    return [planned.fact for planned in ran.plan.facts]


def ran_of(*facts: str, head: str = HEAD) -> Imported:
    """What an import of such a document comes to."""
    return Dossier().run(("d.yml", head + "".join(f"  - {fact}\n" for fact in facts)))


def test_dates_numbers_and_words_stay_the_text_that_they_look_like() -> None:
    (source,) = told("{kind: source, key: k, title: no, publication: 007, published: 2019-10-03}", head="facts:\n")
    assert (source.title, source.publication, source.published.verbatim) == ("no", "007", "2019-10-03")  # type: ignore[union-attr]
    (post,) = told("{kind: post, key: p, title: 1984, seats: 1}", head="facts:\n")
    assert (post.title, post.seats) == ("1984", 1)  # type: ignore[union-attr]


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated() -> None:
    text = '﻿{"kind": "post", "key": "a", "title": "A"}\r\n\r\n{"kind": "post", "key": "b", "title": "B"}\r\n'
    assert [one.fact.key for one in Dossier().run(("d.jsonl", text)).plan.facts] == ["a", "b"]  # type: ignore[union-attr]
    text = "﻿facts:\r\n  - {kind: post, key: a, title: A}\r\n"
    assert [one.fact.title for one in Dossier().run(("d.yml", text)).plan.facts] == ["A"]  # type: ignore[union-attr]


def test_a_line_separator_of_unicode_does_not_end_a_line() -> None:
    ran = Dossier().run(("d.jsonl", '{"kind": "post", "key": "a", "title": "A", "note": "x\u2028y"}\n'))
    assert ran.problems == ()
    assert ran.plan.facts[0].fact.note == "x\u2028y"


def test_facts_may_refer_to_what_stands_behind_them() -> None:
    facts = told(
        "{kind: statement, speaker: later, text: I resign., mode: direct, source: letter, about: posting/p}",
        "{kind: posting, key: p, holder: later, post: us-ambassador-ru, phase: serving, source: letter}",
        "{kind: agent, key: later, name: Later, type: person}",
    )
    assert facts[-3].about[0].id == "p"  # type: ignore[union-attr]


def test_a_single_value_stands_for_a_list() -> None:
    one = told("{kind: meeting, by: jon-huntsman, with: donald-trump, step: held, source: letter, via: donald-trump}")
    many = told(
        "{kind: meeting, by: [jon-huntsman], with: [donald-trump], step: held, source: letter, via: [donald-trump]}"
    )
    assert dump_fact(one[-1]) | {"origin": None} == dump_fact(many[-1]) | {"origin": None}


def test_a_flat_citation_is_a_list_of_one() -> None:
    flat = told("{kind: post, key: p, title: P, source: letter, locator: page 3, quote: x, unverified: true}")[-1]
    listed = told(
        "{kind: post, key: p, title: P, citations: [{source: letter, locator: page 3, quote: x, unverified: true}]}"
    )[-1]
    assert flat == listed
    assert flat.citations[0].quote.found == "unverified"  # type: ignore[union-attr]


def test_posts_and_agents_that_cite_nothing_are_the_authors_own_observation() -> None:
    facts = told("{kind: post, key: p, title: P, source: letter}")
    assert [fact.observation for fact in facts] == [False, True, True, True, False]


def test_defaults_go_to_the_facts_that_take_them_and_do_not_say_otherwise() -> None:
    facts = told(
        "{kind: name, agent: jon-huntsman, name: J. H.}",
        "{kind: name, agent: jon-huntsman, name: J. M. H., source: other, locator: page 9}",
        "{kind: name, agent: jon-huntsman, name: Huntsman, observed: true}",
        "{kind: post, key: p, title: P, source: ~}",
        "{kind: source, key: other, title: Another letter}",
        head=HEAD.replace("facts:", "defaults: {source: letter, locator: page 1, note: Noted}\nfacts:"),
    )
    cited = [[(one.source, one.locator) for one in fact.citations] for fact in facts]
    first, second, third, post, source = cited[-5:]
    assert (first, second) == ([("letter", "page 1")], [("other", "page 9")])
    assert (third, post, source) == ([], [], [])
    assert (facts[-3].observation, facts[-2].observation) == (True, True)
    assert facts[0].citations == ()
    assert {fact.note for fact in facts} == {"Noted"}


def test_on_is_the_day_of_a_phase_that_happens() -> None:
    fact = told(
        "{kind: posting, holder: jon-huntsman, post: us-ambassador-ru, phase: resigned, on: 2019, source: letter}"
    )[-1]
    assert fact.start.earliest == date(2019, 1, 1)  # type: ignore[union-attr]


def test_a_relative_date_is_counted_from_the_first_cited_source() -> None:
    posting = "kind: posting, holder: jon-huntsman, post: us-ambassador-ru, phase: serving"
    facts = told(
        "{kind: source, key: later, title: Later, published: 2020-09-01}",
        f"{{{posting}, end: in October, source: letter}}",
        f"{{{posting}, end: in October, citations: [later, letter]}}",
        f"{{{posting}, start: since 2017, end: still, source: letter}}",
    )
    assert [fact.end.when.earliest for fact in facts[-3:]] == [  # type: ignore[union-attr]
        date(2019, 10, 1),
        date(2020, 10, 1),
        date(2019, 8, 6),
    ]
    assert facts[-1].start.latest == date(2017, 12, 31)  # type: ignore[union-attr]


def test_a_relative_date_is_counted_from_a_source_that_the_dossier_has() -> None:
    dossier = Dossier()
    dossier.run(("a.yml", HEAD))
    ran = dossier.run(
        (
            "b.yml",
            "facts:\n  - {kind: statement, speaker: jon-huntsman, mode: no-comment, said: yesterday, source: letter}\n",
        )
    )
    assert ran.problems == ()
    assert ran.plan.facts[0].fact.said.earliest == date(2019, 8, 5)  # type: ignore[union-attr]


def test_a_date_may_give_its_bounds_or_the_reading_of_its_wording() -> None:
    facts = told(
        "{kind: source, key: a, title: A, published: {verbatim: Michaelmas, earliest: 2019-09-29, latest: 2019-09-29}}",
        "{kind: source, key: b, title: B, published: {verbatim: Oct-11, reading: October 2011}}",
    )
    first, second = (fact.published for fact in facts[-2:])  # type: ignore[union-attr]
    assert first is not None
    assert second is not None
    assert (first.verbatim, first.earliest, first.basis, first.table) == (
        "Michaelmas",
        date(2019, 9, 29),
        "stated",
        "1-north",
    )
    assert (second.verbatim, second.latest, second.basis) == ("Oct-11", date(2011, 10, 31), "derived")


def test_an_end_is_a_date_still_ended_or_left_out() -> None:
    posting = "kind: posting, holder: jon-huntsman, post: us-ambassador-ru, phase: serving, source: letter"
    facts = told(
        f"{{{posting}, end: 2019}}",
        f"{{{posting}, end: still}}",
        f"{{{posting}, end: ended}}",
        f"{{{posting}}}",
        f"{{{posting}, note: x, end: {{verbatim: Still in office, reading: still}}}}",
        f"{{{posting}, note: y, end: {{state: holds}}}}",
    )
    ends = [fact.end for fact in facts[-6:]]  # type: ignore[union-attr]
    assert [end.state for end in ends] == ["stated", "holds", "ended", "not-stated", "holds", "holds"]
    assert ends[4].when.verbatim == "Still in office"  # type: ignore[union-attr]
    assert ends[4].when.earliest == date(2019, 8, 6)  # type: ignore[union-attr]


def test_the_head_says_whose_seasons_and_which_order() -> None:
    head = "hemisphere: south\ndate_order: mdy\nfacts:\n"
    facts = told(
        "{kind: source, key: a, title: A, published: autumn of 2017}",
        "{kind: source, key: b, title: B, published: 03/04/2019}",
        head=head,
    )
    assert facts[0].published.earliest == date(2017, 3, 1)  # type: ignore[union-attr]
    assert facts[1].published.earliest == date(2019, 3, 4)  # type: ignore[union-attr]


def test_acts_on_facts_can_be_imported() -> None:
    dossier = Dossier()
    (one, *_) = dossier.run(("a.yml", HEAD)).recorded
    ran = dossier.run(
        (
            "b.yml",
            "facts:\n"
            f"  - {{kind: correction, replaces: {one.fact}, motive: clerical, note: A slip,"
            " fact: {kind: source, key: letter, title: The letter, published: 6 August 2019}}\n"
            f"  - {{kind: confirmation, fact: {one.fact}, observed: true, note: Seen}}\n",
        )
    )
    assert ran.problems == ()
    assert [planned.fact.kind for planned in ran.plan.facts] == ["correction", "confirmation"]
    assert next(told for version, told in dossier.world.in_force()).title == "The letter"  # type: ignore[union-attr]


def test_a_document_says_the_same_in_both_formats() -> None:
    facts: list[dict[str, Any]] = [
        {"kind": "source", "key": "a", "title": "A", "authors": ["B", "C"], "published": "2019"},
        {"kind": "post", "key": "p", "title": "P", "seats": 2, "observed": True},
        {"kind": "agent", "key": "j", "name": "J", "type": "person", "source": "a", "note": "x"},
        {"kind": "name", "agent": "j", "name": "Jay", "source": "a", "locator": 3},
    ]
    head = {"import": "both", "agents": "match"}
    lines = "\n".join(json.dumps(one) for one in (head, *facts))
    as_yaml = f"import: both\nagents: match\nfacts: {json.dumps(facts)}\n"
    found = [Dossier().run(document).plan.facts for document in (("d.jsonl", lines), ("d.yml", as_yaml))]
    assert [planned.fact for planned in found[0]] == [planned.fact for planned in found[1]]
    assert len(found[0]) == 4


def test_a_document_may_be_one_json_object() -> None:
    document = {"import": "one", "facts": [{"kind": "post", "key": "a", "title": "Мэр", "seats": 1, "observed": True}]}
    for indent in (None, 2):
        ran = Dossier().run(("d.json", json.dumps(document, indent=indent)))
        assert ran.problems == ()
        assert [planned.fact.title for planned in ran.plan.facts] == ["Мэр"]  # type: ignore[union-attr]


def test_json_may_escape_a_character_as_two_surrogates() -> None:
    title = "\U0001f642 \\ud83d\\ude42"  # behind a backslash of its own, it is text
    text = json.dumps({"facts": [{"kind": "post", "key": "a", "title": title}]})
    assert "\\ud83d\\ude42 " in text
    assert [one.fact.title for one in Dossier().run(("d.json", text)).plan.facts] == [title]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["d.pdf", "d", "d.csv"])
def test_a_file_in_no_known_format_is_refused(name: str) -> None:
    assert len(Dossier().run((name, "x")).problems) == 1


def test_many_problems_are_all_counted_and_the_first_thousand_kept() -> None:
    ran = Dossier().run(("d.jsonl", '{"kind": "post"}\n' * 1_500))
    assert len(ran.problems) == 1_000


def test_of_what_is_wrong_otherwise_the_first_is_kept_however_late_it_comes() -> None:
    ran = Dossier().run(("d.jsonl", '{"kind": "post"}\n' * 1_100 + '{"kind": "post", "titel": "x"}\n' * 20))
    late = [problem.partition(",")[0] for problem in ran.problems[1_000:]]
    assert late == [f"d.jsonl:{1_101 + n}" for n in range(10)]
