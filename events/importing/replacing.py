"""`replaces` in a posting of a document: the predecessor's end, which is told along with the successor's start."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regesta.events.facts import Fact, content
from regesta.events.importing.pending import Pending
from regesta.events.importing.referring import References, Unresolved
from regesta.events.importing.world import World, folded
from regesta.events.posting import Posting
from regesta.events.replacing import Held, Several, ending, refusal

REPLACES = "replaces"


@dataclass(slots=True)
class Predecessors:
    """Finds, for each successor of a run, the posting that ended."""

    references: References
    world: World
    _opening: dict[str, Pending] = field(default_factory=dict)
    """The postings that the run opens, by key."""
    _waiting: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Those whose holder nobody is called yet, by that name: it may be a new agent's, a few facts later."""
    _known: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """The others, by holder and post."""
    _made: int = 0
    """How many of the run's new agents were looked at."""

    def gather(self, drafts: list[Pending]) -> None:
        """Take up the postings that the run opens. Each is looked up once, and once more if its holder is new."""
        for draft in drafts:
            key = draft.fields.get("key")
            if draft.kind == "posting" and isinstance(key, str) and draft.fields.get("post") is not None:
                self._opening[key] = draft
                self._place(key, draft.fields)

    def _place(self, key: str, fields: Mapping[str, Any]) -> None:
        told = fields.get("holder")
        if (holder := self.references.known_agent(told)) is not None:
            self._know(key, holder)
        elif isinstance(told, str):
            self._waiting[folded(told)].append(key)

    def _know(self, key: str, holder: str) -> None:
        try:
            self._known[holder, self._post(self._opening[key])].append(key)
        except Unresolved:
            return  # it is told where it stands

    def ended(self, successor: Posting, told: Any, create: bool) -> Mapping[str, Any]:
        """The JSON object of the predecessor's end; raises Unresolved. `told` is what the document says."""
        if why := refusal(successor):
            raise Unresolved(f"{why.partition(';')[0]};", f"{why.partition(';')[2].strip()}.")
        post = successor.post or self._opened(successor)[1]
        kind, slash, key = told.partition("/") if isinstance(told, str) else ("", "", "")
        if slash and kind == "posting":
            only = self.references.id("posting", key, create=False)
            holder, some = self._named(only, post, create)
        else:
            holder = self.references.id("agent", told, create)
            some = self._of(holder, post)
        # Asked last: a name that nobody had before may be the predecessor's, who is somebody now.
        if holder == (successor.holder or self._opened(successor)[0]):
            raise Unresolved("names who takes the post up;", "name whom they replaced.")
        try:
            return ending(successor, holder, post, some, self._recorded)
        except Several as error:
            listed = " or ".join(f"posting/{one}" for one in error.ids)
            raise Unresolved(f"may mean {listed};", "write the one that ended.") from error

    def _opened(self, successor: Posting) -> tuple[str | None, str]:
        """The holder and the post of the posting that a successor adds to; no holder where nobody has that name yet."""
        draft = self._opening.get(successor.of or "")
        if draft is not None:
            return self.references.known_agent(draft.fields.get("holder")), self._post(draft)
        held = self.world.held(successor.of or "")
        if held is None:
            raise Unresolved("stands in a fact of which holder and post are not told;", "name them.")
        return held

    def _post(self, draft: Pending) -> str:
        return self.references.id("post", draft.fields["post"], create=False)

    def _named(self, id: str, post: str, create: bool) -> tuple[str, tuple[Held, ...]]:
        """The holder of a posting, and the posting."""
        draft = self._opening.get(id)
        if draft is not None and draft.fields.get("holder") is not None and self._post(draft) == post:
            return self.references.id("agent", draft.fields["holder"], create), (_held(id, draft),)
        held = self.world.held(id)
        if held is not None and held[1] == post:
            return held[0], tuple(one for one in self.world.postings(*held) if one.id == id)
        raise Unresolved(f"names a posting in another post than {post};", "name whom the holder replaced in this one.")

    def _of(self, holder: str, post: str) -> tuple[Held, ...]:
        """The postings of an agent in a post: the dossier's, then those that the run opens."""
        for name, agent in self.references.made[self._made :]:
            for key in (*self._waiting.pop(name, ()), *self._waiting.pop(agent, ())):
                self._know(key, agent)
        self._made = len(self.references.made)
        here = (_held(key, self._opening[key]) for key in self._known.get((holder, post), ()))
        return tuple({one.id: one for one in (*here, *self.world.postings(holder, post))}.values())

    def _recorded(self, fact: Fact) -> bool:
        return self.world.by_content(content(fact)) is not None


def _held(key: str, draft: Pending) -> Held:
    """A posting that the run opens, as far as it matters here."""
    return Held(key, None, draft.fields.get("end") not in (None, "still"))
