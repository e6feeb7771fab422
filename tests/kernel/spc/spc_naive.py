"""The slow twin: each point asks every window it could be part of. Obviously right, and shares no code."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

RUN = {"mdc": 6, "plotthedots": 7}
ORDER = {
    "mdc": ["trend", "shift", "two_of_three", "outside_limits"],
    "plotthedots": ["outside_limits", "trend", "two_of_three", "shift"],
}


@dataclass
class Lines:
    mean: Fraction
    reach: Fraction | None  # from the mean to a limit


def phase_of(day: date, rebase: list[date]) -> int:
    return sum(start <= day for start in set(rebase))


def lines(values: list[int], rules: str) -> Lines:
    mean = Fraction(sum(values), len(values))
    ranges = [abs(values[i] - values[i - 1]) for i in range(1, len(values))]
    if not ranges:
        return Lines(mean, None)
    average = Fraction(sum(ranges), len(ranges))
    if rules == "plotthedots" and average:
        kept = [r for r in ranges if r < Fraction(3267, 1000) * average]
        average = Fraction(sum(kept), len(kept))
    return Lines(mean, Fraction(266, 100) * average)


def windows(i: int, size: int, n: int) -> list[range]:
    """Every stretch of ``size`` consecutive positions that holds i."""
    return [range(s, s + size) for s in range(n - size + 1) if s <= i < s + size]


def sign(x: Fraction | int) -> int:
    return 1 if x > 0 else -1 if x < 0 else 0


def found_at(i: int, values: list[int], placed: list[Lines], run: int) -> list[tuple[str, int]]:
    """Rules the point at i breaks, with the way of each."""
    sides = [sign(v - line.mean) for v, line in zip(values, placed, strict=True)]
    far = [line.reach is not None and abs(v - line.mean) > line.reach for v, line in zip(values, placed, strict=True)]
    near = [
        line.reach is not None and abs(v - line.mean) * 3 > line.reach * 2 and not out
        for v, line, out in zip(values, placed, far, strict=True)
    ]
    n, found = len(values), []
    if far[i]:
        found.append(("outside_limits", sides[i]))
    for window in windows(i, run, n):
        steps = {sign(values[j + 1] - values[j]) for j in window[:-1]}
        if steps in ({1}, {-1}):
            found.append(("trend", steps.pop()))
        held = {sides[j] for j in window}
        if held in ({1}, {-1}):
            found.append(("shift", sides[i]))
    for window in windows(i, 3, n):
        if near[i] and len({sides[j] for j in window}) == 1 and sum(near[j] for j in window) >= 2:
            found.append(("two_of_three", sides[i]))
    return found


def pick(found: list[tuple[str, int]], rules: str, improve: str) -> tuple[str, int] | None:
    good = {"up": 1, "down": -1, "neither": 0}[improve]
    if rules == "mdc":
        found = [each for each in found if each[1] == good] or found
    for rule in ORDER[rules]:
        ways = [way for each, way in found if each == rule]
        if ways:
            return rule, ways[-1]
    return None


def judge(
    points: list[tuple[date, int]],
    improve: str,
    rules: str,
    rebase: list[date],
    baseline: int | None,
) -> list[tuple[str, str | None]]:
    """Colour and rule of each point, in date order."""
    if rules == "mdc" and len(points) < 13:
        return [("grey", None)] * len(points)
    starts = [] if rules == "mdc" and baseline else rebase
    phases = [phase_of(day, starts) for day, _ in points]
    values = [value for _, value in points]
    judged = []
    for i, phase in enumerate(phases):
        stretch = [j for j, p in enumerate(phases) if rules == "mdc" or p == phase]
        placed = [
            lines([v for v, p in zip(values, phases, strict=True) if p == phases[j]][:baseline], rules) for j in stretch
        ]
        at = stretch.index(i)
        judged.append(pick(found_at(at, [values[j] for j in stretch], placed, RUN[rules]), rules, improve))
    good = {"up": 1, "down": -1, "neither": 0}[improve]
    return [
        ("grey", None) if one is None else ("purple" if not good else "blue" if one[1] == good else "orange", one[0])
        for one in judged
    ]
