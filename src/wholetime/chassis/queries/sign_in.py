"""What is known of how a person signs in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from wholetime.chassis.models import Account, Membership
from wholetime.chassis.postgres.reach import as_operator

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor of one's own; recovery codes stand in for one that is lost."""


def has_second_factor(account: Any) -> bool:
    return bool(Authenticator.objects.filter(user_id=account.pk, type__in=FACTORS).exists())


def is_last_factor(authenticator: Authenticator) -> bool:
    """Whether without it its owner would have no second factor."""
    own = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
    return not own.exclude(pk=authenticator.pk).exists()


@as_operator()  # asked before somebody is let in
def has_left(account: Account) -> bool:
    """Whether all that ``account`` ever had has ended; one that never had anything has not left."""
    ends = list(Membership.objects.filter(account=account).values_list("end", flat=True))
    return bool(ends) and all(end is not None and end <= timezone.localdate() for end in ends)
