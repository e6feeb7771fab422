"""A briefing as one value: the same content becomes a Word document or a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wholetime.chassis.engine.charts.chart import Chart
from wholetime.chassis.engine.tables import Table
from wholetime.kernel.figure import Figure

type Block = str | Table | Chart | tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in order: paragraphs, tables, charts and rows of figures."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """``on`` is the day it was made; ``about`` are closing lines: scope, coverage, licence."""

    title: str
    subtitle: str
    on: date
    sections: tuple[Section, ...]
    about: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        blocks = [block for section in self.sections for block in section.blocks]
        return tuple(figure for block in blocks if isinstance(block, tuple) for figure in block)

    @property
    def synthetic(self) -> bool:
        return any(figure.synthetic for figure in self.figures)


SYNTHETIC_WARNING = "Some figures here come from invented people and organisations."
