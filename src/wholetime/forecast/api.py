"""The one door to forecast: questions in, runs out."""

from wholetime.forecast.actions.runs import keep, make_run
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.queries.asking import Wish, asked, data_today
from wholetime.forecast.queries.runs import RunValue, access_run, access_runs, runs_begun, runs_of

__all__ = [
    "QuestionRefused",
    "RunValue",
    "Wish",
    "access_run",
    "access_runs",
    "asked",
    "data_today",
    "keep",
    "make_run",
    "runs_begun",
    "runs_of",
]
