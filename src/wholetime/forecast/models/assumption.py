"""Versions of registers of assumptions and of scenarios: what an organisation takes for granted, and what it tries."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from wholetime.chassis.models import Node


class RegisterVersion(models.Model):
    """The whole register of ``node`` as of ``made_at``, as plain values; the newest is in force there and below.

    Never changed or removed: rows are linked like the audit. ``number`` counts the versions of a node from 1.
    """

    chained = True

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="register_versions")
    number = models.PositiveIntegerField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="registers"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    changed = models.CharField(max_length=120, help_text="Name of the assumption that this version changes")
    reason = models.CharField(max_length=300)
    held = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["node", "number"], name="one_register_version"),
        ]


class ScenarioVersion(models.Model):
    """A scenario of ``node`` as of ``made_at``, as plain values; the newest of a name is the scenario.

    Never changed or removed: rows are linked like the audit. ``number`` counts the versions of a name from 1.
    """

    chained = True

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="scenario_versions")
    name = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="scenarios"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    held = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["node", "name", "number"], name="one_scenario_version"),
        ]
