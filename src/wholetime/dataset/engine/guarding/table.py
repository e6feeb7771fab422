"""The cells and sums of a layer and of the layers around it, as the kernel wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wholetime.dataset.engine.guarding.counts import Values
from wholetime.dataset.engine.guarding.layer import Cell, Layer
from wholetime.dataset.engine.guarding.nest import members
from wholetime.kernel.disclosure import Protected, Relation, Settled, settle


class Table:
    """A layer's cells, those of its ``margins``, and how they add up.

    Exact numbers such as WTE add up over lists, whoever is on two of them: with a policy that does not round, so
    do the counts here. Rounded counts are of people, and a sum that does not add up is one of overlapping parts.

    Sets that the layer is shut to have cells too, *unseen* ones: nobody is told of them, and still the numbers of the
    open sets must be made of something. Where such a unit has people of either value it may have some of both, so
    its zeros are cells as well: a set of units ``reaches`` further than those that are there.
    """

    def __init__(self, layer: Layer, margins: Sequence[Layer]) -> None:
        self.layer, self.margins = layer, margins
        self.adds = not layer.policy.round_to
        self.cells: dict[Cell, int] = {}
        self.unseen: set[Cell] = set()
        self.relations: dict[tuple[Cell, tuple[Cell, ...]], None] = {}
        self.withhold: set[Cell] = set()
        self.everywhere = sum(layer.counts.per_unit)
        self.open = [units for units in layer.nested().sets if layer.is_open(units & self.everywhere)]
        self.shut = sum(bit for bit in members(self.everywhere) if not layer.is_open(bit))
        self.reach = {values: self._reach(values) for values in layer.counts.units}
        for values in layer.counts.units:
            self._add_values(values)
        for at, margin in enumerate(margins):
            self._add_margin(at, margin)

    def settled(self) -> Settled[Cell]:
        """The layer as the kernel settles it. Raises Unproved and DisclosureError."""
        before = [Settled(_shown(margin), margin.settled.moves) for margin in self.margins]
        sums = [self._relation(total, parts) for total, parts in self.relations]
        return settle(self.cells, sums, self.layer.policy, before, self.withhold, self.unseen)

    def _reach(self, values: Values) -> int:
        present, shut = self.layer.counts.present[values], self.shut
        for at, margin in enumerate(self.margins):
            shut &= margin.counts.present.get((*values[:at], *values[at + 1 :]), 0)
        return present | shut

    def _relation(self, total: Cell, parts: tuple[Cell, ...]) -> Relation[Cell]:
        adds = self.cells[total] == sum(self.cells[part] for part in parts)
        return Relation(total, parts, overlapping=not adds)

    def _add_values(self, values: Values) -> None:
        layer, reach = self.layer, self.reach[values]
        sets, sums = layer.nested().within(reach)
        seen = {units & reach for units in self.open}
        for units in sets:
            self._add_cell((layer.columns, values, units), is_seen=units in seen)
        for total, parts in sums:
            key = tuple((layer.columns, values, part) for part in parts)
            self.relations[(layer.columns, values, total), key] = None

    def _add_cell(self, cell: Cell, *, is_seen: bool) -> None:
        _, values, units = cell
        counts = self.layer.counts
        there = units & counts.present[values]
        people = counts.people(values, there)
        self.cells[cell] = counts.listed(values, there) if self.adds else people
        if not is_seen:
            self.unseen.add(cell)
        elif self.layer.policy.is_primary(people):
            self.withhold.add(cell)

    def _add_margin(self, at: int, margin: Layer) -> None:
        """What the layer adds up to over its column number ``at``."""
        divided: dict[Values, list[Values]] = {}
        for values in self.layer.counts.units:
            divided.setdefault((*values[:at], *values[at + 1 :]), []).append(values)
        for values, finer in divided.items():
            for units in margin.sets(values):
                self._add_total(margin, values, units, finer)

    def _add_total(self, margin: Layer, values: Values, units: int, finer: list[Values]) -> None:
        parts = [(self.layer.columns, found, units & self.reach[found]) for found in finer if units & self.reach[found]]
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
