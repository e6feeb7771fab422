"""Who counts as staff in post."""

from __future__ import annotations

import ibis

from wholetime.dataset.engine.mapping.reference import code_list


def in_post(assignments: ibis.Table) -> ibis.Table:
    """The assignments whose contract makes their holder staff in post, or does not say."""
    contracts = list(code_list("contracts_in_post"))
    return assignments.filter(assignments.contract.isin(contracts) | assignments.contract.isnull())
