"""`replaces` in a posting of a document: the predecessor's end, which is told along with the successor's start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regesta.events.facts import Fact, content
from regesta.events.importing.pending import Pending
from regesta.events.importing.referring import References, Unresolved
from regesta.events.importing.world import World
from regesta.events.posting import Posting
from regesta.events.replacing import Held, Several, ending, refusal

REPLACES = "replaces"


@dataclass(slots=True)
class Predecessors:
    """Finds, for each successor of a run, the posting that ended."""

    references: References
    world: World
    drafts: list[Pending] = field(default_factory=list)
    """The drafts of the run."""
    _local: dict[tuple[str, str], list[Held]] = field(default_factory=dict)
    _waiting: list[Pending] | None = None
    """Drafts of the run of which it is not known yet whose posting they open; None before they were looked for."""

    def ended(self, successor: Posting, told: Any, create: bool) -> Mapping[str, Any]:
        """The JSON object of the predecessor's end; raises Unresolved. `told` is what the document says."""
        if why := refusal(successor):
            raise Unresolved(f"{why.partition(';')[0]};", f"{why.partition(';')[2].strip()}.")
        post = successor.post or self._opening(successor)[1]
        kind, slash, key = told.partition("/") if isinstance(told, str) else ("", "", "")
        if slash and kind == "posting":
            only = self.references.id("posting", key, create=False)
            holder, some = self._named(only, post)
        else:
            holder = self.references.id("agent", told, create)
            some = self._of(holder, post)
        # Asked last: a name that nobody had before may be the predecessor's, who is somebody now.
        if holder == (successor.holder or self._opening(successor)[0]):
            raise Unresolved("names who takes the post up;", "name whom they replaced.")
        try:
            return ending(successor, holder, post, some, self._recorded)
        except Several as error:
            listed = " or ".join(f"posting/{one}" for one in error.ids)
            raise Unresolved(f"may mean {listed};", "write the one that ended.") from error

    def _opening(self, successor: Posting) -> tuple[str | None, str]:
        """The holder and the post of the posting that a successor adds to; no holder where nobody has that name yet."""
        for draft in self.drafts:
            fields = draft.fields
            if draft.kind == "posting" and fields.get("key") == successor.of and fields.get("post") is not None:
                return self._agent(fields.get("holder")), self.references.id("post", fields["post"], create=False)
        held = self.world.held(successor.of or "")
        if held is None:
            raise Unresolved("stands in a fact of which holder and post are not told;", "name them.")
        return held

    def _agent(self, told: Any) -> str | None:
        """The agent that a document names, if there is one yet."""
        try:
            return self.references.id("agent", told, create=False)
        except Unresolved:
            return None

    def _named(self, id: str, post: str) -> tuple[str, tuple[Held, ...]]:
        """The holder of a posting, and the posting."""
        for (holder, of_post), several in self._here().items():
            if of_post == post and any(one.id == id for one in several):
                return holder, tuple(one for one in several if one.id == id)
        held = self.world.held(id)
        if held is not None and held[1] == post:
            return held[0], tuple(one for one in self.world.postings(*held) if one.id == id)
        raise Unresolved(f"names a posting in another post than {post};", "name whom the holder replaced in this one.")

    def _of(self, holder: str, post: str) -> tuple[Held, ...]:
        """The postings of an agent in a post: the dossier's, then those that the run opens."""
        found = {one.id: one for one in (*self._here().get((holder, post), ()), *self.world.postings(holder, post))}
        return tuple(found.values())

    def _recorded(self, fact: Fact) -> bool:
        return self.world.by_content(content(fact)) is not None

    def _here(self) -> dict[tuple[str, str], list[Held]]:
        """The postings that the run opens, by holder and post, as far as it is known by now who that is.

        A name that nobody has yet may be somebody's a few facts later, so that it is looked up again.
        """
        if self._waiting is None:
            self._waiting = [draft for draft in self.drafts if draft.kind == "posting" and _opens(draft.fields)]
        waiting, self._waiting = self._waiting, []
        for draft in waiting:
            key, holder, post, end = (draft.fields.get(name) for name in ("key", "holder", "post", "end"))
            try:
                ids = self.references.id("agent", holder, create=False), self.references.id("post", post, create=False)
            except Unresolved:
                self._waiting.append(draft)  # if that is amiss, it is told where it stands
                continue
            self._local.setdefault(ids, []).append(Held(str(key), None, end not in (None, "still")))
        return self._local


def _opens(fields: Mapping[str, Any]) -> bool:
    """Whether a posting in a document opens one that can be named."""
    return isinstance(fields.get("key"), str) and None not in (fields.get("holder"), fields.get("post"))
