"""The need that follows from today's: what is needed now, growing as the people do whom it is for."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.demand.inputs import NeedInputs, Pathway, implied
from wholetime.forecast.engine.uncertain import Floats

PAID = 37.5 * 365 / 7
"""Paid hours of a WTE in a year. The hours cancel out where need is implied by WTE; they only have to be the same."""


def as_today(
    places: tuple[str, ...],
    groups: tuple[str, ...],
    first_year: int,
    needed: Floats,
    people: Floats,
    index: Floats,
    *,
    established: bool,
) -> NeedInputs:
    """Inputs whose need at the count is ``needed`` [place, group] WTE, and follows ``index`` [sample, point, place].

    ``people`` [place]: those the work is for (need-weighted patients, say). ``established``: ``needed`` is the funded
    establishment, filled or not; otherwise it is WTE in post, what is short today stays out of sight, and the inputs
    say so. Raises ValueError where arrays do not fit.
    """
    if needed.shape != (len(places), len(groups)):
        raise ValueError(f"needed WTE has the shape {needed.shape}, not {len(places)} places and {len(groups)} groups")
    pathway = Pathway("population", "People, weighted by need", "people", people, index)
    return NeedInputs(
        places=places,
        groups=groups,
        first_year=first_year,
        pathways=(pathway,),
        standards=tuple(implied(pathway, places, group, needed[:, n], PAID) for n, group in enumerate(groups)),
        present=np.full(len(groups), PAID),
        assumed=(ESTABLISHED if established else IN_POST, "Each person will need as much staff time as today."),
    )


ESTABLISHED = "Today's need is the funded establishment, filled or not."
IN_POST = "Today's need is the WTE in post: a shortage that exists already is not counted."
