"""Keeping a page with its filters under a name, and letting it go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from wholetime.chassis.models import Node, SavedView
from wholetime.chassis.queries.access import NotInScope, access_node

LONGEST_TITLE = 120
LONGEST_QUERY = 2_000
"""All filters of a page together are under 300; browsers and proxies differ on addresses beyond this."""


class ViewRefused(ValueError):
    """The view cannot be kept; the message says why."""


def save_view(account: Any, code: str, title: str, path: str, query: str) -> UUID:
    """Keep ``path`` (of this site) with ``query`` as a view of the area ``code``. Its key is for the link.

    Raises NotInScope where the area is not the account's to see, ViewRefused where the title or path will not do.
    """
    name = " ".join(title.split())
    if not name or len(name) > LONGEST_TITLE:
        raise ViewRefused(f"Give the view a name of 1 to {LONGEST_TITLE} characters")
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        raise ViewRefused("Only a page of this site can be kept")
    if len(query) > LONGEST_QUERY or "\0" in name + query:
        raise ViewRefused("The filters cannot be kept: choose them again")
    node = Node.objects.get(code=access_node(account, code).code)
    with transaction.atomic():
        kept = SavedView.objects.create(account=account, node=node, title=name, path=path, query=query)
    return kept.key


def forget_view(account: Any, key: UUID) -> None:
    """Let go of one's own view. Raises NotInScope for another's, or none."""
    with transaction.atomic():
        gone, _ = SavedView.objects.filter(key=key, account=account).delete()
    if not gone:
        raise NotInScope
