"""Who is above whom, worked out by the database itself whenever a parentage changes: what rules about rows ask."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wholetime.chassis.models.organisation import Node


class Descent(models.Model):
    """``node`` is somewhere below ``ancestor`` from ``start`` up to, not including, ``end``; null is open.

    Nobody writes it: triggers on Parentage do (migration 0010).
    """

    ancestor = models.ForeignKey(
        Node, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="below"
    )
    node = models.ForeignKey(Node, on_delete=models.DO_NOTHING, db_constraint=False, related_name="above")
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ancestor"], include=["node", "start", "end"], name="descent_below"),
        ]
