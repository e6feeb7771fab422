"""The optimiser: column generation, diving, large neighbourhoods, branch and price."""

from wholetime.roster.engine.optimise.loop import Progress, Result, solve

__all__ = ["Progress", "Result", "solve"]
