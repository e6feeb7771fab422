"""Judging a list of organisations row by row, before any of it is taken in."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.chassis.engine.tree.lineage import KINDS

SYNTHETIC = "SYN"
"""Codes that begin so are invented, and belong under the nation of that code: England never includes them."""

LONGEST = {"code": 20, "name": 200}
"""Characters: the longest name in the national registry has 100."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row of the list is refused; ``row`` counts from 1, the heading not counted."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.reason}" if self.row else self.reason


@dataclass(frozen=True, slots=True)
class Known:
    """What a row is judged against: kinds in the list and the tree, parents in the list, places in the tree."""

    kinds: dict[str, str]
    held: dict[str, str]
    parents: dict[str, str]
    places: dict[str, str]
    sectors: tuple[str, ...]


def refusals_of(rows: list[dict[str, str]], known: Known) -> list[Refusal]:
    """Every reason against every row."""
    seen: set[str] = set()
    found: list[Refusal] = []
    for number, row in enumerate(rows, 1):
        reasons = [("code", "it stands in an earlier row")] if row["code"] in seen else _reasons(row, known)
        found += [Refusal(number, column, reason) for column, reason in reasons]
        seen.add(row["code"])
    return found


def parent_of(row: dict[str, str]) -> str:
    """The code of the parent of a row; blank where it has none."""
    if row["parent"] or row["kind"] == KINDS[0]:
        return row["parent"]
    return SYNTHETIC if row["code"].startswith(SYNTHETIC) else ""


def _reasons(row: dict[str, str], known: Known) -> list[tuple[str, str]]:
    kind, sector, held = row["kind"], row["sector"], known.held.get(row["code"], row["kind"])
    checks = (
        ("code", not row["code"], "a code is needed"),
        ("name", not row["name"], "a name is needed"),
        *((column, len(row[column]) > most, f"it has more than {most} characters") for column, most in LONGEST.items()),
        *((column, "\0" in row[column], "it has a NUL in it") for column in LONGEST),
        ("kind", kind not in KINDS, f"{kind!r} is not one of {', '.join(KINDS)}"),
        ("kind", kind != held, f"{row['code']} is a {held} already"),
        ("sector", sector not in known.sectors, f"{sector!r} is not one of {', '.join(known.sectors[1:])}"),
    )
    own = [(column, reason) for column, wrong, reason in checks if wrong]
    reason = _misplaced(row["code"], kind, known)
    return own if reason is None else [*own, ("parent", reason)]


def _misplaced(code: str, kind: str, known: Known) -> str | None:
    """Why ``code`` cannot belong where the list puts it; None where it can."""
    parent = known.parents[code]
    if not parent:
        return None if kind == KINDS[0] else f"a {kind} needs a parent"
    checks = (
        (parent not in known.kinds, f"{parent} is neither in the tree nor in this list"),
        (_circle(code, known.parents), f"{code} would be above itself"),
        (not _wider(known.kinds.get(parent, ""), kind), f"{parent} is not wider than a {kind}"),
        (invented(parent) != invented(code), "what is invented and what is real are apart"),
        (known.places.get(code, parent) != parent, f"{code} belongs elsewhere already: a move needs its date"),
    )
    return next((reason for wrong, reason in checks if wrong), None)


def invented(code: str) -> bool:
    """Whether ``code`` is of a synthetic organisation."""
    return code.startswith(SYNTHETIC)


def _circle(code: str, parents: dict[str, str]) -> bool:
    here, steps = parents.get(code), 0
    while here and here != code and steps <= len(parents):
        here, steps = parents.get(here), steps + 1
    return here == code


def _wider(above: str, kind: str) -> bool:
    return above not in KINDS or kind not in KINDS or KINDS.index(above) < KINDS.index(kind)
