"""What a reference means: a key or a name of the run's own documents first, then one of the dossier's."""

import re
from dataclasses import dataclass, field
from typing import Any

from regesta.events.claim import SubjectKind
from regesta.events.importing.local import Local
from regesta.events.importing.places import shown
from regesta.events.importing.templates import slug
from regesta.events.importing.world import Near, World, folded
from regesta.events.unnamed import is_unnamed
from regesta.events.values import SLUG
from regesta.events.when import When

_KEY = re.compile(SLUG)

MOST_SEARCHES = 200
"""How often a run looks for what comes near: each time, every name of the dossier is compared."""


class Unresolved(ValueError):
    """A reference that means nothing, or several things: what is wrong, and what would be accepted."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class NewAgent:
    """An agent that is recorded because a fact names it and nobody has the name."""

    key: str
    name: str
    near: tuple[Near, ...]
    """Who is called nearly so."""
    voice: "Scope | None" = None
    """Of a voice without a name: to whom it spoke."""
    outlet: bool = False
    """Whether a source is published under this name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What keeps a voice without a name apart from others of the same words: the outlet it spoke to, and the day."""

    outlet: str
    day: When | None

    @property
    def worded(self) -> str | None:
        """The day as it is worded."""
        return None if self.day is None else self.day.verbatim


@dataclass(slots=True)
class References:
    """Resolves the references of a run; what was found once is not looked for again."""

    local: Local
    world: World
    create: bool = False
    """Whether a name that nobody has is a new agent's."""
    new: list[NewAgent] = field(default_factory=list)
    """The new agents since somebody took them away."""
    made: list[tuple[str, str]] = field(default_factory=list)
    """Every new agent of the run but voices: its name, folded, and its key."""
    touched: set[tuple[str, str]] = field(default_factory=set)
    """Every subject that was referred to."""
    scope: Scope | None = None
    """That of the fact in hand."""
    _found: dict[tuple[str, str], str] = field(default_factory=dict)
    _refused: dict[tuple[str, str, bool], Unresolved] = field(default_factory=dict)
    _searches: int = 0

    def id(self, kind: SubjectKind, text: Any, create: bool) -> str:
        """The id of a subject; raises Unresolved. With `create`, an agent that is not known is made."""
        if not isinstance(text, str):
            raise Unresolved(f"{shown(text)} is no key;", f"write the key of one {kind}.")
        found = self._found.get((kind, text))
        if found is not None:
            return found
        if kind == "agent" and is_unnamed(text) and not self._is_called(text):
            return self._voice(text, create)  # which depends on the fact in hand, and so is not kept
        if (kind, text, create) in self._refused:
            raise self._refused[kind, text, create]
        try:
            found = self._agent(text, create) if kind == "agent" else self._subject(kind, text)
        except Unresolved as error:
            self._refused[kind, text, create] = error
            raise
        self._found[kind, text] = found
        self.touched.add((kind, found))
        return found

    def known_agent(self, text: Any) -> str | None:
        """The agent of this key or name, if by now there is just one; a voice without a name is none."""
        if not isinstance(text, str):
            return None
        if self._is_key("agent", text):
            return text
        named = self.local.named(text) or self.world.named(text)
        return named[0] if len(named) == 1 else None

    def called(self, agent: str) -> str | None:
        """The name of an agent of the run or the dossier; None for a voice, which has none."""
        return self.local.called.get(agent) or self.world.called(agent)

    def publication(self, source: str) -> str | None:
        """What a source of the run or the dossier stands in."""
        return self.local.publications.get(source) or self.world.publication(source)

    def rests_on(self, source: str) -> tuple[str, ...]:
        """What a source of the run or the dossier is derived from."""
        return (*self.local.rests_on.get(source, ()), *self.world.rests_on(source))

    def _subject(self, kind: SubjectKind, text: str) -> str:
        if self._is_key(kind, text):
            return text
        raise Unresolved(f"there is no {kind} {shown(text)};", f"{self._near(kind, text)}add it, here or before.")

    def _is_key(self, kind: SubjectKind, text: str) -> bool:
        if (kind, text) in self.local.opened:
            return True
        return _KEY.fullmatch(text) is not None and self.world.subject(kind, text)

    def _agent(self, text: str, create: bool) -> str:
        if self._is_key("agent", text):
            return text
        for named in (self.local.named(text), self.world.named(text)):
            if len(named) == 1:
                return named[0]
            if named:
                raise Unresolved(f"{shown(text)} may be {_either(named)};", "give the key of the one that is meant.")
        if create:
            return self._new(text)
        raise Unresolved(
            f"nobody is called {shown(text)};", f"{self._near('agent', text)}add the agent, or say agents: create."
        )

    def _is_called(self, text: str) -> bool:
        """Whether words that seem to describe a voice are the key or the name of somebody all the same."""
        return self._is_key("agent", text) or bool(self.local.named(text) or self.world.named(text))

    def _voice(self, text: str, create: bool) -> str:
        """The voice that is described so to this outlet on this day, and to no other."""
        scope = self.scope
        if scope is None:
            raise Unresolved(
                f"{shown(text)} is a voice without a name, and nothing tells to whom it spoke;",
                "cite a source that has a publication, or add an agent of the type anonymous, and give its key.",
            )
        name = (folded(text), folded(scope.outlet), scope.worded)
        known = self.local.voices.get(name) or next(iter(self.world.voices(text, scope.outlet, scope.worded)), None)
        if known is None and not create:
            raise Unresolved(
                f"no voice in {scope.outlet} is described as {shown(text)} there;",
                "add an agent of the type anonymous and give its key, or say agents: create.",
            )
        if known is None:
            key = self._free(f"{text} {scope.outlet} {scope.worded or ''}")
            self.new.append(NewAgent(key, text, (), scope))
            known = key
        self.local.voices[name] = known
        self.touched.add(("agent", known))
        return known

    def _new(self, name: str) -> str:
        near = self._candidates("agent", name)  # asked first: nobody comes near to themselves
        key = self._free(name)
        self.local.names[folded(name)].append(key)
        self.local.labels.setdefault(folded(name), name)
        self.local.called[key] = name
        outlet = folded(name) in self.local.outlets or self.world.outlet(name)
        self.new.append(NewAgent(key, name, near, outlet=outlet))
        self.made.append((folded(name), key))
        return key

    def _free(self, name: str) -> str:
        """A key made from a name, which is taken from then on."""
        from regesta.events.importing.places import Place

        try:
            plain = key = slug(name)
        except ValueError:
            plain = key = "agent"
        count = 1
        while ("agent", key) in self.local.opened or self.world.subject("agent", key):
            count += 1
            key = f"{plain}-{count}"
        self.local.opened["agent", key] = Place("", 0)
        return key

    def _near(self, kind: SubjectKind, text: str) -> str:
        found = self._candidates(kind, text)[:3]
        if not found:
            return ""
        return "did you mean " + _either(tuple(map(str, found))) + "? Otherwise "

    def _candidates(self, kind: SubjectKind, text: str) -> tuple[Near, ...]:
        """What comes near: among the run's keys and names, and in the dossier."""
        self._searches += 1
        if self._searches > MOST_SEARCHES:
            return ()
        keys = [key for of_kind, key in self.local.opened if of_kind == kind and key != text]
        own = {key: Near(key, key) for key in _closest(text, keys)}
        if kind == "agent":
            wanted = folded(text)
            for name in _closest(wanted, [name for name in self.local.names if name != wanted]):
                agent = self.local.names[name][0]
                own[agent] = Near(self.local.labels.get(name, name), agent)
        return (*own.values(), *(one for one in self.world.near(kind, text) if one.id not in own))


def _closest(text: str, others: list[str]) -> list[str]:
    """The two that are most like a text, if they are very like it."""
    from rapidfuzz import fuzz, process

    return [one for one, _, _ in process.extract(text, others, scorer=fuzz.ratio, score_cutoff=75, limit=2)]


def _either(texts: tuple[str, ...]) -> str:
    return " or ".join(texts[:3]) + (f" or {len(texts) - 3} more" if len(texts) > 3 else "")
