"""What this installation is: a demo is one from birth, and can never become one."""

from __future__ import annotations

from django.db import models


class Installation(models.Model):
    """One row. ``demo`` is set when the database is first prepared and never after.

    While ``read_only_since`` is set the database refuses writes (models/read_only.py).
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    demo = models.BooleanField(default=False)
    prepared_at = models.DateTimeField(auto_now_add=True)
    tree_version = models.CharField(max_length=64, blank=True)
    read_only_since = models.DateTimeField(null=True)
    read_only_reason = models.CharField(max_length=200, blank=True, default="")
    read_only_cause = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]
