"""Withholding: which entries may not be shown on a day, since they are restricted or depend on what is.

Lineages are shown whole or not at all (`strands.py`). One is withheld if

1. a restriction on it is in force on that day, or else one on a source or agent that it names or speaks of, or on the
   import that it came with. The last one on a target stands, a lineage's own goes before all others, and one on an
   agent is one on all that it was judged to be;
2. it restricts: how a thing is restricted, by whom and why is for the desk alone;
3. an entry of it is undisclosed in the log itself;
4. it names a fact that is withheld;
5. it names a subject that no entry that can be shown opens: its id alone gives it away;
6. it speaks of an agent, a post or a source that is named by what is withheld, and by nothing that is shown: it is
   known only through it. A judgement on who is who, or on origins, counts on neither side, nor does what is told of
   the subject itself; but a restriction on the lineage or on the subject that says `public` does.

7. it speaks of the whole record, of which something is withheld (a count would give that away), and no restriction of
   its own says `public`: an expectation, or an explanation that does not name the facts it saw;
8. it explains a conflict in which something withheld has a part (`conflicting.py`), and no restriction of its own says
   `public`: it tells the conflict in the words of the whole record, and readers may see none there;
9. it quotes some of the words that a lineage quotes which is withheld by 1 to 8, or has them in the text that is kept
   around its own quotes, and no restriction of its own says `public`.

4 to 6 and 8 are repeated until nothing more follows. So they are for what 9 withholds; but 9 itself is not, or else a
page that is quoted sentence by sentence would be withheld to its end. What is shown names nothing that is not, and so
the public log is one that anybody could have written who knows no more.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from regesta.events.agent import Identity
from regesta.events.facts import Plain
from regesta.events.restriction import Restriction
from regesta.projections.conflicting import Conflicting
from regesta.projections.force import told
from regesta.projections.hidden import DEPENDS, RESTRICTS, UNDISCLOSED, Hidden, Reasons
from regesta.projections.identity import clusters, pair
from regesta.projections.strands import BINDING, CAME, EXPLAINS, JUDGES, NAMES, OPENS, SPEAKS, SURVEYS, Strands
from regesta.projections.strands import RESTRICTS as IS_RESTRICTION
from regesta.projections.strands import UNDISCLOSED as IS_UNDISCLOSED


def hidden(strands: Strands, on: date) -> Hidden:
    """What of a log may not be shown on a day, given its strands."""
    return _Withholding(strands, on).result()


class _Withholding:
    """One closure under way: `why` grows until nothing more follows."""

    def __init__(self, strands: Strands, on: date) -> None:
        size = strands.size()
        self._strands = strands
        self._on = on
        self._why = Reasons(size)
        self._flags = bytearray(size)
        for strand, flags in strands.flags():
            self._flags[strand] = flags
        self._released: set[int] = set()
        self._shown: set[int] = set()
        self._doubted: dict[int, int] = {}
        """Subjects that something withheld names, each with that."""
        self._unread: list[int] = []
        """Withheld strands of which it was not yet looked what they name."""
        self._apart: list[int] = []
        """Those of which it was not yet looked in which conflicts they have a part."""

    def result(self) -> Hidden:
        """See `hidden`."""
        seeds = self._seed()
        if seeds:
            self._withhold_all([*seeds, *self._at_once(seeds)])
            self._withhold_all(self._quoting())
        return Hidden(self._why, self._places() if seeds else array("q"))

    # ---- 1 to 3: where it begins -----------------------------------------------------------------------------------

    def _seed(self) -> list[int]:
        """Withhold what is restricted for itself; those strands."""
        own, defaults = self._restrictions()
        self._released = {strand for strand, one in own.items() if not one.holds_on(self._on)}
        self._shown = {subject for subject, one in defaults.items() if not one.holds_on(self._on)}
        for subject, restriction in defaults.items():
            if restriction.holds_on(self._on):
                reason = _reason(restriction)
                for strand in self._strands.tied_to(subject, NAMES | SPEAKS | CAME):
                    if strand not in own and (strand not in self._why or reason < self._why.why(strand)):
                        self._why.set(strand, reason)
        for strand, restriction in own.items():
            if restriction.holds_on(self._on):
                self._why.set(strand, _reason(restriction))
        for strand in self._having(IS_RESTRICTION):
            self._why.set(strand, RESTRICTS)
        for strand in self._having(IS_UNDISCLOSED):
            erased = strand in own and own[strand].level == "erased"
            self._why.set(strand, "erased" if erased else UNDISCLOSED)
        return list(self._why)

    def _having(self, flag: int) -> Iterator[int]:
        return (strand for strand, flags in enumerate(self._flags) if flags & flag)

    def _restrictions(self) -> tuple[dict[int, Restriction], dict[int, Restriction]]:
        """The last restriction in force on each strand, and on each source, agent and import, by its number."""
        own: dict[int, Restriction] = {}
        defaults: dict[int, Restriction] = {}
        for strand in self._having(IS_RESTRICTION):
            restriction = self._in_force(strand)
            if isinstance(restriction, Restriction):
                kind, id = restriction.target
                if kind != "fact":
                    defaults.update(dict.fromkeys(self._same(kind, id), restriction))
                elif (restricted := self._strands.strand_of(id)) is not None:
                    own[restricted] = restriction
        return own, defaults

    def _in_force(self, strand: int) -> Plain | None:
        force = self._strands.settled(strand).force
        return None if force is None else told(force)

    def _same(self, kind: str, id: str) -> Iterator[int]:
        """A subject under all its ids."""
        ids = [id]
        if kind == "agent":
            ids += (one for one, head in self._clusters.items() if head == self._clusters.get(id))
        found = (self._strands.subject(kind, one) for one in ids)
        return (subject for subject in found if subject is not None)

    @cached_property
    def _clusters(self) -> Mapping[str, str]:
        """Who was judged to be whom, whether or not that may be shown."""
        last: dict[str, Identity] = {}
        for strand in self._having(JUDGES):
            judgement = self._in_force(strand)
            if isinstance(judgement, Identity):
                last[pair(judgement.a, judgement.b)] = judgement
        return clusters(((one.a, one.b) for one in last.values() if one.verdict == "same"), lambda agent: 0)

    # ---- 4, 5 and 7: what names it ---------------------------------------------------------------------------------

    def _at_once(self, seeds: Iterable[int]) -> list[int]:
        """Withhold what is so as soon as anything is: it names what nothing opens, or surveys the record.

        What nothing opens was opened, if at all, by what the log no longer discloses.
        """
        found: list[int] = []
        first = next((strand for strand in seeds if self._why.why(strand) != RESTRICTS), None)
        if first is not None:
            surveys = (strand for strand in self._having(SURVEYS) if strand not in self._released)
            self._add(surveys, first, found)
        for subject in self._strands.opened_by_none():
            self._add(self._strands.tied_to(subject, NAMES), None, found)
        return found

    def _withhold_all(self, strands: list[int]) -> None:
        """Withhold these strands, and all that follows."""
        self._withhold(strands)
        while fresh := [*self._known_only_through_it(), *self._explaining()]:
            self._withhold(fresh)

    def _withhold(self, strands: list[int]) -> None:
        """Withhold whatever names these strands, which are withheld, or what they open."""
        open_ends = list(strands)
        while open_ends:
            strand = open_ends.pop()
            self._unread.append(strand)
            self._apart.append(strand)
            self._add(self._strands.acting_on(strand), strand, open_ends)
            for subject in self._strands.ties_of(strand, OPENS):
                if all(opening in self._why for opening in self._strands.tied_to(subject, OPENS)):
                    self._add(self._strands.tied_to(subject, NAMES | SPEAKS), strand, open_ends)

    def _add(self, strands: Iterable[int], through: int | None, found: list[int]) -> None:
        """Withhold those strands that are not, with another one, and put them among what was found."""
        for strand in strands:
            if strand not in self._why:
                self._why.set(strand, DEPENDS, through)
                found.append(strand)

    # ---- 6: what is known only through it --------------------------------------------------------------------------

    def _known_only_through_it(self) -> list[int]:
        """Withhold what is about subjects that nothing shown leads to, though something withheld does."""
        self._doubt()
        shown = {subject for subject in self._doubted if self._is_led_to(subject)}
        open_ends = list(shown)
        while open_ends:
            for strand in self._strands.tied_to(open_ends.pop(), SPEAKS):
                if strand not in self._why:
                    named = self._strands.ties_of(strand, NAMES)
                    further = [one for one in named if one in self._doubted and one not in shown]
                    shown.update(further)
                    open_ends += further
        found: list[int] = []
        for subject, through in self._doubted.items():
            if subject not in shown:
                self._add(self._strands.tied_to(subject, SPEAKS), through, found)
        return found

    def _is_led_to(self, subject: int) -> bool:
        """Whether a subject was made public, or is named by what is shown and is not itself about one in doubt."""
        speaking = self._strands.tied_to(subject, SPEAKS)
        if subject in self._shown or any(strand in self._released for strand in speaking):
            return True
        return any(
            strand not in self._why
            and not self._flags[strand] & JUDGES
            and not any(one in self._doubted for one in self._strands.ties_of(strand, SPEAKS))
            for strand in self._strands.tied_to(subject, NAMES)
        )

    def _doubt(self) -> None:
        """Doubt the subjects that something withheld names, and those that what is told of them names in turn."""
        aside = IS_RESTRICTION | JUDGES
        open_ends = [(strand, strand) for strand in self._unread if not self._flags[strand] & aside]
        self._unread.clear()
        while open_ends:
            strand, through = open_ends.pop()
            for subject in self._strands.only_named(strand):
                if subject not in self._doubted:
                    self._doubted[subject] = through
                    open_ends += ((about, through) for about in self._strands.tied_to(subject, SPEAKS))

    # ---- 8: what explains a conflict in which it has a part --------------------------------------------------------

    def _explaining(self) -> list[int]:
        """Withhold explanations of conflicts in which something withheld has a part."""
        found: list[int] = []
        if self._conflicting is not None:
            withheld = (strand for strand in self._apart if not self._flags[strand] & IS_RESTRICTION)
            self._conflicting.withhold(withheld)
            for strand in self._having(EXPLAINS):
                if strand not in self._why and strand not in self._released:
                    through = self._conflicting.part_of(strand)
                    self._add(() if through is None else (strand,), through, found)
        self._apart.clear()
        return found

    @cached_property
    def _conflicting(self) -> Conflicting | None:
        """What has a part in which conflicts; None where none was explained."""
        if next(self._having(EXPLAINS), None) is None:
            return None
        return Conflicting(self._strands, self._having(BINDING))

    # ---- 9: what quotes the same words -----------------------------------------------------------------------------

    def _quoting(self) -> list[int]:
        """Withhold what holds words that something withheld quotes."""
        # First all of them, then one by one: what is withheld so takes nothing with it that quotes its other words.
        quoting = [
            (strand, other)
            for strand, other in self._strands.quoting(self._why.__contains__)
            if other not in self._why and other not in self._released
        ]
        found: list[int] = []
        for strand, other in quoting:
            self._add((other,), strand, found)
        return found

    # ---- the result ------------------------------------------------------------------------------------------------

    def _places(self) -> "array[int]":
        """The strand of each position."""
        places = array("q", bytes(8 * len(self._flags)))
        for position, strand in self._strands.places():
            places[position] = strand
        return places


def _reason(restriction: Restriction) -> str:
    return restriction.code or restriction.level
