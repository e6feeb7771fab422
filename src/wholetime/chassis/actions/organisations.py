"""Opening, moving, merging and closing organisations. Each keeps what was true before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from wholetime.chassis.actions.tree import TreeRefused, changing_the_tree
from wholetime.chassis.engine.tree import KINDS
from wholetime.chassis.models import Node, Parentage, Succession

DAY = timedelta(days=1)


def open_organisation(
    code: str, kind: str, name: str, *, parent: str | None, on: date | None, sector: str = "", synthetic: bool = False
) -> None:
    """Add a node under ``parent`` (a nation has none) from its first day ``on``; None: since before anyone counts."""
    with changing_the_tree():
        if Node.objects.filter(code=code).exists():
            raise TreeRefused(f"{code} is in the tree already")
        above = held(parent) if parent is not None else None
        check_storeys(code, kind, above)
        node = Node.objects.create(code=code, kind=kind, name=name, sector=sector, opened=on, synthetic=synthetic)
        if above is not None:
            Parentage.objects.create(child=node, parent=above, start=on)


def move(code: str, parent: str, on: date) -> None:
    """From ``on``, ``code`` belongs to ``parent``; until then it belonged where it did."""
    with changing_the_tree():
        _move(held(code), held(parent), on)


def _move(node: Node, above: Node, on: date) -> None:
    check_storeys(node.code, node.kind, above)
    later = Parentage.objects.filter(child=node, start__gte=on).order_by("start").first()
    if later is not None:
        raise TreeRefused(f"{node.code} already moves on {later.start}: history is added to at its end")
    before = Parentage.objects.filter(Q(end__isnull=True) | Q(end__gt=on), child=node).first()
    if before is not None and before.parent_id == above.pk:
        raise TreeRefused(f"{node.code} already belongs to {above.code} on {on}")
    if before is not None:
        before.end = on
        before.save(update_fields=["end"])
    Parentage.objects.create(child=node, parent=above, start=on)


def merge(old: Sequence[str], new: str, on: date) -> None:
    """From ``on``, ``new`` carries on the work of each of ``old``, whose last day is the day before."""
    with changing_the_tree():
        heir = held(new)
        for code in old:
            _pass_on(held(code), heir, on)


def _pass_on(node: Node, heir: Node, on: date) -> None:
    if node == heir:
        raise TreeRefused(f"{node.code} cannot take over from itself")
    if node.kind != heir.kind:
        raise TreeRefused(f"{node.code} is a {node.kind} and {heir.code} a {heir.kind}: like takes over from like")
    if node.synthetic != heir.synthetic:
        raise TreeRefused(f"{node.code} and {heir.code}: what is invented and what is real are kept apart")
    if heir.closed is not None and heir.closed < on:
        raise TreeRefused(f"{heir.code} closed on {heir.closed}, before {on}")
    Succession.objects.create(old=node, new=heir, on=on)
    _close(node, on - DAY)


def close(code: str, last_day: date) -> None:
    """``code`` works until ``last_day``. What it reported stays in every total that it was part of."""
    with changing_the_tree():
        _close(held(code), last_day)


def _close(node: Node, last_day: date) -> None:
    if node.closed is not None:
        raise TreeRefused(f"{node.code} already closed on {node.closed}")
    if node.opened is not None and last_day < node.opened:
        raise TreeRefused(f"{node.code} opened on {node.opened}, after {last_day}")
    node.closed = last_day
    node.save(update_fields=["closed"])


def held(code: str) -> Node:
    """The node with this code; TreeRefused where there is none."""
    found = Node.objects.filter(code=code).first()
    if found is None:
        raise TreeRefused(f"{code} is not in the tree")
    return found


def check_storeys(code: str, kind: str, above: Node | None) -> None:
    """A parent is of a wider kind than its child: so no circle can form, whatever the dates."""
    if kind not in KINDS:
        raise TreeRefused(f"{kind!r} is not a kind of node: {', '.join(KINDS)}")
    if above is None:
        if kind != KINDS[0]:
            raise TreeRefused(f"{code} is a {kind} and needs a parent")
    elif KINDS.index(above.kind) >= KINDS.index(kind):
        raise TreeRefused(f"{code} is a {kind}: it cannot belong to {above.code}, which is a {above.kind}")
