"""Finding a node: by code, by another scheme's code, by name, by its place in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
from django.utils import timezone

from wholetime.chassis.engine import tree as engine
from wholetime.chassis.engine.tree.lineage import LEVELS
from wholetime.chassis.queries.tree import lineage, tree, tree_version


@dataclass(frozen=True, slots=True)
class NodeValue:
    """One node of the organisation tree."""

    code: str
    kind: str
    name: str
    sector: str
    opened: date | None
    closed: date | None
    synthetic: bool


def node(code: str) -> NodeValue | None:
    """The node with this very code."""
    return next(iter(nodes([code])), None)


def nodes(codes: Iterable[str]) -> list[NodeValue]:
    """Those of ``codes`` that the tree holds, in its order."""
    found = tree().nodes.filter(pl.col("code").is_in(list(codes)))
    return [NodeValue(**row) for row in found.iter_rows(named=True)]


def closings(codes: pl.Series) -> pl.DataFrame:
    """``code, closed``: when each of ``codes`` closed, for those that the tree holds; null for one that is open."""
    return tree().nodes.select("code", "closed").filter(pl.col("code").is_in(codes.unique().implode()))


def resolve(code: str) -> str | None:
    """The node code for ``code``, which may be in another scheme (ONS, local authority); None where unknown."""
    held = tree()
    if not held.nodes.filter(pl.col("code") == code).is_empty():
        return code
    known = held.aliases.filter(pl.col("alias") == code).sort("scheme").get_column("code")
    return None if known.is_empty() else str(known[0])


def ancestors(code: str, day: date | None = None) -> list[NodeValue]:
    """From the nation down to the node itself, as on ``day`` (today where not given)."""
    chain = [code]
    up = _up(tree_version(), day or timezone.localdate())
    while (parent := up.get(chain[-1])) is not None:
        chain.append(parent)
    held = {found.code: found for found in nodes(chain)}
    return [held[found] for found in reversed(chain) if found in held]


@lru_cache(maxsize=3)  # England's 11,000 nodes took 4 ms of each page
def _up(_version: str, day: date) -> dict[str, str]:
    return dict(engine.parents_on(tree().parentages, day).iter_rows())


def children(code: str, day: date | None = None) -> list[NodeValue]:
    """The nodes directly below ``code`` on ``day``, by name; closed ones left out."""
    on = day or timezone.localdate()
    below = engine.parents_on(tree().parentages, on).filter(pl.col("parent") == code).get_column("child")
    found = [value for value in nodes(below) if value.closed is None or value.closed >= on]
    return sorted(found, key=lambda value: value.name)


def codes_under(roots: Iterable[str], day: date | None = None) -> pl.Series:
    """Codes of all nodes among and below ``roots`` on ``day``."""
    return _codes_under(tree_version(), tuple(roots), day or timezone.localdate())


@lru_cache(maxsize=64)  # a series of all England is 0.2 MB; each page asks for its visitor's own four times
def _codes_under(_version: str, roots: tuple[str, ...], on: date) -> pl.Series:
    wanted = list(roots)
    found = engine.codes_under(lineage(on), wanted)
    has_column = lineage(on).filter(pl.col("code").is_in(wanted), pl.col("kind").is_in(LEVELS))
    deeper = set(wanted) - set(has_column["code"].to_list())
    return pl.concat([found, _below(deeper, on)]).unique(maintain_order=True) if deeper else found


def _below(roots: set[str], day: date) -> pl.Series:
    # Sites and teams have no column of their own in a lineage: one more step down reaches what they hold.
    up = engine.parents_on(tree().parentages, day)
    return up.filter(pl.col("parent").is_in(list(roots))).get_column("child").rename("code")


def search(text: str, within: Iterable[str] | None = None, limit: int = 20) -> list[NodeValue]:
    """Nodes whose code is, or name contains, ``text``: exact code first, then open before closed, wide before narrow.

    ``within`` keeps to these codes.
    """
    wanted = text.strip().lower()
    if not wanted:
        return []
    code, name = pl.col("code").str.to_lowercase(), pl.col("name").str.to_lowercase()
    held = tree().nodes
    if within is not None:
        held = held.filter(pl.col("code").is_in(list(within)))
    matching = held.filter(code.str.starts_with(wanted) | name.str.contains(wanted, literal=True)).sort(
        code != wanted,
        ~code.str.starts_with(wanted),
        pl.col("closed").is_not_null(),
        ~name.str.starts_with(wanted),
        pl.col("kind").replace_strict({kind: depth for depth, kind in enumerate(engine.KINDS)}),
        "name",
    )
    return [NodeValue(**row) for row in matching.head(limit).iter_rows(named=True)]
