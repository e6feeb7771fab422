"""What is known of the past of one scope: counts and flows by day, group, age and sex, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from wholetime.forecast.engine.run.canonical import digest


@dataclass(frozen=True, order=True, slots=True)
class Point:
    """One published number. ``start`` and ``end`` are the same day for a count; ``value`` None is withheld or unknown.

    ``measure`` is a figure's name. Empty ``group``, ``age`` and ``sex`` mean not broken down. ``age`` is in years.
    """

    measure: str
    start: date
    end: date
    group: str = ""
    age: str = ""
    sex: str = ""
    value: float | None = None


@dataclass(frozen=True, order=True, slots=True)
class Origin:
    """A file that numbers come from; ``sha256`` is of its bytes."""

    publication: str
    file: str
    sha256: str
    licence: str = ""
    synthetic: bool = False


@dataclass(frozen=True)
class History:
    """Points in order, and the files behind them in order. Equal histories have the same ``hash``."""

    points: tuple[Point, ...]
    origins: tuple[Origin, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple(sorted(self.points, key=_order)))
        object.__setattr__(self, "origins", tuple(sorted(set(self.origins))))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of every point and of the files' own hashes."""
        return digest(self.as_json())

    @property
    def synthetic(self) -> bool:
        return any(origin.synthetic for origin in self.origins)

    @property
    def last(self) -> date | None:
        """The last day that anything is known of."""
        return max((point.end for point in self.points), default=None)

    def of(self, measure: str, *, by: Iterable[str] = ()) -> tuple[Point, ...]:
        """The points of ``measure`` that are broken down by just the columns ``by`` (group, age, sex)."""
        wanted = set(by)
        return tuple(
            point
            for point in self.points
            if point.measure == measure
            and all(bool(getattr(point, column)) == (column in wanted) for column in ("group", "age", "sex"))
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "points": [
                [one.measure, one.start.isoformat(), one.end.isoformat(), one.group, one.age, one.sex, one.value]
                for one in self.points
            ],
            "origins": [asdict(origin) for origin in self.origins],
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> History:
        """Raises ValueError, KeyError or TypeError where ``held`` is not what ``as_json`` writes."""
        points = tuple(
            Point(
                str(measure),
                date.fromisoformat(start),
                date.fromisoformat(end),
                str(group),
                str(age),
                str(sex),
                None if value is None else float(value),
            )
            for measure, start, end, group, age, sex, value in held["points"]
        )
        return cls(points, tuple(Origin(**origin) for origin in held["origins"]))


def _order(point: Point) -> tuple[str, date, date, str, str, str]:
    return point.measure, point.start, point.end, point.group, point.age, point.sex
