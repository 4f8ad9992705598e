"""`replaces` in a posting of a document: the predecessor's end, which is told along with the successor's start."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from regesta.events.facts import Fact, content
from regesta.events.importing.pending import Pending
from regesta.events.importing.referring import References, Unresolved
from regesta.events.importing.world import World
from regesta.events.posting import Posting
from regesta.events.replacing import Held, Several, refusal, replaced

REPLACES = "replaces"


@dataclass(slots=True)
class Predecessors:
    """Finds, for each successor of a run, the posting that ended."""

    references: References
    world: World
    drafts: list[Pending] = field(default_factory=list)
    """The drafts of the run."""
    _local: dict[tuple[str, str], list[Held]] | None = None

    def ended(self, successor: Posting, told: Any, create: bool) -> Mapping[str, Any]:
        """The JSON object of the predecessor's end; raises Unresolved. `told` is what the document says."""
        if why := refusal(successor):
            raise Unresolved(f"{why.partition(';')[0]};", f"{why.partition(';')[2].strip()}.")
        if successor.holder is None or successor.post is None:
            raise Unresolved("stands in a fact that names no holder and post;", "say it where the posting begins.")
        kind, slash, key = told.partition("/") if isinstance(told, str) else ("", "", "")
        if slash and kind == "posting":
            only = self.references.id("posting", key, create=False)
            holder, some = self._named(only, successor.post)
        else:
            holder = self.references.id("agent", told, create)
            some = self._of(holder, successor.post)
        if holder == successor.holder:
            raise Unresolved("names who takes the post up;", "name whom they replaced.")
        try:
            return replaced(successor, holder, successor.post, some, self._recorded)
        except Several as error:
            listed = " or ".join(f"posting/{one}" for one in error.ids)
            raise Unresolved(f"may mean {listed};", "write the one that ended.") from error

    def _named(self, id: str, post: str) -> tuple[str, tuple[Held, ...]]:
        """The holder of a posting, and the posting."""
        for (holder, of_post), several in self._here().items():
            if of_post == post and any(one.id == id for one in several):
                return holder, tuple(one for one in several if one.id == id)
        for holder in self.world.holders(id, post):
            return holder, tuple(one for one in self.world.postings(holder, post) if one.id == id)
        raise Unresolved(f"names a posting in another post than {post};", "name whom the holder replaced in this one.")

    def _of(self, holder: str, post: str) -> tuple[Held, ...]:
        """The postings of an agent in a post: the dossier's, then those that the run opens."""
        found = {one.id: one for one in (*self._here().get((holder, post), ()), *self.world.postings(holder, post))}
        return tuple(found.values())

    def _recorded(self, fact: Fact) -> bool:
        return self.world.by_content(content(fact)) is not None

    def _here(self) -> dict[tuple[str, str], list[Held]]:
        """The postings that the run opens, by holder and post."""
        if self._local is None:
            self._local = {}
            for key, holder, post, ended in self._opened(self.drafts):
                self._local.setdefault((holder, post), []).append(Held(key, None, ended))
        return self._local

    def _opened(self, drafts: Iterable[Pending]) -> Iterator[tuple[str, str, str, bool]]:
        for draft in drafts:
            fields = draft.fields
            key, holder, post = fields.get("key"), fields.get("holder"), fields.get("post")
            if draft.kind != "posting" or not isinstance(key, str) or holder is None or post is None:
                continue
            try:
                ids = self.references.id("agent", holder, create=False), self.references.id("post", post, create=False)
            except Unresolved:
                continue  # it is told where it stands
            yield key, *ids, fields.get("end") not in (None, "still")
