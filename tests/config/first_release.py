"""The tables as the first release made them, with rows in each, and what tables hold: for tests of upgrading."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

OURS = ("chassis", "dataset")
"""The rooms of the first release; each began with ``0001_initial``."""
ROWS = 3
NAMED: dict[str, dict[str, Any]] = {"Installation": {"id": 1, "demo": False}}
"""Values that a constraint asks for; such a model has one row."""

Rows = dict[str, list[dict[str, Any]]]


def make() -> None:
    """The first release's tables in an empty database, with rows in each of its own."""
    targets = [(app, "0001_initial") for app in OURS]
    for app, name in [*targets, *_of_others()]:
        call_command("migrate", app, name, verbosity=0)
    then = MigrationExecutor(connection).loader.project_state(targets).apps
    held: dict[str, list[Any]] = {}
    waiting = [model for app in OURS for model in then.get_app_config(app).get_models() if _is_ours(model)]
    while waiting:
        ready = [model for model in waiting if _needs(model) <= held.keys()]
        assert ready, f"in a circle: {waiting}"
        for model in ready:
            held[model.__name__] = [_row(model, number, held) for number in range(_rows(model))]
            waiting.remove(model)


def _of_others() -> list[tuple[str, str]]:
    """What the libraries' tables have come to: they keep their own promises."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return [leaf for leaf in leaves if not apps.get_app_config(leaf[0]).name.startswith("wholetime.")]


def _is_ours(model: Any) -> bool:
    return bool(model._meta.managed) and not model.__name__.endswith("Event")  # triggers fill those


def _rows(model: Any) -> int:
    return 1 if model.__name__ in NAMED else ROWS


def _needs(model: Any) -> set[str]:
    related = [field.related_model for field in model._meta.fields if field.is_relation]
    return {other.__name__ for other in related if other != model} - {"Context"}


def _row(model: Any, number: int, held: dict[str, list[Any]]) -> Any:
    values = dict(NAMED.get(model.__name__, {}))
    for field in model._meta.fields:
        if field.name in values or (field.primary_key and not isinstance(field, models.UUIDField)):
            continue
        values[field.name] = _value(field, number, held)
    return model.objects.create(**values)


def _value(field: Any, number: int, held: dict[str, list[Any]]) -> Any:
    if field.is_relation:
        rows = held.get(field.related_model.__name__)
        other = field.name in ("parent", "new")  # not its own parent, nor its own successor
        return rows[(number + other) % len(rows)] if rows else None
    if field.name == "end":
        return date(2024, 2, number + 1)  # after its start
    if field.choices:
        return field.choices[number % len(field.choices)][0]
    for kind, value in _VALUES:
        if isinstance(field, kind):
            made = value(number)
            return made[: field.max_length] if isinstance(made, str) and field.max_length else made
    raise AssertionError(f"no value for {field!r}")


_VALUES: tuple[tuple[type, Any], ...] = (
    (models.BooleanField, lambda number: number == 1),
    (models.EmailField, lambda number: f"person{number}@example.org"),
    (models.UUIDField, lambda number: uuid.UUID(int=number + 1)),
    (models.DateTimeField, lambda number: datetime(2024, 1, number + 1, 12, tzinfo=UTC)),
    (models.DateField, lambda number: date(2024, 1, number + 1)),
    (models.DecimalField, lambda number: Decimal(number)),
    (models.FloatField, lambda number: number + 0.5),
    (models.IntegerField, lambda number: number + 1),
    (models.JSONField, lambda number: {"number": number, "name": "Zoë"}),
    (models.BinaryField, lambda number: bytes([number, 0, 255])),
    (models.CharField, lambda number: f"{number} Zoë ’ \\ text"),
    (models.TextField, lambda number: f"{number} Zoë ’ \\ text\nof two lines"),
)


def tell() -> Rows:
    """Every row of our tables and of those that log what is changed in them, in an order of its own."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = current_schema()")
        tables = [table for (table,) in cursor.fetchall() if table.startswith((*OURS, "pghistory"))]
        found = {}
        for table in sorted(tables):
            cursor.execute(f'select to_jsonb(t)::text from "{table}" t order by 1')
            found[table] = [json.loads(text) for (text,) in cursor.fetchall()]
    return found
