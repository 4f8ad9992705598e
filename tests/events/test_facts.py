"""The kinds of fact: what they take, what they refuse, and what can be asked of any of them."""

from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from regesta.events.amendment import Correction
from regesta.events.claim import Quote
from regesta.events.errors import InvalidInput
from regesta.events.facts import (
    KINDS,
    Fact,
    Plain,
    content,
    dump_fact,
    facts_named,
    models,
    parse_fact,
    parse_fact_json,
    references,
    subject_id,
    subject_kind,
)

YEAR = {"verbatim": "in 2018", "earliest": "2018-01-01", "latest": "2018-12-31", "table": "1-north"}
CITED: dict[str, Any] = {"citations": [{"source": "gazette"}]}

# One fact of each kind, with what it refers to.
EXAMPLES: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "source": (
        {"title": "A letter", "derived_from": [{"source": "draft"}]},
        [("derived_from.source", "source", "draft")],
    ),
    "capture": (
        {
            "source": "gazette",
            "sha256": "0" * 64,
            "media_type": "text/plain",
            "size": 3,
            "retrieved": "2026-11-23T10:00:00Z",
        },
        [("source", "source", "gazette")],
    ),
    "agent": ({"name": "Ann", "type": "person", "observation": True}, []),
    "name": (
        {"agent": "ann", "name": "Anne", **CITED},
        [("citations.source", "source", "gazette"), ("agent", "agent", "ann")],
    ),
    "identity": (
        {"a": "ann", "b": "anne", "verdict": "same", "because": "one signature"},
        [("a", "agent", "ann"), ("b", "agent", "anne")],
    ),
    "independence": (
        {
            "a": {"kind": "source", "id": "gazette"},
            "b": {"kind": "agent", "id": "ann"},
            "verdict": "independent",
            "because": "she was there",
        },
        [("a", "source", "gazette"), ("b", "agent", "ann")],
    ),
    "post": ({"title": "Envoy", "seats": 1, "observation": True}, []),
    "posting": (
        {"holder": "ann", "post": "envoy", "phase": "serving", "start": YEAR, **CITED},
        [("citations.source", "source", "gazette"), ("holder", "agent", "ann"), ("post", "post", "envoy")],
    ),
    "statement": (
        {
            "speaker": "ann",
            "text": "no",
            "mode": "direct",
            "via": [{"agent": "bob"}],
            "about": [{"kind": "meeting", "id": "talks"}],
            "observation": True,
        },
        [("via.agent", "agent", "bob"), ("speaker", "agent", "ann"), ("about", "meeting", "talks")],
    ),
    "meeting": (
        {"by": ["ann"], "with": ["bob", "eve"], "step": "wanted", "observation": True},
        [("by", "agent", "ann"), ("with", "agent", "bob"), ("with", "agent", "eve")],
    ),
    "expectation": (
        {
            "expects": {
                "text": 'state("talks", "bob") = "refused"',
                "about": [{"kind": "meeting", "id": "talks"}, {"kind": "agent", "id": "bob"}],
            },
            "note": "Nobody met.",
        },
        [("expects.about", "meeting", "talks"), ("expects.about", "agent", "bob")],
    ),
    "explanation": (
        {"conflict": "0123456789abcdef", "note": "two calendars", "about": {"kind": "post", "id": "envoy"}},
        [("about", "post", "envoy")],
    ),
    "restriction": (
        {"agent": "ann", "level": "withheld", "code": "safety"},
        [("agent", "agent", "ann")],
    ),
    "correction": (
        {
            "replaces": "0123456789abcdef",
            "fact": {"kind": "post", "title": "Envoy", "observation": True},
            "motive": "clerical",
            "note": "a slip",
        },
        [],
    ),
    "retraction": ({"fact": "0123456789abcdef", "reason": "invented"}, []),
    "confirmation": ({"fact": "0123456789abcdef", **CITED}, [("citations.source", "source", "gazette")]),
}


def example(kind: str, **changes: Any) -> Fact:
    return parse_fact({"kind": kind, **EXAMPLES[kind][0], **changes})


def refusal(kind: str, **changes: Any) -> str:
    with pytest.raises(InvalidInput) as refused:
        example(kind, **changes)
    return str(refused.value)


def test_every_kind_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(KINDS) == set(models(Fact))


@pytest.mark.parametrize("kind", EXAMPLES)
def test_what_is_written_is_read_back_and_written_the_same(kind: str) -> None:
    fact = example(kind)
    assert parse_fact(dump_fact(fact)) == fact
    assert parse_fact_json(TypeAdapter(dict[str, Any]).dump_json(dump_fact(fact))) == fact
    assert dump_fact(fact) == {"kind": kind} | dump_fact(fact)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_reference_is_found_with_its_field_and_kind(kind: str) -> None:
    assert [tuple(reference) for reference in references(example(kind))] == EXAMPLES[kind][1]


def test_a_correction_refers_to_what_its_new_fact_refers_to() -> None:
    new = {"kind": "posting", **EXAMPLES["posting"][0]}
    found = [tuple(reference) for reference in references(example("correction", fact=new))]
    assert ("fact.holder", "agent", "ann") in found and ("fact.post", "post", "envoy") in found


def test_every_fact_that_a_fact_names_is_found_with_its_field() -> None:
    named = "0123456789abcdef"
    restriction = {"kind": "restriction", "fact": named, "level": "internal"}
    found = {kind: list(facts_named(example(kind))) for kind in KINDS}
    found["explanation"] = list(facts_named(example("explanation", saw=[named])))
    assert {kind: fields for kind, fields in found.items() if fields} == {
        "explanation": [("saw", named)],
        "correction": [("replaces", named)],
        "retraction": [("fact", named)],
        "confirmation": [("fact", named)],
    }
    correction = example("correction", fact=restriction)
    assert list(facts_named(correction)) == [("replaces", named), ("fact.fact", named)]


def test_a_correction_cannot_carry_a_correction() -> None:
    assert "correction" not in models(Plain)
    inner = {"kind": "correction", **EXAMPLES["correction"][0]}
    assert "has no kind that is known" in refusal("correction", fact=inner)


def test_no_default_is_written_so_a_default_never_changes() -> None:
    assert dump_fact(example("meeting")) == {"kind": "meeting", **EXAMPLES["meeting"][0]}


def test_equal_content_is_equal_whichever_import_brought_it() -> None:
    one, other = (example("post", origin={"name": name, "key": "1"}) for name in ("a", "b"))
    assert one != other and content(one) == content(other)
    assert content(one) != content(example("post", title="Envoys"))


@pytest.mark.parametrize("kind", [kind for kind in EXAMPLES if kind != "correction"])
def test_facts_cannot_be_changed(kind: str) -> None:
    with pytest.raises(ValueError, match="frozen"):
        example(kind).note = "changed"  # type: ignore[misc]


def test_a_subject_is_named_by_of_then_key_then_the_fact_itself() -> None:
    own = "0123456789abcdef"
    assert subject_id(example("post", key="envoy"), own) == "envoy"
    assert subject_id(example("post", of="envoy"), own) == "envoy"
    assert subject_id(example("post"), own) == own
    assert subject_id(example("name"), own) == "ann"
    assert subject_id(example("capture"), own) == "gazette"
    assert subject_id(example("retraction"), own) is None
    assert subject_id(example("restriction"), own) is None
    assert subject_id(example("independence"), own) is None


def test_only_kinds_with_subjects_of_their_own_have_a_subject_kind() -> None:
    having = {kind for kind in KINDS if subject_kind(example(kind))}
    assert having == {"source", "agent", "post", "posting", "statement", "meeting", "expectation"}


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        ("posting", {"holder": None}, "fact: a new posting needs a holder and a post."),
        ("posting", {"citations": []}, "fact: cites no source; name one, or say that it is your own observation."),
        ("posting", {"key": "a", "of": "b"}, "not both."),
        ("posting", {"phase": "left", "end": {"state": "ended"}}, "the phase 'left' happens on a day and has no end"),
        ("posting", {"phase": "reigning"}, "fact, \"phase\": 'reigning' is not one of its values; give 'announced', "),
        ("posting", {"holder": "Ann B"}, "fact, \"holder\": 'Ann B' is not a key;"),
        ("posting", {"hodler": "ann"}, 'fact, "hodler": is not a field of this kind;'),
        ("expectation", {"expects": {"text": "state(talks"}}, 'fact, "expects": is no assertion: at character 12 the'),
        ("expectation", {"expects": {"text": 'exists(post, "x")'}}, "names other subjects than the assertion does."),
        ("expectation", {"expects": None}, "a new expectation needs its assertion, and what adds to one has none."),
        ("expectation", {"of": "x"}, "a new expectation needs its assertion, and what adds to one has none."),
        ("expectation", {"key": "a", "of": "b"}, "not both."),
        ("meeting", {"with": []}, "needs who sought it (by) and with whom (with)"),
        ("meeting", {"with": ["ann"]}, "ann cannot meet themselves"),
        ("statement", {"text": None}, "needs its words or gist"),
        ("agent", {"type": "anonymous"}, "needs the outlet to which it spoke"),
        ("agent", {"name": None}, "needs a name and a type: person, organization, office, group or anonymous"),
        ("identity", {"b": "ann"}, "judges 'ann' against itself"),
        (
            "independence",
            {"b": {"kind": "source", "id": "gazette"}},
            "judges 'gazette' against itself; name two origins",
        ),
        (
            "independence",
            {"b": {"kind": "post", "id": "envoy"}},
            "judges the post 'envoy', which is no origin; name sources or agents",
        ),
        ("retraction", {"fact": "0123"}, "'0123' is not a fact's id; copy its 16 characters from `regesta log`"),
        ("retraction", {"reason": ""}, 'fact, "reason": is blank;'),
        ("correction", {"note": None}, 'fact, "note": '),
        ("restriction", {"source": "gazette"}, "restricts one thing: give one of fact, source, agent and import"),
        ("restriction", {"agent": None}, "restricts one thing"),
        ("restriction", {"code": None}, "gives a code if, and only if, it is withheld"),
        ("restriction", {"level": "internal"}, "gives a code if, and only if, it is withheld"),
        ("restriction", {"until": YEAR}, "gives until if, and only if, it is embargoed"),
        ("restriction", {"level": "embargoed", "code": None}, "gives until if, and only if, it is embargoed"),
        (
            "restriction",
            {"level": "embargoed", "code": None, "until": {**YEAR, "latest": None}},
            "is embargoed until 'in 2018', which has no last day",
        ),
        ("restriction", {"code": "other"}, "is withheld for another reason; say in the note which"),
        ("restriction", {"level": "erased", "code": None}, "erases one fact, and says in the note why"),
        ("source", {"title": None}, "a new source needs a title, a publication or an address"),
        ("source", {"url": "javascript:alert(1)"}, 'fact, "url": '),
        ("post", {"title": "En\x07voy"}, "holds the control character U+0007 at character 3; remove it."),
        ("post", {"title": "En\ud800voy"}, "holds a lone surrogate, which no text can hold; save the text as UTF-8."),
        ("post", {"title": "En\u202evoy"}, "holds the direction override U+202E at character 3"),
        ("post", {"title": "En\nvoy"}, "holds a line break or a tab"),
    ],
)
def test_what_does_not_hold_is_refused_with_one_sentence(kind: str, changes: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(kind, **changes)


def test_a_posting_cannot_end_before_it_starts() -> None:
    end = {"state": "stated", "when": {**YEAR, "verbatim": "in 2016", "earliest": "2016-01-01", "latest": "2016-12-31"}}
    assert "ends 'in 2016' (2016-12-31) before it starts 'in 2018' (2018-01-01)" in refusal("posting", end=end)


def test_a_posting_may_end_within_the_bounds_of_its_start() -> None:
    assert example("posting", end={"state": "stated", "when": YEAR})


@pytest.mark.parametrize(
    "end",
    [
        {"state": "stated"},
        {"state": "not-stated", "when": YEAR},
    ],
)
def test_an_end_says_what_it_knows_and_no_more(end: dict[str, Any]) -> None:
    assert 'fact, "end"' in refusal("posting", end=end)


def test_a_date_cannot_end_before_it_begins() -> None:
    assert "before it begins" in refusal("posting", start={**YEAR, "latest": "2017-01-01"})


def test_a_quote_that_was_found_has_its_place_and_another_has_none() -> None:
    placed = {"exact": "yes", "start": 0, "end": 3, "text": "0" * 64}
    assert Quote(**placed, found="exact") and Quote(exact="yes", found="unverified")
    for wrong in ({**placed, "found": "unverified"}, {"exact": "yes", "found": "exact"}):
        with pytest.raises(ValueError, match="a quote that was found has its place"):
            Quote.model_validate(wrong)


def test_every_field_says_what_it_means() -> None:
    for kind, model in KINDS.items():
        for name, field in model.model_fields.items():
            assert name == "kind" or field.description, f"{kind}.{name}"


def test_a_correction_takes_every_plain_kind() -> None:
    inner = Correction.model_fields["fact"].annotation
    assert models(get_args(inner)[0] if get_args(inner) and len(get_args(inner)) == 1 else inner) == models(Plain)


def test_the_text_around_a_quote_is_kept_to_the_letter() -> None:
    quote = {"exact": " yes ", "prefix": "he said ", "suffix": " and\n", "start": 8, "end": 11, "text": "0" * 64}
    kept = Quote.model_validate({**quote, "found": "exact"})
    assert (kept.prefix, kept.exact, kept.suffix) == ("he said ", "yes", " and\n")
