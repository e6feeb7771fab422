"""Joiners by route: what was counted as joining, shared among the routes that reference data names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply.cells import Cells, Floats
from wholetime.forecast.engine.supply.routes import Kind, Programme, Recruits, Route
from wholetime.forecast.engine.supply.spread import Spread

OTHER = "other"
"""The route of those whom no other takes."""


def routes(joiners: Floats, cells: Cells, first_year: int, ages: Floats, spread: Spread) -> tuple[Route, ...]:
    """Routes that together bring ``joiners`` [place, group] a year, as sure as ``spread``; recruits stand as ``ages``.

    Programmes start with as many as make up their share of the joiners when they qualify and join at the usual rates.
    """
    data, left = reference("supply"), np.ones(len(cells.groups))
    found: list[Route] = []
    for entry in data["programmes"]:
        share = _share(entry, cells)
        if share.any():
            found.append(_programme(entry, joiners * share, cells, first_year))
            left -= share
    for entry in data["routes"]:
        share = np.minimum(_share(entry, cells), left)
        left -= share
        found.append(Recruits(entry["code"], Kind(entry["kind"]), (joiners * share)[None], ages, spread))
    found.append(Recruits(OTHER, Kind.OTHER_RECRUIT, (joiners * left)[None], ages, spread))
    return tuple(found)


def said(cells: Cells) -> Iterator[str]:
    """What sharing joiners among routes took for granted."""
    data = reference("supply")
    codes = [one["code"] for one in data["programmes"] if _share(one, cells).any()]
    named = {one["code"]: f"{one['share']:.0%}" for one in (*data["routes"], *data["programmes"])}
    listed = ", ".join(f"{code} {named[code]}" for code in (*(one["code"] for one in data["routes"]), *codes))
    yield f"By which route people joined is not counted; of each group's joiners were taken: {listed}, the rest other."
    if codes:
        yield "Starts of training programmes are not held; they were taken to be as many as make up those joiners."


def recruits_ages(cells: Cells, stock: Floats) -> Floats:
    """Where recruits stand [age, sex]: as people in post of the ages between which people are recruited."""
    limits = reference("supply")["recruits"]
    return _standing(cells, stock, limits["youngest"], limits["oldest"])


def _standing(cells: Cells, stock: Floats, youngest: int, oldest: int) -> Floats:
    """[age, sex] of all people in post between two ages; evenly, where nobody is."""
    heads = stock.sum(axis=(0, 1))
    if cells.ages is not None:
        within = np.array([youngest <= age <= oldest for age in cells.ages])
        heads = heads * (within if within.any() else np.ones(len(within)))[:, None]
        if not heads.any():
            heads = np.broadcast_to(within[:, None].astype(float), heads.shape)
    return heads / heads.sum() if heads.sum() else np.full(heads.shape, 1 / heads.size)


def _programme(entry: dict[str, Any], joiners: Floats, cells: Cells, first_year: int) -> Programme:
    joining = np.full(joiners.shape, float(entry["joining"]))
    even = np.ones(cells.shape)
    return Programme(
        entry["code"],
        Kind(entry["kind"]),
        first_year - entry["length"] - entry["delay"],
        (joiners / joining / (entry["on_time"] + entry["late"]))[None],
        entry["length"],
        entry["on_time"],
        entry["late"],
        joining,
        _standing(cells, even, entry["youngest"], entry["oldest"]),
        Spread.alike(cells, group=reference("supply")["spread"]["on_time"]["value"]),
        entry["delay"],
    )


def _share(entry: dict[str, Any], cells: Cells) -> Floats:
    named = entry.get("groups")
    return np.array([entry["share"] if named is None or group in named else 0.0 for group in cells.groups])
