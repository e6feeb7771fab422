"""Small random problems whose every line can be listed."""

from __future__ import annotations

from itertools import product

import numpy as np
from tests.roster.naive_arrays import cover_prices, line_prices

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Arrays, Counter, Cover, Ints, Pattern, Rules, Run


def made_arrays(seed: int, people: int = 2, days: int = 5, symbols: int = 3) -> Arrays:
    """Rules, history and cover at random; now and then nobody can keep them all."""
    rng = np.random.default_rng(seed)
    price = rng.integers(-2, 6, (people, days, symbols))
    price[rng.random(price.shape) < 0.1] = FORBIDDEN
    history = rng.integers(-1, symbols, (people, int(rng.integers(0, 3))))
    rules = tuple(_rules(rng, days, symbols) for _ in range(people))
    return Arrays(price, history, rules, np.arange(people), _cover(rng, people, days, symbols))


def _price(rng: np.random.Generator) -> int:
    return FORBIDDEN if rng.random() < 0.3 else int(rng.integers(0, 9))


def _rules(rng: np.random.Generator, days: int, symbols: int) -> Rules:
    succession = rng.integers(0, 3, (symbols, symbols))
    succession[rng.random(succession.shape) < 0.1] = FORBIDDEN
    return Rules(
        succession,
        tuple(_run(rng, symbols) for _ in range(rng.integers(0, 3))),
        tuple(_pattern(rng, days, symbols) for _ in range(rng.integers(0, 2))),
        tuple(_counter(rng, days, symbols) for _ in range(rng.integers(0, 4))),
    )


def _run(rng: np.random.Generator, symbols: int) -> Run:
    least = int(rng.integers(0, 4))
    most = NO_LIMIT if rng.random() < 0.2 else least + int(rng.integers(0, 3))
    open_start, open_end = bool(rng.integers(2)), bool(rng.integers(2))
    chosen = rng.random(symbols) < 0.5
    return Run(chosen, least, most, _price(rng), _price(rng), int(rng.integers(0, 4)), open_start, open_end)


def _pattern(rng: np.random.Generator, days: int, symbols: int) -> Pattern:
    return Pattern(rng.random((int(rng.integers(1, 4)), symbols)) < 0.6, rng.random(days) < 0.6, _price(rng))


def _counter(rng: np.random.Generator, days: int, symbols: int) -> Counter:
    least = int(rng.integers(0, 6))
    most = NO_LIMIT if rng.random() < 0.2 else least + int(rng.integers(0, 4))
    group = np.array([0, 0, 1, 1, -1])[:days] if rng.random() < 0.4 else None
    unit = int(rng.choice([1, 2]))
    weight = rng.integers(0, 3, (days, symbols)) * unit
    return Counter(weight, least, most, _price(rng), _price(rng), int(rng.integers(0, 3)), group)


def _cover(rng: np.random.Generator, people: int, days: int, symbols: int) -> Cover:
    rows, entries, groups = int(rng.integers(1, 6)), int(rng.integers(1, 9)), 2
    least = rng.integers(0, 3, rows)
    return Cover(
        least,
        least + rng.integers(0, 2, rows),
        rng.integers(0, 12, rows),
        rng.integers(0, 4, rows),
        rng.integers(0, rows, entries),
        rng.integers(0, groups, entries),
        rng.integers(0, days, entries),
        rng.integers(0, symbols, entries),
        rng.choice([-1, 1, 1, 2], entries),
        rng.random((groups, people)) < 0.7,
    )


def every_line(arrays: Arrays, person: int) -> list[tuple[Ints, int]]:
    """Each legal line of a person with its own price."""
    rules, history = arrays.rules[arrays.rules_of[person]], arrays.history[person].tolist()
    found = []
    for line in product(range(arrays.symbols), repeat=arrays.days):
        paid = line_prices(rules, list(line), history, arrays.price[person].tolist())
        if all(price < FORBIDDEN for price in paid):
            found.append((np.array(line), sum(paid)))
    return found


def least_penalty(arrays: Arrays) -> int | None:
    """The least penalty of all legal rosters; None where somebody has no legal line."""
    least = None
    for chosen in product(*(every_line(arrays, person) for person in range(arrays.people))):
        cover = cover_prices(arrays.cover, [line.tolist() for line, _ in chosen])
        penalty = sum(price for _, price in chosen) + sum(cover)
        least = penalty if least is None else min(least, penalty)
    return least
