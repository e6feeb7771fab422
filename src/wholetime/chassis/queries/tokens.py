"""Keys for programs: whose they are, how far they reach today, and what became of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from wholetime.chassis.models import Account, ApiToken
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.access import access_roots

PREFIX = "wt_"
"""So that a token left in a file is found by whoever looks for such things."""


@dataclass(frozen=True, slots=True)
class TokenValue:
    """One line of the list of tokens. ``state``: works, idle (it reaches nothing today), expired or withdrawn."""

    id: int
    name: str
    owner: str
    place: str
    may_write: bool
    state: str
    by_command_line: bool
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


def tokens_of(account: Account | None = None) -> list[TokenValue]:
    """The tokens of ``account``, or everybody's, the newest first."""
    found = ApiToken.objects.select_related("node", "account").order_by("-made_at", "-pk")
    return [_value(one) for one in (found if account is None else found.filter(account=account))]


@as_operator()  # the secret says who asks, and nobody is known before
def token_for(secret: str) -> ApiToken | None:
    """The token that ``secret`` is, where it opens something today, its account narrowed to it; None otherwise."""
    if not secret.startswith(PREFIX):
        return None
    found = ApiToken.objects.select_related("node", "account").filter(secret_hash=hash_of(secret)).first()
    return found if found is not None and state_of(found) == "works" else None


def state_of(token: ApiToken) -> str:
    """As in TokenValue. Narrows ``token.account`` to the token's node."""
    token.account.only_within = token.node.code
    if token.withdrawn_at is not None:
        return "withdrawn"
    if token.expires_at <= timezone.now():
        return "expired"
    return "works" if access_roots(token.account) and not token.account.persona else "idle"


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _value(one: ApiToken) -> TokenValue:
    return TokenValue(
        id=one.pk,
        name=one.name,
        owner=one.account.email,
        place=one.node.name,
        may_write=one.may_write,
        state=state_of(one),
        by_command_line=one.by_command_line,
        made_at=one.made_at,
        expires_at=one.expires_at,
        last_used_at=one.last_used_at,
    )
