"""Which of a point's signals it shows, and in what colour."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from wholetime.kernel.spc.ruleset import Direction, RuleSet
from wholetime.kernel.spc.signals import Signal


class Colour(StrEnum):
    """Common cause, improvement, concern, and a signal nobody has called good or bad."""

    GREY = "grey"
    BLUE = "blue"
    ORANGE = "orange"
    PURPLE = "purple"


_BETTER = {Direction.UP: 1, Direction.DOWN: -1, Direction.NEITHER: 0}


def is_better(signal: Signal, improve: Direction) -> bool:
    return signal.way == _BETTER[improve]


def shown(found: Sequence[Signal], improve: Direction, rules: RuleSet) -> Signal | None:
    """The signal that names the point, or None for common cause.

    Where the rule set lets improvement win and any signal improves, only those are considered. Then the
    rule set's order decides; where two trends meet at a point, the later one does.
    """
    if not found:
        return None
    better = [signal for signal in found if is_better(signal, improve)] if rules.improvement_wins else []
    candidates = better or found
    first = min((signal.rule for signal in candidates), key=rules.precedence.index)
    return [signal for signal in candidates if signal.rule is first][-1]


def colour_of(signal: Signal | None, improve: Direction) -> Colour:
    if signal is None:
        return Colour.GREY
    if improve is Direction.NEITHER:
        return Colour.PURPLE
    return Colour.BLUE if is_better(signal, improve) else Colour.ORANGE
