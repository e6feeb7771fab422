"""The tree by walking it: slow and obviously right."""

from __future__ import annotations

from datetime import date

from wholetime.chassis.engine.tree import Tree
from wholetime.chassis.engine.tree.lineage import LEVELS

Spell = tuple[str, str, date | None, date | None]


def parent_on(spells: list[Spell], child: str, day: date) -> str | None:
    """The parent of ``child``: the last spell begun by ``day``, else the first to begin."""
    begun = [spell for spell in spells if spell[0] == child and (spell[2] is None or spell[2] <= day)]
    if begun:
        return max(begun, key=lambda spell: spell[2] or date.min)[1]
    to_come = [spell for spell in spells if spell[0] == child]
    return min(to_come, key=lambda spell: spell[2] or date.min)[1] if to_come else None


def lineage(tree: Tree, day: date) -> dict[str, dict[str, str]]:
    """``{code: {level: ancestor}}``."""
    spells = list(tree.parentages.select("child", "parent", "start", "end").iter_rows())
    kinds = dict(tree.nodes.select("code", "kind").iter_rows())
    found: dict[str, dict[str, str]] = {}
    for code in kinds:
        above: dict[str, str] = {}
        here: str | None = code
        while here is not None:
            if kinds[here] in LEVELS:
                above[kinds[here]] = here
            here = parent_on(spells, here, day)
        found[code] = above
    return found


def heir(tree: Tree, code: str, day: date) -> str:
    """Who carries on the work of ``code``, one step at a time."""
    here, since = code, date.min
    for _ in range(30):
        steps = [(on, new) for old, new, on in tree.successions.iter_rows() if old == here and on <= day]
        last = max((on for on, _ in steps), default=None)
        heirs = [new for on, new in steps if on == last]
        if last is None or last < since or len(heirs) != 1:
            return here
        here, since = heirs[0], last
    return here
