"""What a reader should beware of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from wholetime.kernel.spc.phases import Placed
from wholetime.kernel.spc.ruleset import RuleSet


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _short_phases(placed: Sequence[Placed], rules: RuleSet) -> Iterator[str]:
    lengths = Counter(point.phase for point in placed)
    firsts: dict[int, date] = {}
    for point in placed:
        firsts.setdefault(point.phase, point.on)
    for phase, length in lengths.items():
        if len(lengths) > 1 and length < rules.minimum_points:
            start = firsts[phase].isoformat()
            yield f"The phase from {start} has {_count(length, 'point')}: its limits are provisional."


def _length(count: int, rules: RuleSet) -> Iterator[str]:
    if count >= rules.minimum_points:
        return
    effect = "no limits or icons are shown" if rules.withhold_below_minimum else "the limits are provisional"
    yield f"{_count(count, 'point')}, fewer than the {rules.minimum_points} advised: {effect}."


def notes(
    placed: Sequence[Placed], missing: int, rebase: Sequence[date], baseline: int | None, rules: RuleSet
) -> tuple[str, ...]:
    """Plain sentences, most important first."""
    found = list(_length(len(placed), rules))
    found += _short_phases(placed, rules)
    if baseline is not None and baseline > len(placed):
        found.append(f"The baseline of {baseline} points is longer than the chart: all points are used.")
    elif baseline is not None and baseline < rules.minimum_points:
        found.append(f"The baseline has {_count(baseline, 'point')}: the limits are provisional.")
    if baseline is not None and rebase and rules.baseline_overrides_rebase:
        found.append("A baseline is set, so the rebase dates are not used.")
    elif unused := [d for d in rebase if not placed or not placed[0].on < d <= placed[-1].on]:
        days = ", ".join(day.isoformat() for day in sorted(set(unused)))
        found.append(f"No new phase starts at {days}: points are needed both before and after.")
    if missing:
        found.append(f"{_count(missing, 'date')} without a value: skipped, neighbours taken as consecutive.")
    return tuple(found)
