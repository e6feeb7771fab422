"""Chooses which published breakdown of a measure to sum, so that nothing is counted twice."""

from __future__ import annotations

import polars as pl


def best_cuts(held: pl.DataFrame, measure: str, needed: frozenset[str]) -> list[tuple[str, str]]:
    """For each source of ``measure``, the coarsest breakdown it holds that still has the ``needed`` columns.

    ``held`` has columns measure, adapter and cut (breakdown columns joined by "+"). A source with no such
    breakdown is left out. Returns (adapter, cut) pairs in the order of adapters.
    """
    best: dict[str, str] = {}
    for adapter, cut in held.filter(pl.col("measure") == measure).select("adapter", "cut").iter_rows():
        if needed <= _columns(cut) and (adapter not in best or _coarser(cut, best[adapter])):
            best[adapter] = cut
    return sorted(best.items())


def _columns(cut: str) -> frozenset[str]:
    return frozenset(cut.split("+")) if cut else frozenset()


def _coarser(cut: str, than: str) -> bool:
    return (len(_columns(cut)), cut) < (len(_columns(than)), than)
