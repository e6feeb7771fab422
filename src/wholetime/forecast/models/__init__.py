"""Records of the room. None is ever changed: a new run, a new version."""

from wholetime.forecast.models.assumption import RegisterVersion, ScenarioVersion
from wholetime.forecast.models.population import PopulationProjection, ProjectedArea
from wholetime.forecast.models.run import Run

__all__ = ["PopulationProjection", "ProjectedArea", "RegisterVersion", "Run", "ScenarioVersion"]
