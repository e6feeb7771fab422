"""The register and the scenarios that come with wholetime: a beginning, for owners to make their own."""

from __future__ import annotations

from functools import cache

from wholetime.forecast.engine.reference import reference, text
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Scenario, nothing_changes


@cache
def shipped_register() -> Register:
    """The register of ``reference/assumptions.yaml``."""
    return Register.from_yaml(text("assumptions"))


def shipped_scenarios(first_year: int) -> tuple[Scenario, ...]:
    """The scenarios of ``reference/scenarios.yaml``, whose years are counted from that of the first count."""
    found = [nothing_changes()]
    for entry in reference("scenarios")["scenarios"]:
        changes = [
            {key: value for key, value in change.items() if key != "after_years"}
            | {"from_year": first_year + change["after_years"]}
            for change in entry["changes"]
        ]
        found.append(Scenario.from_json({**entry, "changes": changes}))
    return tuple(found)
