"""Trees of any shape, for property tests."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

from wholetime.chassis.engine.tree import KINDS, Tree
from wholetime.chassis.engine.tree.lineage import ALIAS, NODE, PARENTAGE, SUCCESSION

FIRST = date(2020, 1, 1)
days = st.integers(0, 1500).map(lambda count: FIRST + timedelta(count))


@st.composite
def trees(draw: st.DrawFn, size: int = 12) -> Tree:
    """Nodes with one to three spells of parentage each, and a few successions."""
    kinds = ["nation", *draw(st.lists(st.sampled_from(KINDS[1:6]), min_size=1, max_size=size))]
    codes = [f"N{number}" for number in range(len(kinds))]
    spells = [spell for child in range(1, len(kinds)) for spell in draw(_spells(child, kinds))]
    pairs = st.tuples(st.sampled_from(codes), st.sampled_from(codes), days).filter(lambda pair: pair[0] != pair[1])
    successions = draw(st.lists(pairs, max_size=5, unique=True))
    nodes = [(code, kind, code, "", None, None, False) for code, kind in zip(codes, kinds, strict=True)]
    return Tree(
        nodes=pl.DataFrame(nodes, schema=NODE, orient="row"),
        parentages=pl.DataFrame(spells, schema=PARENTAGE, orient="row"),
        successions=pl.DataFrame(successions, schema=SUCCESSION, orient="row"),
        aliases=pl.DataFrame(schema=ALIAS),
    )


@st.composite
def _spells(draw: st.DrawFn, child: int, kinds: list[str]) -> list[tuple[str, str, date | None, date | None]]:
    wider = [place for place, kind in enumerate(kinds) if KINDS.index(kind) < KINDS.index(kinds[child])]
    starts: list[date | None] = sorted(draw(st.lists(days, min_size=1, max_size=3, unique=True)))
    if draw(st.booleans()):
        starts[0] = None
    parents = [f"N{draw(st.sampled_from(wider))}" for _ in starts]
    ends = [*starts[1:], None]
    return [(f"N{child}", parent, start, end) for parent, start, end in zip(parents, starts, ends, strict=True)]
