"""What follows what: prices from a day to the next, runs, and patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Flags, Ints, Pattern, Run
from wholetime.roster.engine.compiling.prices import price_of
from wholetime.roster.engine.compiling.symbols import NO_CLOCK, Symbols
from wholetime.roster.engine.problem import (
    LongestRun,
    Past,
    Rest,
    RestAfterRun,
    Rule,
    Sequence,
    ShortestRun,
    WholeWeekends,
)
from wholetime.roster.engine.problem.forms import DAY_NAMES


class Order:
    """The rules on which day may follow which, made once for all people whom the same ones bind."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self._made: dict[tuple[Rule, ...], tuple[Ints, tuple[Pattern, ...]]] = {}

    def of(self, rules: Iterable[Rule]) -> tuple[Ints, tuple[Pattern, ...]]:
        """The prices of successions [S, S], and the patterns: two days that hold on all days alike are a succession."""
        meant = tuple(rule for rule in rules if isinstance(rule.says, Sequence | WholeWeekends | Rest | RestAfterRun))
        if meant not in self._made:
            self._made[meant] = self._order([one for rule in meant for one in _patterns(rule, self.symbols)])
        return self._made[meant]

    def _order(self, patterns: list[Pattern]) -> tuple[Ints, tuple[Pattern, ...]]:
        succession = np.zeros((len(self.symbols), len(self.symbols)), dtype=np.int64)
        pairs = [one for one in patterns if len(one.sets) == 2 and one.ends.all()]
        for pair in pairs:
            succession += np.outer(*pair.sets) * pair.price
        return np.minimum(succession, FORBIDDEN), tuple(one for one in patterns if one not in pairs)


def _patterns(rule: Rule, symbols: Symbols) -> Iterator[Pattern]:
    price, says = price_of(rule), rule.says
    if isinstance(says, Sequence):
        yield Pattern(np.array([symbols.marked(words) for words in says.days]), _ends(says, symbols), price)
    elif isinstance(says, WholeWeekends):
        work, off, sundays = symbols.marked(("work",)), symbols.marked(("off",)), _on(("Sun",), symbols)
        yield Pattern(np.array([work, off]), sundays, price)
        yield Pattern(np.array([off, work]), sundays, price)
    elif isinstance(says, Rest):
        after, before = symbols.marked(says.after), symbols.marked(says.before)
        yield from _rests([after], before, says.days_off, says.minutes, symbols, price)
    elif isinstance(says, RestAfterRun):
        yield from _after_runs(says, symbols, price)


def _on(names: Iterable[str], symbols: Symbols, shift: int = 0) -> Flags:
    """[D]: days that come ``shift`` days after one of these days of the week."""
    return np.isin((symbols.weekday - shift) % 7, [DAY_NAMES.index(name) for name in names])


def _ends(says: Sequence, symbols: Symbols) -> Flags:
    return _on(says.starting or DAY_NAMES, symbols, len(says.days) - 1)


def _after_runs(says: RestAfterRun, symbols: Symbols, price: int) -> Iterator[Pattern]:
    """For each number of days off that may be too few. With none, what follows is no part of the run."""
    of, work = symbols.marked(says.of), symbols.marked(("work",))
    for days_off in range(says.minutes // (24 * 60) + 2):
        before = work if days_off else work & ~of
        yield from _rests([of] * says.run, before, days_off, says.minutes, symbols, price)


def _rests(
    days: list[Flags], before: Flags, days_off: int, minutes: int, symbols: Symbols, price: int
) -> Iterator[Pattern]:
    """Patterns of ``days``, days off, and a duty of ``before`` that starts too soon after the last of ``days``.

    Symbols with the same followers on the same days share a pattern. The clocks make some days differ from others.
    """
    off = np.arange(len(symbols)) == 0
    alike = defaultdict[tuple[bytes, bytes], list[int]](list)
    for symbol in np.flatnonzero(days[-1]):
        short = _too_short(int(symbol), days_off, minutes, symbols) & before
        for ends in {column.tobytes() for column in short.T if column.any()}:
            on = np.frombuffer(ends, dtype=bool)
            alike[(short == on[:, None]).all(axis=0).tobytes(), ends].append(int(symbol))
    for (followers, ends), last in alike.items():
        final = np.isin(np.arange(len(symbols)), last)
        sets = [*days[:-1], final, *[off] * days_off, np.frombuffer(followers, dtype=bool)]
        yield Pattern(np.array(sets), np.frombuffer(ends, dtype=bool), price)


def _too_short(symbol: int, days_off: int, minutes: int, symbols: Symbols) -> Flags:
    """[D, S]: on each day, which symbols start too soon after ``symbol`` with ``days_off`` days off in between."""
    gap = 1 + days_off
    starts, ends = symbols.starts[-symbols.first :], _ended(symbol, gap, symbols)
    known = (starts != NO_CLOCK) & (ends != NO_CLOCK)[:, None]
    short: Flags = known & (starts - ends[:, None] < minutes)
    return short


def _ended(symbol: int, gap: int, symbols: Symbols) -> Ints:
    """[D]: when ``symbol`` ended if it was worked ``gap`` days before, the days before the horizon too."""
    day_0 = -symbols.first - gap
    return symbols.ends[day_0 : day_0 + symbols.problem.horizon.days, symbol]


def runs(rules: Iterable[Rule], symbols: Symbols, past: Past) -> Iterator[Run]:
    """Limits on runs; the least and the most of one set of symbols are one run, unless they contradict each other."""
    single = [_run(rule, rule.says, symbols, past) for rule in rules if isinstance(rule.says, LongestRun | ShortestRun)]
    waiting = dict[bytes, Run]()
    for run in single:
        other = waiting.pop(run.symbols.tobytes(), None)
        if other is not None and _pair(run, other):
            yield _both(run, other)
        else:
            waiting[run.symbols.tobytes()] = run
            yield from () if other is None else (other,)
    yield from waiting.values()


def _pair(one: Run, other: Run) -> bool:
    kinds_differ = (one.most == NO_LIMIT) != (other.most == NO_LIMIT)
    return kinds_differ and max(one.least, other.least) <= min(one.most, other.most)


def _both(one: Run, other: Run) -> Run:
    longest, shortest = (other, one) if one.most == NO_LIMIT else (one, other)
    return replace(longest, least=shortest.least, under=shortest.under)


def _run(rule: Rule, says: LongestRun | ShortestRun, symbols: Symbols, past: Past) -> Run:
    of = symbols.marked(says.of)
    held = [bool(of[symbols.some(duty)]) for duty in past.days]
    before = next((at for at, inside in enumerate(reversed(held)) if not inside), len(held))
    least = says.at_least if isinstance(says, ShortestRun) else 0
    most = says.at_most if isinstance(says, LongestRun) else NO_LIMIT
    price, open_start = price_of(rule), before == len(held)
    return Run(of, least, most, price, price, before, open_start)
