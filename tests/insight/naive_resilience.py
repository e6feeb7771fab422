"""The low-resilience index, slowly: every area asks every other whether it is better off."""

from __future__ import annotations

from fractions import Fraction

from wholetime.insight.engine.resilience_parts import Rules, Score

type Numbers = dict[str, dict[str, Fraction]]


def scores(values: Numbers, rules: Rules) -> Numbers:
    """Part → area → score."""
    return {part.code: _part(values[part.code], part, rules) for part in rules.parts}


def index(area: str, scored: Numbers, rules: Rules) -> Fraction | None:
    known = [(part.weight, scored[part.code][area]) for part in rules.parts if area in scored[part.code]]
    weight = sum(Fraction(weight) for weight, _ in known)
    everything = sum(Fraction(part.weight) for part in rules.parts)
    if len(known) < rules.ranked_parts or weight < Fraction(rules.ranked_weight) * everything:
        return None
    return sum(Fraction(one) * score for one, score in known) / weight


def rank(area: str, printed: dict[str, object]) -> int:
    return 1 + sum(other > printed[area] for other in printed.values())  # type: ignore[operator]


def _part(values: dict[str, Fraction], part, rules: Rules) -> dict[str, Fraction]:  # type: ignore[no-untyped-def]
    if part.score is Score.THRESHOLD:
        best, worst = Fraction(part.best), Fraction(part.worst)
        return {area: _between(100 * (value - best) / (worst - best)) for area, value in values.items()}
    if len(values) - 1 < rules.peers_at_least:
        return {}
    return {area: _among(area, values, part.worse_high) for area in values}


def _between(score: Fraction) -> Fraction:
    if score < 0:
        return Fraction(0)
    return Fraction(100) if score > 100 else score


def _among(area: str, values: dict[str, Fraction], worse_high: bool) -> Fraction:
    points = Fraction(0)
    for other, value in values.items():
        if other != area:
            better = value < values[area] if worse_high else value > values[area]
            points += 1 if better else Fraction(1, 2) if value == values[area] else 0
    return 100 * points / (len(values) - 1)
