"""The official projection in force for an area: its own, or that of the nearest area above it that has one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np

from wholetime.chassis.api import NotInScope, Scope, access_node, ancestors
from wholetime.dataset.api import figures_for
from wholetime.forecast.engine.demand.projected import MIDYEAR, Projection
from wholetime.forecast.engine.run import Origin, Point
from wholetime.forecast.engine.run.needed import PROJECTED
from wholetime.forecast.models import PopulationProjection, ProjectedArea


@dataclass(frozen=True, eq=False)
class ProjectionValue:
    """``projection`` of the area ``code``, from a file; ``taken_at`` None while it waits for a decision.

    ``named`` are the areas of the file that make it up.
    """

    key: UUID
    code: str
    name: str
    title: str
    licence: str
    file_name: str
    sha256: str
    by: str
    made_at: datetime
    taken_at: datetime | None
    named: tuple[str, ...]
    projection: Projection

    def points(self) -> list[Point]:
        """For the history of a run: residents by sex and five years of age, year by year."""
        held = self.projection
        return [
            Point(PROJECTED, day, day, age=str(age), sex=sex, value=float(held.persons[y, s, a]))
            for y, day in enumerate(date(year, *MIDYEAR) for year in held.years)
            for s, sex in enumerate(held.sexes)
            for a, age in enumerate(held.ages)
        ]

    def origin(self) -> Origin:
        return Origin(self.title, self.file_name, self.sha256, self.licence)


def projection_of(code: str) -> ProjectionValue | None:
    """For whoever has been let in to ``code`` already."""
    for above in [code, *(node.code for node in reversed(ancestors(code)) if node.code != code)]:
        found = _areas().filter(node__code=above, projection__taken_at__isnull=False)
        newest = found.order_by("-projection__taken_at").first()
        if newest is not None:
            return projection_value(newest)
    return None


def projections_of(account: Any, code: str) -> list[ProjectionValue]:
    """All that were taken in for ``code`` itself, the newest first. Raises NotInScope."""
    node = access_node(account, code).code
    found = _areas().filter(node__code=node, projection__taken_at__isnull=False)
    return [projection_value(one) for one in found.order_by("-projection__taken_at")]


def access_offer(account: Any, key: UUID) -> list[ProjectionValue]:
    """What a file says of each area that it is for, the area it was loaded for first. Raises NotInScope."""
    found = PopulationProjection.objects.select_related("node").filter(key=key).first()
    if found is None:
        raise NotInScope
    first = access_node(account, found.node.code).code
    areas = [projection_value(one) for one in _areas().filter(projection=found).order_by("node__name")]
    return sorted(areas, key=lambda one: one.code != first)


def residents_held(scope: Scope, code: str) -> tuple[int, float] | None:
    """The latest estimate of the residents of ``code``: the year it is of, and how many; None where none is held."""
    found = [one for one in figures_for("population", scope, org=code, by=("period",)) if one.value]
    if not found:
        return None
    newest = max(found, key=lambda one: one.period.end)
    return newest.period.end.year, float(newest.value or 0)


def projection_value(area: ProjectedArea) -> ProjectionValue:
    held, whole = area.held, area.projection
    shape = (len(held["years"]), len(held["sexes"]), len(held["ages"]))
    return ProjectionValue(
        key=whole.key,
        code=area.node.code,
        name=area.node.name,
        title=whole.title,
        licence=whole.licence,
        file_name=whole.file_name,
        sha256=whole.sha256,
        by=whole.account.name if whole.account else "",
        made_at=whole.made_at,
        taken_at=whole.taken_at,
        named=tuple(area.named.split("; ")),
        projection=Projection(
            tuple(held["years"]),
            tuple(held["sexes"]),
            tuple(held["ages"]),
            np.array(held["persons"], np.float64).reshape(shape),
        ),
    )


def _areas() -> Any:
    return ProjectedArea.objects.select_related("node", "projection", "projection__account")
