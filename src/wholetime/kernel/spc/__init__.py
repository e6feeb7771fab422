"""Statistical process control: XmR, T and G charts under two published rule sets.

>>> from datetime import date
>>> from wholetime.kernel.spc import Direction, chart
>>> rising = chart([(date(2024, 1, day), day) for day in range(1, 14)], improve=Direction.UP)
>>> rising.variation.value, rising.points[-1].rule.value
('improvement_high', 'trend')
"""

from wholetime.kernel.spc.icons import Assurance, Variation
from wholetime.kernel.spc.judge import ChartError, chart
from wholetime.kernel.spc.limits import Kind, Number
from wholetime.kernel.spc.outcome import Chart, ChartLimits, Point
from wholetime.kernel.spc.precedence import Colour
from wholetime.kernel.spc.ruleset import (
    MDC,
    PLOTTHEDOTS,
    RULE_SETS,
    Direction,
    Rule,
    RuleSet,
    Screening,
)
from wholetime.kernel.spc.wording import sentence

__all__ = [
    "MDC",
    "PLOTTHEDOTS",
    "RULE_SETS",
    "Assurance",
    "Chart",
    "ChartError",
    "ChartLimits",
    "Colour",
    "Direction",
    "Kind",
    "Number",
    "Point",
    "Rule",
    "RuleSet",
    "Screening",
    "Variation",
    "chart",
    "sentence",
]
