"""What most rules find: rows of a table, with or without what the audit holds of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import batched

from django.db.models import Model, QuerySet

from wholetime.chassis.actions.audit_rows import remove_history
from wholetime.chassis.actions.retention import Removal
from wholetime.chassis.queries.retention import Asked

BATCH = 5_000

type Find = Callable[[Asked], QuerySet[Model]]


def rows_removed(rule: str, find: Find, *, history: bool = False, scoped: bool = True) -> Removal:
    """The rule that removes the rows that ``find`` gives, and with ``history`` all that the audit holds of them."""

    def remove(asked: Asked) -> int:
        return remove_found(find(asked), rule if history else None)

    return Removal(rule, lambda asked: find(asked).count(), remove, scoped)


def remove_found(found: QuerySet[Model], rule: str | None) -> int:
    """Remove rows; with ``rule`` their history too. How many rows went, those that went with them not counted."""
    removed = 0
    for keys in batched(list(found.values_list("pk", flat=True)), BATCH):
        found.model._default_manager.filter(pk__in=keys).delete()  # noqa: SLF001  Django's public name
        removed += len(keys)
        if rule is not None:
            remove_history(found.model, keys, rule)
    return removed
