"""From a series to a chart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from wholetime.kernel.spc.icons import Assurance, Variation, assurance_icon, variation_icon
from wholetime.kernel.spc.limits import Kind, Limits, Number, exact
from wholetime.kernel.spc.notes import notes
from wholetime.kernel.spc.outcome import Chart, ChartLimits, Point
from wholetime.kernel.spc.phases import Placed, place
from wholetime.kernel.spc.precedence import colour_of, shown
from wholetime.kernel.spc.ruleset import MDC, Direction, RuleSet
from wholetime.kernel.spc.signals import Signal, signals


class ChartError(ValueError):
    """The series or the settings cannot make a chart."""


def _is_missing(value: Number | None) -> bool:
    return value is None or math.isnan(value)


def _check(points: Sequence[tuple[date, Number | None]], baseline: int | None, rules: RuleSet) -> None:
    twice = [day for day, times in Counter(day for day, _ in points).items() if times > 1]
    if twice:
        msg = f"{min(twice).isoformat()} appears more than once: a chart takes one value for each date"
        raise ChartError(msg)
    if any(not _is_missing(value) and math.isinf(value) for _, value in points if value is not None):
        msg = "A value is infinite"
        raise ChartError(msg)
    if baseline is not None and baseline < rules.minimum_baseline:
        msg = f"A baseline needs at least {rules.minimum_baseline} points under {rules.name}, not {baseline}"
        raise ChartError(msg)


def _float(line: Fraction | None) -> float | None:
    return None if line is None else float(line)


def _lines(limits: Limits, withheld: bool) -> ChartLimits:
    if withheld:
        return ChartLimits(mean=float(limits.mean))
    return ChartLimits(*(_float(getattr(limits, name)) for name in ChartLimits.__slots__))


def _point(at: Placed, value: Number, signal: Signal | None, improve: Direction, withheld: bool) -> Point:
    lines = _lines(at.limits, withheld)
    return Point(
        date=at.on,
        value=value,
        colour=colour_of(signal, improve),
        rule=signal.rule if signal else None,
        side=signal.side if signal else None,
        phase=at.phase,
        mean=lines.mean,
        lower=lines.lower,
        upper=lines.upper,
    )


def chart(
    points: Sequence[tuple[date, Number | None]],
    *,
    improve: Direction,
    target: Number | None = None,
    rebase: Sequence[date] = (),
    baseline: int | None = None,
    rules: RuleSet = MDC,
    kind: Kind = Kind.XMR,
) -> Chart:
    """Judge a series: one value a date, in any order, in any one unit.

    A value of None or NaN is shown as a gap and skipped by every calculation. ``rebase`` dates each start a
    new phase; ``baseline`` fixes the limits after that many points. Raises ChartError for two values on one
    date, an infinite value, or a baseline too short for the rule set. Method: docs/methods/spc.md.
    """
    _check(points, baseline, rules)
    ordered = sorted(points, key=lambda point: point[0])
    present = {day: value for day, value in ordered if value is not None and not _is_missing(value)}
    placed = _placed(present, rules, rebase, baseline, kind)
    withheld = rules.withhold_below_minimum and len(placed) < rules.minimum_points
    found = [[] for _ in placed] if withheld else signals(placed, rules)
    named = [shown(each, improve, rules) for each in found]
    judged = {
        at.on: _point(at, present[at.on], signal, improve, withheld) for at, signal in zip(placed, named, strict=True)
    }
    variation, assurance = (None, None) if withheld else _icons(placed, named, improve, target)
    return Chart(
        points=tuple(judged.get(day) or Point(day, None) for day, _ in ordered),
        limits=_lines(placed[-1].limits, withheld) if placed else ChartLimits(),
        variation=variation,
        assurance=assurance,
        notes=notes(placed, len(points) - len(placed), rebase, baseline, rules),
        improve=improve,
        target=target,
        rules=rules.name,
        kind=kind,
    )


def _icons(
    placed: Sequence[Placed], named: Sequence[Signal | None], improve: Direction, target: Number | None
) -> tuple[Variation | None, Assurance | None]:
    if not placed:
        return None, None
    wanted = None if target is None else exact(target)
    return variation_icon(named[-1], improve), assurance_icon(placed[-1].limits, wanted, improve)


def _placed(
    present: Mapping[date, Number],
    rules: RuleSet,
    rebase: Sequence[date],
    baseline: int | None,
    kind: Kind,
) -> list[Placed]:
    series = [(day, exact(value)) for day, value in present.items()]
    try:
        return place(series, rules, rebase=rebase, baseline=baseline, kind=kind)
    except ValueError as fault:
        raise ChartError(str(fault)) from fault
