"""The one door to insight: figures from a person's viewpoint, as its pages see them."""

from wholetime.insight.queries.asking import beside, history, part, public, standing
from wholetime.insight.queries.viewpoint import SECTORS, Viewpoint, moment, viewpoint

__all__ = ["SECTORS", "Viewpoint", "beside", "history", "moment", "part", "public", "standing", "viewpoint"]
