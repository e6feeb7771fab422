"""A run is a record: what was asked, of which data, by which code, and what came out."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from wholetime.chassis.models import Node


class Run(models.Model):
    """One question about ``node`` with its answer; ``parcel`` is the whole of both, with the data, as canonical JSON.

    The other columns are for finding it. ``title`` says whose staff in words. Nothing is changed or removed: rows are
    linked like the audit.
    """

    chained = True

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="runs")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="runs"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    title = models.CharField(max_length=120)
    part = models.CharField(max_length=80)
    groups = models.CharField(max_length=500, blank=True, help_text="Codes of the staff groups; none is all of them")
    size = models.FloatField(help_text="People, or else WTE, on the last day that was counted")
    scenario = models.CharField(max_length=80, blank=True)
    question_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    synthetic = models.BooleanField()
    parcel = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["node", "part", "-made_at"], name="run_of_part"),
            models.Index(fields=["question_hash"], name="run_question"),
        ]
