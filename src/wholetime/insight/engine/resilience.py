"""The low-resilience index: which areas would fail first if a few people left, and why.

Every part is shown with its score; a part that is not known is shown as missing, and never counted as good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from wholetime.insight.engine.derived import derived, without
from wholetime.insight.engine.reference import definition
from wholetime.insight.engine.resilience_parts import Part, Rules, Score, Suggestion, suggestions
from wholetime.insight.engine.scoring import percentile_scores, ranks, threshold_score
from wholetime.kernel.figure import Figure
from wholetime.kernel.rates import percent, rounded

type Held = Mapping[str, Mapping[str, Figure]]
"""Part code → area code → the figure that is held; areas without one are not in it."""


@dataclass(frozen=True, slots=True)
class PartScore:
    """A part of one area's index. ``score`` is 0 (resilient) to 100; None with the reason in ``missing``."""

    part: Part
    figure: Figure | None
    score: Decimal | None
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Resilience:
    """One area's index with its parts. ``coverage`` is the share (0–1) of all weights that the known parts carry.

    ``rank`` 1 is the least resilient; areas printed alike share it (``tied``). None: too little is known to rank.
    """

    area: str
    index: Figure | None
    coverage: Decimal
    parts: tuple[PartScore, ...]
    could_help: tuple[Suggestion, ...]
    rank: int | None = None
    tied: bool = False


def resilience(
    areas: Sequence[str], held: Held, rules: Rules, peers: Held | None = None, group: str | None = None
) -> tuple[Resilience, ...]:
    """The index of each of ``areas``, the least resilient first, the unranked last.

    ``peers`` are figures of further areas of the same kind, to compare with and not to rank.
    """
    scored = {part.code: _scores(part, held, peers or {}, rules) for part in rules.parts}
    found = [_area(area, held, scored, rules, group) for area in sorted(areas)]
    return tuple(sorted(_ranked(found, rules), key=lambda one: (one.rank is None, one.rank or 0, one.area)))


def _scores(part: Part, held: Held, peers: Held, rules: Rules) -> dict[str, Decimal]:
    values = _values(held, part)
    if part.score is Score.THRESHOLD:
        assert part.best is not None
        assert part.worst is not None
        return {area: threshold_score(value, part.best, part.worst) for area, value in values.items()}
    others = [value for area, value in _values(peers, part).items() if area not in values]
    return percentile_scores(values, worse_high=part.worse_high, peers_at_least=rules.peers_at_least, peers=others)


def _values(held: Held, part: Part) -> dict[str, Decimal]:
    return {area: one.value for area, one in held.get(part.code, {}).items() if one.value is not None}


def _area(
    area: str, held: Held, scored: Mapping[str, Mapping[str, Decimal]], rules: Rules, group: str | None
) -> Resilience:
    parts = tuple(
        _part_score(part, held.get(part.code, {}).get(area), scored[part.code].get(area)) for part in rules.parts
    )
    known = [one for one in parts if one.score is not None]
    weight = sum((one.part.weight for one in known), Decimal(0))
    weak = frozenset(one.part.code for one in known if (one.score or Decimal(0)) >= rules.suggest_from)
    return Resilience(
        area=area,
        index=_index(known, weight) if known else None,
        coverage=weight / sum(part.weight for part in rules.parts),
        parts=parts,
        could_help=tuple(one for one in suggestions() if one.fits(weak, group)),
    )


def _part_score(part: Part, figure: Figure | None, score: Decimal | None) -> PartScore:
    if score is not None:
        return PartScore(part, figure, score)
    if figure is None:
        return PartScore(part, None, None, "not held")
    if figure.suppression is not None:
        return PartScore(part, figure, None, f"withheld: {figure.suppression}")
    return PartScore(part, figure, None, "no value" if figure.value is None else "too few areas to compare with")


def _index(known: Sequence[PartScore], weight: Decimal) -> Figure:
    total = sum((one.part.weight * one.score for one in known if one.score is not None), Decimal(0))
    return derived(
        definition("resilience", "low_resilience_index"),
        [one.figure for one in known if one.figure is not None],
        value=rounded(total / weight),
        numerator=total,
        denominator=weight,
        notes=("The weights are wholetime's own and have not been tested against outcomes",),
    )


def _ranked(found: Sequence[Resilience], rules: Rules) -> list[Resilience]:
    able = {
        one.area: one.index.value
        for one in found
        if one.index is not None
        and one.index.value is not None
        and one.coverage >= rules.ranked_weight
        and sum(part.score is not None for part in one.parts) >= rules.ranked_parts
    }
    ranked = ranks(able)
    shared = Counter(ranked.values())
    return [
        replace(one, rank=ranked[one.area], tied=shared[ranked[one.area]] > 1) if one.area in ranked else one
        for one in found
    ]


def single_points(roles: Sequence[Figure]) -> Figure | None:
    """The share of an area's roles that one person holds, from its headcount by role; None without any role.

    Withheld where any role is: which of them one person holds is then not known.
    """
    if not roles:
        return None
    counts = [one.value for one in roles]
    held = [count for count in counts if count is not None and count > 0]
    alone = sum(count == 1 for count in held)
    known = None not in counts and held
    return derived(
        definition("resilience", "single_points_of_failure"),
        roles,
        value=percent(alone, len(held)) if known else None,
        numerator=Decimal(alone),
        denominator=Decimal(len(held)),
        scope=without(roles[0].scope, "role"),
    )
