"""Accounts and what each may see: made by invitation, for a time, and written down."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wholetime.chassis.actions.sessions import end_sessions, end_sessions_of_leavers
from wholetime.chassis.actions.tokens import withdraw_tokens
from wholetime.chassis.models import Account, Membership, Node
from wholetime.chassis.models.account import Role


class AccountRefused(ValueError):
    """The change makes no sense; the message says why."""


def invite(
    email: str, name: str, code: str, role: str, *, start: date | None = None, end: date | None = None
) -> Account:
    """An account for ``email`` (or the one it has) with ``role`` over ``code`` and all below it.

    A new account has no password: its owner sets one through "forgotten password", which proves the address.
    """
    address = email.strip().lower()
    if "@" not in address:
        raise AccountRefused(f"{email!r} is not an e-mail address")
    with transaction.atomic():
        account = Account.objects.filter(email=address).first()
        if account is None:
            account = Account.objects.create_user(address, name=name)
        elif not account.is_active:
            raise AccountRefused(f"{address} is suspended: lift that first")
        grant(account, code, role, start=start, end=end)
    return account


def grant(account: Account, code: str, role: str, *, start: date | None = None, end: date | None = None) -> Membership:
    """``role`` over ``code`` from ``start`` (today) up to, not including, ``end``; the one in force stays as it is."""
    begins = start or timezone.localdate()
    if role not in Role.values:
        raise AccountRefused(f"{role!r} is not a role: {', '.join(Role.values)}")
    if end is not None and end <= begins:
        raise AccountRefused(f"a membership that starts on {begins} cannot end on {end}")
    node = Node.objects.filter(code=code).first()
    if node is None:
        raise AccountRefused(f"{code} is not in the tree")
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        open_still = Q(end__isnull=True) | Q(end__gt=begins)
        held = Membership.objects.filter(open_still, account=account, node=node, role=role, start__lte=begins).first()
        return held or Membership.objects.create(account=account, node=node, role=role, start=begins, end=end)


def end_memberships(account: Account, code: str, *, on: date | None = None) -> int:
    """End on ``on`` (today) all that ``account`` has at ``code`` itself, and take back what is yet to start.

    Rights end with it, in pages already open too; where nothing else goes on, so do the sessions.
    """
    last = on or timezone.localdate()
    with transaction.atomic():
        held = Membership.objects.filter(Q(end__isnull=True) | Q(end__gt=last), account=account, node__code=code)
        taken_back, _ = held.filter(start__gte=last).delete()
        ended = taken_back + held.update(end=last)
        end_sessions_of_leavers(account)
    return ended


def suspend(account: Account) -> None:
    """``account`` may do nothing from now on, not even in pages already open; its API tokens are gone for good."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=False)
        end_sessions(account)
        withdraw_tokens(account)


def reinstate(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=True)
