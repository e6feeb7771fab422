"""Records of the room. None is ever changed: a new run, a new version."""

from wholetime.forecast.models.run import Run

__all__ = ["Run"]
