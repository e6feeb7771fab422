"""What a person may ask about their own record: that it is theirs, and that it is put right."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wholetime.chassis.models import Account, Node
from wholetime.chassis.models.audit import audited
from wholetime.dataset.models.register import Employment, Person


@audited()
class PersonLink(models.Model):
    """An administrator of the employer has made sure that ``account`` is the person of ``employment``.

    It goes with the employment. ``made_by`` null is the command line.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="person_link")
    employment = models.OneToOneField(Employment, on_delete=models.CASCADE, related_name="person_link")
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)


class CorrectionState(models.TextChoices):
    ASKED = "asked", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"


@audited()
class CorrectionRequest(models.Model):
    """``account`` says that ``field`` of their record at ``organisation`` is wrong, and what it should be.

    ``held`` is what was there when they asked. The information lead of the organisation answers.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="corrections")
    organisation = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="corrections")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="corrections")
    field = models.CharField(max_length=60)
    held = models.TextField(blank=True)
    should_be = models.TextField()
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.ASKED)
    answer = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state"], name="correction_organisation")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=CorrectionState.ASKED, answered_at__isnull=True)
                | Q(~Q(state=CorrectionState.ASKED), answered_at__isnull=False),
                name="correction_answered_or_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REFUSED) | ~Q(answer=""), name="correction_refused_with_reason"
            ),
        ]
