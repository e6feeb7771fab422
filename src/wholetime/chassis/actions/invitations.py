"""Inviting by e-mail: an offer is made, sent, made again or withdrawn, and accepted once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from wholetime.chassis.actions.accounts import AccountRefused, grant
from wholetime.chassis.models import Account, Invitation, Node
from wholetime.chassis.models.account import Role
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.access import NotInScope
from wholetime.chassis.queries.invitations import account_for, hash_of, invitation_of, is_open, may_give
from wholetime.chassis.queries.sign_in import has_second_factor


def invite_by_mail(by: Account | None, email: str, code: str, role: str) -> tuple[Invitation, str]:
    """Offer ``role`` over ``code``; the invitation, and the secret for its link, which is kept nowhere.

    ``by`` None is the command line. The answer is the same whether or not the address has an account. Raises
    NotInScope where ``by`` may not give that role there, AccountRefused where the offer makes no sense.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise AccountRefused(f"{email!r} is not an e-mail address") from problem
    if role not in Role.values:
        raise AccountRefused(f"{role!r} is not a role: {', '.join(Role.values)}")
    if by is not None and not may_give(by, code, role):
        raise NotInScope
    node = Node.objects.filter(code=code).first()
    if node is None:
        raise AccountRefused(f"{code} is not in the tree")
    return _made(by, address, node, role)


def invite_again(by: Account, number: int) -> tuple[Invitation, str]:
    """A fresh link for an invitation that was not accepted; the earlier link is worth nothing from now on."""
    with transaction.atomic():
        invitation = _to_change(by, number)
        if not may_give(by, invitation.node.code, invitation.role):
            raise NotInScope
        secret = secrets.token_urlsafe(32)
        invitation.secret_hash, invitation.expires_at = hash_of(secret), _expiry()
        invitation.withdrawn_at, invitation.invited_by, invitation.by_command_line = None, by, False
        invitation.save()
    return invitation, secret


def withdraw(by: Account, number: int) -> Invitation:
    """Make its link worth nothing."""
    with transaction.atomic():
        invitation = _to_change(by, number)
        invitation.withdrawn_at = timezone.now()
        invitation.save()
    return invitation


@as_operator()  # as `offered`; what is given was decided by whoever invited
def accept(invitation: Invitation, name: str) -> Account:
    """Give the person what they were offered, once, with an account if they have none; the address is proved.

    ``name`` is for a new account only. Raises AccountRefused when somebody was quicker, or the account is suspended.
    """
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not is_open(held):
            raise AccountRefused("this invitation cannot be used any more")
        account = account_for(held.email) or Account.objects.create_user(held.email, name=name.strip())
        if not account.is_active:
            raise AccountRefused("this account is suspended")
        grant(account, held.node.code, held.role)
        EmailAddress.objects.update_or_create(
            user=account, email=held.email, defaults={"verified": True, "primary": True}
        )
        Invitation.objects.filter(pk=held.pk).update(accepted_at=timezone.now())
    return account


def is_new(account: Account | None) -> bool:
    """Whether nobody can sign in to ``account`` yet: only then may a link choose how."""
    if account is None:
        return True
    return not account.has_usable_password() and not has_second_factor(account) and not _has_provider(account)


def _has_provider(account: Account) -> bool:
    return bool(SocialAccount.objects.filter(user=account).exists())


def _made(by: Account | None, address: str, node: Node, role: str) -> tuple[Invitation, str]:
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        node=node,
        role=role,
        invited_by=by,
        by_command_line=by is None,
        secret_hash=hash_of(secret),
        expires_at=_expiry(),
    )
    return invitation, secret


def _to_change(by: Account, number: int) -> Invitation:
    if invitation_of(by, number) is None:
        raise NotInScope
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("node").get(pk=number)
    if invitation.accepted_at is not None:
        raise AccountRefused("this invitation was accepted already")
    return invitation


def _expiry() -> datetime:
    return timezone.now() + timedelta(hours=settings.INVITATION_HOURS)
