"""Taking in an official population projection: read and compared first, in force when it is confirmed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django.utils import timezone

from wholetime.chassis.api import NodeValue, access_node, ancestors, codes_under, nodes, resolve
from wholetime.chassis.models import Node
from wholetime.dataset.api import UnreadableFile, opened_table
from wholetime.forecast.engine.demand.official import NotAProjection, Reading, Refused, read_projection
from wholetime.forecast.models import PopulationProjection, ProjectedArea
from wholetime.forecast.queries.populations import ProjectionValue, access_offer, projection_value
from wholetime.forecast.queries.registers import may_revise

AREAS = ("nation", "region", "system", "place", "neighbourhood")
FEW = 5
WHO = "population projections are taken in by information leads, planners and administrators"


class ProjectionRefused(ValueError):
    """The file cannot be taken in; ``refused`` names its cells."""

    def __init__(self, said: str, refused: tuple[Refused, ...] = ()) -> None:
        super().__init__(said)
        self.refused = refused


def offer_projection(
    account: Any, code: str, name: str, data: bytes, title: str, licence: str = ""
) -> list[ProjectionValue]:
    """Read the file ``name`` for the area ``code`` and every area below that it names; nothing is in force yet.

    An earlier file of the same person that waits for a decision is thrown away. Raises NotInScope, ProjectionRefused.
    """
    node = access_node(account, code)
    _may(account, node.code)
    return read_for(account, node, name, data, title, licence)


def read_for(
    account: Any, node: NodeValue, name: str, data: bytes, title: str, licence: str = ""
) -> list[ProjectionValue]:
    """As ``offer_projection``, for whoever may; ``account`` None is the command line."""
    if not title.strip():
        raise ProjectionRefused("say which publication the file is of, for every forecast names its sources")
    reading = _read(name, data)
    areas = _matched(node, reading.areas)
    with transaction.atomic():
        PopulationProjection.objects.filter(node__code=node.code, account=account, taken_at=None).delete()
        kept = PopulationProjection.objects.create(
            node=Node.objects.get(code=node.code),
            account=account,
            title=title.strip()[:200],
            licence=licence[:80],
            file_name=name[-255:],
            sha256=hashlib.sha256(data).hexdigest(),
        )
        ids = dict(Node.objects.filter(code__in=areas).values_list("code", "pk"))
        ProjectedArea.objects.bulk_create(
            ProjectedArea(projection=kept, node_id=ids[one], named="; ".join(named), held=_held(reading.counts, named))
            for one, named in areas.items()
        )
    found = ProjectedArea.objects.select_related("node", "projection", "projection__account").filter(projection=kept)
    return sorted(
        (projection_value(one) for one in found.order_by("node__name")), key=lambda one: one.code != node.code
    )


def load_projection(
    node: NodeValue, name: str, data: bytes, title: str, licence: str, *, only_check: bool = False
) -> tuple[list[ProjectionValue], bool]:
    """For the operator: read and take in at once; what the file says, and whether it changed anything.

    ``only_check`` keeps nothing. Raises ProjectionRefused.
    """
    with transaction.atomic():
        found = read_for(None, node, name, data, title, licence)
        changed = take(found[0].key)
        if only_check:
            transaction.set_rollback(True)
    return found, changed


def take_projection(account: Any, key: UUID) -> bool:
    """Put the file in force for its areas; False where it is already, or the same file is. Raises NotInScope."""
    offer = access_offer(account, key)[0]
    _may(account, offer.code)
    return take(offer.key)


def take(key: UUID) -> bool:
    """As ``take_projection``, for whoever may."""
    with transaction.atomic():
        kept = PopulationProjection.objects.select_for_update().get(key=key)
        if kept.taken_at is not None:
            return False
        taken = PopulationProjection.objects.filter(node=kept.node, taken_at__isnull=False)
        newest = taken.order_by("-taken_at").first()
        if newest is not None and (newest.sha256, newest.title) == (kept.sha256, kept.title):
            kept.delete()
            return False
        kept.taken_at = timezone.now()
        kept.save(update_fields=["taken_at"])
        return True


def drop_projection(account: Any, key: UUID) -> None:
    """Throw away a file that waits for a decision. Raises NotInScope."""
    offer = access_offer(account, key)[0]
    _may(account, offer.code)
    PopulationProjection.objects.filter(key=offer.key, taken_at=None).delete()


def _may(account: Any, code: str) -> None:
    if not may_revise(account, code):
        raise ProjectionRefused(WHO)


def _read(name: str, data: bytes) -> Reading:
    try:
        found = read_projection(opened_table(name, data))
    except (UnreadableFile, NotAProjection) as wrong:
        raise ProjectionRefused(str(wrong)) from wrong
    if found.refused:
        raise ProjectionRefused(f"{name} was not taken in: {found.refused[0]}", found.refused)
    return found


def _matched(node: NodeValue, named: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The areas at and below ``node`` that the file speaks for, each with its names there. Where the file has not
    ``node`` itself, the widest areas below it make it up."""
    under = {one.code: one for one in nodes(codes_under([node.code])) if one.kind in AREAS} | {node.code: node}
    by_name = {one.name.casefold(): one.code for one in under.values()}
    found: dict[str, list[str]] = {}
    for area in named:
        code = resolve(area.upper()) or by_name.get(area.casefold())
        if code in under:
            found.setdefault(str(code), []).append(area)
    if not found:
        shown = ", ".join(named[:FEW]) + (" …" if len(named) > FEW else "")
        raise ProjectionRefused(
            f"none of the areas of this file is {node.name} or lies in it: {shown}. Areas are named by their ONS or "
            "NHS code, or as here"
        )
    if node.code not in found:
        tops = [one for one in found if not {above.code for above in ancestors(one)} & found.keys() - {one}]
        found = {node.code: [area for one in tops for area in found[one]]} | found
    return {code: tuple(areas) for code, areas in found.items()}


def _held(counts: pl.DataFrame, named: tuple[str, ...]) -> dict[str, Any]:
    own = counts.filter(pl.col("area").is_in(named)).group_by("year", "sex", "age").agg(pl.col("persons").sum())
    own = own.sort("year", "sex", "age")
    parts = (("years", "year"), ("sexes", "sex"), ("ages", "age"))
    axes = {name: own[part].unique().sort().to_list() for name, part in parts}
    return axes | {"persons": own["persons"].round(3).to_list()}
