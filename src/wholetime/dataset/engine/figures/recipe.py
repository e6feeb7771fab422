"""A recipe says which counted measures make a figure, and with what weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from wholetime.kernel.figure import Definition


@dataclass(frozen=True, slots=True)
class Term:
    """``weight`` times the sum of ``measure``, of the rows whose columns equal ``where`` (``role: …``).

    A term with ``absent_is_zero`` counts nothing where an organisation reports none of it: a turnover file,
    for one, has no row where nobody left. Any other term must be reported for the organisation to count.
    """

    measure: str
    weight: Decimal = Decimal(1)
    where: tuple[tuple[str, str], ...] = ()
    absent_is_zero: bool = False

    @property
    def key(self) -> str:
        return "&".join([self.measure, *(f"{column}={value}" for column, value in self.where)])


@dataclass(frozen=True, slots=True)
class Recipe:
    """``numerator`` over ``denominator`` times ``scale``; no denominator for a plain count or sum.

    ``distinct`` figures count people, so that parts may add up to more than the whole. ``people`` says whether
    they can also be counted from person-level records. ``broken_down`` names breakdowns the figure may take.
    """

    definition: Definition
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    scale: Decimal = Decimal(1)
    distinct: bool = False
    people: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def terms(self) -> tuple[Term, ...]:
        return (*self.numerator, *self.denominator)
