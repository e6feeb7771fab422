"""Loading organisations: the bundled reference files, and a list of organisations of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection

from wholetime.chassis.actions.tree import TreeRefused, changing_the_tree
from wholetime.chassis.engine.tree import KINDS
from wholetime.chassis.engine.tree.lineage import ALIAS, NODE, PARENTAGE, SUCCESSION
from wholetime.chassis.models import Descent, Node, NodeAlias, Parentage, Succession

Progress = Callable[[int, int, str], None]
"""Called with what is done, the whole, and what to say."""


def silent(done: int, total: int, said: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class ReferenceLoaded:
    """What a load changed."""

    nodes: int
    parentages: int
    successions: int
    aliases: int


def load_reference(folder: Path, progress: Progress = silent) -> ReferenceLoaded:
    """Bring the tree into agreement with ``nodes, parentages, successions, aliases`` (``.csv.gz``) in ``folder``.

    All or nothing, and nothing at all where it agrees already. For a child that the files name they are right about its
    parents; nodes they do not name (sites, teams, synthetic systems) are left alone.
    """
    schema = {name: kind for name, kind in NODE.items() if name != "synthetic"}
    nodes = _read(folder / "nodes.csv.gz", schema)
    parentages = _read(folder / "parentages.csv.gz", PARENTAGE)
    successions = _read(folder / "successions.csv.gz", SUCCESSION)
    aliases = _read(folder / "aliases.csv.gz", ALIAS)
    _check(nodes, parentages)
    with changing_the_tree() as tree:
        steps = (
            (_load_nodes, nodes, "Organisations"),
            (_load_parentages, parentages, "Who belongs to whom"),
            (_load_successions, successions, "Mergers and take-overs"),
            (_load_aliases, aliases, "Other codes"),
        )
        counts = []
        for done, (load, frame, said) in enumerate(steps):
            progress(done, len(steps), said)
            counts.append(load(frame))
        tree.unchanged = not any(counts)
        if not tree.unchanged:
            _count_anew()
    progress(len(steps), len(steps), "Reference organisations are in place")
    return ReferenceLoaded(*counts)


def _count_anew() -> None:
    """Let the database know at once how much it holds: what is asked next would be planned for empty tables."""
    with connection.cursor() as cursor:
        for model in (Node, Parentage, Descent, Succession, NodeAlias):
            cursor.execute(f"analyze {model._meta.db_table}")  # noqa: SLF001  Django's public name


def _read(path: Path, schema: dict[str, Any]) -> pl.DataFrame:
    if not path.exists():
        raise TreeRefused(f"{path} is missing: reference organisations come with wholetime, in data/reference")
    frame = pl.read_csv(path, schema=schema)
    return frame.with_columns(pl.col(name).fill_null("") for name, kind in schema.items() if kind == pl.String)


def _check(nodes: pl.DataFrame, parentages: pl.DataFrame) -> None:
    depth = nodes.select("code", depth=pl.col("kind").replace_strict({kind: n for n, kind in enumerate(KINDS)}))
    pairs = parentages.join(depth, left_on="child", right_on="code", how="left").join(
        depth, left_on="parent", right_on="code", how="left", suffix="_of_parent"
    )
    wrong = pairs.filter((pl.col("depth_of_parent") < pl.col("depth")).not_().fill_null(True))
    if not wrong.is_empty():
        child, parent = wrong.row(0)[:2]
        raise TreeRefused(
            f"the reference files put {child} under {parent}, which is not of a wider kind or is not there"
        )


def _load_nodes(nodes: pl.DataFrame) -> int:
    held = {node.code: node for node in Node.objects.all()}
    fields = ("kind", "name", "sector", "opened", "closed")
    new, changed = [], []
    for row in nodes.iter_rows(named=True):
        node = held.get(row["code"])
        if node is None:
            new.append(Node(**row))
        elif any(getattr(node, name) != row[name] for name in fields):
            for name in fields:
                setattr(node, name, row[name])
            changed.append(node)
    Node.objects.bulk_create(new)
    Node.objects.bulk_update(changed, fields, batch_size=500)
    return len(new) + len(changed)


def _ids() -> dict[str, int]:
    return dict(Node.objects.values_list("code", "pk"))


def _load_parentages(parentages: pl.DataFrame) -> int:
    ids = _ids()
    spells = Parentage.objects.values_list("child_id", "parent_id", "start", "end")
    wanted = _by_child((ids[child], ids[parent], start, end) for child, parent, start, end in parentages.iter_rows())
    held = _by_child(spells)
    differing = [child for child, told in wanted.items() if held.get(child) != told]
    Parentage.objects.filter(child_id__in=[child for child in differing if child in held]).delete()
    rows = [
        Parentage(child_id=child, parent_id=parent, start=start, end=end)
        for child in differing
        for parent, start, end in wanted[child]
    ]
    Parentage.objects.bulk_create(rows)
    return len(rows)


def _by_child(spells: Iterable[tuple[Any, ...]]) -> dict[int, set[tuple[int, date | None, date | None]]]:
    found: dict[int, set[tuple[int, date | None, date | None]]] = {}
    for child, parent, start, end in spells:
        found.setdefault(child, set()).add((parent, start, end))
    return found


def _load_successions(successions: pl.DataFrame) -> int:
    ids = _ids()
    held = set(Succession.objects.values_list("old_id", "new_id", "on"))
    wanted = {(ids[old], ids[new], on) for old, new, on in successions.iter_rows()}
    Succession.objects.bulk_create(Succession(old_id=old, new_id=new, on=on) for old, new, on in sorted(wanted - held))
    return len(wanted - held)


def _load_aliases(aliases: pl.DataFrame) -> int:
    ids = _ids()
    held = {(alias.scheme, alias.code): alias for alias in NodeAlias.objects.all()}
    new, changed = [], []
    for scheme, code, node in aliases.iter_rows():
        alias = held.get((scheme, code))
        if alias is None:
            new.append(NodeAlias(scheme=scheme, code=code, node_id=ids[node]))
        elif alias.node_id != ids[node]:
            alias.node_id = ids[node]
            changed.append(alias)
    NodeAlias.objects.bulk_create(new)
    NodeAlias.objects.bulk_update(changed, ["node"])
    return len(new) + len(changed)
