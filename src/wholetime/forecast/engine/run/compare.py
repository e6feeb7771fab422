"""What differs between two runs: of the question part by part, of the result the first figure."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.forecast.engine.run.answer import Answer, Line
from wholetime.forecast.engine.run.canonical import rounded
from wholetime.forecast.engine.run.question import Question

PARTS = {
    "scope": "The area",
    "part": "Whose staff",
    "groups": "The staff groups",
    "method": "The method",
    "years": "The years",
    "draws": "The number of draws",
    "seed": "The seed",
    "history": "The data",
    "sources": "The files behind the data",
    "register": "The assumptions",
    "scenario": "The scenario",
    "code": "The code",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: what, how it was, how it is now."""

    what: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.what} differs: {self.was} before, {self.now} now."


def compare(was: tuple[Question, Answer], now: tuple[Question, Answer]) -> tuple[Difference, ...]:
    """Nothing where both are the same question with the same result."""
    return (*questions(was[0], now[0]), *answers(was[1], now[1]))


def questions(was: Question, now: Question) -> tuple[Difference, ...]:
    """What differs between two questions, in the order of PARTS."""
    before, after = was.as_json(), now.as_json()
    found: list[Difference] = []
    for name, title in PARTS.items():
        if before[name] == after[name]:
            continue
        if isinstance(before[name], dict):
            found += _within(title, before[name], after[name])
        elif name == "sources":
            found += _sources(set(before[name]), set(after[name]))
        else:
            found.append(Difference(title, _said(before[name]), _said(after[name])))
    return tuple(found)


def answers(was: Answer, now: Answer) -> tuple[Difference, ...]:
    """The first figure that differs at nine significant digits, and how many lines do; nothing where none does."""
    if was.hash == now.hash:
        said = was.assumed == now.assumed
        return () if said else (Difference("What was assumed", _said(was.assumed), _said(now.assumed)),)
    before = {(line.measure, line.group, line.unit): line for line in was.lines}
    after = {(line.measure, line.group, line.unit): line for line in now.lines}
    apart = [key for key in (before | after) if _numbers(before.get(key)) != _numbers(after.get(key))]
    if not apart:
        return (Difference("Further results", _said(was.facts), _said(now.facts)),)
    first = apart[0]
    figure = _first(first, before.get(first), after.get(first))
    lines = Difference("The result", was.hash[:12], f"{now.hash[:12]} ({len(apart)} of {len(before | after)} lines)")
    return lines, figure


def _within(title: str, before: dict[str, object], after: dict[str, object]) -> list[Difference]:
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return [Difference(f"{title}, {name},", _said(before.get(name)), _said(after.get(name))) for name in names]


def _sources(before: set[str], after: set[str]) -> list[Difference]:
    gone = [Difference("A file", one[:12], "no longer held") for one in sorted(before - after)]
    return gone + [Difference("A file", "not held", one[:12]) for one in sorted(after - before)]


def _said(value: object) -> str:
    text = "nothing" if value in (None, "", [], (), {}) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


type Numbers = list[tuple[str, str, float]] | None


def _numbers(line: Line | None) -> Numbers:
    """Every figure of the line: its day, its level and its value."""
    if line is None:
        return None
    rows = [("mean", line.mean), *zip([f"{level:.1%} quantile" for level in line.levels], line.quantiles, strict=True)]
    return [(day.isoformat(), name, rounded(row[column])) for column, day in enumerate(line.at) for name, row in rows]


def _first(key: tuple[str, str, str], was: Line | None, now: Line | None) -> Difference:
    measure, group, unit = key
    named = f"{measure}{f' of {group}' if group else ''} ({unit})"
    before, after = _numbers(was), _numbers(now)
    if before is None or after is None:
        return Difference(f"The line {named}", "there" if before else "not there", "there" if after else "not there")
    for one, other in zip(before, after, strict=False):
        if one != other:
            return Difference(f"First, {named}, {one[1]} of {one[0]},", f"{one[2]:.9g}", f"{other[2]:.9g}")
    return Difference(f"The line {named}", f"{len(before)} figures", f"{len(after)} figures")
