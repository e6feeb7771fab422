"""Applying the rules of retention: each in a transaction of its own, with a record of how many went and never of whose.

A room says what its rules find and how that goes with ``register_retention``; how long is reference data.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from wholetime.chassis.engine.retention import Keeping
from wholetime.chassis.models import RetentionRun
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.kept_files import may_remove
from wholetime.chassis.queries.retention import Asked, held_now, keepings

log = logging.getLogger(__name__)

RETAINING = 0x72_65_74  # any number will do, so long as every run asks for the same lock
COPYING = "put off: a backup is being made"


@dataclass(frozen=True, slots=True)
class Removal:
    """What ``rule`` finds: ``due`` counts it, ``remove`` takes it away and says how many that were.

    ``scoped`` is whether ``due`` can be counted within a scope; what is nobody's cannot.
    """

    rule: str
    due: Callable[[Asked], int]
    remove: Callable[[Asked], int]
    scoped: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule on a day: how many were ``due``, and in a run how many were ``removed``. ``said`` is why none could be."""

    keeping: Keeping
    due: int
    removed: int = 0
    good: bool = True
    said: str = ""


_removals: dict[str, Removal] = {}


def register_retention(removal: Removal) -> None:
    """Have ``removal`` applied each night; registering the same rule again replaces it."""
    _removals[removal.rule] = removal


def removal_of(rule: str) -> Removal | None:
    return _removals.get(rule)


@as_operator()  # counts of what is due, in the codes that are asked for; no row
def due_now(codes: frozenset[str] | None = None, now: datetime | None = None) -> list[Outcome]:
    """Every rule with what is due, in the order of the list; within ``codes``, or everywhere where that is None.

    Within a scope, what cannot be counted there says so. Nothing is changed.
    """
    moment, held = now or timezone.now(), held_now()
    return [_due(keeping, Asked(moment, held, codes)) for keeping in keepings(timezone.localdate(moment)).values()]


def apply_retention(now: datetime | None = None) -> list[Outcome]:
    """Remove what is due, rule by rule. One that fails changes nothing, says so, and holds no other up."""
    moment = now or timezone.now()
    due = [one for one in keepings(timezone.localdate(moment)).values() if one.ends]
    return [_applied(keeping, keeping.cutoff(moment)) for keeping in due]


def _due(keeping: Keeping, asked: Asked) -> Outcome:
    removal = removal_of(keeping.rule)
    if removal is None or not keeping.ends:
        return Outcome(keeping, 0)
    if asked.codes is not None and not removal.scoped:
        return Outcome(keeping, 0, said="not told by area")
    return Outcome(keeping, removal.due(replace(asked, cutoff=keeping.cutoff(asked.cutoff))))


def _applied(keeping: Keeping, cutoff: datetime) -> Outcome:
    removal = removal_of(keeping.rule)
    try:
        with transaction.atomic():
            outcome = _removed(keeping, removal, cutoff) if removal else _failed(keeping, "nothing knows how")
            _record(outcome, cutoff)
    except Exception as fault:
        log.exception("Retention of %s failed", keeping.rule)
        outcome = _failed(keeping, f"{type(fault).__name__}: the log says more")
        _record(outcome, cutoff)
    return outcome


def _removed(keeping: Keeping, removal: Removal, cutoff: datetime) -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [RETAINING])
    asked = Asked(cutoff, held_now())
    due = removal.due(asked)
    if not may_remove():
        return Outcome(keeping, due, said=COPYING)
    return Outcome(keeping, due, removal.remove(asked) if due else 0)


def _failed(keeping: Keeping, said: str) -> Outcome:
    return Outcome(keeping, 0, good=False, said=said)


def _record(outcome: Outcome, cutoff: datetime) -> None:
    RetentionRun.objects.create(
        rule=outcome.keeping.rule,
        cutoff=cutoff,
        due=outcome.due,
        removed=outcome.removed,
        good=outcome.good,
        said=outcome.said,
    )
