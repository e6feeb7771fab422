"""How long things are kept: what each nightly run removed, and what may not be removed for now."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wholetime.chassis.models.account import Account
from wholetime.chassis.models.audit import audited
from wholetime.chassis.models.organisation import Node


@audited()
class RetentionRun(models.Model):
    """One rule of retention applied once: how many were due and how many went. Counts only, never whose."""

    rule = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    cutoff = models.DateTimeField(null=True, help_text="What ended before it was due")
    due = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    good = models.BooleanField(default=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["rule", "-at"], name="retention_run_rule")]


@audited()
class LegalHold(models.Model):
    """Nothing of ``node`` and below is removed until ``lifted_at``; with an account or a person, nothing of theirs.

    ``person`` is a number of the register, which lies on the floor above. ``made_by`` null is the command line.
    """

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="holds")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="holds")
    person = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(person__isnull=True), name="legal_hold_of_one_thing"
            )
        ]
