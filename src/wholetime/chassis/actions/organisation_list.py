"""A list of organisations of one's own (``organisations.csv``): a synthetic system, or what the registry lacks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wholetime.chassis.actions.tree import changing_the_tree
from wholetime.chassis.engine.tree import KINDS
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
SYNTHETIC = "SYN"
"""Codes that begin so are invented, and belong under the nation of that code: England never includes them."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row of the list is refused; ``row`` counts from 1, the heading not counted."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.reason}" if self.row else self.reason


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
        refusals = _refusals(rows, held)
        if refusals:
            raise ListRefused(refusals)
        loaded = _load(rows, held)
        tree.unchanged = loaded.added + loaded.renamed == 0
    return loaded


def _read(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_csv(path, schema_overrides=COLUMNS)
    except pl.exceptions.PolarsError as trouble:
        raise ListRefused([Refusal(0, "", f"{path.name} cannot be read as a table: {trouble}")]) from trouble
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise ListRefused([Refusal(0, missing[0], f"{path.name} lacks the column {', '.join(missing)}")])
    return frame.select(
        pl.col(name).str.strip_chars().fill_null("") if kind == pl.String else name for name, kind in COLUMNS.items()
    )


def _refusals(rows: pl.DataFrame, held: dict[str, Node]) -> list[Refusal]:
    kinds = {node.code: node.kind for node in held.values()} | dict(rows.select("code", "kind").iter_rows())
    parents = {row["code"]: _parent(row) for row in rows.iter_rows(named=True)}
    seen: set[str] = set()
    found: list[Refusal] = []
    for number, row in enumerate(rows.iter_rows(named=True), 1):
        for column, reason in _reasons(row, kinds, parents, held, seen):
            found.append(Refusal(number, column, reason))
        seen.add(row["code"])
    return found


def _parent(row: dict[str, str]) -> str:
    if row["parent"] or row["kind"] == KINDS[0]:
        return row["parent"]
    return SYNTHETIC if row["code"].startswith(SYNTHETIC) else ""


def _reasons(
    row: dict[str, str], kinds: dict[str, str], parents: dict[str, str], held: dict[str, Node], seen: set[str]
) -> list[tuple[str, str]]:
    code, parent = row["code"], parents[row["code"]]
    circle = _circle(code, parents)
    checks = (
        ("code", not code, "a code is needed"),
        ("code", code in seen, f"{code} stands in an earlier row"),
        ("name", not row["name"], "a name is needed"),
        ("kind", row["kind"] not in KINDS, f"{row['kind']!r} is not one of {', '.join(KINDS)}"),
        ("sector", row["sector"] not in ("", *Sector.values), f"{row['sector']!r} is not one of {', '.join(Sector)}"),
        ("parent", not parent and row["kind"] != KINDS[0], f"a {row['kind']} needs a parent"),
        (
            "parent",
            bool(parent) and parent not in (*kinds, SYNTHETIC),
            f"{parent} is neither in the tree nor in this list",
        ),
        ("parent", circle, f"{code} would be above itself"),
        (
            "parent",
            not circle and not _wider(parent, row["kind"], kinds),
            f"{parent} is not wider than a {row['kind']}",
        ),
        (
            "parent",
            bool(parent) and _invented(parent) != _invented(code),
            "what is invented and what is real are apart",
        ),
        ("parent", _moved(held.get(code), parent), f"{code} belongs elsewhere already: a move needs its date"),
    )
    return [(column, reason) for column, wrong, reason in checks if wrong]


def _invented(code: str) -> bool:
    return code.startswith(SYNTHETIC)


def _circle(code: str, parents: dict[str, str]) -> bool:
    here, steps = parents.get(code), 0
    while here and here != code and steps <= len(parents):
        here, steps = parents.get(here), steps + 1
    return here == code


def _wider(parent: str, kind: str, kinds: dict[str, str]) -> bool:
    above = KINDS[0] if parent == SYNTHETIC else kinds.get(parent)
    return above not in KINDS or kind not in KINDS or KINDS.index(above) < KINDS.index(kind)


def _moved(node: Node | None, parent: str) -> bool:
    if node is None:
        return False
    spells = node.parentages.filter(end__isnull=True).values_list("parent__code", flat=True)
    return bool(spells) and spells[0] != parent


def _load(rows: pl.DataFrame, held: dict[str, Node]) -> ListLoaded:
    if rows.get_column("code").str.starts_with(SYNTHETIC).any() and SYNTHETIC not in held:
        nation = Node.objects.create(code=SYNTHETIC, kind=KINDS[0], name="Synthetic (invented) nation", synthetic=True)
        held[SYNTHETIC] = nation
    new = [row for row in rows.iter_rows(named=True) if row["code"] not in held]
    Node.objects.bulk_create(Node(**_fields(row), synthetic=_invented(row["code"])) for row in new)
    ids = dict(Node.objects.values_list("code", "pk"))
    Parentage.objects.bulk_create(
        Parentage(child_id=ids[row["code"]], parent_id=ids[_parent(row)], start=row["opened"])
        for row in new
        if _parent(row)
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
