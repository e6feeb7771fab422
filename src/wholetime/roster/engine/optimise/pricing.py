"""The cheapest lines of one person at given prices, exactly, and a bound that holds even when the search is cut."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise import dense, labels, relaxation
from wholetime.roster.engine.optimise.labels import Memory
from wholetime.roster.engine.optimise.network import Network
from wholetime.roster.engine.optimise.relaxation import BARRED, Choice

LABELS = 1 << 20
"""Labels kept for one person at a time."""

AHEAD = 1 << 23
"""Completions by day, state and value that are kept for one person at a time."""

CODES = 1 << 22
"""States × counter values that a label's key may take."""


@dataclass(frozen=True, slots=True)
class Priced:
    """No line is cheaper than ``bound`` (scaled); ``lines`` [n, D] are the cheapest found, some perhaps not legal."""

    bound: int
    lines: Ints


def memory() -> Memory:
    """The memory that pricing writes to; one for each thread."""
    slot = np.full(CODES, -1, dtype=np.int32)
    code, paid = np.empty(LABELS, dtype=np.int64), np.empty(LABELS, dtype=np.int64)
    hope, parent = np.empty(LABELS, dtype=np.int64), np.empty(LABELS, dtype=np.int32)
    return Memory(slot, code, paid, hope, parent, np.empty(LABELS, dtype=np.int16), np.empty(AHEAD, dtype=np.int64))


@dataclass(slots=True)
class Pricer:
    """Prices one person's lines. It remembers multipliers, and which counters have to be tracked, from call to call."""

    network: Network
    multiplier: Ints = field(init=False)
    tracked: Ints = field(init=False)
    klass: Ints = field(init=False)
    klasses: int = field(init=False)
    reach: tuple[Ints, Ints] = field(init=False)
    ahead: int = field(init=False)
    span: Ints = field(init=False)
    steps: dense.Steps = field(init=False)
    by_table: bool | None = None

    def __post_init__(self) -> None:
        self.multiplier = np.zeros(len(self.network.counters.cap), dtype=np.int64)
        if self.by_table is None:
            self.by_table = dense.fits(self.network.graph, self.network.counters)
        self.track(np.arange(len(self.multiplier) if self.by_table else 0, dtype=np.int64))
        if self.by_table:
            self.steps = dense.steps_of(self.network.graph, self.network.counters, self.klass, self.klasses)

    def cheapest(
        self, cost: Ints, space: Memory, *, threshold: int = BARRED, width: int = LABELS, most: int = 8, steps: int = 6
    ) -> Priced:
        """Lines below ``threshold`` at ``cost`` [D, S] (scaled, ``BARRED`` where not allowed), at most ``most``.

        ``width`` limits the labels of a day (less work, a weaker bound), ``steps`` the improvements of the multipliers.
        """
        if self.by_table:
            n, alike, room = self.network, (self.klass, self.klasses), space.rest
            return Priced(*dense.cheapest_lines(n.graph, n.counters, self.steps, cost, *alike, threshold, most, room))
        bound = self._ascend(cost, threshold, steps if self.multiplier.any() else 4 * steps)
        while bound < threshold:
            found = self._search(cost, space, threshold, width, most)
            missing = self._missing(found, cost)
            if missing < 0:
                return found
            self.track(np.append(self.tracked, missing))
        return Priced(min(bound, threshold), np.zeros((0, self.network.days), dtype=np.int64))

    def bound(self, cost: Ints, line: Ints, steps: int = 12) -> int:
        """What no line is below at ``cost``, by the multipliers alone; ``line`` is a known one, to aim at.

        Multipliers of quite other prices can mislead: the climb is tried from nothing as well.
        """
        known, kept = self.line_price(line, cost), self.multiplier
        bound = self._ascend(cost, known, steps)
        climbed, self.multiplier = self.multiplier, np.zeros_like(kept)
        fresh = self._ascend(cost, known, 2 * steps)
        if fresh < bound:
            self.multiplier = climbed
        return max(bound, fresh)

    def rough(self, cost: Ints, space: Memory, steps: int = 24, width: int = 100) -> Ints:
        """A cheap line [D] at ``cost`` that keeps all local rules, and of the totals the longest and those of groups.

        Other totals are kept only as far as multipliers hold them.
        """
        n, kept = self.network, self.tracked
        self._ascend(cost, BARRED, steps)
        hard = np.flatnonzero(n.counters.group >= 0).tolist()
        self.track(np.array(sorted({*hard, *n.counters.cap.argsort()[-1:].tolist()}), dtype=np.int64))
        found = self._search(cost, space, BARRED, width, 1).lines
        self.track(kept)
        if len(found):
            return found[0]
        line = np.zeros(n.days, dtype=np.int64)
        choice = Choice(*relaxation.relax(n.graph, n.counters, cost, self.klass, self.klasses, self.multiplier))
        relaxation.relaxed_path(n.graph, choice, line)
        return line

    def line_price(self, line: Ints, cost: Ints) -> int:
        """What a line costs at ``cost``, counters included; ``BARRED`` where it breaks a hard rule."""
        return int(relaxation.line_price(self.network.graph, self.network.counters, cost, line))

    def _ascend(self, cost: Ints, threshold: int, steps: int) -> int:
        """Improve the multipliers for ``cost``; the bound they prove."""
        n = self.network
        self.multiplier, bound = relaxation.ascend(
            n.graph, n.counters, cost, self.klass, self.klasses, self.multiplier, threshold, steps
        )
        return int(bound)

    def _search(self, cost: Ints, space: Memory, threshold: int, width: int, most: int) -> Priced:
        """Labels forward, guided by the multipliers; the best lines of the last day."""
        graph, counters = self.network.graph, self.network.counters
        multiplier = self.multiplier.copy()
        if self.ahead > 1:
            multiplier[self.tracked[0]] = 0
        choice = Choice(*relaxation.relax(graph, counters, cost, self.klass, self.klasses, multiplier))
        rest = choice.rest[:, :, None]
        if self.ahead > 1:
            shape = (*choice.rest.shape, self.ahead)
            rest = space.rest[: np.prod(shape)].reshape(shape)
            labels.followed(graph, counters, choice, int(self.tracked[0]), self.span, rest)
        offset = int(relaxation.offset(counters, multiplier))
        limit = min(threshold + offset, BARRED)
        begin, end, dropped = labels.label_setting(
            graph, counters, choice, self.tracked, multiplier, *self.reach, rest, self.span, limit, width, space
        )
        paid = space.paid[begin:end]
        labels.settle(graph, counters, self.tracked, multiplier, space.code[begin:end], paid)
        lost = dropped - offset if dropped < BARRED else BARRED
        bound = min(threshold, lost, int(paid.min(initial=BARRED)))
        chosen = np.argsort(paid, kind="stable")[:most] + begin
        lines = [labels.trace(space, label, self.network.days) for label in chosen]
        return Priced(bound, np.array(lines, dtype=np.int64).reshape(-1, self.network.days))

    def _missing(self, found: Priced, cost: Ints) -> int:
        """The relaxed counter that costs the cheapest label most, broken or overpaid; −1: none that can be tracked."""
        graph, c = self.network.graph, self.network.counters
        if not len(found.lines) or self.line_price(found.lines[0], cost) <= found.bound:
            return -1
        values = relaxation.count(graph, c, found.lines[0])
        loss = relaxation.overpaid(c, values, self.multiplier)
        loss[self.tracked] = 0
        size = np.prod(c.cap[self.tracked] + 1) * len(graph.final)
        loss[size * (c.cap + 1) > CODES] = 0
        return int(loss.argmax()) if loss.any() else -1

    def track(self, tracked: Ints) -> None:
        """Track these counters, the longest first: symbols alike to them and to the graph form a class [D, S]."""
        n = self.network
        days, symbols = n.allowed.shape
        tracked = tracked[np.argsort(-n.counters.cap[tracked], kind="stable")]
        alike = n.alike[n.graph.kind]
        rows = np.stack([alike, *n.counters.weight[tracked]], axis=-1).reshape(days * symbols, -1)
        klass = np.unique(rows, axis=0, return_inverse=True)[1].reshape(days, symbols)
        self.tracked, self.klasses = tracked, int(klass.max()) + 1
        self.klass = np.where(n.allowed, klass, -1)
        self.reach = labels.reaches(n.graph, n.counters, n.allowed, tracked)
        values = int(n.counters.cap[tracked[0]]) + 1 if len(tracked) else 1
        self.ahead = values if (days + 1) * len(n.graph.final) * values <= AHEAD else 1
        self.span = np.zeros((0, 0, 2), dtype=np.int64)
        if self.ahead > 1:
            low, high = self.reach
            self.span = labels.spans(n.graph, n.counters, n.allowed, int(tracked[0]), low[0], high[0])
