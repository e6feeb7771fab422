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
    An ``unbroken`` term is the same for every breakdown (patients, beside WTE by staff group); a ``steady`` one also
    for every period: the latest held speaks for all. An ``area`` term is counted for areas, not for employers
    (residents), and is matched with the rest area by area.
    """

    measure: str
    weight: Decimal = Decimal(1)
    where: tuple[tuple[str, str], ...] = ()
    absent_is_zero: bool = False
    unbroken: bool = False
    steady: bool = False
    area: bool = False

    @property
    def key(self) -> str:
        return "&".join([self.measure, *(f"{column}={value}" for column, value in self.where)])


@dataclass(frozen=True, slots=True)
class Recipe:
    """``numerator`` over ``denominator`` times ``scale``; no denominator for a plain count or sum.

    ``distinct`` figures count people, so that parts may add up to more than the whole. ``people`` says whether
    they can also be counted from person-level records. A ``single`` figure is a rate printed without its parts: it is
    given for one organisation and never added up.
    """

    definition: Definition
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    scale: Decimal = Decimal(1)
    distinct: bool = False
    people: bool = False
    single: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def terms(self) -> tuple[Term, ...]:
        """What must be counted, each once: a measure may stand above and below the line."""
        return tuple({term.key: term for term in (*self.numerator, *self.denominator)}.values())
