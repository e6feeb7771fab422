"""The two summary icons."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from wholetime.kernel.spc.limits import Limits
from wholetime.kernel.spc.precedence import is_better
from wholetime.kernel.spc.ruleset import Direction
from wholetime.kernel.spc.signals import Signal


class Variation(StrEnum):
    """What the last point says about the process."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """Whether the process as it stands can be relied on to meet the target."""

    CONSISTENT_PASS = "consistent_pass"  # noqa: S105  the icon's published name, not a password
    CONSISTENT_FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


def variation_icon(last: Signal | None, improve: Direction) -> Variation:
    """High means above, or rising; low means below, or falling."""
    if last is None:
        return Variation.COMMON_CAUSE
    judgement = "concern"
    if improve is Direction.NEITHER:
        judgement = "neutral"
    elif is_better(last, improve):
        judgement = "improvement"
    return Variation(f"{judgement}_{last.side}")


def assurance_icon(limits: Limits, target: Fraction | None, improve: Direction) -> Assurance | None:
    """Compare the target with the limits in force at the end. A target on a limit is met now and then."""
    if target is None or improve is Direction.NEITHER or limits.upper is None:
        return None
    above = target > limits.upper
    below = limits.lower is not None and target < limits.lower
    if not (above or below):
        return Assurance.INCONSISTENT
    passes = below if improve is Direction.UP else above
    return Assurance.CONSISTENT_PASS if passes else Assurance.CONSISTENT_FAIL
