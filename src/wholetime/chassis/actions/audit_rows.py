"""Rows of the audit that may go: written down first, link by link, in the chain of such records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import batched

from django.apps import apps
from django.db import connection, models, transaction
from pghistory.models import Event
from psycopg import sql

BATCH = 20_000
"""Rows named in one record: 160 kB."""


def remove_rows(table: str, key: str, rows: Iterable[int], rule: str) -> int:
    """Remove ``rows`` of the chained ``table`` under ``rule``; how many went. Their links stay, under a seal.

    The database refuses it for a row that no record of the same transaction names.
    """
    removed = 0
    for some in batched(sorted(rows), BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_RECORD, [table, rule, list(some), table, list(some)])
            statement = sql.SQL("delete from {} where {} = any(%s)").format(sql.Identifier(table), sql.Identifier(key))
            cursor.execute(statement, [list(some)])
            removed += cursor.rowcount
    return removed


_RECORD = """
insert into chassis_auditremoval (chain, rule, at, events, seal)
values (%s, %s, transaction_timestamp(), %s::bigint[], chassis_audit_seal(%s, %s::bigint[]))
"""


def remove_history(model: type[models.Model], keys: Sequence[object], rule: str) -> int:
    """Remove all that the audit holds of the ``model`` rows ``keys``, their removal included; how many events went."""
    removed = 0
    for event in _event_models(model):
        rows = event._default_manager.filter(pgh_obj_id__in=keys).values_list("pgh_id", flat=True)  # noqa: SLF001
        removed += remove_rows(event._meta.db_table, "pgh_id", rows, rule)  # noqa: SLF001  Django's public names
    return removed


def _event_models(model: type[models.Model]) -> list[type[models.Model]]:
    found = [one for one in apps.get_models() if issubclass(one, Event)]
    return [one for one in found if getattr(one, "pgh_tracked_model", None) is model]
