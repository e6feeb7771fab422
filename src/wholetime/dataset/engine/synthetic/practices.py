"""The practices of the system and the patients registered with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.margins import Floats, Ints
from wholetime.dataset.engine.synthetic.staff_lists import Lists

SEXES = ("female", "male")
FINAL = "Final PMC WP"


@dataclass(frozen=True, slots=True)
class Practices:
    """``employer`` are the practices' positions among the employers. ``patients`` has a row for each practice, and
    a column for each sex and, within it, age band of the margins: registered in the month of ``first``.
    ``need`` has the weight of each practice's patients by the name of the weighted population."""

    employer: Ints
    patients: Floats
    need: dict[str, Floats]
    growth: float
    first: date

    def registered(self, day: date) -> Ints:
        """Patients on a day, shaped as ``patients``."""
        years = (day.year - self.first.year) + (day.month - self.first.month) / 12
        return np.rint(self.patients * (1 + self.growth) ** years).astype(np.int64)

    def weighted(self, day: date) -> dict[str, Floats]:
        """Each weighted population by practice: like England's, it adds up to all who are registered."""
        people = self.registered(day).sum(axis=1)
        return {name: people * need * people.sum() / (people * need).sum() for name, need in self.need.items()}


def make_practices(rng: np.random.Generator, lists: Lists) -> Practices:
    """Patients in proportion to the WTE usually in post, unevenly so; sexes and ages as England's, unevenly so."""
    known = lists.margins.raw["patients"]
    employers = lists.system.employers
    here = np.array([at for at, one in enumerate(employers) if one.sector == "general_practice"])
    shares = np.concatenate([known["shares"][sex] for sex in SEXES])
    even = 1 / known["unevenness"] ** 2
    cells = shares * rng.gamma(even, 1 / even, (len(here), len(shares)))
    registered = _registered(rng, lists, here)
    patients = cells / cells.sum(axis=1, keepdims=True) * registered[:, None]
    return Practices(here, patients, _need(rng, lists, len(here)), known["growth"], lists.first)


def _registered(rng: np.random.Generator, lists: Lists, here: Ints) -> Floats:
    known, posts = lists.margins.raw["patients"], lists.posts
    usual = posts.fte * (1 - lists.margins.of_groups("vacancy"))[posts.group]
    wte = np.bincount(posts.employer, usual, minlength=len(lists.system.employers))[here]
    registered = np.maximum(wte, 1) * rng.lognormal(0, known["spread"], len(here))
    scaled: Floats = registered * known["per_wte"] * wte.sum() / registered.sum()
    return scaled


def _need(rng: np.random.Generator, lists: Lists, count: int) -> dict[str, Floats]:
    """Log-normal weights, each correlated as published with that for primary care, which comes first."""
    margins = lists.margins.raw["need"]
    primary = rng.standard_normal(count)
    found = {}
    for name, (spread, with_primary) in margins.items():
        own = rng.standard_normal(count)
        found[name] = np.exp(spread * (with_primary * primary + np.sqrt(1 - with_primary**2) * own))
    return found


def above(lists: Lists, codes: pl.Series) -> pl.DataFrame:
    """For each organisation or network code its network, place, system and region with their names: columns
    ``name``, ``network``, ``network_name``, ``place``, ``place_name``, ``system_name``, ``region_name``."""
    system, names = lists.system, lists.system.names()
    parent = {one.code: one.parent for one in system.employers}
    network_of = {code: code for code, _ in system.networks} | {
        one.code: one.parent for one in system.employers if one.sector == "general_practice"
    }
    network = codes.replace_strict(network_of, return_dtype=pl.String)
    place = network.replace_strict(parent, return_dtype=pl.String)
    return pl.DataFrame(
        {
            "name": codes.replace_strict(names, return_dtype=pl.String),
            "network": network,
            "network_name": network.replace_strict(names, return_dtype=pl.String),
            "place": place,
            "place_name": place.replace_strict(names, return_dtype=pl.String),
        }
    ).with_columns(system_name=pl.lit(names["SYNS"]), region_name=pl.lit(names["SYNR"]))
