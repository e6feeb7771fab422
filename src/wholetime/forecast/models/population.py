"""Official population projections that an area has taken in, whole or not at all."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from wholetime.chassis.models import Node
from wholetime.chassis.models.audit import audited


@audited()
class PopulationProjection(models.Model):
    """A file that was read for ``node``; in force once ``taken_at`` is set, and never changed after that.

    ``title`` names the publication. One that waits for a decision is thrown away or replaced.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="projections")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="projections",
    )
    title = models.CharField(max_length=200)
    licence = models.CharField(max_length=80, blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True)


class ProjectedArea(models.Model):
    """The residents of ``node`` in a projection, by year, sex and five years of age, as plain values."""

    projection = models.ForeignKey(PopulationProjection, on_delete=models.CASCADE, related_name="areas")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="projected")
    named = models.TextField(help_text="The areas of the file that make it up")
    held = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["projection", "node"], name="one_projected_area"),
        ]
