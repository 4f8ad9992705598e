"""A draft's fields into the JSON object of a fact: dates read, references resolved, evidence looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn, assert_never

from regesta.events.assertion import Named, resolved
from regesta.events.assertion_text import parse_assertion
from regesta.events.assertion_words import NotAnAssertion
from regesta.events.claim import Hop, SubjectKind
from regesta.events.expectation import expected
from regesta.events.facts import KINDS
from regesta.events.importing.dates import Dates, NotADate
from regesta.events.importing.evidence import Quotes
from regesta.events.importing.forms import (
    EVENTS,
    FLAT,
    PLACEHOLDERS,
    Form,
    Reads,
    accepted,
    forms,
    needs_evidence,
    only_required,
    takes_citations,
)
from regesta.events.importing.places import Place, Problems, shown
from regesta.events.importing.referring import References, Scope, Unresolved
from regesta.events.importing.remedies import in_a_table
from regesta.events.posting import LASTING
from regesta.events.unnamed import quoted_in
from regesta.events.when import When

OBSERVED = frozenset({"post", "agent"})
"""The kinds that are the author's own observation when they cite nothing."""

_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")


class _Wrong(Exception):
    """A value that was refused, and has been reported."""


@dataclass(slots=True)
class Shaper:
    """Shapes the drafts of one document."""

    dates: Dates
    references: References
    quotes: Quotes
    problems: Problems
    create: bool
    wrong: set[str]
    """The fields of the draft in hand that were reported."""
    _cited: str | None = None
    """The first source that the fact in hand cites."""

    def shape(self, kind: str, fields: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """The JSON object of a fact, but for its origin; fields that were refused are not in it, but in `wrong`."""
        self.wrong = set()
        return self._fact(kind, fields, place, "")

    def _fact(self, kind: str, fields: Mapping[str, Any], place: Place, path: str) -> dict[str, Any]:
        known, renamed = forms(KINDS[kind]), EVENTS.get(kind, {})
        passed_over = _NOT_HERE
        made: dict[str, Any] = {"kind": kind}
        if takes_citations(kind):
            self._evidence(kind, fields, place, path, made)
            passed_over = _PASSED_OVER
        published = self._published(made["citations"]) if "citations" in made else None
        self._cited = None
        self.references.scope = self._scope(made["citations"], published) if "citations" in made else None
        if "via" in fields:  # they come first: they tell to whom a speaker without a name spoke
            fields = {"via": fields["via"], **fields}
        for name, value in fields.items():
            if name in passed_over or value is None:
                continue
            to = renamed.get(name, name)
            form = known.get(to)
            if form is not None and form.reads is Reads.PLAIN and type(value) is str and not form.many:
                made[to] = value
                continue
            try:
                if form is None:
                    self._refuse(place, path + name, *_unknown(kind, name))
                if to != name and to in fields:
                    self._refuse(place, path + name, f"is {to} by another name, and both are given;", "give one.")
                made[to] = self._value(form, value, place, path + name, published)
            except _Wrong:
                continue
        if kind == "posting" and "on" in fields and fields.get("phase") in LASTING:
            self._note(place, path + "on", f"the phase {fields['phase']!r} lasts;", "give its start and end.")
        return made

    # ---- values ----------------------------------------------------------------------------------------------------

    def _value(self, form: Form | None, value: Any, place: Place, path: str, published: When | None) -> Any:
        assert form is not None  # noqa: S101 (a field without a form was refused)
        if not form.many:
            return self._one(form, value, place, path, published)
        if form.model is Hop:
            return self._hops(form, value, place, path, published)
        if not isinstance(value, list):
            return (self._one(form, value, place, path, published),)
        made, sound = [], True
        for index, part in enumerate(value):
            try:
                if part is not None:
                    made.append(self._one(form, part, place, f"{path}.{index}", published))
            except _Wrong:
                sound = False
        if not sound:
            raise _Wrong
        return tuple(made)

    def _hops(self, form: Form, value: Any, place: Place, path: str, published: When | None) -> Any:
        """The hops of a chain, read from its end: a voice without a name spoke to whom it was heard by next."""
        listed = isinstance(value, list)
        parts = [(part, f"{path}.{index}") for index, part in enumerate(value)] if listed else [(value, path)]
        made, sound = [], True
        for part, at in reversed(parts):
            try:
                if part is not None:
                    made.append(self._one(form, part, place, at, published))
                    if (heard_by := self.references.called(str(made[-1].get("agent")))) is not None:
                        self.references.scope = Scope(heard_by, self._quoted(heard_by, published))
            except _Wrong:
                sound = False
        if not sound:
            raise _Wrong
        return tuple(reversed(made))

    def _one(self, form: Form, value: Any, place: Place, path: str, published: When | None) -> Any:
        match form.reads:
            case Reads.PLAIN:
                if isinstance(value, dict | list):
                    self._refuse(place, path, f"{shown(value)} stands where a text is needed;", "write a text.")
                return value
            case Reads.WHEN | Reads.END:
                try:
                    if form.reads is Reads.END:
                        return self.dates.end(value, published, self._anchor)
                    return self.dates.when(value, published, self._anchor, start=form.name == "start")
                except NotADate as error:
                    self._refuse(place, path, str(error))
                except Unresolved as error:
                    self._refuse(place, path, error.what, error.remedy)
            case Reads.REFERENCE:
                assert form.kind is not None  # noqa: S101 (that is what makes it a reference)
                return self._reference(form.kind, value, place, path)
            case Reads.ABOUT:
                return self._about(value, place, path)
            case Reads.ASSERTION:
                return self._expected(value, place, path)
            case Reads.VALUE:
                return self._fields(form, value, place, path, published)
            case Reads.FACT:
                return self._nested(value, place, path)
            case Reads.CITATION | Reads.QUOTE:
                raise AssertionError(path)  # citations are read by _evidence
            case _:
                assert_never(form.reads)

    def _anchor(self, kind: SubjectKind, text: str) -> str:
        """The id of a subject that a date is counted from."""
        return self.references.id(kind, text, create=False)

    def _reference(self, kind: Any, value: Any, place: Place, path: str) -> str:
        try:
            return self.references.id(kind, value, self.create)
        except Unresolved as error:
            self._refuse(place, path, error.what, error.remedy)

    def _about(self, value: Any, place: Place, path: str) -> dict[str, str]:
        told = value
        if isinstance(value, str):
            kind, slash, key = value.partition("/")
            told = {"kind": kind, "id": key} if slash else {}
        if not isinstance(told, dict) or told.keys() != {"kind", "id"} or told["kind"] not in _SUBJECTS:
            remedy = f"write KIND/KEY, KIND being one of {', '.join(_SUBJECTS)}."
            self._refuse(place, path, f"{shown(value)} names no subject;", remedy)
        return {"kind": told["kind"], "id": self._reference(told["kind"], told["id"], place, path)}

    def _expected(self, value: Any, place: Place, path: str) -> dict[str, Any]:
        """An assertion, with the ids of the subjects that it names in place of what was written for them."""
        if not isinstance(value, str):
            self._refuse(place, path, f"{shown(value)} is no assertion;", "write it as a text.")

        def to_id(named: Named) -> str:
            try:
                return self.references.id(named.kind, named.id, create=False)
            except Unresolved as error:
                self._refuse(place, path, f"at character {named.at + 1} {error.what}", error.remedy)

        try:
            return expected(resolved(parse_assertion(value), to_id)).model_dump()
        except NotAnAssertion as refused:
            self._refuse(place, path, f"{shown(value)} is no assertion:", str(refused))

    def _fields(self, form: Form, value: Any, place: Place, path: str, published: When | None) -> dict[str, Any]:
        """The fields of a value such as a hop or a derivation; a text stands for the one that it must have."""
        assert form.model is not None  # noqa: S101 (that is what makes it a VALUE)
        first = only_required(form.model)
        told = {first: value} if isinstance(value, str) and first else value
        if not isinstance(told, dict):
            self._refuse(place, path, f"{shown(value)} is not read;", f"write {first or 'its fields'}, or its fields.")
        known = forms(form.model)
        made = {}
        for name, part in told.items():
            if name not in known:
                self._refuse(place, f"{path}.{name}", "is not a field here;", f"give {', '.join(known)}.")
            if part is not None:
                at = f"{path}.{name}" if told is value else path
                made[name] = self._value(known[name], part, place, at, published)
        return made

    def _nested(self, value: Any, place: Place, path: str) -> Any:
        kind = value.get("kind") if isinstance(value, dict) else None
        if kind not in KINDS:
            self._refuse(place, path, "holds no fact of a kind that is known;", f"give kind: {', '.join(KINDS)}.")
        made = self._fact(str(kind), value, place, f"{path}.")
        if isinstance(value.get("key"), str) and value.get("of") is None and "key" in KINDS[str(kind)].model_fields:
            made["key"] = value["key"]
        return made

    # ---- evidence --------------------------------------------------------------------------------------------------

    def _evidence(self, kind: str, fields: Mapping[str, Any], place: Place, path: str, made: dict[str, Any]) -> None:
        """Put the citations, and whether it is an observation, into the object."""
        told, flat = fields.get("citations"), [name for name in FLAT if name in fields and fields[name] is not None]
        found: tuple[Any, ...] = ()
        if told is not None and flat:
            self._note(place, path + flat[0], "stands beside citations;", "put it into one of them.")
        elif told is not None:
            parts = told if isinstance(told, list) else [told]
            numbered = [(part, f"{path}citations.{index}.") for index, part in enumerate(parts)]
            found = tuple(self._citation(part, place, at) for part, at in numbered)
        elif flat:
            found = (self._citation({name: fields[name] for name in flat}, place, path),)
        citations = tuple(one for one in found if one is not None)
        if citations:
            made["citations"] = citations
        if self._observed(fields, place, path) or (kind in OBSERVED and not found):
            made["observation"] = True
        if found and not citations and needs_evidence(kind):
            self.wrong.add(f"{path}citations")

    def _observed(self, fields: Mapping[str, Any], place: Place, path: str) -> bool:
        """Whether the fact says that it is the author's own observation."""
        flags = [name for name in _OBSERVED if fields.get(name) is not None]
        return any(tuple(self._flag(fields[name], place, path + name) for name in flags))

    def _citation(self, told: Any, place: Place, path: str) -> dict[str, Any] | None:
        """One citation; None if it was refused."""
        told = {"source": told} if isinstance(told, str) else told
        if not isinstance(told, dict):
            self._note(place, path.rstrip("."), f"{shown(told)} is no citation;", f"give {', '.join(FLAT)}.")
            return None
        for name in told.keys() - _FLAT:
            self._note(place, path + name, "is not a field of a citation;", f"those are {', '.join(FLAT)}.")
        if told.get("source") is None:
            which = next((name for name in told if told[name] is not None), "source")
            self._note(place, path + which, "cites no source;", "give source, the key of the document.")
            return None
        try:
            made: dict[str, Any] = {"source": self._reference("source", told["source"], place, path + "source")}
        except _Wrong:
            return None
        if told.get("locator") is not None:
            made["locator"] = told["locator"]
        unverified = "unverified" in told and self._flag(told["unverified"] or "no", place, path + "unverified")
        if told.get("quote") is not None:
            try:
                made["quote"] = self.quotes.quote(made["source"], told["quote"], unverified)
            except (Unresolved, ValueError) as error:
                sentence = (error.what, error.remedy) if isinstance(error, Unresolved) else _refused_quote(error)
                self._note(place, path + "quote", *sentence)
        return made

    def _published(self, citations: Any) -> When | None:
        """When the source of the first citation was published."""
        return self._day(citations[0]["source"])

    def _scope(self, citations: Any, published: When | None) -> Scope | None:
        """To whom a voice without a name spoke, and when: the publication of the first source, and its day."""
        self._cited = citations[0]["source"]
        outlet = self.references.publication(self._cited)
        return None if outlet is None else Scope(outlet, published)

    def _quoted(self, outlet: str, published: When | None) -> When | None:
        """When an outlet quoted a voice: the day of its own report, if the first cited source rests on that."""
        if self._cited is None:
            return None
        source = quoted_in(self._cited, outlet, self.references.publication, self.references.rests_on)
        return published if source == self._cited else self._day(source)

    def _day(self, source: str) -> When | None:
        return self.references.local.dates.get(source) or self.references.world.published(source)

    def _flag(self, value: Any, place: Place, path: str) -> bool:
        text = str(value).casefold()
        if isinstance(value, dict | list) or text not in (*_YES, *_NO):
            self._note(place, path, f"{shown(value)} is neither true nor false;", "write true or false.")
        return text in _YES

    # ---- problems --------------------------------------------------------------------------------------------------

    def _refuse(self, place: Place, path: str, what: str, remedy: str = "") -> NoReturn:
        self._note(place, path, what, remedy)
        raise _Wrong

    def _note(self, place: Place, path: str, what: str, remedy: str = "") -> None:
        self.problems.add(place.of(path), *in_a_table(place, what, remedy))
        self.wrong.add(path)


_FLAT = frozenset(FLAT)
_OBSERVED = (*PLACEHOLDERS, *PLACEHOLDERS.values())
_OF_EVIDENCE = frozenset({"citations", *FLAT, *_OBSERVED})
_NOT_HERE = frozenset({"kind", "key", "once", "capture"})
_PASSED_OVER = _NOT_HERE | _OF_EVIDENCE
_SUBJECTS = ("source", "agent", "post", "posting", "statement", "meeting")


def _unknown(kind: str, name: str) -> tuple[str, str]:
    there = accepted(kind)
    near = get_close_matches(name, there, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    article = "an" if kind[0] in "aeio" else "a"
    return f"is no field of {article} {kind};", f"{meant}Its fields are {', '.join(there)}."


def _refused_quote(error: ValueError) -> tuple[str, str]:
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        from regesta.events.facts import problems

        first = problems(error, "")[0]
        return first.what, first.remedy
    return f"{error}.", ""
