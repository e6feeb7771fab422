"""The slow scorer, which says of any roster what it breaks and what that costs."""

from wholetime.roster.engine.scoring.breach import Breach, Score
from wholetime.roster.engine.scoring.score import score

__all__ = ["Breach", "Score", "score"]
