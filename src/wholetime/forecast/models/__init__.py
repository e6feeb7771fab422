"""Records of the room. What is kept is never changed: a new run, a new version."""

from wholetime.forecast.models.assumption import RegisterVersion, ScenarioVersion
from wholetime.forecast.models.population import PopulationProjection, ProjectedArea
from wholetime.forecast.models.run import Run
from wholetime.forecast.models.spread import DrawBlock, RunPlan

__all__ = [
    "DrawBlock",
    "PopulationProjection",
    "ProjectedArea",
    "RegisterVersion",
    "Run",
    "RunPlan",
    "ScenarioVersion",
]
