"""Figures in their published form, with words beside the codes: the same rows for the command line and REST."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wholetime.chassis.api import nodes, resolve
from wholetime.dataset.queries.groups import group_titles
from wholetime.kernel.figure import Figure


def figure_rows(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """``Figure.as_row`` of each, and its ``group_title``, ``org_name`` and ``place_name``; null where it has no such
    code, or nobody knows its name.
    """
    names = names_of(code for one in figures for code in (one.scope.org, one.scope.place) if code is not None)
    titles = group_titles()
    return [
        one.as_row()
        | {
            "group_title": titles.get(one.scope.group or ""),
            "org_name": names.get(one.scope.org or ""),
            "place_name": names.get(one.scope.place or ""),
        }
        for one in figures
    ]


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """What the tree calls each of ``codes``, which may be of another scheme; those it does not know are left out."""
    asked = dict.fromkeys(codes)
    found = {known.code: known.name for known in nodes(asked)}
    others = {code: resolve(code) for code in asked if code not in found}
    held = {known.code: known.name for known in nodes({code for code in others.values() if code is not None})}
    return found | {code: held[known] for code, known in others.items() if known is not None}
