"""Taking second factors away from somebody who has lost theirs: they enrol again at the next sign-in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from wholetime.chassis.actions.sessions import end_sessions
from wholetime.chassis.actions.tokens import withdraw_tokens
from wholetime.chassis.models import Account


def forget_second_factors(account: Account) -> int:
    """Remove every passkey, authenticator and recovery code of ``account``, sign it out and end its API tokens.

    How many factors were removed.

    For whoever has proved who they are by other means: from now on the password alone leads to enrolment.
    """
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
        withdraw_tokens(account)
    return removed
