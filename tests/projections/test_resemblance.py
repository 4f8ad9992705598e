"""How alike two names are: what counts, what does not, and which of many are worth comparing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.naming import NAMES, best, pairs
from regesta.projections.resemblance import body_similarity, near_pairs, resemblance, similarity
from regesta.projections.resemblance.parts import parts

NAME = st.text(max_size=40) | st.lists(
    st.sampled_from(["Jon", "Huntsman", "Hutsman", "J.", "Jr.", "de", "al-Assad", "Путин", "习近平", "محمد", "Sir"]),
    max_size=5,
).map(" ".join)


@given(NAME, NAME)
def test_a_similarity_is_a_share_and_the_same_whichever_name_comes_first(a: str, b: str) -> None:
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, b) == similarity(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jon Huntsman", "Huntsman, Jon"),
        ("Jon Huntsman", "JON HUNTSMAN"),
        ("Amb. Jon M. Huntsman, Jr.", "Jon Huntsman"),
        ("Jon Hutsman", "Jon Huntsman"),
        ("William J. Burns", "Bill Burns"),
        ("Владимир Путин", "Vladimir Putin"),
        ("习近平", "Xi Jinping"),
        ("محمد بن سلمان", "Mohammed bin Salman"),
        ("Gerhard Schröder", "Gerhard Schroeder"),
        ("Xi Jin-ping", "Jinping Xi"),
        ("Charles de Gaulle", "DE GAULLE Charles"),
        ("Abdulrahman al-Rashed", "Abdul Rahman al-Rashid"),
    ],
)
def test_names_of_one_person_resemble_each_other(a: str, b: str) -> None:
    assert similarity(a, b) >= 0.7


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jon Huntsman Jr.", "Jon Huntsman Sr."),
        ("Raúl Castro", "Fidel Castro"),
        ("Kim Jong Il", "Kim Jong Un"),
        ("Александр Иванов", "Александра Иванова"),
        ("Иван Петрович Сидоров", "Иван Иванович Сидоров"),
        ("Lord Davies of Oldham", "Lord Davies of Stamford"),
        ("Alberto B. Aslak", "Alberto A. Barclay"),
        ("", "Jon Huntsman"),
        ("...", "..."),
    ],
)
def test_names_of_two_people_do_not(a: str, b: str) -> None:
    assert similarity(a, b) < 0.6


def test_a_resemblance_says_which_parts_matched_for_each_name_in_its_order() -> None:
    found = resemblance("Jon M. Hutsman", "Huntsman, J.")
    assert [(pair.one, pair.other) for pair in found.matched] == [("hutsman", "huntsman"), ("jon", "j")]
    assert "m in one only" in found.reasons
    assert [(pair.one, pair.other) for pair in resemblance("Huntsman, J.", "Jon M. Hutsman").matched] == [
        ("huntsman", "hutsman"),
        ("j", "jon"),
    ]


def test_a_body_is_compared_by_its_words_and_may_be_abbreviated() -> None:
    assert body_similarity("Ministry of Foreign Affairs of Russia", "Russia: Foreign Affairs Ministry") > 0.9
    assert body_similarity("Department of State", "Department of Trade") < 0.6
    assert body_similarity("UN", "United Nations") == 0.8


@pytest.mark.parametrize("file", ["real", "by-hand", "held-out"])
def test_labelled_pairs_are_told_apart(file: str) -> None:
    assert best([(similarity(pair.a, pair.b), pair.same) for pair in pairs(NAMES / f"{file}.tsv")]).f1 > 0.9


def test_names_worth_comparing_are_found_among_many() -> None:
    labelled = [pair for file in ("real", "by-hand") for pair in pairs(NAMES / f"{file}.tsv")]
    names = sorted({name for pair in labelled for name in (pair.a, pair.b)})
    place = {name: at for at, name in enumerate(names)}
    found = set(near_pairs([parts(name).words for name in names]))
    assert all(one < other for one, other in found) and len(found) < len(names) ** 2 / 100
    alike = [pair for pair in labelled if pair.same and similarity(pair.a, pair.b) >= 0.6]
    met = [pair for pair in alike if (min(place[pair.a], place[pair.b]), max(place[pair.a], place[pair.b])) in found]
    assert len(met) > 0.97 * len(alike)
