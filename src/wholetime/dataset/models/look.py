"""Who looked at whose record. Nothing here is changed: both tables are linked like the audit, and rows go as
its rows do, by a rule of retention only."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from wholetime.chassis.models import Account, Node


class Look(models.Model):
    """Somebody was shown the records of ``people`` (keys of Person) whom ``organisation`` employs."""

    chained = True

    at = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="looks")
    organisation = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="looks")
    route = models.CharField(max_length=120, help_text="Which page, file or answer, in words")
    reason = models.CharField(max_length=200, blank=True, help_text="What for")
    people = ArrayField(models.BigIntegerField())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["people"], name="look_people"),
            models.Index(fields=["organisation", "-at"], name="look_organisation"),
            models.Index(fields=["at"], name="look_at"),
        ]


class UnusualLooking(models.Model):
    """A day on which ``account`` looked at unusually many people; what was usual is null where it is not known."""

    chained = True

    account = models.ForeignKey(
        Account, on_delete=models.DO_NOTHING, db_constraint=False, related_name="unusual_looking"
    )
    day = models.DateField()
    people = models.IntegerField()
    own_usual = models.FloatField(null=True)
    role_usual = models.FloatField(null=True)
    noticed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="noticed_once_a_day")]
