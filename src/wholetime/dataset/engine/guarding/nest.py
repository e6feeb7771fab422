"""All the sets of organisations that a question can speak of, and how they add up to one another.

A unit is one organisation's people from one source, numbered as a bit; a set of units is a whole number. Two areas
with the same units in them are then one set, and are shown or withheld together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

Unit = tuple[str, str | None, str]
"""Organisation, sector, source."""

Chain = tuple[str, ...]
"""What a unit is counted in, narrowest first, up to the one thing that everything is counted in."""

Sum = tuple[int, tuple[int, ...]]
"""A set, and the two or more sets it is made of."""

Group = tuple[int, str, str | None, str | None]
"""Tree, node, sector and source; None for any."""


@dataclass(frozen=True, slots=True)
class Nest:
    """``bits`` numbers the units (1, 2, 4 …); ``sets`` are all the sets that have a name, widest first. Two nests of
    one ``digest`` are alike.
    """

    bits: dict[Unit, int]
    sets: tuple[int, ...]
    sums: tuple[Sum, ...]
    digest: str

    def within(self, present: int) -> tuple[list[int], list[Sum]]:
        """The sets and sums among the units ``present``; an area with one set in it is that set."""
        sets = list(dict.fromkeys(found & present for found in self.sets if found & present))
        sums = dict.fromkeys(_among(present, total, parts) for total, parts in self.sums if total & present)
        return sorted(sets, key=int.bit_count, reverse=True), [found for found in sums if len(found[1]) > 1]


# The units of a month differ little from those of the next: 60 months are a few nests of some 100 kB.
@lru_cache(maxsize=128)
def nest(units: tuple[Unit, ...], trees: tuple[tuple[Chain, ...], ...]) -> Nest:
    """``trees`` gives each tree's chain for each of ``units``."""
    bits = {unit: 1 << at for at, unit in enumerate(units)}
    sets: dict[Group, int] = {}
    parts: dict[tuple[Group, str], set[Group]] = {}
    for number, chains in enumerate(trees):
        for unit, chain in zip(units, chains, strict=True):
            for total, way, part in _steps(number, unit, chain):
                parts.setdefault((total, way), set()).add(part)
            for group in {group for node in chain for group in _groups(number, node, unit)}:
                sets[group] = sets.get(group, 0) | bits[unit]
    sums = [(sets[total], tuple(sorted(sets[part] for part in found))) for (total, _), found in parts.items()]
    widest = sorted(set(sets.values()), key=lambda found: (-found.bit_count(), found))
    several = tuple(dict.fromkeys(total for total in sums if len(total[1]) > 1))
    digest = hashlib.sha256(repr((units, widest, several)).encode()).hexdigest()
    return Nest(bits, tuple(widest), several, digest)


def _groups(tree: int, node: str, unit: Unit) -> Iterator[Group]:
    _, sector, source = unit
    for kind in (None, f"={sector}"):
        for origin in (None, f"={source}"):
            yield tree, node, kind, origin


def _steps(tree: int, unit: Unit, chain: Chain) -> Iterator[tuple[Group, str, Group]]:
    """Each sum that the unit takes part in: the whole, what divides it, the part."""
    for node, above in pairwise(chain):
        yield from (
            (whole, "node", part)
            for whole, part in zip(_groups(tree, above, unit), _groups(tree, node, unit), strict=True)
        )
    for node in chain:
        plain, of_source, of_sector, of_both = _groups(tree, node, unit)
        yield plain, "sector", of_sector
        yield plain, "source", of_source
        yield of_source, "sector", of_both
        yield of_sector, "source", of_both


def _among(present: int, total: int, parts: tuple[int, ...]) -> Sum:
    return total & present, tuple(part & present for part in parts if part & present)


def members(found: int) -> Iterable[int]:
    """The bits of a set, one by one."""
    while found:
        bit = found & -found
        yield bit
        found ^= bit
