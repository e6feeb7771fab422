"""A dataset made by hand that stands in for the real one behind the queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from wholetime.chassis.api import NodeValue, Scope
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Figure

EVERYTHING = Scope((), everything=True)


def view(code: str = "Q1", *, synthetic: bool = False, **filters: Any) -> Viewpoint:
    node = NodeValue(code, "system", code, "", None, None, synthetic)
    return Viewpoint(node, EVERYTHING, EVERYTHING, ("made", "by hand", date(2026, 4, 1)), **filters)


def answers(*held: Figure) -> Callable[..., tuple[Figure, ...]]:
    """An ``ask`` that has ``held``: a figure answers when it is broken down by just what was asked for."""

    def ask(
        asked: Viewpoint, name: str, by: tuple[str, ...] = (), period: object = None, sectors: bool = False
    ) -> tuple[Figure, ...]:
        wanted = {*by, "sector", "source"} if sectors else set(by)
        return tuple(one for one in held if one.definition.name == name and period is None and _parts(one) == wanted)

    return ask


def nothing(*_: object, **__: object) -> tuple[Figure, ...]:
    return ()


def _parts(figure: Figure) -> set[str]:
    known = {name for name, _ in figure.scope.detail}
    return (
        known | ({"staff_group"} if part(figure, "staff_group") else set()) | ({"org"} if figure.scope.org else set())
    )
