"""The one door to forecast: questions in, runs out."""

from wholetime.forecast.actions.assumptions import keep_scenario, revise_assumption, save_scenario
from wholetime.forecast.actions.populations import ProjectionRefused, load_projection
from wholetime.forecast.actions.runs import keep, make_run
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.queries.asking import Wish, asked, data_today
from wholetime.forecast.queries.populations import ProjectionValue, projection_of
from wholetime.forecast.queries.registers import RegisterValue, may_revise, register_for
from wholetime.forecast.queries.runs import RunValue, access_run, access_runs, largest_run, runs_begun, runs_of
from wholetime.forecast.queries.scenarios import ScenarioValue, scenarios_for, scenarios_of, versions_of

__all__ = [
    "ProjectionRefused",
    "ProjectionValue",
    "QuestionRefused",
    "RegisterValue",
    "RunValue",
    "ScenarioValue",
    "Wish",
    "access_run",
    "access_runs",
    "asked",
    "data_today",
    "keep",
    "keep_scenario",
    "largest_run",
    "load_projection",
    "make_run",
    "may_revise",
    "projection_of",
    "register_for",
    "revise_assumption",
    "runs_begun",
    "runs_of",
    "save_scenario",
    "scenarios_for",
    "scenarios_of",
    "versions_of",
]
