"""A key with which a program acts for a person: narrower than the person, for a time, and not for ever."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wholetime.chassis.models.account import Account
from wholetime.chassis.models.audit import audited
from wholetime.chassis.models.organisation import Node


@audited(exclude=["secret_hash", "last_used_at"])
class ApiToken(models.Model):
    """``account``'s key for programs over ``node`` and below until ``expires_at``; without ``may_write`` it only reads.

    It gives no right: what it may do is what its owner may do today, and that within ``node``. The secret is shown
    once; only its SHA-256 is kept.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="tokens")
    may_write = models.BooleanField(default=False)
    by_command_line = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="api_token_expires_after_it_is_made")
        ]
