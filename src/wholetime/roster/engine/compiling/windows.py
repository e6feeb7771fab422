"""Minutes in rolling windows by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wholetime.roster.engine.arrays import Counter, Flags, Ints
from wholetime.roster.engine.compiling.prices import price_of
from wholetime.roster.engine.compiling.symbols import NO_CLOCK, Symbols
from wholetime.roster.engine.problem import MinutesInWindow, Past, Rule


@dataclass(frozen=True, slots=True)
class Opening:
    """The moment at which some symbols start on a day: a window opens."""

    day: int
    minute: int
    symbols: Flags


def rolling_minutes(rule: Rule, says: MinutesInWindow, symbols: Symbols, past: Past) -> Iterator[Counter]:
    """A counter for each moment at which a duty may start, and for each duty of the history whose window reaches day 0.

    A window that must hold may be counted whether or not a duty opens it: none holds more than one that a duty opens.
    One with a price is counted only if it is opened: a large weight on the opening duty, and on the limit, says so.
    """
    for opening in (*_of_history(symbols, past, says.window), *_of_horizon(symbols)):
        overlap = _overlap(symbols, opening.minute, opening.minute + says.window)
        base = _before(symbols, past, overlap)
        weight, most = overlap[-symbols.first :], max(says.at_most, base)
        if opening.day >= 0 and rule.hard:
            base, most = 0, says.at_most
        elif opening.day >= 0:
            weight, most = _if_opened(weight, most, base, opening)
        if base + int(weight.max(axis=1).sum()) > most:
            yield Counter(weight, 0, most, price_of(rule), price_of(rule), base)


def _of_horizon(symbols: Symbols) -> Iterator[Opening]:
    for day in range(symbols.problem.horizon.days):
        row = symbols.starts[day - symbols.first]
        for minute in np.unique(row[row != NO_CLOCK]):
            yield Opening(day, int(minute), row == minute)


def _of_history(symbols: Symbols, past: Past, window: int) -> Iterator[Opening]:
    for day, duty in zip(range(-len(past.days), 0), past.days, strict=True):
        minute = int(symbols.starts[day - symbols.first, symbols.some(duty)])
        if minute != NO_CLOCK and minute + window > 0:
            yield Opening(day, minute, np.zeros(len(symbols), dtype=bool))


def _overlap(symbols: Symbols, opens: int, shuts: int) -> Ints:
    """[days from the first, S]: minutes of each symbol inside a window."""
    inside = np.minimum(symbols.ends, shuts) - np.maximum(symbols.starts, opens)
    return np.where(symbols.starts == NO_CLOCK, 0, np.maximum(inside, 0))


def _before(symbols: Symbols, past: Past, overlap: Ints) -> int:
    days = zip(range(-len(past.days), 0), past.days, strict=True)
    return sum(int(overlap[day - symbols.first, symbols.some(duty)]) for day, duty in days)


def _if_opened(weight: Ints, most: int, base: int, opening: Opening) -> tuple[Ints, int]:
    large = base + int(weight.max(axis=1).sum())
    opened = weight.copy()
    opened[opening.day, opening.symbols] += large
    return opened, most + large
