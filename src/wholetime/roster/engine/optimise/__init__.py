"""The optimiser: column generation, diving, large neighbourhoods, branch and price."""

from wholetime.roster.engine.optimise.loop import Result, solve
from wholetime.roster.engine.optimise.search import Progress

__all__ = ["Progress", "Result", "solve"]
