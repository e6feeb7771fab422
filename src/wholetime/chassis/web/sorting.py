"""Sorting a table by its address, so that it works without a script and can be shared as a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from wholetime.chassis.engine.tables import Table


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order a table is shown in; ``parameter`` tells apart two tables on one page."""

    query: str
    parameter: str = "sort"
    key: str = ""
    descending: bool = False

    def address(self, key: str, number: bool) -> str:
        """The link that sorts by ``key``: numbers largest first, words from A; the same again turns it round."""
        turned = not self.descending if key == self.key else number
        beginning = f"?{self.query}&" if self.query else "?"
        return f"{beginning}{self.parameter}={'-' if turned else ''}{key}"

    def aria(self, key: str) -> str:
        if key != self.key:
            return "none"
        return "descending" if self.descending else "ascending"


def sorted_table(
    request: HttpRequest, table: Table, default: str = "", parameter: str = "sort"
) -> tuple[Table, Sorting]:
    """``table`` in the order the address asks for (``?sort=-wte`` is largest first), or in that of ``default``."""
    asked = request.GET.get(parameter, default)
    descending, key = asked.startswith("-"), asked.removeprefix("-")
    kept = request.GET.copy()
    kept.pop(parameter, None)
    if key not in {column.key for column in table.columns}:
        return table, Sorting(kept.urlencode(), parameter)
    return table.sorted_by(key, descending), Sorting(kept.urlencode(), parameter, key, descending)


def page_sorter(request: HttpRequest, tables: Iterable[Table]) -> Callable[[Table], tuple[Table, Sorting]]:
    """``sorted(table)`` → the table in the order asked for, and its sorting; each table by a parameter of its own."""
    numbers = {id(table): number for number, table in enumerate(tables)}

    def sort(table: Table) -> tuple[Table, Sorting]:
        return sorted_table(request, table, parameter=f"sort{numbers[id(table)]}")

    return sort
