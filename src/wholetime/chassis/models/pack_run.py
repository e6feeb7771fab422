"""When downtime packs were written, and whether all went well."""

from __future__ import annotations

from django.db import models


class PackRun(models.Model):
    """One attempt to write every team's downtime pack. ``said`` is what went wrong, empty where nothing did."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    good = models.BooleanField()
    teams = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-ended_at"])]
