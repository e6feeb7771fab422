"""What the optimiser solves, and nothing else: one symbol a day for each person, at the least price.

People, days and symbols are counted from 0. A symbol is what one person does on one day: 0 is off, the others are
duties (or a duty in a role, where the role is chosen too). A *line* is one person's symbols, a *roster* the lines of
everybody. The penalty of a roster is the sum of

- ``Arrays.price`` over every (person, day, symbol) chosen: requests, leave, skills, fixed work, changes of what was
  published;
- each person's ``Rules`` over the line: successions, runs, patterns and counters;
- ``Cover`` over the columns: too few and too many people, row by row.

All prices are whole numbers of one unit chosen by the caller, ``DEAREST`` at the most; a price of ``FORBIDDEN`` or more
is a hard rule. Every value is checked at birth (``ValueError``), and the arrays are made read-only. Large arrays may be
shared between objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORBIDDEN = 1 << 40
"""A price that no roster may pay. Ordinary prices stay below a millionth of it, so that sums never reach it."""

DEAREST = FORBIDDEN >> 20
"""The highest ordinary price of one breach."""

NO_LIMIT = 1 << 40
"""An upper limit that is never met."""

OFF = 0
"""The symbol of a day without work."""

type Ints = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Run:
    """Consecutive days on any of ``symbols`` [S]: at least ``least`` and at most ``most`` of them.

    A run that ends after ``n < least`` days costs ``under`` for each missing day; each day beyond the ``most``-th costs
    ``over``. ``before`` days of the run lie before day 0: they count towards both limits, but only days of the horizon
    are charged as too many. With ``open_start`` a run that contains day 0 (or ended on the day before) is never short,
    with ``open_end`` one that contains the last day.
    """

    symbols: Flags
    least: int
    most: int
    under: int
    over: int
    before: int = 0
    open_start: bool = False
    open_end: bool = True

    def __post_init__(self) -> None:
        _flags(self, "symbols", 1)
        _limits("run", self.least, self.most)
        _breach_prices("run", self.under, self.over)
        _require(self.before >= 0, "the days of a run before the horizon are 0 or more")


@dataclass(frozen=True, eq=False, slots=True)
class Pattern:
    """A priced sequence: a symbol of ``sets[0]``, then of ``sets[1]``, … [length, S], ending on a day in ``ends`` [D].

    Each match costs ``price``. A match may begin in the person's history; an unknown day there matches nothing.
    """

    sets: Flags
    ends: Flags
    price: int

    def __post_init__(self) -> None:
        _flags(self, "sets", 2)
        _flags(self, "ends", 1)
        _require(len(self.sets) >= 1, "a pattern has one day or more")
        _breach_prices("pattern", self.price)


@dataclass(frozen=True, eq=False, slots=True)
class Counter:
    """A total over the line, ``base`` + Σ ``weight[day, symbol]`` [D, S], between ``least`` and ``most``.

    Each unit below costs ``under``, each above ``over``, once, for the whole window: days whose weights are all 0 are
    outside it. With ``group`` [D] (−1 or the number of a group; the days of a group follow each other) a group counts 1
    if any of its days has a weight above 0, and days outside groups count nothing: weekends worked.
    """

    weight: Ints
    least: int
    most: int
    under: int
    over: int
    base: int = 0
    group: Ints | None = None

    def __post_init__(self) -> None:
        _ints(self, "weight", 2)
        _require(bool((self.weight >= 0).all()), "the weights of a counter are 0 or more")
        _limits("counter", self.least, self.most)
        _breach_prices("counter", self.under, self.over)
        _require(self.base >= 0, "the base of a counter is 0 or more")
        if self.group is not None:
            _ints(self, "group", 1)
            _require(len(self.group) == len(self.weight), "a counter's groups have one entry for each day")
            _require(_contiguous(self.group), "the days of a counter's group follow each other")


@dataclass(frozen=True, eq=False, slots=True)
class Rules:
    """The rules of one person's line; people under the same rules share the object.

    ``succession`` [S, S] is the price of a symbol (second) on the day after another (first), the last known day of the
    history included.
    """

    succession: Ints
    runs: tuple[Run, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    counters: tuple[Counter, ...] = ()

    def __post_init__(self) -> None:
        _ints(self, "succession", 2)
        symbols = len(self.succession)
        _require(self.succession.shape == (symbols, symbols), "successions are a square of symbols")
        _priced("succession", self.succession)
        _require(all(len(run.symbols) == symbols for run in self.runs), "a run marks every symbol")
        _require(all(pattern.sets.shape[1] == symbols for pattern in self.patterns), "a pattern marks every symbol")
        _require(all(counter.weight.shape[1] == symbols for counter in self.counters), "a counter weighs every symbol")


@dataclass(frozen=True, eq=False, slots=True)
class Cover:
    """What the team owes: rows of the roster's columns, each between ``least`` and ``most`` [R], at a price a unit.

    The value of a row is Σ ``weight[e]`` × (people of ``groups[group[e]]`` who have ``symbol[e]`` on ``day[e]``) over
    the entries ``e`` with ``row[e]`` = row, all [E]; ``groups`` is [G, P]. Negative weights state a mix of skills. Two
    rows over the same entries state a minimum and a preferred level.
    """

    least: Ints
    most: Ints
    under: Ints
    over: Ints
    row: Ints
    group: Ints
    day: Ints
    symbol: Ints
    weight: Ints
    groups: Flags

    def __post_init__(self) -> None:
        for name in ("least", "most", "under", "over", "row", "group", "day", "symbol", "weight"):
            _ints(self, name, 1)
        _flags(self, "groups", 2)
        rows, entries = len(self.least), len(self.row)
        _require(all(len(a) == rows for a in (self.most, self.under, self.over)), "cover has four figures for each row")
        columns = (self.group, self.day, self.symbol, self.weight)
        _require(all(len(a) == entries for a in columns), "cover has five figures for each entry")
        _require(bool((self.least <= self.most).all()), "a row's least is not above its most")
        _priced("cover", self.under, self.over)
        _within("row", self.row, rows)
        _within("group", self.group, len(self.groups))


@dataclass(frozen=True, eq=False, slots=True)
class Arrays:
    """A rostering problem as numbers: P people × D days × S symbols.

    ``price`` [P, D, S]; ``history`` [P, H] the symbols of the H days before day 0, the last of them the day before, −1
    where unknown (H may be 0); ``rules`` and for each person the index of theirs in ``rules_of`` [P]; ``cover``.
    """

    price: Ints
    history: Ints
    rules: tuple[Rules, ...]
    rules_of: Ints
    cover: Cover

    def __post_init__(self) -> None:
        _ints(self, "price", 3)
        _ints(self, "history", 2)
        _ints(self, "rules_of", 1)
        people, days, symbols = self.price.shape
        usual = (np.abs(self.price) <= DEAREST) | (self.price >= FORBIDDEN)
        _require(bool(usual.all()), "the price of a symbol is out of range")
        _require(people > 0 and days > 0 and symbols > 0, "a problem has people, days and symbols")
        _require(len(self.history) == people, "history has a row for each person")
        _require(bool(((self.history >= -1) & (self.history < symbols)).all()), "history holds symbols or -1")
        _require(len(self.rules_of) == people, "each person has rules")
        _within("rules_of", self.rules_of, len(self.rules))
        _require(all(len(r.succession) == symbols for r in self.rules), "rules price every symbol")
        _require(all(len(p.ends) == days for r in self.rules for p in r.patterns), "a pattern marks every day")
        _require(all(len(c.weight) == days for r in self.rules for c in r.counters), "a counter weighs every day")
        _require(self.cover.groups.shape[1] == people, "cover's groups mark every person")
        _within("day", self.cover.day, days)
        _within("symbol", self.cover.symbol, symbols)

    @property
    def people(self) -> int:
        """P."""
        return int(self.price.shape[0])

    @property
    def days(self) -> int:
        """D."""
        return int(self.price.shape[1])

    @property
    def symbols(self) -> int:
        """S, off included."""
        return int(self.price.shape[2])


def _require(true: bool, message: str) -> None:
    if not true:
        raise ValueError(message)


def _array(owner: object, name: str, dimensions: int, dtype: type) -> None:
    given = np.asarray(getattr(owner, name))
    _require(given.ndim == dimensions, f"{name} has {dimensions} dimensions, not {given.ndim}")
    _require(
        given.size == 0 or np.can_cast(given.dtype, dtype), f"{name} holds {np.dtype(dtype).name}, not {given.dtype}"
    )
    kept: NDArray[Any] = np.ascontiguousarray(given, dtype=dtype).view()  # the caller's own array stays writable
    kept.flags.writeable = False
    object.__setattr__(owner, name, kept)


def _ints(owner: object, name: str, dimensions: int) -> None:
    _array(owner, name, dimensions, np.int64)


def _flags(owner: object, name: str, dimensions: int) -> None:
    _array(owner, name, dimensions, np.bool_)


def _limits(what: str, least: int, most: int) -> None:
    _require(least >= 0, f"the least of a {what} is 0 or more")
    _require(least <= most, f"the least of a {what} ({least}) is above its most ({most})")


def _breach_prices(what: str, *prices: int) -> None:
    """A price is 0 or more, and either hard or small enough to be summed."""
    _require(all(0 <= p <= DEAREST or p >= FORBIDDEN for p in prices), f"a price of a {what} is out of range: {prices}")


def _priced(what: str, *arrays: Ints) -> None:
    fine = all(bool((((a >= 0) & (a <= DEAREST)) | (a >= FORBIDDEN)).all()) for a in arrays)
    _require(fine, f"a price of {what} is out of range")


def _within(name: str, values: Ints, size: int) -> None:
    _require(bool(((values >= 0) & (values < size)).all()), f"{name} counts from 0 to {size - 1}")


def _contiguous(group: Ints) -> bool:
    starts = np.flatnonzero(np.diff(group, prepend=-2))
    named = [int(group[i]) for i in starts if group[i] >= 0]
    return len(named) == len(set(named)) and bool((group >= -1).all())
