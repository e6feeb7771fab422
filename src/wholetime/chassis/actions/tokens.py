"""Making keys for programs, writing down their use, and making them worth nothing."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wholetime.chassis.models import Account, ApiToken, Node
from wholetime.chassis.queries.access import NotInScope, access_node
from wholetime.chassis.queries.tokens import PREFIX, hash_of

LONGEST_NAME = 80
STAMPED_EVERY = timedelta(minutes=1)
"""A busy program does not write its token at each request; last use is told to the minute."""


class TokenRefused(ValueError):
    """The token cannot be made; the message says why."""


def make_token(
    account: Account, name: str, place: str, days: int, *, may_write: bool = False, by_command_line: bool = False
) -> tuple[ApiToken, str]:
    """A key of ``account`` for the node ``place`` and below, and its secret, which is kept nowhere.

    Raises NotInScope where ``place`` is not the account's to see, TokenRefused where name or days will not do.
    """
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME:
        raise TokenRefused(f"give it a name of 1 to {LONGEST_NAME} characters")
    if not 1 <= days <= settings.TOKEN_DAYS:
        raise TokenRefused(f"a token works for 1 to {settings.TOKEN_DAYS} days")
    if account.persona:
        raise TokenRefused("the invented people of the demo are many visitors: they have no tokens")
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            account=account,
            name=said,
            node=Node.objects.get(code=access_node(account, place).code),
            may_write=may_write,
            by_command_line=by_command_line,
            secret_hash=hash_of(secret),
            expires_at=timezone.now() + timedelta(days=days),
        )
    return token, secret


def withdraw_token(number: int, account: Account | None = None) -> ApiToken:
    """End it for good; ``account`` None is the operator. Raises NotInScope where it has no such token."""
    with transaction.atomic():
        held = ApiToken.objects.select_for_update(of=("self",)).filter(pk=number)
        token = (held if account is None else held.filter(account=account)).first()
        if token is None:
            raise NotInScope
        if token.withdrawn_at is None:
            token.withdrawn_at = timezone.now()
            token.save(update_fields=["withdrawn_at"])
    return token


def withdraw_tokens(account: Account) -> int:
    """Make every token of ``account`` worth nothing; how many that were."""
    return ApiToken.objects.filter(account=account, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())


def used(token: ApiToken) -> None:
    """Write down that the token was used now."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= STAMPED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
