"""Neighbourhood teams across employers: who works there, for how many patients, who is alone, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wholetime.insight.engine.derived import derived
from wholetime.insight.engine.reference import definition, reference
from wholetime.kernel.figure import Figure, Scope
from wholetime.kernel.rates import patients_per_wte, percent

WITHHELD = "WTE withheld for {count} of {all} employers: the total is at least this"


@dataclass(frozen=True, slots=True)
class Post:
    """The people of one staff group whom one employer has in the neighbourhood. ``wte`` may be withheld."""

    employer: str
    sector: str
    group: str
    wte: Figure


@dataclass(frozen=True, slots=True)
class Line:
    """One staff group of a team over all employers. ``wte`` adds up what is shown, and says what is withheld."""

    group: str
    wte: Figure
    patients_per_wte: Figure | None
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """A role or staff group that one person holds at one employer."""

    employer: str
    role: str
    headcount: Figure


@dataclass(frozen=True, slots=True)
class Absent:
    """A role or staff group that the neighbourhood has not, and most others have."""

    role: str
    others_with_it: Figure


@dataclass(frozen=True, slots=True)
class Team:
    """The team of one neighbourhood. ``patients`` is None where they are not known."""

    neighbourhood: str
    patients: Figure | None
    lines: tuple[Line, ...]
    alone: tuple[Alone, ...]
    absent: tuple[Absent, ...]

    @property
    def employers(self) -> tuple[str, ...]:
        """Everyone who employs somebody here, in the order of their codes."""
        return tuple(sorted({post.employer for line in self.lines for post in line.posts}))


@dataclass(frozen=True, slots=True)
class Lists:
    """Which roles (or staff groups) each neighbourhood has, of those that list any, and the figures that tell."""

    held: Mapping[str, frozenset[str]]
    inputs: tuple[Figure, ...]


def lines(neighbourhood: str, posts: Iterable[Post], patients: Figure | None) -> tuple[Line, ...]:
    """The lines of one team, by staff group in the order they come."""
    by_group: dict[str, list[Post]] = {}
    for post in posts:
        if post.wte.value != 0:
            by_group.setdefault(post.group, []).append(post)
    return tuple(_line(neighbourhood, group, held, patients) for group, held in by_group.items())


def alone(headcounts: Iterable[tuple[str, str, Figure]]) -> tuple[Alone, ...]:
    """Roles held by exactly one person, from ``(employer, role, headcount)``; a withheld headcount tells nothing."""
    found = [Alone(employer, role, figure) for employer, role, figure in headcounts if figure.value == 1]
    return tuple(sorted(found, key=lambda one: (one.employer, one.role)))


def absent(neighbourhood: str, lists: Lists) -> tuple[Absent, ...]:
    """What the neighbourhood has not and enough of the others have, the most usual first.

    Nothing where it lists nobody at all, or too few others do: then it is not known what is missing.
    """
    rules = reference("neighbourhoods")
    mine = lists.held.get(neighbourhood)
    others = [roles for code, roles in lists.held.items() if code != neighbourhood]
    if mine is None or len(others) < rules["peers_at_least"]:
        return ()
    counts: dict[str, int] = {}
    for roles in others:
        for role in roles:
            counts[role] = counts.get(role, 0) + 1
    usual = {role: count for role, count in counts.items() if 100 * count >= rules["absent_from_percent"] * len(others)}
    ordered = sorted(usual.items(), key=lambda one: (-one[1], one[0]))
    scope = Scope(detail=(("neighbourhood", neighbourhood),))
    return tuple(
        Absent(role, _share(count, len(others), lists.inputs, scope)) for role, count in ordered if role not in mine
    )


def _line(neighbourhood: str, group: str, posts: Sequence[Post], patients: Figure | None) -> Line:
    figures = [post.wte for post in posts]
    shown = [figure.value for figure in figures if figure.value is not None]
    hidden = len(figures) - len(shown)
    scope = Scope(group=group, detail=(("neighbourhood", neighbourhood),))
    wte = derived(
        definition("neighbourhoods", "team_wte"),
        figures,
        value=sum(shown, Decimal(0)) if shown else None,
        scope=scope,
        notes=(WITHHELD.format(count=hidden, all=len(figures)),) if hidden else (),
    )
    return Line(group, wte, _per_wte(patients, wte, scope), tuple(sorted(posts, key=lambda post: post.employer)))


def _per_wte(patients: Figure | None, wte: Figure, scope: Scope) -> Figure | None:
    if patients is None or not patients.value or not wte.value:
        return None
    return derived(
        definition("neighbourhoods", "team_patients_per_wte"),
        [wte, patients],
        value=patients_per_wte(patients.value, wte.value),
        numerator=patients.value,
        denominator=wte.value,
        scope=scope,
    )


def _share(count: int, others: int, inputs: Sequence[Figure], scope: Scope) -> Figure:
    return derived(
        definition("neighbourhoods", "neighbourhoods_with_it"),
        inputs,
        value=percent(count, others),
        numerator=Decimal(count),
        denominator=Decimal(others),
        scope=scope,
    )
