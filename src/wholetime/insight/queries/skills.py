"""Skills gaps of the areas under a viewpoint, in general practice and its networks, for their patients' need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache, partial

from wholetime.chassis.api import NodeValue, Scope
from wholetime.insight.engine.derived import without
from wholetime.insight.engine.reference import reference
from wholetime.insight.engine.skills import Gap, Supply, skills_gaps
from wholetime.insight.queries.areas import ByArea, best_by, newest, up_to
from wholetime.insight.queries.asking import ENGLAND, Answer, Parts, ask, part, public
from wholetime.insight.queries.viewpoint import Moment, Viewpoint
from wholetime.kernel.figure import Figure
from wholetime.kernel.period import Period

STAFF_GROUP = "staff_group"

type Asking = Callable[[str, Parts], Answer]


@dataclass(frozen=True, slots=True)
class _Need:
    """By area: need-weighted patients, and registered patients of the same practices and year."""

    weighted: ByArea
    registered: ByArea

    def weight(self, area: str) -> tuple[Decimal, tuple[Figure, ...]] | None:
        """Need-weighted patients for each registered patient, with the figures it comes from."""
        weighted, registered = self.weighted.get(area), self.registered.get(area)
        if weighted is None or registered is None or not weighted.value or not registered.value:
            return None
        return weighted.value / registered.value, (weighted, registered)


def skills(view: Viewpoint, level: str) -> tuple[Gap, ...]:
    """The gaps of the areas of kind ``level`` under ``view``, by role group, the widest first.

    ``Gap.group`` is a staff group of practices, or a role of network staff as its publication names it. Areas are
    compared with one another and with the rest of England as far as its sources are public.
    """
    everyone = view.without_filters()
    mine = _supplies(partial(_held, ask, everyone), level)
    theirs = () if view.node.synthetic else _england(view.moment, view.month, view.as_now, level)
    gaps = skills_gaps(mine, theirs)
    return tuple(one for one in gaps if view.group is None or one.rate.scope.group == view.group)


# About 27 role groups of 1,100 neighbourhoods: 30,000 supplies, 20 MB with their figures.
@lru_cache(maxsize=4)
def _england(moment: Moment, month: Period | None, as_now: bool, level: str) -> tuple[Supply, ...]:
    """The supplies of every area of England that public sources tell of."""
    england = NodeValue(ENGLAND, "nation", "England", "", None, None, synthetic=False)
    nobody = Scope(())  # public figures need no rights
    view = Viewpoint(england, nobody, nobody, moment, month, as_now)
    return tuple(_supplies(partial(_held, public, view), level))


def _held(asking: Callable[[Viewpoint, str, Parts], Answer], view: Viewpoint, name: str, by: Parts) -> Answer:
    by = by if view.month is None else (*by, "period")
    return tuple(up_to(asking(view, name, by), view))


def _supplies(asking: Asking, level: str) -> list[Supply]:
    need_source = reference("skills")["need_source"]
    registered = [one for one in asking("patients", (level, "source")) if part(one, "source") == need_source]
    need = _Need(newest(asking("need_weighted_patients", (level,)), level), newest(registered, level))
    return [*_practices(asking, level, need), *_networks(asking, level, need)]


def _practices(asking: Asking, level: str, need: _Need) -> Iterable[Supply]:
    """Staff of practices: WTE and patients are of the same practices, weighted as the area's patients are."""
    for (area, group), figure in best_by(
        asking("patients_per_wte", (level, STAFF_GROUP)), (level, STAFF_GROUP)
    ).items():
        weight = need.weight(area)
        if weight is None or figure.suppression is not None:
            continue
        patients = figure.numerator * weight[0] if figure.numerator is not None else need.weighted[area].value
        wte = figure.denominator if figure.denominator is not None else Decimal(0)
        if patients:
            yield _supply(area, group, wte, patients, (figure, *weight[1]))


def _networks(asking: Asking, level: str, need: _Need) -> Iterable[Supply]:
    """Roles of network staff. A network that lists its staff without a role has none of it."""
    source = reference("skills")["network_source"]
    listed = [one for one in asking("wte", (level, STAFF_GROUP, "role", "source")) if part(one, "source") == source]
    by_area: dict[str, dict[str, list[Figure]]] = {}
    for figure in listed:
        area, role = part(figure, level), part(figure, "role")
        if area is not None and role is not None and area in need.weighted:
            by_area.setdefault(area, {}).setdefault(role, []).append(figure)
    groups = {role: figure.scope.group for figure in listed if (role := part(figure, "role")) is not None}
    for area, roles in by_area.items():
        others = [one for figures in roles.values() for one in figures]
        for role, group in groups.items():
            patients = need.weighted[area].value
            if patients:
                yield _role(area, role, group, roles.get(role), others, patients, need.weighted[area])


def _role(
    area: str,
    role: str,
    group: str | None,
    figures: Sequence[Figure] | None,
    others: Sequence[Figure],
    patients: Decimal,
    weighted: Figure,
) -> Supply:
    wte = sum((one.value for one in figures or () if one.value is not None), Decimal(0))
    made = _supply(area, role, max(wte, Decimal(0)), patients, (*(figures or others), weighted))
    scope = without(made.scope, "role", "source")
    notes = (*made.notes, *reference("skills")["network_notes"])
    return replace(made, notes=notes, scope=replace(scope, group=group, detail=(*scope.detail, ("role", role))))


def _supply(area: str, group: str, wte: Decimal, need: Decimal, inputs: tuple[Figure, ...]) -> Supply:
    return Supply(area, group, wte, need, inputs, inputs[0].scope, tuple(reference("skills")["notes"]))
