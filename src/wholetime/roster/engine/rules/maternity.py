"""What a labour suite needs: a supernumerary coordinator, a midwife for each woman in labour, somebody on call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from itertools import accumulate, count
from math import exp

from wholetime.roster.engine.problem import Demand, Horizon
from wholetime.roster.engine.rules.reference import reference


def women_at_once(mean: float, risk: float) -> int:
    """The least number that is exceeded with a chance of at most ``risk``, where women in labour are Poisson.

    Nobody waits to labour: beds and midwives are sized as for a queue with as many servers as it needs.
    """
    chances = accumulate(count(1), lambda chance, number: chance * mean / number, initial=exp(-mean))
    within = accumulate(chances)
    return next(number for number, chance in enumerate(within) if 1 - chance <= risk)


def maternity_demand(
    horizon: Horizon,
    women: Mapping[tuple[time, time], float],
    *,
    on_call: tuple[str, ...] = ("on call",),
    short: int = 2000,
    under: int = 500,
) -> Iterator[Demand]:
    """Demand of each day: ``women`` in labour on average between two times of day, a coordinator besides, one on call.

    Midwives are wanted for as many women as come together but one time in twenty, and needed for the mean. Who fills
    the role of coordinator fills no other, so has no women of her own.
    """
    cover = reference("maternity_unit")["cover"]
    lead, care = cover["coordinator"], cover["one_to_one"]
    for day in range(horizon.days):
        for between, mean in women.items():
            wanted, needed = women_at_once(mean, care["risk"]), round(mean)
            yield Demand(day=day, between=between, role=lead["role"], skill=lead["skill"], minimum=1, preferred=1)
            yield Demand(
                day=day,
                between=between,
                role=care["role"],
                minimum=needed,
                preferred=max(needed, wanted),
                short=short,
                under=under,
                name="one-to-one care in labour",
            )
        yield Demand(day=day, of=on_call, minimum=cover["on_call"]["people"], preferred=1, short=short, under=under)
