"""The newest runs of the areas and organisations below an area, beside each other."""

from __future__ import annotations

from typing import Any

from wholetime.chassis.api import access_node, ancestors, codes_under
from wholetime.forecast.models import Run
from wholetime.forecast.queries.runs import RunValue, run_value

MOST = 60
"""Areas shown beside each other; more are not read."""


def runs_below(account: Any, code: str, part: str) -> list[RunValue]:
    """The newest run of ``part`` of each node below ``code``, by name. Raises NotInScope.

    Where a node and one above it both have runs, the upper one counts: nobody is in two rows.
    """
    node = access_node(account, code).code
    found = Run.objects.filter(part=part, groups="", scenario="", node__code__in={*codes_under([node])} - {node})
    newest = found.order_by("node_id", "-made_at").distinct("node_id").values_list("pk", "node__code")
    held = {one: key for key, one in newest}
    tops = [one for one in held if not {above.code for above in ancestors(one)} & held.keys() - {one}]
    chosen = [held[one] for one in sorted(tops)[:MOST]]
    runs = Run.objects.select_related("node").filter(pk__in=chosen).order_by("node__name")
    return [run_value(one) for one in runs]
