"""How far an account reaches, as the database says: for what is kept beside it, where its rules do not stand."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from wholetime.chassis.models import Account
from wholetime.chassis.postgres.reach import NOTHING, Reach, current
from wholetime.chassis.queries.tree import tree_version


def reach_of(account: Any, token: int | None = None) -> Reach:
    """How far ``account`` reaches today, through its API token ``token``; a stranger reaches nothing."""
    if not isinstance(account, Account) or account.pk is None:
        return NOTHING
    return Reach(account.pk, token, timezone.localdate())


type Roots = tuple[int, ...]


def reached_roots() -> Roots | None:
    """The keys of the nodes from which the database reckons what may be seen now; None is everything.

    Whoever has the same sees the same. Asked once for each reach.
    """
    reach = current()
    if reach.everything:
        return None
    if "roots" not in reach.known:
        with connection.cursor() as cursor:
            cursor.execute("select chassis_reached_roots()")
            reach.known["roots"] = tuple(sorted(set(cursor.fetchone()[0])))
    roots: Roots = reach.known["roots"]
    return roots


def reached_codes() -> frozenset[str] | None:
    """The codes of all nodes that may be seen now, by the database's own reckoning; None is everything."""
    roots = reached_roots()
    if roots is None:
        return None
    if "codes" not in current().known:
        current().known["codes"] = _codes(roots, current().day, tree_version())
    codes: frozenset[str] = current().known["codes"]
    return codes


# A nation's 11,000 codes are 1 MB.
@lru_cache(maxsize=64)
def _codes(roots: Roots, day: date | None, version: str) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute("select chassis_reached_codes()")
        return frozenset(code for (code,) in cursor.fetchall())
