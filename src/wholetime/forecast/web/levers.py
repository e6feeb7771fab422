"""What an address asks of the workbench: a scenario to start from, and levers pulled on top of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholetime.chassis.web.page import Filter
from wholetime.forecast.engine.run.workbench import PHASES, PULLS, Bench, laid_over, pulled
from wholetime.forecast.engine.scenario.scenario import Scenario
from wholetime.forecast.queries.scenarios import ScenarioValue, chosen_scenario

START, PHASED, OFF = "scenario", "phased", "off"
"""Names in the address, and the step that takes a lever back to how things are."""


@dataclass(frozen=True)
class Tried:
    """``own`` are the levers alone; ``undone`` the assumptions of ``start`` that go back to how things are."""

    start: ScenarioValue | None
    own: Scenario
    undone: tuple[str, ...]

    @property
    def is_pulled(self) -> bool:
        """Whether a lever makes anything else of the start."""
        return bool(self.own.changes or self.undone)

    @property
    def scenario(self) -> Scenario:
        """All of it: the start with the levers on top."""
        if self.start is None:
            return self.own
        return laid_over(self.start.scenario, self.own, self.undone) if self.is_pulled else self.start.scenario


def tried(asked: Mapping[str, str], scenarios: Sequence[ScenarioValue], bench: Bench) -> Tried:
    """The scenario of the levers in the address; anything that is not offered is left out."""
    start = chosen_scenario(scenarios, asked.get(START, ""))
    steps = {one.assumption: asked.get(one.assumption, "") for one in PULLS}
    pulls = {one.assumption: float(steps[one.assumption]) for one in PULLS if _offered(steps[one.assumption])}
    phased = next((years for years in PHASES if str(years) == asked.get(PHASED)), PHASES[0])
    undone = tuple(name for name in _changed(start) if steps.get(name) == OFF)
    return Tried(start, pulled(pulls, phased, bench.counted_on.year, bench.ground.register), undone)


def lever_filters(asked: Mapping[str, str], scenarios: Sequence[ScenarioValue]) -> Iterator[Filter]:
    """The choices over the page: where to start, then every lever."""
    start = chosen_scenario(scenarios, asked.get(START, ""))
    offered = (("", "Things as they are"), *((one.key, one.title) for one in scenarios if one.scenario.changes))
    yield Filter(START, "Start from", offered, start.key if start else "")
    changed = _changed(start)
    for pull in PULLS:
        steps = tuple((f"{step:g}", pull.text(step)) for step in pull.steps)
        none = (("", "As the scenario has it"), (OFF, "As things are")) if pull.assumption in changed else ()
        options = (*(none or (("", "As things are"),)), *steps)
        yield Filter(pull.assumption, pull.title, options, asked.get(pull.assumption, ""))
    yield Filter(PHASED, "All of it after", tuple((str(n), _years(n)) for n in PHASES), asked.get(PHASED, ""))


def _changed(start: ScenarioValue | None) -> Collection[str]:
    return dict.fromkeys(change.assumption for change in start.scenario.changes) if start else ()


def _offered(text: str) -> bool:
    return any(text == f"{step:g}" for one in PULLS for step in one.steps)


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"
