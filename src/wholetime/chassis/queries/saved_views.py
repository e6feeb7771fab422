"""Views that were kept: one's own, and whichever a link names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wholetime.chassis.models import SavedView
from wholetime.chassis.queries.access import NotInScope, access_node


@dataclass(frozen=True, slots=True)
class KeptView:
    """``address`` opens the page again with its filters."""

    key: UUID
    title: str
    area: str
    address: str
    created_at: datetime


def own_views(account: Any) -> list[KeptView]:
    """The views that ``account`` keeps, newest first."""
    return [_value(kept) for kept in _all().filter(account=account).order_by("-created_at")]


def shared_view(account: Any, key: UUID) -> KeptView:
    """The view that a link names, for whoever may see its area. Raises NotInScope."""
    kept = _all().filter(key=key).first()
    if kept is None:
        raise NotInScope
    access_node(account, kept.node.code)
    return _value(kept)


def _all() -> Any:
    return SavedView.objects.select_related("node")


def _value(kept: SavedView) -> KeptView:
    address = f"{kept.path}?{kept.query}" if kept.query else kept.path
    return KeptView(kept.key, kept.title, kept.node.name, address, kept.created_at)
