"""Neighbourhood teams, slowly: every question asked of every row."""

from __future__ import annotations

from fractions import Fraction


def team_wte(rows: list[tuple[str, str, int | None]], group: str) -> int | None:
    """Rows are ``(employer, group, WTE)``; None where no employer's WTE is shown."""
    shown = [wte for _, its, wte in rows if its == group and wte is not None]
    return sum(shown) if shown else None


def usual_and_missing(
    neighbourhood: str, lists: dict[str, set[str]], percent: int, at_least: int
) -> dict[str, Fraction]:
    """Role → the share of the other neighbourhoods that have it, for roles that are missing here."""
    if neighbourhood not in lists or len(lists) - 1 < at_least:
        return {}
    missing = {}
    for role in set().union(*lists.values()) - lists[neighbourhood]:
        having = sum(role in roles for other, roles in lists.items() if other != neighbourhood)
        share = Fraction(100 * having, len(lists) - 1)
        if share >= percent:
            missing[role] = share
    return missing
