"""What a person may see. Every page and every figure asks here first, and the answer to doubt is no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from wholetime.chassis.models import Account, Membership
from wholetime.chassis.queries.moment import once_a_moment
from wholetime.chassis.queries.organisations import NodeValue, codes_under, node, resolve
from wholetime.chassis.queries.tree import lineage


class NotInScope(Exception):
    """The code is unknown, or not this person's to see: from outside the two look the same."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you may see.")


@dataclass(frozen=True, slots=True)
class Scope:
    """The subtrees of ``roots``, as the tree stands today; ``everything`` is the operator at the command line."""

    roots: tuple[str, ...]
    everything: bool = False


def operator_scope() -> Scope:
    """For the command line and background jobs: whoever can run them can read the database anyway."""
    return Scope(roots=(), everything=True)


def access_scope(account: Any, code: str | None = None) -> Scope:
    """All that ``account`` may see, or the part of it that is ``code`` and below.

    Raises NotInScope where that is nothing. ``code`` may be in another scheme.
    """
    roots = access_roots(account)
    if not roots:
        raise NotInScope
    if code is None:
        return Scope(roots=roots)
    found = resolve(code)
    if found is None or found not in codes_under(roots):
        raise NotInScope
    return Scope(roots=(found,))


def access_node(account: Any, code: str) -> NodeValue:
    """The node ``code``, where ``account`` may see it; else NotInScope."""
    found = node(access_scope(account, code).roots[0])
    if found is None:
        raise NotInScope
    return found


def access_nodes(account: Any, day: date | None = None) -> pl.DataFrame:
    """The lineage on ``day`` of every node that ``account`` may see; no rows where that is nothing."""
    return within(Scope(access_roots(account)), day)


def within(scope: Scope, day: date | None = None) -> pl.DataFrame:
    """The lineage on ``day`` of every node in ``scope``; rights follow the tree of today, whatever the day."""
    rows = lineage(day or timezone.localdate())
    if scope.everything:
        return rows
    return rows.filter(pl.col("code").is_in(codes_under(scope.roots).to_list()))


def access_roots(account: Any) -> tuple[str, ...]:
    """The codes at which ``account`` has a membership in force today; none for a stranger or a suspended account."""
    return tuple(sorted({code for code, _ in memberships_today(account)}))


def access_roles(account: Any, code: str) -> frozenset[str]:
    """The roles that ``account`` has today over the node ``code``; none where it is out of scope or unknown."""
    found = resolve(code)
    held = memberships_today(account)
    return frozenset(role for root, role in held if found is not None and found in codes_under([root]))


def memberships_today(account: Any) -> list[tuple[str, str]]:
    """``(node code, role)`` of each membership in force; through an API token, the part that the token reaches."""
    held = _held_today(account)
    return held if not held or account.only_within is None else _narrowed(held, account.only_within)


def is_narrowed(account: Any) -> bool:
    """Whether ``account`` acts through an API token that reaches less than its owner."""
    return getattr(account, "only_within", None) is not None and _held_today(account) != memberships_today(account)


def _narrowed(held: list[tuple[str, str]], code: str) -> list[tuple[str, str]]:
    below = set(codes_under([code]))
    inside = [(root, role) for root, role in held if root in below]
    around = [(code, role) for root, role in held if root not in below and code in codes_under([root])]
    return inside + around


def _held_today(account: Any) -> list[tuple[str, str]]:
    if not isinstance(account, Account) or not account.is_active or account.pk is None:
        return []
    if account.persona and not settings.DEMO:
        return []  # an invented person outside the demo, in a session that outlived it
    return list(_in_force(account.pk, timezone.localdate()))


@once_a_moment
def _in_force(account: int, today: date) -> tuple[tuple[str, str], ...]:
    in_force = Membership.objects.filter(Q(end__isnull=True) | Q(end__gt=today), account=account, start__lte=today)
    still_active = in_force.filter(account__is_active=True)
    return tuple(still_active.values_list("node__code", "role"))


def seats() -> list[tuple[Account, str]]:
    """Each area that somebody has a role in today, once for all who may see just the same, with one of them."""
    found: dict[tuple[tuple[str, ...], str], Account] = {}
    for account in Account.objects.filter(is_active=True).order_by("pk"):
        roots = access_roots(account)
        for code in roots:
            found.setdefault((roots, code), account)
    return [(account, code) for (_, code), account in found.items()]
