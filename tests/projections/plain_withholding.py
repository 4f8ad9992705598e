"""What may not be shown on a day, worked out in memory: the law by which `projections/withholding.py` is tested.

It keeps every lineage of a log, and looks at all of them. The rules are those of that file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from regesta.events.agent import Identity
from regesta.events.claim import Claim, Quote
from regesta.events.expectation import Expectation
from regesta.events.explanation import Explanation
from regesta.events.facts import facts_named, references
from regesta.events.independence import Independence
from regesta.events.restriction import Restriction
from regesta.projections.force import Lineage, Logged, named, settle, told
from regesta.projections.gathering import NOBODY, Filing, filing
from regesta.projections.hidden import DEPENDS, RESTRICTS, UNDISCLOSED
from regesta.projections.identity import clusters
from regesta.projections.registry import BY_KIND
from regesta.projections.told_dates import counts_from

Subject = tuple[str, str]
"""A subject: its kind, and an id under which it was recorded."""

Quoted = tuple[str, str | None, Quote]
"""A source, the place in it, and its words."""


@dataclass(slots=True)
class Strand:
    """One lineage, as far as it matters here."""

    root: str
    entries: list[Logged] = field(default_factory=list)
    """Its entries, without the facts that neither restrict, judge nor act on others."""
    positions: list[int] = field(default_factory=list)
    """Where they stand; an entry that stands twice (two merged copies of a log) has two."""
    about: set[Subject] = field(default_factory=set)
    """The subjects that its versions speak of."""
    opens: set[Subject] = field(default_factory=set)
    """Those of them that it opens: whoever sees it knows their ids."""
    names: set[Subject] = field(default_factory=set)
    """Every subject that any of its entries names, those that it speaks of included."""
    facts: set[str] = field(default_factory=set)
    """Every fact that any of its entries names."""
    imports: set[str] = field(default_factory=set)
    """The imports that its entries came with."""
    undisclosed: bool = False
    """Whether an entry of it is not disclosed in the log itself."""
    restricts: bool = False
    """Whether it restricts something."""
    judges: bool = False
    """Whether it judges who is who."""
    surveys: bool = False
    """Whether it speaks of the whole record: an expectation, which may count, or an explanation that names no facts."""

    binds: set[Subject] = field(default_factory=set)
    """The subjects that it judges, or from whose dates it counts."""
    quotes: set[Quoted] = field(default_factory=set)
    """What its entries quote."""
    explains: bool = False
    """Whether it explains a conflict of facts that it names."""

    def settled(self) -> Lineage:
        """The lineage, settled; only the facts that were kept can be asked of it."""
        return settle(self.entries)

    def take(self, entry: Logged, filed: Filing) -> None:
        """Add an entry."""
        fact, plain = entry.fact, told(entry)
        self.positions.append(entry.position)
        kept = plain is None or isinstance(plain, Restriction | Identity)
        self.entries.append(replace(entry, json=None, fact=fact if kept else None))
        if fact is None:
            self.undisclosed = True
            return
        self.restricts |= isinstance(plain, Restriction)
        self.judges |= isinstance(plain, Identity | Independence)
        self.explains |= isinstance(plain, Explanation) and bool(plain.saw)
        if isinstance(plain, Identity | Independence):
            judged = plain.model_copy(update={"citations": (), "via": ()})
            self.binds |= {(one.kind, one.id) for one in references(judged)}
        self.binds |= counts_from(entry)
        self.surveys |= isinstance(plain, Expectation) or (isinstance(plain, Explanation) and not plain.saw)
        self.names |= {(one.kind, one.id) for one in references(fact)}
        self.facts |= {id for _, id in facts_named(fact)}
        claims = [one for one in (fact, plain) if isinstance(one, Claim)]
        self.quotes |= {(c.source, c.locator, c.quote) for one in claims for c in one.citations if c.quote is not None}
        self.imports |= {one.origin.name for one in (fact, plain) if isinstance(one, Claim) and one.origin is not None}
        if plain is not None and filed.kind != NOBODY:
            subject = (filed.kind, filed.subject)
            self.about.add(subject)
            if getattr(plain, "of", plain) is None and filed.subject in (getattr(plain, "key", None), self.root):
                self.opens.add(subject)


@dataclass(frozen=True, slots=True)
class Strands:
    """Every strand of a log, in order of its first entry."""

    all: tuple[Strand, ...]
    of: Mapping[str, Strand]
    """The strand of each entry, by the entry's id."""

    def restrictions(self) -> Iterator[tuple[int, Restriction]]:
        """The restrictions in force, each with its place, in order of place."""
        found = []
        for strand in self.all:
            if strand.restricts:
                lineage = strand.settled()
                plain = None if lineage.force is None else told(lineage.force)
                if isinstance(plain, Restriction):
                    found.append((lineage.root.position, plain))
        return iter(sorted(found, key=lambda one: one[0]))


def strands(entries: Iterable[Logged]) -> Strands:
    """The strands of a log, whose entries come in order of position."""
    filed: dict[str, Filing] = {}
    of: dict[str, Strand] = {}
    every: dict[str, Strand] = {}
    for entry in entries:
        if entry.id in of:
            of[entry.id].positions.append(entry.position)
            continue
        where = filing(entry, filed.get(named(entry.fact) or ""))
        strand = every.setdefault(where.root, Strand(where.root))
        strand.take(entry, where)
        filed[entry.id], of[entry.id] = where, strand
    return Strands(tuple(every.values()), of)


def withheld(entries: Iterable[Logged], on: date) -> Mapping[int, str]:
    """The position of each entry that may not be shown on a day, with the reason, in order of position.

    The reason is the code of a restriction that says `withheld`, else its level (`internal`, `embargoed`, `erased`);
    `restriction` for restrictions themselves, `undisclosed` for what the log no longer discloses, and `depends` for
    what could not be shown without giving another one away.
    """
    return _Withholding(strands(entries), on).result()


class _Withholding:
    """One closure under way: `why` grows until nothing more follows."""

    def __init__(self, log: Strands, on: date) -> None:
        self._log = log
        self._on = on
        self._why: dict[str, str] = {}
        self._naming: defaultdict[Subject, list[Strand]] = defaultdict(list)
        self._opening: defaultdict[Subject, list[Strand]] = defaultdict(list)
        self._about: defaultdict[Subject, list[Strand]] = defaultdict(list)
        self._acting: defaultdict[str, list[Strand]] = defaultdict(list)
        self._released: set[str] = set()
        self._shown: set[Subject] = set()

    def result(self) -> Mapping[int, str]:
        """See `withheld`."""
        seeds = dict(self._seeds())
        if seeds:
            self._index()
            self._withhold_all({**dict.fromkeys(self._at_once(seeds), DEPENDS), **seeds})
            self._withhold_all({strand.root: DEPENDS for strand in self._quoting()})
        reasons = (
            (place, self._why[one.root]) for one in self._log.all if one.root in self._why for place in one.positions
        )
        return dict(sorted(reasons))

    # ---- 1 to 3: where it begins -----------------------------------------------------------------------------------

    def _seeds(self) -> Iterator[tuple[str, str]]:
        own, defaults = self._restrictions()
        self._released = {root for root, restriction in own.items() if not restriction.holds_on(self._on)}
        self._shown = {key for key, one in defaults.items() if not one.holds_on(self._on)}
        for strand in self._log.all:
            if strand.undisclosed:
                erased = strand.root in own and own[strand.root].level == "erased"
                yield strand.root, "erased" if erased else UNDISCLOSED
            elif strand.restricts:
                yield strand.root, RESTRICTS
            elif strand.root in own:
                if own[strand.root].holds_on(self._on):
                    yield strand.root, _reason(own[strand.root])
            else:
                keys = strand.names | strand.about | {("import", name) for name in strand.imports}
                holding = [defaults[key] for key in keys & defaults.keys() if defaults[key].holds_on(self._on)]
                if holding:
                    yield strand.root, min(map(_reason, holding))

    def _restrictions(self) -> tuple[dict[str, Restriction], dict[Subject, Restriction]]:
        """The last restriction in force on each lineage, by its root, and on each source, agent and import."""
        own: dict[str, Restriction] = {}
        defaults: dict[Subject, Restriction] = {}
        for _, restriction in self._log.restrictions():
            kind, id = restriction.target
            if kind != "fact":
                defaults.update(dict.fromkeys(self._same(kind, id), restriction))
            elif id in self._log.of:
                own[self._log.of[id].root] = restriction
        return own, defaults

    def _same(self, kind: str, id: str) -> Iterable[Subject]:
        """A subject under all its ids."""
        if kind != "agent":
            return ((kind, id),)
        heads = self._clusters()
        return [(kind, id), *((kind, one) for one in heads if heads[one] == heads.get(id))]

    def _clusters(self) -> Mapping[str, str]:
        """Who was judged to be whom, whether or not that may be shown."""
        last: dict[frozenset[str], tuple[int, Identity]] = {}
        for strand in self._log.all:
            if strand.judges:
                lineage = strand.settled()
                plain = None if lineage.force is None else told(lineage.force)
                if isinstance(plain, Identity):
                    pair = frozenset((plain.a, plain.b))
                    last[pair] = max(
                        last.get(pair, (-1, plain)), (lineage.root.position, plain), key=lambda one: one[0]
                    )
        return clusters(((one.a, one.b) for _, one in last.values() if one.verdict == "same"), lambda agent: 0)

    # ---- 4 and 5: what names it ------------------------------------------------------------------------------------

    def _index(self) -> None:
        for strand in self._log.all:
            for subject in strand.names:
                self._naming[subject].append(strand)
            for subject in strand.opens:
                self._opening[subject].append(strand)
            for subject in strand.about:
                self._about[subject].append(strand)
            for fact in strand.facts:
                if fact in self._log.of:
                    self._acting[self._log.of[fact].root].append(strand)

    def _at_once(self, seeds: Mapping[str, str]) -> Iterator[str]:
        """The lineages that are withheld as soon as anything is: they name what nothing opens, or survey the record.

        What nothing opens was opened, if at all, by what the log no longer discloses.
        """
        if set(seeds.values()) != {RESTRICTS}:
            yield from (one.root for one in self._log.all if one.surveys and one.root not in self._released)
        for subject, some in self._naming.items():
            if subject not in self._opening:
                yield from (strand.root for strand in some)

    def _withhold_all(self, roots: Mapping[str, str]) -> None:
        self._withhold(roots)
        while more := {strand.root: DEPENDS for strand in (*self._known_only_through_it(), *self._explaining())}:
            self._withhold(more)

    def _withhold(self, roots: Mapping[str, str]) -> None:
        """Withhold lineages, and whatever names them or what they open."""
        self._why.update(roots)
        open_ends = [self._log.of[root] for root in roots]
        while open_ends:
            strand = open_ends.pop()
            open_ends += self._add(self._acting[strand.root])
            for subject in strand.opens:
                if all(opening.root in self._why for opening in self._opening[subject]):
                    open_ends += self._add(self._naming[subject])
                    open_ends += self._add(self._about[subject])

    def _add(self, some: Iterable[Strand]) -> list[Strand]:
        fresh = [strand for strand in some if strand.root not in self._why]
        self._why.update((strand.root, DEPENDS) for strand in fresh)
        return fresh

    # ---- 6: what is known only through it --------------------------------------------------------------------------

    def _known_only_through_it(self) -> Iterator[Strand]:
        """The lineages about subjects that nothing that is shown leads to, though something withheld does."""
        doubted = self._doubted()
        shown = {subject for subject in doubted if self._is_led_to(subject, doubted)}
        open_ends = list(shown)
        while open_ends:
            for strand in self._about[open_ends.pop()]:
                if strand.root not in self._why:
                    further = (strand.names & doubted) - shown
                    shown |= further
                    open_ends += further
        for subject in doubted - shown:
            yield from (strand for strand in self._about[subject] if strand.root not in self._why)

    def _is_led_to(self, subject: Subject, doubted: set[Subject]) -> bool:
        """Whether a subject was made public, or is named by what is shown and is not itself about one in doubt."""
        if subject in self._shown or any(strand.root in self._released for strand in self._about[subject]):
            return True
        return any(
            strand.root not in self._why and not strand.judges and not strand.about & doubted
            for strand in self._naming[subject]
        )

    def _doubted(self) -> set[Subject]:
        """The subjects that something withheld names, and those that they name in turn."""
        found: set[Subject] = set()
        open_ends = [self._log.of[root] for root in self._why]
        open_ends = [strand for strand in open_ends if not (strand.restricts or strand.judges)]
        while open_ends:
            strand = open_ends.pop()
            fresh = {one for one in strand.names if _is_only_named(one) and one not in found}
            found |= fresh
            open_ends += (about for subject in fresh for about in self._about[subject])
        return found

    # ---- 8: what explains a conflict in which it has a part --------------------------------------------------------

    def _explaining(self) -> Iterator[Strand]:
        """The explanations of conflicts in which something withheld has a part."""
        bound = [strand.about | strand.binds for strand in self._log.all if strand.binds]
        withheld = {
            subject
            for strand in self._log.all
            if strand.root in self._why and not strand.restricts
            for subject in strand.about | strand.binds
        }
        for strand in self._log.all:
            if strand.explains and strand.root not in self._why and strand.root not in self._released:
                concerned = self._concerned(strand)
                while further := {one for some in bound if some & concerned for one in some} - concerned:
                    concerned |= further
                if concerned & withheld:
                    yield strand

    def _concerned(self, explanation: Strand) -> set[Subject]:
        """The subjects that the facts of a conflict are about, and those that any fact about these names."""
        seen = [self._log.of[fact] for fact in explanation.facts if fact in self._log.of]
        about = explanation.names.union(*(strand.about for strand in seen))
        telling = [*seen, *(strand for strand in self._log.all if strand.about & about)]
        return about.union(*(strand.names | strand.about for strand in telling))

    # ---- 9: what quotes the same words -----------------------------------------------------------------------------

    def _quoting(self) -> list[Strand]:
        """What holds words that something withheld quotes."""
        secret = {one for strand in self._log.all if strand.root in self._why for one in strand.quotes}
        return [
            strand
            for strand in self._log.all
            if strand.root not in self._why.keys() | self._released
            and any(_holds(one, secret) for one in strand.quotes)
        ]


def _holds(one: Quoted, secret: set[Quoted]) -> bool:
    """Whether a quote, with what is kept around it, holds words of a secret one."""
    source, locator, quote = one
    for other_source, other_locator, other in secret:
        if quote.text is None or other.text is None:
            same = quote.text == other.text and (source, locator) == (other_source, other_locator)
            if same and quote.exact.lower().split() == other.exact.lower().split():
                return True
        elif quote.text == other.text:
            around = range(quote.start - len(quote.prefix), quote.end + len(quote.suffix))
            if {*around} & {*range(other.start, other.end)}:
                return True
    return False


def _is_only_named(subject: Subject) -> bool:
    """Whether a subject is of a kind that others name: agents, posts and sources, not what is told of them."""
    projection = BY_KIND.get(subject[0])
    return projection is not None and projection.shows is not None


def _reason(restriction: Restriction) -> str:
    return restriction.code or restriction.level
