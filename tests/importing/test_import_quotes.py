"""Captures beside a document, and quotes that are looked for in them or in the dossier's."""

import hashlib
from pathlib import Path

from in_memory import Dossier

TEXT = "Jon Hutsman, the\nambassador, “resigned” – on a Tuesday.\n"
SOURCE = "  - {kind: source, key: letter, title: A letter, capture: letter.txt}\n"
AGENT = "  - {kind: agent, key: jon-huntsman, name: Jon Huntsman, type: person}\n"


def document(quote: str, *, capture: bool = True, more: str = "") -> str:
    """A document that quotes its letter."""
    source = SOURCE if capture else SOURCE.replace(", capture: letter.txt", "")
    name = f"  - {{kind: name, agent: jon-huntsman, name: Jon Hutsman, source: letter, quote: '{quote}'{more}}}\n"
    return "facts:\n" + source + AGENT + name


def dossier(folder: Path) -> Dossier:
    """A dossier whose documents lie in a folder with the letter."""
    (folder / "letter.txt").write_text(TEXT, "utf-8")
    return Dossier(folder=folder)


def test_a_quote_gets_its_place_in_the_capture_beside_the_document(tmp_path: Path) -> None:
    ran = dossier(tmp_path).run(("d.yml", document("Jon Hutsman")))
    assert ran.problems == ()
    capture, quote = ran.plan.facts[1].fact, ran.plan.facts[-1].fact.citations[0].quote
    assert capture.kind == "capture"
    assert capture.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert quote is not None
    assert (quote.exact, quote.start, quote.end, quote.found) == ("Jon Hutsman", 0, 11, "exact")
    assert quote.text == capture.text
    assert [(one.data, one.text) for one in ran.plan.captures] == [(TEXT.encode(), TEXT)]


def test_other_white_space_and_marks_are_the_same_quote(tmp_path: Path) -> None:
    ran = dossier(tmp_path).run(("d.yml", document('the ambassador, "resigned" - on')))
    quote = ran.plan.facts[-1].fact.citations[0].quote
    assert quote is not None
    assert (quote.exact, quote.found) == ("the\nambassador, “resigned” – on", "spacing")


def test_words_that_do_not_stand_there_are_refused_with_the_nearest_passage(tmp_path: Path) -> None:
    ran = dossier(tmp_path).run(("d.yml", document("the ambassador resigned on a Monday")))
    assert len(ran.problems) == 1
    assert "does not stand in what was captured of 'letter'. The nearest passage is" in ran.problems[0]
    assert ran.recorded == ()


def test_parts_with_words_left_out_between_them_are_told(tmp_path: Path) -> None:
    ran = dossier(tmp_path).run(("d.yml", document("Jon Hutsman … resigned” – on a Tuesday")))
    (problem,) = ran.problems
    assert 'Its parts stand there: "Jon Hutsman" and "resigned” – on a Tuesday". Write each as a citation' in problem
    ran = dossier(tmp_path).run(("d.yml", document("Jon Huntsmann … on a Tuesday")))
    assert 'The nearest passages are "Jon Hutsman" and "on a Tuesday". Copy' in ran.problems[0]


def test_they_may_be_recorded_unverified(tmp_path: Path) -> None:
    ran = dossier(tmp_path).run(("d.yml", document("Jon resigned", more=", unverified: true")))
    assert ran.problems == ()
    quote = ran.plan.facts[-1].fact.citations[0].quote
    assert quote is not None
    assert (quote.exact, quote.found, quote.start) == ("Jon resigned", "unverified", None)


def test_a_quote_is_looked_for_in_the_dossiers_captures_too(tmp_path: Path) -> None:
    with_texts = Dossier(texts={"letter": TEXT})
    ran = with_texts.run(("d.yml", document("Jon Hutsman", capture=False)))
    assert ran.problems == ()
    quote = ran.plan.facts[-1].fact.citations[0].quote
    assert quote is not None
    assert quote.text == "0" * 64


def test_a_capture_that_was_recorded_is_not_recorded_again(tmp_path: Path) -> None:
    desk = dossier(tmp_path)
    desk.run(("d.yml", document("Jon Hutsman")))
    again = desk.run(("d.yml", document("Jon Hutsman")))
    assert (again.recorded, again.changes.differing) == ((), [])


def test_a_capture_that_changed_is_another_capture(tmp_path: Path) -> None:
    desk = dossier(tmp_path)
    desk.run(("d.yml", "facts:\n" + SOURCE))
    (tmp_path / "letter.txt").write_text(TEXT + "P.S.\n", "utf-8")
    assert [fact.kind for fact in desk.run(("d.yml", "facts:\n" + SOURCE)).changes.facts] == ["capture"]


def test_a_capture_may_be_a_fact_of_its_own(tmp_path: Path) -> None:
    desk = dossier(tmp_path)
    desk.run(("a.yml", "facts:\n  - {kind: source, key: letter, title: A letter}\n"))
    ran = desk.run(
        (
            "b.yml",
            "facts:\n  - {kind: capture, source: letter, file: letter.txt, url: 'https://example.org/letter',"
            " retrieved: '2019-08-07T10:00:00Z'}\n",
        )
    )
    assert ran.problems == ()
    (capture,) = (planned.fact for planned in ran.plan.facts)
    assert capture.url == "https://example.org/letter"  # type: ignore[union-attr]
    assert capture.retrieved.isoformat() == "2019-08-07T10:00:00+00:00"  # type: ignore[union-attr]


def test_a_link_out_of_the_documents_folder_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (inside / "letter.txt").symlink_to(tmp_path / "secret.txt")
    ran = Dossier(folder=inside).run(("d.yml", "facts:\n" + SOURCE))
    assert ran.problems == (
        'd.yml:2, "capture": the file "letter.txt" is not beside the document; put it in the document\'s folder.',
    )
