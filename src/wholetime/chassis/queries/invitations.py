"""Who may invite whom, and what became of invitations."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from wholetime.chassis.models import Account, Invitation
from wholetime.chassis.models.account import Role
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.access import access_roles, memberships_today
from wholetime.chassis.queries.organisations import codes_under

GIVES: dict[str, tuple[Role, ...]] = {Role.ADMINISTRATOR: tuple(Role)}
"""The roles that each role may give: none above itself. Whoever is not named here invites nobody."""


@dataclass(frozen=True, slots=True)
class InvitationValue:
    """One line of the list of invitations. ``state``: waiting, expired, accepted or withdrawn."""

    id: int
    email: str
    role: str
    place: str
    state: str
    made_by: str
    made_at: datetime
    expires_at: datetime


def administered(account: Any) -> tuple[str, ...]:
    """The codes at which ``account`` may invite today, and below them."""
    return tuple(sorted({code for code, role in memberships_today(account) if role in GIVES}))


def may_give(account: Any, code: str, role: str) -> bool:
    """Whether ``account`` may invite somebody to ``role`` over ``code`` today."""
    return any(role in GIVES.get(held, ()) for held in access_roles(account, code))


def invitations_of(account: Any) -> list[InvitationValue]:
    """Those within what ``account`` administers, the newest first."""
    within = codes_under(administered(account)).to_list()
    found = Invitation.objects.filter(node__code__in=within).select_related("node", "invited_by").order_by("-made_at")
    return [_value(one) for one in found]


def invitation_of(account: Any, number: int) -> Invitation | None:
    """The invitation ``number``, where ``account`` administers its node; None where not, or where there is none."""
    found = Invitation.objects.select_related("node").filter(pk=number).first()
    if found is None or found.node.code not in codes_under(administered(account)).to_list():
        return None
    return found


@as_operator()  # the secret is the right, and whoever follows it may have no account yet
def offered(secret: str) -> Invitation | None:
    """The invitation that ``secret`` opens and that can still be accepted."""
    found = Invitation.objects.select_related("node", "invited_by").filter(secret_hash=hash_of(secret)).first()
    return found if found is not None and is_open(found) else None


def is_open(invitation: Invitation) -> bool:
    """Whether it can be accepted: neither used, nor withdrawn, nor late, and its maker could still make it."""
    if state_of(invitation) != "waiting":
        return False
    if invitation.by_command_line:
        return True
    return may_give(invitation.invited_by, invitation.node.code, invitation.role)


def state_of(invitation: Invitation) -> str:
    if invitation.accepted_at is not None:
        return "accepted"
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    return "expired" if invitation.expires_at <= timezone.now() else "waiting"


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def account_for(email: str) -> Account | None:
    return Account.objects.filter(email=email).first()


def _value(one: Invitation) -> InvitationValue:
    maker = (
        one.invited_by.name if one.invited_by else "whoever runs wholetime" if one.by_command_line else "somebody gone"
    )
    return InvitationValue(
        one.pk, one.email, Role(one.role).label, one.node.name, state_of(one), maker, one.made_at, one.expires_at
    )
