"""The sums between cells as equations, ``sum of parts − total = 0``, with cells numbered for speed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wholetime.kernel.disclosure.policy import DisclosureError, Relation

Equation = tuple[tuple[int, int], ...]
"""(cell, coefficient) pairs; coefficients are +1 or −1, and the pairs sum to zero in any true table."""


@dataclass(frozen=True, slots=True)
class System[K: Hashable]:
    """Equations over ``len(keys)`` real cells, numbered first, then ``slacks`` unseen ones that are never shown.

    A slack is the overlap in an overlapping total, or the people in a total who are not in one part: any
    whole number from 0 upwards. ``touching`` gives each cell its (equation, coefficient) pairs.
    """

    keys: tuple[K, ...]
    equations: tuple[Equation, ...]
    slacks: int
    touching: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def size(self) -> int:
        return len(self.keys) + self.slacks

    def is_slack(self, cell: int) -> bool:
        return cell >= len(self.keys)

    def components(self, members: Iterable[int]) -> list[set[int]]:
        """``members`` grouped so that two in one equation are in one group; groups in order of first cell."""
        left = dict.fromkeys(members)
        groups = []
        while left:
            groups.append(self._reach(next(iter(left)), left))
        return groups

    def _reach(self, start: int, left: dict[int, None]) -> set[int]:
        group, queue = set(), [start]
        del left[start]
        while queue:
            cell = queue.pop()
            group.add(cell)
            near = {other for index, _ in self.touching[cell] for other, _ in self.equations[index]}
            fresh = sorted(near & left.keys())
            queue.extend(fresh)
            for other in fresh:
                del left[other]
        return group


def system_of[K: Hashable](keys: Iterable[K], relations: Sequence[Relation[K]]) -> System[K]:
    """Number the cells and write the equations. Raises DisclosureError for a sum over a cell not given."""
    order = tuple(keys)
    number = {key: index for index, key in enumerate(order)}
    equations: dict[Equation, None] = {}
    size = len(order)
    for relation in relations:
        total, parts = _numbers(relation, number)
        for equation in _equations(relation, total, parts, size):
            equations.setdefault(equation)
        size += 1 + len(parts) if relation.overlapping else 0
    return System(order, tuple(equations), size - len(order), _touching(tuple(equations), size))


def _numbers[K: Hashable](relation: Relation[K], number: Mapping[K, int]) -> tuple[int, list[int]]:
    missing = [key for key in (relation.total, *relation.parts) if key not in number]
    if missing:
        raise DisclosureError(f"the sum for {relation.total!r} names cells that are not in the table: {missing!r}")
    return number[relation.total], [number[part] for part in relation.parts]


def _equations[K: Hashable](relation: Relation[K], total: int, parts: list[int], slack: int) -> Iterable[Equation]:
    if not relation.overlapping:
        yield (*((part, 1) for part in parts), (total, -1))
        return
    yield (*((part, 1) for part in parts), (total, -1), (slack, -1))
    for offset, part in enumerate(parts, start=1):
        yield ((part, 1), (slack + offset, 1), (total, -1))


def _touching(equations: tuple[Equation, ...], size: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    touching: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for index, equation in enumerate(equations):
        for cell, coefficient in equation:
            touching[cell].append((index, coefficient))
    return tuple(tuple(pairs) for pairs in touching)


def true_values[K: Hashable](system: System[K], cells: Mapping[K, int]) -> list[int]:
    """Every cell's true value, slacks solved for. Raises DisclosureError when the table contradicts itself."""
    values = [cells[key] for key in system.keys] + [0] * system.slacks
    if min(values, default=0) < 0:
        raise DisclosureError("a count of people cannot be negative")
    for equation in system.equations:
        left = sum(values[cell] * sign for cell, sign in equation)
        for slack, sign in equation:
            if system.is_slack(slack):
                values[slack] = -sign * left
                left = min(values[slack], 0)
        if left:
            total = next(cell for cell, sign in equation if sign < 0)
            raise DisclosureError(f"the parts of {system.keys[total]!r} do not add up to it")
    return values
