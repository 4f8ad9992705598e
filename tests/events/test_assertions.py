"""The language of expectations: reading and writing are inverses, and what is refused is told with its place."""

import pytest
from generated_assertions import ASSERTIONS
from hypothesis import given
from hypothesis import strategies as st

from regesta.events.assertion import Assertion, Days, Exists, Holder, Named, format_assertion, named_in, resolved
from regesta.events.assertion_text import parse_assertion
from regesta.events.assertion_words import NotAnAssertion


@given(ASSERTIONS)
def test_an_assertion_that_is_written_reads_back_as_it_was(assertion: Assertion) -> None:
    assert parse_assertion(format_assertion(assertion)) == assertion


@given(ASSERTIONS)
def test_there_is_one_way_to_write_an_assertion(assertion: Assertion) -> None:
    text = format_assertion(assertion)
    assert format_assertion(parse_assertion(text)) == text


@given(st.text(st.sampled_from('holdersnecu(){}=,<>!"\\ 2018-/\n“é')) | st.text())
def test_any_text_is_an_assertion_or_is_refused_with_a_place_in_it(text: str) -> None:
    try:
        parse_assertion(text)
    except NotAnAssertion as refused:
        assert 0 <= refused.at <= len(text)
        assert refused.pointed.endswith("^")


@given(ASSERTIONS, st.data())
def test_what_is_cut_short_is_refused_where_it_ends(assertion: Assertion, data: st.DataObject) -> None:
    text = format_assertion(assertion)
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    try:
        shorter = parse_assertion(cut)  # a shorter number, day or name is whole too
        assert format_assertion(shorter) != text
    except NotAnAssertion as refused:
        assert refused.at <= len(cut)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ('holder(us-envoy, 2018-06-01) = "Ann B"', 'holder("us-envoy", 2018-06-01) = "Ann B"'),
        ("holder(envoy,2018)=none", 'holder("envoy", 2018) = none'),
        ('holder(envoy, 2018) = "none"', 'holder("envoy", 2018) = "none"'),
        ("holders( envoy , 2018-02 ) = { }", 'holders("envoy", 2018-02) = {}'),
        ("possible holders(envoy, 2018) = {ann,bob}", 'possible holders("envoy", 2018) = {"ann", "bob"}'),
        ("holder(envoy, 2018-06/2018-08) = ann", 'holder("envoy", 2018-06-01/2018-08-31) = "ann"'),
        ("holder(envoy, 2016-02-01/2016-02-29) = ann", 'holder("envoy", 2016-02) = "ann"'),
        ("count(postings, post=envoy, disputed=yes)>=3", 'count(postings, post = "envoy", disputed = "yes") >= 3'),
        ("none(meetings, state = held)", 'none(meetings, state = "held")'),
        ('state(talks, bob) = "refused"', 'state("talks", "bob") = "refused"'),
        (r'said(ann, "a \"word\" \\")', r'said("ann", "a \"word\" \\")'),
        ("\n exists(posting,\n  tenure)\n", 'exists(posting, "tenure")'),
    ],
)
def test_what_may_be_left_out_or_written_otherwise(text: str, canonical: str) -> None:
    assert format_assertion(parse_assertion(text)) == canonical


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "at character 1 the text ends; expected is holder, holders, certain holders"),
        ("holdr(envoy, 2018) = ann", "at character 1 stands 'holdr'; expected is holder, "),
        ("holdr(envoy, 2018) = ann", "; did you mean holder?"),
        ("holder(envoy 2018) = ann", "at character 14 stands '2018'; expected is \",\"."),
        ("holder(envoy, 2018) == ann", "at character 22 stands '='; expected is the holder's name or id, or none"),
        ("holder(envoy, 2018) = ann bob", "at character 27 stands 'bob'; expected is nothing more"),
        ("holder(envoy, 2018-13) = ann", "at character 15 stands '2018-13'; expected is a day, month or year"),
        ("holder(envoy, 2019-02-29) = ann", "at character 15 stands '2019-02-29'; expected is a day"),
        ("holder(envoy, 0000) = ann", "at character 15 stands '0000'; expected is a day"),
        ("holder(envoy, 2018-00-01) = ann", "at character 15 stands '2018-00-01'; expected is a day"),
        ("holder(envoy, 2019/2018) = ann", "at character 15 stands '2019/2018'; expected is the earlier day first."),
        ("holder(envoy, 2018/2019/2020) = ann", "expected is a day, month or year"),
        ("holder(envoy, 2018) = “ann”", "at character 23 stands “; expected is the straight quotation mark"),
        ('holder(envoy, 2018) = "ann', "at character 23 a quotation mark opens and none closes"),
        ("holder(envoy; 2018) = ann", "at character 13 stands ';'"),
        ("holders(envoy, 2018) = {ann bob}", 'at character 29 stands \'bob\'; expected is "," or "}".'),
        ("certain holder(envoy, 2018) = ann", "at character 9 stands 'holder'; expected is holders(POST, DAYS)."),
        ("count(travels) = 1", "at character 7 stands 'travels'; expected is postings, statements, meetings, agents"),
        ("count(postings, pst = x) = 1", "at character 17 stands 'pst'; expected is holder, post, phase, effect"),
        ("count(postings, post = x, post = y) = 1", "at character 27 stands 'post' again; expected is another"),
        ("count(postings) ~ 1", "at character 17 stands '~'"),
        ("count(postings) = many", "at character 19 stands 'many'; expected is a whole number, such as 3."),
        ("count(postings) = -1", "at character 19 stands '-'"),
        ('state(talks, bob) = "refuse"', "; did you mean refused?"),
        ("said(ann, yes)", "at character 11 stands 'yes'; expected is the words"),
        ('said(ann, " ")', "at character 11 stands ' '; expected is the words"),
        ("exists(capture, x)", "at character 8 stands 'capture'; expected is source, agent, post, posting"),
        ('holder("", 2018) = ann', "at character 8 stands ''; expected is the post's id or title"),
    ],
)
def test_what_is_no_assertion_is_refused_with_its_place_and_what_could_stand_there(text: str, sentence: str) -> None:
    with pytest.raises(NotAnAssertion) as refused:
        parse_assertion(text)
    assert sentence in str(refused.value)


def test_the_caret_stands_under_the_place_in_its_line() -> None:
    with pytest.raises(NotAnAssertion) as refused:
        parse_assertion("count(postings,\n  pst = x) = 1")
    assert refused.value.pointed == "  pst = x) = 1\n  ^"


def test_names_are_replaced_by_ids_wherever_they_stand() -> None:
    read = parse_assertion('count(postings, holder = "Ann B", post = "Envoy", during = 2018) = 1')
    by_id = resolved(read, lambda named: f"{named.kind}-{named.at}")
    assert format_assertion(by_id) == 'count(postings, holder = "agent-25", post = "post-41", during = 2018) = 1'
    assert [(one.kind, one.id) for one in named_in(read)] == [("agent", "Ann B"), ("post", "Envoy")]


def test_an_assertion_names_its_subjects_in_order() -> None:
    days = parse_assertion("holder(envoy, 2018) = ann")
    assert isinstance(days, Holder)
    assert isinstance(days.days, Days)
    assert [one.id for one in named_in(days)] == ["envoy", "ann"]
    assert list(named_in(Exists(Named("post", "envoy")))) == [Named("post", "envoy")]
