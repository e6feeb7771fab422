"""What counters add up: days, minutes or weekends of some duties, over a window of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wholetime.roster.engine.arrays import NO_LIMIT, Counter, Ints
from wholetime.roster.engine.compiling.prices import price_of
from wholetime.roster.engine.compiling.symbols import Symbols
from wholetime.roster.engine.problem import Measure, Past, Rule


@dataclass(frozen=True, slots=True)
class Sum:
    """``weight`` [D, S] of each symbol, ``base`` from before the horizon, ``group`` [D] where whole weekends count."""

    weight: Ints
    base: int = 0
    group: Ints | None = None

    @property
    def reach(self) -> int:
        """The most that any line can add up to."""
        most_a_day = self.weight.max(axis=1)
        if self.group is None:
            return self.base + int(most_a_day.sum())
        return self.base + len(np.unique(self.group[(self.group >= 0) & (most_a_day > 0)]))

    def limited(self, rule: Rule, least: int, most: int | None) -> Iterator[Counter]:
        """The counter that holds the sum between two limits at the rule's price; none where no line can break it."""
        if self.base < least or (most is not None and self.reach > most):
            price, top = price_of(rule), NO_LIMIT if most is None else most
            yield Counter(self.weight, least, top, price, price, self.base, self.group)


class Sums:
    """The sums of a problem; weights are made once and shared by all people."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self._weights: dict[object, Ints] = {}

    def over(self, words: tuple[str, ...], measure: Measure, window: range, past: Past) -> Sum:
        """What ``words`` add up to in a window, which may begin in the history: what is known of that is the base."""
        known = range(max(window.start, -len(past.days)), 0)
        group = self._weekends(words, known, past) if measure is Measure.WEEKENDS else None
        return Sum(self._weight(words, measure, window), self._held(words, measure, known, past), group)

    def _weight(self, words: tuple[str, ...], measure: Measure, window: range) -> Ints:
        marked = self.symbols.marked(words)
        key = (marked.tobytes(), measure, window)
        if key not in self._weights:
            inside = np.isin(np.arange(self.symbols.problem.horizon.days), window)
            unit = self.symbols.paid if measure is Measure.MINUTES else np.ones_like(self.symbols.paid)
            if measure is Measure.WEEKENDS:
                inside &= self.symbols.weekend >= 0
            self._weights[key] = np.where(inside[:, None] & marked, unit, 0)
        return self._weights[key]

    def _held(self, words: tuple[str, ...], measure: Measure, known: range, past: Past) -> int:
        problem = self.symbols.problem
        meant, horizon = problem.means(words), problem.horizon
        held = [day for day in known if past.days[day] in meant]
        if measure is Measure.DAYS:
            return len(held)
        if measure is Measure.MINUTES:
            return sum(problem.duty[name].paid(horizon, day) for day in held if (name := past.days[day]))
        return len({(day + horizon.weekday(0)) // 7 for day in held if horizon.weekday(day) >= 5})

    def _weekends(self, words: tuple[str, ...], known: range, past: Past) -> Ints:
        """The weekends of the horizon, without a Sunday on day 0 whose Saturday is in the base already."""
        group = self.symbols.weekend
        counted = -1 in known and past.days[-1] in self.symbols.problem.means(words)
        if counted and self.symbols.problem.horizon.weekday(0) == 6:
            group[0] = -1
        return group
