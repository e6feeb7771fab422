"""What somebody may send to the dataset, and for whom."""

from __future__ import annotations

from typing import Any

from wholetime.chassis.api import Scope, access_roles, access_roots, node, within
from wholetime.dataset.engine.loading import Permit

LOADING = frozenset({"information", "planner", "administrator"})
"""Roles that load files: the people who keep the numbers of an area."""

RETURNING = LOADING | {"manager"}
"""Roles that fill in the five-minute return: whoever runs the practice or home may as well."""


def loading_scope(account: Any, roles: frozenset[str] = LOADING) -> Scope:
    """The part of the tree where ``account`` has one of ``roles``; no roots where it has none."""
    return Scope(tuple(root for root in access_roots(account) if access_roles(account, root) & roles))


def loading_permit(account: Any, roles: frozenset[str] = LOADING) -> Permit | None:
    """The permit of ``account``; None where it may send nothing. A nation's loader may load published files."""
    scope = loading_scope(account, roles)
    if not scope.roots:
        return None
    above = [found for found in (node(root) for root in scope.roots) if found is not None]
    national = any(found.kind == "nation" and not found.synthetic for found in above)
    return Permit(frozenset(within(scope)["code"].to_list()), national)
