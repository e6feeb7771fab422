"""One month of a workforce: some leave, some of them to another employer here, and vacancies are filled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.dataset.engine.synthetic.margins import Bools, Floats, Ints, Margins
from wholetime.dataset.engine.synthetic.people import YEAR, People, Registry, newcomers
from wholetime.dataset.engine.synthetic.posts import Posts

OLDEST = 75
"""Nobody works on in the synthetic system after the last age band."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month to pass: its position from 0, and its last day in days since 1970."""

    at: int
    today: int


@dataclass(frozen=True, slots=True)
class Left:
    """Those who left in a month: the posts they held, who they were, and whether they stay in the system."""

    rows: Ints
    people: People
    moved: Bools


def pass_month(
    rng: np.random.Generator, margins: Margins, posts: Posts, people: People, month: Month, registry: Registry
) -> Left:
    """Change ``people`` to the end of ``month`` and say who left."""
    hirable = _hirable(rng, margins, posts, people, month)
    rows = np.flatnonzero(people.filled & (rng.random(len(posts)) < _hazard(margins, posts, people, month)))
    leavers = people.take(rows)
    people.filled[rows] = False
    who, where = _moves(rng, margins, posts, rows, hirable)
    people.put(where, _moved(leavers.take(who), month, registry))
    _hire(rng, margins, posts, people, np.setdiff1d(hirable, where), month, registry)
    moved = np.zeros(len(rows), dtype=bool)
    moved[who] = True
    return Left(rows, leavers, moved)


def _hirable(rng: np.random.Generator, margins: Margins, posts: Posts, people: People, month: Month) -> Ints:
    """Vacant posts that find somebody: as many, on average, as leave, so that vacancy stays at its margin."""
    vacancy, leaving = margins.of_groups("vacancy"), margins.of_groups("leaving")
    steady = np.minimum(leaving * (1 - vacancy) / vacancy, 0.9)[posts.group]
    newly_funded = (posts.opens == month.at) & (month.at > 0)
    chance = np.where(newly_funded, (1 - vacancy)[posts.group], steady)
    open_now = posts.open_by(month.at) & ~people.filled
    return np.flatnonzero(open_now & (rng.random(len(posts)) < chance))


def _hazard(margins: Margins, posts: Posts, people: People, month: Month) -> Floats:
    """Each holder's chance of leaving: by age and years of service, scaled so that each group leaves at its margin."""
    shape = margins.raw["leaving"]
    band = people.band_of_age(margins.bands, month.today)
    service = np.clip((month.at - people.started) // 12, 0, len(shape["by_year_of_service"]) - 1)
    weight = np.array(shape["by_age"])[band] * np.array(shape["by_year_of_service"])[service]
    total = np.bincount(posts.group, weight * people.filled, minlength=len(margins.groups))
    held = np.bincount(posts.group, people.filled, minlength=len(margins.groups))
    scale = margins.of_groups("leaving") * held / np.maximum(total, 1e-9)
    too_old = (month.today - people.born) / YEAR >= OLDEST
    return np.where(too_old, 1.0, weight * scale[posts.group])


def _moves(rng: np.random.Generator, margins: Margins, posts: Posts, rows: Ints, hirable: Ints) -> tuple[Ints, Ints]:
    """Pairs of a leaver (position in ``rows``) and a vacancy of the same group in another trust."""
    share = margins.raw["leaving"]["to_another_employer_in_the_system"]
    willing = np.flatnonzero(margins.in_sector("nhs_trust")[posts.group[rows]] & (rng.random(len(rows)) < share))
    pairs = [_paired(rng, posts, rows, willing, hirable, group) for group in np.unique(posts.group[rows[willing]])]
    who = np.concatenate([np.empty(0, dtype=np.int64), *(pair[0] for pair in pairs)])
    where = np.concatenate([np.empty(0, dtype=np.int64), *(pair[1] for pair in pairs)])
    return who, where


def _paired(
    rng: np.random.Generator, posts: Posts, rows: Ints, willing: Ints, hirable: Ints, group: int
) -> tuple[Ints, Ints]:
    leavers = willing[posts.group[rows[willing]] == group]
    vacancies = rng.permutation(hirable[posts.group[hirable] == group])
    count = min(len(leavers), len(vacancies))
    leavers, vacancies = leavers[:count], vacancies[:count]
    elsewhere = posts.employer[rows[leavers]] != posts.employer[vacancies]
    return leavers[elsewhere], vacancies[elsewhere]


def _moved(people: People, month: Month, registry: Registry) -> People:
    people.employee = registry.new_employees(len(people.person))
    people.started = np.full(len(people.person), month.at)
    return people


def _hire(
    rng: np.random.Generator,
    margins: Margins,
    posts: Posts,
    people: People,
    rows: Ints,
    month: Month,
    registry: Registry,
) -> None:
    group = posts.group[rows]
    ages = _ages_wanted(margins, posts, people, month)
    people.put(rows, newcomers(rng, margins, group, ages, month.at, month.today, registry))


def _ages_wanted(margins: Margins, posts: Posts, people: People, month: Month) -> Floats:
    """Cumulative shares of the age bands that a group lacks: joiners keep its ages at the margin as others grow old."""
    groups, bands = margins.ages.shape
    cell = posts.group * bands + people.band_of_age(margins.bands, month.today)
    held = np.bincount(cell, people.filled, minlength=groups * bands).reshape(groups, bands)
    wanted = np.diff(margins.ages, prepend=0.0, axis=1) * held.sum(axis=1, keepdims=True) * 1.01
    lacking = np.maximum(wanted - held, 0) + 1e-6 * wanted + 1e-12
    return np.cumsum(lacking / lacking.sum(axis=1, keepdims=True), axis=1)
