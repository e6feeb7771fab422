"""A list of organisations of one's own (``organisations.csv``): a synthetic system, or what the registry lacks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wholetime.chassis.actions.tree import changing_the_tree
from wholetime.chassis.engine.tree import KINDS
from wholetime.chassis.engine.tree.listing import SYNTHETIC, Known, Refusal, invented, parent_of, refusals_of
from wholetime.chassis.models import Node, Parentage
from wholetime.chassis.models.organisation import Sector

COLUMNS = {
    "code": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "parent": pl.String,
    "sector": pl.String,
    "opened": pl.Date,
}


class ListRefused(ValueError):
    """Rows are wrong, so nothing was loaded."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(f"nothing loaded, {len(refusals)} to mend; the first: {refusals[0]}")


@dataclass(frozen=True, slots=True)
class ListLoaded:
    """What a list changed."""

    added: int
    renamed: int
    unchanged: int

    @property
    def rows(self) -> int:
        return self.added + self.renamed + self.unchanged


def load_organisations(source: Path | pl.DataFrame) -> ListLoaded:
    """Add the organisations of ``source`` (the columns of COLUMNS; ``parent`` may be blank for a nation, or under SYN).

    All or nothing. Those held already keep their place: moving one needs a date, so a different parent is refused.
    """
    rows = source if isinstance(source, pl.DataFrame) else _read(source)
    with changing_the_tree() as tree:
        held = {node.code: node for node in Node.objects.all()}
        refusals = refusals_of(rows.to_dicts(), _known(rows, held))
        if refusals:
            raise ListRefused(refusals)
        loaded = _load(rows, held)
        tree.unchanged = loaded.added + loaded.renamed == 0
    return loaded


def _read(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_csv(path, schema_overrides=COLUMNS)
    except (pl.exceptions.PolarsError, OSError) as trouble:
        raise ListRefused([Refusal(0, "", f"{path.name} cannot be read as a table: {trouble}")]) from trouble
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise ListRefused([Refusal(0, missing[0], f"{path.name} lacks the column {', '.join(missing)}")])
    return frame.select(
        pl.col(name).str.strip_chars().fill_null("") if kind == pl.String else name for name, kind in COLUMNS.items()
    )


def _known(rows: pl.DataFrame, held: dict[str, Node]) -> Known:
    kinds = {node.code: node.kind for node in held.values()}
    return Known(
        kinds={SYNTHETIC: KINDS[0]} | kinds | dict(rows.select("code", "kind").iter_rows()),
        held=kinds,
        parents={row["code"]: parent_of(row) for row in rows.iter_rows(named=True)},
        places=dict(Parentage.objects.filter(end__isnull=True).values_list("child__code", "parent__code")),
        sectors=("", *Sector.values),
    )


def _load(rows: pl.DataFrame, held: dict[str, Node]) -> ListLoaded:
    if rows.get_column("code").str.starts_with(SYNTHETIC).any() and SYNTHETIC not in held:
        nation = Node.objects.create(code=SYNTHETIC, kind=KINDS[0], name="Synthetic (invented) nation", synthetic=True)
        held[SYNTHETIC] = nation
    new = [row for row in rows.iter_rows(named=True) if row["code"] not in held]
    Node.objects.bulk_create(Node(**_fields(row), synthetic=invented(row["code"])) for row in new)
    ids = dict(Node.objects.values_list("code", "pk"))
    Parentage.objects.bulk_create(
        Parentage(child_id=ids[row["code"]], parent_id=ids[parent_of(row)], start=row["opened"])
        for row in new
        if parent_of(row)
    )
    renamed = [node for row in rows.iter_rows(named=True) if (node := _renamed(held.get(row["code"]), row))]
    Node.objects.bulk_update(renamed, ["name", "sector"])
    return ListLoaded(len(new), len(renamed), rows.height - len(new) - len(renamed))


def _fields(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("code", "kind", "name", "sector", "opened")}


def _renamed(node: Node | None, row: dict[str, str]) -> Node | None:
    if node is None or (node.name, node.sector) == (row["name"], row["sector"]):
        return None
    node.name, node.sector = row["name"], row["sector"]
    return node
