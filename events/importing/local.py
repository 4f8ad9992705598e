"""What the documents of a run say among themselves: the keys they open, the names they give, their sources' dates."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from regesta.events.importing.dates import Dates
from regesta.events.importing.places import Place
from regesta.events.importing.world import CapturedText, folded
from regesta.events.when import When


class Local:
    """The subjects that a run opens, and what else facts of the same run may refer to."""

    def __init__(self) -> None:
        self.opened: dict[tuple[str, str], Place] = {}
        self.names: dict[str, list[str]] = defaultdict(list)
        self.labels: dict[str, str] = {}
        """How each of the names was written first."""
        self.called: dict[str, str] = {}
        """The names of agents, by key; voices have none."""
        self.dates: dict[str, When] = {}
        self.voices: dict[tuple[str, str, str | None], str] = {}
        """The voices without a name, by their words, their outlet and the day as worded."""
        self.publications: dict[str, str] = {}
        self.rests_on: dict[str, tuple[str, ...]] = {}
        """What each source is derived from."""
        self.outlets: set[str] = set()
        """The publications, as names are compared."""
        self.texts: dict[str, list[CapturedText]] = defaultdict(list)
        self._called: list[tuple[str, str]] = []

    def note(self, kind: str, fields: Mapping[str, Any], place: Place, dates: Dates) -> None:
        """Take up what a draft says for others to refer to."""
        key, of = fields.get("key"), fields.get("of")
        if isinstance(key, str) and of is None:
            self.opened.setdefault((kind, key), place)
        subject = of if isinstance(of, str) else key
        match kind:
            case "agent" if fields.get("type") == "anonymous":
                # The same words may be somebody else's: a voice has no name, and is known by outlet and day as well.
                name, outlet, day = (fields.get(one) for one in ("name", "outlet", "day"))
                if isinstance(key, str) and isinstance(name, str) and isinstance(outlet, str):
                    worded = day if isinstance(day, str) else None
                    self.voices.setdefault((folded(name), folded(outlet), worded), key)
            case "agent" if isinstance(subject, str) and isinstance(fields.get("name"), str):
                self._call(fields["name"], subject)
                self.called.setdefault(subject, fields["name"])
            case "name" if isinstance(fields.get("name"), str) and isinstance(fields.get("agent"), str):
                self._called.append((fields["name"], fields["agent"]))
            case "source" if isinstance(subject, str):
                if isinstance(fields.get("publication"), str):
                    self.publications.setdefault(subject, fields["publication"])
                    self.outlets.add(folded(fields["publication"]))
                self.rests_on[subject] = (*self.rests_on.get(subject, ()), *_derived_from(fields.get("derived_from")))
                if fields.get("published") is not None and (read := _published(fields["published"], dates)) is not None:
                    self.dates.setdefault(subject, read)
            case _:
                pass

    def settle(self) -> None:
        """Give the names that `name` facts tell to their agents, once all keys and names are known."""
        for name, agent in self._called:
            if ("agent", agent) in self.opened:
                self._call(name, agent)
            else:
                for one in tuple(self.names.get(folded(agent), ())):
                    self._call(name, one)
        self._called.clear()

    def named(self, name: str) -> tuple[str, ...]:
        """The agents of a name."""
        return tuple(self.names.get(folded(name), ()))

    def _call(self, name: str, agent: str) -> None:
        of_name = self.names[folded(name)]
        self.labels.setdefault(folded(name), name)
        if agent not in of_name:
            of_name.append(agent)


def _published(value: Any, dates: Dates) -> When | None:
    """A date of publication; None if it cannot be read, which is told where it stands."""
    try:
        read = dates.when(value, None)
        return read if isinstance(read, When) else When.model_validate(read)
    except ValueError:  # NotADate is one, pydantic's too
        return None


def _derived_from(value: Any) -> Iterator[str]:
    """The sources that a source says it rests on; what is no key is told where it stands."""
    for one in value if isinstance(value, list) else [value]:
        source = one.get("source") if isinstance(one, dict) else one
        if isinstance(source, str):
            yield source
