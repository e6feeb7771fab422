"""What is said of a problem that nobody can mean."""

from __future__ import annotations


class Impossible(ValueError):
    """A value that contradicts itself or the rest of its problem, in the user's words."""


def refuse_unless(holds: bool, words: str) -> None:
    """Raises Impossible with ``words`` where something does not hold."""
    if not holds:
        raise Impossible(words)


def no_twice(names: tuple[object, ...], what: str) -> None:
    """Raises Impossible naming the first of ``names`` that comes twice."""
    seen = set[object]()
    for name in names:
        refuse_unless(name not in seen, f"{what} {name} is given twice")
        seen.add(name)
