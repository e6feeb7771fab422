"""What is held, who sent it and what it replaced, for the part of the tree that somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from wholetime.chassis.api import NotInScope, Scope, access_scope, as_operator, is_narrowed, within
from wholetime.dataset.engine.adapters import adapter_named, all_adapters
from wholetime.dataset.models import Load, Slice
from wholetime.dataset.models.load import LoadState


@dataclass(frozen=True, slots=True)
class Held:
    """What is the truth now of one source: ``older`` versions were restated and are kept."""

    source: str
    title: str
    publication: str
    restricted: bool
    rows: int
    period_from: date
    period_to: date
    organisations: int
    older: int
    last_loaded: datetime
    synthetic: bool


@dataclass(frozen=True, slots=True)
class LoadValue:
    """One file that was offered. ``live`` and ``replaced`` count its slices that are, and no longer are, the truth."""

    key: UUID
    source: str
    title: str
    file_name: str
    state: str
    state_title: str
    account: str
    rows: int
    refused_rows: int
    period_from: date | None
    period_to: date | None
    staged_at: datetime
    committed_at: datetime | None
    live: int
    replaced: int
    synthetic: bool
    sha256: str
    difference: dict[str, Any]


def held_sources(scope: Scope) -> list[Held]:
    """Each source with something live in ``scope``, in order of title."""
    live = slices_in(scope).filter(live=True).values("adapter", "load__restricted")
    counted = live.annotate(
        total=Sum("rows"),
        first=Min("period_from"),
        last=Max("period_to"),
        organisations=Count("org", distinct=True, filter=~Q(org="")),
        loaded=Max("live_from"),
        invented=Count("id", filter=Q(load__synthetic=True)),
    )
    older = dict(
        slices_in(scope).filter(superseded_at__isnull=False).values_list("adapter").annotate(count=Count("id"))
    )
    return sorted((_held(dict(row), older) for row in counted), key=lambda held: held.title)


def _held(row: dict[str, Any], older: dict[str, int]) -> Held:
    adapter = adapter_named(row["adapter"])
    return Held(
        source=row["adapter"],
        title=adapter.title if adapter else row["adapter"],
        publication=adapter.publication if adapter else "",
        restricted=row["load__restricted"],
        rows=row["total"],
        period_from=row["first"],
        period_to=row["last"],
        organisations=row["organisations"],
        older=older.get(row["adapter"], 0),
        last_loaded=row["loaded"],
        synthetic=row["invented"] > 0,
    )


def loads_in(scope: Scope, account: Any = None, source: str | None = None) -> QuerySet[Load]:
    """Committed loads with a slice in ``scope``, and all that ``account`` sent itself; newest first."""
    visible = Q(key__in=slices_in(scope).filter(live_from__isnull=False).values("load_id"))
    if account is not None and account.pk:
        visible |= _own(account)
    if scope.everything:
        visible = Q()
    found = Load.objects.filter(visible).select_related("account").order_by("-staged_at", "key")
    if source:
        found = found.filter(adapter=source)
    return found.annotate(
        live=Count("slices", filter=Q(slices__live=True)),
        replaced=Count("slices", filter=Q(slices__superseded_at__isnull=False)),
    )


def load_values(loads: Iterable[Any]) -> list[LoadValue]:
    """Loads of ``loads_in`` as plain values."""
    return [_value(load) for load in loads]


def access_load(scope: Scope, account: Any, key: UUID) -> Load:
    """The load ``key`` where ``account`` may know of it. Raises NotInScope."""
    load = loads_in(scope, account).filter(key=key).first()
    if load is None:
        raise NotInScope
    return load


def access_own_load(account: Any, key: UUID) -> Load:
    """The load ``key`` that ``account`` itself sent: nobody else decides about it or sees its refused cells."""
    load = Load.objects.filter(_own(account), key=key).select_related("account").first()
    if load is None:
        raise NotInScope
    return load


def _own(account: Any) -> Q:
    """What ``account`` sent; through an API token that reaches less than its owner, only what lies wholly within it."""
    if not is_narrowed(account):
        return Q(account=account)
    codes = set(within(access_scope(account))["code"].to_list())
    with as_operator():  # to know what lies beyond, one must see beyond
        own = list(Slice.objects.filter(load__account=account).values_list("load_id", "org").distinct())
    beyond = {load for load, org in own if org not in codes}
    return Q(account=account, key__in={load for load, _ in own} - beyond)


def source_titles() -> dict[str, str]:
    return {adapter.name: adapter.title for adapter in all_adapters()}


def slices_in(scope: Scope) -> QuerySet[Slice]:
    """Slices that speak for a nation and are published, or for an organisation in ``scope``."""
    if scope.everything:
        return Slice.objects.all()
    codes = within(scope)["code"].to_list()
    return Slice.objects.filter(Q(load__restricted=False) | Q(org__in=codes))


def _value(load: Any) -> LoadValue:
    adapter = adapter_named(load.adapter)
    return LoadValue(
        key=load.key,
        source=load.adapter,
        title=adapter.title if adapter else load.adapter,
        file_name=load.file_name,
        state=load.state,
        state_title=LoadState(load.state).label,
        account=load.account.name if load.account else "Command line",
        rows=load.rows,
        refused_rows=load.refused_rows,
        period_from=load.period_from,
        period_to=load.period_to,
        staged_at=load.staged_at,
        committed_at=load.committed_at,
        live=getattr(load, "live", 0),
        replaced=getattr(load, "replaced", 0),
        synthetic=load.synthetic,
        sha256=load.sha256,
        difference=load.difference,
    )
