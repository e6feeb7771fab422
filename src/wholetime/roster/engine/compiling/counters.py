"""Totals of a line: days, minutes and weekends, over the horizon or over windows of days."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from wholetime.roster.engine.arrays import NO_LIMIT, Counter, Ints
from wholetime.roster.engine.compiling.prices import price_of
from wholetime.roster.engine.compiling.symbols import Symbols
from wholetime.roster.engine.problem import (
    WORK,
    AverageWeek,
    ContractHours,
    FairShare,
    Measure,
    Past,
    Person,
    Rule,
    Total,
)
from wholetime.roster.engine.rules.fairness import fair_shares, share_limits


class Weights:
    """The weights of counters, each made once and shared by all people."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self._made: dict[object, Ints] = {}
        self._shares: dict[FairShare, dict[str, Fraction]] = {}

    def shares(self, says: FairShare) -> dict[str, Fraction]:
        """Each person's fair share, worked out once."""
        if says not in self._shares:
            self._shares[says] = fair_shares(says, self.symbols.problem)
        return self._shares[says]

    def of(self, words: tuple[str, ...], measure: Measure, window: range) -> Ints:
        """[D, S]: what each symbol adds to a total of ``measure`` on the days of a window."""
        marked = self.symbols.marked(words)
        key = (marked.tobytes(), measure, window)
        if key not in self._made:
            inside = np.isin(np.arange(self.symbols.problem.horizon.days), window)
            unit = self.symbols.paid if measure is Measure.MINUTES else np.ones_like(self.symbols.paid)
            if measure is Measure.WEEKENDS:
                inside &= self.weekend >= 0
            self._made[key] = np.where(inside[:, None] & marked, unit, 0)
        return self._made[key]

    @property
    def weekend(self) -> Ints:
        """[D]: the number of the weekend that a Saturday or Sunday belongs to, -1 for other days."""
        weekday = self.symbols.weekday
        return np.where(weekday >= 5, (np.arange(len(weekday)) + weekday[0]) // 7, -1)


def counters(rule: Rule, person: Person, weights: Weights) -> Iterator[Counter]:
    """The counters of one rule for one person; none that cannot be broken."""
    past, days = weights.symbols.problem.past_of(person), weights.symbols.problem.horizon.days
    says, carried = rule.says, past.carries(rule.name)
    if isinstance(says, Total) and says.over_days is None:
        yield from _counter(rule, says.of, says.measure, weights, range(days), says.at_least, says.at_most, carried)
    elif isinstance(says, Total) and says.over_days is not None:
        for last in range(days - 1, -1, -says.every):
            yield from _window(rule, says, range(last - says.over_days + 1, last + 1), past, weights)
    elif isinstance(says, FairShare):
        least, most = share_limits(weights.shares(says)[person.name] - carried, says.give)
        yield from _counter(rule, says.of, says.measure, weights, range(days), least, most)
    elif isinstance(says, AverageWeek):
        yield from _averages(rule, says, person, past, weights)
    elif isinstance(says, ContractHours):
        yield from _contracted(rule, says, person, past, weights)


def _counter(
    rule: Rule,
    of: tuple[str, ...],
    measure: Measure,
    weights: Weights,
    window: range,
    least: int,
    most: int | None,
    base: int = 0,
    group: Ints | None = None,
) -> Iterator[Counter]:
    weight, price = weights.of(of, measure, window), price_of(rule)
    group = weights.weekend if measure is Measure.WEEKENDS and group is None else group
    most_a_day = weight.max(axis=1)
    reach = base + int(most_a_day.sum() if group is None else len(np.unique(group[(group >= 0) & (most_a_day > 0)])))
    if base < least or (most is not None and reach > most):
        yield Counter(weight, least, NO_LIMIT if most is None else most, price, price, base, group)


def _window(rule: Rule, says: Total, window: range, past: Past, weights: Weights) -> Iterator[Counter]:
    """What the history holds of the window is its base; a limit the history broke already is moved up to that."""
    known = range(max(window.start, -len(past.days)), 0)
    base, group = _held(says.of, says.measure, past, known, weights), None
    if says.measure is Measure.WEEKENDS:
        group = _weekends_left(says.of, past, known, weights)
    whole = window.start >= -len(past.days)
    most = None if says.at_most is None else max(says.at_most, base)
    least = says.at_least if whole else 0
    yield from _counter(rule, says.of, says.measure, weights, window, least, most, base, group)


def _held(of: tuple[str, ...], measure: Measure, past: Past, days: range, weights: Weights) -> int:
    problem, meant = weights.symbols.problem, weights.symbols.problem.means(of)
    held = [day for day in days if past.days[day] in meant]
    if measure is Measure.DAYS:
        return len(held)
    if measure is Measure.MINUTES:
        return sum(problem.duty[name].paid(problem.horizon, day) for day in held if (name := past.days[day]))
    weekend = [(day + problem.horizon.weekday(0)) // 7 for day in held if problem.horizon.weekday(day) >= 5]
    return len(set(weekend))


def _weekends_left(of: tuple[str, ...], past: Past, known: range, weights: Weights) -> Ints:
    """The weekends of the horizon, without a Sunday on day 0 whose Saturday is in the base already."""
    group = weights.weekend
    sunday_first = weights.symbols.problem.horizon.weekday(0) == 6
    if sunday_first and -1 in known and past.days[-1] in weights.symbols.problem.means(of):
        group[0] = -1
    return group


def _averages(rule: Rule, says: AverageWeek, person: Person, past: Past, weights: Weights) -> Iterator[Counter]:
    leave = [one for one in weights.symbols.problem.leave_of(person) if one.excluded]
    days = weights.symbols.problem.horizon.days
    for last in range(days - 1, -1, -7):
        window = range(last - 7 * says.weeks + 1, last + 1)
        known = range(max(window.start, -len(past.days)), window.stop)
        if len(known) == len(window) or last == days - 1:
            base = _held((WORK,), Measure.MINUTES, past, range(known.start, 0), weights)
            present = sum(not any(one.first <= day <= one.last for one in leave) for day in known)
            judged = present if len(known) == len(window) else -(-present // 7) * 7
            most = max(base, says.at_most * judged // 7)
            yield from _counter(rule, (WORK,), Measure.MINUTES, weights, known, 0, most, base)


def _contracted(rule: Rule, says: ContractHours, person: Person, past: Past, weights: Weights) -> Iterator[Counter]:
    problem = weights.symbols.problem
    weekly, days = problem.contract[person.contract].weekly, problem.horizon.days
    if weekly is None:
        return
    leave = [len(range(max(0, one.first), min(days, one.last + 1))) * one.credited for one in problem.leave_of(person)]
    due = weekly * days // 7 + past.owed - sum(leave)
    least, most = max(0, due - says.under), max(0, due + says.over)
    yield from _counter(rule, (WORK,), Measure.MINUTES, weights, range(days), least, most)
