"""Need in plain loops, one draw, year, place, group and pathway at a time."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.drivers import Drivers


def looked_up(array: np.ndarray, *place: int) -> float:
    return float(
        array[tuple(min(at, size - 1) if size == 1 else at for at, size in zip(place, array.shape, strict=True))]
    )


def naive_need(inputs: NeedInputs, drivers: Drivers, years: int, draws: int, first_draw: int) -> np.ndarray:
    wte = np.zeros((draws, years + 1, len(inputs.places), len(inputs.groups)))
    for d in range(draws):
        for t in range(years + 1):
            for p in range(len(inputs.places)):
                for g in range(len(inputs.groups)):
                    wte[d, t, p, g] = _one(inputs, drivers, d, t, p, g, first_draw)
                _share_work(inputs, drivers, wte[d, t, p], d, t, p)
    return wte


def _one(inputs: NeedInputs, drivers: Drivers, d: int, t: int, p: int, g: int, first_draw: int) -> float:
    total = 0.0
    for one in inputs.standards:
        if one.group != inputs.groups[g]:
            continue
        pathway = next(pathway for pathway in inputs.pathways if pathway.code == one.pathway)
        sample = (first_draw + d) % len(pathway.index)
        units = pathway.base[p] * pathway.index[sample, min(t, pathway.index.shape[1] - 1), p]
        hours = units * (one.hours[p] if len(one.hours) > 1 else one.hours[0])
        if t > 0:
            at = (d, t - 1, p, g, 0, 0)
            for name in (f"activity.{pathway.code}", "activity", f"standard.{pathway.code}", "standard"):
                if name in drivers.times:
                    hours *= looked_up(drivers.times[name], *at)
            if "released" in drivers.plus:
                hours *= 1 - looked_up(drivers.plus["released"], *at)
            if "productivity" in drivers.times:
                hours /= looked_up(drivers.times["productivity"], *at)
        total += hours / inputs.present[g]
    return total


def _share_work(inputs: NeedInputs, drivers: Drivers, wte: np.ndarray, d: int, t: int, p: int) -> None:
    for role in inputs.roles:
        name = f"shifted.{role.code}"
        if t == 0 or name not in drivers.plus:
            continue
        giver = inputs.groups.index(role.from_group)
        moved = wte[giver] * looked_up(drivers.plus[name], d, t - 1, p, giver, 0, 0)
        wte[giver] -= moved
        if role.to_group in inputs.groups:
            ratio = role.ratio
            if f"substitution.{role.code}" in drivers.times:
                ratio *= looked_up(drivers.times[f"substitution.{role.code}"], d, t - 1, p, giver, 0, 0)
            wte[inputs.groups.index(role.to_group)] += moved * ratio
