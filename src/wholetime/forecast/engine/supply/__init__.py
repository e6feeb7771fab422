"""The supply of staff: people in post, who leaves, who joins, and what that makes of the years to come."""

from wholetime.forecast.engine.supply.cells import ALL, Cells
from wholetime.forecast.engine.supply.inputs import Inputs, Participation
from wholetime.forecast.engine.supply.luck import Luck
from wholetime.forecast.engine.supply.moves import Move
from wholetime.forecast.engine.supply.project import project
from wholetime.forecast.engine.supply.projection import Projection
from wholetime.forecast.engine.supply.routes import Kind, Programme, Recruits, Route
from wholetime.forecast.engine.supply.spread import Rates, Spread

__all__ = [
    "ALL",
    "Cells",
    "Inputs",
    "Kind",
    "Luck",
    "Move",
    "Participation",
    "Programme",
    "Projection",
    "Rates",
    "Recruits",
    "Route",
    "Spread",
    "project",
]
