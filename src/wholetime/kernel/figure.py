"""A figure: a number that knows its unit, definition, period, scope, sources and coverage.

Nothing in wholetime shows a bare number: engines return figures, and pages, files and REST print them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from wholetime.kernel.period import Period

LABELS = frozenset(
    {"figure", "value", "unit", "numerator", "denominator", "period", "org", "place", "group"}
    | {"coverage", "sources", "suppressed", "notes"}
)
"""What every published figure carries; a breakdown of its own may not take one of these names."""

TITLES = frozenset({"group_title", "org_name", "place_name"})
TAKEN = LABELS | TITLES
"""Words for the codes of a figure, which whoever holds the reference data adds to its row; taken as well."""


class Unit(StrEnum):
    """What a figure counts. Rates are always percentages of their denominator."""

    PEOPLE = "people"
    WTE = "WTE"
    WTE_DAYS = "WTE days"
    PERCENT = "percent"
    PATIENTS_PER_WTE = "patients per WTE"
    RESIDENTS_PER_WTE = "residents per WTE"
    ATTENDANCES = "attendances"
    ADMISSIONS = "admissions"
    BEDS = "beds"
    DELIVERIES = "deliveries"
    PATIENTS = "patients"
    CELLS = "cells"
    SCORE = "score"
    WTE_PER_10000 = "WTE per 10,000 patients"


class Suppression(StrEnum):
    """Why a value is withheld."""

    PRIMARY = "fewer than five people"
    SECONDARY = "would reveal a withheld number"
    SOURCE = "withheld by the publisher"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, in the field's words, and who says so.

    ``publication`` is the document the definition comes from. ``verified`` is False when it has not been
    checked against that document.
    """

    name: str
    title: str
    meaning: str
    unit: Unit
    numerator: str
    denominator: str
    publication: str
    verified: bool = True

    @classmethod
    def of(cls, name: str, entry: Mapping[str, Any]) -> Definition:
        """The definition that an entry of reference data gives. Raises KeyError where a part is missing."""
        return cls(
            name=name,
            title=entry["title"],
            meaning=entry["meaning"],
            unit=Unit(entry["unit"]),
            numerator=entry["numerator"],
            denominator=entry.get("denominator", ""),
            publication=entry["publication"],
            verified=entry["verified"],
        )


@dataclass(frozen=True, order=True, slots=True)
class Source:
    """The file a figure was drawn from. ``sha256`` is of the file's bytes as they were loaded."""

    publication: str
    file: str
    sha256: str
    loaded_at: datetime
    licence: str
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the scope the sources speak for.

    ``reported`` of ``expected`` organisations gave a number; ``imputed`` is the share (0–1) of the value that
    its publisher estimated, or None where the source does not say.
    """

    reported: int
    expected: int
    imputed: Decimal | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.reported <= self.expected:
            raise ValueError(f"coverage of {self.reported} in {self.expected} is impossible")
        if self.imputed is not None and not 0 <= self.imputed <= 1:
            raise ValueError(f"an imputed share of {self.imputed} is impossible")

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.reported) / Decimal(self.expected) if self.expected else None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about; None means not restricted or not broken down by it."""

    org: str | None = None
    place: str | None = None
    group: str | None = None
    detail: tuple[tuple[str, str], ...] = ()


class FigureError(ValueError):
    """A figure that could mislead.

    There is no source behind a number, a withheld number still shows, a number is not one (NaN, infinity or
    a float), or a breakdown is named twice or takes the name of another label.
    """


@dataclass(frozen=True, slots=True)
class Figure:
    """One labelled value.

    ``value`` is None when there is no data or when ``suppression`` says why it is withheld; a withheld figure
    carries neither numerator nor denominator.
    """

    definition: Definition
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    period: Period
    scope: Scope
    sources: tuple[Source, ...]
    coverage: Coverage | None = None
    suppression: Suppression | None = None
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        numbers = [part for part in (self.value, self.numerator, self.denominator) if part is not None]
        for number in numbers:
            if not (isinstance(number, Decimal) and number.is_finite()):
                raise FigureError(f"{self.definition.name} needs exact, finite decimals")
        if numbers and not self.sources:
            raise FigureError(f"{self.definition.name} has a number but no source")
        if numbers and self.suppression is not None:
            raise FigureError(f"{self.definition.name} is withheld and must carry no number")
        if self.scope.detail:
            self._check_detail()

    def _check_detail(self) -> None:
        names = [name for name, _ in self.scope.detail]
        taken = TAKEN.intersection(names) or {name for name in names if names.count(name) > 1}
        if taken:
            raise FigureError(f"{self.definition.name} is broken down by {', '.join(sorted(taken))} twice")

    @property
    def synthetic(self) -> bool:
        return any(source.synthetic for source in self.sources)

    def as_row(self) -> dict[str, object]:
        """The published form, the same for the command line and REST."""
        return {
            "figure": self.definition.name,
            "value": _number(self.value),
            "unit": str(self.definition.unit),
            "numerator": _number(self.numerator),
            "denominator": _number(self.denominator),
            "period": str(self.period),
            "org": self.scope.org,
            "place": self.scope.place,
            "group": self.scope.group,
            **dict(self.scope.detail),
            "coverage": _coverage_row(self.coverage),
            "sources": [_source_row(source) for source in self.sources],
            "suppressed": str(self.suppression) if self.suppression else None,
            "notes": list(self.notes),
        }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _coverage_row(coverage: Coverage | None) -> dict[str, object] | None:
    if coverage is None:
        return None
    return {
        "reported": coverage.reported,
        "expected": coverage.expected,
        "share": _number(coverage.share),
        "imputed": _number(coverage.imputed),
    }


def _source_row(source: Source) -> dict[str, object]:
    return {
        "publication": source.publication,
        "file": source.file,
        "sha256": source.sha256,
        "loaded_at": source.loaded_at.isoformat(),
        "licence": source.licence,
        "synthetic": source.synthetic,
    }
