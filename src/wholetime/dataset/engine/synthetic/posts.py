"""The funded posts of the system: where, which role, what share of full time, and from which month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.margins import Bools, Floats, Ints, Margins, Role
from wholetime.dataset.engine.synthetic.system import NETWORK, Employer, System

DEALT = ("general_practice", NETWORK)
"""Sectors whose groups are dealt out evenly: a practice by chance without a GP would be no practice."""


@dataclass(frozen=True, slots=True)
class Posts:
    """One element for each post, sorted by employer and team. ``opens`` is the month, counted from 0, in which the
    post is first funded; ``team`` is -1 outside trusts; ``employer``, ``role`` and ``place`` (among the system's
    ``sites``) are positions."""

    employer: Ints
    role: Ints
    group: Ints
    band: Ints
    team: Ints
    place: Ints
    fte: Floats
    opens: Ints

    def __len__(self) -> int:
        return len(self.role)

    def open_by(self, month: int) -> Bools:
        return self.opens <= month


def make_posts(rng: np.random.Generator, margins: Margins, system: System, people: int, months: int) -> Posts:
    """Posts enough that ``people`` hold one in the last month, at the usual vacancy rates."""
    role = _roles(rng, margins, people)
    group = np.array([one.group for one in margins.roles])[role]
    employer = _employers(rng, margins, system, role)
    area = _areas(margins)[role]
    order = np.lexsort((rng.random(len(role)), area, employer))
    role, group, employer, area = role[order], group[order], employer[order], area[order]
    team = _teams(employer, area, margins.raw["people_in_one"]["team"], _in_trusts(system)[employer])
    return Posts(
        employer=employer,
        role=role,
        group=group,
        band=rng.integers(0, np.array([len(one.bands) for one in margins.roles])[role]),
        team=team,
        place=_sites(rng, system, employer, team, _in_networks(margins)[role]),
        fte=_ftes(rng, margins, group),
        opens=_opens(rng, len(role), margins.raw["annual_growth"], months),
    )


def _roles(rng: np.random.Generator, margins: Margins, people: int) -> Ints:
    """As many posts of each role as its weight, rounded at random so that small systems keep the proportions."""
    totals: dict[int, float] = {}
    for one in margins.roles:
        totals[one.group] = totals.get(one.group, 0.0) + one.weight
    wanted = np.array([_wanted(margins, one, totals[one.group]) for one in margins.roles]) * people
    counts = np.floor(wanted + rng.random(len(wanted))).astype(int)
    return np.repeat(np.arange(len(counts)), counts)


def _wanted(margins: Margins, role: Role, total: float) -> float:
    group = margins.groups[role.group]
    return group.share * role.weight / total / (1 - group.vacancy)


def _employers(rng: np.random.Generator, margins: Margins, system: System, role: Ints) -> Ints:
    employer = np.empty(len(role), dtype=np.int64)
    group = np.array([one.group for one in margins.roles])[role]
    for at, one in enumerate(margins.roles):
        if margins.groups[one.group].sector not in DEALT:
            here = np.flatnonzero(role == at)
            shares = _shares(margins, system, one)
            employer[here] = rng.choice(len(shares), size=len(here), p=shares)
    for number, one in {one.group: one for one in margins.roles}.items():
        if margins.groups[number].sector in DEALT:
            here = np.flatnonzero(group == number)
            employer[here] = dealt(rng, _shares(margins, system, one), len(here))
    return employer


def dealt(rng: np.random.Generator, shares: Floats, count: int) -> Ints:
    """``count`` employers, each as often as its share says, give or take one, in random order."""
    points = (rng.random() + np.arange(count)) / max(count, 1)
    return rng.permutation(np.minimum(np.searchsorted(np.cumsum(shares), points, side="right"), len(shares) - 1))


def _shares(margins: Margins, system: System, role: Role) -> Floats:
    sizes = np.array([_affinity(margins, role, candidate) for candidate in system.employers])
    return sizes / sizes.sum()


def _affinity(margins: Margins, role: Role, employer: Employer) -> float:
    """The weight of an employer for a role: nothing in another sector, or in a trust without that area of work."""
    if margins.groups[role.group].sector != employer.sector:
        return 0.0
    if employer.sector != "nhs_trust":
        return employer.size
    kinds = margins.raw["trust_kinds"]
    homes = [kind for kind, one in kinds.items() if role.area in one["areas"]]
    if homes:
        return employer.size if employer.kind in homes else 0.0
    return employer.size * float(kinds[employer.kind]["share"])


def _areas(margins: Margins) -> Ints:
    names = sorted({one.area for one in margins.roles})
    return np.array([names.index(one.area) for one in margins.roles])


def _in_trusts(system: System) -> Bools:
    return np.array([one.sector == "nhs_trust" for one in system.employers])


def _teams(employer: Ints, area: Ints, size: int, in_trust: Bools) -> Ints:
    """Team numbers within each employer from 1: consecutive posts of one area, ``size`` to a team."""
    new_employer = np.concatenate([[True], employer[1:] != employer[:-1]])
    new_block = new_employer | np.concatenate([[True], area[1:] != area[:-1]])
    position = np.arange(len(employer)) - _last_start(new_block)
    running = np.cumsum(new_block | (position % size == 0))
    team = running - running[_last_start(new_employer)] + 1
    return np.where(in_trust, team, -1)


def _last_start(starts: Bools) -> Ints:
    return np.maximum.accumulate(np.where(starts, np.arange(len(starts)), 0))


def _in_networks(margins: Margins) -> Bools:
    """Which roles belong to an area of work of the community trust: its teams work in neighbourhoods."""
    return np.array([one.area in margins.raw["trust_kinds"]["community"]["areas"] for one in margins.roles])


def _sites(rng: np.random.Generator, system: System, employer: Ints, team: Ints, in_network: Bools) -> Ints:
    """A team of a trust works in one place, or in one network's neighbourhood; others where their organisation is."""
    places, networks = len(system.places), len(system.networks)
    chosen = np.stack([rng.integers(0, places, 100_003), places + rng.integers(0, networks, 100_003)])
    of_team = chosen[in_network.astype(int), (employer * 7919 + team) % 100_003]
    home = dict(system.networks) | {place: place for place in system.places}
    of_employer = [system.places.index(home.get(one.parent, system.places[0])) for one in system.employers]
    return np.where(team >= 0, of_team, np.array(of_employer)[employer])


def _ftes(rng: np.random.Generator, margins: Margins, group: Ints) -> Floats:
    """Full time, or one of the usual fractions, so that the mean of each group is its margin."""
    usual = margins.fractions.mean(axis=1)
    full_time = ((margins.of_groups("fte") - usual) / (1 - usual))[group]
    part = margins.fractions[group, rng.integers(0, margins.fractions.shape[1], len(group))]
    return np.where(rng.random(len(group)) < full_time, 1.0, part)


def _opens(rng: np.random.Generator, count: int, annual_growth: float, months: int) -> Ints:
    """Month 0 for most; the rest, as many as the growth asks for, spread over the months."""
    new = 1 - (1 + annual_growth) ** (-(months - 1) / 12)
    later = rng.integers(1, max(months, 2), count)
    return np.where(rng.random(count) < new, later, 0)


def team_codes(system: System, posts: Posts) -> pl.Series:
    """The code of each post's team; null outside trusts."""
    codes = pl.Series([one.code for one in system.employers]).gather(posts.employer)
    frame = pl.DataFrame({"org": codes, "team": posts.team})
    number = pl.col("team").cast(pl.String).str.zfill(3)
    return frame.select(pl.when(pl.col("team") > 0).then(pl.col("org") + "T" + number).alias("team"))["team"]


def teams(system: System, posts: Posts, margins: Margins) -> pl.DataFrame:
    """The teams of the trusts: code, name and parent, for the organisation tree."""
    frame = pl.DataFrame(
        {
            "code": team_codes(system, posts),
            "parent": pl.Series([one.code for one in system.employers]).gather(posts.employer),
            "area": pl.Series([one.area for one in margins.roles]).gather(posts.role),
            "number": posts.team,
        }
    )
    named = frame.drop_nulls("code").unique("code", maintain_order=True)
    return named.with_columns(name=pl.format("{} team {} (synthetic)", "area", "number"))
