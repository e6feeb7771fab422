"""What a need is worked out from: activity by pathway and place, hours for each unit of it, roles that may share it.

Points are the moments at which stocks are counted: point 0 is the count in ``first_year``, point t is t years later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from wholetime.forecast.engine.uncertain import Floats


@dataclass(frozen=True, eq=False, slots=True)
class Pathway:
    """Work of one kind: ``base`` [place] units a year at point 0, and their course ``index`` [sample, point, place].

    The index is 1 at point 0, and its last point holds for ever after. Draw d follows sample d modulo the samples.
    """

    code: str
    title: str
    unit: str
    base: Floats
    index: Floats

    def __post_init__(self) -> None:
        if self.base.ndim != 1 or not np.isfinite(self.base).all() or (self.base < 0).any():
            raise ValueError(f"{self.code}: activity needs one number of 0 or more for each place")
        if self.index.ndim != 3 or not np.isfinite(self.index).all() or (self.index < 0).any():
            raise ValueError(f"{self.code}: the index needs the axes sample, point, place and no number below 0")
        if not np.allclose(self.index[:, 0], 1):
            raise ValueError(f"{self.code}: the index is 1 at the count")

    def activity(self, points: int) -> Floats:
        """Units a year [sample, point, place] at the first ``points`` points."""
        held = np.minimum(np.arange(points), self.index.shape[1] - 1)
        return np.asarray(self.base * self.index[:, held])


@dataclass(frozen=True, eq=False, slots=True)
class Standard:
    """Hours [place] (or one for all) that ``group`` works for each unit of ``pathway``, with where they come from."""

    pathway: str
    group: str
    hours: Floats
    source: str
    verified: bool = False

    def __post_init__(self) -> None:
        if self.hours.ndim != 1 or not np.isfinite(self.hours).all() or (self.hours < 0).any():
            raise ValueError(
                f"{self.pathway}, {self.group}: hours are numbers of 0 or more, one for each place or for all"
            )


@dataclass(frozen=True, slots=True)
class Role:
    """A role that may do part of another's work: ``ratio`` WTE of ``to_group`` for one WTE of ``from_group``."""

    code: str
    title: str
    from_group: str
    to_group: str
    ratio: float

    def __post_init__(self) -> None:
        if self.from_group == self.to_group or not self.ratio > 0:
            raise ValueError(f"{self.code}: a role takes work from another group, at a ratio above 0")


@dataclass(frozen=True, eq=False)
class NeedInputs:
    """All that decides a need but its length, draws and drivers.

    ``present`` [group]: hours a year in which one WTE is there for the work. ``assumed``: sentences, each one thing
    taken for granted. Raises ValueError where parts do not fit each other.
    """

    places: tuple[str, ...]
    groups: tuple[str, ...]
    first_year: int
    pathways: tuple[Pathway, ...]
    standards: tuple[Standard, ...]
    present: Floats
    roles: tuple[Role, ...] = ()
    assumed: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.present.shape != (len(self.groups),) or not (self.present > 0).all():
            raise ValueError("each group has hours above 0 in a year")
        codes = [pathway.code for pathway in self.pathways]
        _once("pathway", codes)
        _once("standard", [f"{one.pathway}, {one.group}" for one in self.standards])
        _once("role", [role.code for role in self.roles])
        for pathway in self.pathways:
            if not len(pathway.base) == pathway.index.shape[2] == len(self.places):
                raise ValueError(f"{pathway.code} needs {len(self.places)} places")
        for one in self.standards:
            if one.pathway not in codes or one.group not in self.groups:
                raise ValueError(f"a standard names {one.pathway} and {one.group}, which are not both here")
            if len(one.hours) not in (1, len(self.places)):
                raise ValueError(f"{one.pathway}, {one.group}: hours for {len(self.places)} places, or for all")
        for role in self.roles:
            if role.from_group not in self.groups:
                raise ValueError(f"{role.code} takes work from {role.from_group}, which is not here")

    def with_standards(self, standards: Sequence[Standard]) -> NeedInputs:
        """The same with these standards beside its own."""
        return replace(self, standards=(*self.standards, *standards))


def implied(pathway: Pathway, places: tuple[str, ...], group: str, wte: Floats, present: float) -> Standard:
    """The hours for each unit that ``wte`` [place] of ``group`` stand for today: need at the count is then that WTE.

    It keeps each place as generous or as thin as it is; only changes are forecast. Raises ValueError where people work
    without any activity.
    """
    idle = [place for place, units, people in zip(places, pathway.base, wte, strict=True) if units == 0 and people > 0]
    if idle:
        raise ValueError(f"{pathway.code}: {', '.join(idle)} has {group} staff and no activity")
    hours = np.divide(wte * present, pathway.base, out=np.zeros(len(places)), where=pathway.base > 0)
    return Standard(pathway.code, group, hours, "implied by today's WTE and activity: what is usual, not what is right")


def _once(what: str, names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"a {what} is here twice: {'; '.join(twice)}")
