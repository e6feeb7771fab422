"""The tree out of the database, as frames, read again only when an action has changed it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
from django.db.models import F
from django.utils import timezone

from wholetime.chassis.engine import tree as engine
from wholetime.chassis.engine.tree.lineage import ALIAS, NODE, PARENTAGE, SUCCESSION
from wholetime.chassis.models import Installation, Node, NodeAlias, Parentage, Succession
from wholetime.chassis.queries.moment import forget_moment, once_a_moment


class _ChangedMeanwhile(Exception):
    """An action committed between the version and the rows."""


@once_a_moment
def tree_version() -> str:
    """Changes with every change of the tree; blank before the installation is prepared."""
    return _version_now()


def _version_now() -> str:
    return Installation.objects.values_list("tree_version", flat=True).first() or ""


def tree() -> engine.Tree:
    """The whole tree as it is kept now."""
    while True:
        try:
            return _tree(tree_version())
        except _ChangedMeanwhile:
            continue


# England is about 11,000 nodes: some 3 MB of frames for a tree, 2 MB for a lineage.
@lru_cache(maxsize=3)
def _tree(version: str) -> engine.Tree:
    read = engine.Tree(
        nodes=_frame(Node.objects.values_list(*NODE), NODE),
        parentages=_frame(Parentage.objects.values_list("child__code", "parent__code", "start", "end"), PARENTAGE),
        successions=_frame(Succession.objects.values_list("old__code", "new__code", "on"), SUCCESSION),
        aliases=_frame(NodeAlias.objects.values_list("scheme", F("code"), "node__code"), ALIAS),
    )
    if _version_now() != version:
        forget_moment()
        raise _ChangedMeanwhile
    return read


def _frame(rows: Iterable[tuple[Any, ...]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def lineage(day: date) -> pl.DataFrame:
    """Every node with its ancestors on ``day``; see ``engine.tree.lineage``."""
    while True:
        try:
            return _lineage(tree_version(), day)
        except _ChangedMeanwhile:
            continue


def lineages(days: Iterable[date]) -> dict[date, pl.DataFrame]:
    """``lineage`` of each of ``days``, all out of one state of the tree."""
    while True:
        try:
            version = tree_version()
            return {day: _lineage(version, day) for day in days}
        except _ChangedMeanwhile:
            continue


@lru_cache(maxsize=160)  # twelve years of months
def _lineage(version: str, day: date) -> pl.DataFrame:
    return engine.lineage(_tree(version), day)


def current_codes(day: date | None = None) -> pl.DataFrame:
    """``code, now``: who carries on the work of each on ``day`` (today where not given)."""
    while True:
        try:
            return _current_codes(tree_version(), day or timezone.localdate())
        except _ChangedMeanwhile:
            continue


@lru_cache(maxsize=8)
def _current_codes(version: str, day: date) -> pl.DataFrame:
    kept = _tree(version)
    return engine.current_codes(kept.nodes, kept.successions, day)
