"""What the optimiser is given is checked at birth."""

import numpy as np
import pytest

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Arrays, Counter, Cover, Pattern, Rules, Run

NONE = np.zeros(0, dtype=np.int64)


def no_cover(people: int) -> Cover:
    return Cover(NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, np.ones((1, people), dtype=bool))


def arrays(days: int = 3, **rules: tuple) -> Arrays:
    free = Rules(np.zeros((2, 2), dtype=np.int64), **rules)
    no_history = np.zeros((1, 0), dtype=np.int64)
    return Arrays(np.zeros((1, days, 2), dtype=np.int64), no_history, (free,), np.array([0]), no_cover(1))


def test_a_problem_says_its_size_and_cannot_be_changed() -> None:
    problem = arrays()
    assert (problem.people, problem.days, problem.symbols) == (1, 3, 2)
    with pytest.raises(ValueError, match="read-only"):
        problem.price[0, 0, 0] = 1


def test_the_callers_array_stays_writable() -> None:
    symbols = np.array([False, True])
    Run(symbols, least=1, most=2, under=FORBIDDEN, over=FORBIDDEN)
    symbols[0] = True
    assert symbols.flags.writeable


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Run(np.array([False, True]), least=3, most=2, under=0, over=0), "above its most"),
        (lambda: Run(np.array([False, True]), least=1, most=2, under=-1, over=0), "out of range"),
        (lambda: Run(np.array([0.5, 1.0]), least=1, most=2, under=0, over=0), "holds bool"),
        (lambda: Pattern(np.zeros((0, 2), dtype=bool), np.ones(3, dtype=bool), 1), "one day or more"),
        (lambda: Counter(np.full((3, 2), -1), 0, 1, 0, 0), "0 or more"),
        (lambda: Counter(np.ones((3, 2), dtype=np.int64), 0, 1, 0, 0, group=np.array([0, 1, 0])), "follow each other"),
        (lambda: Rules(np.zeros((2, 3), dtype=np.int64)), "square"),
        (lambda: Rules(np.full((2, 2), FORBIDDEN - 1)), "out of range"),
        (lambda: arrays(counters=(Counter(np.ones((4, 2), dtype=np.int64), 0, NO_LIMIT, 0, 0),)), "every day"),
    ],
)
def test_what_makes_no_sense_is_refused(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
