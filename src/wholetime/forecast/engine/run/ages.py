"""How old the staff of each group are: their own age bands where they are held, the ages of all groups where not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from wholetime.forecast.engine.run.history import History, Point
from wholetime.forecast.engine.uncertain import Floats

OLDEST = 75
"""Everybody of this age and older is one age."""
ENOUGH = 0.9
"""The share of a group whose age must be in a band that can be read."""
BAND = re.compile(r"(?:(\d{1,3})-(\d{1,3})|(\d{1,3})\+|(?:under |<)(\d{1,3}))", re.IGNORECASE)


def all_ages(history: History, at: date) -> tuple[int | None, tuple[str, ...], Floats]:
    """The first age, the sexes, and the share of heads of each age and sex; what is withheld counts for nothing."""
    points = [one for one in history.of("headcount", by=("age", "sex")) if one.end == at and one.age.isdigit()]
    known = [(min(int(one.age), OLDEST), one.sex, one.value) for one in points if one.value]
    if not known:
        return None, ("all",), np.ones((1, 1))
    first = min(age for age, _, _ in known)
    sexes = tuple(sorted({sex for _, sex, _ in known}))
    found = np.zeros((OLDEST + 1 - first, len(sexes)))
    for age, sex, value in known:
        found[age - first, sexes.index(sex)] += value
    return first, sexes, found / found.sum()


def ages_of(
    history: History, at: date, groups: Sequence[str], heads: Floats, first: int | None, whole: Floats
) -> tuple[Floats, tuple[str, ...]]:
    """Shares [group, age, sex] that add up to 1 for each group, and the groups that have their own.

    A group with a band withheld, or with fewer than ENOUGH of its ``heads`` [group] in bands, is as ``whole`` [age,
    sex]. Within a band, ages and sexes are as those of all groups.
    """
    found = np.repeat(whole[np.newaxis], len(groups), axis=0)
    if first is None:
        return found, ()
    points = [one for one in history.of("headcount", by=("group", "age")) if one.end == at]
    own = []
    for number, group in enumerate(groups):
        shares = _banded([one for one in points if one.group == group], float(heads[number]), first, whole)
        if shares is not None:
            found[number] = shares
            own.append(group)
    return found, tuple(own)


def _banded(points: Sequence[Point], heads: float, first: int, whole: Floats) -> Floats | None:
    if not points or any(one.value is None for one in points):
        return None
    bands = [(span, one.value or 0.0) for one in points if (span := _span(one.age)) is not None]
    counted = sum(value for _, value in bands)
    if counted <= 0 or counted < ENOUGH * heads:
        return None
    return np.asarray(sum(value / counted * _within(span, first, whole) for span, value in bands))


def _span(band: str) -> tuple[int, int] | None:
    """The youngest and the oldest of ``25-29``, ``65+`` or ``under 25``; None for anything else."""
    read = BAND.fullmatch(band.strip())
    if read is None:
        return None
    low, high, over, under = read.groups()
    if over:
        return int(over), OLDEST
    return (0, int(under) - 1) if under else (int(low), int(high))


def _within(span: tuple[int, int], first: int, whole: Floats) -> Floats:
    """Shares [age, sex] of a band, adding up to 1: as all groups; evenly where nobody of that age is counted."""
    ages = first + np.arange(len(whole))
    low, high = (min(max(end, first), OLDEST) for end in span)
    inside = ((ages >= low) & (ages <= high))[:, np.newaxis]
    part = whole * inside
    if not part.any():
        part = inside * whole.sum(axis=0)
    return np.asarray(part / part.sum())
