"""Populations in the publications' layouts: practices' with their need weights, and places' residents by age."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.margins import Ints
from wholetime.dataset.engine.synthetic.practices import SEXES, Practices, above
from wholetime.dataset.engine.synthetic.staff_lists import Lists
from wholetime.dataset.engine.synthetic.system import REGION, SYSTEM

OLDEST = 90


def practice_need(lists: Lists, practices: Practices, day: date) -> pl.DataFrame:
    """Registered and weighted patients of each practice, in the columns of the allocations' practice file."""
    codes = pl.Series([lists.system.employers[at].code for at in practices.employer])
    where = above(lists, codes)
    weighted = {name: np.round(people, 6) for name, people in practices.weighted(day).items()}
    order = ("G&A WP", "CS WP", "MH WP", "Mat WP", "Health Ineq WP", "Prescr WP", "Final WP",
             "Primary Medical Care WP", "Final PMC WP")  # fmt: skip
    return pl.DataFrame(
        {
            "Practice_Code": codes,
            "GP_Practice_Name": where["name"],
            "PCN_Code": where["network"],
            "PCN_Name": where["network_name"],
            "LOC": where["place"],
            "LOCname": where["place_name"],
            "ICB": [SYSTEM] * len(codes),
            "ICBname": where["system_name"],
            "Rcode": [REGION] * len(codes),
            "Region": where["region_name"],
            "Population": practices.registered(day).sum(axis=1),
            **{name: weighted[name] for name in order},
        }
    )


def residents(lists: Lists, practices: Practices, day: date) -> pl.DataFrame:
    """Residents of each place by sex and single year of age: its practices' patients, less those counted twice."""
    codes = pl.Series([lists.system.employers[at].code for at in practices.employer])
    place = above(lists, codes)["place"]
    known = lists.margins.raw["patients"]
    here = pl.Series(lists.system.places)
    at = place.replace_strict({code: number for number, code in enumerate(here)}, return_dtype=pl.Int64).to_numpy()
    cells = np.zeros((len(here), practices.patients.shape[1]))
    np.add.at(cells, at, practices.registered(day) * known["residents_each"])
    names = lists.system.names()
    labelled = [f"{names[code]} - {code}" for code in here]
    ages = _single_years(cells, known["ages"])
    columns = {f"{sex}{age}": ages[:, which, age] for which, sex in enumerate("FM") for age in range(OLDEST + 1)}
    top = {"SICBL 2023 Code": here, "SICBL 2023 Name": labelled, "ICB 2023 Code": [SYSTEM] * len(here)}
    return pl.DataFrame(top | {"Total": ages.sum(axis=(1, 2)), **columns})


def _single_years(cells: np.ndarray, bands: list[list[int]]) -> Ints:
    """Residents by place, sex and age in whole people: each band spread evenly over its years, 90 and over together."""
    years = np.zeros((len(cells), len(SEXES), OLDEST + 1))
    for at, (low, high) in enumerate(bands):
        for age in range(low, high + 1):
            years[:, :, min(age, OLDEST)] += cells[:, [at, at + len(bands)]] / (high - low + 1)
    return np.rint(years).astype(np.int64)


def financial_year(day: date) -> str:
    """The year's name as the allocations' file has it, such as 2025_26."""
    starts = day.year if day.month > 3 else day.year - 1
    return f"{starts}_{(starts + 1) % 100:02d}"


def mid_year(day: date) -> str:
    """The name of the latest middle of a year, such as mid2025."""
    return f"mid{day.year if day.month >= 6 else day.year - 1}"
