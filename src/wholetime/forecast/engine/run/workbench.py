"""Scenarios of one run set side by side: the same people, the same luck, other assumptions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from wholetime.forecast.engine.demand.need import need
from wholetime.forecast.engine.drivers import NEED, SUPPLY, Drivers
from wholetime.forecast.engine.gap.costing import Costed, costed
from wholetime.forecast.engine.gap.outcome import axes_of
from wholetime.forecast.engine.run.answer import FINE, Line, line_of
from wholetime.forecast.engine.run.closing import Ground
from wholetime.forecast.engine.run.question import QuestionRefused
from wholetime.forecast.engine.run.stock_and_flow import WTE, days, gap_of
from wholetime.forecast.engine.scenario.applying import applied
from wholetime.forecast.engine.scenario.assumption import Unfit
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Change, Scenario, nothing_changes
from wholetime.forecast.engine.supply import Luck, project
from wholetime.forecast.engine.supply.luck import changed
from wholetime.forecast.engine.uncertain import Floats, exactly

MOST_DRAWS = 1000
"""A run of more draws is tried in the first so many of them."""
KEPT = 8
"""Scenarios of a run whose lines are kept, some 10 kB each."""
WORKERS = 2
"""Threads that share out the draws: somebody waits."""


@dataclass(frozen=True)
class Beside:
    """One scenario's supply, need and gap over all groups, in WTE, and what it costs beside things as they are."""

    scenario: Scenario
    supply: Line
    need: Line
    gap: Line
    cost: Costed


@dataclass(frozen=True, eq=False)
class Bench:
    """What a run's question and history make of supply and need, to try scenarios on: in the run's own draws.

    What a scenario leaves as it was is drawn once. Some 20 MB for a thousand draws.
    """

    ground: Ground
    counted_on: date
    years: int
    seed: int
    draws: int

    def beside(self, scenario: Scenario) -> Beside:
        """In the same draws of chance. Raises QuestionRefused, in words, for a scenario that does not fit the run."""
        try:
            return self._tried(scenario)
        except Unfit as wrong:
            raise QuestionRefused(str(wrong)) from wrong

    @cached_property
    def base(self) -> Beside:
        """The forecast as things are."""
        return self._of(nothing_changes())

    @cached_property
    def _tried(self) -> Callable[[Scenario], Beside]:
        """A page and its files ask for the same."""
        return lru_cache(maxsize=KEPT)(self._of)

    def _of(self, scenario: Scenario) -> Beside:
        drivers = self._driven(scenario)
        moved = changed(self._luck.drivers, drivers)
        of_need = any(name.partition(".")[0] in NEED for name in moved)
        of_supply = any(name.partition(".")[0] in SUPPLY for name in moved)
        wanted = self._wanted(drivers) if of_need else self._needed
        drawn = self._projected(drivers) if of_supply else self._supplied
        at = days(self.counted_on, self.years + 1)
        return Beside(
            scenario,
            line_of("supply", "", WTE, at, drawn.sum(axis=2)),
            line_of("need", "", WTE, at, wanted.sum(axis=2)),
            line_of("gap", "", WTE, at, gap_of(wanted, drawn)[1], FINE),
            costed(self.ground.supply, self._register, scenario, self.years),
        )

    @property
    def _register(self) -> Register:
        return self.ground.register or Register("none", ())

    @cached_property
    def _luck(self) -> Luck:
        return Luck(self.ground.supply, self.years, self.seed, self._driven(nothing_changes()))

    @cached_property
    def _supplied(self) -> Floats:
        return self._projected(self._luck.drivers)

    @cached_property
    def _needed(self) -> Floats:
        return self._wanted(self._luck.drivers)

    def _driven(self, scenario: Scenario) -> Drivers:
        axes = axes_of(self.ground.supply, self.years)
        return applied(self._register, scenario, axes, seed=self.seed, draws=self.draws)

    def _projected(self, drivers: Drivers) -> Floats:
        """WTE [draw, point, group]."""
        found = project(
            self.ground.supply,
            years=self.years,
            draws=self.draws,
            seed=self.seed,
            drivers=drivers,
            workers=WORKERS,
            keep_flows=False,
            luck=self._luck,
        )
        return found.wte[:, :, 0, :]

    def _wanted(self, drivers: Drivers) -> Floats:
        """As ``_projected``, of need."""
        return need(self.ground.wanted, years=self.years, draws=self.draws, drivers=drivers).wte[:, :, 0, :]


@dataclass(frozen=True, slots=True)
class Pull:
    """A lever as it is offered: ``steps`` are what it becomes, times what it was or (``share``) of the work."""

    assumption: str
    title: str
    steps: tuple[float, ...]
    share: bool = False

    def text(self, step: float) -> str:
        """``10% fewer``, ``twice as many``, ``5% of the work``."""
        if self.share:
            return f"{step:.0%} of the work"
        if step == 0:
            return "none"
        return f"{abs(step - 1):.0%} {'more' if step > 1 else 'less'}"


PULLS = (
    Pull("leaving", "People who leave", (0.8, 0.9, 0.95, 1.05, 1.1, 1.2)),
    Pull("retiring", "People who retire each year", (0.8, 0.9, 1.1, 1.2)),
    Pull("training_places", "Training places", (0.75, 0.9, 1.1, 1.25, 1.5, 2.0)),
    Pull("training_attrition", "Students who do not finish", (0.75, 0.9, 1.1)),
    Pull("international", "Recruitment from abroad", (0.0, 0.25, 0.5, 0.75)),
    Pull("returners", "Returners", (0.5, 1.25, 1.5, 2.0)),
    Pull("participation", "Hours worked by each person", (0.97, 1.02, 1.05)),
    Pull("time_released", "Time released by technology", (0.02, 0.05, 0.1), share=True),
    Pull("nursing_associates", "Nursing work done by nursing associates", (0.03, 0.05, 0.1), share=True),
    Pull("advanced_practitioners", "Medical work done by advanced practitioners", (0.03, 0.05, 0.1), share=True),
)
"""Recruitment from abroad may fall and not rise: the register's limit, which is the ethical cap."""

TRIED = "tried in the workbench"
"""Why a lever is pulled, until somebody keeps it and says."""
PHASES = (1, 3, 5)
"""Years until all of a change holds."""


def pulled(pulls: Mapping[str, float], phased: int, first_year: int, register: Register | None) -> Scenario:
    """The scenario of levers that are pulled from the first year on; steps that are not offered are left out."""
    changes = [
        Change(
            pull.assumption,
            first_year + 1,
            to=exactly(pulls[pull.assumption]) if pull.share else None,
            times=None if pull.share else pulls[pull.assumption],
            phased=phased,
            reason=TRIED,
        )
        for pull in PULLS
        if pulls.get(pull.assumption) in pull.steps and register is not None and pull.assumption in register.by_name
    ]
    return Scenario("your_levers", "Your levers", "1", "whoever tried it", tuple(changes))


def laid_over(start: Scenario, own: Scenario, undone: Collection[str] = ()) -> Scenario:
    """``start`` with the changes of ``own`` instead of its own of the same assumptions, and with none of ``undone``."""
    instead = {change.assumption for change in own.changes} | set(undone)
    kept = tuple(change for change in start.changes if change.assumption not in instead)
    title = f"{start.title}, with your levers"
    return replace(own, title=title, changes=(*kept, *own.changes), note=start.note)
