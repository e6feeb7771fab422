"""A decided layer as text and back: deciding takes seconds where many are few, and what was decided stays true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from wholetime.dataset.engine.guarding.counts import Counts, Values
from wholetime.dataset.engine.guarding.layer import Cell, Layer
from wholetime.kernel.disclosure import Policy, Protected, Settled
from wholetime.kernel.figure import Suppression

CODE = ("wholetime.dataset.engine.guarding", "wholetime.kernel.disclosure")


def digest_of(columns: Sequence[str], counts: Counts, nest: str, policy: Policy, margins: Iterable[str]) -> str:
    """Names all that a decision depends on: the people, the areas, the layers around, and the code that decides."""
    found = hashlib.sha256("\n".join((_code(), nest, repr(policy), *columns, *margins)).encode())
    for table in (counts.units, counts.doubles):
        for values in sorted(table, key=repr):
            held = ",".join(f"{units:x}:{people}" for units, people in sorted(table[values].items()))
            found.update(f"\n{values!r} {held}".encode())
    return found.hexdigest()


@cache
def _code() -> str:
    texts = (file.read_bytes() for room in CODE for file in sorted(files(room).iterdir(), key=str) if file.is_file())
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def written(layer: Layer) -> str:
    """What was decided of ``layer``, as JSON; its counts and areas are not in it."""
    cells = _Cells()
    settled = layer.settled
    told = [[cells.number(cell), shown.value, shown.why and shown.why.name] for cell, shown in settled.view.items()]
    moves = [
        [[cells.number(part) for part in name], [[cells.number(cell), shift] for cell, shift in move.items()]]
        for name, move in settled.moves.items()
    ]
    vague = sorted(map(cells.number, settled.vague))
    reach = [[values, f"{units:x}"] for values, units in layer.reach.items()]
    listed = [[columns, values, f"{units:x}"] for columns, values, units in cells.listed]
    return json.dumps(
        {"floor": layer.floor, "reach": reach, "cells": listed, "view": told, "moves": moves, "vague": vague}
    )


def read_back(text: str, undecided: Layer) -> Layer:
    """``undecided`` as it was decided when ``text`` was written."""
    found: dict[str, Any] = json.loads(text)
    cells: list[Cell] = [(tuple(columns), tuple(values), int(units, 16)) for columns, values, units in found["cells"]]
    view = {cells[at]: Protected(value, why and Suppression[why]) for at, value, why in found["view"]}
    moves = _Moves(found["moves"], cells)
    settled = Settled(view, moves, frozenset(cells[at] for at in found["vague"]))
    reach: dict[Values, int] = {tuple(values): int(units, 16) for values, units in found["reach"]}
    return replace(undecided, settled=settled, floor=found["floor"], reach=reach)


class _Moves(Mapping[Any, Any]):
    """Moves as they were written, put together when a narrower layer is decided around them: to judge takes none."""

    def __init__(self, listed: Sequence[Any], cells: Sequence[Cell]) -> None:
        self.listed, self.cells = listed, cells

    @cached_property
    def made(self) -> dict[Any, dict[Cell, int]]:
        cells = self.cells
        return {tuple(cells[at] for at in name): {cells[at]: shift for at, shift in move} for name, move in self.listed}

    def __getitem__(self, name: Any) -> dict[Cell, int]:
        return self.made[name]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.listed)

    def __eq__(self, other: object) -> bool:
        return self.made == (other.made if isinstance(other, _Moves) else other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(slots=True)
class _Cells:
    """Cells by number: each stands in many moves."""

    listed: list[Cell] = field(default_factory=list)
    numbers: dict[Any, int] = field(default_factory=dict)

    def number(self, cell: Any) -> int:
        if cell not in self.numbers:
            self.numbers[cell] = len(self.listed)
            self.listed.append(cell)
        return self.numbers[cell]
