"""The manifest: which files were loaded, and which slice of which is the truth now.

A Parquet file of the lake that no live slice names does not exist for any reader.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from wholetime.chassis.models.audit import audited


class LoadState(models.TextChoices):
    STAGED = "staged", "Waiting to be confirmed"
    COMMITTED = "committed", "Loaded"
    UNCHANGED = "unchanged", "Already held"
    REFUSED = "refused", "Refused"
    DISCARDED = "discarded", "Discarded"


@audited()
class Load(models.Model):
    """One file offered to the dataset. ``difference`` counts rows added, changed, removed and unchanged."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    adapter = models.CharField(max_length=40)
    publication = models.CharField(max_length=300)
    licence = models.CharField(max_length=200)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    synthetic = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=LoadState, default=LoadState.STAGED)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    rows = models.PositiveIntegerField(default=0)
    refused_rows = models.PositiveIntegerField(default=0)
    notes: models.JSONField[Any, Any] = models.JSONField(default=list)
    difference: models.JSONField[Any, Any] = models.JSONField(default=dict)
    staged_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sha256", "adapter"]), models.Index(fields=["-staged_at"])]


class Slice(models.Model):
    """The rows of one load for one unit of replacement, such as a month or an organisation's month.

    ``key`` is the adapter's name and the values of its ``slice_by`` columns. At most one slice of a key is
    live; the ones before it stay, with the moment they stopped being the truth.
    """

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="slices")
    table = models.CharField(max_length=20)
    adapter = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    path = models.CharField(max_length=300, blank=True)
    rows = models.PositiveIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    org = models.CharField(max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField()
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    live = models.BooleanField(default=False)
    live_from = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="supersedes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], condition=Q(live=True), name="one_live_slice_a_key"),
        ]
        indexes = [models.Index(fields=["live", "table"])]


class Refusal(models.Model):
    """One cell that was not accepted, with the reason in the sender's words. Kept with its load."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    value = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
