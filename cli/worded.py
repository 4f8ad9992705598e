"""What was typed for a field, read: a date from its wording, an agent from a name, a subject from its id."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never, get_args

from regesta.cli.agents import agent, called
from regesta.cli.fields import Field, Reads
from regesta.cli.referring import subject
from regesta.cli.refusal import WrongUsage
from regesta.cli.typed import cleaned
from regesta.events.claim import SubjectKind
from regesta.projections.reading.subjects import Subject

if TYPE_CHECKING:
    from regesta.cli.draft import Draft
    from regesta.events.assertion import Named
    from regesta.events.expectation import Expected
    from regesta.events.when import End, When

_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")


def value(field: Field, texts: tuple[str, ...], draft: "Draft") -> object:
    """What the texts of a field stand for, as the fact's model takes it: a tuple if the field takes several.

    Raises WrongUsage, which names the option, on a value that is wrong in itself, and RegestaError on one that the
    dossier does not know. Agents that are named for the first time are added to the draft.
    """
    if field.reads is Reads.HOP:
        return _hops(field, texts, draft)
    read = tuple(_one(field, cleaned(field.option, text), draft) for text in texts)
    return read if field.many else read[-1]


def flag(field: Field, text: str) -> bool:
    """Whether a text says yes."""
    if text.lower() not in (*_YES, *_NO):
        raise WrongUsage(f"{field.option}: {text!r} is neither yes nor no.")
    return text.lower() in _YES


def _one(field: Field, text: str, draft: "Draft") -> object:
    match field.reads:
        case Reads.TEXT:
            return text
        case Reads.FLAG:
            return flag(field, text)
        case Reads.NUMBER:
            return _number(field, text)
        case Reads.CHOICE:
            return _choice(field, text)
        case Reads.DAY | Reads.END:
            return _date(field, text, draft)
        case Reads.AGENT:
            return agent(field.option, text, draft)
        case Reads.SUBJECT:
            return _known(field, text, draft).id
        case Reads.ABOUT:
            subject = _known(field, text, draft)
            return {"kind": subject.kind, "id": subject.id}
        case Reads.ASSERTION:
            return _expected(field, text, draft)
        case Reads.REPLACED:
            return replaced(field.option, text, draft)[0]
        case Reads.HOP:
            return _hops(field, (text,), draft)[0]
        case Reads.DERIVATION:
            source, how = _parted(text)
            return {"source": _known(field, source, draft).id, "how": how}
        case _:
            assert_never(field.reads)


def replaced(place: str, text: str, draft: "Draft") -> tuple[str, str | None]:
    """Whom a text names as replaced: the agent, and the posting that ended where it is posting/ID that is named."""
    if not text.startswith("posting/"):
        return agent(place, text, draft), None
    named = subject(place, text, ("posting",), draft.desk.connection)
    (holder,) = draft.desk.connection.execute("SELECT holder FROM postings WHERE id = ?", (named.id,)).fetchone()
    return str(holder), named.id


def _hops(field: Field, texts: tuple[str, ...], draft: "Draft") -> tuple[Mapping[str, object], ...]:
    """The hops of a chain, read from its end: a voice without a name spoke to whom it was heard by next."""
    hops: list[Mapping[str, object]] = []
    for text in reversed(texts):
        who, how = _parted(cleaned(field.option, text))
        hops.insert(0, {"agent": agent(field.option, who, draft), "mode": how})
        draft = replace(draft, heard_by=heard_by(hops, draft))
    return tuple(hops)


def heard_by(hops: Iterable[Mapping[str, object]], draft: "Draft") -> str | None:
    """The name of the first of some hops that has one."""
    return next(filter(None, (called(str(hop["agent"]), draft) for hop in hops)), None)


def _number(field: Field, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise WrongUsage(f"{field.option}: {text!r} is not a whole number, such as 1.")
    return int(text)


def _choice(field: Field, text: str) -> str:
    chosen = text.lower().replace(" ", "-")
    if chosen not in field.choices:
        raise WrongUsage(f"{field.option}: {text!r} is not one of its values: {', '.join(field.choices)}.")
    return chosen


def _date(field: Field, text: str, draft: "Draft") -> "When | End":
    """A date, or an end, by the day on which the first source was published and the dossier's seasons."""
    from regesta.events.wording import WordingError, read_end, read_start, read_when

    read = read_end if field.reads is Reads.END else read_start if field.name == "start" else read_when

    def anchor(kind: SubjectKind, text: str) -> str:
        return subject(field.option, text, (kind,), draft.desk.connection).id

    hemisphere = draft.desk.dossier.settings.hemisphere
    try:
        return read(text, published=draft.evidence.published, hemisphere=hemisphere, anchors=anchor)
    except WordingError as refused:
        raise WrongUsage(f"{field.option}: {refused}") from refused


def _known(field: Field, text: str, draft: "Draft") -> Subject:
    kinds = (field.kind,) if field.kind else get_args(SubjectKind)
    return subject(field.option, text, kinds, draft.desk.connection)


def _expected(field: Field, text: str, draft: "Draft") -> "Expected":
    """An assertion, with the ids of the subjects that it names in place of what was typed for them."""
    from regesta.events.assertion import resolved
    from regesta.events.assertion_text import parse_assertion
    from regesta.events.assertion_words import NotAnAssertion
    from regesta.events.expectation import expected

    def to_id(named: "Named") -> str:
        place = f"{field.option}, character {named.at + 1}"
        return subject(place, named.id, (named.kind,), draft.desk.connection).id

    try:
        return expected(resolved(parse_assertion(text), to_id))
    except NotAnAssertion as refused:
        raise WrongUsage(f"{field.option}: {refused}\n{refused.pointed}") from refused


def _parted(text: str) -> tuple[str, str | None]:
    """`SOURCE=digests`, `AGENT=told`: who or what, and how, if that is said."""
    left, equals, right = text.rpartition("=")
    return (left.strip(), right.strip() or None) if equals else (text, None)
