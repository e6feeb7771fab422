"""What is said of a problem that nobody can mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Impossible(ValueError):
    """A value that contradicts itself or the rest of its problem, in the user's words.

    ``place`` is the field and the number of the part of a problem that is at fault, where one is.
    """

    place: tuple[str, int] | None = None


@contextmanager
def at(field: str, number: int) -> Iterator[None]:
    """Whatever is found to be impossible inside is told of this part of a problem."""
    try:
        yield
    except Impossible as fault:
        fault.place = (field, number)
        raise


def refuse_unless(holds: bool, words: str) -> None:
    """Raises Impossible with ``words`` where something does not hold."""
    if not holds:
        raise Impossible(words)


HEAVIEST = 1_000_000
"""The heaviest weight of one breach; what weighs more had better be forbidden, and said to be."""


def refuse_weight(weight: int | None, what: str) -> None:
    """Raises Impossible for a weight below zero or above ``HEAVIEST``; None is no weight, and must hold."""
    refuse_unless((weight or 0) >= 0, f"{what}: a weight below zero rewards breaches")
    refuse_unless((weight or 0) <= HEAVIEST, f"{what}: a weight above {HEAVIEST:,}: say that it must hold instead")


def no_twice(names: tuple[object, ...], what: str) -> None:
    """Raises Impossible naming the first of ``names`` that comes twice."""
    seen = set[object]()
    for name in names:
        refuse_unless(name not in seen, f"{what} {name} is given twice")
        seen.add(name)
