"""When each file is written that a publisher would make of the system: returns, networks, populations, demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.dates import days
from wholetime.dataset.engine.synthetic.demand import demand
from wholetime.dataset.engine.synthetic.faults import Faults
from wholetime.dataset.engine.synthetic.files import month_name
from wholetime.dataset.engine.synthetic.network_returns import network_staff
from wholetime.dataset.engine.synthetic.people import People
from wholetime.dataset.engine.synthetic.populations import financial_year, mid_year, practice_need, residents
from wholetime.dataset.engine.synthetic.practice_columns import detailed
from wholetime.dataset.engine.synthetic.practice_returns import by_role, individual, left_out, records
from wholetime.dataset.engine.synthetic.practices import Practices, make_practices
from wholetime.dataset.engine.synthetic.staff_lists import Lists

type Publication = tuple[str, str, pl.DataFrame]
"""The adapter that reads it, what its name says beside that, and its rows."""


@dataclass(slots=True)
class Publications:
    """Draws from a generator of its own: what is published changes nothing in who works where."""

    lists: Lists
    faults: Faults
    rng: np.random.Generator
    practices: Practices = field(init=False)
    demanded: list[pl.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.practices = make_practices(self.rng, self.lists)

    def month(self, at: int, day: date, people: People, *, last: bool) -> Iterator[Publication]:
        """The files of a month: most at the end of a quarter, and all of them at the very end."""
        self.demanded.append(demand(self.rng, self.lists, people, day))
        if day.month % 3 == 0 or last:
            yield from self._quarter(at, day, people, last=last)
        if day.month == 3 or last:
            yield "practice_need", financial_year(day), practice_need(self.lists, self.practices, day)
        if last:
            yield "population_sub_icb", mid_year(day), residents(self.lists, self.practices, day)
            yield "counts", month_name(day), pl.concat(self.demanded)

    def _quarter(self, at: int, day: date, people: People, *, last: bool) -> Iterator[Publication]:
        lost = left_out(self.lists, self.practices, self.faults, at)
        staff, when = records(self.lists, lost, people, days(day)), month_name(day)
        yield "gp_return_practice_detailed", when, detailed(self.lists, self.practices, staff, lost, day)
        if last:
            yield "gp_return_practice_high", when, by_role(self.lists, self.practices, staff, lost, day)
        yield "gp_return_individual", when, individual(self.rng, self.lists, staff, day)
        yield "pcn_individual", when, network_staff(self.rng, self.lists, people, day)
