"""One layer of a guard: counts of people by organisation and by the values of some breakdown columns.

The layer without columns is decided first, then those of one column around it, then those of two around these. What
a wider layer withholds stays withheld and what it shows stays shown, so that answers to different questions agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wholetime.dataset.engine.guarding.counts import Counts, Values
from wholetime.dataset.engine.guarding.nest import Nest
from wholetime.kernel.disclosure import DisclosureError, Policy, Protected, Relation, Settled, settle
from wholetime.kernel.figure import Suppression

Cell = tuple[tuple[str, ...], Values, int]
"""Columns, their values, and a set of units."""


@dataclass(frozen=True)
class Verdict:
    """What may be shown of some people: ``why`` not, or how many as printed; ``people`` is the true count."""

    why: Suppression | None
    shown: int
    people: int


@dataclass(frozen=True)
class Layer:
    """Which cells of ``counts`` are withheld. A ``closed`` layer withholds them all."""

    columns: tuple[str, ...]
    counts: Counts
    nested: Callable[[], Nest]
    policy: Policy
    settled: Settled[Cell] = field(default_factory=Settled)
    closed: bool = False

    def judge(self, values: Values, units: int) -> Verdict:
        """May the people of ``units`` who have ``values`` be counted, as the sum of the fewest sets that make it up?

        Where one of these is withheld, so is the sum: it is the safe answer for a set that nobody names.
        """
        units &= self.counts.present.get(values, 0)
        if not (self.settled.view or self.closed):
            people = self.counts.people(values, units) if units else 0
            return Verdict(None, self.policy.shown(people), people)
        cells = self.cover(values, units)
        verdicts = [self._judge(cell) for cell in cells]
        people, shown = sum(verdict.people for verdict in verdicts), sum(verdict.shown for verdict in verdicts)
        return Verdict(worst([verdict.why for verdict in verdicts]), shown, people)

    def _judge(self, cell: Cell) -> Verdict:
        people = self.counts.people(cell[1], cell[2])
        why = self.settled.view[cell].why if cell in self.settled.view else None
        if why is not None and self.policy.is_primary(people) and cell not in self.settled.vague:
            why = Suppression.PRIMARY  # few people, though on so many lists that their entries are not few
        return Verdict(Suppression.SECONDARY if self.closed else why, self.policy.shown(people), people)

    def cover(self, values: Values, units: int) -> list[Cell]:
        """The sets that ``units`` is made of, widest first."""
        found = []
        for named in self.sets(values):
            if named & units == named:
                found.append((self.columns, values, named))
                units ^= named
            if not units:
                break
        return found

    def sets(self, values: Values) -> list[int]:
        if values not in self._sets:
            self._sets[values] = self.nested().within(self.counts.present.get(values, 0))[0]
        return self._sets[values]

    @cached_property
    def _sets(self) -> dict[Values, list[int]]:
        return {}


def worst(reasons: Sequence[Suppression | None]) -> Suppression | None:
    """The reason to give where there are several: that people are few comes first."""
    if Suppression.PRIMARY in reasons:
        return Suppression.PRIMARY
    return next((why for why in reasons if why is not None), None)


def decided(
    columns: tuple[str, ...], counts: Counts, nested: Callable[[], Nest], policy: Policy, margins: Sequence[Layer] = ()
) -> Layer:
    """The layer of ``columns``, around ``margins``: the layers that lack one column each, in the order of columns."""
    layer = Layer(columns, counts, nested, policy)
    few = any(policy.is_primary(people) for held in counts.units.values() for people in held.values())
    if any(margin.closed for margin in margins):
        return Layer(columns, counts, nested, policy, closed=True)
    if not few and not any(margin.settled.moves for margin in margins):
        return layer
    try:
        settled = _Table(layer, margins).settled()
    except DisclosureError:
        return Layer(columns, counts, nested, policy, closed=True)
    return Layer(columns, counts, nested, policy, settled)


class _Table:
    """The cells and sums of a layer and its margins, as the kernel wants them.

    Exact numbers such as WTE add up over lists, whoever is on two of them: with a policy that does not round, so
    do the counts here. Rounded counts are of people, and a sum that does not add up is one of overlapping parts.
    """

    def __init__(self, layer: Layer, margins: Sequence[Layer]) -> None:
        self.layer, self.margins = layer, margins
        self.adds = not layer.policy.round_to
        self.cells: dict[Cell, int] = {}
        self.relations: dict[tuple[Cell, tuple[Cell, ...]], None] = {}
        self.withhold: set[Cell] = set()
        for values in layer.counts.units:
            self._add_values(values)
        for at, margin in enumerate(margins):
            self._add_margin(at, margin)

    def settled(self) -> Settled[Cell]:
        before = [Settled(_shown(margin), margin.settled.moves) for margin in self.margins]
        sums = [self._relation(total, parts) for total, parts in self.relations]
        return settle(self.cells, sums, self.layer.policy, before, self.withhold)

    def _relation(self, total: Cell, parts: tuple[Cell, ...]) -> Relation[Cell]:
        adds = self.cells[total] == sum(self.cells[part] for part in parts)
        return Relation(total, parts, overlapping=not adds)

    def _add_values(self, values: Values) -> None:
        layer, counts = self.layer, self.layer.counts
        sets, sums = layer.nested().within(counts.present[values])
        for units in sets:
            cell, people = (layer.columns, values, units), counts.people(values, units)
            self.cells[cell] = counts.listed(values, units) if self.adds else people
            if layer.policy.is_primary(people):
                self.withhold.add(cell)
        for total, parts in sums:
            key = tuple((layer.columns, values, part) for part in parts)
            self.relations[(layer.columns, values, total), key] = None

    def _add_margin(self, at: int, margin: Layer) -> None:
        """What the layer adds up to over its column number ``at``."""
        divided: dict[Values, list[Values]] = {}
        for values in self.layer.counts.units:
            divided.setdefault((*values[:at], *values[at + 1 :]), []).append(values)
        for values, finer in divided.items():
            for units in margin.sets(values):
                self._add_total(margin, values, units, finer)

    def _add_total(self, margin: Layer, values: Values, units: int, finer: list[Values]) -> None:
        present = self.layer.counts.present
        parts = [(self.layer.columns, found, units & present[found]) for found in finer if units & present[found]]
        divided = 0
        for part in parts:
            divided |= part[2]
        if not divided:
            return
        # Organisations whose source does not know this column stand beside those that are divided by it.
        beside = margin.cover(values, units & ~divided)
        total = (margin.columns, values, units)
        for cell in beside:
            self.cells.setdefault(cell, self._margin_count(margin, cell))
        every = (*parts, *beside)
        self.cells[total] = sum(self.cells[part] for part in every) if self.adds else margin.counts.people(*total[1:])
        self.relations[total, every] = None

    def _margin_count(self, margin: Layer, cell: Cell) -> int:
        counts = margin.counts
        return counts.listed(*cell[1:]) if self.adds else counts.people(*cell[1:])


def _shown(margin: Layer) -> Mapping[Cell, Protected]:
    """What a margin shows. One where nobody is few shows all it has."""
    if margin.settled.view:
        return margin.settled.view
    return {
        (margin.columns, values, units): Protected(margin.policy.shown(margin.counts.people(values, units)))
        for values in margin.counts.units
        for units in margin.sets(values)
    }
