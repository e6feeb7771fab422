"""A run that is being worked out by several workers: its question, and the draws that are there so far."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wholetime.chassis.models import Job


class RunPlan(models.Model):
    """What the run of ``job`` is of, as it was asked; gone when the run is kept. ``title`` says whose staff."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="run_plan")
    title = models.CharField(max_length=120)
    question = models.TextField()
    history = models.TextField()
    blocks = models.PositiveIntegerField()


class DrawBlock(models.Model):
    """The draws of one block, as a file of arrays."""

    plan = models.ForeignKey(RunPlan, on_delete=models.CASCADE, related_name="drawn")
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    held = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "first"], name="one_draw_block"),
        ]
