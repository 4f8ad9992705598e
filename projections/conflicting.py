"""Which conflicts what is withheld has a part in, so that an explanation of them would give it away.

An explanation says the conflict in the words in which it stood at the desk, and that there was one. Both follow from
more than the facts that it rests on: from how those are called that the facts name, from who was judged to be whom,
from how many seats a post has, from the dates from which theirs are counted. So whatever is told of a subject that the
facts are about or name has a part in the conflict, and so has what is told of one that a judgement or a count of days
binds to such a subject. That is more than is needed: a word of a conflict cannot be asked where it came from.
"""

from collections.abc import Iterable, Iterator

from regesta.projections.strands import BINDS, NAMES, SPEAKS, Strands


class Conflicting:
    """What withheld strands have a part in; `binding` are the strands that bind subjects to each other."""

    def __init__(self, strands: Strands, binding: Iterable[int]) -> None:
        self._strands = strands
        self._next: dict[int, int] = {}
        self._withheld: dict[int, int] = {}
        """The subjects, each for all that are bound to it, of which something withheld tells; each with that."""
        self._concerned: dict[int, tuple[int, ...]] = {}
        for strand in binding:
            bound = strands.ties_of(strand, BINDS | SPEAKS)
            for subject in bound[1:]:
                self._next[self._one(subject)] = self._one(bound[0])

    def withhold(self, strands: Iterable[int]) -> None:
        """Note that strands are withheld."""
        for strand in strands:
            for subject in self._strands.ties_of(strand, BINDS | SPEAKS):
                self._withheld.setdefault(self._one(subject), strand)

    def part_of(self, explanation: int) -> int | None:
        """A withheld strand that has a part in a conflict, given the strand of an explanation of it; None if none."""
        concerned = self._concerned.get(explanation)
        if concerned is None:
            concerned = self._concerned[explanation] = tuple({self._one(one) for one in self._concerns(explanation)})
        found = (self._withheld[subject] for subject in concerned if subject in self._withheld)
        return next(found, None)

    def _concerns(self, explanation: int) -> Iterator[int]:
        """The subjects that the facts of a conflict are about, and those that any fact about these names."""
        seen = self._strands.acted_on(explanation)
        about = {*self._strands.ties_of(explanation, NAMES)}
        about.update(subject for strand in seen for subject in self._strands.ties_of(strand, SPEAKS))
        telling = {*seen, *(strand for subject in about for strand in self._strands.tied_to(subject, SPEAKS))}
        yield from about
        for strand in telling:
            yield from self._strands.ties_of(strand, NAMES | SPEAKS)

    def _one(self, subject: int) -> int:
        """The one subject that stands for all that are bound to it."""
        while (further := self._next.get(subject, subject)) != subject:
            self._next[subject] = self._next.get(further, further)
            subject = further
        return subject
