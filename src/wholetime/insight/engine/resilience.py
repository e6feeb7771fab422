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
from wholetime.kernel.figure import Coverage, Figure
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
class Help:
    """A suggestion, and the weak parts that it may help."""

    suggestion: Suggestion
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Resilience:
    """One area's index with its parts. ``coverage`` is the share (0–1) of all weights that the known parts carry.

    ``rank`` 1 is the least resilient; areas printed alike share it (``tied``). No index and no rank: too little is
    known.
    """

    area: str
    index: Figure | None
    coverage: Decimal
    parts: tuple[PartScore, ...]
    could_help: tuple[Help, ...]
    rank: int | None = None
    tied: bool = False


def resilience(
    areas: Sequence[str],
    held: Held,
    rules: Rules,
    peers: Held | None = None,
    groups: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Resilience, ...]:
    """The index of each of ``areas``, the least resilient first, the unranked last.

    ``peers`` are figures of further areas of the same kind, to compare with and not to rank. ``groups`` are the
    staff groups in post in each area, for what could help.
    """
    scored = {part.code: _scores(part, held, peers or {}, rules) for part in rules.parts}
    present = groups or {}
    found = [_area(area, held, scored, rules, present.get(area, frozenset())) for area in sorted(areas)]
    return tuple(sorted(_ranked(found), key=lambda one: (one.rank is None, one.rank or 0, one.area)))


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
    area: str, held: Held, scored: Mapping[str, Mapping[str, Decimal]], rules: Rules, groups: frozenset[str]
) -> Resilience:
    parts = tuple(
        _part_score(part, held.get(part.code, {}).get(area), scored[part.code].get(area)) for part in rules.parts
    )
    known = [one for one in parts if one.score is not None]
    weight = sum((one.part.weight for one in known), Decimal(0))
    coverage = weight / sum(part.weight for part in rules.parts)
    enough = coverage >= rules.ranked_weight and len(known) >= rules.ranked_parts
    return Resilience(area, _index(known, weight) if enough else None, coverage, parts, _help(known, rules, groups))


def _help(known: Sequence[PartScore], rules: Rules, groups: frozenset[str]) -> tuple[Help, ...]:
    """What could help the weak parts, that which helps most of them first."""
    weak = {one.part.code: one.part for one in known if one.score is not None and one.score >= rules.suggest_from}
    helped = [(one, one.helps(frozenset(weak), groups)) for one in suggestions()]
    found = [Help(one, tuple(part for code, part in weak.items() if code in codes)) for one, codes in helped if codes]
    return tuple(sorted(found, key=lambda one: -len(one.parts)))


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


def _ranked(found: Sequence[Resilience]) -> list[Resilience]:
    known = {one.area: one.index.value for one in found if one.index is not None and one.index.value is not None}
    ranked = ranks(known)
    sharing = Counter(ranked.values())
    return [
        replace(one, rank=ranked[one.area], tied=sharing[ranked[one.area]] > 1) if one.area in ranked else one
        for one in found
    ]


def single_points(roles: Sequence[Figure], roles_at_least: int) -> Figure | None:
    """The share of roles that one person holds, from an area's headcount by organisation and role.

    None with fewer than ``roles_at_least`` roles. Withheld where any role is: which of them one person holds is then
    not known.
    """
    held = [one for one in roles if one.value is None or one.value > 0]
    if len(held) < max(roles_at_least, 1):
        return None
    alone = sum(one.value == 1 for one in held)
    known = all(one.value is not None for one in held)
    return derived(
        definition("resilience", "single_points_of_failure"),
        held,
        value=percent(alone, len(held)) if known else None,
        numerator=Decimal(alone),
        denominator=Decimal(len(held)),
        scope=without(held[0].scope, "role"),
    )


def added_up(figures: Sequence[Figure]) -> Figure:
    """The sum of figures of different people, such as WTE from several sources; withheld where any of them is."""
    values = [one.value for one in figures if one.value is not None]
    whole = len(values) == len(figures)
    total = sum(values, Decimal(0)) if whole else None
    return derived(figures[0].definition, figures, value=total, coverage=_all_of(figures))


def _all_of(figures: Sequence[Figure]) -> Coverage | None:
    """Together they speak for all the organisations that each speaks for."""
    known = [one.coverage for one in figures if one.coverage is not None]
    return Coverage(sum(one.reported for one in known), sum(one.expected for one in known)) if known else None
