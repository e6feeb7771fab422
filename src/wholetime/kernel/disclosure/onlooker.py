"""What somebody who sees only the protected cells, and knows the sums and the policy, can work out."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence

from wholetime.kernel.disclosure.audit import without_reasons
from wholetime.kernel.disclosure.equations import reduced
from wholetime.kernel.disclosure.intervals import UNBOUNDED, Interval, Row, narrowed
from wholetime.kernel.disclosure.policy import DEFAULT, Policy, Protected, Relation
from wholetime.kernel.disclosure.system import System, system_of
from wholetime.kernel.figure import Suppression


def recoverable[K: Hashable](
    view: Mapping[K, Protected],
    relations: Sequence[Relation[K]],
    policy: Policy = DEFAULT,
    vague: Collection[K] = (),
    unseen: Collection[K] = (),
) -> dict[K, int]:
    """The withheld cells whose counts can be worked out, and those counts.

    Subtraction of every shown total and part (exact elimination over the rationals) and the bounds that the
    policy and the reasons give away (interval propagation). What it returns is certain; ``exposed``, which
    knows the true counts, is the check that misses nothing. ``vague`` names cells whose reason tells nothing
    though others around them have told theirs; ``unseen`` cells that the sums are made of and no answer ever names,
    not even as a gap. Raises DisclosureError for a view that no counts could have produced.
    """
    system = system_of((*view, *unseen), relations)
    bounds = _bounds(system, view, policy, vague)
    rows: list[Row] = [dict(equation) for equation in system.equations]
    narrowed(bounds, rows + reduced(rows, bounds))
    return {
        key: bounds[cell][0]
        for cell, key in enumerate(view)
        if view[key].value is None and bounds[cell][0] == bounds[cell][1]
    }


def _bounds[K: Hashable](
    system: System[K], view: Mapping[K, Protected], policy: Policy, vague: Collection[K]
) -> list[Interval]:
    hidden = {cell for cell, key in enumerate(view) if view[key].value is None}
    silent = without_reasons(system, view, hidden) | {cell for cell, key in enumerate(view) if key in vague}
    known = [_bound(view[key], policy, silent=cell in silent) for cell, key in enumerate(view)]
    return known + [(0, UNBOUNDED)] * (system.size - len(view))


def _bound(cell: Protected, policy: Policy, *, silent: bool) -> Interval:
    if cell.value is not None:
        return policy.readings(cell.value)
    if silent:
        return policy.least, UNBOUNDED
    if cell.why is Suppression.PRIMARY:
        return policy.least, policy.threshold - 1
    return policy.threshold, UNBOUNDED
