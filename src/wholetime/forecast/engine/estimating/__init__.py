"""Rates of leaving, joining and retirement, estimated from what was counted, each with how sure it is."""

from wholetime.forecast.engine.estimating.counts import Counts
from wholetime.forecast.engine.estimating.estimated import Estimated, estimated
from wholetime.forecast.engine.estimating.partial import with_partial_retirement
from wholetime.forecast.engine.estimating.pensions import PensionRules
from wholetime.forecast.engine.estimating.retirement import Retirement, retirement

__all__ = ["Counts", "Estimated", "PensionRules", "Retirement", "estimated", "retirement", "with_partial_retirement"]
