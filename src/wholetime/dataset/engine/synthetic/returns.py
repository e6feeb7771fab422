"""Leavers, establishment, five-minute returns and the staff survey, in wholetime's own column names."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.identities import identities
from wholetime.dataset.engine.synthetic.margins import Bools, Ints
from wholetime.dataset.engine.synthetic.months import Left
from wholetime.dataset.engine.synthetic.people import YEAR, People
from wholetime.dataset.engine.synthetic.staff_lists import Lists

LATE = 55
"""Age in years from which leavers retire, and which the five-minute return asks about."""

TYPES = {"general_practice": "Practice", "social_care": "Care home", "voluntary": "Charity"}


def leavers(rng: np.random.Generator, lists: Lists, left: Left, day: date, today: int) -> pl.DataFrame:
    """The month's leavers from trusts, each with a reason and a destination."""
    here = lists.margins.in_sector("nhs_trust")[lists.posts.group[left.rows]]
    rows, held, moved = left.rows[here], left.people.take(np.flatnonzero(here)), left.moved[here]
    late = ((today - held.born) / YEAR >= LATE) & ~moved
    reason = np.where(late, _drawn(rng, lists, "late", len(rows)), _drawn(rng, lists, "early", len(rows)))
    reason = np.where(moved, "Voluntary Resignation - Promotion", reason)
    known = identities(lists.margins, held).select("employee_number", "national_insurance")
    return known.with_columns(
        month=pl.lit(day),
        org=lists.org.gather(rows),
        occupation_code=lists.code.gather(rows),
        reason=pl.Series(reason.astype(str)),
        destination=pl.Series(np.where(moved, "NHS Organisation", _destinations(rng, lists, reason)).astype(str)),
        fte=pl.Series(lists.posts.fte[rows]),
        person=pl.Series(held.person),
    )


def _drawn(rng: np.random.Generator, lists: Lists, when: str, count: int) -> np.ndarray:
    return _weighted(rng, lists.margins.raw["leaver_reasons"][when], count)


def _destinations(rng: np.random.Generator, lists: Lists, reason: np.ndarray) -> np.ndarray:
    drawn = _weighted(rng, lists.margins.raw["destinations"], len(reason))
    ended = np.isin(reason, ["Death in Service", "Retirement Age", "Retirement - Ill Health"])
    return np.where(ended, "No Employment", drawn)


def _weighted(rng: np.random.Generator, weights: dict[str, float], count: int) -> np.ndarray:
    shares = np.array(list(weights.values()), dtype=float)
    return rng.choice(np.array(list(weights)), size=count, p=shares / shares.sum())


def establishment(lists: Lists, open_now: Bools, day: date) -> pl.DataFrame:
    """Funded WTE of the trusts by team and staff group."""
    trusts = np.flatnonzero(open_now & lists.margins.in_sector("nhs_trust")[lists.posts.group])
    frame = pl.DataFrame(
        {
            "org": lists.org.gather(trusts),
            "team": lists.team.gather(trusts),
            "staff_group": _labels(lists, trusts),
            "wte": lists.posts.fte[trusts],
        }
    )
    totals = frame.group_by("org", "team", "staff_group", maintain_order=True).agg(pl.col("wte").sum().round(2))
    return totals.rename({"wte": "establishment_wte"}).with_columns(month=pl.lit(day))


def _labels(lists: Lists, rows: Ints) -> pl.Series:
    return pl.Series([group.label for group in lists.margins.groups]).gather(lists.posts.group[rows])


@dataclass(slots=True)
class Tally:
    """Leavers of the last twelve months by employer and group: what a five-minute return asks for."""

    lists: Lists
    months: deque[np.ndarray] = field(default_factory=lambda: deque(maxlen=12))

    def cells(self, rows: Ints) -> Ints:
        return self.lists.posts.employer[rows] * len(self.lists.margins.groups) + self.lists.posts.group[rows]

    def add(self, left: Left) -> None:
        self.months.append(self.count(left.rows))

    def count(self, rows: Ints, weights: np.ndarray | None = None) -> np.ndarray:
        size = len(self.lists.system.employers) * len(self.lists.margins.groups)
        return np.bincount(self.cells(rows), weights, minlength=size)


def five_minute(lists: Lists, tally: Tally, people: People, open_now: Bools, day: date, today: int) -> pl.DataFrame:
    """A row for each role group of every practice and charity, and of the care homes that use the form."""
    fte, groups, employers = lists.posts.fte, lists.margins.groups, lists.system.employers
    held, vacant = np.flatnonzero(people.filled), np.flatnonzero(open_now & ~people.filled)
    old = held[(today - people.born[held]) / YEAR >= LATE]
    cell = np.flatnonzero(tally.count(np.flatnonzero(open_now)))
    employer, group = cell // len(groups), cell % len(groups)
    frame = pl.DataFrame(
        {
            "month": [day] * len(cell),
            "org": pl.Series([one.code for one in employers]).gather(employer),
            "sector": pl.Series([TYPES.get(one.sector, "") for one in employers]).gather(employer),
            "role_group": pl.Series([one.label for one in groups]).gather(group),
            "headcount": tally.count(held)[cell].astype(int),
            "wte": np.round(tally.count(held, fte[held])[cell], 2),
            "vacancies_wte": np.round(tally.count(vacant, fte[vacant])[cell], 2),
            "leavers_12m": sum(tally.months, np.zeros(1, dtype=int))[cell] if tally.months else 0,
            "headcount_55_over": tally.count(old)[cell].astype(int),
            "by_form": pl.Series([one.by_form for one in employers]).gather(employer),
        }
    )
    return _with_volunteers(lists, frame.filter("by_form").drop("by_form"))


def _with_volunteers(lists: Lists, frame: pl.DataFrame) -> pl.DataFrame:
    sectors = {TYPES[sector]: share for sector, share in lists.margins.raw["volunteers_per_employee"].items()}
    each = pl.col("sector").replace_strict(sectors, return_dtype=pl.Float64)
    totals = frame.group_by("month", "org", "sector", maintain_order=True).agg(pl.col("headcount").sum())
    helpers = totals.with_columns(headcount=(pl.col("headcount") * each).round(0).cast(pl.Int64))
    rows = helpers.filter(pl.col("headcount") > 0).with_columns(role_group=pl.lit("Volunteers"))
    return pl.concat([frame, rows], how="diagonal").sort("org", maintain_order=True)


def survey(rng: np.random.Generator, lists: Lists, people: People, year: int) -> pl.DataFrame:
    """Scores of 0 to 10 by trust, staff group and question, with the number of answers."""
    asked = lists.margins.raw["survey"]
    trusts = np.flatnonzero(people.filled & lists.margins.in_sector("nhs_trust")[lists.posts.group])
    frame = pl.DataFrame({"org": lists.org.gather(trusts), "group": _labels(lists, trusts)})
    cells = frame.group_by("org", "group", maintain_order=True).len("headcount")
    cells = pl.concat([cells, _overall(cells)], how="diagonal_relaxed").sort("org", maintain_order=True)
    answers = cells.with_columns(
        responses=pl.Series(rng.binomial(cells["headcount"].to_numpy(), asked["response_rate"]))
    )
    tables = [_answers(rng, lists, answers, name, mean) for name, mean in asked["questions"].items()]
    return pl.concat(tables).with_columns(year=pl.lit(year))


def _overall(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.group_by("org", maintain_order=True).agg(pl.col("headcount").sum()).with_columns(group=pl.lit("All"))


def _answers(rng: np.random.Generator, lists: Lists, cells: pl.DataFrame, question: str, mean: float) -> pl.DataFrame:
    spread = lists.margins.raw["survey"]["between_organisations"]
    orgs = cells["org"].unique(maintain_order=True)
    level = orgs.to_frame().with_columns(level=pl.Series(rng.normal(mean, spread, len(orgs))))
    noise = rng.normal(0, 0.15, len(cells))
    score = (cells.join(level, on="org", how="left", maintain_order="left")["level"] + noise).clip(0, 10).round(2)
    few = pl.col("responses") < 11
    shown = cells.with_columns(question=pl.lit(question), score=score.cast(pl.String))
    return shown.with_columns(score=pl.when(few).then(pl.lit("*")).otherwise("score"))
