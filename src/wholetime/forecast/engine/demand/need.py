"""Need in WTE by draw, year, place and group: activity × hours ÷ (hours present × productivity), then skill mix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.demand.inputs import NeedInputs, Pathway, Role
from wholetime.forecast.engine.drivers import NOTHING, Drivers
from wholetime.forecast.engine.uncertain import Floats


@dataclass(frozen=True, eq=False)
class Need:
    """``wte`` [draw, point, place, group], and ``by_pathway`` [pathway, point, place, group], its mean over draws.

    The latter is before roles share the work, so that a rise can be told by where it comes from.
    """

    wte: Floats
    by_pathway: Floats
    places: tuple[str, ...]
    groups: tuple[str, ...]
    pathways: tuple[str, ...]
    first_year: int
    assumed: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar year of each point."""
        return tuple(range(self.first_year, self.first_year + self.wte.shape[1]))

    def quantiles(self, *shares: float) -> Floats:
        """WTE over all places and groups below which ``shares`` of the draws lie [share, point]."""
        return np.quantile(self.wte.sum(axis=(2, 3)), shares, axis=0)


def need(
    inputs: NeedInputs, *, years: int = 15, draws: int = 1000, first_draw: int = 0, drivers: Drivers | None = None
) -> Need:
    """Need at ``years`` + 1 points. Draw i is the same whichever block asks for it, for equal drivers of that draw.

    Raises ValueError for fewer than one draw or year, or drivers that do not fit.
    """
    if years < 1 or draws < 1:
        raise ValueError("a need has at least one year and one draw")
    given = drivers or Drivers()
    shape = (draws, years, len(inputs.places), len(inputs.groups))
    shared = _point_factor(given, "productivity", shape)
    left = 1 - _at_points(given.addition("released"), shape, 0.0, "released")
    if (left < 0).any() or (shared <= 0).any():
        raise ValueError("technology cannot take over more than all of the work, and productivity stays above 0")
    each = [_pathway(inputs, given, pathway, shape, first_draw) * left / shared for pathway in inputs.pathways]
    wte = sum(each, np.zeros((1, 1, *shape[2:])))
    for role in inputs.roles:
        wte = _with_role(inputs, given, role, wte, shape)
    means = [np.broadcast_to(one.mean(axis=0), (years + 1, *shape[2:])) for one in each]
    return Need(
        wte=np.broadcast_to(wte, (draws, years + 1, *shape[2:])),
        by_pathway=np.array(means).reshape(len(each), years + 1, *shape[2:]),
        places=inputs.places,
        groups=inputs.groups,
        pathways=tuple(pathway.code for pathway in inputs.pathways),
        first_year=inputs.first_year,
        assumed=(*inputs.assumed, *_notes(inputs, given)),
    )


def _pathway(inputs: NeedInputs, drivers: Drivers, pathway: Pathway, shape: tuple[int, ...], first_draw: int) -> Floats:
    """WTE of one pathway [draw or 1, point, place, group], before productivity."""
    samples = pathway.activity(shape[1] + 1)
    drawn = samples if len(samples) == 1 else samples[(first_draw + np.arange(shape[0])) % len(samples)]
    activity = drawn[..., np.newaxis] * _point_factor(drivers, f"activity.{pathway.code}", shape)
    return np.asarray(activity * _hours(inputs, pathway) * _point_factor(drivers, f"standard.{pathway.code}", shape))


def _hours(inputs: NeedInputs, pathway: Pathway) -> Floats:
    """WTE for each unit of the pathway [place, group]."""
    each = np.zeros((len(inputs.places), len(inputs.groups)))
    for one in inputs.standards:
        if one.pathway == pathway.code:
            each[:, inputs.groups.index(one.group)] = one.hours
    return each / inputs.present


def _with_role(inputs: NeedInputs, drivers: Drivers, role: Role, wte: Floats, shape: tuple[int, ...]) -> Floats:
    """The need after ``role`` has taken its share of another group's work."""
    share = _at_points(drivers.addition(f"shifted.{role.code}"), shape, 0.0, role.code)
    if not share.any():
        return wte
    giver = inputs.groups.index(role.from_group)
    part = share[..., giver if share.shape[3] > 1 else 0]
    if (part < 0).any() or (part > 1).any():
        raise ValueError(f"{role.code} can do from none to all of the work of {role.from_group}")
    ratio = role.ratio * _point_factor(drivers, f"substitution.{role.code}", shape)
    changed = np.array(np.broadcast_to(wte, np.broadcast_shapes(wte.shape, (*part.shape, 1))))
    moved = changed[..., giver] * part
    changed[..., giver] -= moved
    if role.to_group in inputs.groups:
        changed[..., inputs.groups.index(role.to_group)] += moved * ratio[..., giver if ratio.shape[3] > 1 else 0]
    return changed


def _notes(inputs: NeedInputs, drivers: Drivers) -> tuple[str, ...]:
    absent = [role for role in inputs.roles if role.to_group not in inputs.groups]
    taken = [role for role in absent if drivers.addition(f"shifted.{role.code}").any()]
    return tuple(f"The need for {role.title} is not counted: their group is not among those shown." for role in taken)


def _point_factor(drivers: Drivers, name: str, shape: tuple[int, ...]) -> Floats:
    if drivers.addition(name) is not NOTHING:
        raise ValueError(f"{name} can be multiplied, and nothing added to it")
    return _at_points(drivers.factor(name), shape, 1.0, name)


def _at_points(array: Floats, shape: tuple[int, ...], before: float, name: str) -> Floats:
    """A driver [draw or 1, point, place or 1, group or 1]; at point 0, before anything is driven, it is ``before``."""
    if array.shape[4:] != (1, 1) or any(size not in (1, full) for size, full in zip(array.shape, shape, strict=False)):
        raise ValueError(f"{name} has the shape {array.shape}, and the need {shape} by draw, year, place and group")
    driven = array[..., 0, 0]
    if array is NOTHING or (driven.size == 1 and driven.item() == before):
        return np.full((1, 1, 1, 1), before)
    driven = np.broadcast_to(driven, (len(driven), shape[1], *driven.shape[2:]))
    return np.concatenate([np.full_like(driven[:, :1], before), driven], axis=1)
