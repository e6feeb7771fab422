"""The person-level files of a month, in wholetime's own column names."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.mapping.reference import code_list
from wholetime.dataset.engine.synthetic.dates import month_starts
from wholetime.dataset.engine.synthetic.identities import chance, identities
from wholetime.dataset.engine.synthetic.margins import Floats, Ints, Margins
from wholetime.dataset.engine.synthetic.people import People
from wholetime.dataset.engine.synthetic.posts import Posts, team_codes
from wholetime.dataset.engine.synthetic.system import System


class Lists:
    """What the posts say about their holders, kept as text once for all months."""

    def __init__(self, margins: Margins, system: System, posts: Posts, first: date) -> None:
        roles = margins.roles
        self.margins, self.system, self.posts, self.first = margins, system, posts, first
        self.org = pl.Series([one.code for one in system.employers]).gather(posts.employer)
        self.team = team_codes(system, posts)
        self.place = pl.Series(system.sites).gather(posts.place)
        self.job_role = pl.Series([one.title for one in roles]).gather(posts.role)
        self.code = pl.Series([one.code for one in roles]).gather(posts.role)
        self.area = pl.Series([one.area for one in roles]).gather(posts.role)
        self.registered = np.array([group.registered for group in margins.groups])[posts.group]
        self.band = _bands(margins, posts)

    def staff(self, rows: Ints, people: People, day: date) -> pl.DataFrame:
        """One row for each assignment of the holders of ``rows`` at the month end ``day``; ``person`` and ``group``
        come along for the faults and are not for the file."""
        held = people.take(rows)
        work = pl.DataFrame(
            {
                "org": self.org.gather(rows),
                "team": self.team.gather(rows),
                "place": self.place.gather(rows),
                "job_role": self.job_role.gather(rows),
                "occupation_code": self.code.gather(rows),
                "area_of_work": self.area.gather(rows),
                "band": self.band.gather(rows),
                "fte": self.posts.fte[rows],
                "person": held.person,
                "group": self.posts.group[rows],
                "bank": held.bank,
                "registered": self.registered[rows],
                "renews": 1 + (chance(held.person, 11) * 12).astype(int),
            }
        )
        about = self._about(held)
        return _assignments(pl.concat([work, about], how="horizontal").with_columns(month=pl.lit(day)), day)

    def _about(self, held: People) -> pl.DataFrame:
        labels = code_list("nhs_ethnic_category")
        letters = [f"{letter} {labels[letter]}" for letter in self.margins.ethnicity_names]
        columns = {
            "sex": pl.Series(held.female).replace_strict({True: "Female", False: "Male"}, return_dtype=pl.String),
            "ethnicity": pl.Series(letters).gather(held.ethnicity),
            "nationality": pl.Series(list(self.margins.nationality_names)).gather(held.nationality),
            "started": month_starts(self.first, held.started),
            "contract": pl.Series(held.fixed_term).replace_strict(
                {True: "fixed_term", False: "permanent"}, return_dtype=pl.String
            ),
        }
        return pl.concat([identities(self.margins, held), pl.DataFrame(columns)], how="horizontal")


def _assignments(people: pl.DataFrame, day: date) -> pl.DataFrame:
    """The first assignments, with a bank one after that of each person who has two."""
    renewal = pl.date(pl.lit(day.year) + (pl.col("renews") <= day.month).cast(pl.Int32), "renews", 1).dt.month_end()
    first = people.with_columns(
        assignment_number=pl.col("employee_number") + "-1", registered_until=pl.when("registered").then(renewal)
    )
    if not people["bank"].any():
        return first
    second = first.filter("bank").with_columns(
        assignment_number=pl.col("employee_number") + "-2", contract=pl.lit("bank"), fte=pl.lit(0.0)
    )
    return pl.concat([first, second])


def _bands(margins: Margins, posts: Posts) -> pl.Series:
    widest = max(len(one.bands) for one in margins.roles)
    names = [one.bands[at % len(one.bands)] for one in margins.roles for at in range(widest)]
    return pl.Series(names).gather(posts.role * widest + posts.band)


def absences(rng: np.random.Generator, lists: Lists, rows: Ints, people: People, day: date) -> pl.DataFrame:
    """Sickness of the month: one row for each person and reason, with the FTE days lost."""
    sick = lists.margins.raw["sickness"]
    lost = sick["percent_by_month"][day.month] / 100 * day.day * _relative(lists)[rows]
    long_days = rng.integers(14, day.day + 1, len(rows))
    short_days = np.minimum(rng.geometric(1 / sick["mean_short_days"], len(rows)), 13)
    share = sick["long_share_of_days"]
    long = rng.random(len(rows)) < lost * share / ((14 + day.day) / 2)
    short = rng.random(len(rows)) < lost * (1 - share) / _mean_cut(sick["mean_short_days"], 13)
    parts = [
        _spells(rng, lists, rows, people, day, *one)
        for one in ((long, long_days, "long"), (short, short_days, "short"))
    ]
    return pl.concat(parts)


def _spells(
    rng: np.random.Generator, lists: Lists, rows: Ints, people: People, day: date,
    off: np.ndarray, days_off: Ints, kind: str,
) -> pl.DataFrame:  # fmt: skip
    reasons = lists.margins.raw["sickness"]["reasons"][kind]
    weights = np.array(list(reasons.values()))
    ill, lost = rows[off], days_off[off] * lists.posts.fte[rows[off]]
    held = people.take(ill)
    known = identities(lists.margins, held).select("employee_number", "national_insurance")
    return known.with_columns(
        month=pl.lit(day),
        org=lists.org.gather(ill),
        occupation_code=lists.code.gather(ill),
        reason=pl.Series(rng.choice(list(reasons), len(ill), p=weights / weights.sum())),
        fte_days_lost=pl.Series(lost).round(2),
        person=pl.Series(held.person),
    )


def _relative(lists: Lists) -> Floats:
    """Each post's sickness against the mean of all trusts' posts, weighted by FTE."""
    weight = lists.margins.of_groups("sickness")[lists.posts.group]
    trusts = lists.margins.in_sector("nhs_trust")[lists.posts.group]
    mean = np.average(weight[trusts], weights=lists.posts.fte[trusts])
    return weight / mean


def _mean_cut(mean: float, most: int) -> float:
    """The mean of a geometric number of days cut at ``most``."""
    stay = 1 - 1 / mean
    return (1 - stay**most) * mean
