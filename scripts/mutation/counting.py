"""What a run showed: how many mutants were noticed, and how sure a sample is of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import yaml

from mutation.generating import Mutant
from mutation.running import Outcome

EQUIVALENT = Path(__file__).with_name("equivalent.yaml")


def equivalents(mutants: Sequence[Mutant]) -> dict[str, str]:
    """Name → reason of those of ``mutants`` that were found to behave as the original. Each is named with its change.

    Raises ValueError where the code has moved on and a name stands for another change.
    """
    known: dict[str, dict[str, str]] = yaml.safe_load(EQUIVALENT.read_text()) or {}
    changes = {mutant.name: mutant.change for mutant in mutants}
    modules = {name.rpartition(".")[0] for name in changes}
    here = {name: one for name, one in known.items() if name.rpartition(".")[0] in modules}
    for name, one in here.items():
        if one["change"].strip() != changes.get(name):
            raise ValueError(f"{EQUIVALENT.name}: {name} is another change now:\n{changes.get(name)}")
    return {name: one["why"] for name, one in here.items()}


def interval(noticed: int, of: int) -> tuple[float, float]:
    """Wilson's 95% interval for a proportion; (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    z, share = 1.959964, noticed / of
    middle, reach = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - reach) / (1 + z * z / of), (middle + reach) / (1 + z * z / of)


def summary(target: str, outcomes: Sequence[Outcome], equivalent: int, every: int) -> str:
    """One line. A run that does not end is noticed as well, and counted apart."""
    states = Counter(outcome.state for outcome in outcomes)
    noticed, of = states["killed"] + states["timeout"], len(outcomes)
    low, high = interval(noticed, of)
    return (
        f"{target}: {of + equivalent} of {every} mutants drawn, {equivalent} equivalent; of {of} "
        f"{states['killed']} killed, {states['timeout']} timed out, {states['survived']} survived, "
        f"{states['error']} broke: "
        f"{noticed / max(of, 1):.1%} noticed ({low:.1%} to {high:.1%})"
    )
