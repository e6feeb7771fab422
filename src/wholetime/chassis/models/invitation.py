"""An offer of a role to an e-mail address; its link is worth something once, and for a time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wholetime.chassis.models.account import Account, Role
from wholetime.chassis.models.audit import audited
from wholetime.chassis.models.organisation import Node


@audited(exclude=["secret_hash"])
class Invitation(models.Model):
    """``role`` over ``node`` offered to ``email``, until ``expires_at``; ``invited_by`` null is the command line.

    The link holds a random secret, of which only the SHA-256 is kept: who reads the table cannot follow the link.
    """

    email = models.EmailField()
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    invited_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="invitations_made")
    by_command_line = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(by_command_line=False) | Q(invited_by__isnull=True), name="invitation_has_one_maker"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="invitation_expires_after_it_is_made"
            ),
        ]
