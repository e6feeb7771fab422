"""What would close the gap of a run: its own question and history, and the cheapest plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.closer import Closed, Wish, closer
from wholetime.forecast.engine.gap.outcome import axes_of, expected_gap
from wholetime.forecast.engine.run.estimate import estimate
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.needed import need_inputs
from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.run.reading import counted
from wholetime.forecast.engine.scenario.applying import applied
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Scenario, nothing_changes
from wholetime.forecast.engine.supply.inputs import Inputs


@dataclass(frozen=True, eq=False)
class Ground:
    """What a question and its history make of supply and need."""

    supply: Inputs
    wanted: NeedInputs
    register: Register | None
    scenario: Scenario

    def drivers(self, years: int) -> Drivers:
        """The scenario at the centre of every assumption, over ``years``. Changes that begin later are left out."""
        if self.register is None:
            return Drivers()
        last = self.supply.first_year + years
        begun = tuple(change for change in self.scenario.changes if change.from_year <= last)
        return applied(
            self.register, replace(self.scenario, changes=begun), axes_of(self.supply, years), uncertain=False
        )


def ground_of(question: Question, history: History) -> Ground:
    """Raises QuestionRefused where the question has no stock and flow, or it is not known whom the staff is for."""
    if question.method != "stock_and_flow":
        raise QuestionRefused("only a forecast of people who join and leave can be asked what would close its gap")
    staff = counted(question, history)
    wanted = need_inputs(question, history, staff)
    if wanted is None:
        raise QuestionRefused("it is not held whom the staff is for, so there is no need to set supply against")
    register = Register.from_json(question.register) if question.register else None
    scenario = Scenario.from_json(question.scenario) if question.scenario else nothing_changes()
    return Ground(estimate(question, staff).inputs, wanted, register, scenario)


def closed_gap(ground: Ground, wish: Wish) -> Closed | None:
    """The cheapest plan for the groups of ``wish`` that are short in some year asked for; None where none is."""
    years = wish.to - ground.supply.first_year
    drivers = ground.drivers(years)
    gap = expected_gap(ground.supply, ground.wanted, drivers, years).of(groups=wish.groups).wte[0].sum(axis=1)
    asked = gap[wish.by - wish.to - 1 :] + (np.array(wish.safety) if wish.safety else 0.0)
    short = np.flatnonzero((asked > 0).any(axis=0))
    if not len(short):
        return None
    safety = tuple(tuple(row[n] for n in short) for row in wish.safety)
    return closer(
        ground.supply, ground.wanted, replace(wish, groups=tuple(wish.groups[n] for n in short), safety=safety), drivers
    )
