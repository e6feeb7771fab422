"""A page with its filters, kept under a name and shared by link."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from wholetime.chassis.models.audit import audited
from wholetime.chassis.models.organisation import Node


@audited()
class SavedView(models.Model):
    """``path`` and ``query`` open the page again; whoever follows the link sees only what they may."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    node = models.ForeignKey(Node, on_delete=models.CASCADE)
    title = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    query = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
