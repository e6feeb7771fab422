"""Primary care network workforce, record by record, in the publication's layout."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.identities import happens
from wholetime.dataset.engine.synthetic.people import People
from wholetime.dataset.engine.synthetic.practices import above
from wholetime.dataset.engine.synthetic.staff_lists import Lists
from wholetime.dataset.engine.synthetic.system import NETWORK, REGION, SYSTEM

FIRST_IDENTIFIER = 100_000
DIRECT = "network_direct"


def network_staff(rng: np.random.Generator, lists: Lists, people: People, day: date) -> pl.DataFrame:
    """One record for each person in post in a network, under an identifier that is drawn afresh each time."""
    rows = np.flatnonzero(people.filled & lists.margins.in_sector(NETWORK)[lists.posts.group])
    rows = rows[np.argsort(rng.random(len(rows)))]
    groups = lists.margins.groups
    direct = np.array([one.key == DIRECT for one in groups])[lists.posts.group[rows]]
    records = sum(one.share for one in groups if one.sector == NETWORK)
    share = lists.margins.raw["network_contracted"] * records / sum(one.share for one in groups if one.key == DIRECT)
    contracted = direct & happens(people.person[rows], 12, share)
    codes = lists.org.gather(rows)
    where = above(lists, codes)
    return pl.DataFrame(
        {
            "Data_source": np.where(contracted, "NWRS contracted services", "NWRS Staff"),
            "CENSUS_YEAR": [day.year] * len(rows),
            "CENSUS_MONTH": [day.month] * len(rows),
            "PCN_CODE": codes,
            "PCN_NAME": where["name"],
            "SUB_ICB_CODE": where["place"],
            "SUB_ICB_NAME": where["place_name"],
            "ICB_CODE": [SYSTEM] * len(rows),
            "ICB_NAME": where["system_name"],
            "COMM_REGION_CODE": [REGION] * len(rows),
            "COMM_REGION_NAME": where["region_name"],
            "STAFF_GROUP": pl.Series([one.label for one in groups]).gather(lists.posts.group[rows]),
            "STAFF_ROLE": lists.area.gather(rows),
            "DETAILED_STAFF_ROLE": lists.job_role.gather(rows),
            "FTE": lists.posts.fte[rows],
            "UNIQUE_IDENTIFIER": FIRST_IDENTIFIER + np.arange(len(rows)),
        }
    )
